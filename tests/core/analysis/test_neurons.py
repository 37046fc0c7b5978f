"""Dead, saturated and equal neurons are found, and no others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.analysis import neurons_at
from core.data import Dataset, generate
from core.model import Network, Recipe
from core.training import History, train

POINTS = Dataset.from_arrays([[0.0], [1.0], [2.0]], [0.0, 1.0, 0.0])


def run_with(parameters: list[float], network: Network, dataset: Dataset = POINTS) -> History:
    """Return a run of no epochs that stands at these parameters."""
    recipe = Recipe(learning_rate=0.1, epochs=0, loss="mse", network=network)
    return replace(train(dataset, recipe), parameters=np.array([parameters]))


def test_a_relu_that_is_0_on_every_row_is_dead() -> None:
    """Sums of −1, −2, −3 are dead; 1, 0, −1 live on one row; 0 everywhere has no slope either."""
    layer = [-1.0, -1.0, 0.0, -1.0, 1.0, 0.0]
    assert neurons_at(run_with([*layer, 1.0, 2.0, 3.0, 0.0], Network((3,), "relu")), 0).dead == ((1, 1), (1, 3))
    assert neurons_at(run_with([*layer, 1.0, 2.0, 3.0, 0.0], Network((3,), "leaky_relu")), 0).dead == ()


def test_neurons_with_the_same_weights_on_both_sides_are_twins() -> None:
    """Those that differ in what goes out, or in a bias, are not."""
    assert neurons_at(run_with([2.0, 2.0, 1.0, 1.0, 5.0, 5.0, 0.0], Network((2,))), 0).twins == (((1, 1), (1, 2)),)
    assert neurons_at(run_with([2.0, 2.0, 1.0, 1.0, 5.0, -5.0, 0.0], Network((2,))), 0).twins == ()
    assert neurons_at(run_with([2.0, 2.0, 1.0, 0.5, 5.0, 5.0, 0.0], Network((2,))), 0).twins == ()


@pytest.mark.parametrize(("bend", "border"), [("tanh", np.arctanh(np.sqrt(0.95))), ("sigmoid", 4.356)])
def test_saturation_is_a_share_of_rows(bend: str, border: float) -> None:
    """A neuron of x − 1 times a weight is flat on the two outer rows as soon as their sums pass the border."""
    for weight, share in ((0.99 * border, 0.0), (1.01 * border, 2 / 3)):
        assert neurons_at(run_with([weight, -weight, 1.0, 0.0], Network((1,), bend)), 0).saturated == share
    assert neurons_at(run_with([9.0, -9.0, 1.0, 0.0], Network((1,), "relu")), 0).saturated is None


def test_zeros_stay_alike_and_random_starts_do_not() -> None:
    """After 50 epochs four neurons that began alike are six pairs of twins; drawn at random they are none."""
    recipe = Recipe(0.5, 50, loss="cross_entropy", network=Network((4,), "sigmoid", "zeros"))
    pairs = [
        len(neurons_at(train(generate("circles"), replace(recipe, network=network)), 50).twins)
        for network in (Network((4,), "sigmoid", "zeros"), Network((4,), "sigmoid"))
    ]
    assert pairs == [6, 0]


def test_a_line_has_no_neurons() -> None:
    """Nor has a network without a hidden layer any that could die."""
    with pytest.raises(ValueError, match="network"):
        neurons_at(train(POINTS, Recipe(0.1, 1)), 0)
    found = neurons_at(run_with([1.0, 0.0], Network(())), 0)
    assert (found.count, found.dead, found.saturated, found.twins) == (0, (), None, ())
