"""How far a run's last digits may differ is measured on runs beside it."""

from __future__ import annotations

import numpy as np
import pytest

from core.analysis import Rounding, as_far_as_trained, neighbours, rounding
from core.data import Dataset, load
from core.model import Recipe
from core.training import History, sweep, train


def measured(run: History) -> Rounding:
    rates, starts = neighbours(run)
    return rounding(run, sweep(run.dataset, as_far_as_trained(run), rates, starts=starts))


@pytest.mark.parametrize(
    ("optimizer", "scaling"), [("sgd", "none"), ("sgd", "zscore"), ("momentum", "zscore"), ("adam", "none")]
)
def test_a_calm_run_leaves_little_room(optimizer: str, scaling: str) -> None:
    """Where nothing grows, a billionth of the numbers that are added up is allowed."""
    run = train(load("study_hours"), Recipe(0.01, 300, optimizer=optimizer, scaling=scaling))
    tolerance = measured(run)
    assert not tolerance.grown
    size = np.abs(run.parameters).max() + (1 if scaling == "zscore" else 98)
    assert (tolerance.parameters < 5e-9 * size).all()
    assert (tolerance.parameters > 1e-10 * size).all()
    assert 0 < tolerance.loss < 1e-8 * run.losses[0]


def test_rounding_that_grows_is_found() -> None:
    """From zeros the bias of z-scored data has a gradient of rounding errors, which Adagrad makes a whole step."""
    run = train(load("study_hours"), Recipe(0.5, 4, optimizer="adagrad", scaling="zscore"))
    tolerance = measured(run)
    assert tolerance.grown
    assert tolerance.parameters[1] > 1e-6


GROWING = [
    Recipe(0.5, 4, optimizer="adagrad", scaling="zscore"),
    Recipe(0.2, 4, optimizer="rmsprop", scaling="zscore"),
    Recipe(0.5, 150, optimizer="adam", scaling="zscore"),
    Recipe(0.5, 4, optimizer="adam", scaling="zscore", dtype="float32"),
]


@pytest.mark.parametrize("recipe", GROWING, ids=lambda recipe: f"{recipe.optimizer} {recipe.dtype}")
def test_what_is_allowed_is_ten_times_what_neighbours_differ(recipe: Recipe) -> None:
    """Where rounding grows, ten times the farthest neighbour is allowed, and no more: else wrong numbers would pass."""
    run = train(load("study_hours"), recipe)
    rates, starts = neighbours(run)
    nearby = sweep(run.dataset, as_far_as_trained(run), rates, starts=starts)
    tolerance = rounding(run, nearby)
    assert tolerance.grown
    last = len(run.losses) - 1
    apart = [
        *np.abs(nearby.parameters[:, last] - run.parameters[last]).max(axis=0),
        np.abs(nearby.losses[:, last] - run.losses[last]).max(),
    ]
    shares = np.divide([*tolerance.parameters, tolerance.loss], apart)
    assert (shares >= 10 * (1 - 1e-12)).all()
    assert shares.min() == pytest.approx(10)


def test_a_run_as_it_is_on_another_order_of_sums_is_within() -> None:
    """The same data with the rows turned round give other rounding errors, all within what is allowed."""
    data = load("hubble_1929")
    turned = Dataset.from_arrays(data.features[::-1], data.targets[::-1])
    for recipe in (Recipe(0.2, 150, "mae", "adam", scaling="zscore"), Recipe(0.02, 100, "huber"), Recipe(0.4, 2000)):
        run, other = train(data, recipe), train(turned, recipe)
        tolerance = measured(run)
        assert (np.abs(run.parameters[-1] - other.parameters[-1]) <= tolerance.parameters).all()
        assert abs(run.losses[-1] - other.losses[-1]) <= tolerance.loss


def test_exact_zeros_stay_zeros_before_a_bend() -> None:
    """A weight of 0 before a ReLU is dead on every computer: its neighbours keep it."""
    run = train(load("perceptron"), Recipe(0.001, 20, "sse", activation="relu"))
    rates, starts = neighbours(run)
    assert rates.shape == (8,)
    assert starts.shape == (8, 2)
    assert (starts[:, 0] == 0).all()
    assert (starts[1::2, 1] != 0).all()
    assert not measured(run).grown


@pytest.mark.parametrize("epochs", [0, 1])
def test_short_runs_and_flat_data(epochs: int) -> None:
    """No epoch, one row, a feature that is always 0: there is a number for each parameter, and none is negative."""
    for features in ([0.0, 0.0], [3.0, 3.0]):
        tolerance = measured(train(Dataset.from_arrays(features, [1.0, 2.0]), Recipe(0.01, epochs)))
        assert tolerance.parameters.shape == (2,)
        assert (tolerance.parameters >= 0).all()
        assert np.isfinite(tolerance.loss)


def test_a_diverged_run_is_measured_where_it_ends() -> None:
    """A run that diverges has a receipt of its last epoch, within a few parts in 100 million."""
    run = train(load("study_hours"), Recipe(0.08, 500))
    assert run.diverged_at
    tolerance = measured(run)
    assert as_far_as_trained(run).epochs == run.epochs[-1] < 500
    assert (tolerance.parameters < 1e-6 * np.abs(run.parameters[-1]).max()).all()
