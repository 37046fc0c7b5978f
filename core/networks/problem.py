"""Turn a data set and the recipe of a network into tensors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.data import Dataset, fit_scaler
from core.model import ALL_LOSSES, CLASS_LOSSES, TORCH_DTYPES, Network, Recipe, choose_device
from core.model.losses import Loss

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Problem:
    """What B networks are trained on, on the device they are trained on.

    Attributes:
        network: What is trained.
        recipe: How.
        shapes: Of the layers' parameters.
        design: Features in training units, shape `(n, d)`.
        targets: Shape `(n, t)`.
        loss: What is made small.
        paid: How much of each parameter is penalised, shape `(P,)`: 1, or 0 for a bias that is not.
        rates: Shape `(B,)`.
        starts: Shape `(B, P)`.
    """

    network: Network
    recipe: Recipe
    shapes: tuple[tuple[int, int], ...]
    design: Tensor
    targets: Tensor
    loss: Loss
    paid: Tensor
    rates: Tensor
    starts: Tensor

    @property
    def batch_size(self) -> int:
        """Return the rows a step uses."""
        return self.recipe.batch_size or len(self.design)


def build_problem(dataset: Dataset, recipe: Recipe, rates: Floats, starts: Floats) -> Problem:
    """Return the problem to solve for each learning rate and start.

    Args:
        dataset: Features and targets; for a loss of classes the targets are 0 and 1.
        recipe: How to train; it has a network.
        rates: Shape `(B,)`.
        starts: Shape `(B, P)`, in the order that `Network` says.

    Raises:
        ValueError: If there is no network, if a batch is larger than the data set, if the device is not available, if
            classes are scaled, if the targets are no classes where the loss wants them, or if a parameter that is set
            by hand is none of the network's.
    """
    network = recipe.network
    if network is None:
        raise ValueError("the recipe must have a network, not None.")
    if recipe.batch_size is not None and recipe.batch_size > dataset.n:
        raise ValueError(f"batch_size must be at most the {dataset.n} rows of the data set, not {recipe.batch_size}.")
    of_classes = recipe.loss in CLASS_LOSSES
    if of_classes:
        _require_classes(dataset, recipe)
    scaler = fit_scaler(dataset, recipe.scaling)
    dtype, size = TORCH_DTYPES[recipe.dtype], network.size(dataset.d, dataset.t)
    if (beyond := max((index for _, index, _ in recipe.changed), default=0)) >= size:
        raise ValueError(f"the indices of changed must lie below the network's {size} parameters, not {beyond}.")
    device = choose_device(recipe.device, recipe.dtype, work=(recipe.batch_size or dataset.n) * size * len(rates))

    def tensor(values: NDArray[np.generic]) -> Tensor:
        # Converted before the move: some devices have no float64.
        return torch.tensor(values).to(dtype).to(device)

    return Problem(
        network,
        recipe,
        network.shapes(dataset.d, dataset.t),
        tensor(scaler.scale_features(dataset.features)),
        tensor(scaler.scale_targets(dataset.targets)),
        ALL_LOSSES[recipe.loss],
        tensor(network.weights(dataset.d, dataset.t) | recipe.decays_biases),
        tensor(rates),
        tensor(starts),
    )


def _require_classes(dataset: Dataset, recipe: Recipe) -> None:
    """Refuse targets that are no classes: each row has a 0 or 1, or of several columns exactly one 1."""
    targets = dataset.targets
    if not np.isin(targets, (0, 1)).all() or (dataset.t > 1 and not (targets.sum(axis=1) == 1).all()):
        wanted = "0 or 1" if dataset.t == 1 else "0, but for one 1 in each row"
        raise ValueError(f"the targets of loss {recipe.loss!r} must be {wanted}.")
    if recipe.scaling not in ("none", "zscore_features"):
        raise ValueError(f"classes are not scaled: scaling must be none or zscore_features, not {recipe.scaling!r}.")
