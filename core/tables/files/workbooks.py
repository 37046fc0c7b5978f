"""Read the sheets of an Excel workbook, within bounds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook

from core.tables.table import MAX_ROWS

_MAX_UNPACKED = 60_000_000
_MAX_PARTS = 1000
_LAST_ROW = 1_048_576
_WIDEST = 1000
_MAX_ABOVE = 200
"""Rows of titles and remarks beside the data."""
_FORMATS_SEEN = 20
"""Rows that show which columns are of percent."""
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"),
    (
        b"schemas.openxmlformats.org/officeDocument/relationships",
        b"schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""The names of Strict Open XML, and those of the other kind, which the library reads."""
_DAMAGED = "The Excel workbook is damaged and cannot be read. Save it again as .xlsx."


def read_workbook(content: bytes) -> Iterator[tuple[list[list[str]], str, tuple[str, ...]]]:
    """Give the cells of each visible sheet that has any, as texts, its name, and the names of all visible sheets.

    Formulas give the values that were saved with them. Reading a sheet stops soon after the most rows allowed.

    Args:
        content: The file's bytes.

    Raises:
        ValueError: If it is no workbook, if it would unpack to more than 60 MB, or if it is damaged.
    """
    _require_workbook(content)
    try:
        content = _transitional(content)
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"] or workbook.worksheets
        for sheet in sheets:
            rows = _cells(sheet)
            if any(rows):
                yield rows, sheet.title, tuple(each.title for each in sheets)
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
    if unpacked > _MAX_UNPACKED or len(parts) > _MAX_PARTS:
        raise ValueError(
            f"The Excel workbook unpacks to {unpacked / 1e6:,.0f} MB in {len(parts):,} parts; at most "
            f"{_MAX_UNPACKED / 1e6:g} MB can be read. Save the table alone, as CSV."
        )


def _transitional(content: bytes) -> bytes:
    """Return a workbook of Strict Open XML, as Excel can save one, in the names of the usual kind."""
    packed = zipfile.ZipFile(io.BytesIO(content))
    if b"purl.oclc.org/ooxml" not in packed.read("xl/workbook.xml"):
        return content
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as changed:
        for part in packed.infolist():
            text = packed.read(part)
            for strict, usual in _STRICT if part.filename.endswith((".xml", ".rels")) else ():
                text = text.replace(strict, usual)
            changed.writestr(part.filename, text)
    return file.getvalue()


def _cells(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # what a workbook says of its size need not be true
    rows: list[list[str]] = []
    filled = 0
    percent: set[int] = set()
    for row in sheet.iter_rows(max_row=_LAST_ROW, max_col=_WIDEST):
        values = [cell.value for cell in row]
        if filled < _FORMATS_SEEN:
            percent |= {i for i, cell in enumerate(row) if _is_percent(cell)}
        last = len(values)
        while last and values[last - 1] is None:
            last -= 1
        rows.append([_text(value, percent=i in percent) for i, value in enumerate(values[:last])])
        filled += bool(last)
        if filled > MAX_ROWS + _MAX_ABOVE:
            break
    return rows


def _is_percent(cell: Any) -> bool:
    return isinstance(cell.value, int | float) and "%" in cell.number_format


def _text(value: object, *, percent: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date | time | timedelta):
        return str(value)
    if percent and isinstance(value, int | float):
        return f"{100 * value:.15g}%"  # as the sheet shows it
    return repr(value) if isinstance(value, float) else str(value)
