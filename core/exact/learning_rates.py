"""Say which learning rates converge smoothly, oscillate or diverge, from the curvature of the loss."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from core.data import Dataset, fit_scaler
from core.exact.descent_rule import PLAIN, DescentRule
from core.model import LOSSES, OPTIMIZERS, Recipe

BORDER = 1e-12
"""A rate within this part of a border is on it: z-scored data have theirs at 0.5 and 1, but for rounding."""

Verdict = Literal["converges smoothly", "oscillates", "swings", "diverges"]


@dataclass(frozen=True, eq=False)
class Stability:
    """The curvature of a squared loss in training units, and what follows for descent on it.

    Along an eigenvector the distance from the optimum goes its own way, which `rule` tells from learning rate ×
    eigenvalue: plain descent multiplies it by `1 - learning_rate * eigenvalue` each step.

    Attributes:
        eigenvalues: Shape `(d + 1,)`, ascending, of the Hessian for one target.
        eigenvectors: Shape `(d + 1, d + 1)`; column j belongs to eigenvalue j; rows are weights, then bias.
        holds: Whether the recipe is one the theory is exact for: descent, plain, with momentum or Nesterov's, over
            all rows on a squared loss, without activation.
        rule: What descent does along a direction; that of plain descent for optimizers without theory.
    """

    eigenvalues: NDArray[np.float64]
    eigenvectors: NDArray[np.float64]
    holds: bool
    rule: DescentRule = PLAIN

    @property
    def critical_rate(self) -> float:
        """Return the rate above which descent diverges: 2/λmax for plain descent."""
        return self._rate_of(self.rule.critical)

    @property
    def monotone_rate(self) -> float:
        """Return the rate up to which no direction overshoots: 1/λmax for plain descent."""
        return self._rate_of(self.rule.smooth)

    @property
    def safe_rate(self) -> float:
        """Return 1/λmax, at which plain descent just converges smoothly and both momenta converge, overshooting."""
        return self._rate_of(1.0)

    @property
    def fastest_rate(self) -> float:
        """Return the fixed rate that shrinks the slowest direction most: 2/(λmin + λmax) for plain descent.

        Flat directions, along which nothing changes, are left out. At this rate the steepest direction is as slow as
        the shallowest. With momentum that is (1 + m) times the rate of plain descent, and other rates may be as fast.
        """
        least, most = float(self._curved[0]), float(self._curved[-1])
        if not self.rule.nesterov:
            return self.rule.critical / (least + most)
        low, high = 1 / most, min(1 / least, self.critical_rate)

        def lead(rate: float) -> float:
            return abs(self.rule.factor(rate * least)) - abs(self.rule.factor(rate * most))

        return float(brentq(lead, low, high, rtol=1e-14)) if lead(low) > 0 > lead(high) else low

    @property
    def condition_number(self) -> float:
        """Return λmax/λmin, infinite where a direction is flat."""
        smallest = float(self.eigenvalues[0])
        return float(self.eigenvalues[-1]) / smallest if smallest > 0 else math.inf

    @property
    def _curved(self) -> NDArray[np.float64]:
        return self.eigenvalues[self.eigenvalues > 0]

    def _rate_of(self, product: float) -> float:
        """Return the rate whose product with λmax is this one."""
        steepest = float(self.eigenvalues[-1])
        return product / steepest if steepest > 0 else math.inf

    def factor(self, learning_rate: float) -> float:
        """Return by what an epoch multiplies the distance along the steepest direction in the long run."""
        return self.rule.factor(learning_rate * float(self.eigenvalues[-1]))

    def verdict(self, learning_rate: float) -> Verdict:
        """Return what descent does at this rate; at the critical one it swings from side to side for ever."""
        if learning_rate > self.critical_rate * (1 + BORDER):
            return "diverges"
        if learning_rate >= self.critical_rate * (1 - BORDER):
            return "swings"
        return "converges smoothly" if learning_rate <= self.monotone_rate * (1 + BORDER) else "oscillates"

    def epochs_within(self, fraction: float, learning_rate: float) -> int | None:
        """Return from which epoch on every direction stays within a fraction of its first distance, if ever.

        Flat directions, along which nothing changes, are left out.

        Args:
            fraction: Above 0 and below 1.
            learning_rate: The fixed rate.

        Raises:
            ValueError: If `fraction` is not between 0 and 1.
        """
        if not 0 < fraction < 1:
            raise ValueError(f"fraction must be between 0 and 1, not {fraction!r}.")
        if not len(self._curved) or self.verdict(learning_rate) in ("swings", "diverges"):
            return None
        needed = [self.rule.epochs_within(fraction, learning_rate * float(value)) for value in self._curved]
        return None if None in needed else max(epochs for epochs in needed if epochs is not None)


def stability(dataset: Dataset, recipe: Recipe) -> Stability:
    """Return the curvature of the recipe's squared loss on this data set, in training units.

    It comes from the singular values σ of the design `[X, 1]`: λ = 2σ²/(n t) for the mean squared error,
    2σ² for the sum; weight decay bends the directions of what it penalises by so much more. For other losses it is that
    of the mean squared error, and `holds` is false; for networks it is that of a linear model in their place, likewise.

    Args:
        dataset: Features and targets.
        recipe: Its loss, scaling, optimizer, momentum, activation and batch size matter.
    """
    features = fit_scaler(dataset, recipe.scaling).scale_features(dataset.features)
    design = np.column_stack([features, np.ones(dataset.n)])
    missing = max(0, design.shape[1] - dataset.n)
    # Rows of zeros change nothing, but give every direction a singular value.
    elements = 1 if recipe.loss == "sse" else dataset.n * dataset.t
    padded = np.vstack([design, np.zeros((missing, design.shape[1])), _penalty_rows(recipe, design.shape[1], elements)])
    _, singular, right = np.linalg.svd(padded, full_matrices=False)
    singular[singular <= singular[0] * max(padded.shape) * np.finfo(float).eps] = 0
    curvature, directions = 2 / elements * singular[::-1] ** 2, right[::-1].T.copy()
    return Stability(curvature, directions, _holds(dataset, recipe), _rule(recipe))


def _penalty_rows(recipe: Recipe, count: int, elements: int) -> NDArray[np.float64]:
    """Return a row for each parameter that weight decay bends: λ is added to its curvature."""
    paid = count - (not recipe.decays_biases) if recipe.weight_decay else 0
    return np.eye(count)[:paid] * math.sqrt(recipe.weight_decay * elements / 2)


def _rule(recipe: Recipe) -> DescentRule:
    if not OPTIMIZERS[recipe.optimizer].uses_momentum:
        return PLAIN
    return DescentRule(recipe.momentum, nesterov=recipe.optimizer == "nesterov")


def _holds(dataset: Dataset, recipe: Recipe) -> bool:
    return (
        recipe.network is None
        and recipe.loss in LOSSES
        and LOSSES[recipe.loss].quadratic
        and (recipe.optimizer == "sgd" or OPTIMIZERS[recipe.optimizer].uses_momentum)
        and recipe.activation == "identity"
        and recipe.batch_size in (None, dataset.n)
        and not recipe.scheduled
        and not recipe.l1
        and not (recipe.decoupled and recipe.weight_decay)
    )
