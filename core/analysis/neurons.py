"""What became of a network's neurons: which are dead, which are saturated, which are copies of one another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import torch
from numpy.typing import NDArray

from core.data import fit_scaler
from core.model import ACTIVATIONS, layers_of
from core.networks.propagation import forward
from core.training import History

_FLAT = 0.05
"""A neuron is saturated on a row where its activation is less steep than this part of its steepest."""
_ALIKE = 1e-9
"""Two neurons are copies where all their weights differ by less than this part of their size."""
_STEEPEST = {"tanh": 1.0, "sigmoid": 0.25}

Place = tuple[int, int]
"""A hidden layer and a neuron in it, both from 1."""


@dataclass(frozen=True)
class Neurons:
    """The hidden neurons at an epoch.

    Attributes:
        count: How many there are.
        dead: Those of ReLU that are 0 on every row that the run learns from: their weights have no gradient.
        saturated: Of tanh and sigmoid, the share of rows and neurons at which the activation is nearly flat; None
            where there is no such neuron.
        twins: Pairs in the same layer with the same weights and bias, coming in and going out.
    """

    count: int
    dead: tuple[Place, ...]
    saturated: float | None
    twins: tuple[tuple[Place, Place], ...]


def neurons_at(run: History, epoch: int) -> Neurons:
    """Return what became of the hidden neurons of a network.

    Args:
        run: Of a network.
        epoch: A row of its parameters.

    Raises:
        ValueError: If the run is not that of a network.
    """
    network, dataset = run.recipe.network, run.dataset
    if network is None:
        raise ValueError("the run must be that of a network.")
    layers = layers_of(torch.tensor(run.parameters[epoch])[None], network.shapes(dataset.d, dataset.t))
    rows = torch.tensor(fit_scaler(dataset, run.recipe.scaling).scale_features(dataset.features))
    inner = [sums[0].numpy() for sums in forward(network, layers, rows).inner[: len(network.widths)]]
    dead = tuple(
        (layer, int(neuron) + 1)
        for layer, (sums, bend) in enumerate(zip(inner, network.activations, strict=False), 1)
        if bend == "relu"
        for neuron in np.flatnonzero((sums <= 0).all(axis=0))
    )
    matrices = [layer[0].numpy() for layer in layers]
    twins = tuple(
        ((layer, i + 1), (layer, j + 1))
        for layer, (into, out) in enumerate(pairwise(matrices), 1)
        for i, j in combinations(range(into.shape[1]), 2)
        if _same(into[:, i], into[:, j]) and _same(out[i], out[j])
    )
    return Neurons(sum(network.widths), dead, _saturated(inner, network.activations), twins)


def _same(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return bool(np.allclose(one, other, rtol=_ALIKE, atol=1e-12))


def _saturated(inner: list[NDArray[np.float64]], activations: tuple[str, ...]) -> float | None:
    flat = [
        _slope(bend, sums) < _FLAT * _STEEPEST[bend]
        for sums, bend in zip(inner, activations, strict=False)
        if bend in _STEEPEST
    ]
    return float(np.concatenate([each.ravel() for each in flat]).mean()) if flat else None


def _slope(bend: str, sums: NDArray[np.float64]) -> NDArray[np.float64]:
    value = ACTIVATIONS[bend].function(torch.tensor(sums)).numpy()
    return np.asarray(1 - value**2 if bend == "tanh" else value * (1 - value))
