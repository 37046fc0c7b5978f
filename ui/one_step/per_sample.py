"""The table of a gradient's parts: what each row predicts, misses, and adds to the gradient."""

from __future__ import annotations

import numpy as np

from core.analysis import PerSampleGradients
from core.data import Dataset, Scaler, plural
from ui.figures.parts import named
from ui.one_step.rows import Row, rows_table
from ui.text.numbers import trimmed

MAX_ROWS = 100
"""Of more rows the first ones are shown, and the sum of the others."""
DIGITS = 5
"""Significant digits of a per-sample gradient."""


def per_sample_table(
    dataset: Dataset,
    part: PerSampleGradients,
    names: tuple[str, ...],
    scaler: Scaler,
    *,
    penalty: np.ndarray | None = None,
    highlights: bool = True,
    key: str,
) -> None:
    """Show the rows with their per-sample gradients, and the gradient as their sum.

    Args:
        dataset: Its names and units matter.
        part: The rows' parts in the gradient.
        names: Of the parameters.
        scaler: From data units to those of the parts.
        penalty: What the penalty on large weights adds to the gradient, shape `(P,)`; None where there is none.
        highlights: Whether a row that is pointed at has a point to light up.
        key: The table's identity.
    """
    numbers = np.hstack([part.features, *_of_targets(part, scaler), part.per_sample])
    shown = min(len(numbers), MAX_ROWS)
    rows = [
        Row((row_name(dataset, row), *map(_written, line)), row if highlights else None)
        for row, line in zip(part.rows[:shown].tolist(), numbers[:shown], strict=True)
    ]
    empty = ("",) * (numbers.shape[1] - len(names))
    if shown < len(numbers):
        rest, left = part.per_sample[shown:].sum(axis=0), len(numbers) - shown
        rows.append(Row((f"and {left:,} more {plural(left, 'row')}: sum", *empty, *map(_written, rest))))
    if penalty is not None:
        rows.append(Row(("Penalty", *empty, *map(_written, penalty))))
    columns = ("Row", *_titles(dataset, scaler), *(f"Contribution, {name.replace('_', ' ')}" for name in names))
    sums = ("Sum: the gradient", *empty, *map(_written, part.gradient))
    rows_table("Each row's contribution to the gradient", columns, rows, sums, key=key)


def row_name(dataset: Dataset, row: int) -> str:
    """Return what a row is called: its own name, or its number."""
    return dataset.row_names[row] if dataset.row_names else f"Row {row + 1}"


def _written(value: float) -> str:
    return trimmed(float(value), DIGITS)


def _of_targets(part: PerSampleGradients, scaler: Scaler) -> list[np.ndarray]:
    """Return target, prediction and error of each target; the error in data units too, where they are others."""
    found = []
    for j, scale in enumerate(scaler.target_scale):
        columns = [part.targets[:, j], part.predictions[:, j], part.errors[:, j]]
        found.append(np.column_stack(columns if scale == 1 else [*columns, part.errors[:, j] * scale]))
    return found


def _titles(dataset: Dataset, scaler: Scaler) -> list[str]:
    """Return the titles of features and targets, with units where the numbers are in data units."""

    def title(name: str, unit: str, shift: float, scale: float) -> str:
        return named(name, unit) if (shift, scale) == (0, 1) else f"{name}, scaled"

    features = zip(
        dataset.feature_names, dataset.feature_units, scaler.feature_shift, scaler.feature_scale, strict=True
    )
    targets = zip(dataset.target_names, dataset.target_units, scaler.target_shift, scaler.target_scale, strict=True)
    titles = [title(*feature) for feature in features]
    for name, unit, shift, scale in targets:
        words = [f"{name} predicted", f"{name} error"] if dataset.t > 1 else ["Prediction", "Error e"]
        titles += [title(name, unit, shift, scale), *words]
        titles += [] if scale == 1 else [f"{words[1]} in {unit or 'data units'}"]
    return titles
