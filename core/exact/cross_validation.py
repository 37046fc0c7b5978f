"""Judge the exact answer by k-fold cross-validation: each part of the rows is predicted by the fit to all others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.data import Dataset, folds, linear_errors, split
from core.exact.squared_error import least_squares


@dataclass(frozen=True)
class Fold:
    """One part of the rows, held out of a fit.

    Attributes:
        rows: Those held out, from 0.
        training: Mean squared error of the fit on the rows it was fitted to; None if they determine no fit.
        validation: Mean squared error of the fit on the rows held out; None likewise.
    """

    rows: tuple[int, ...]
    training: float | None
    validation: float | None


def cross_validated(dataset: Dataset, parts: int, seed: int | None = None) -> tuple[Fold, ...]:
    """Return how least squares does on each part of the rows when it is fitted to the others.

    Args:
        dataset: Features and targets.
        parts: From 2 to the number of rows.
        seed: Draws the order of the rows; None takes them as they come.

    Raises:
        ValueError: If there cannot be so many parts.
    """
    return tuple(_fold(dataset, rows) for rows in folds(dataset.n, parts, seed))


def _fold(dataset: Dataset, rows: tuple[int, ...]) -> Fold:
    kept, held_out = split(dataset, rows)
    try:
        fit = least_squares(kept)
    except ValueError:  # too few rows, or a feature that is the same in all of them
        return Fold(rows, None, None)
    theta = fit.parameters.reshape(-1, dataset.t)
    errors = linear_errors(held_out.features, held_out.targets, theta)
    return Fold(rows, fit.mse, float(np.mean(errors**2)))
