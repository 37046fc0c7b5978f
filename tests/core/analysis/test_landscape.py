"""The landscape is the loss training sees."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from core.analysis import best_bias, landscape, landscape_of_weights
from core.data import Dataset, load, passed
from core.data.classes import penguins
from core.exact import logistic_optimum
from core.model import ACTIVATIONS, CLASS_LOSSES, LOSSES, Network, Recipe
from core.training import sweep, train


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


@pytest.mark.parametrize("decay", [0.0, 0.1])
@pytest.mark.parametrize("scaling", ["none", "zscore_features"])
def test_no_bias_is_better_than_the_landscape_of_two_weights(scaling: str, decay: float) -> None:
    """Each node is the loss of a bias that SciPy's search finds for its weights; at the optimum it is the optimum."""
    bills = penguins(("Adelie", "Chinstrap"))
    recipe = Recipe(epochs=0, loss="cross_entropy", scaling=scaling, weight_decay=decay, network=Network())
    best = logistic_optimum(bills, recipe)
    assert best.parameters is not None
    one, other = best.parameters[0] * np.array([-1, 0, 1, 4]), best.parameters[1] * np.array([-2, 1, 3])
    grid = landscape_of_weights(bills, recipe, one, other)
    assert grid.shape == (3, 4)
    assert grid[1, 2] == pytest.approx(best.loss, abs=1e-12)

    def loss_of(bias: float, w: float, v: float) -> float:
        return float(train(bills, replace(recipe, start=(w, v, bias))).losses[0])

    for (j, i), height in np.ndenumerate(grid):
        found = minimize_scalar(loss_of, bracket=(-1, 1), args=(one[i], other[j]), tol=1e-10)
        assert height == pytest.approx(found.fun, rel=1e-9)
        bias = best_bias(bills, recipe, (one[i], other[j]))
        assert loss_of(bias, one[i], other[j]) == pytest.approx(found.fun, rel=1e-9)


def test_a_best_bias_is_that_of_all_weights() -> None:
    """Too few weights, or a third class, are refused, and it is said what came."""
    for dataset, weights in ((penguins(("Adelie", "Gentoo")), [1.0]), (penguins(), [1.0, 2.0])):
        with pytest.raises(ValueError, match=f"2 weights, not {dataset.t} and {len(weights)}"):
            best_bias(dataset, Recipe(loss="cross_entropy", network=Network()), weights)


def test_a_landscape_of_two_weights_is_that_of_two_classes() -> None:
    """Three classes, one feature, or another loss are refused, and it is said what came."""
    for dataset, loss in (
        (penguins(), "cross_entropy"),
        (passed(), "cross_entropy"),
        (penguins(("Adelie", "Gentoo")), "brier"),
    ):
        with pytest.raises(ValueError, match=f"not {dataset.d}, {dataset.t}, {loss}"):
            landscape_of_weights(dataset, Recipe(loss=loss, network=Network()), [0], [0])
