"""Say 0 where terms cancel to the last digit: what is left there is the rounding of the terms."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
TOLERANCE = 4 * np.finfo(float).eps
"""What is below this part of the terms is their rounding; `player/static/model/forms.js` has the same."""


def settled(values: ArrayLike, terms: ArrayLike) -> Floats:
    """Return values, and 0 where one is less than the rounding of what was added up for it.

    Args:
        values: Sums and differences.
        terms: The sizes of what was added up, in a shape that broadcasts to that of the values.
    """
    found = np.asarray(values, dtype=np.float64)
    return np.where(np.abs(found) < TOLERANCE * np.asarray(terms), 0.0, found)


def linear_errors(features: Floats, targets: Floats, theta: ArrayLike) -> Floats:
    """Return predictions less targets of linear models, shape `(n, L)`; 0 where they are equal but for rounding.

    Args:
        features: Shape `(n, d)`.
        targets: Shape `(n, L)`, or `(n, 1)` for many models of one target.
        theta: Shape `(d + 1, L)`: weights, then biases.
    """
    return settled(*errors_and_terms(features, targets, theta))


def linear_predictions(features: Floats, targets: Floats, theta: ArrayLike) -> Floats:
    """Return predictions of linear models, shape `(n, L)`: the targets themselves where `linear_errors` are 0.

    Args:
        features: Shape `(n, d)`.
        targets: Shape `(n, L)`.
        theta: Shape `(d + 1, L)`: weights, then biases.
    """
    predictions = settled(*errors_and_terms(features, np.zeros_like(targets), theta))
    return np.where(linear_errors(features, targets, theta) == 0, targets, predictions)


def fits_exactly(features: Floats, targets: Floats, theta: ArrayLike) -> NDArray[np.bool_]:
    """Tell of each model, shape `(L,)`, whether its errors together are no more than rounding.

    Args:
        features: Shape `(n, d)`.
        targets: Shape `(n, L)`.
        theta: Shape `(d + 1, L)`: weights, then biases; rounded themselves, which is counted too.
    """
    errors, terms = (np.linalg.norm(part, axis=0) for part in errors_and_terms(features, targets, theta))
    return np.asarray(settled(errors, 2 * terms) == 0)


def errors_and_terms(features: Floats, targets: Floats, theta: ArrayLike) -> tuple[Floats, Floats]:
    """Return predictions less targets as they come out, and the sizes of all that was added up for each."""
    *weights, biases = np.asarray(theta, dtype=np.float64)
    slopes = np.array(weights)
    errors = features @ slopes + biases - targets
    return errors, np.abs(features) @ np.abs(slopes) + np.abs(biases) + np.abs(targets)
