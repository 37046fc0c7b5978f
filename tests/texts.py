"""List every sentence of the app, by lesson and part, with the place where it stands: `make texts`.

The sources themselves are walked, so that nothing has to be kept by hand: the syntax trees of the Python modules, the
strings of the player's scripts, and the glossary.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from ui.lessons.registry import LESSONS

ROOT = Path(__file__).parents[1]
FOLDERS = ("pages", "ui", "core")
_CODE = re.compile(
    r"\\[a-zA-Z]|slopewise-|st-key-|stMain|data-testid|://|^[.#\[@]|[;{]\s*$|=>|^\s*(import|from|def) "
    r"|gradient\(to|translate\(|^<|\}px|^\([a-z-]+: |:not\("
)
_WORDS = re.compile(r"[A-Za-zÀ-ž]{2,}[,.;:!?)”’*]* +[(“‘*]?[A-Za-zÀ-ž{]|\} +[A-Za-z]{2,} ")
_LABEL = re.compile(r"[┅━●■┃★◆○ ]*[A-ZÀ-Ž][a-zà-ž-]+\W*")
_JS = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
    r"""|(?<=[(,=:\[!&|?{};\n])\s*/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*|`""",
    re.DOTALL,
)


@dataclass(frozen=True, order=True)
class Text:
    """What people may read, and where it stands."""

    group: tuple[int, str]
    file: str
    line: int
    text: str


def all_texts() -> list[Text]:
    """Return every text of the app: lessons first, in their order, then what all of them share."""
    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.*"))]
    found = []
    for file in files:
        read = {".py": of_python, ".js": of_script, ".toml": of_glossary}.get(file.suffix)
        if read is not None:
            name = file.relative_to(ROOT).as_posix()
            texts = read(file.read_text(encoding="utf-8"))
            found += [Text(_group(name), name, line, " ".join(text.split())) for line, text in texts if is_shown(text)]
    return sorted(set(found))


def is_shown(text: str) -> bool:
    """Return whether a string is for people: words, or a label with a capital; no code, no name of a class."""
    return not _CODE.search(text) and bool(_WORDS.search(text) or _LABEL.fullmatch(text))


def of_python(source: str) -> Iterator[tuple[int, str]]:
    """Yield a module's strings, f-strings with named places; docstrings and types are for programmers."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        parent = parents.get(node)
        spec = isinstance(parent, ast.FormattedValue) and parent.format_spec is node
        if spec or isinstance(parent, ast.Expr | ast.JoinedStr) or _is_name(node, parents):
            continue
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(_piece(each) for each in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def _piece(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "{" + ast.unparse(node.value) + "}" if isinstance(node, ast.FormattedValue) else ""


def _is_name(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Return whether a string stands in a type, or names what a package offers."""
    parent = parents.get(node)
    while isinstance(parent, ast.Tuple | ast.List | ast.BinOp):
        node, parent = parent, parents.get(parent)
    if isinstance(parent, ast.Assign) and ast.unparse(parent.targets[0]) == "__all__":
        return True
    return isinstance(parent, ast.Subscript) and parent.slice is node


def of_script(source: str) -> Iterator[tuple[int, str]]:
    """Yield a script's strings, and its template literals with their places; comments are for programmers."""
    place = 0
    while found := _JS.search(source, place):
        line, token = source.count("\n", 0, found.start()) + 1, found[0]
        place = found.end()
        if token[0] in "\"'":
            yield line, re.sub(r"\\(.)", r"\1", token[1:-1])
        elif token == "`":
            text, inside, place = _template(source, place)
            yield line, text
            yield from ((line, each) for expression in inside for _, each in of_script(expression))


def _template(source: str, place: int) -> tuple[str, list[str], int]:
    """Return a template literal from behind its first sign: its text, what stands in its places, and its end."""
    text, inside = "", []
    while source[place] != "`":
        if source.startswith("${", place):
            end, depth = place + 2, 1
            while depth:
                if source[end] == "`":
                    end = _template(source, end + 1)[2] - 1
                depth += {"{": 1, "}": -1}.get(source[end], 0)
                end += 1
            inside.append(source[place + 2 : end - 1])
            text, place = f"{text}{{{inside[-1]}}}", end
        else:
            step = 2 if source[place] == "\\" else 1
            text, place = text + source[place + step - 1], place + step
    return text, inside, place + 1


def of_glossary(source: str) -> Iterator[tuple[int, str]]:
    """Yield the glossary's names, groups and sentences."""
    for number, line in enumerate(source.splitlines(), 1):
        found = re.match(r'(?:name|group|text) = "((?:[^"\\]|\\.)*)"', line)
        if found:
            yield number, found[1]


def _group(file: str) -> tuple[int, str]:
    """Return to which lesson, or to what all lessons share, a file belongs; lessons come first, in their order."""
    parts = Path(file).with_suffix("").parts
    for place, lesson in enumerate(LESSONS):
        if lesson.name in parts:
            return place, lesson.title
    if parts[0] == "pages":
        return len(LESSONS), "Other pages"
    if parts[0] == "core":
        return len(LESSONS) + 2, "Core: labels, and what is said of bad input"
    return len(LESSONS) + 1, "Every lesson: " + parts[1].replace("_", " ")


def main() -> None:
    """Write the listing to standard output."""
    for (_, title), group in groupby(all_texts(), key=lambda text: text.group):
        sys.stdout.write(f"\n== {title} ==\n")
        for file, texts in groupby(group, key=lambda text: text.file):
            sys.stdout.write(f"\n-- {Path(file).stem.replace('_', ' ')} --\n")
            sys.stdout.writelines(f"{file}:{text.line}: {text.text}\n" for text in texts)


if __name__ == "__main__":
    main()
