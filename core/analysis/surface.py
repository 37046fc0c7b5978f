"""Evaluate the loss over a grid of weights and biases, or of two weights with the bias that is best for them."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from core.data import Dataset, fit_scaler
from core.model import ACTIVATIONS, ALL_LOSSES, Recipe, penalty
from core.training import BLOCK

_BIAS_STEPS, _LEVEL = 60, 1e-7
"""Newton's method needs about ten, halving an interval some more. So little slope is level: the loss is off by less."""


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


def landscape_of_weights(dataset: Dataset, recipe: Recipe, first: ArrayLike, second: ArrayLike) -> NDArray[np.float64]:
    """Return the lowest cross-entropy that any bias has at each pair of weights, shape `(len(second), len(first))`.

    Args:
        dataset: Two features, and two classes in one target.
        recipe: A linear classifier with the cross-entropy and a bias that costs nothing; its scaling and its penalty
            matter.
        first: Weights of the first feature, shape `(W,)`, in training units.
        second: Weights of the second, shape `(V,)`.

    Raises:
        ValueError: If data or recipe are others, or if the axes are not vectors of finite numbers.
    """
    if (dataset.d, dataset.t) != (2, 1) or recipe.loss != "cross_entropy" or recipe.decays_biases:
        raise ValueError(
            "landscape_of_weights needs two features, one target, the cross-entropy and a bias without a penalty, not "
            f"{dataset.d}, {dataset.t}, {recipe.loss} and decays_biases={recipe.decays_biases}."
        )
    one, other = axis("first", first), axis("second", second)
    x, y = fit_scaler(dataset, recipe.scaling).scale_features(dataset.features), dataset.targets[:, 0]
    sums = (one[:, None] * x[:, 0] + other[:, None, None] * x[:, 1]).reshape(-1, dataset.n)
    outputs = torch.from_numpy((sums + _best_biases(sums, float(y.mean()))[:, None]).T)[..., None]
    heights = ALL_LOSSES[recipe.loss].function(outputs, torch.tensor(y)[:, None, None]).reshape(len(other), len(one))
    if recipe.penalised:
        grid = np.stack([*np.meshgrid(one, other), np.zeros((len(other), len(one)))], axis=-1)
        heights += penalty(recipe, torch.from_numpy(grid)[..., None])
    return np.asarray(heights.numpy())


def best_bias(dataset: Dataset, recipe: Recipe, weights: ArrayLike) -> float:
    """Return the bias that has the lowest cross-entropy of all with these weights, in training units.

    Args:
        dataset: Any number of features, and two classes in one target.
        recipe: Its scaling matters; a penalty on the weights does not.
        weights: Shape `(d,)`.

    Raises:
        ValueError: If there are other targets, or another number of weights.
    """
    given = axis("weights", weights)
    if dataset.t != 1 or given.shape != (dataset.d,):
        raise ValueError(f"best_bias needs one target and {dataset.d} weights, not {dataset.t} and {len(given)}.")
    sums = fit_scaler(dataset, recipe.scaling).scale_features(dataset.features) @ given
    return float(_best_biases(sums[None], float(dataset.targets.mean()))[0])


def _best_biases(sums: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return for each row of sums the bias at which the mean probability is the share of the second class."""
    # At these ends every row is surer than the share, of one class or of the other.
    odds = np.log(share / (1 - share))
    low, high = odds - sums.max(axis=1), odds - sums.min(axis=1)
    bias = (low + high) / 2
    for _ in range(_BIAS_STEPS):
        p = 0.5 + 0.5 * np.tanh((sums + bias[:, None]) / 2)
        above = p.mean(axis=1) - share
        if np.abs(above).max() < _LEVEL:
            break
        low, high = np.where(above < 0, bias, low), np.where(above < 0, high, bias)
        slope = (p * (1 - p)).mean(axis=1)
        step = np.divide(above, slope, out=np.full_like(above, np.inf), where=slope > 0)
        # Newton's step, unless it leaves the interval that holds the answer.
        bias = np.where((low < bias - step) & (bias - step < high), bias - step, (low + high) / 2)
    return np.asarray(bias)


def axis(field: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return a vector of finite numbers.

    Raises:
        ValueError: If it is something else.
    """
    ticks = np.array(values, dtype=np.float64)
    if ticks.ndim != 1 or not len(ticks) or not np.isfinite(ticks).all():
        raise ValueError(f"{field} must be a vector of finite numbers, not {values!r}.")
    return ticks
