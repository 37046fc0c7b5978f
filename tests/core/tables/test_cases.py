"""Tables as programs and offices write them give the line that was meant, or a sentence that says why not."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

import pytest

from core.exact import least_squares
from core.tables import OwnData, Table, first_choice, own_dataset, parse_table, read_table

CASES = Path(__file__).parent / "cases"
EXPECTED: dict[str, dict[str, Any]] = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))
TEXTS = [name for name in EXPECTED if not name.endswith(".xlsx")]


def pasted(content: bytes) -> str:
    """Return what the clipboard holds once a program has opened a text file, without its byte order mark."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def named(table: Table, column: str | int) -> str:
    return column if isinstance(column, str) else table.names[column]


def line(data: OwnData) -> tuple[int, float, float]:
    slope, intercept = least_squares(data.dataset).parameters
    return data.dataset.n, float(slope), float(intercept)


def is_meant(found: tuple[int, float, float], meant: dict[str, Any]) -> bool:
    size = max(abs(meant["slope"]), abs(meant["intercept"]))
    return found[0] == meant["n"] and found[1:] == pytest.approx(
        (meant["slope"], meant["intercept"]), rel=1e-9, abs=1e-12 * size
    )


def check(name: str, read: Any) -> None:
    """Compare what was read of a file with what was meant."""
    meant = EXPECTED[name]
    try:
        table = read()
        x, y = named(table, meant["x"]), named(table, meant["y"])
        data = own_dataset(table, [x], [y])
    except ValueError as refusal:
        if meant.get("allow") == "refusal" and str(refusal).strip():
            return
        raise
    assert data.dataset.n + len(data.dropped) == len(table.rows) + len(table.dropped)
    assert len({row.row for row in data.dropped}) == len(data.dropped)
    if meant["names"]:
        assert list(table.names) == meant["names"]
    found = line(data)
    if is_meant(found, meant):
        return
    assert "or" in meant, f"{found} is not {meant}; {data.notes}; {[*map(str, data.dropped)]}"
    assert is_meant(found, meant["or"]), f"{found} is neither {meant} nor its other reading; {data.notes}"
    assert data.notes or data.dropped, "the other reading needs a word about it"


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_gives_the_line_that_was_meant(name: str) -> None:
    """A file's columns give the exact line, or the refusal that is right too."""
    check(name, lambda: read_table((CASES / name).read_bytes(), name))


@pytest.mark.parametrize("name", TEXTS)
def test_pasting_gives_the_same_line(name: str) -> None:
    """A text copied and pasted is read as its file is."""
    check(name, lambda: parse_table(pasted((CASES / name).read_bytes())))


@pytest.mark.parametrize("name", [name for name, meant in EXPECTED.items() if "default" in meant])
def test_the_first_choice_is_sensible(name: str) -> None:
    """Row numbers, running ids and totals are not what is chosen at first."""
    table = read_table((CASES / name).read_bytes(), name)
    features, target = first_choice(table)
    assert (features[0], target) == tuple(named(table, column) for column in EXPECTED[name]["default"])


def test_every_file_is_told_what_is_right() -> None:
    """No file lies among the cases without an answer, and no answer without its file."""
    assert {path.name for path in CASES.iterdir()} - {"expected.json"} == set(EXPECTED)
