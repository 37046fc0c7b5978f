"""How a run left is measured from the run, and agrees with the theory where there is one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core import LIMIT, LOSSES, OPTIMIZERS, Dataset, Recipe, divergence, load, rate_that_held, stability, sweep, train

# Two points, (2, 0) and (−2, 0): the loss is 4w² + b², the eigenvalues are 8 and 2; at rate 0.5 a step makes w −3 times
# what it was, and b 0.
PAIR = Dataset.from_arrays([2.0, -2.0], [0.0, 0.0])


def test_by_hand() -> None:
    """From (1, 0) the slopes are 1, −3, 9, …, the losses 4, 36, 324, …: the run leaves where 9ᵏ passes the limit."""
    recipe = Recipe(learning_rate=0.5, epochs=100, start=(1.0, 0.0))
    run = train(PAIR, recipe)
    left = divergence(run, stability(PAIR, recipe))
    assert left is not None
    np.testing.assert_allclose(run.parameters[:4, 0], [1, -3, 9, -27], rtol=1e-12)
    assert left.at == run.diverged_at == np.floor(np.log(LIMIT) / np.log(9)) + 1
    assert left.last == left.at - 1
    assert left.theory == pytest.approx(-3, rel=1e-12)
    assert left.measured == pytest.approx(-3, rel=1e-12)
    assert left.direction == pytest.approx([1, 0], abs=1e-12)
    assert left.rate == 0.5
    assert run.epochs[left.frames.start : left.frames.stop].tolist() == list(range(left.at - 4, left.at + 1))


@pytest.mark.parametrize(
    ("name", "rate", "scaling"),
    [("study_hours", 0.05, "none"), ("study_hours_x10", 0.001, "none"), ("hubble_1929", 2.0, "zscore"),
     ("crop_yields", 2e-4, "none"), ("crop_yields", 1.5, "zscore")],
)  # fmt: skip
def test_measured_agrees_with_theory(name: str, rate: float, scaling: str) -> None:
    """For plain descent the steps along the steepest direction grew by 1 − ηλ, also with two targets."""
    dataset, recipe = load(name), Recipe(learning_rate=rate, epochs=3000, scaling=scaling)
    limits = stability(dataset, recipe)
    left = divergence(train(dataset, recipe), limits)
    assert left is not None
    assert left.theory == pytest.approx(1 - rate * limits.eigenvalues[-1])
    assert left.measured == pytest.approx(left.theory, rel=1e-6)
    assert np.abs(left.direction).max() == left.direction.max() == 1


def test_without_theory_the_last_step_tells() -> None:
    """Momentum has no such formula here: the direction is that of the last step, the factor only measured."""
    dataset, recipe = load("study_hours"), Recipe(learning_rate=0.2, epochs=500, optimizer="momentum")
    run = train(dataset, recipe)
    left = divergence(run, stability(dataset, recipe))
    assert left is not None
    assert left.theory is None
    step = run.parameters[-1] - run.parameters[-2]
    np.testing.assert_allclose(left.direction, step / step[np.abs(step).argmax()], rtol=1e-12)
    sizes = np.abs(np.diff(run.parameters[-5:] @ left.direction))
    assert abs(left.measured) == pytest.approx((sizes[-1] / sizes[0]) ** (1 / 3), rel=0.05)


def test_only_the_last_rate_is_measured() -> None:
    """After a change of the rate the factor is that of the rate with which the run left."""
    dataset = load("study_hours")
    recipe = Recipe(learning_rate=0.08, epochs=500, earlier=((30, 0.01),))
    limits = stability(dataset, recipe)
    left = divergence(train(dataset, recipe), limits)
    assert left is not None
    assert left.at > 30
    assert (left.rate, left.theory) == (0.08, pytest.approx(1 - 0.08 * limits.eigenvalues[-1]))
    assert left.measured == pytest.approx(left.theory, rel=1e-6)


def test_a_run_that_leaves_at_once() -> None:
    """After a single step there is no factor to measure, and the frames are those there are."""
    dataset, recipe = load("study_hours"), Recipe(learning_rate=1e6, epochs=50)
    left = divergence(train(dataset, recipe), stability(dataset, recipe))
    assert left is not None
    assert (left.at, left.last, left.frames) == (1, 0, range(2))
    assert np.isnan(left.measured)


def test_a_run_that_holds() -> None:
    """There is nothing to explain."""
    recipe = Recipe(learning_rate=0.01, epochs=50)
    assert divergence(train(PAIR, recipe), stability(PAIR, recipe)) is None


@pytest.mark.parametrize("loss", list(LOSSES))
@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_the_rate_that_held(optimizer: str, loss: str) -> None:
    """Trained alone, a run at that rate stays; of all smaller rates none ends at a lower loss."""
    dataset, rates = load("study_hours"), np.logspace(-6, 3, 28)
    recipe = Recipe(epochs=80, optimizer=optimizer, loss=loss, batch_size=3)
    family = sweep(dataset, recipe, rates)
    below = float(rates[next((i for i, at in enumerate(family.diverged_at) if at is not None), -1)])
    held = rate_that_held(family, below)
    assert held is not None
    assert held < below
    run = train(dataset, replace(recipe, learning_rate=held))
    assert run.diverged_at is None
    others = [family[i] for i, rate in enumerate(rates) if rate < below and family.diverged_at[i] is None]
    assert run.losses[-1] == pytest.approx(min(other.losses[-1] for other in others), rel=1e-9)


def test_no_rate_held() -> None:
    """Where every smaller rate leaves as well, none is named; nor is one where there is none smaller."""
    family = sweep(PAIR, Recipe(epochs=100, start=(1.0, 0.0)), np.array([2.0, 5.0, 9.0]))
    assert rate_that_held(family, 9.0) is None
    assert rate_that_held(sweep(PAIR, Recipe(epochs=5), np.array([0.1])), 0.1) is None
