"""The house is built as planned: one way of imports, small modules, nothing from outside."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

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
    """Yield a file's calls that draw a widget; those of `ui/session/fields.py` speak by themselves."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WIDGETS:
            yield from [] if ast.unparse(node.func.value) == "fields" else [node]


def speaks(keyword: ast.keyword) -> bool:
    """Return whether an argument is a callback, or brings one: `ui/session/fields.py` makes one for each setting."""
    return keyword.arg in SPEAKING or (keyword.arg is None and "bound" in ast.unparse(keyword.value))


def lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def wrong(files: Iterable[Path], found: Callable[[Path], Any]) -> dict[str, Any]:
    """Return what is found in files where something is."""
    return {named(file): what for file in files if (what := found(file))}


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
    assert wrong(inside(folder), lambda file: imported(file) & strangers) == {}


# What stands further down uses what stands above it, never the other way; in one line nobody uses the other.
PACKAGES = (
    ("core.data",),
    ("core.model", "core.cosmology"),
    ("core.networks",),
    ("core.exact", "core.training"),
    ("core.analysis", "core.reference", "core.tables"),
    ("core.neuron",),
    ("ui.text", "ui.browser", "ui.lessons.registry"),
    ("ui.lessons.links", "ui.session"),
    ("ui.guides",),
    ("ui.player",),
    ("ui.figures",),
    ("ui.compare", "ui.download", "ui.formulas", "ui.guessing", "ui.one_step", "ui.own_data", "ui.script"),
    ("ui.page",),
    ("ui.lessons",),
    ("ui.shell",),
)
LEVEL = {package: level for level, packages in enumerate(PACKAGES) for package in packages}


def package_of(module: str) -> str:
    """Return the package in which a module is: the longest of the names above that its own begins with."""
    return max((package for package in LEVEL if f"{module}.".startswith(f"{package}.")), key=len, default=module)


def test_packages_use_one_another_one_way() -> None:
    """Imports go up the list above; nobody imports from `core` itself, which is for notebooks."""

    def backwards(file: Path) -> list[str]:
        home = package_of(named(file).removesuffix(".py").removesuffix("/__init__").replace("/", "."))
        froms = [node for node in ast.walk(tree(file)) if isinstance(node, ast.ImportFrom)]
        used = {f"{node.module}.{alias.name}" for node in froms for alias in node.names}
        packages = {package_of(each) for each in used if each.partition(".")[0] in ("core", "ui")} - {home}
        return [package for package in packages if LEVEL.get(package, len(PACKAGES)) >= LEVEL[home]]

    assert wrong([file for file in inside("core") + inside("ui") if file.parent.parent != ROOT], backwards) == {}


PARTS = ("model", "dom", "networks", "tracks", "stage", "handles", "controls", "blocks", "page", "")
"""The folders of the player's scripts, the player's own last: each uses those before it."""


def test_scripts_use_one_another_one_way() -> None:
    """A script imports from its own folder and from those before it."""
    home = ROOT / "ui" / "player" / "static"

    def part(file: Path) -> int:
        return PARTS.index(file.parent.name if file.parent != home else "")

    def later(file: Path) -> list[str]:
        used = re.findall(r'^import .* from "(.*)";', file.read_text(), re.MULTILINE)
        return [name for name in used if part((file.parent / name).resolve()) > part(file)]

    scripts = sorted(home.rglob("*.js"))
    assert {file.parent.name for file in scripts} == {*PARTS[:-1], home.name}
    assert wrong(scripts, later) == {}


def test_folders_are_small() -> None:
    """So few files lie beside one another that a person sees them all."""
    files = [file for file in [*MODULES, *SCRIPTS] if file.name != "__init__.py"]
    together = Counter(file.parent.relative_to(ROOT).as_posix() for file in files)
    assert {folder: files for folder, files in together.items() if files > 16} == {}


def test_no_function_hides_its_module() -> None:
    """What a package offers has another name than the modules in it, so that both can be reached."""

    def hidden(file: Path) -> set[str]:
        names = {alias.name for node in tree(file).body if isinstance(node, ast.ImportFrom) for alias in node.names}
        return names & {each.stem for each in file.parent.glob("*.py")}

    assert wrong([file for file in inside("core") if file.name == "__init__.py"], hidden) == {}


def test_third_party_imports_are_required() -> None:
    """The app needs only what requirements.txt names, or what one of these brings along."""
    names = required()
    brought = {
        re.match(r"[\w.-]+", line)[0].lower().replace("_", "-")  # type: ignore[index]
        for name in names
        for line in requires(name) or []
        if "extra ==" not in line
    }
    distributions = packages_distributions()

    def strangers(file: Path) -> list[str]:
        packages = imported(file) - OWN - set(sys.stdlib_module_names)
        homes = {each: {name.lower().replace("_", "-") for name in distributions.get(each, [])} for each in packages}
        return [package for package in packages if not homes[package] & (names | brought)]

    assert wrong(APP, strangers) == {}


def required(file: str = "requirements.txt") -> set[str]:
    wanted = [Requirement(pin) for pin in pins(file)]
    return {each.name.lower() for each in wanted if each.marker is None or each.marker.evaluate()}


def pins(file: str) -> list[str]:
    lines = [line.partition("#")[0].strip() for line in (ROOT / file).read_text().splitlines()]
    return [line for line in lines if line and not line.startswith("-r ")]


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned(file: str) -> None:
    """Each requirement names one release."""
    assert pins(file)
    assert [pin for pin in pins(file) if not re.fullmatch(r"==\d[\w.+]*", str(Requirement(pin).specifier))] == []


