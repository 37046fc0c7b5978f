"""Read the tables people bring: text with any common separator, and Excel workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath

from core.tables.assembling import LONGEST_TITLE, NOTHING, table_of, too_long
from core.tables.files.encodings import WANTED, decoded, require_no_other_kind, require_text
from core.tables.files.separating import lines_in_cells, part
from core.tables.files.source import Source
from core.tables.files.workbooks import read_workbook
from core.tables.table import MAX_BYTES, MAX_ROWS, Layout, LayoutError, Table, shown

_AS_SEEN = Layout()


def read_table(content: bytes, file_name: str = "", *, layout: Layout = _AS_SEEN) -> Table:
    """Read a file: text with any separator, spaces or fixed columns between the cells, or an Excel workbook.

    Args:
        content: The file's bytes: UTF-8, UTF-16, UTF-32 with its mark, or Windows-1252.
        file_name: Its name, for the title.
        layout: What a person says of how it is to be read; the rest is seen from the table.

    Raises:
        LayoutError: If the rows make no table of numbers; it is a ValueError too.
        ValueError: If the file is empty, too large, or of another kind.
    """
    if not content:
        raise ValueError(f"The file is empty. {WANTED}")
    if len(content) > MAX_BYTES:
        raise ValueError(f"The file has {len(content) / 1e6:.1f} MB; at most {MAX_BYTES / 1e6:g} MB can be read.")
    title = " ".join(PurePath(file_name.replace("\\", "/")).stem.split())[:LONGEST_TITLE]
    require_no_other_kind(content)
    if content.startswith(b"PK"):
        return _first_table(read_workbook(content), title, layout)
    text, notes = decoded(content)
    return _of_text(text, layout, title, tuple(notes))


def parse_table(text: str, *, layout: Layout = _AS_SEEN) -> Table:
    """Read a table pasted from a spreadsheet, or typed; see `read_table`."""
    if len(text) > MAX_BYTES:
        raise ValueError(f"The text has {len(text):,} letters; at most {MAX_BYTES:,} can be read.")
    return _of_text(text, layout)


def tabulate(rows: Sequence[Sequence[str]], *, layout: Layout = _AS_SEEN) -> Table:
    """Make a table of rows of cells, as `read_table` does of those of a file."""
    return table_of(Source(rows), layout)


def _of_text(text: str, layout: Layout, title: str = "", notes: tuple[str, ...] = ()) -> Table:
    text = require_text(text)
    if text.count("\n") > 4 * MAX_ROWS:
        raise ValueError(too_long(text.count("\n")))
    if not text.strip():
        raise ValueError(NOTHING)
    try:
        parted = part(text, layout)
        return table_of(Source(parted.rows, title, (*notes, *parted.notes), parted), layout)
    except ValueError as problem:
        raise LayoutError(str(problem)) from problem


def _first_table(sheets: Iterable[tuple[list[list[str]], str, tuple[str, ...]]], title: str, layout: Layout) -> Table:
    """Return the sheet asked for, or the first that is a table; if none is, what the first one lacks is the answer."""
    lacks = NOTHING
    for rows, sheet, others in sheets:
        if layout.sheet not in (None, sheet):
            continue
        which = f"{shown(sheet)}, one of {len(others)}" if len(others) > 1 else ""
        notes = (f"Read from the sheet {which}.",) if which else ()
        try:
            text = lines_in_cells(rows)
            if text is None:
                return table_of(Source(rows, title, notes, None, sheet, others), layout)
            note = "Each row of the sheet was a line of text in one cell; it was split into cells."
            return replace(_of_text(text, layout, title, (*notes, note)), sheets=others)
        except ValueError as problem:
            if lacks == NOTHING:
                lacks = f"In the sheet {which}: {problem}" if which else str(problem)
    raise LayoutError(lacks)
