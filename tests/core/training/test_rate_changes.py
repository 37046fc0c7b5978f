"""A learning rate changed in mid-run does what it does in `torch.optim`, and leaves the past as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.data import Dataset, load
from core.model import OPTIMIZERS, Recipe
from core.training import Family, stream, sweep, train
from core.training import engine as training_module

START = (0.31, -0.22, 0.13, 0.41, -0.17, 0.29)
RATE_CHANGES = ((1, 0.003), (64, 0.01), (65, 0.002), (150, 0.015))
Loop = Callable[..., Any]


def agree(history: Any, walked: Any) -> None:
    """Compare all numbers of a history with the plain loop's, at 1e-9 of their size."""
    for ours, theirs in zip((history.parameters, history.losses, history.gradients), walked, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9 * max(1.0, np.abs(theirs).max()))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(
    "fields", [{}, {"loss": "huber"}, {"batch_size": 4}, {"dtype": "float64", "scaling": "zscore"}], ids=str
)
def test_every_optimizer_agrees_with_torch(
    optimizer: str, fields: dict[str, Any], two_by_two: Dataset, plain_loop: Loop
) -> None:
    """Four changes of `param_group["lr"]`, two of them one epoch apart, by either engine, to 1e-9."""
    recipe = Recipe(0.006, 300, optimizer=optimizer, start=START, earlier=RATE_CHANGES, **fields)
    history = train(two_by_two, recipe)
    assert history.diverged_at is None
    assert len(history.epochs) == 301
    agree(history, plain_loop(two_by_two, recipe, np.array(START)))


@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_the_optimizer_keeps_its_state(optimizer: str, two_by_two: Dataset) -> None:
    """A run that goes on at the same rate is the run without rate changes: velocity and means survive the change."""
    plain = Recipe(0.01, 200, optimizer=optimizer, start=START)
    whole, changed = train(two_by_two, plain), train(two_by_two, replace(plain, earlier=((77, 0.01),)))
    np.testing.assert_allclose(changed.parameters, whole.parameters, rtol=1e-10)
    afresh = train(two_by_two, replace(plain, epochs=123, start=tuple(whole.parameters[77])))
    assert np.abs(afresh.parameters[5] - whole.parameters[82]).max() > 1e-4


@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "rmsprop"])
def test_runs_of_a_sweep_share_their_past(optimizer: str, two_by_two: Dataset) -> None:
    """Up to the last rate change all rates give the same numbers; from there each is the run trained alone."""
    recipe = Recipe(epochs=200, optimizer=optimizer, start=START, earlier=((30, 0.01), (90, 0.004)))
    rates = [0.001, 0.9, 0.02]
    family = sweep(two_by_two, recipe, rates)
    for run, rate in zip(family, rates, strict=True):
        np.testing.assert_array_equal(run.parameters[:91], family[0].parameters[:91])
        alone = train(two_by_two, replace(recipe, learning_rate=rate))
        assert run.recipe == alone.recipe
        assert run.diverged_at == alone.diverged_at
        np.testing.assert_allclose(run.parameters, alone.parameters, rtol=1e-9, atol=1e-9)
    assert np.abs(family[0].parameters[91] - family[2].parameters[91]).max() > 1e-6


def test_divergence_can_begin_with_a_rate_change() -> None:
    """A rate beyond the critical one diverges from its own rate change on, and one in the past ends all runs there."""
    dataset = load("study_hours")
    late = train(dataset, Recipe(0.1, 500, earlier=((100, 0.01),)))
    assert late.diverged_at is not None
    assert 100 < late.diverged_at < 200
    calm = train(dataset, Recipe(0.01, 100))
    np.testing.assert_array_equal(late.parameters[:101], calm.parameters)
    gone = sweep(dataset, Recipe(epochs=500, earlier=((100, 0.1),)), [0.001, 0.01])
    assert gone.diverged_at[0] == gone.diverged_at[1] == gone.epochs[-1] < 100


def test_a_diverging_rate_can_be_caught() -> None:
    """A few epochs above the critical rate are undone by a rate below it; the way back is the affine map's."""
    dataset = load("study_hours")
    run = train(dataset, Recipe(0.03, 600, earlier=((12, 0.05),)))
    assert run.diverged_at is None
    assert run.losses[12] > 100 * run.losses[0]
    assert run.losses[-1] < 1.001 * 15.019345238095237


@pytest.mark.parametrize("batch_size", [None, 2])
def test_the_length_of_the_chunks_changes_nothing(
    batch_size: int | None, two_by_two: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chunks of three epochs meet the rate changes elsewhere, and give the same numbers."""
    recipe = Recipe(epochs=200, batch_size=batch_size, optimizer="momentum", earlier=RATE_CHANGES)
    rates = [0.001, 0.02]
    long = sweep(two_by_two, recipe, rates)
    monkeypatch.setattr(training_module, "FIRST_CHUNK", 3)
    monkeypatch.setattr(training_module, "CHUNK_NUMBERS", 3 * 2 * 6)
    chunks = list(stream(two_by_two, recipe, rates))
    assert max(len(chunk.epochs) for chunk in chunks) == 3
    np.testing.assert_allclose(Family.join(chunks).parameters, long.parameters, rtol=1e-9, atol=1e-10)


def test_a_run_without_rate_changes_is_what_it_was(two_by_two: Dataset) -> None:
    """The map of one epoch and the chunks are untouched: plain descent is that of the affine map by hand."""
    design = np.column_stack([two_by_two.features, np.ones(two_by_two.n)])
    theta, rate = np.array(START).reshape(3, 2), 0.01
    history = train(two_by_two, Recipe(rate, 50, start=START))
    for epoch in range(51):
        np.testing.assert_allclose(history.parameters[epoch], theta.ravel(), rtol=1e-12)
        theta = theta - rate * 2 / two_by_two.targets.size * design.T @ (design @ theta - two_by_two.targets)
