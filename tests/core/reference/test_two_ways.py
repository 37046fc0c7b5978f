"""From scratch, with PyTorch's parts, and by this house: three loops, the same numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from core.data import Dataset, load
from core.exact import least_squares
from core.model import Recipe
from core.reference import from_scratch, walk, with_parts
from core.training import train

WAYS = pytest.mark.parametrize("way", [from_scratch, with_parts])
RAW, SCALED = {"learning_rate": 1e-5, "scaling": "none"}, {"learning_rate": 0.3, "scaling": "zscore_features"}


@WAYS
@pytest.mark.parametrize("batch_size", [None, 1, 2, 5, 15])
@pytest.mark.parametrize("shuffle", [True, False], ids=["shuffled", "in order"])
@pytest.mark.parametrize("start", ["zeros", "random"])
@pytest.mark.parametrize("scaling", [RAW, {"learning_rate": 0.1, "scaling": "zscore_features"}], ids=["raw", "scaled"])
def test_both_ways_are_core_train(
    way: Any, batch_size: int | None, shuffle: bool, start: str, scaling: dict[str, Any]
) -> None:
    """Whatever batch, order, start and scaling: losses and parameters of every epoch agree to a billionth."""
    recipe = Recipe(epochs=12, batch_size=batch_size, shuffle=shuffle, start=start, seed=5, **scaling)
    run, walked = train(load("crop_yields_15"), recipe), walk(way, load("crop_yields_15"), recipe)
    assert run.diverged_at is None
    np.testing.assert_allclose(walked.losses, run.losses, rtol=1e-9)
    np.testing.assert_allclose(walked.parameters, run.parameters, rtol=1e-9, atol=1e-12)


@WAYS
def test_runs_whose_losses_are_known(way: Any) -> None:
    """The known losses: raw and scaled on five rows, and batches of five in the order of the fifteen rows."""
    five, fifteen = load("crop_yields"), load("crop_yields_15")
    raw = walk(way, five, Recipe(1e-5, 100))
    np.testing.assert_allclose(raw.losses[-1], 153.9366202, rtol=5e-10)
    scaled = walk(way, five, Recipe(0.5, 100, scaling="zscore_features"))
    np.testing.assert_allclose(scaled.losses[-1], 0.4831212221, rtol=5e-10)
    batches = walk(way, fifteen, Recipe(1e-5, 100, batch_size=5, shuffle=False))
    exact = [2868.4273482199806, 346.7158918269263, 25.010527351958816]
    np.testing.assert_allclose(batches.losses[[1, 10, 100]], exact, rtol=1e-10)


@WAYS
@pytest.mark.parametrize("case", [RAW, SCALED], ids=["raw", "scaled"])
def test_one_step_by_hand(way: Any, case: dict[str, Any], two_by_two: Dataset) -> None:
    """From zeros the first step is 2/(n t) times the learning rate times features and targets, multiplied."""
    recipe = Recipe(epochs=1, **case)
    x, y = two_by_two.features, two_by_two.targets
    if recipe.scaling != "none":
        x = (x - x.mean(0)) / x.std(0)
    step = recipe.learning_rate * 2 / y.size * np.vstack([x.T @ y, y.sum(0)])
    walked = walk(way, two_by_two, recipe)
    np.testing.assert_allclose(walked.parameters, [np.zeros(6), step.ravel()], rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(walked.losses[0], (y**2).mean(), rtol=1e-12)


@WAYS
def test_they_find_the_exact_answer(way: Any) -> None:
    """On scaled features both reach the loss of least squares."""
    walked = walk(way, load("crop_yields"), Recipe(0.5, 150, scaling="zscore_features"))
    np.testing.assert_allclose(walked.losses[-1], least_squares(load("crop_yields")).mse, rtol=1e-10)


@WAYS
def test_the_seed_fixes_the_order(way: Any) -> None:
    """The same seed gives the same run to the last bit, another one another run."""
    recipes = [Recipe(1e-5, 6, batch_size=5, seed=seed) for seed in (1, 1, 2)]
    one, same, other = (walk(way, load("crop_yields_15"), recipe).losses for recipe in recipes)
    assert one.tolist() == same.tolist()
    assert (one[1:] != other[1:]).all()


@WAYS
def test_no_epochs(way: Any) -> None:
    """Without epochs there is the start alone, and its loss."""
    dataset = load("crop_yields")
    walked = walk(way, dataset, Recipe(epochs=0))
    assert walked.parameters.tolist() == [[0.0] * 8]
    np.testing.assert_allclose(walked.losses, [(dataset.targets**2).mean()], rtol=1e-12)


@WAYS
def test_a_run_that_diverges_says_so_in_numbers(way: Any) -> None:
    """Far above the critical rate the loss grows beyond every number; nothing is raised."""
    walked = walk(way, load("crop_yields"), Recipe(1.0, 60))
    assert walked.losses[3] > 1e8 * walked.losses[0]
    assert not np.isfinite(walked.losses[-1])


@WAYS
def test_the_start_is_not_touched(way: Callable[..., Any]) -> None:
    """The tensors that come in are the same after training."""
    weights, biases = torch.ones(1, 2), torch.zeros(1)
    inputs, targets = torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[1.0], [2.0]])
    list(way(inputs, targets, weights, biases, learning_rate=0.01, epochs=3, batch_size=1))
    assert weights.tolist() == [[1.0, 1.0]]
    assert biases.tolist() == [0.0]


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"loss": "mae"}, "the loss 'mse', not 'mae'"),
        ({"optimizer": "adam"}, "the optimizer 'sgd', not 'adam'"),
        ({"activation": "relu"}, "the activation 'identity', not 'relu'"),
        ({"start": (1.0, 2.0)}, "8 numbers"),
        ({"earlier": ((10, 0.1),)}, r"the earlier \(\), not \(\(10, 0.1\),\)"),
    ],
)
def test_other_recipes_are_refused(choices: dict[str, Any], said: str) -> None:
    """What the two ways do not do is said, with what was wanted."""
    with pytest.raises(ValueError, match=said):
        walk(from_scratch, load("crop_yields"), Recipe(**choices))
