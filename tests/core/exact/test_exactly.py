"""What is said about runs without training them is exact, whatever device, precision and optimizer trains them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np
import pytest
import torch

from core.analysis import gradient_noise, landscape, seen_in
from core.data import load
from core.exact import minimum, slope_spread, stability
from core.model import DEVICES, OPTIMIZERS, Recipe
from core.neuron import dead_relu_starts, find_basins, neuron_minimum
from core.training import train

DATASET = load("perceptron")
NEURON = Recipe(0.001, 5, "sse", activation="relu", start=(0.3, 0.4))
LINE = replace(NEURON, activation="identity")
AXIS = np.linspace(-1, 1, 5)
RUN = train(DATASET, LINE)


def spread(recipe: Recipe) -> np.ndarray:
    found = slope_spread(DATASET, recipe)
    return np.array(found.at(3))


CORRECTIONS: dict[str, tuple[Recipe, Callable[[Recipe], Any]]] = {
    "neuron_minimum": (NEURON, lambda recipe: neuron_minimum(DATASET, recipe).parameters),
    "neuron_minimum of tanh": (replace(NEURON, activation="tanh"), lambda r: neuron_minimum(DATASET, r).parameters),
    "dead_relu_starts": (NEURON, lambda recipe: dead_relu_starts(DATASET, recipe)),
    "find_basins": (NEURON, lambda recipe: find_basins(DATASET, recipe, AXIS, AXIS).losses),
    "landscape": (NEURON, lambda recipe: landscape(DATASET, recipe, AXIS, AXIS)),
    "gradient_noise": (replace(LINE, batch_size=5), lambda recipe: gradient_noise(DATASET, recipe, [0.3, 0.4])),
    "minimum": (LINE, lambda recipe: minimum(DATASET, recipe).parameters),
    "stability": (LINE, lambda recipe: stability(DATASET, recipe).eigenvalues),
    "slope_spread": (LINE, spread),
    "seen_in": (LINE, lambda r: seen_in(replace(RUN, recipe=r), replace(r, loss="mse")).losses),
}


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every device but the CPU one whose tensors hold no numbers: who reads them fails."""

    def chosen(device: str, *_: object, **__: object) -> torch.device:
        return torch.device("cpu" if device == "cpu" else "meta")

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    monkeypatch.setattr(import_module("core.training.problem"), "choose_device", chosen)


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("name", CORRECTIONS)
def test_device_and_precision_do_not_matter(name: str, device: str, dtype: str) -> None:
    """On every device and in single precision the answer is that of the CPU in double precision, to the last bit."""
    recipe, answer = CORRECTIONS[name]
    exact = answer(replace(recipe, device="cpu", dtype="float64"))
    found = answer(replace(recipe, device=device, dtype=dtype))
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found, exact)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch_size", [None, 1, 5])
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_the_best_neuron_is_the_same_for_every_optimizer(
    activation: str, batch_size: int | None, optimizer: str
) -> None:
    """Where the loss is smallest has nothing to do with how one goes there."""
    recipe = replace(NEURON, activation=activation)
    best = neuron_minimum(DATASET, recipe)
    other = neuron_minimum(DATASET, replace(recipe, optimizer=optimizer, batch_size=batch_size, momentum=0.5))
    np.testing.assert_array_equal(other.parameters, best.parameters)
    assert other.loss == best.loss
