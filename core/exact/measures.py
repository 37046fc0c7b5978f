"""Measure the errors of a line: five losses side by side, each with every point's own part in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.data import Dataset, linear_errors, registry, require_choice
from core.exact.absolute_error import first_best_line
from core.exact.minima import Minimum, minimum
from core.model import Recipe

Floats = NDArray[np.float64]
_SMALL = 100
"""Rows of which all lines through two are tried."""


@dataclass(frozen=True)
class Measure:
    """A way to turn errors into one number.

    Attributes:
        name: URL-safe key.
        label: Words for a menu.
        symbol: What it is called in a row of numbers.
        latex: Formula in predictions ŷ and targets y of n points.
        point: Each point's own loss, from errors of any shape and Huber's δ.
        gather: The measure, from the points' own losses of shape `(n, …)`.
        trained_as: The loss of `LOSSES` that is smallest where this measure is.
    """

    name: str
    label: str
    symbol: str
    latex: str
    point: Callable[[Floats, float], Floats]
    gather: Callable[[Floats], Floats]
    trained_as: str

    def function(self, errors: ArrayLike, delta: float = 1.0) -> Floats:
        """Return the measure of errors of shape `(n, …)`, shape `(…)`.

        Args:
            errors: Prediction less target, or the other way round: every measure is symmetric.
            delta: Huber's δ, above 0: from there on an error counts by its size, not by its square.

        Raises:
            ValueError: If δ is not a finite number above 0.
        """
        if not 0 < delta < np.inf:
            raise ValueError(f"delta must be a finite number above 0, not {delta!r}.")
        return np.asarray(self.gather(self.point(np.asarray(errors, dtype=np.float64), delta)))


def _squared(errors: Floats, _: float) -> Floats:
    return errors**2


def _absolute(errors: Floats, _: float) -> Floats:
    return np.abs(errors)


def _huber(errors: Floats, delta: float) -> Floats:
    size = np.abs(errors)
    return np.where(size <= delta, errors**2 / 2, delta * (size - delta / 2))


def _mean(losses: Floats) -> Floats:
    return np.asarray(losses.mean(axis=0))


def _sum(losses: Floats) -> Floats:
    return np.asarray(losses.sum(axis=0))


def _root(losses: Floats) -> Floats:
    return np.sqrt(_mean(losses))


MEASURES = registry(
    [
        Measure(
            "mse", "Mean squared error", "MSE", r"\frac{1}{n}\sum (\hat y - y)^2", _squared, _mean, "mse"
        ),
        Measure("sse", "Sum of squared errors", "SSE", r"\sum (\hat y - y)^2", _squared, _sum, "sse"),
        Measure(
            "rmse", "Root mean squared error", "RMSE", r"\sqrt{\frac{1}{n}\sum (\hat y - y)^2}", _squared, _root, "mse"
        ),
        Measure("mae", "Mean absolute error", "MAE", r"\frac{1}{n}\sum |\hat y - y|", _absolute, _mean, "mae"),
        Measure(
            "huber", "Huber loss", "Huber",
            r"\frac{1}{n}\sum \begin{cases}\frac12 e^2 & |e| \le \delta\\ \delta(|e| - \frac12\delta) & |e| > \delta"
            r"\end{cases},\quad e = \hat y - y",
            _huber, _mean, "huber",
        ),
    ]
)  # fmt: skip


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
