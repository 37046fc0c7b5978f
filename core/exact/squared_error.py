"""Solve linear regression exactly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from core.data import Dataset, fits_exactly, quantity
from core.exact.factoring import factored

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LeastSquares:
    """The parameters with the smallest sum of squared errors, in data units; its arrays are read-only.

    Attributes:
        parameters: Shape `(P,)`: each feature's weights for all targets, then the biases; these are 0
            through the origin.
        standard_errors: Shape `(P,)`; NaN without degrees of freedom, 0 for a bias fixed at 0.
        mse: Mean of squared errors over rows and targets; an exact fit has 0, whatever rounding leaves.
        sse: Their sum.
        r_squared: Shape `(t,)`, for each target, since their units may differ: 1 − its SSE / sum of squared
            deviations from its mean; NaN for a constant target. Measured against the mean through the origin too,
            so that the two fits compare.
        degrees_of_freedom: Rows less the parameters of one target.
    """

    parameters: Floats
    standard_errors: Floats
    mse: float
    sse: float
    r_squared: Floats
    degrees_of_freedom: int

    def intervals(self, confidence: float = 0.95) -> Floats:
        """Return Student's interval of each parameter, shape `(P, 2)`; NaN without degrees of freedom.

        Args:
            confidence: Above 0 and below 1.

        Raises:
            ValueError: If `confidence` is not.
        """
        if not 0 < confidence < 1:
            raise ValueError(f"confidence must be between 0 and 1, not {confidence!r}.")
        quantile = stdtrit(self.degrees_of_freedom, (1 + confidence) / 2) if self.degrees_of_freedom else np.nan
        reach = quantile * self.standard_errors
        return np.column_stack([self.parameters - reach, self.parameters + reach])


def least_squares(dataset: Dataset, *, through_origin: bool = False) -> LeastSquares:
    """Fit a line, or a hyperplane, by orthogonal factorisation of the centred and scaled features.

    Args:
        dataset: Features and targets.
        through_origin: Whether to leave the biases out.

    Raises:
        ValueError: If the parameters are not determined: fewer rows than parameters, a constant feature, or
            a feature that is a combination of others.
    """
    return _fitted(dataset, through_origin)


@lru_cache(maxsize=32)  # a page asks for it several times; data sets are told apart as objects, and never change
def _fitted(dataset: Dataset, through_origin: bool) -> LeastSquares:
    x, y = dataset.features, dataset.targets
    fitted = dataset.d + (not through_origin)
    _require_rows(dataset, fitted)
    factors = factored(x, centred=not through_origin)
    _require_spread(dataset, x - factors.means, through_origin)
    _require_rank(dataset, factors.r)
    centre = np.zeros(dataset.t) if through_origin else y.mean(0)
    lengths = np.linalg.norm(y, axis=0)
    weights = factors.weights(factors.q.T @ (y - centre), lengths)
    theta = np.vstack([weights, factors.biases(weights, centre, lengths)])
    residuals = np.where(fits_exactly(x, y, theta), 0.0, (y - centre) - (x - factors.means - factors.rest) @ weights)
    free = dataset.n - fitted
    spread = np.sqrt((residuals**2).sum(0) / free) if free else np.full(dataset.t, np.nan)
    inverse = np.linalg.inv(factors.r) / factors.norms[:, None]  # (d, d): weights = inverse qᵀ y
    leverage = np.append(
        np.linalg.norm(inverse, axis=1),
        0.0 if through_origin else np.sqrt(1 / dataset.n + ((factors.means @ inverse) ** 2).sum()),
    )
    sse = float((residuals**2).sum())
    errors = np.where(leverage[:, None] == 0, 0.0, leverage[:, None] * spread)
    arrays = theta.reshape(-1), errors.reshape(-1), explained(y, residuals)
    for array in arrays:
        array.flags.writeable = False
    parameters, standard_errors, r_squared = arrays
    return LeastSquares(parameters, standard_errors, sse / y.size, sse, r_squared, free)


def explained(targets: Floats, residuals: Floats) -> Floats:
    """Return R² of each target, shape `(t,)`: the part of its spread that predictions explain; NaN without a spread.

    Args:
        targets: Shape `(n, t)`.
        residuals: Targets less predictions, shape `(n, t)`.
    """
    spread = ((targets - targets.mean(0)) ** 2).sum(0)
    varies = (targets != targets[0]).any(0) & (spread > 0)
    return np.where(varies, 1 - (residuals**2).sum(0) / np.where(varies, spread, 1), np.nan)


def _require_rows(dataset: Dataset, fitted: int) -> None:
    if dataset.n < fitted:
        raise ValueError(
            f"least_squares needs at least {fitted} rows for {fitted} parameters a target, "
            f"not {quantity(dataset.n, 'row')}."
        )


def _require_spread(dataset: Dataset, columns: Floats, through_origin: bool) -> None:
    """Refuse columns that have no length."""
    constant = (dataset.features == (0 if through_origin else dataset.features[0])).all(0)
    constant |= np.linalg.norm(columns, axis=0) == 0
    if constant.any():
        i = int(constant.argmax())
        wanted = "not be 0 everywhere" if through_origin else "take at least two values"
        raise ValueError(
            f"feature {dataset.feature_names[i]!r} must {wanted}, but is {dataset.features[0, i]:g} in every row."
        )


def _require_rank(dataset: Dataset, r: Floats) -> None:
    """Refuse columns that depend on one another; they have unit length, so r's diagonal is a distance."""
    distance = np.abs(np.diag(r))
    if (distance <= max(dataset.features.shape) * np.finfo(float).eps * 10).any():
        i = int(distance.argmin())
        raise ValueError(
            f"features must be linearly independent, but {dataset.feature_names[i]!r} is a combination of the others."
        )
