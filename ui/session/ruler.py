"""The stops of the learning-rate ruler."""

from __future__ import annotations

from math import floor, log10

import numpy as np

RATES = (1e-12, 1e6)
"""The least and the largest learning rate that a link or a field may name."""
_MANTISSAS = (
    1.0, 1.1, 1.2, 1.3, 1.5, 1.6, 1.8, 2.0, 2.2, 2.4, 2.7, 3.0,
    3.3, 3.6, 3.9, 4.3, 4.7, 5.0, 5.6, 6.2, 6.8, 7.5, 8.2, 9.1,
)  # fmt: skip
_DECADES = 5
_DECADES_BELOW = 3


def few_stops(default_rate: float) -> np.ndarray:
    """Return the round learning rates from 0.0001 to 10, and the lesson's default, where no curvature places them.

    Each is trained step by step, so they are a fifth of the stops that `stops` has.

    Returns:
        Increasing rates, shape `(21,)` or `(22,)`.
    """
    rounds = {float(f"{m}e{decade}") for decade in range(-4, 1) for m in (1, 2, 3, 5)} | {10.0}
    return np.array(sorted(rounds | {default_rate}))


def stops(critical_rate: float, default_rate: float) -> np.ndarray:
    """Return the round learning rates of five decades around the critical one, and the lesson's default.

    They do not depend on the rate that is chosen: what is trained for the ruler serves wherever its thumb stands.

    Args:
        critical_rate: It lies in the fourth decade, so that most of the ruler converges and some does not.
        default_rate: Joins the stops where it is none, even beyond the five decades.

    Returns:
        Increasing rates, shape `(120,)` or `(121,)`.
    """
    lowest = floor(log10(critical_rate)) - _DECADES_BELOW
    # Read from text: 3.9 * 10**-5 is not the double that a person gets by typing 3.9e-5.
    rounds = {float(f"{m}e{lowest + decade}") for decade in range(_DECADES) for m in _MANTISSAS}
    return np.array(sorted(rounds | {default_rate}))
