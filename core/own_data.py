"""Make a data set of a table that a person brought, and say which rows it leaves out and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.cells import read_column
from core.dataset import Dataset
from core.least_squares import least_squares
from core.table import MOST_FEATURES, Dropped, Table, shown
from core.trusted_digits import digits_note


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
    columns = {name: read_column(name, table.column(name), table.decimal) for name in chosen}
    values = np.column_stack([columns[name].values for name in chosen])
    usable = np.isfinite(values).all(axis=1)
    dropped = list(table.dropped)
    for i in np.flatnonzero(~usable).tolist():
        name = next(name for name in chosen if i in columns[name].why)
        cell = table.rows[i][table.names.index(name)]
        dropped.append(Dropped(table.row_numbers[i], name, shown(cell) if cell.strip() else "", columns[name].why[i]))
    dropped.sort(key=lambda row: row.row)
    if usable.sum() < len(features) + 1:
        raise ValueError(_too_few(int(usable.sum()), len(features), dropped))
    measured = {name: (units or {}).get(name) or table.unit(name) or columns[name].sign for name in chosen}
    dataset = Dataset.from_arrays(
        values[usable, : len(features)],
        values[usable, len(features) :],
        title=title or table.title or "Own data",
        feature_names=features,
        feature_units=[measured[name] for name in features],
        target_names=targets,
        target_units=[measured[name] for name in targets],
    )
    least_squares(dataset)  # refuses features that determine no answer: constant ones, and combinations of others
    notes = [columns[name].note for name in chosen] + [_constant(dataset), digits_note(dataset)]
    return OwnData(dataset, tuple(dropped), (*table.notes, *(note for note in notes if note)))


def _require_choice(features: Sequence[str], targets: Sequence[str]) -> None:
    if not 1 <= len(features) <= MOST_FEATURES:
        raise ValueError(f"Choose 1 to {MOST_FEATURES} features, not {len(features)}.")
    if not targets:
        raise ValueError("Choose a target: the column that the features are to predict.")
    chosen = (*features, *targets)
    twice = [name for i, name in enumerate(chosen) if name in chosen[:i]]
    if twice:
        raise ValueError(f"Column {shown(twice[0])} is chosen twice; each can be a feature or a target once.")


def _too_few(usable: int, features: int, dropped: Sequence[Dropped]) -> str:
    said = f"{features + 1} rows at least are needed for {features + 1} parameters, but {usable} can be used."
    return f"{said} The first left out is {dropped[0]}." if dropped else said


def _constant(dataset: Dataset) -> str:
    same = [
        name
        for name, column in zip(dataset.target_names, dataset.targets.T, strict=True)
        if (column == column[0]).all()
    ]
    return f"The target {shown(same[0])} is the same in every row: the answer is that number." if same else ""
