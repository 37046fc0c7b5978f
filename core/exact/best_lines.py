"""Find the line that makes a measure smallest, and a measure over a grid of lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.data import Dataset, linear_errors, require_choice
from core.exact.absolute_error import first_best_line
from core.exact.measures import MEASURES
from core.exact.minima import Minimum, minimum
from core.model import Recipe

Floats = NDArray[np.float64]
_SMALL = 100
"""Rows of which all lines through two are tried."""


def best_line(dataset: Dataset, measure: str, *, delta: float = 1.0) -> Minimum:
    """Return slope and intercept of the line that makes a measure smallest, and the measure there.

    Args:
        dataset: One feature, one target; at least two values of the feature.
        measure: A name from `MEASURES`.
        delta: Huber's δ, above 0.

    Raises:
        ValueError: If there is no such measure, no such δ, or if no line is the best, as `minimum` says.
    """
    chosen = MEASURES[require_choice("measure", measure, MEASURES)]
    _require_line(dataset)
    found = minimum(dataset, Recipe(loss=chosen.trained_as), delta=delta)
    if measure == "mae" and dataset.n <= _SMALL:
        line = first_best_line(dataset.features[:, 0], dataset.targets[:, 0])
        return Minimum(np.array(line), found.loss)
    return Minimum(found.parameters, found.loss**0.5 if measure == "rmse" else found.loss)


def measured_surface(
    dataset: Dataset, measure: str, slopes: ArrayLike, intercepts: ArrayLike, *, delta: float = 1.0
) -> Floats:
    """Return a measure over a grid of lines, shape `(len(intercepts), len(slopes))`.

    Raises:
        ValueError: If there is no such measure or δ, or if there is more than one feature or target.
    """
    chosen = MEASURES[require_choice("measure", measure, MEASURES)]
    _require_line(dataset)
    across, up = np.meshgrid(np.asarray(slopes, dtype=np.float64), np.asarray(intercepts, dtype=np.float64))
    return chosen.function(_errors(dataset, across.ravel(), up.ravel()), delta).reshape(across.shape)


def _errors(dataset: Dataset, slopes: ArrayLike, intercepts: ArrayLike) -> Floats:
    """Return predictions less targets, shape `(n, L)`, of L lines."""
    lines = np.broadcast_arrays(np.atleast_1d(slopes), np.atleast_1d(intercepts))
    return linear_errors(dataset.features, dataset.targets, np.array(lines))


def _require_line(dataset: Dataset) -> None:
    if dataset.d != 1 or dataset.t != 1:
        raise ValueError(f"a line needs one feature and one target, not {dataset.d} and {dataset.t}.")
