"""Run a recipe the two ways a course writes it: from scratch, and with PyTorch's own parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import torch
from numpy.typing import NDArray

from core.data import Dataset, fit_scaler
from core.model import TORCH_DTYPES, Recipe
from core.reference.tensors_by_hand import Snapshot
from core.training import broadcast_runs

Floats = NDArray[np.float64]
Way = Callable[..., Iterator[Snapshot]]

_PLAIN = MappingProxyType({
    "loss": "mse", "optimizer": "sgd", "activation": "identity", "earlier": (), "schedule": "constant", "warm_up": 0,
    "weight_decay": 0.0, "l1": 0.0,
})  # fmt: skip
"""What both ways are written for."""


@dataclass(frozen=True, eq=False)
class Walk:
    """What a training loop went through, in training units.

    Attributes:
        losses: Shape `(k + 1,)`, over all rows.
        parameters: Shape `(k + 1, P)`: each feature's weights for all targets, then the biases.
    """

    losses: Floats
    parameters: Floats


def walk(way: Way, dataset: Dataset, recipe: Recipe) -> Walk:
    """Train by `from_scratch` or `with_parts`, from the start and through the rows that the recipe says.

    Args:
        way: One of the two.
        dataset: Features and targets.
        recipe: How to train; plain descent on the mean squared error, at one learning rate, without a penalty.

    Raises:
        ValueError: If the recipe is of another kind, or does not fit the data set.
    """
    for field, wanted in _PLAIN.items():
        came = getattr(recipe, field)
        if came != wanted:
            raise ValueError(f"walk needs the {field} {wanted!r}, not {came!r}.")
    scaler, dtype = fit_scaler(dataset, recipe.scaling), TORCH_DTYPES[recipe.dtype]
    _, points = broadcast_runs(dataset, recipe, None, None)
    theta = torch.tensor(points[0], dtype=dtype).reshape(dataset.d + 1, dataset.t)
    size = recipe.batch_size or dataset.n
    mixed = recipe.shuffle and size < dataset.n
    snapshots = way(
        torch.tensor(scaler.scale_features(dataset.features), dtype=dtype),
        torch.tensor(scaler.scale_targets(dataset.targets), dtype=dtype),
        theta[:-1].T,
        theta[-1],
        learning_rate=recipe.learning_rate,
        epochs=recipe.epochs,
        batch_size=size,
        generator=torch.Generator().manual_seed(recipe.seed) if mixed else None,
    )
    losses, parameters = [], []
    for loss, weights, biases in snapshots:
        losses.append(loss)
        parameters.append(torch.cat([weights.T.reshape(-1), biases]).tolist())
    return Walk(np.array(losses), np.array(parameters))
