"""With a penalty on large weights the neuron's minimum is another, and dead neurons may come back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from scipy.optimize import minimize

from core.data import load
from core.exact import minimum
from core.model import ACTIVATIONS, Recipe
from core.neuron import dead_relu_starts, leads_back, level_minimum, neuron_minimum, polygon_area
from core.training import build_exact_problem, evaluate, sweep, train

PENALTIES = [
    {"weight_decay": 0.5},
    {"weight_decay": 40.0, "decays_biases": True},
    {"l1": 2.0},
    {"l1": 30.0, "decays_biases": True},
    {"weight_decay": 1.0, "l1": 1.0, "decays_biases": True},
    {"weight_decay": 1000.0},
    {"l1": 1000.0},
]


@pytest.mark.parametrize("penalty", PENALTIES, ids=str)
@pytest.mark.parametrize("loss", ["mse", "sse"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_no_search_goes_below_the_minimum_with_a_penalty(activation: str, loss: str, penalty: dict[str, Any]) -> None:
    """From either side of 0 a search that knows nothing of derivatives finds the same loss, and none below it."""
    recipe = Recipe(loss=loss, activation=activation, **penalty)
    best = neuron_minimum(load("perceptron"), recipe)
    problem = build_exact_problem(load("perceptron"), recipe)

    def cost(point: np.ndarray) -> float:
        return float(evaluate(problem, torch.from_numpy(point.copy())[None, None, :, None]).losses[0, 0])

    assert cost(best.parameters) == pytest.approx(best.loss, rel=1e-14)
    options = {"xatol": 1e-8, "fatol": 1e-10}
    found = [minimize(cost, start, method="Nelder-Mead", options=options).fun for start in ((-1.0, 0.5), (0.2, 2.0))]
    assert best.loss <= min(found) * (1 + 1e-12)
    assert best.loss == pytest.approx(min(found), rel=1e-7)


@pytest.mark.parametrize("penalty", PENALTIES, ids=str)
@pytest.mark.parametrize("loss", ["mse", "sse"])
def test_without_activation_it_is_ridge_and_lasso(loss: str, penalty: dict[str, Any]) -> None:
    """The straight line's answer is that of `core.exact`; ReLU has the same, since its weight is above 0."""
    straight = Recipe(loss=loss, **penalty)
    known = minimum(load("perceptron"), straight)
    for activation in ("identity", "relu"):
        found = neuron_minimum(load("perceptron"), replace(straight, activation=activation))
        np.testing.assert_allclose(found.parameters, known.parameters, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(found.loss, known.loss, rtol=1e-13)


@pytest.mark.parametrize("penalty", [{}, *PENALTIES], ids=str)
@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_a_level_line_has_its_best_bias(activation: str, penalty: dict[str, Any]) -> None:
    """With a weight of 0 no other bias is better; without a penalty it is the mean of the targets."""
    recipe = Recipe(loss="sse", activation=activation, **penalty)
    level = level_minimum(load("perceptron"), recipe)
    assert level.parameters[0] == 0
    starts = [(0.0, level.parameters[1] + step) for step in (-1e-3, 1e-3)]
    assert (sweep(load("perceptron"), replace(recipe, epochs=0), starts=starts).losses[:, 0] > level.loss).all()
    if not penalty:
        np.testing.assert_allclose(level.loss, 8.912376, rtol=1e-10)
    assert level.loss >= neuron_minimum(load("perceptron"), recipe).loss


@pytest.mark.parametrize("penalty", [{"weight_decay": 20.0}, {"l1": 30.0}, {"weight_decay": 5.0, "l1": 5.0}], ids=str)
def test_the_first_step_with_a_penalty_cuts_off_a_corner(penalty: dict[str, float]) -> None:
    """The corner's edge is where the weight is exactly 0 after one step of that gradient."""
    recipe = Recipe(0.001, 1, "sse", activation="relu", **penalty)
    corners = dead_relu_starts(load("perceptron"), recipe)
    assert 0.07 < polygon_area(corners) < 0.2
    on_edge = [corner for corner in corners if not set(corner) <= {0.0, 1.0}]
    run = sweep(load("perceptron"), recipe, starts=on_edge)
    np.testing.assert_allclose(run.parameters[:, 1, 0], 0, atol=1e-15)


@pytest.mark.parametrize(
    ("penalty", "alive"),
    [({"weight_decay": 50.0}, False), ({"weight_decay": 1500.0}, True), ({"l1": 5.0}, True), ({}, False)],
)
def test_what_leads_the_dead_back(penalty: dict[str, float], alive: bool) -> None:
    """L1 and a decay beyond 1/rate take a negative weight over 0; a smaller one brings it no further than 0."""
    recipe = Recipe(0.001, 200, "sse", activation="relu", start=(-0.3, 0.4), **penalty)
    assert leads_back(recipe) == alive
    weights = train(load("perceptron"), recipe).parameters[:, 0]
    assert (weights > 0).any() == alive
