"""Say which learning rates glide, zig-zag or diverge, from the curvature of the loss."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.dataset import Dataset
from core.losses import LOSSES
from core.recipe import Recipe
from core.scaling import fit_scaler

_BORDER = 1 + 1e-12
"""A rate on the border, which z-scored data have at 0.5, is on it whatever rounding made of the curvature."""


@dataclass(frozen=True, eq=False)
class Stability:
    """The curvature of a squared loss in training units, and what follows for plain gradient descent.

    Along eigenvector j the distance from the optimum is multiplied by `1 - learning_rate * eigenvalue`
    each step.

    Attributes:
        eigenvalues: Shape `(d + 1,)`, ascending, of the Hessian for one target.
        eigenvectors: Shape `(d + 1, d + 1)`; column j belongs to eigenvalue j; rows are weights, then bias.
        holds: Whether the recipe is one the theory is exact for: plain descent over all rows on a squared
            loss, without activation.
    """

    eigenvalues: NDArray[np.float64]
    eigenvectors: NDArray[np.float64]
    holds: bool

    @property
    def critical_rate(self) -> float:
        """Return 2/λmax, from which on gradient descent diverges."""
        return 2 / float(self.eigenvalues[-1])

    @property
    def glide_rate(self) -> float:
        """Return 1/λmax, up to which no direction overshoots."""
        return 1 / float(self.eigenvalues[-1])

    @property
    def fastest_rate(self) -> float:
        """Return 2/(λmin + λmax), the fixed rate that shrinks the slowest direction most."""
        return 2 / float(self.eigenvalues[0] + self.eigenvalues[-1])

    @property
    def condition_number(self) -> float:
        """Return λmax/λmin, infinite where a direction is flat."""
        smallest = float(self.eigenvalues[0])
        return float(self.eigenvalues[-1]) / smallest if smallest > 0 else math.inf

    def verdict(self, learning_rate: float) -> Literal["glides", "zig-zags", "diverges"]:
        """Return what plain gradient descent does at this rate."""
        if learning_rate >= self.critical_rate:
            return "diverges"
        return "glides" if learning_rate <= self.glide_rate * _BORDER else "zig-zags"

    def epochs_within(self, fraction: float, learning_rate: float) -> int | None:
        """Return after how many epochs every direction is within a fraction of its first distance, if ever.

        Flat directions, along which nothing changes, are left out.

        Args:
            fraction: Above 0 and below 1.
            learning_rate: The fixed rate.

        Raises:
            ValueError: If `fraction` is not between 0 and 1.
        """
        if not 0 < fraction < 1:
            raise ValueError(f"fraction must be between 0 and 1, not {fraction!r}.")
        curved = self.eigenvalues[self.eigenvalues > 0]
        # The slowest factor is 1 - gap; log1p keeps its digits where it is close to 1.
        gap = float(np.minimum(learning_rate * curved, 2 - learning_rate * curved).min())
        if gap <= 0:
            return None
        return max(1, math.ceil(math.log(fraction) / math.log1p(-gap))) if gap < 1 else 1


def stability(dataset: Dataset, recipe: Recipe) -> Stability:
    """Return the curvature of the recipe's squared loss on this data set, in training units.

    It comes from the singular values σ of the design `[X, 1]`: λ = 2σ²/(n t) for the mean squared error,
    2σ² for the sum. For other losses it is that of the mean squared error, and `holds` is false.

    Args:
        dataset: Features and targets.
        recipe: Its loss, scaling, optimizer, activation and batch size matter.
    """
    features = fit_scaler(dataset, recipe.scaling).scale_features(dataset.features)
    design = np.column_stack([features, np.ones(dataset.n)])
    missing = max(0, design.shape[1] - dataset.n)
    # Rows of zeros change nothing, but give every direction a singular value.
    padded = np.vstack([design, np.zeros((missing, design.shape[1]))])
    _, singular, right = np.linalg.svd(padded, full_matrices=False)
    singular[singular <= singular[0] * max(padded.shape) * np.finfo(float).eps] = 0
    elements = 1 if recipe.loss == "sse" else dataset.n * dataset.t
    return Stability(2 / elements * singular[::-1] ** 2, right[::-1].T.copy(), _holds(dataset, recipe))


def _holds(dataset: Dataset, recipe: Recipe) -> bool:
    return (
        LOSSES[recipe.loss].quadratic
        and recipe.optimizer == "sgd"
        and recipe.activation == "identity"
        and recipe.batch_size in (None, dataset.n)
    )
