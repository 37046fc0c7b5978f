"""The house is built as planned: one way of imports, small modules, nothing from outside."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APP = [ROOT / "app.py", *(file for folder in ("core", "ui", "pages") for file in sorted((ROOT / folder).rglob("*.py")))]
SCRIPTS = sorted((ROOT / "ui").rglob("*.js"))
OWN = {"app", "core", "ui", "pages", "tests", "benchmarks"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


def inside(folder: str) -> list[Path]:
    return [file for file in APP if file.relative_to(ROOT).parts[0] == folder]


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(file: Path) -> set[str]:
    """Return the top-level packages that a file imports anywhere, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(file)} imports relatively"
            found.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            found |= {a.value.partition(".")[0] for a in node.args if isinstance(a, ast.Constant)}
    return found


WIDGETS = {
    "button", "download_button", "data_editor", "dialog", "number_input", "segmented_control", "selectbox", "slider",
    "toggle",
}  # fmt: skip


SPEAKING = {"on_change", "on_click", "on_dismiss"}


def widgets(file: Path) -> Iterator[ast.Call]:
    """Yield a file's calls that draw a widget."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WIDGETS:
            yield node


def lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


every_file = pytest.mark.parametrize("file", APP, ids=named)


def test_there_is_something_to_check() -> None:
    """The folders are where these tests look for them."""
    assert {"core", "ui", "pages"} <= {file.parent.name for file in APP}
    assert len(APP) > 30
    assert SCRIPTS


@pytest.mark.parametrize(
    ("folder", "strangers"),
    [
        ("core", {"streamlit", "plotly", "starlette", "ui", "pages", "app", "tests", "benchmarks"}),
        ("ui", {"pages", "app", "tests", "benchmarks"}),
        ("pages", {"torch", "app", "tests", "benchmarks", "pages"}),
    ],
)
def test_imports_point_one_way(folder: str, strangers: set[str]) -> None:
    """Pages may import ui and core, ui may import core, core neither; no page touches torch itself."""
    wrong = {named(file): imported(file) & strangers for file in inside(folder)}
    assert not {name: found for name, found in wrong.items() if found}


@every_file
def test_third_party_imports_are_required(file: Path) -> None:
    """The app needs only what requirements.txt names, or what one of these brings along."""
    names = required()
    brought = {
        re.match(r"[\w.-]+", line)[0].lower().replace("_", "-")  # type: ignore[index]
        for name in names
        for line in requires(name) or []
        if "extra ==" not in line
    }
    third_party = imported(file) - OWN - set(sys.stdlib_module_names)
    distributions = packages_distributions()
    for package in third_party:
        homes = {name.lower().replace("_", "-") for name in distributions.get(package, [])}
        assert homes & (names | brought), f"{named(file)} imports {package}, which requirements.txt does not bring"


def required(file: str = "requirements.txt") -> set[str]:
    wanted = [line.partition("#")[0].strip() for line in (ROOT / file).read_text().splitlines()]
    return {line.partition("==")[0].lower() for line in wanted if line and not line.startswith("-")}


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned(file: str) -> None:
    """Each requirement names one release."""
    wanted = [line.partition("#")[0].strip() for line in (ROOT / file).read_text().splitlines()]
    pins = [line for line in wanted if line and not line.startswith("-r ")]
    assert pins
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9_.\[\]-]+==\d[\w.+]*", pin)] == []


@every_file
def test_no_global_state_of_torch(file: Path) -> None:
    """Nothing seeds torch's global generator or changes its default type, which other sessions share."""
    calls = {ast.unparse(node.func) for node in ast.walk(tree(file)) if isinstance(node, ast.Call)}
    switches = ("manual_seed_all", "set_default_dtype", "set_default_device", "set_default_tensor_type",
                "set_num_threads", "set_grad_enabled", "use_deterministic_algorithms")  # fmt: skip
    assert not {call for call in calls if call == "torch.manual_seed" or call.rpartition(".")[2] in switches}


MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MODULES = [file for file in inside("core") + inside("ui") if named(file) != "ui/shell.py"]


