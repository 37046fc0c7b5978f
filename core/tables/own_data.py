"""Make a data set of a table that a person brought, and say which rows it leaves out and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.data import Dataset
from core.exact import digits_note, least_squares
from core.tables.columns import Column, column_of
from core.tables.table import MAX_FEATURES, Dropped, Table, shown


@dataclass(frozen=True, eq=False)
class OwnData:
    """A person's own data, ready to train on.

    Attributes:
        dataset: With the words of the table as they came; its source is empty.
        dropped: The rows left out, with the first reason of each, in the order of the file.
        notes: What was guessed or is worth knowing, a sentence each.
    """

    dataset: Dataset
    dropped: tuple[Dropped, ...]
    notes: tuple[str, ...]


def own_dataset(
    table: Table,
    features: Sequence[str],
    targets: Sequence[str],
    *,
    title: str = "",
    units: Mapping[str, str] | None = None,
) -> OwnData:
    """Make a data set of the rows in which every chosen column has a number.

    Args:
        table: What was read.
        features: Names of one to eight columns.
        targets: Names of one or more others.
        title: Words for a heading; the table's own when empty.
        units: Units by the names of columns; the table's own for those left out.

    Raises:
        ValueError: If the choice is not possible, if too few rows are left, or if they do not determine a model.
    """
    chosen = (*features, *targets)
    _require_choice(features, targets)
    columns = {name: column_of(table, name) for name in chosen}
    values = np.column_stack([columns[name].values for name in chosen])
    valid = np.isfinite(values).all(axis=1)
    without = [_without_number(table, columns, i) for i in np.flatnonzero(~valid).tolist()]
    dropped = sorted([*table.dropped, *without], key=lambda row: row.row)
    if valid.sum() < len(features) + 1:
        raise ValueError(_too_few(int(valid.sum()), len(features), dropped))
    measured = {name: (units or {}).get(name) or table.unit(name) or columns[name].sign for name in chosen}
    dataset = Dataset.from_arrays(
        values[valid, : len(features)],
        values[valid, len(features) :],
        title=title or table.title or "Own data",
        feature_names=features,
        feature_units=[measured[name] for name in features],
        target_names=targets,
        target_units=[measured[name] for name in targets],
    )
    least_squares(dataset)  # refuses features that determine no answer: constant ones, and combinations of others
    notes = [note for name in chosen for note in columns[name].notes] + [_constant(dataset), digits_note(dataset)]
    return OwnData(dataset, tuple(dropped), (*table.notes, *(note for note in notes if note)))


def _without_number(table: Table, columns: Mapping[str, Column], i: int) -> Dropped:
    """Return what is wrong with a row: the first of the chosen columns that has no number there."""
    name = next(name for name, column in columns.items() if i in column.why)
    cell = table.rows[i][table.names.index(name)]
    return Dropped(table.row_numbers[i], name, shown(cell) if cell.strip() else "", columns[name].why[i])


def _require_choice(features: Sequence[str], targets: Sequence[str]) -> None:
    if not 1 <= len(features) <= MAX_FEATURES:
        raise ValueError(f"Choose 1 to {MAX_FEATURES} features, not {len(features)}.")
    if not targets:
        raise ValueError("Choose a target: the column that the features are to predict.")
    chosen = (*features, *targets)
    twice = [name for i, name in enumerate(chosen) if name in chosen[:i]]
    if twice:
        raise ValueError(f"Column {shown(twice[0])} is chosen twice; each can be a feature or a target once.")


def _too_few(valid: int, features: int, dropped: Sequence[Dropped]) -> str:
    said = f"{features + 1} rows at least are needed for {features + 1} parameters, but {valid} can be used."
    return f"{said} The first left out is {dropped[0]}." if dropped else said


def _constant(dataset: Dataset) -> str:
    same = [
        name
        for name, column in zip(dataset.target_names, dataset.targets.T, strict=True)
        if (column == column[0]).all()
    ]
    return f"The target {shown(same[0])} is the same in every row: the answer is that number." if same else ""
