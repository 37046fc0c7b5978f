"""The landscape is the loss training sees."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest

from core.analysis import landscape
from core.data import Dataset, load, passed
from core.model import ACTIVATIONS, CLASS_LOSSES, LOSSES, Network, Recipe
from core.training import sweep


@pytest.mark.parametrize("scaling", ["none", "zscore"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
def test_each_node_is_the_loss_of_a_start(loss: str, activation: str, scaling: str) -> None:
    """Rows are biases and columns weights; each value is the loss of a run that starts there."""
    recipe = Recipe(epochs=0, loss=loss, activation=activation, scaling=scaling)
    weights, biases = np.linspace(-2, 3, 5), np.linspace(-1, 4, 3)
    grid = landscape(load("perceptron"), recipe, weights, biases)
    assert grid.shape == (3, 5)
    starts = [(w, b) for b in biases for w in weights]
    losses = sweep(load("perceptron"), recipe, starts=starts).losses[:, 0]
    np.testing.assert_allclose(grid.reshape(-1), losses, rtol=1e-12)


@pytest.mark.parametrize("scaling", ["none", "zscore_features"])
@pytest.mark.parametrize("loss", CLASS_LOSSES)
def test_a_classifier_has_a_landscape_too(loss: str, scaling: str) -> None:
    """Of a network without hidden layers each node is the loss at that weight and bias, its decay with it."""
    recipe = Recipe(epochs=0, loss=loss, scaling=scaling, weight_decay=0.1, network=Network())
    weights, biases = np.linspace(-2, 300, 5), np.linspace(-900, 4, 3)
    grid = landscape(passed(), recipe, weights, biases)
    starts = [(w, b) for b in biases for w in weights]
    losses = sweep(passed(), recipe, starts=starts).losses[:, 0]
    np.testing.assert_allclose(grid.reshape(-1), losses, rtol=1e-12)


def test_hidden_layers_have_no_landscape_over_two_parameters() -> None:
    """The refusal says what came."""
    with pytest.raises(ValueError, match=r"without hidden layers, not one of \(3,\)"):
        landscape(passed(), Recipe(loss="brier", network=Network((3,))), [0], [0])


def test_large_grids_are_evaluated_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A grid larger than a block gives the numbers of the whole."""
    axes = np.linspace(-1, 1, 11), np.linspace(0, 9, 13)
    wanted = landscape(load("study_hours"), Recipe(), *axes)
    # The module by its name: the package exports the function of the same name.
    monkeypatch.setattr(import_module("core.analysis.surface"), "BLOCK", 300)
    np.testing.assert_array_equal(landscape(load("study_hours"), Recipe(), *axes), wanted)


@pytest.mark.parametrize(
    ("dataset", "weights", "biases", "message"),
    [
        (load("crop_yields"), [1], [1], "landscape needs one feature and one target, not 3 and 2."),
        (load("study_hours"), [[1]], [1], r"weights must be a vector of finite numbers, not \[\[1\]\]."),
        (load("study_hours"), [1], [], r"biases must be a vector of finite numbers, not \[\]."),
        (load("study_hours"), [1], [np.nan], r"biases must be a vector of finite numbers, not \[nan\]."),
    ],
)
def test_grids_that_cannot_be_drawn_are_refused(dataset: Dataset, weights: Any, biases: Any, message: str) -> None:
    """The message says what came and what was wanted."""
    with pytest.raises(ValueError, match=message):
        landscape(dataset, Recipe(), weights, biases)
