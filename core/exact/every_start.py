"""Follow a line from every start at once: how far apart the starts still are, and when they agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.data import Dataset, fit_scaler
from core.exact.learning_rates import stability
from core.exact.minima import minimum
from core.model import Recipe

Floats = NDArray[np.float64]
MAX_EPOCHS = 1_000_000
_BLOCK = 4096


def draw_starts(count: int, seed: int = 0, parameters: int = 2) -> Floats:
    """Draw starts from the cube (−1, 1)ᴾ, shape `(count, P)`, in training units.

    Args:
        count: How many, 1 or more.
        seed: Of a private generator; the same seed draws the same starts.
        parameters: P.

    Raises:
        ValueError: If `count` is below 1.
    """
    if count < 1:
        raise ValueError(f"count must be a whole number of at least 1, not {count!r}.")
    return np.random.default_rng(seed).uniform(-1, 1, (count, parameters))


@dataclass(frozen=True, eq=False)
class SlopeSpread:
    """The slopes that plain gradient descent has reached from all starts in the square [−1, 1]², in data units.

    Descent on a squared loss is an affine map of the start, so what all starts can reach is exact: along
    eigenvector v of curvature λ the distance from the answer is multiplied by 1 − ηλ at each epoch, and the
    extremes belong to corners of the square.

    Attributes:
        exact: The slope of the exact answer.
        factors: Shape `(2,)`, 1 − ηλ of each direction.
        shares: Shape `(2, 3)`: how much each direction gives to the slope of each coordinate of the start, and of
            the answer's own distance from 0.
    """

    exact: float
    factors: Floats
    shares: Floats

    def at(self, epochs: ArrayLike) -> tuple[Floats, Floats]:
        """Return the lowest and the highest slope after so many epochs, in the shape of `epochs`."""
        with np.errstate(over="ignore", invalid="ignore"):
            powers = self.factors ** np.asarray(epochs, dtype=np.float64)[..., None]
            *pulls, offset = np.moveaxis(powers @ self.shares, -1, 0)
            reach = np.abs(pulls).sum(axis=0)
            return self.exact + offset - reach, self.exact + offset + reach

    def agreed_after(self, fraction: float) -> int | None:
        """Return after how many epochs every start stays within a fraction of the exact slope.

        None if they never do, or need more than a million epochs.

        Args:
            fraction: Above 0.
        """
        tolerance = fraction * abs(self.exact)
        sizes, weights = np.abs(self.factors), np.abs(self.shares).sum(axis=1)

        def bound(epoch: int) -> float:
            with np.errstate(over="ignore"):
                return float(sizes**epoch @ weights)

        if tolerance == 0 or bound(MAX_EPOCHS) > tolerance:
            return None
        # The bound falls with every epoch: by halving, the first epoch it allows; the spread itself may be sooner.
        low, high = 0, MAX_EPOCHS
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if bound(middle) <= tolerance else (middle + 1, high)
        while high > 0:
            epochs = np.arange(max(0, high - _BLOCK), high)
            lowest, highest = self.at(epochs)
            apart = np.maximum(np.abs(lowest - self.exact), np.abs(highest - self.exact)) > tolerance
            if apart.any():
                return int(epochs[apart][-1]) + 1
            high = int(epochs[0])
        return 0


def slope_spread(dataset: Dataset, recipe: Recipe) -> SlopeSpread:
    """Find out how the slope at an epoch depends on the start.

    Args:
        dataset: One feature and one target.
        recipe: Plain descent over all rows on a squared loss; its start and epochs do not matter.

    Raises:
        ValueError: If data set or recipe is none of that.
    """
    limits = stability(dataset, recipe)
    if (dataset.d, dataset.t) != (1, 1) or not (limits.holds and limits.rule.plain):
        raise ValueError("slope_spread needs a line trained by plain descent over all rows on a squared loss.")
    scaler = fit_scaler(dataset, recipe.scaling)
    answer = minimum(dataset, recipe).parameters
    unit = float(scaler.target_scale[0] / scaler.feature_scale[0])
    shares = unit * limits.eigenvectors[0][:, None] * limits.eigenvectors.T
    factors = 1 - recipe.learning_rate * limits.eigenvalues
    return SlopeSpread(unit * float(answer[0]), factors, np.column_stack([shares, -shares @ answer]))
