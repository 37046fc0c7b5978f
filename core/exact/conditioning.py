"""Say how many digits of an exact answer survive the rounding of its numbers."""

from __future__ import annotations

import numpy as np

from core.data import Dataset, linear_errors
from core.exact.factoring import factored
from core.exact.squared_error import least_squares

MAX_DIGITS = 15
_ROUNDING = 3 * np.finfo(float).eps
"""Six times u: the data's rounding, and that of the arithmetic."""
_WELL_CONDITIONED = 12
"""Digits; data that keep fewer have lost a quarter of what a number holds."""


def trusted_digits(dataset: Dataset) -> int:
    """Return how many significant digits of every coefficient of `least_squares` can be trusted, 0 to 15.

    A number of the data is rounded when it is stored, by up to u = 1.1e-16 of itself. A change δX, δy moves the
    weights by A⁺ (δy − δX w) + (AᵀA)⁻¹ δXᵀ s, with the centred design A and the residuals s (Higham 2002, Accuracy
    and Stability of Numerical Algorithms, theorem 20.2), and a bias by that at the features' means and by the means'
    own rounding. Roundings are independent, so their squares add up. The arithmetic, by orthogonal factorisation,
    costs about as much again for each thing that is added up: six times u is counted. Digits are counted from the
    coefficient's own size, or from its standard error if that is larger: below it no digit means anything.

    Args:
        dataset: Features and targets.

    Raises:
        ValueError: If the parameters are not determined, as `least_squares` says.
    """
    found = least_squares(dataset)
    x, y = dataset.features, dataset.targets
    factors = factored(x)
    inverse = np.linalg.inv(factors.r)
    theta = found.parameters.reshape(-1, dataset.t)
    residuals = linear_errors(x, y, theta)
    moved = (inverse @ factors.q.T) ** 2 @ (y**2 + x**2 @ theta[:-1] ** 2)
    moved += (inverse @ inverse.T) ** 2 @ ((x / factors.norms) ** 2).T @ residuals**2
    added = np.abs(inverse) @ np.abs(factors.r @ (theta[:-1] * factors.norms[:, None]))
    weights = (np.sqrt(moved) + added) / factors.norms[:, None]
    averaged = np.abs(y).mean(axis=0) + np.abs(x).mean(axis=0) @ np.abs(theta[:-1])
    change = np.vstack([weights, averaged + np.abs(factors.means) @ weights])
    # A coefficient that is 0 has no digits; it is judged by what it could move the targets.
    reach = np.append(1 / factors.norms, 1.0)[:, None] * np.linalg.norm(y, axis=0) * 1e-3
    errors = np.nan_to_num(found.standard_errors).reshape(-1, dataset.t)
    size = np.maximum(np.where(theta == 0, reach, np.abs(theta)), np.maximum(errors, 1e-300))
    relative = float((_ROUNDING * change / size).max())
    return int(np.clip(np.floor(-np.log10(max(relative, 1e-16))), 0, MAX_DIGITS))


def digits_note(dataset: Dataset, shown: int = 6) -> str | None:
    """Say it when data are ill-conditioned, and whether the digits shown of the exact answer can be trusted.

    Args:
        dataset: Features and targets.
        shown: How many digits of a coefficient are shown.

    Raises:
        ValueError: If the parameters are not determined.
    """
    digits = trusted_digits(dataset)
    if digits >= max(shown, _WELL_CONDITIONED):
        return None
    if digits < shown:
        said = (
            f"The data are too ill-conditioned for the {shown} digits shown of the exact answer: about {digits} of them"
        )
    else:
        said = f"The data are ill-conditioned: about {digits} digits of the exact answer, enough for the {shown} shown,"
    return (
        f"{said} can be trusted. Features are almost combinations of others, or hardly vary beside their size, or a "
        "coefficient is tiny beside what the others add up to."
    )
