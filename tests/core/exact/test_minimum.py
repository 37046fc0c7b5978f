"""The smallest loss is the smallest: nothing nearby is better, and training comes to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.data import Dataset, load
from core.exact import least_squares, minimum, stability
from core.model import LOSSES, Recipe
from core.training import sweep, train


@pytest.mark.parametrize("scaling", ["none", "zscore"])
@pytest.mark.parametrize("name", ["study_hours", "hubble_key_project", "crop_yields_15"])
@pytest.mark.parametrize("loss", LOSSES)
def test_nothing_nearby_is_better(loss: str, name: str, scaling: str) -> None:
    """The losses are convex: if no small step in any of many directions helps, nothing does."""
    dataset, recipe = load(name), Recipe(epochs=0, loss=loss, scaling=scaling)
    best = minimum(dataset, recipe)
    draw = np.random.default_rng(3)
    # Steps in the eigenvectors' own sizes, or those along flat directions would not be felt.
    limits = stability(dataset, recipe)
    moves = (draw.normal(size=(200, dataset.t, dataset.d + 1)) / np.sqrt(limits.eigenvalues)) @ limits.eigenvectors.T
    around = np.concatenate([np.zeros((1, best.parameters.size)), moves.transpose(0, 2, 1).reshape(200, -1)])
    losses = sweep(dataset, recipe, starts=best.parameters + 1e-3 * around).losses[:, 0]
    np.testing.assert_allclose(losses[0], best.loss, rtol=1e-12)
    assert (losses[1:] >= best.loss * (1 - 1e-12)).all()


def test_the_huber_minimum_has_no_gradient() -> None:
    """The Huber loss is smooth, so its gradient vanishes at the minimum."""
    for name in ("study_hours", "crop_yields_15"):
        recipe = Recipe(epochs=0, loss="huber", scaling="zscore_features")
        best = minimum(load(name), recipe)
        history = train(load(name), replace(recipe, start=best.parameters))
        np.testing.assert_allclose(history.gradients, 0, atol=1e-8)


def test_squared_losses_have_the_closed_form() -> None:
    """For the mean and the sum of squares the minimum is that of `least_squares`."""
    exact = least_squares(load("crop_yields"))
    for loss, value in [("mse", exact.mse), ("sse", exact.sse)]:
        best = minimum(load("crop_yields"), Recipe(loss=loss))
        np.testing.assert_allclose(best.parameters, exact.parameters, rtol=1e-10)
        np.testing.assert_allclose(best.loss, value, rtol=1e-8)


def test_the_absolute_error_ignores_an_outlier() -> None:
    """Nine points on a line and one far off: the minimum of the absolute error is that line."""
    x = np.arange(10.0)
    y = 2 * x + 1
    y[7] += 100
    best = minimum(Dataset.from_arrays(x, y), Recipe(loss="mae"))
    np.testing.assert_allclose(best.parameters, [2, 1], atol=1e-9)
    np.testing.assert_allclose(best.loss, 10, rtol=1e-9)


def test_an_activation_is_refused() -> None:
    """With an activation the loss is not convex and has no such minimum."""
    with pytest.raises(ValueError, match=r"minimum needs the activation 'identity', not 'relu'."):
        minimum(load("study_hours"), Recipe(activation="relu"))