@pytest.mark.parametrize("file", MODULES, ids=named)
def test_no_variables_in_modules(file: Path) -> None:
    """Sessions share modules, so a list, dict or set in one is a constant by its name, and nothing is `global`."""
    assigned = [node for node in tree(file).body if isinstance(node, ast.Assign | ast.AnnAssign)]
    held = [ast.unparse(node).partition("=")[0] for node in assigned if isinstance(node.value, MUTABLE)]
    assert [name for name in held if not re.match(r"__all__|_?[A-Z][A-Z_]*\b", name)] == []
    assert not [node for node in ast.walk(tree(file)) if isinstance(node, ast.Global)]


@pytest.mark.parametrize(
    ("files", "most"),
    [
        ([ROOT / "app.py"], 60),
        (inside("pages"), 150),
        (inside("core"), 250),
        (inside("ui"), 250),
        (SCRIPTS, 320),
    ],
    ids=["app", "pages", "core", "ui", "scripts"],
)
def test_modules_hold_one_idea(files: list[Path], most: int) -> None:
    """No file is longer than was planned for its kind."""
    assert not {named(file): lines(file) for file in files if lines(file) > most}


@every_file
def test_functions_are_short(file: Path) -> None:
    """No function has more than 45 lines besides its docstring."""
    long = {f.name: length(f) for f in ast.walk(tree(file)) if isinstance(f, Function) and length(f) > 45}
    assert not long


def length(function: Function) -> int:
    first = function.body[0]
    has_docstring = ast.get_docstring(function) is not None
    described = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - described


@every_file
def test_everything_public_is_described(file: Path) -> None:
    """Each module, and each public function, class and method in it, has a docstring."""
    assert ast.get_docstring(tree(file)), f"{named(file)} has no docstring"
    bare = [name for name, node in public(tree(file)) if not ast.get_docstring(node) and not is_overload(node)]
    assert bare == []


def public(node: ast.Module | ast.ClassDef) -> Iterator[tuple[str, Function | ast.ClassDef]]:
    for child in node.body:
        if isinstance(child, Function | ast.ClassDef) and not child.name.startswith("_"):
            yield child.name, child
            if isinstance(child, ast.ClassDef):
                yield from public(child)


def is_overload(node: Function | ast.ClassDef) -> bool:
    return any(ast.unparse(decorator).endswith("overload") for decorator in node.decorator_list)


def test_nothing_comes_from_a_stranger() -> None:
    """No file of the view names an address on the web; XML namespaces are names, not addresses."""
    files = [file for file in (ROOT / "ui").rglob("*") if file.suffix in (".py", ".js", ".css", ".svg", ".html")]
    texts = {named(file): file.read_text(encoding="utf-8") for file in [*files, *inside("pages"), ROOT / "app.py"]}
    wrong = {name: re.findall(r"https?://(?!www\.w3\.org/)\S{1,60}", text) for name, text in texts.items()}
    assert not {name: found for name, found in wrong.items() if found}


def test_the_repository_is_complete() -> None:
    """Nothing reaches for files outside the repository: no path climbs out of it, none is absolute."""
    for file in APP:
        texts = [n.value for n in ast.walk(tree(file)) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        climbing = [
            text for text in texts if "../" in text and not text.startswith("../pages/") and "new URL" not in text
        ]
        absolute = [text for text in texts if re.match(r"/(home|tmp|usr|etc|work|root|mnt|opt)\b", text)]
        assert climbing + absolute == [], named(file)
        assert "shared/" not in "\n".join(texts), named(file)


def test_only_core_reads_the_data() -> None:
    """The tables in data/ are read in core alone."""
    readers = {
        named(file) for file in APP if re.search(r"read_csv|DictReader|\"data\"\s*/|/ \"data\"", file.read_text())
    }
    assert all(name.startswith("core/") for name in readers)
    assert readers


# What is inside the dialog runs alone, without the page; the start page has no settings.
SILENT = {"pages/start_here.py", "ui/own/dialog.py", "ui/own/choose.py"}


@pytest.mark.parametrize("file", [*inside("pages"), *inside("ui")], ids=named)
def test_every_widget_speaks(file: Path) -> None:
    """Each widget has a callback, which says that the person spoke: else a link that lags is taken for a new one."""
    silent = [call.lineno for call in widgets(file) if not SPEAKING & {keyword.arg for keyword in call.keywords}]
    assert not silent or named(file) in SILENT
