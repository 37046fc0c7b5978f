"""Hold the table a person brings, as it came: names and the texts of its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MOST_BYTES = 5_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 100
MOST_FEATURES = 8
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


@dataclass(frozen=True, eq=False)
class Table:
    """What a person brought, before anybody chooses features and targets.

    Attributes:
        names: One distinct name a column, without control characters, at most 60 letters long.
        rows: The cells' texts, as many a row as there are names.
        row_numbers: Each row's number in the file; see `Dropped`.
        decimal: The decimal mark of columns that do not tell themselves; an empty string if nothing tells.
        notes: What was guessed or changed, a sentence each.
        dropped: Rows with too many cells.
        title: Words for a heading, or an empty string.
        units: One unit a column, empty strings where there is none.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    decimal: str = "."
    notes: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    title: str = ""
    units: tuple[str, ...] = ()

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
    plain = _on_one_line(text)
    return f"“{plain if len(plain) <= _LONGEST_SHOWN else plain[:_LONGEST_SHOWN] + '…'}”"


def cleaned_names(names: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return names that are distinct and not empty, and a note for each kind of change.

    Args:
        names: As they came.
    """
    cleaned: list[str] = []
    taken = Counter(_on_one_line(name)[:LONGEST_NAME] for name in names)
    notes, used = [], set[str]()
    for place, came in enumerate(names, 1):
        name = _on_one_line(came)[:LONGEST_NAME] or f"Column {place}"
        first, copy = name, 1
        while name in used or (copy > 1 and name in taken):
            copy += 1
            name = f"{first} ({copy})"
        if copy > 1:
            notes.append(f"Two columns are called {shown(first)}; column {place} is {shown(name)} here.")
        used.add(name)
        cleaned.append(name)
    return tuple(cleaned), notes


def column_names(first: Sequence[str], width: int, *, short: bool) -> tuple[tuple[str, ...], list[str]]:
    """Return a name for each column, and what has to be said of them.

    Args:
        first: The names as they came; none at all if there is no row of names.
        width: How many columns there are.
        short: Whether the row of names has fewer cells than the others, not only empty ones.
    """
    missing = width - len(first)
    if not first:
        return cleaned_names([""] * width)[0], [
            "The first row has numbers, so the columns have no names but their places."
        ]
    if missing == 1 and short:  # as R writes a table: the names of the rows have none themselves
        names, changes = cleaned_names(["Row", *first])
        return names, [
            "There is one name less than columns, so the first column is taken for the rows' names.",
            *changes,
        ]
    names, changes = cleaned_names([*first, *[""] * missing])
    return names, [
        f"{missing:,} column{' has' if missing == 1 else 's have'} no name.",
        *changes,
    ] if missing else changes


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in text)).strip()
