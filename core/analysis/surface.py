"""Evaluate the loss over a grid of weights and biases."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from core.data import Dataset, fit_scaler
from core.model import ACTIVATIONS, ALL_LOSSES, Recipe, penalty
from core.training import BLOCK


def landscape(dataset: Dataset, recipe: Recipe, weights: ArrayLike, biases: ArrayLike) -> NDArray[np.float64]:
    """Return the loss over all rows, with its penalty, at each grid node, shape `(len(biases), len(weights))`.

    Args:
        dataset: One feature and one target.
        recipe: Its loss, activation, scaling and penalty matter; a network must have no hidden layer.
        weights: Shape `(W,)`, in training units.
        biases: Shape `(V,)`, in training units.

    Raises:
        ValueError: If there are more features or targets, if there are hidden layers, or if the axes are not vectors
            of finite numbers.
    """
    if recipe.network is not None and recipe.network.widths:
        raise ValueError(f"landscape needs a network without hidden layers, not one of {recipe.network.widths}.")
    if dataset.d != 1 or dataset.t != 1:
        raise ValueError(f"landscape needs one feature and one target, not {dataset.d} and {dataset.t}.")
    w, b = axis("weights", weights), axis("biases", biases)
    scaler, bend = fit_scaler(dataset, recipe.scaling), "identity" if recipe.network else recipe.activation
    features, targets = (
        torch.tensor(part) for part in (scaler.scale_features(dataset.features), scaler.scale_targets(dataset.targets))
    )
    outer = ACTIVATIONS[bend].function(features * torch.from_numpy(w))
    loss, targets = ALL_LOSSES[recipe.loss].function, targets[:, None, None]
    height = max(1, BLOCK // outer.numel())
    rows = [
        loss((outer[:, None] + part[:, None])[..., None], targets) for part in torch.split(torch.from_numpy(b), height)
    ]
    heights = torch.cat(rows)
    if recipe.penalised:
        grid = torch.meshgrid(torch.from_numpy(b), torch.from_numpy(w), indexing="ij")
        heights += penalty(recipe, torch.stack(grid[::-1], dim=-1)[..., None])
    return np.asarray(heights.numpy())


def axis(field: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return a vector of finite numbers.

    Raises:
        ValueError: If it is something else.
    """
    ticks = np.array(values, dtype=np.float64)
    if ticks.ndim != 1 or not len(ticks) or not np.isfinite(ticks).all():
        raise ValueError(f"{field} must be a vector of finite numbers, not {values!r}.")
    return ticks
