"""Read a column of cells as numbers, in whichever way of writing them it keeps to."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.data import LARGEST
from core.tables.cells import IS_MISSING, IS_TEXT, Cell, reason, take_apart
from core.tables.table import Table, shown
from core.tables.units import common_unit, next_to_numbers, odd

_PLAIN = re.compile(r"[0-9.eE+-]*")
_CODES = (-99.0, -999.0, -9999.0, -99999.0, -99.9, -99.99, -999.9, -999.99, -9999.9, -9999.99)
"""What instruments and offices write where there is no number."""


IS_CODED = "is far below all others, and stands for a missing value in many files"


@dataclass(frozen=True, eq=False)
class Column:
    """A column read as numbers.

    Attributes:
        values: Shape `(n,)`; NaN where the cell is no number that can be used.
        why: For each such row, what is wrong with the cell, as in `Dropped`.
        decimal: The decimal mark it was read with.
        sign: The sign of percent or currency or the unit that its numbers carry, or an empty string; 12% is read as 12.
        doubtful: Its first cell whose point or comma could as well be meant the other way, and what it would be then.
        notes: How its numbers were read, where that is not plain: a sentence each.
    """

    values: NDArray[np.float64]
    why: Mapping[int, str]
    decimal: str
    sign: str = ""
    doubtful: tuple[str, float] | None = None
    notes: tuple[str, ...] = ()

    @property
    def numeric(self) -> bool:
        """Return whether it is a column of numbers: at least two, and at least half of the cells that say something."""
        numbers = int(np.isfinite(self.values).sum())
        missing = sum(why == IS_MISSING for why in self.why.values())
        return numbers >= 2 and 2 * numbers >= len(self.values) - missing


def read_column(
    name: str, cells: Sequence[str], decimal: str = ".", *, likely: str = "", forced: bool = False
) -> Column:
    """Read cells as numbers; thousands may be grouped by the other mark, spaces or apostrophes.

    Args:
        name: The column's name, for the notes.
        cells: Their texts.
        decimal: The decimal mark to use where the cells could be read with either; an empty string if it is not known.
        likely: The decimal mark of a comma that could mean either; a comma where semicolons stand between the cells.
        forced: Whether to use `decimal` whatever the cells suggest.
    """
    if (values := _plain_numbers(cells, decimal)) is not None and _code(values) is None:
        return Column(values, MappingProxyType({}), ".")
    parts = [take_apart(cell) for cell in cells]
    evident = "" if forced else _evident_mark(parts)
    mark = evident or decimal or _likely(parts, likely)
    unit = common_unit(parts, mark)
    values, why = np.full(len(parts), np.nan), {}
    for i, cell in enumerate(parts):
        value = cell.value(mark)
        if not math.isnan(value) and (why_odd := odd(cell, unit)):
            why[i] = why_odd
        elif math.isfinite(value) and abs(value) <= LARGEST:
            values[i] = value
        elif not math.isnan(value):
            why[i] = f"is too large; numbers up to {LARGEST:g} can be used"
        else:
            why[i] = reason(cells[i], mark)
    if (code := _code(values)) is not None:
        coded = np.flatnonzero(values == code)
        values[coded] = np.nan
        why |= dict.fromkeys(coded.tolist(), IS_CODED)
    doubtful = None if evident else _doubtful(cells, parts, values, decimal, mark)
    notes = [_reading(name, doubtful[0], values[cells.index(doubtful[0])])] if doubtful and not forced else []
    notes += next_to_numbers(name, cells, parts, values, unit)
    return Column(values, MappingProxyType(why), mark, unit, doubtful, tuple(notes))


def _doubtful(
    cells: Sequence[str], parts: Sequence[Cell], values: NDArray[np.float64], decimal: str, mark: str
) -> tuple[str, float] | None:
    """Return the first number that could be meant in two ways; a point where points are decimal is not one."""
    for i, cell in enumerate(parts):
        if cell.ambiguous and math.isfinite(values[i]):
            return (
                None
                if decimal == "." and "," not in cell.number
                else (cells[i], cell.value("." if mark == "," else ","))
            )
    return None


def column_of(table: Table, name: str) -> Column:
    """Read a column of a table as the table says that its numbers are written."""
    known = table.known.get(name)
    if isinstance(known, Column):
        return known
    likely = "," if table.layout.separator == ";" else ""
    forced = bool(table.layout.decimal)
    column = read_column(name, table.column(name), table.decimal, likely=likely, forced=forced)
    table.known[name] = column
    return column


def decimal_mark(cells: Sequence[str]) -> str:
    """Return the decimal mark that the numbers show, or an empty string where both could be meant."""
    return _evident_mark([take_apart(cell) for cell in cells if "." in cell or "," in cell])


def _evident_mark(parts: Sequence[Cell]) -> str:
    evidence = Counter(cell.marks[0] for cell in parts if len(cell.marks) == 1)
    if not evidence:
        return ""
    return "," if evidence[","] > evidence["."] else "."


def _likely(parts: Sequence[Cell], comma: str) -> str:
    """Return the likelier decimal mark of a column in which every point or comma stands before three digits.

    Money has two decimals, so it is grouped. Otherwise a point is for decimals if all numbers have one, for a
    printed column keeps its decimals; next to whole numbers below 1000 it groups thousands. A comma is for
    thousands, unless something says that commas are decimal here.
    """
    doubtful = [cell for cell in parts if cell.ambiguous]
    if not doubtful:
        return "."
    comma_first = "," in doubtful[0].number
    whole = [cell for cell in parts if cell.marks and not cell.ambiguous]
    grouped = all(abs(cell.value(".")) < 1000 for cell in whole) and bool(whole)
    if any(cell.sign not in ("", "%", "‰") for cell in doubtful):
        return "." if comma_first else ","
    if comma_first:
        return comma or "."
    return "," if grouped else "."


def numbers_of(table: Table) -> tuple[str, ...]:
    """Return the names of the columns that hold numbers, or mostly do."""
    return tuple(name for name in table.names if column_of(table, name).numeric)


def require_numbers(table: Table, least: int = 2) -> None:
    """Refuse a table in which fewer than two columns hold numbers.

    Args:
        table: What was read.
        least: How many there must be: one, where the target may be words.

    Raises:
        ValueError: With the first cell that says why its column is none of them.
    """
    found = numbers_of(table)
    if len(found) < least:
        came = f"only {shown(found[0])} is a column of numbers." if found else "no column has numbers."
        empty = [name for name in table.names if not "".join(table.column(name)).strip()]
        if empty:
            came += f" Column {shown(empty[0])} is empty; formulas have values once a spreadsheet has saved them."
        others = [name for name in table.names if name not in (*found, *empty)]
        needed = "Two columns of numbers are needed, a feature and a target,"
        needed = needed if least > 1 else "A column of numbers is needed, for an input,"
        raise ValueError(f"{needed} but {came}{_why_none(table, others)}")


def _why_none(table: Table, names: Sequence[str]) -> str:
    """Say what keeps the first of some columns from being numbers, where that is more than that it is text."""
    for name in names:
        cells = table.column(name)
        for row, why in column_of(table, name).why.items():
            if why not in (IS_MISSING, IS_TEXT):
                return f" In column {shown(name)}, {shown(cells[row])} {why}."
    return ""


def _plain_numbers(cells: Sequence[str], decimal: str) -> NDArray[np.float64] | None:
    """Return the numbers of a column that needs no second look: digits and decimal points alone, in every cell."""
    if decimal == "," or not _PLAIN.fullmatch("".join(cells)):
        return None
    if not decimal and any("." in cell for cell in cells) and decimal_mark(cells) != ".":
        return None
    try:
        values = np.array([float(cell) for cell in cells])
    except ValueError:
        return None
    return values if (np.abs(values) <= LARGEST).all() else None


def _code(values: NDArray[np.float64]) -> float | None:
    """Return the number that stands for missing ones: a code that is far below all others."""
    finite = values[np.isfinite(values)]
    for code in _CODES:
        others = finite[finite != code]
        if 0 < len(others) < len(finite) and -code > 3 * float(np.abs(others).max()) > 0:
            return code
    return None


def _reading(name: str, cell: str, value: float) -> str:
    """Say how the first number was read that could be meant in two ways."""
    return f"{shown(cell)} in column {shown(name)} could be meant in two ways; it was read as {value:.15g}."
