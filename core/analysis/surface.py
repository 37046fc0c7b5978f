"""Evaluate the loss over a grid of weights and biases."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from core.data import Dataset
from core.model import ACTIVATIONS, LOSSES, Recipe, penalty
from core.training import BLOCK, build_exact_problem


def landscape(dataset: Dataset, recipe: Recipe, weights: ArrayLike, biases: ArrayLike) -> NDArray[np.float64]:
    """Return the loss over all rows, with its penalty, at each grid node, shape `(len(biases), len(weights))`.

    Args:
        dataset: One feature and one target.
        recipe: Its loss, activation, scaling and penalty matter.
        weights: Shape `(W,)`, in training units.
        biases: Shape `(V,)`, in training units.

    Raises:
        ValueError: If there are more features or targets, or if the axes are not vectors of finite numbers.
    """
    if dataset.d != 1 or dataset.t != 1:
        raise ValueError(f"landscape needs one feature and one target, not {dataset.d} and {dataset.t}.")
    w, b = axis("weights", weights), axis("biases", biases)
    problem = build_exact_problem(dataset, recipe)
    outer = ACTIVATIONS[recipe.activation].function(problem.design[:, :1] * torch.from_numpy(w))
    loss, targets = LOSSES[recipe.loss].function, problem.targets[:, None, None]
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
