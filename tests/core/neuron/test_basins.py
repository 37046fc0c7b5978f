"""The map of which starts learn is what training one run at a time gives, and the dead triangle is the exact one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.data import Dataset, load
from core.model import ACTIVATIONS, Recipe
from core.neuron import Basins, find_basins, stream_basins
from core.training import sweep

FIRST_VISIT = Recipe(0.001, 4000, "sse", activation="relu")
AXIS = np.linspace(0, 1, 101)


def some(count: int, seed: int = 1) -> np.ndarray:
    """Return places on the map, rows of (row, column); corners and the edge w = 0 are among them."""
    drawn = np.random.default_rng(seed).integers(0, 101, (count, 2))
    return np.concatenate([drawn, [[0, 0], [100, 100], [100, 0], [0, 100], [90, 90]]])


def assert_same(found: Basins, dataset: Dataset, recipe: Recipe, places: np.ndarray, *, rtol: float = 1e-9) -> None:
    starts = np.column_stack([found.weights[places[:, 1]], found.biases[places[:, 0]]])
    runs = sweep(dataset, recipe, starts=starts)
    at = tuple(places.T)
    np.testing.assert_array_equal(found.diverged[at], [run.diverged_at is not None for run in runs])
    for place, run in zip(zip(*at, strict=True), runs, strict=True):
        if run.diverged_at is None:
            np.testing.assert_allclose(found.parameters[place], run.parameters[-1], rtol=rtol, atol=rtol)
            # L1 takes α for each unit of the weight, so α times as much of its rounding.
            np.testing.assert_allclose(found.losses[place], run.losses[-1], rtol=rtol, atol=rtol * recipe.l1 + 1e-20)
        else:
            assert np.isnan(found.parameters[place]).all()
            assert np.isinf(found.losses[place])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_end_is_that_of_its_own_run(activation: str) -> None:
    """With each activation the 4000 epochs end where `train` ends, to a billionth."""
    recipe = replace(FIRST_VISIT, activation=activation)
    assert_same(
        find_basins(load("perceptron"), recipe, AXIS[::4], AXIS[::4]), load("perceptron"), recipe, some(30) // 4
    )


@pytest.mark.parametrize("rate", [0.0004, 0.00125, 0.0014, 0.003, 0.03, 0.05, 0.2])
@pytest.mark.parametrize("activation", ["identity", "relu"])
def test_other_rates(activation: str, rate: float) -> None:
    """Runs that oscillate, die late, or diverge end as their own runs do."""
    recipe = replace(FIRST_VISIT, learning_rate=rate, activation=activation, epochs=700)
    assert_same(find_basins(load("perceptron"), recipe, AXIS, AXIS), load("perceptron"), recipe, some(25))


@pytest.mark.parametrize("activation", ["leaky_relu", "sigmoid", "tanh"])
def test_rates_that_diverge_with_a_slope_everywhere(activation: str) -> None:
    """At 0.05 the bias alone leaps from side to side, further each time: every run diverges."""
    recipe = replace(FIRST_VISIT, learning_rate=0.05, activation=activation, epochs=400)
    found = find_basins(load("perceptron"), recipe, AXIS[::20], AXIS[::20])
    assert found.diverged.all()
    assert not found.dead.any()
    assert_same(found, load("perceptron"), recipe, some(5) // 20)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(
    ("rate", "schedule"),
    [
        (0.001, {"schedule": "step", "schedule_length": 70}),
        (0.0014, {"schedule": "exponential", "schedule_length": 90, "schedule_factor": 0.3}),
        (0.001, {"schedule": "cosine", "schedule_length": 300}),
        (0.0014, {"schedule": "cosine", "schedule_length": 250, "warm_up": 40}),
        (0.0012, {"warm_up": 200}),
        (0.03, {"schedule": "exponential", "schedule_length": 5, "schedule_factor": 0.3}),
        (0.0013, {"earlier": ((20, 0.0001), (200, 0.0015))}),
    ],
)
def test_rates_that_change_on_the_way(activation: str, rate: float, schedule: dict[str, Any]) -> None:
    """Under every schedule a run ends as it ends by itself, also where for a while the rate is too large."""
    recipe = replace(FIRST_VISIT, learning_rate=rate, activation=activation, epochs=400, **schedule)
    found = find_basins(load("perceptron"), recipe, AXIS[::4], AXIS[::4])
    assert_same(found, load("perceptron"), recipe, some(25) // 4)


PENALTIES = [
    {"weight_decay": 2.0},
    {"weight_decay": 500.0},
    {"weight_decay": 5.0, "decays_biases": True},
    {"l1": 3.0},
    {"l1": 40.0},
    {"l1": 20.0, "decays_biases": True},
    {"weight_decay": 3.0, "l1": 2.0, "decays_biases": True},
]


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("penalty", PENALTIES, ids=str)
@pytest.mark.parametrize("schedule", [{}, {"schedule": "cosine", "schedule_length": 300, "warm_up": 30}])
def test_what_weights_cost_is_part_of_every_step(
    activation: str, penalty: dict[str, Any], schedule: dict[str, Any]
) -> None:
    """With weight decay, L1 or both, on the bias, too, each run ends as it ends by itself, dead for a while or not."""
    recipe = replace(FIRST_VISIT, activation=activation, epochs=400, **penalty, **schedule)
    found = find_basins(load("perceptron"), recipe, AXIS[::4], AXIS[::4])
    assert_same(found, load("perceptron"), recipe, some(25) // 4)


@pytest.mark.parametrize("scaling", ["max", "zscore", "zscore_features"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_features_of_both_signs_and_scaled_ones(activation: str, scaling: str) -> None:
    """With features below 0 either sign of the weight leaves some rows alive; the mean is taken as well."""
    recipe = Recipe(0.1, 500, "mse", activation=activation, scaling=scaling)
    axis = np.linspace(-2, 2, 21)
    found = find_basins(load("hubble_1929"), recipe, axis, axis)
    places = np.random.default_rng(5).integers(0, 21, (25, 2))
    assert_same(found, load("hubble_1929"), recipe, places)


def test_weights_far_beyond_the_table() -> None:
    """A weight that leaps out of the table is followed row by row, to the same end."""
    dataset = Dataset.from_arrays([0.5, 1.0, 2.0], [400.0, -100.0, 300.0])
    recipe = Recipe(0.01, 40, "sse", activation="tanh")
    axis = np.linspace(0, 1, 5)
    found = find_basins(dataset, recipe, axis, axis)
    assert np.abs(found.parameters[..., 0]).max() > 4
    assert_same(found, dataset, recipe, np.argwhere(np.ones((5, 5))))


def test_the_dead_on_the_grid() -> None:
    """Dead are the starts whose first step makes w negative, and those at w = 0, where ReLU has slope 0."""
    dataset = load("perceptron")
    found = find_basins(dataset, FIRST_VISIT, AXIS, AXIS)
    x, y = dataset.features[:, 0], dataset.targets[:, 0]
    w, b = np.meshgrid(AXIS, AXIS)
    after = w - 0.002 * (w * (x @ x) + b * x.sum() - x @ y)
    np.testing.assert_array_equal(found.dead, (after < 0) | (w == 0))
    assert found.dead.sum() == 842
    np.testing.assert_allclose(found.parameters[found.dead][:, 1], 2.3036, rtol=1e-10)
    np.testing.assert_allclose(found.losses[found.dead], 8.912376, rtol=1e-10)
    np.testing.assert_allclose(found.parameters[90, 90, 0], -0.05852518, atol=1e-14)


def test_the_living_reach_least_squares() -> None:
    """Every start that does not die ends at the least-squares line."""
    found = find_basins(load("perceptron"), FIRST_VISIT, AXIS, AXIS)
    alive = found.parameters[~found.dead]
    exact = np.broadcast_to([0.1750715982154711, 1.4045023002046266], alive.shape)
    np.testing.assert_allclose(alive, exact, rtol=1e-9)
    np.testing.assert_allclose(found.losses[~found.dead], 6.1198971729505205, rtol=1e-10)


def test_without_an_epoch_nothing_has_moved() -> None:
    """After 0 epochs every start is where it was."""
    for activation in ACTIVATIONS:
        found = find_basins(load("perceptron"), Recipe(0.001, 0, "sse", activation=activation), [0.25, 0.5], [0.75])
        np.testing.assert_array_equal(found.parameters, [[[0.25, 0.75], [0.5, 0.75]]])
        assert found.losses.shape == found.dead.shape == (1, 2)


def test_one_row_alone() -> None:
    """One row leaves a direction without curvature: the run stops where the line meets the point."""
    dataset = Dataset.from_arrays([2.0], [5.0])
    for activation in ("identity", "relu", "leaky_relu"):
        recipe = Recipe(0.05, 300, activation=activation)
        assert_same(find_basins(dataset, recipe, [0.0, 0.7], [0.0, 0.4]), dataset, recipe, np.argwhere(np.ones((2, 2))))


def test_the_work_comes_in_parts() -> None:
    """Long work rests in between, and gives the same at last."""
    recipe = Recipe(0.001, 300, "sse", activation="tanh")
    *parts, last = stream_basins(load("perceptron"), recipe, AXIS[:5], AXIS[:5])
    assert len(parts) > 2
    assert parts == [None] * len(parts)
    assert last is not None
    whole = find_basins(load("perceptron"), recipe, AXIS[:5], AXIS[:5])
    np.testing.assert_array_equal(last.parameters, whole.parameters)


@pytest.mark.parametrize(
    ("name", "fields", "axis", "message"),
    [
        ("crop_yields", {}, AXIS, "find_basins needs one feature and one target, not 3 and 2."),
        ("perceptron", {"loss": "mae"}, AXIS, "find_basins needs a squared loss, 'mse' or 'sse', not 'mae'."),
        ("perceptron", {"optimizer": "adam"}, AXIS, "find_basins needs the optimizer 'sgd', not 'adam'."),
        ("perceptron", {"batch_size": 5}, AXIS, "find_basins needs all 25 rows at each step, not batches of 5."),
        ("perceptron", {}, [], "weights must be a vector of finite numbers, not \\[\\]."),
        ("perceptron", {}, [np.inf], "weights must be a vector of finite numbers, not \\[inf\\]."),
    ],
)
def test_what_has_no_basins_is_refused(name: str, fields: dict[str, Any], axis: Any, message: str) -> None:
    """The message says what came and what was wanted, at the call."""
    with pytest.raises(ValueError, match=message):
        stream_basins(load(name), replace(FIRST_VISIT, **fields), axis, AXIS)
