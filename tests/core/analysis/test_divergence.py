"""How a run left is measured from the run, and agrees with the theory where there is one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.analysis import divergence, stable_rate
from core.data import Dataset, load
from core.exact import stability
from core.model import LOSSES, OPTIMIZERS, Recipe
from core.training import DIVERGENCE_FACTOR, sweep, train

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
    assert left.at == run.diverged_at == np.floor(np.log(DIVERGENCE_FACTOR) / np.log(9)) + 1
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


@pytest.mark.parametrize("momentum", [0.5, 0.9, 0.99])
@pytest.mark.parametrize("optimizer", ["momentum", "nesterov"])
@pytest.mark.parametrize(
    ("name", "scaling"), [("study_hours", "none"), ("hubble_1929", "max"), ("crop_yields", "zscore")]
)
def test_with_momentum_too(name: str, scaling: str, optimizer: str, momentum: float) -> None:
    """Once its beginning is forgotten, the steps grow by the largest eigenvalue of one step, found on its own."""
    dataset, m = load(name), momentum
    recipe = Recipe(epochs=3000, scaling=scaling, optimizer=optimizer, momentum=m)
    limits = stability(dataset, recipe)
    recipe = replace(recipe, learning_rate=1.05 * limits.critical_rate)
    left = divergence(train(dataset, recipe), limits)
    assert left is not None
    p = recipe.learning_rate * limits.eigenvalues[-1]
    velocity = np.array([p, m])
    place = np.array([1 - p, 0]) - m * velocity if optimizer == "nesterov" else np.array([1, 0]) - velocity
    assert left.theory == pytest.approx(min(np.linalg.eigvals([place, velocity])), rel=1e-9)
    assert left.theory < -1
    # With momentum 0.99 the loss passes the limit before the beginning is quite forgotten.
    assert left.measured == pytest.approx(left.theory, rel=1e-6 if m < 0.99 else 0.02)


def test_a_run_that_would_come_back_has_no_factor() -> None:
    """Close to a momentum of 1 a run may pass the limit on its way in: theory has nothing to say of how it left."""
    recipe = Recipe(epochs=20_000, optimizer="momentum", momentum=0.99999, start=(1.0, 0.0))
    limits = stability(PAIR, recipe)
    run = train(PAIR, replace(recipe, learning_rate=(1 - 1e-9) * limits.critical_rate))
    left = divergence(run, limits)
    assert left is not None
    assert limits.verdict(run.recipe.learning_rate) == "oscillates"
    assert left.theory is None


def test_the_window_lies_after_the_last_change_of_the_rate() -> None:
    """A run that leaves two steps after a change of its rate is measured over those two alone."""
    recipe = Recipe(learning_rate=12.5, epochs=50, start=(1.0, 0.0), earlier=((3, 0.5),))
    left = divergence(train(PAIR, recipe), stability(PAIR, recipe))
    assert left is not None
    assert left.at == 5
    # By hand: the slopes are 1, −3, 9, −27, then each is 1 − 12.5 × 8 = −99 times the one before.
    assert left.measured == pytest.approx(-99, rel=1e-9)


def test_without_theory_the_last_step_tells() -> None:
    """Batches have no such formula: the direction is that of the last step, the factor only measured."""
    dataset, recipe = load("study_hours"), Recipe(learning_rate=0.08, epochs=500, batch_size=4, shuffle=False)
    run = train(dataset, recipe)
    left = divergence(run, stability(dataset, recipe))
    assert left is not None
    assert left.theory is None
    step = run.parameters[-1] - run.parameters[-2]
    np.testing.assert_allclose(left.direction, step / step[np.abs(step).argmax()], rtol=1e-12)
    sizes = np.abs(np.diff(run.parameters[-6:] @ left.direction))
    assert abs(left.measured) == pytest.approx((sizes[-1] / sizes[0]) ** (1 / 4), rel=1e-9)


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
def test_the_stable_rate(optimizer: str, loss: str) -> None:
    """Trained alone, a run at that rate stays; of all smaller rates none ends at a lower loss."""
    dataset, rates = load("study_hours"), np.logspace(-6, 3, 28)
    recipe = Recipe(epochs=80, optimizer=optimizer, loss=loss, batch_size=3)
    family = sweep(dataset, recipe, rates)
    below = float(rates[next((i for i, at in enumerate(family.diverged_at) if at is not None), -1)])
    stable = stable_rate(family, below)
    assert stable is not None
    assert stable < below
    run = train(dataset, replace(recipe, learning_rate=stable))
    assert run.diverged_at is None
    others = [family[i] for i, rate in enumerate(rates) if rate < below and family.diverged_at[i] is None]
    assert run.losses[-1] == pytest.approx(min(other.losses[-1] for other in others), rel=1e-9)


def test_no_rate_was_stable() -> None:
    """Where every smaller rate leaves as well, none is named; nor is one where there is none smaller."""
    family = sweep(PAIR, Recipe(epochs=100, start=(1.0, 0.0)), np.array([2.0, 5.0, 9.0]))
    assert stable_rate(family, 9.0) is None
    assert stable_rate(sweep(PAIR, Recipe(epochs=5), np.array([0.1])), 0.1) is None
