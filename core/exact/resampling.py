"""Ask how sure a fitted line is, by fitting it to many resamples of its own data at once."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral

import numpy as np
from numpy.typing import NDArray

from core.data import Dataset

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """Least-squares lines through resamples of a data set, in data units.

    Attributes:
        slopes: Shape `(R,)`.
        intercepts: Shape `(R,)`.
        redrawn: How many resamples had all their points at one place, where no line is determined, and were
            drawn anew.
    """

    slopes: Floats
    intercepts: Floats
    redrawn: int

    def slope_interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Return the percentile interval of the slope.

        Args:
            confidence: Above 0 and below 1.

        Raises:
            ValueError: If `confidence` is not.
        """
        if not 0 < confidence < 1:
            raise ValueError(f"confidence must be between 0 and 1, not {confidence!r}.")
        low, high = np.quantile(self.slopes, [(1 - confidence) / 2, (1 + confidence) / 2])
        return float(low), float(high)


def bootstrap(dataset: Dataset, resamples: int = 2000, seed: int = 0) -> Bootstrap:
    """Fit a line to each of many resamples: as many rows, drawn from the data set with replacement.

    All lines are fitted at once, by the closed form over deviations from each resample's own means. See Efron
    and Tibshirani 1993, An Introduction to the Bootstrap, section 9.5.

    Args:
        dataset: One feature and one target; the feature takes at least two values.
        resamples: How many, 1 or more.
        seed: Of a private generator; the same seed draws the same resamples.

    Raises:
        ValueError: If the data set is none of that, or `resamples` is not a whole number of at least 1.
    """
    if isinstance(resamples, bool) or not isinstance(resamples, Integral) or resamples < 1:
        raise ValueError(f"resamples must be a whole number of at least 1, not {resamples!r}.")
    if (dataset.d, dataset.t) != (1, 1):
        raise ValueError(f"bootstrap needs one feature and one target, not {dataset.d} and {dataset.t}.")
    x, y = dataset.features[:, 0], dataset.targets[:, 0]
    if (x == x[0]).all():
        raise ValueError(f"{dataset.feature_names[0]} must take at least two values, but is {x[0]:g} in every row.")
    rows, redrawn = _drawn(x, int(resamples), np.random.default_rng(seed))
    x, y = x[rows], y[rows]
    x_means, y_means = x.mean(axis=1), y.mean(axis=1)
    deviations = x - x_means[:, None]
    slopes = (deviations * (y - y_means[:, None])).sum(axis=1) / (deviations**2).sum(axis=1)
    return Bootstrap(slopes, y_means - slopes * x_means, redrawn)


def _drawn(x: Floats, resamples: int, generator: np.random.Generator) -> tuple[NDArray[np.int64], int]:
    """Return rows that determine a line, shape `(resamples, n)`, and how often some had to be drawn anew."""
    rows = generator.integers(len(x), size=(resamples, len(x)))
    redrawn = 0
    while (flat := (x[rows] == x[rows[:, :1]]).all(axis=1)).any():
        redrawn += int(flat.sum())
        rows[flat] = generator.integers(len(x), size=(int(flat.sum()), len(x)))
    return rows, redrawn
