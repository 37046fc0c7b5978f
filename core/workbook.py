"""Read the sheets of an Excel workbook, within bounds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook

from core.table import MOST_ROWS, shown

_MOST_UNPACKED = 60_000_000
_MOST_PARTS = 1000
_LAST_ROW = 1_048_576
_WIDEST = 1000
_DAMAGED = "The Excel workbook is damaged and cannot be read. Save it again as .xlsx."


def read_workbook(content: bytes) -> Iterator[tuple[list[list[str]], str]]:
    """Give the cells of each visible sheet that has any, as texts, and which sheet they are of, if there are others.

    Formulas give the values that were saved with them. Reading a sheet stops soon after the most rows allowed.

    Args:
        content: The file's bytes.

    Raises:
        ValueError: If it is no workbook, if it would unpack to more than 60 MB, or if it is damaged.
    """
    _require_workbook(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"] or workbook.worksheets
        for sheet in sheets:
            rows = _cells(sheet)
            if any(rows):
                yield rows, f"{shown(sheet.title)}, one of {len(sheets)}" if len(sheets) > 1 else ""
    except Exception as error:  # the library raises whatever a broken file leads it to
        raise ValueError(_DAMAGED) from error


def _require_workbook(content: bytes) -> None:
    """Refuse archives that are no workbook, and those that would unpack to more than memory should hold."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except Exception as error:  # zipfile, too, raises more than BadZipFile
        raise ValueError(_DAMAGED) from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        kinds = {"xl/workbook.bin": "a binary Excel workbook (.xlsb)", "content.xml": "an OpenDocument file"}
        kind = next((kind for name, kind in kinds.items() if name in names), "a ZIP archive")
        raise ValueError(f"The file is {kind}, not an Excel workbook (.xlsx). Save the table as .xlsx or CSV.")
    # zipfile reads no more of a part than its entry announces, so an entry cannot lie about its size.
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _MOST_UNPACKED or len(parts) > _MOST_PARTS:
        raise ValueError(
            f"The Excel workbook unpacks to {unpacked / 1e6:,.0f} MB in {len(parts):,} parts; at most "
            f"{_MOST_UNPACKED / 1e6:g} MB can be read. Save the table alone, as CSV."
        )


def _cells(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # what a workbook says of its size need not be true
    rows: list[list[str]] = []
    filled = 0
    for row in sheet.iter_rows(max_row=_LAST_ROW, max_col=_WIDEST, values_only=True):
        last = len(row)
        while last and row[last - 1] is None:
            last -= 1
        rows.append([_text(value) for value in row[:last]])
        filled += bool(last)
        if filled > MOST_ROWS + 1:
            break
    return rows


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date | time | timedelta):
        return str(value)
    return repr(value) if isinstance(value, float) else str(value)
