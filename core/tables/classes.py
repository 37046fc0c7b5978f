"""Make a data set of a table whose target is a class, or a number that a network learns: a column of words or numbers.

Spaces around a word mean nothing; capitals do, so that “Yes” and “yes” are two classes. Only an empty cell is a missing
class: whoever writes “nan” or “0” may mean a class that is called so.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data import Dataset, class_targets, quantity
from core.tables.cells import IS_MISSING, is_missing
from core.tables.columns import column_of, numbers_of
from core.tables.own_data import OwnData
from core.tables.table import Dropped, Table, on_one_line, shown

MAX_CLASSES = 6
MAX_INPUTS = 2
MIN_ROWS = 4
_NAMED = 3
_IS_RARE = f"is not one of the {MAX_CLASSES} most frequent classes"


def class_columns(table: Table) -> tuple[str, ...]:
    """Return the names of the columns that can be classes: words, and whole numbers with 2 to 6 different values."""
    numbers = numbers_of(table)
    filled = [name for name in table.names if any(cell.strip() for cell in table.column(name))]
    return tuple(name for name in filled if name not in numbers or _counts_few(table, name))


def learned_dataset(
    table: Table,
    features: Sequence[str],
    target: str,
    *,
    of_classes: bool,
    title: str = "",
    units: Mapping[str, str] | None = None,
) -> OwnData:
    """Make a data set for a network of the rows in which every chosen column has what is needed.

    Args:
        table: What was read.
        features: Names of one or two columns of numbers.
        target: Name of another column.
        of_classes: Whether the target is a class; otherwise it is a number.
        title: Words for a heading; the table's own when empty.
        units: Units by the names of columns; the table's own for those left out.

    Returns:
        The data set, its classes in the order of their numbers or, where they are words, as they first come.

    Raises:
        ValueError: If the choice is not possible, or if what is left is not enough to learn from.
    """
    _require_choice(table, features, target)
    numbers = features if of_classes else (*features, target)
    without = {i: (name, why) for name in reversed(numbers) for i, why in column_of(table, name).why.items()}
    notes = [note for name in numbers for note in column_of(table, name).notes]
    kinds = kinds_of(table, target) if of_classes else ()
    if of_classes:
        without, said = _without_class(table, target, kinds, without)
        notes += said
    rows = [i for i in range(len(table.rows)) if i not in without]
    dropped = sorted([*table.dropped, *(_dropped(table, i, *why) for i, why in without.items())], key=lambda d: d.row)
    if len(rows) < MIN_ROWS:
        raise ValueError(_too_few(len(rows), dropped))
    measured = {
        name: (units or {}).get(name) or table.unit(name) or column_of(table, name).sign for name in (*features, target)
    }
    targets = (
        _of_classes(target, [kinds[i] for i in rows])
        if of_classes
        else {"targets": _values(table, [target])[rows], "target_names": (target,), "target_units": (measured[target],)}
    )
    dataset = replace(
        Dataset.from_arrays(
            _values(table, features)[rows], [0.0] * len(rows), title=title or table.title or "Own data",
            feature_names=features, feature_units=[measured[name] for name in features],
        ),
        **targets,
    )  # fmt: skip
    _require_inputs(dataset)
    if not of_classes and np.ptp(dataset.targets) == 0:
        notes.append(f"The target {shown(target)} is the same in every row: the answer is that number.")
    return OwnData(dataset, tuple(dropped), (*table.notes, *notes))


def _without_class(
    table: Table, target: str, kinds: Sequence[str], without: dict[int, tuple[str, str]]
) -> tuple[dict[int, tuple[str, str]], list[str]]:
    """Return the rows left out, those of no class or of a rare one with them, and what is to be said of the classes."""
    found = {i: (target, IS_MISSING) for i, kind in enumerate(kinds) if not kind} | without
    counted = Counter(kind for i, kind in enumerate(kinds) if i not in found)
    ranked = [kind for kind, _ in counted.most_common()]
    rare = ranked[MAX_CLASSES:]
    found |= {i: (target, _IS_RARE) for i, kind in enumerate(kinds) if i not in found and kind in set(rare)}
    said = _spelling(table, target, kinds)
    if rare:
        more = f" and {len(rare) - _NAMED:,} more" if len(rare) > _NAMED else ""
        said.append(
            f"Column {shown(target)} has {len(ranked):,} different classes, and at most {MAX_CLASSES} can be told "
            f"apart. The {MAX_CLASSES} most frequent are kept; left out, with "
            f"{quantity(sum(counted[kind] for kind in rare), 'row')}: {', '.join(map(shown, rare[:_NAMED]))}{more}."
        )
    return found, said


def kinds_of(table: Table, name: str) -> tuple[str, ...]:
    """Return the class of each row: its word without the spaces around it, or its number; empty where it is missing."""
    cells = tuple(on_one_line(cell) for cell in table.column(name))
    values = column_of(table, name).values.tolist()
    # A column with any other word is one of words: its “n/a” may be a class as well as its “0”.
    if any(cell and math.isnan(value) for cell, value in zip(cells, values, strict=True)):
        return cells
    return tuple("" if math.isnan(value) else f"{value + 0.0:.15g}" for value in values)


def _counts_few(table: Table, name: str) -> bool:
    values = column_of(table, name).values
    whole = bool((values[np.isfinite(values)] % 1 == 0).all())
    return whole and 2 <= len(set(kinds_of(table, name)) - {""}) <= MAX_CLASSES


def _require_choice(table: Table, features: Sequence[str], target: str) -> None:
    if not 1 <= len(features) <= MAX_INPUTS:
        raise ValueError(f"Choose one or two inputs, not {len(features)}.")
    if len({*features, target}) <= len(features):
        raise ValueError("The same column is chosen twice; each can be an input or the target once.")
    strangers = [name for name in features if name not in numbers_of(table)]
    if strangers:
        raise ValueError(f"An input must be a column of numbers; {shown(strangers[0])} is none.")


def _values(table: Table, names: Sequence[str]) -> NDArray[np.float64]:
    return np.column_stack([column_of(table, name).values for name in names])


def _dropped(table: Table, i: int, name: str, why: str) -> Dropped:
    cell = table.rows[i][table.names.index(name)]
    return Dropped(table.row_numbers[i], name, shown(cell) if cell.strip() else "", why)


def _spelling(table: Table, target: str, kinds: Sequence[str]) -> list[str]:
    """Say what was done with words that differ by spaces or capitals only, and with those that may mean nothing."""
    notes, names = [], list(dict.fromkeys(kind for kind in kinds if kind))
    spaced = sum(cell != cell.strip() for cell in table.column(target))
    if spaced and not all(map(_is_number, names)):
        notes.append(f"Spaces around words mean nothing: {quantity(spaced, 'cell')} of {shown(target)} had some.")
    by_letters: dict[str, list[str]] = {}
    for name in names:
        by_letters.setdefault(name.casefold(), []).append(name)
    if alike := next((same for same in by_letters.values() if len(same) > 1), None):
        notes.append(f"{shown(alike[0])} and {shown(alike[1])} differ in capitals only; they are two classes here.")
    if odd := next((name for name in names if is_missing(name)), None):
        notes.append(
            f"{shown(odd)} is taken for a class, with {quantity(kinds.count(odd), 'row')}. If it stands for a missing "
            "one, leave those cells empty."
        )
    return notes


def _of_classes(target: str, kinds: Sequence[str]) -> dict[str, Any]:
    """Return the fields of a data set that say which class each row is of."""
    counted = Counter(kinds)
    names = list(counted)
    if len(names) == 1:
        raise ValueError(
            f"All {len(kinds):,} rows that can be used are of one class, {shown(names[0])}: there is nothing to tell "
            "apart. Choose a target with at least two."
        )
    if max(counted.values()) == 1:
        raise ValueError(
            f"Every class of column {shown(target)} has one row only; at least one class must have more, or there is "
            "nothing that its rows have in common."
        )
    if all(_is_number(name) for name in names):
        names.sort(key=float)
    return {
        "targets": class_targets(kinds, names), "classes": tuple(names), "target_units": (),
        "target_names": tuple(names[1:] if len(names) == 2 else names),
    }  # fmt: skip


def _is_number(name: str) -> bool:
    try:
        return math.isfinite(float(name))
    except ValueError:
        return False


def _require_inputs(dataset: Dataset) -> None:
    for name, column in zip(dataset.feature_names, dataset.features.T, strict=True):
        if (column == column[0]).all():
            raise ValueError(f"The input {shown(name)} is {column[0]:g} in every row: it says nothing. Choose another.")


def _too_few(rows: int, dropped: Sequence[Dropped]) -> str:
    said = f"{MIN_ROWS} rows at least are needed to learn from, but {rows} can be used."
    return f"{said} The first left out is {dropped[0]}." if dropped else said
