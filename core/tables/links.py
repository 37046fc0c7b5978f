"""Write a small table as text for a link, and read it again."""

from __future__ import annotations

import base64
import binascii
import csv
import io
import re
import zlib

from core.tables.naming import cleaned_names
from core.tables.table import LONGEST_NAME, MAX_COLUMNS, MAX_ROWS, Table

LONGEST_LINK = 1500
_MAX_UNPACKED = 100_000
BROKEN = "The link's data are incomplete or changed; ask for the link again, or bring the table as a file."


def write_link(table: Table) -> str | None:
    """Return a table as text of letters, digits, `-` and `_`, or None if that takes more than 1,500 of them.

    Rows that were left out do not travel.
    """
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter="\t", lineterminator="\n")
    writer.writerow([table.decimal, table.title])
    writer.writerow(table.names)
    writer.writerow(table.units or [""] * len(table.names))
    before = 0
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        writer.writerow([number - before, *row])  # mostly 1, which packs to nothing
        before = number
    content = lines.getvalue().encode()
    text = base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")
    return text if len(text) <= LONGEST_LINK and len(content) <= _MAX_UNPACKED else None


def read_link(text: str) -> Table:
    """Return the table that `write_link` wrote.

    Raises:
        ValueError: If the text is not from `write_link`, or was changed on its way.
    """
    if len(text) > LONGEST_LINK or not re.fullmatch(r"[A-Za-z0-9_-]+", text):
        raise ValueError(BROKEN)
    try:
        packed = zlib.decompressobj()
        content = packed.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), _MAX_UNPACKED)
        if not packed.eof or packed.unused_data:
            raise ValueError("incomplete, or too long")
        reader = csv.reader(io.StringIO(content.decode(), newline=""), delimiter="\t", strict=True)
        (decimal, title), names, units, *rows = reader
        return _checked(decimal, title, names, units, rows)
    except (ValueError, zlib.error, binascii.Error, csv.Error) as error:
        raise ValueError(BROKEN) from error


def _checked(decimal: str, title: str, names: list[str], units: list[str], rows: list[list[str]]) -> Table:
    width = len(names)
    gaps = [row[0] for row in rows]
    fits = (
        decimal in (".", ",", "")
        and len(title) <= 2 * LONGEST_NAME
        and cleaned_names(names)[0] == tuple(names)
        and len(units) == width <= MAX_COLUMNS
        and all(len(unit) <= LONGEST_NAME and unit.isprintable() for unit in [*units, title])
        and 0 < len(rows) <= MAX_ROWS
        and all(len(row) == width + 1 for row in rows)
        and all(gap.isascii() and gap.isdigit() and 0 < len(gap) < 8 for gap in gaps)
    )
    if not fits:
        raise ValueError("not a table")
    numbers, last = [], 0
    for gap in gaps:
        last += int(gap)
        numbers.append(last)
    cells = tuple(tuple(row[1:]) for row in rows)
    return Table(tuple(names), cells, tuple(numbers), decimal, title=title, units=tuple(units) if any(units) else ())
