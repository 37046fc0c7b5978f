"""Hold the table a person brings, as it came: names and the texts of its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType

MAX_BYTES = 5_000_000
MAX_ROWS = 10_000
MAX_COLUMNS = 100
MAX_FEATURES = 8
LONGEST_NAME = 60
_LONGEST_SHOWN = 40


@dataclass(frozen=True)
class Dropped:
    """A row that cannot be used.

    Attributes:
        row: Its number in the file, counted from 1 with the names and empty rows, as a spreadsheet does.
        column: Name of the column, or an empty string where the whole row is meant.
        cell: What the cell says, quoted and shortened; an empty string where it says nothing.
        why: The rest of a sentence that begins with the cell, such as "is text, not a number".
    """

    row: int
    column: str
    cell: str
    why: str

    def __str__(self) -> str:
        column = f", column {shown(self.column)}" if self.column else ""
        return f"row {self.row}{column}: {self.cell or ('the cell' if self.column else 'it')} {self.why}"


@dataclass(frozen=True)
class Layout:
    """How a table is read. What is None was not said, and is seen from the table itself.

    Attributes:
        separator: What stands between cells: a key of `SEPARATORS`.
        decimal: The decimal mark, a point or a comma; an empty string leaves it to each column.
        names_row: The row of the names, counted as in `Dropped`; 0 if there is none.
        units_row: The row of the units, 0 if there is none.
        first_row: The first row of the data.
        remarks: Whether lines that begin with a sign of remarks are left out.
        totals: Whether rows of totals are left out.
        sheet: Which sheet of a workbook.
        classes: Whether a column of words may be the target, so that one column of numbers is enough.
    """

    separator: str | None = None
    decimal: str | None = None
    names_row: int | None = None
    units_row: int | None = None
    first_row: int | None = None
    remarks: bool | None = None
    totals: bool | None = None
    sheet: str | None = None
    classes: bool | None = None


class LayoutError(ValueError):
    """Rows that make no table as they were read; read in another way they may."""


SEPARATORS = MappingProxyType(
    {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas", " ": "spaces", "fixed": "fixed columns"}
)
"""What may stand between cells, in words; spaces may be many, and tabs among them."""


@dataclass(frozen=True, eq=False)
class Table:
    """What a person brought, before anybody chooses features and targets.

    Attributes:
        names: One distinct name a column, without control characters, at most 60 letters long.
        rows: The cells' texts, as many a row as there are names.
        row_numbers: Each row's number in the file; see `Dropped`.
        decimal: The decimal mark of columns that do not show it themselves; an empty string if nothing shows it.
        notes: What was guessed or changed, a sentence each.
        dropped: Rows left out whatever is chosen: with too many cells, or totals of others.
        title: Words for a heading, or an empty string.
        units: One unit a column, empty strings where there is none.
        layout: How it was read, with everything decided that a person may decide otherwise.
        remarks: The numbers of the rows that are no data: remarks, rules, prose, and what stands above the names.
        heads: The numbers of the rows that could hold the names or be the first of the data.
        sheets: The names of a workbook's sheets.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    decimal: str = "."
    notes: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    title: str = ""
    units: tuple[str, ...] = ()
    layout: Layout = Layout()
    remarks: tuple[int, ...] = ()
    heads: tuple[int, ...] = ()
    sheets: tuple[str, ...] = ()
    known: dict[str, object] = field(default_factory=dict, init=False, repr=False)
    """Its columns as numbers, once somebody has read them."""

    def column(self, name: str) -> tuple[str, ...]:
        """Return a column's cells.

        Raises:
            ValueError: If there is no such column.
        """
        if name not in self.names:
            raise ValueError(f"The table has no column {shown(name)}; it has {', '.join(map(shown, self.names))}.")
        place = self.names.index(name)
        return tuple(row[place] for row in self.rows)

    def unit(self, name: str) -> str:
        """Return a column's unit, an empty string where it has none."""
        return self.units[self.names.index(name)] if self.units else ""


def shown(text: str) -> str:
    """Quote a text from outside in a sentence: on one line, shortened."""
    plain = on_one_line(text)
    return f"“{plain if len(plain) <= _LONGEST_SHOWN else plain[:_LONGEST_SHOWN] + '…'}”"


def on_one_line(text: str) -> str:
    """Return a text without control characters and line breaks."""
    return re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in text)).strip()
