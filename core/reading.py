"""Read the tables people bring: text with any common separator, and Excel workbooks."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType

from core.cells import decimal_mark, is_number, require_numbers
from core.table import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Dropped, Table, column_names, shown
from core.workbook import read_workbook

_NOTHING = "There is nothing in it: no names, no numbers."
_WANTED = "Use a CSV file, a text file or an Excel workbook (.xlsx)."
_SIGNATURES: Mapping[bytes, str] = MappingProxyType(
    {
        b"\x89PNG": "a PNG picture",
        b"\xff\xd8\xff": "a JPEG picture",
        b"GIF8": "a GIF picture",
        b"%PDF": "a PDF document",
        b"\x1f\x8b": "a gzip archive",
        b"PAR1": "a Parquet file",
        b"SQLite": "a database",
    }
)
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEPARATORS = ("\t", ";", "|", ",")
_LOOKED_AT = 50
_LONGEST_TITLE = 80


@dataclass(frozen=True)
class _Text:
    """The rows of a text, and how they were found."""

    rows: list[list[str]]
    separator: str


def read_table(content: bytes, file_name: str = "", *, header: bool | None = None) -> Table:
    """Read a file: CSV, TSV, semicolons, vertical bars or spaces between the cells, or an Excel workbook.

    Args:
        content: The file's bytes: UTF-8, UTF-16, UTF-32 with its mark, or Windows-1252.
        file_name: Its name, for the title.
        header: Whether the first row has the names; None to see by its cells.

    Raises:
        ValueError: If the file is empty or too large, or if no table of numbers is in it.
    """
    if not content:
        raise ValueError(f"The file is empty. {_WANTED}")
    if len(content) > MOST_BYTES:
        raise ValueError(f"The file has {len(content) / 1e6:.1f} MB; at most {MOST_BYTES / 1e6:g} MB can be read.")
    title = " ".join(PurePath(file_name.replace("\\", "/")).stem.split())[:_LONGEST_TITLE]
    if content.startswith(_OLD_WORKBOOK):
        raise ValueError(
            "The file is an Excel workbook of the old kind (.xls), or one with a password. "
            "Save it as .xlsx, without a password."
        )
    if content.startswith(b"PK"):
        return _first_table(read_workbook(content), title, header)
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            raise ValueError(f"The file is {kind}, not a table. {_WANTED}")
    text, notes = _decoded(content)
    return _parsed(text, notes, title, header)


def parse_table(text: str, *, header: bool | None = None) -> Table:
    """Read a table pasted from a spreadsheet, or typed; see `read_table`."""
    if len(text) > MOST_BYTES:
        raise ValueError(f"The text has {len(text):,} letters; at most {MOST_BYTES:,} can be read.")
    return _parsed(text, [], "", header)


def _first_table(sheets: Iterable[tuple[Sequence[Sequence[str]], str]], title: str, header: bool | None) -> Table:
    """Return the first sheet that is a table; if none is, what the first one lacks is the answer."""
    lacks = _NOTHING
    for rows, sheet in sheets:
        try:
            return _table(rows, ".", [f"Read from the sheet {sheet}."] if sheet else [], title, header)
        except ValueError as problem:
            if lacks == _NOTHING:
                lacks = f"In the sheet {sheet}: {problem}" if sheet else str(problem)
    raise ValueError(lacks)


def _decoded(content: bytes) -> tuple[str, list[str]]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode(content[len(mark) :], encoding), []
    head = content[:2000]
    if head.count(0) > len(head) / 4:  # letters of Western scripts in UTF-16: every other byte is 0
        return _decode(content, "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"), []
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace").replace("�", "·")
        return text, ["The file is not UTF-8; it was read as Windows-1252."]


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"The file begins as {encoding.upper()} and breaks off. {_WANTED}") from error


def _parsed(text: str, notes: Sequence[str], title: str, header: bool | None) -> Table:
    if "\0" in text or sum(c < " " and c not in "\t\r\n\f\v" for c in text[:5000]) > 0:
        raise ValueError(f"The file has bytes that no text has; it is no table. {_WANTED}")
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text[:200], re.IGNORECASE):
        raise ValueError(f"The file is a web page or XML, not a table. {_WANTED}")
    if text.count("\n") > 4 * MOST_ROWS:
        raise ValueError(_too_long(text.count("\n")))
    found = _separated(text)
    mark = decimal_mark([cell for row in found.rows[: 10 * _LOOKED_AT] for cell in row])
    # Where the separator is a semicolon, the comma was needed for something else.
    return _table(found.rows, mark or ("," if found.separator == ";" else ""), notes, title, header)


def _too_long(rows: int) -> str:
    return f"The table has {rows:,} rows; at most {MOST_ROWS:,} can be read."


def _separated(text: str) -> _Text:
    """Split a text into rows, by the separator that gives the most even rows of numbers."""
    told = re.match(r"sep=(.)\r?\n", text)
    if told:
        return _Text([[], *_split(text[told.end() :], told[1])], told[1])
    head = "".join(text.splitlines(keepends=True)[:_LOOKED_AT])
    evenness = {separator: _evenness(head, separator) for separator in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda separator: evenness[separator])
    if evenness[best] > 0:
        return _Text(_split(text, best), best)
    if '"' in text:
        separator = " " if _evenness(head, " ") > 0 else ","
        return _Text(_split(text, separator), separator)
    return _Text([line.split() for line in text.splitlines()], " ")


def _evenness(head: str, separator: str) -> float:
    """Return a mark for a separator: the share of rows alike in width, times that of cells that are numbers."""
    try:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator, skipinitialspace=True)
        rows = [row for row in reader if any(row)]
    except csv.Error:
        return 0.0
    width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (1, 0)
    if width < 2:
        return 0.0
    cells = [cell for row in rows[1:] for cell in row if cell.strip()]
    return count / len(rows) * (0.01 + sum(map(is_number, cells)) / max(1, len(cells)))


def _split(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        raise ValueError(
            f'Row {len(rows) + 1} cannot be read: a quotation mark (") is not closed, or text follows it, '
            "or a cell is too long."
        ) from error
    return rows


def _table(rows: Iterable[Sequence[str]], decimal: str, notes: Sequence[str], title: str, header: bool | None) -> Table:
    """Make a table of rows that may be empty or uneven."""
    came = list(rows)
    numbered = [(number, _trimmed(row)) for number, row in enumerate(came, 1)]
    numbered = [(number, row) for number, row in numbered if row]
    if not numbered:
        raise ValueError(_NOTHING)
    if len(numbered) > MOST_ROWS + 1:
        raise ValueError(_too_long(len(numbered)))
    lines, notes = _above(numbered) if header is None else 0, list(notes)
    if lines:
        title = " ".join(" ".join(numbered[0][1]).split())[:_LONGEST_TITLE]
        notes.append(f"What stands above the names, {shown(title)}, is taken for its title.")
    numbered = numbered[lines:]
    if header is None:
        header = not any(is_number(cell) for cell in numbered[0][1])
    place, first = numbered.pop(0) if header else (0, [])
    if not numbered:
        raise ValueError("There are names, but no row of numbers below them.")
    width = max(len(first), Counter(len(row) for _, row in numbered).most_common(1)[0][0])
    _require_shape(len(numbered), width)
    names, changes = column_names(first, width, short=header and len(came[place - 1]) < width)
    table = Table(
        names,
        tuple(tuple(row) + ("",) * (width - len(row)) for _, row in numbered if len(row) <= width),
        tuple(number for number, row in numbered if len(row) <= width),
        decimal,
        (*notes, *changes),
        tuple(
            Dropped(number, "", "", f"has {len(row)} cells, not {width}")
            for number, row in numbered
            if len(row) > width
        ),
        title,
    )
    require_numbers(table)
    return table


def _above(numbered: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Return how many lines of words stand above a row of names that is as wide as the table."""
    width = Counter(len(row) for _, row in numbered).most_common(1)[0][0]
    names = next(i for i, (_, row) in enumerate(numbered) if len(row) == width)
    words = not any(is_number(cell) for _, row in numbered[: names + 1] for cell in row)
    return names if words and all(len(row) < width for _, row in numbered[:names]) else 0


def _trimmed(row: Sequence[str]) -> list[str]:
    cells = list(row)
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _require_shape(rows: int, width: int) -> None:
    if rows > MOST_ROWS:
        raise ValueError(_too_long(rows))
    if width > MOST_COLUMNS:
        raise ValueError(f"The table has {width:,} columns; at most {MOST_COLUMNS} can be read.")
    if width < 2:
        raise ValueError("The table has one column; it needs at least two: a feature and a target.")
    if rows < 2:
        raise ValueError("The table has one row of numbers; a line needs at least two.")
