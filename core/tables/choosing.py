"""Choose the columns to begin with: none that only counts or names the rows, or adds up others."""

from __future__ import annotations

import re

import numpy as np

from core.tables.classes import MAX_INPUTS, class_columns, kinds_of
from core.tables.columns import column_of, numbers_of
from core.tables.table import MAX_FEATURES, Table, shown

_COUNTS = re.compile(
    r"(?:.*[\s_.-])?(?:id|ids|uid|nr|no|num|number|index|idx|row|rows|obs|key|code|lfd|n°|nº|№|zip|plz|fips|#)\.?"
    r"|unnamed.*|id[\s_.-].*|[a-zäöü]*nr\.?|[a-z]{1,3}id|rownames|sl no|s\.? ?no\.?|\.\.\.1|level_0",
    re.IGNORECASE,
)
_SUMS = re.compile(
    r"(?:.*[\s_.-])?(?:total|totals|sum|summe|gesamt|insgesamt|somme|suma|totale|итого)(?:[\s_.-].*)?", re.IGNORECASE
)
_MANY, _YEARS = 100, (1500, 2200)
"""Whole numbers that run on from so many name something, unless they are years."""


def first_choice(table: Table) -> tuple[tuple[str, ...], str]:
    """Return features and a target to begin with, from the columns of numbers.

    The target is the last of them. Columns that count or name the rows, that hold one number only, or that add up
    others are features only if there is nothing else.

    Args:
        table: A table with two columns of numbers at least.
    """
    numbers = numbers_of(table)
    counts = {name: int(np.isfinite(column_of(table, name).values).sum()) for name in numbers}
    full = [name for name in numbers if 2 * counts[name] > max(counts.values())]
    plain = [name for name in full if not _counts_rows(table, name) and not _is_constant(table, name)]
    target = plain[-1] if plain else numbers[-1]
    features = [name for name in plain if name != target and not _SUMS.fullmatch(name)]
    others = [name for name in (*plain, *numbers) if name != target]
    most = min(MAX_FEATURES, max(1, len(table.rows) - 2))  # one row more than parameters, at least
    return tuple(features[:most] or others[:1]), target


def first_learned(table: Table) -> tuple[tuple[str, ...], str]:
    """Return inputs and a target for a network to begin with.

    The target is the last column whose words come again and again; without one it is the last of the numbers, and
    without a second of these the last column of words.

    Args:
        table: A table with a column of numbers at least.

    Raises:
        ValueError: If no column but one can be used.
    """
    numbers, classes = numbers_of(table), class_columns(table)
    words = [name for name in classes if name not in numbers]
    if len(numbers) < 2 and not words:
        raise ValueError(
            f"Only column {shown(numbers[0])} can be used: a network needs numbers to learn from, and a target, a "
            "column of words or of other numbers."
        )
    features, last = first_choice(table) if len(numbers) > 1 else (numbers, words[-1])
    again = [name for name in words if len(set(kinds_of(table, name))) <= len(table.rows) / 2]
    inputs = [*features, *(name for name in [last] if again and name in numbers)]
    return tuple(inputs[:MAX_INPUTS]), again[-1] if again else last


def _is_constant(table: Table, name: str) -> bool:
    values = column_of(table, name).values
    finite = values[np.isfinite(values)]
    return bool((finite == finite[0]).all())


def _counts_rows(table: Table, name: str) -> bool:
    """Return whether a column counts the rows or names them: by its whole numbers, or by its name."""
    values = column_of(table, name).values
    known = values[np.isfinite(values)]
    if any(re.search("[0-9][.,][0-9]", cell) for cell in table.column(name)) or (known != np.round(known)).any():
        return False
    place, steps = table.names.index(name), np.diff(known)
    if name == f"Column {place + 1}" or name == "Row":
        return place == 0 and bool((steps > 0).all()) and len(table.names) > 2 and bool(table.layout.names_row)
    running = bool((steps == 1).all())
    if _COUNTS.fullmatch(name):
        return running or len(np.unique(known)) == len(known)
    return running and known[0] >= _MANY and not _YEARS[0] <= known[0] <= _YEARS[1]
