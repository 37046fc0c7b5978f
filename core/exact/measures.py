"""Define five measures of errors side by side, each with every point's own part in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.data import registry

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Measure:
    """A way to turn errors into one number.

    Attributes:
        name: URL-safe key.
        label: Words for a menu.
        symbol: What it is called in a row of numbers.
        latex: Formula in predictions ŷ and targets y of n points.
        point: Each point's own loss, from errors of any shape and Huber's δ.
        slope: The derivative of that by the error.
        gather: The measure, from the points' own losses of shape `(n, …)`.
        trained_as: The loss of `LOSSES` that is smallest where this measure is.
    """

    name: str
    label: str
    symbol: str
    latex: str
    point: Callable[[Floats, float], Floats]
    slope: Callable[[Floats, float], Floats]
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


def _squared_slope(errors: Floats, _: float) -> Floats:
    return 2 * errors


def _absolute(errors: Floats, _: float) -> Floats:
    return np.abs(errors)


def _absolute_slope(errors: Floats, _: float) -> Floats:
    return np.sign(errors)


def _huber(errors: Floats, delta: float) -> Floats:
    size = np.abs(errors)
    return np.where(size <= delta, errors**2 / 2, delta * (size - delta / 2))


def _huber_slope(errors: Floats, delta: float) -> Floats:
    return np.clip(errors, -delta, delta)


def _mean(losses: Floats) -> Floats:
    return np.asarray(losses.mean(axis=0))


def _sum(losses: Floats) -> Floats:
    return np.asarray(losses.sum(axis=0))


def _root(losses: Floats) -> Floats:
    return np.sqrt(_mean(losses))


MEASURES = registry(
    [
        Measure(
            "mse", "Mean squared error", "MSE", r"\frac{1}{n}\sum (\hat y - y)^2",
            _squared, _squared_slope, _mean, "mse",
        ),
        Measure(
            "sse", "Sum of squared errors", "SSE", r"\sum (\hat y - y)^2",
            _squared, _squared_slope, _sum, "sse",
        ),
        Measure(
            "rmse", "Root mean squared error", "RMSE", r"\sqrt{\frac{1}{n}\sum (\hat y - y)^2}",
            _squared, _squared_slope, _root, "mse",
        ),
        Measure(
            "mae", "Mean absolute error", "MAE", r"\frac{1}{n}\sum |\hat y - y|",
            _absolute, _absolute_slope, _mean, "mae",
        ),
        Measure(
            "huber", "Huber loss", "Huber",
            r"\frac{1}{n}\sum \begin{cases}\frac12 e^2 & |e| \le \delta\\ \delta(|e| - \frac12\delta) & |e| > \delta"
            r"\end{cases},\quad e = \hat y - y",
            _huber, _huber_slope, _mean, "huber",
        ),
    ]
)  # fmt: skip
