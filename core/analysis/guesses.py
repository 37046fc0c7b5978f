"""Score guesses about a run: what it will do, a number of it, a line it will learn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from core.exact import Stability, Verdict
from core.training import History

MAX_POINTS = 4
FACTORS = (1.1, 1.5, 2.0, 5.0)
"""A number within the first factor of the truth earns all points, within each later one a point less."""
DISTANCES = (0.05, 0.15, 0.3, 0.6)
"""Likewise for a line, by its distance in spreads of the targets."""
_ROUNDING = 1e-9

Behaviour = Verdict | Literal["falls", "rises"]


def theory_decides(run: History, limits: Stability) -> bool:
    """Return whether theory knows beforehand what a run does: descent over all rows at one learning rate."""
    return limits.holds and not run.recipe.earlier


def behaviour(run: History, limits: Stability) -> Behaviour:
    """Return what a run does.

    Where theory tells, it converges smoothly, oscillates, swings for ever or diverges, also if the run is short.
    Elsewhere its losses decide: it diverges, rises at some epoch, or falls all the way.

    Args:
        run: All of it.
        limits: Of its recipe.
    """
    if run.diverged_at is not None:
        return "diverges"
    if theory_decides(run, limits):
        return limits.verdict(run.recipe.learning_rate)
    rises = np.diff(run.losses) > _ROUNDING * run.losses[0]
    return "rises" if rises.any() else "falls"


def factor_between(guess: float, truth: float, nothing: float = 0.0) -> float:
    """Return by which factor, 1 or more, a guess above 0 misses a truth: the distance on a logarithmic scale.

    Args:
        guess: Above 0.
        truth: Infinitely far from every guess unless it is finite and above 0.
        nothing: Guess and truth are taken to be at least this large: where a loss is 0 up to rounding, any tiny
            guess is right.
    """
    high, low = max(guess, nothing), max(truth, nothing)
    if not np.isfinite(low) or low <= 0:
        return float("inf")
    return max(high / low, low / high)


def distance_between(guess: ArrayLike, predictions: ArrayLike, targets: ArrayLike) -> float:
    """Return how far a line is from a model's predictions: root mean square, in standard deviations of the targets.

    Args:
        guess: The line's heights at the rows, shape `(n,)`.
        predictions: The model's, likewise.
        targets: Shape `(n,)`; where they are all equal the distance is in their own unit.
    """
    spread = float(np.std(np.asarray(targets, dtype=np.float64)))
    with np.errstate(over="ignore", invalid="ignore"):
        apart = np.asarray(guess, dtype=np.float64) - np.asarray(predictions, dtype=np.float64)
        distance = float(np.sqrt((apart**2).mean())) / (spread or 1.0)
    return distance if np.isfinite(distance) else float("inf")


def points_of(miss: float, bounds: Sequence[float]) -> int:
    """Return the points of a guess: 4 up to the first bound, 3 up to the second, …, 0 beyond the last."""
    return next((MAX_POINTS - i for i, bound in enumerate(bounds) if miss <= bound), 0)