def test_no_global_state_of_torch() -> None:
    """Nothing seeds torch's global generator or changes its default type, which other sessions share."""
    switches = ("manual_seed_all", "set_default_dtype", "set_default_device", "set_default_tensor_type",
                "set_num_threads", "set_grad_enabled", "use_deterministic_algorithms")  # fmt: skip

    def switching(file: Path) -> set[str]:
        calls = {ast.unparse(node.func) for node in ast.walk(tree(file)) if isinstance(node, ast.Call)}
        return {call for call in calls if call == "torch.manual_seed" or call.rpartition(".")[2] in switches}

    assert wrong(APP, switching) == {}


MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MODULES = [file for file in inside("core") + inside("ui") if named(file) != "ui/shell/script.py"]


def test_no_variables_in_modules() -> None:
    """Sessions share modules, so a list, dict or set in one is a constant by its name, and nothing is `global`."""

    def variables(file: Path) -> list[str]:
        assigned = [node for node in tree(file).body if isinstance(node, ast.Assign | ast.AnnAssign)]
        mutable = [ast.unparse(node).partition("=")[0] for node in assigned if isinstance(node.value, MUTABLE)]
        global_ = [ast.unparse(node) for node in ast.walk(tree(file)) if isinstance(node, ast.Global)]
        return [name for name in mutable if not re.match(r"__all__|_?[A-Z][A-Z_]*\b", name)] + global_

    assert wrong(MODULES, variables) == {}


@pytest.mark.parametrize(
    ("files", "most"),
    [
        ([ROOT / "app.py"], 60),
        (inside("pages"), 60),
        (inside("core"), 250),
        (inside("ui"), 250),
        (SCRIPTS, 250),
    ],
    ids=["app", "pages", "core", "ui", "scripts"],
)
def test_modules_hold_one_idea(files: list[Path], most: int) -> None:
    """No file is longer than was planned for its kind."""
    assert {named(file): lines(file) for file in files if lines(file) > most} == {}


def test_functions_are_short() -> None:
    """No function has more than 45 lines besides its docstring."""

    def long(file: Path) -> dict[str, int]:
        return {f.name: length(f) for f in ast.walk(tree(file)) if isinstance(f, Function) and length(f) > 45}

    assert wrong(APP, long) == {}


def length(function: Function) -> int:
    first = function.body[0]
    has_docstring = ast.get_docstring(function) is not None
    described = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - described


def test_everything_public_is_described() -> None:
    """Each module, and each public function, class and method in it, has a docstring."""

    def bare(file: Path) -> list[str]:
        module = [] if ast.get_docstring(tree(file)) else ["the module"]
        return module + [n for n, node in public(tree(file)) if not ast.get_docstring(node) and not is_overload(node)]

    assert wrong(APP, bare) == {}


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

    def addresses(file: Path) -> list[str]:
        return re.findall(r"https?://(?!www\.w3\.org/)\S{1,60}", file.read_text(encoding="utf-8"))

    assert wrong([*files, *inside("pages"), ROOT / "app.py"], addresses) == {}


def test_the_repository_is_complete() -> None:
    """Nothing reaches for files outside the repository: no path climbs out of it, none is absolute."""
    for file in APP:
        texts = [n.value for n in ast.walk(tree(file)) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        climbing = [text for text in texts if "../" in text and "new URL" not in text]
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
SILENT = {
    "pages/start_here.py",
    "ui/own_data/dialog.py",
    "ui/own_data/choose.py",
    "ui/own_data/learned_dialog.py",
    "ui/own_data/opening.py",
}


def test_every_widget_speaks() -> None:
    """Each widget has a callback, which says that the person spoke: else a link that lags is taken for a new one."""

    def silent(file: Path) -> list[int]:
        return [call.lineno for call in widgets(file) if not any(map(speaks, call.keywords))]

    assert set(wrong([*inside("pages"), *inside("ui")], silent)) == SILENT


FIELDS = {"number_input", "segmented_control", "selectbox", "slider", "toggle"}
# What is no setting: the dialog for own data is forgotten when it is closed, its menus are given their value each time,
# and the rate to go on with is a number that a button takes.
NO_SETTINGS = {
    "ui/own_data/dialog.py",
    "ui/own_data/choose.py",
    "ui/own_data/learned_dialog.py",
    "ui/own_data/reading.py",
    "ui/lessons/gradient_descent_animator/rate_changes.py",
}


def test_settings_have_their_widgets_from_one_place() -> None:
    """There each is drawn with its value: else one that comes late into the browser resets its setting."""

    def own(file: Path) -> list[int]:
        return [call.lineno for call in widgets(file) if ast.unparse(call.func).rpartition(".")[2] in FIELDS]

    assert set(wrong([*inside("pages"), *inside("ui")], own)) == {*NO_SETTINGS, "ui/session/fields.py"}


# The Loss Explorer trains nothing: its guess is of the best line, not of a run.
PLAYED = {"ui/page/playing.py", "ui/lessons/loss_explorer/explored.py"}


def test_every_page_is_played_and_finished_in_one_place() -> None:
    """A page that called the player itself could show what its guess asks."""
    files = [*inside("pages"), *inside("ui")]

    def calls(name: str) -> Callable[[Path], list[int]]:
        return lambda file: [
            node.lineno
            for node in ast.walk(tree(file))
            if isinstance(node, ast.Call) and ast.unparse(node.func) == name
        ]

    assert set(wrong(files, calls("player"))) == PLAYED
    assert set(wrong(files, calls("continue_training"))) == {"ui/page/lesson.py"}
