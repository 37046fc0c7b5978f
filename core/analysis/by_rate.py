"""What each value of a knob comes to: the losses at the end of runs that differ in one field of their recipe alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data import Dataset
from core.model import Recipe
from core.training import Family, sweep

_GROWN = 100.0
"""A run whose loss is so many times the first has not settled: it grows, though it may not have passed the limit."""
_ALIKE = 1e-3
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Outcomes:
    """The losses that runs have come to which differ in one thing: their learning rate, or another field of a recipe.

    Attributes:
        values: Of what they differ in, shape `(B,)`, increasing.
        losses: Shape `(B,)`; NaN where there is no number any more.
        grows: Shape `(B,)`: whether the loss has left, by passing the limit or by being a hundred times the first.
        first: The loss at the start.
        epoch: After so many epochs.
    """

    values: NDArray[np.float64]
    losses: NDArray[np.float64]
    grows: NDArray[np.bool_]
    first: float
    epoch: int

    @property
    def best(self) -> int | None:
        """Return the place of the value that comes lowest; None where every loss grows."""
        return None if self.grows.all() else int(np.nanargmin(np.where(self.grows, np.nan, self.losses)))

    def arrived(self, lowest: float) -> NDArray[np.float64]:
        """Return the values whose loss is within a thousandth of the lowest possible one, or of rounding errors."""
        within = self.losses <= (1 + _ALIKE) * lowest + _ROUNDING * self.first
        return np.asarray(self.values[~self.grows & within])

    @property
    def border(self) -> float | None:
        """Return the value from which on the loss grows at every one; None where it does not at the largest."""
        if not self.grows[-1]:
            return None
        tame = np.flatnonzero(~self.grows)
        return float(self.values[tame[-1] + 1 if len(tame) else 0])


def outcomes(family: Family) -> Outcomes:
    """Return what each rate of a family comes to, as far as its runs have been trained.

    Args:
        family: Runs of one recipe from one start, at increasing rates.
    """
    return _outcomes(family.learning_rates, [family])


def outcomes_of(dataset: Dataset, recipes: Mapping[float, Recipe]) -> Outcomes:
    """Return what each of several recipes comes to: every run is trained here.

    Args:
        dataset: Features and targets.
        recipes: They differ in one field, as momentum or the size of batches; from its values, increasing. They have
            as many epochs.

    Raises:
        ValueError: If a recipe does not fit the data set or the machine.
    """
    runs = [sweep(dataset, recipe, record=[0]) for recipe in recipes.values()]
    return _outcomes(np.array(list(recipes), dtype=float), runs)


def _outcomes(values: NDArray[np.float64], families: Sequence[Family]) -> Outcomes:
    losses, first = np.concatenate([each.losses[:, -1] for each in families]), float(families[0].losses[0, 0])
    left = np.array([at is not None for each in families for at in each.diverged_at])
    grows = left | ~np.isfinite(losses) | (losses > _GROWN * first)
    return Outcomes(values, losses, grows, first, int(families[0].epochs[-1]))
