"""Squared losses over many rows are those over as many rows as there are parameters, and no work is done twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from core.data import Dataset
from core.model import Recipe
from core.training import build_problem, evaluate, reduced, stepwise, train


def many_rows(targets: int = 1, *, twins: bool = False) -> Dataset:
    """Give 300 rows of three features of different sizes; with twins, two of them are the same."""
    draw = np.random.default_rng(3)
    x = draw.normal(2.0, 1.0, (300, 3)) * [1.0, 0.3, 4.0]
    if twins:
        x[:, 1] = x[:, 0]
    y = x @ draw.normal(size=(3, targets)) + 5 + draw.normal(0, 0.3, (300, targets))
    return Dataset.from_arrays(x, y)


RECIPES = [
    Recipe(0.02, 300, optimizer="adam"),
    Recipe(0.1, 300, "sse", "adagrad"),
    Recipe(0.01, 300, optimizer="rmsprop", weight_decay=0.1, decays_biases=True),
    Recipe(0.02, 300, optimizer="adam", weight_decay=0.1, decoupled=True, scaling="max"),
    Recipe(0.01, 300, optimizer="momentum", l1=0.2),
    Recipe(0.01, 300, optimizer="nesterov", weight_decay=0.3),
    Recipe(0.01, 300),
]


@pytest.mark.parametrize("dataset", [many_rows(), many_rows(2), many_rows(twins=True)], ids=["one", "two", "twins"])
@pytest.mark.parametrize("recipe", RECIPES, ids=range(len(RECIPES)))
def test_fewer_rows_train_as_all_do(dataset: Dataset, recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parameters, losses and gradients are those of all rows to twelve digits, with every penalty, also of twins."""
    short = train(dataset, recipe)
    monkeypatch.setattr("core.training.engine.reduced", lambda problem: problem)
    whole = train(dataset, recipe)
    scale = np.abs(whole.parameters).max()
    np.testing.assert_allclose(short.parameters, whole.parameters, rtol=1e-11, atol=1e-12 * scale)
    np.testing.assert_allclose(short.losses, whole.losses, rtol=1e-12)
    np.testing.assert_allclose(short.gradients, whole.gradients, rtol=1e-10, atol=1e-11 * np.abs(whole.gradients).max())


@pytest.mark.parametrize("loss", ["mse", "sse"])
def test_a_perfect_fit_stays_one(loss: str) -> None:
    """Where all rows lie on a plane, the loss there is rounding, as it is of all rows, and never below 0."""
    x = np.random.default_rng(5).normal(size=(400, 2))
    dataset, recipe = Dataset.from_arrays(x, x @ [2.0, -1.0] + 3), Recipe(loss=loss)
    problem = reduced(build_problem(dataset, recipe, np.ones(1), np.array([[2.0, -1.0, 3.0]])))
    assert len(problem.design) == 3
    trace = evaluate(problem, problem.starts[:, None])
    assert 0 <= trace.losses.item() < 1e-25
    assert trace.gradients.abs().max() < 1e-11


@pytest.mark.parametrize(
    "change",
    [{"loss": "mae"}, {"dtype": "float32"}, {"batch_size": 50}, {"activation": "tanh"}, {"loss": "huber"}],
    ids=str,
)
def test_what_is_no_sum_of_squares_keeps_its_rows(change: dict[str, Any]) -> None:
    """Other losses, activations, mini-batches and float32, whose rounding is to be seen, go through the rows."""
    problem = build_problem(many_rows(), replace(Recipe(), **change), np.ones(1), np.zeros((1, 4)))
    assert reduced(problem) is problem


def test_few_rows_are_kept() -> None:
    """With fewer rows than parameters, or hardly more, nothing is reduced."""
    for rows in (2, 4, 63):
        x = np.random.default_rng(rows).normal(size=(rows, 3))
        problem = build_problem(Dataset.from_arrays(x, x.sum(axis=1)), Recipe(), np.ones(1), np.zeros((1, 4)))
        assert reduced(problem) is problem


@pytest.mark.parametrize("recipe", [Recipe(epochs=50, loss="mae"), Recipe(epochs=50, optimizer="adam")])
def test_an_epoch_finds_its_gradient_once(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gradient that a history shows after an epoch is the one that the next step of all rows takes."""
    counted: list[int] = []
    gradient: Callable[..., torch.Tensor] = stepwise.gradient

    def counting(problem: Any, theta: torch.Tensor, rows: Any = None) -> torch.Tensor:
        counted.append(theta.shape[1])
        return gradient(problem, theta, rows)

    monkeypatch.setattr("core.training.stepwise.gradient", counting)
    monkeypatch.setattr("core.training.updates.gradient", counting)
    train(many_rows(), recipe)
    assert counted == [1] * (recipe.epochs + 1)
