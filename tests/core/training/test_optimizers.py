"""Every recipe walks the way of the plain PyTorch loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.data import SCALINGS, Dataset
from core.model import ACTIVATIONS, DEVICES, LOSSES, OPTIMIZERS, Recipe
from core.training import sweep, train

AVAILABLE = [name for name in ("cpu", "cuda") if DEVICES[name].function()]
START = (0.31, -0.22, 0.13, 0.41, -0.17, 0.29)
Loop = Callable[..., Any]


def agree(history: Any, walked: Any) -> None:
    """Compare all numbers of a history with the plain loop's, at 1e-9 of their size."""
    for ours, theirs in zip((history.parameters, history.losses, history.gradients), walked, strict=True):
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9 * max(1.0, np.abs(theirs).max()))


@pytest.mark.parametrize("device", AVAILABLE)
@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_optimizer_and_scaling_agrees_with_torch(
    loss: str, optimizer: str, scaling: str, device: str, two_by_two: Dataset, plain_loop: Loop
) -> None:
    """Parameters, losses and gradients over 200 epochs are those of autograd and `torch.optim`."""
    # RMSprop near its goal doubles rounding errors each step, in torch as here: keep it on its way.
    rate = 0.002 if loss == "sse" or optimizer == "rmsprop" else 0.02
    recipe = Recipe(rate, 200, loss, optimizer, scaling=scaling, start=START, device=device)
    history = train(two_by_two, recipe)
    assert history.diverged_at is None
    agree(history, plain_loop(two_by_two, recipe, np.array(START)))


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
@pytest.mark.parametrize("scaling", ["none", "zscore_features"])
def test_long_runs_agree_with_torch(optimizer: str, scaling: str, two_by_two: Dataset, plain_loop: Loop) -> None:
    """Three thousand epochs, of which the affine map takes many at once, stay within 1e-9 of the loop."""
    recipe = Recipe(0.03, 3000, optimizer=optimizer, momentum=0.7, scaling=scaling, start=START)
    agree(train(two_by_two, recipe), plain_loop(two_by_two, recipe, np.array(START)))


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_diverging_runs_agree_with_torch_up_to_their_end(optimizer: str, two_by_two: Dataset, plain_loop: Loop) -> None:
    """A run that diverges takes the way of the plain loop until it is cut."""
    recipe = Recipe(0.3, 300, optimizer=optimizer, start=START)
    history = train(two_by_two, recipe)
    assert history.diverged_at == history.epochs[-1] < 100
    walked = plain_loop(two_by_two, replace(recipe, epochs=history.diverged_at), np.array(START))
    np.testing.assert_allclose(history.parameters, walked.parameters, rtol=1e-9)
    np.testing.assert_allclose(history.losses, walked.losses, rtol=1e-9)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "adam"])
@pytest.mark.parametrize("loss", ["sse", "huber"])
def test_activations_agree_with_torch(
    activation: str, optimizer: str, loss: str, two_by_two: Dataset, plain_loop: Loop
) -> None:
    """An activation of `w x`, before the bias, gives the loop's numbers for weights of either sign."""
    recipe = Recipe(0.002, 150, loss, optimizer, activation=activation, start=START)
    agree(train(two_by_two, recipe), plain_loop(two_by_two, recipe, np.array(START)))


@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize("batch_size", [1, 4, 9])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_mini_batches_agree_with_torch(
    optimizer: str, batch_size: int, shuffle: bool, two_by_two: Dataset, plain_loop: Loop
) -> None:
    """Each epoch goes through all rows once, also when the last batch is smaller; 9 of 9 is full batch."""
    recipe = Recipe(0.004, 60, optimizer=optimizer, batch_size=batch_size, shuffle=shuffle, start=START, seed=3)
    agree(train(two_by_two, recipe), plain_loop(two_by_two, recipe, np.array(START)))


def test_mini_batches_of_another_seed_take_another_way(two_by_two: Dataset) -> None:
    """The seed decides the order of the rows; the same seed gives the same run."""
    recipe = Recipe(0.004, 20, batch_size=2)
    first, again = train(two_by_two, recipe), train(two_by_two, recipe)
    other = train(two_by_two, replace(recipe, seed=1))
    np.testing.assert_array_equal(first.parameters, again.parameters)
    assert np.abs(first.parameters[-1] - other.parameters[-1]).max() > 1e-6


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch_size", [None, 4])
def test_a_family_is_its_runs_one_by_one(optimizer: str, batch_size: int | None, two_by_two: Dataset) -> None:
    """Runs trained together, some of which diverge, are those trained alone."""
    rates = [0.001, 0.4, 0.02, 3.0]
    recipe = Recipe(epochs=300, optimizer=optimizer, batch_size=batch_size, start=START)
    family = sweep(two_by_two, recipe, rates)
    assert len(family) == 4
    for together, rate in zip(family, rates, strict=True):
        alone = train(two_by_two, replace(recipe, learning_rate=rate))
        assert together.recipe == alone.recipe
        assert together.diverged_at == alone.diverged_at
        for name in ("epochs", "losses", "parameters", "gradients"):
            np.testing.assert_allclose(getattr(together, name), getattr(alone, name), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_single_precision_follows_double(optimizer: str, two_by_two: Dataset) -> None:
    """In float32 the run is the same to six digits but not to twelve, and comes back as float64."""
    recipe = Recipe(0.02, 100, optimizer=optimizer, start=START)
    exact, rough = train(two_by_two, recipe), train(two_by_two, replace(recipe, dtype="float32"))
    assert rough.parameters.dtype == rough.losses.dtype == rough.gradients.dtype == np.float64
    np.testing.assert_allclose(rough.parameters, exact.parameters, rtol=1e-3, atol=1e-4)
    assert np.abs(rough.parameters - exact.parameters).max() > 1e-12
