"""Count from how many starts a network learns, all of them trained at once."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from core.data import Dataset, fit_scaler
from core.model import CLASS_LOSSES, Recipe, layers_of, right
from core.networks import forward
from core.training import sweep

Floats = NDArray[np.float64]
LEARNED = 0.85
"""A start has learned where the score of its network is at least this.

Of classes the score is the share of rows on the side of their class; of numbers it is R², the share of their variance
that the network explains.
"""


@dataclass(frozen=True, eq=False)
class ManyStarts:
    """What became of networks that differ in their starts alone.

    Attributes:
        losses: At the last epoch, shape `(B,)`; NaN where a run diverged.
        scores: As `LEARNED` says, shape `(B,)`; NaN likewise.
    """

    losses: Floats
    scores: Floats

    @property
    def learned(self) -> NDArray[np.bool_]:
        """Return which of them have learned, shape `(B,)`."""
        return self.scores >= LEARNED

    @property
    def share(self) -> float:
        """Return the share of the starts that have learned."""
        return float(self.learned.mean())

    @property
    def standard_error(self) -> float:
        """Return the standard error of that share, √(p (1 − p) / B)."""
        return math.sqrt(self.share * (1 - self.share) / len(self.scores))


def train_starts(dataset: Dataset, recipe: Recipe, seeds: ArrayLike) -> ManyStarts:
    """Train a network from many starts at once, and tell which of them have learned at the last epoch.

    Args:
        dataset: What they learn from, and are judged by.
        recipe: How; its network draws the starts. Mini-batches are in the order of the recipe's seed, for all alike.
        seeds: One start each, shape `(B,)`, whole numbers of at least 0.

    Raises:
        ValueError: If there is no seed, if the recipe has no network, or if it does not fit the data set.
    """
    network = recipe.network
    if network is None:
        raise ValueError("the recipe must have a network, not None.")
    if not np.size(seeds):
        raise ValueError("seeds must hold at least one whole number, not none.")
    starts = network.starts(dataset.d, dataset.t, seeds, recipe.dtype)
    family = sweep(dataset, recipe, starts=starts, record=())
    gone = np.array([at is not None for at in family.diverged_at])
    losses = np.where(gone, np.nan, family.losses[:, -1])
    return ManyStarts(losses, np.where(gone, np.nan, scores_at(dataset, recipe, family.parameters[:, -1])))


def scores_at(dataset: Dataset, recipe: Recipe, parameters: ArrayLike) -> Floats:
    """Return how well networks do on the rows they learned from, as `LEARNED` says, shape `(B,)`; 1 is the best.

    Args:
        dataset: The rows.
        recipe: That of the networks.
        parameters: Shape `(B, P)`.
    """
    network = recipe.network
    assert network is not None
    scaler = fit_scaler(dataset, recipe.scaling)
    rows = torch.tensor(scaler.scale_features(dataset.features))
    targets = torch.tensor(scaler.scale_targets(dataset.targets))
    layers = layers_of(torch.tensor(np.asarray(parameters, np.float64)), network.shapes(dataset.d, dataset.t))
    outputs = forward(network, layers, rows).outputs
    if recipe.loss in CLASS_LOSSES:
        return np.asarray(right(outputs, targets).double().mean(dim=1).numpy())
    unexplained = (outputs - targets).square().sum(dim=(1, 2)) / (targets - targets.mean(dim=0)).square().sum()
    return np.asarray((1 - unexplained).numpy())
