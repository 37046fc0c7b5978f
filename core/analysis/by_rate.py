"""What each value of a knob comes to: the losses at the end of runs that differ in one field of their recipe alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.data import Dataset
from core.model import Recipe
from core.training import Family, broadcast_runs, sweep

_GROWN = 100.0
"""A run whose loss is so many times the first has not settled: it grows, though it may not have passed the limit."""
_ALIKE = 1e-3
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Outcomes:
    """The losses that runs have come to which differ in one thing: their learning rate, or another field of a recipe.

    Attributes:
        values: Of what they differ in, shape `(B,)`, increasing.
        orders: The loss of the run of each value in each of R orders of the rows, shape `(R, B)`; infinite where it
            has left, by passing the limit or by being a hundred times the first. One order where there are not several.
        first: The loss at the start.
        epoch: After so many epochs.
    """

    values: NDArray[np.float64]
    orders: NDArray[np.float64]
    first: float
    epoch: int

    @cached_property
    def losses(self) -> NDArray[np.float64]:
        """Return the median over the orders, shape `(B,)`; infinite where the loss grows in half of them."""
        return np.asarray(np.median(self.orders, axis=0))

    @cached_property
    def grows(self) -> NDArray[np.bool_]:
        """Return whether that median is no number, shape `(B,)`."""
        return ~np.isfinite(self.losses)

    @property
    def tame(self) -> NDArray[np.float64]:
        """Return the losses of all orders that do not grow, one after the other."""
        return self.orders[np.isfinite(self.orders)]

    @property
    def best(self) -> int | None:
        """Return the place of the value that comes lowest; None where every loss grows."""
        return None if self.grows.all() else int(np.argmin(self.losses))

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
    return _outcomes(family.learning_rates, _ends(family)[None], family)


def outcomes_of(dataset: Dataset, recipes: Mapping[float, Recipe], seeds: Sequence[int] = ()) -> Outcomes:
    """Return what each of several recipes comes to: every run is trained here.

    Args:
        dataset: Features and targets.
        recipes: They differ in one field, as momentum or the size of batches; from its values, increasing. They have
            as many epochs.
        seeds: For the orders of the rows in which each is trained, all from its own start; none for its own order
            alone. Where the rows have one order only, it is trained once and stands for all.

    Raises:
        ValueError: If a recipe does not fit the data set or the machine.
    """
    runs = [
        [sweep(dataset, each, starts=start, record=[0]) for each, start in _in_orders(dataset, recipe, seeds)]
        for recipe in recipes.values()
    ]
    losses = [np.broadcast_to(np.concatenate([_ends(each) for each in one]), max(1, len(seeds))) for one in runs]
    return _outcomes(np.array(list(recipes), dtype=float), np.stack(losses, axis=1), runs[0][0])


def _in_orders(
    dataset: Dataset, recipe: Recipe, seeds: Sequence[int]
) -> list[tuple[Recipe, NDArray[np.float64] | None]]:
    """Return a recipe with each seed, and the start that they share: by itself a seed draws another one, too."""
    if not seeds or not recipe.shuffle or recipe.batch_size in (None, dataset.n):
        return [(recipe, None)]
    _, start = broadcast_runs(dataset, recipe, None, None)
    return [(replace(recipe, seed=seed), start) for seed in seeds]


def _ends(family: Family) -> NDArray[np.float64]:
    """Return the last losses of a family's runs, infinite where they have left, shape `(B,)`."""
    losses, first = family.losses[:, -1], family.losses[0, 0]
    left = np.array([at is not None for at in family.diverged_at])
    return np.where(left | ~np.isfinite(losses) | (losses > _GROWN * first), np.inf, losses)


def _outcomes(values: NDArray[np.float64], orders: NDArray[np.float64], family: Family) -> Outcomes:
    return Outcomes(values, orders, float(family.losses[0, 0]), int(family.epochs[-1]))
