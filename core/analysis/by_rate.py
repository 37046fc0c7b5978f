"""What each learning rate comes to: the losses at the end of runs that differ in their rate alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.training import Family

_GROWN = 100.0
"""A run whose loss is so many times the first has not settled: it grows, though it may not have passed the limit."""
_ALIKE = 1e-3
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Outcomes:
    """The losses that runs at many learning rates have come to.

    Attributes:
        rates: Shape `(B,)`, increasing.
        losses: Shape `(B,)`; NaN where there is no number any more.
        grows: Shape `(B,)`: whether the loss has left, by passing the limit or by being a hundred times the first.
        first: The loss at the start.
        epoch: After so many epochs.
    """

    rates: NDArray[np.float64]
    losses: NDArray[np.float64]
    grows: NDArray[np.bool_]
    first: float
    epoch: int

    @property
    def best(self) -> int | None:
        """Return the place of the rate that comes lowest; None where every loss grows."""
        return None if self.grows.all() else int(np.nanargmin(np.where(self.grows, np.nan, self.losses)))

    def arrived(self, lowest: float) -> NDArray[np.float64]:
        """Return the rates whose loss is within a thousandth of the lowest possible one, or of rounding errors."""
        within = self.losses <= (1 + _ALIKE) * lowest + _ROUNDING * self.first
        return np.asarray(self.rates[~self.grows & within])

    @property
    def border(self) -> float | None:
        """Return the rate from which on the loss grows at every one; None where it does not at the largest."""
        if not self.grows[-1]:
            return None
        tame = np.flatnonzero(~self.grows)
        return float(self.rates[tame[-1] + 1 if len(tame) else 0])


def outcomes(family: Family) -> Outcomes:
    """Return what each rate of a family comes to, as far as its runs have been trained.

    Args:
        family: Runs of one recipe from one start, at increasing rates.
    """
    losses, first = family.losses[:, -1], float(family.losses[0, 0])
    left = np.array([at is not None for at in family.diverged_at])
    grows = left | ~np.isfinite(losses) | (losses > _GROWN * first)
    return Outcomes(family.learning_rates, losses, grows, first, int(family.epochs[-1]))
