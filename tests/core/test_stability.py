"""Curvature decides which learning rates work."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core import Dataset, Recipe, Stability, load, stability, train

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
    for share, verdict in [(0.9, "glides"), (1.0, "glides"), (1.9, "zig-zags"), (2.1, "diverges")]:
        rate = share * limits.glide_rate
        assert limits.verdict(rate) == verdict
        history = train(dataset, Recipe(rate, 300))
        along = history.gradients @ top
        if share < 1:
            assert (along[:12] * along[0] > 0).all()
        elif share > 1:
            assert (along[:12:2] * along[0] > 0).all()
            assert (along[1:12:2] * along[0] < 0).all()
        assert (history.diverged_at is not None) == (verdict == "diverges")
    assert limits.verdict(limits.critical_rate) == "diverges"


@pytest.mark.parametrize("x", [[3.0], [2.0, 2.0, 2.0], [0.0, 0.0]])
def test_a_flat_direction_has_curvature_zero(x: list[float]) -> None:
    """One row, or all x equal: λmin is 0, the condition number infinite, the rates still finite."""
    limits = stability(Dataset.from_arrays(x, np.arange(len(x))), Recipe())
    assert limits.eigenvalues.shape == (2,)
    assert limits.eigenvalues[0] == 0
    assert limits.condition_number == math.inf
    np.testing.assert_allclose(limits.eigenvalues[1], 2 * (x[0] ** 2 + 1), rtol=1e-12)
    np.testing.assert_allclose(limits.fastest_rate, limits.critical_rate)
    assert limits.epochs_within(0.5, limits.glide_rate) == 1


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
        (Recipe(optimizer="momentum"), False),
        (Recipe(optimizer="adam"), False),
        (Recipe(activation="relu"), False),
        (Recipe(batch_size=4), False),
    ],
)
def test_the_theory_says_where_it_holds(recipe: Recipe, holds: bool) -> None:
    """It is exact for plain descent over all rows on a squared loss without activation, and only there."""
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


@pytest.mark.parametrize("curvature", [2.0, np.nextafter(2.0, 3.0), np.nextafter(2.0, 1.0)])
def test_a_rate_on_the_border_glides(curvature: float) -> None:
    """Half the curvature's border is the border, to whichever side rounding moved the curvature."""
    limits = Stability(np.array([curvature]), np.eye(1), holds=True)
    assert limits.verdict(0.5) == "glides"
    assert limits.verdict(0.5001) == "zig-zags"
