"""Curvature decides which learning rates work."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from core.data import Dataset, load
from core.exact import Stability, stability
from core.model import Recipe
from core.training import train
from tests.core.exact.test_descent_rule import step_of

HESSIAN_RECIPES = [("mse", "none"), ("sse", "max"), ("mse", "zscore"), ("mse", "zscore_features")]


@pytest.mark.parametrize(("loss", "scaling"), HESSIAN_RECIPES)
@pytest.mark.parametrize("name", ["perceptron", "crop_yields"])
def test_eigenvectors_are_those_of_the_hessian(name: str, loss: str, scaling: str) -> None:
    """The gradient changes along an eigenvector by its eigenvalue, as training itself shows."""
    dataset, recipe = load(name), Recipe(epochs=0, loss=loss, scaling=scaling)
    limits = stability(dataset, recipe)
    p = dataset.d + 1
    assert limits.eigenvalues.shape == (p,)
    assert (np.diff(limits.eigenvalues) >= 0).all()
    np.testing.assert_allclose(limits.eigenvectors.T @ limits.eigenvectors, np.eye(p), atol=1e-13)
    origin = train(dataset, recipe).gradients[0].reshape(p, -1)
    for value, vector in zip(limits.eigenvalues, limits.eigenvectors.T, strict=True):
        moved = np.repeat(vector[:, None], dataset.t, axis=1)
        start = tuple(moved.reshape(-1))
        there = train(dataset, Recipe(epochs=0, loss=loss, scaling=scaling, start=start)).gradients[0]
        scale = limits.eigenvalues[-1]
        np.testing.assert_allclose(there.reshape(p, -1) - origin, value * moved, atol=1e-9 * scale)


def test_verdicts_are_what_runs_do() -> None:
    """Below 1/λmax nothing overshoots, up to 2/λmax it does but settles, above it runs away."""
    dataset = load("study_hours")
    limits = stability(dataset, Recipe())
    top = limits.eigenvectors[:, -1]
    for share, verdict in [
        (0.9, "converges smoothly"),
        (1.0, "converges smoothly"),
        (1.9, "oscillates"),
        (2.1, "diverges"),
    ]:
        rate = share * limits.monotone_rate
        assert limits.verdict(rate) == verdict
        history = train(dataset, Recipe(rate, 300))
        along = history.gradients @ top
        if share < 1:
            assert (along[:12] * along[0] > 0).all()
        elif share > 1:
            assert (along[:12:2] * along[0] > 0).all()
            assert (along[1:12:2] * along[0] < 0).all()
        assert (history.diverged_at is not None) == (verdict == "diverges")
    assert limits.verdict(limits.critical_rate) == "swings"


@pytest.mark.parametrize("x", [[3.0], [2.0, 2.0, 2.0], [0.0, 0.0]])
def test_a_flat_direction_has_curvature_zero(x: list[float]) -> None:
    """One row, or all x equal: λmin is 0, the condition number infinite, the rates still finite."""
    limits = stability(Dataset.from_arrays(x, np.arange(len(x))), Recipe())
    assert limits.eigenvalues.shape == (2,)
    assert limits.eigenvalues[0] == 0
    assert limits.condition_number == math.inf
    np.testing.assert_allclose(limits.eigenvalues[1], 2 * (x[0] ** 2 + 1), rtol=1e-12)
    # One direction is curved: a single step at 1/λ is there, and no rate is faster.
    np.testing.assert_allclose(limits.fastest_rate, 1 / limits.eigenvalues[1], rtol=1e-12)
    assert limits.epochs_within(0.5, limits.monotone_rate) == 1


def test_fewer_rows_than_parameters_leave_flat_directions() -> None:
    """Two rows of four features: three of the five curvatures are 0."""
    limits = stability(Dataset.from_arrays([[1, 2, 3, 4], [4, 3, 1, 2]], [1, 2]), Recipe())
    assert limits.eigenvalues.shape == (5,)
    assert (limits.eigenvalues == 0).sum() == 3


@pytest.mark.parametrize(
    ("recipe", "holds"),
    [
        (Recipe(), True),
        (Recipe(loss="sse", scaling="max", batch_size=8), True),
        (Recipe(loss="mae"), False),
        (Recipe(loss="huber"), False),
        (Recipe(optimizer="momentum"), True),
        (Recipe(optimizer="nesterov", momentum=0.5, batch_size=8), True),
        (Recipe(optimizer="momentum", batch_size=4), False),
        (Recipe(optimizer="nesterov", loss="mae"), False),
        (Recipe(optimizer="rmsprop"), False),
        (Recipe(optimizer="adam"), False),
        (Recipe(activation="relu"), False),
        (Recipe(batch_size=4), False),
    ],
)
def test_the_theory_says_where_it_holds(recipe: Recipe, holds: bool) -> None:
    """It is exact for descent, plain or with momentum, over all rows on a squared loss without activation."""
    assert stability(load("study_hours"), recipe).holds is holds


def test_predicted_epochs_are_those_a_run_takes() -> None:
    """The slowest direction is within the fraction at the predicted epoch and not one before."""
    dataset = load("study_hours")
    limits = stability(dataset, Recipe())
    for rate in (0.01, 0.037):
        epochs = limits.epochs_within(0.1, rate)
        assert epochs is not None
        along = train(dataset, Recipe(rate, epochs)).gradients @ limits.eigenvectors
        left = np.abs(along / along[0]).max(axis=1)
        assert left[-1] <= 0.1 < left[-2]
    assert limits.epochs_within(0.1, limits.critical_rate * 1.001) is None
    for fraction in (0, 1, -0.5):
        with pytest.raises(ValueError, match="fraction must be between 0 and 1, not "):
            limits.epochs_within(fraction, 0.01)


@pytest.mark.parametrize(("optimizer", "momentum"), [("sgd", 0.9), ("momentum", 0.9), ("nesterov", 0.9)])
@pytest.mark.parametrize("scaling", ["none", "max", "zscore"])
@pytest.mark.parametrize("name", ["study_hours", "crop_yields"])
def test_no_rate_is_faster(name: str, scaling: str, optimizer: str, momentum: float) -> None:
    """Of rates all over the ruler none makes the slowest direction faster, by the eigenvalues of its steps."""
    limits = stability(load(name), Recipe(scaling=scaling, optimizer=optimizer, momentum=momentum))

    def slowest(rate: float) -> float:
        steps = [step_of(limits.rule, rate * value) for value in limits.eigenvalues]
        return float(np.abs(np.linalg.eigvals(steps)).max())

    fastest = slowest(limits.fastest_rate)
    assert fastest < 1
    # Where two eigenvalues of a step are one, its computed ones are off by the root of rounding.
    tried = [*np.linspace(0.01, 0.999, 200), *np.linspace(0.99, 1.01, 41) * limits.fastest_rate / limits.critical_rate]
    assert all(slowest(share * limits.critical_rate) > fastest - 3e-8 for share in tried)


@pytest.mark.parametrize(("optimizer", "momentum"), [("momentum", 0.5), ("momentum", 0.9), ("nesterov", 0.9)])
def test_predicted_epochs_with_momentum(optimizer: str, momentum: float) -> None:
    """From the predicted epoch on every direction stays within the fraction, as a run shows."""
    dataset = load("study_hours")
    for share in (0.01, 0.1, 0.4, 0.98):
        recipe = Recipe(optimizer=optimizer, momentum=momentum, epochs=20_000)
        limits = stability(dataset, recipe)
        rate = share * limits.critical_rate
        along = train(dataset, replace(recipe, learning_rate=rate)).gradients @ limits.eigenvectors
        outside = np.flatnonzero(np.abs(along / along[0]).max(axis=1) > 0.013)
        assert limits.epochs_within(0.013, rate) == int(outside[-1]) + 1 < 20_000


@pytest.mark.parametrize("curvature", [2.0, np.nextafter(2.0, 3.0), np.nextafter(2.0, 1.0)])
def test_a_rate_on_a_border_is_on_it(curvature: float) -> None:
    """0.5 and 1 are the borders of curvature 2, to whichever side rounding moved it."""
    limits = Stability(np.array([curvature]), np.eye(1), holds=True)
    assert limits.verdict(0.5) == "converges smoothly"
    assert limits.verdict(0.5001) == limits.verdict(0.9999) == "oscillates"
    assert limits.verdict(1.0) == "swings"
    assert limits.verdict(1.0001) == "diverges"
