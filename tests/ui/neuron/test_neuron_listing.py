"""The neuron's script, pasted and run, ends where the lesson's run ends."""

from __future__ import annotations

import re

import numpy as np
import pytest

from core import ACTIVATIONS, Recipe, load, train
from tests.ui.test_listing import printed
from ui.listing import listing
from ui.neuron.listing import neuron_listing


def numbers(said: str) -> list[float]:
    """Return the printed loss, weight and bias."""
    found = re.fullmatch(r"loss (\S+)\nweight (\S+) bias (\S+)\n", said)
    assert found
    return [float(number) for number in found.groups()]


@pytest.mark.parametrize("start", [(0.3, 0.4), (0.9, 0.9), "zeros", "uniform", "random"], ids=str)
@pytest.mark.parametrize("loss", ["sse", "mse"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_script_is_the_run(activation: str, loss: str, start: str | tuple[float, float]) -> None:
    """With each activation, loss and start the script prints core's last loss, weight and bias."""
    recipe = Recipe(0.001, 40, loss, activation=activation, start=start, seed=3)
    run = train(load("perceptron"), recipe)
    said = numbers(printed(neuron_listing(load("perceptron"), recipe)))
    np.testing.assert_allclose(said, [run.losses[-1], *run.parameters[-1]], rtol=1e-10)


def test_a_run_with_an_activation_is_listed_as_a_neuron() -> None:
    """The general listing, which knows `torch.nn.Linear` alone, hands a neuron on."""
    recipe = Recipe(0.001, 40, "sse", activation="relu", start=(0.3, 0.4))
    assert listing(load("perceptron"), recipe) == neuron_listing(load("perceptron"), recipe)
    assert "torch.nn.Linear" in listing(load("perceptron"), Recipe())
