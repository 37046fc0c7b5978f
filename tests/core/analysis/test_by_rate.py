"""What each learning rate comes to is what the run of that rate alone comes to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core import Recipe, least_squares, load, stability, sweep, train
from core.analysis import Outcomes, outcomes, outcomes_of

RATES = [1e-5, 0.001, 0.01, 0.02, 0.03, 0.037, 0.039, 0.05, 1.0]


def test_each_loss_is_that_of_its_run() -> None:
    """Losses agree with runs trained alone; those that have left are told, the best and the border with them."""
    dataset, recipe = load("study_hours"), Recipe(epochs=1000)
    found = outcomes(sweep(dataset, recipe, RATES))
    assert found.epoch == 1000
    for rate, loss, grows in zip(RATES, found.losses, found.grows, strict=True):
        run = train(dataset, Recipe(learning_rate=rate, epochs=1000))
        assert grows == (run.diverged_at is not None)
        if not grows:
            assert loss == pytest.approx(run.losses[-1], rel=1e-9)
    assert found.border == 0.039
    assert found.border > stability(dataset, recipe).critical_rate > 0.037
    assert found.best is not None
    assert found.losses[found.best] == np.nanmin(found.losses[~found.grows])
    assert list(found.arrived(least_squares(dataset).mse)) == [0.02, 0.03, 0.037]


def test_a_loss_that_has_not_passed_the_limit_yet_grows() -> None:
    """After a few epochs none has diverged; a loss a hundred times the first is on its way all the same."""
    dataset = load("study_hours")
    family = sweep(dataset, Recipe(epochs=3), [0.01, 0.3])
    assert family.diverged_at == (None, None)
    assert list(outcomes(family).grows) == [False, True]


def test_no_rate_and_every_rate() -> None:
    """Where all grow there is no best, and the border is the first; where none does there is no border."""
    dataset = load("study_hours")
    every = outcomes(sweep(dataset, Recipe(epochs=50), [0.1, 0.2]))
    assert (every.best, every.border) == (None, 0.1)
    none = outcomes(sweep(dataset, Recipe(epochs=50), [0.001, 0.01]))
    assert (none.best, none.border) == (1, None)


def test_each_recipe_is_trained_as_it_says() -> None:
    """The losses of several momenta are those of their runs; one whose loss grows is told."""
    dataset = load("study_hours")
    recipes = {value: Recipe(0.01, 200, optimizer="momentum", momentum=value) for value in (0.0, 0.5, 0.99)}
    found = outcomes_of(dataset, recipes)
    assert (list(found.values), found.epoch) == ([0.0, 0.5, 0.99], 200)
    np.testing.assert_allclose(found.losses, [train(dataset, each).losses[-1] for each in recipes.values()], rtol=1e-9)
    grown = outcomes_of(dataset, {size: Recipe(0.1, 200, batch_size=size) for size in (1, 5)})
    assert list(grown.grows) == [True, True]


def test_several_orders_share_their_start() -> None:
    """Each order is the run of its seed from the recipe's own start; the median is over them, and a batch of all rows
    is trained once."""
    dataset, drawn = load("study_hours"), Recipe(0.01, 50, start="random", seed=2)
    recipes = {float(size): replace(drawn, batch_size=size) for size in (1, 3, dataset.n)}
    found = outcomes_of(dataset, recipes, seeds=(2, 3, 4))
    start = tuple(train(dataset, drawn).parameters[0])
    for at, size in enumerate(found.values):
        runs = [
            train(dataset, replace(drawn, batch_size=int(size), seed=seed, start=start)).losses[-1]
            for seed in (2, 3, 4)
        ]
        np.testing.assert_allclose(found.orders[:, at], runs, rtol=1e-9)
        assert found.losses[at] == np.median(found.orders[:, at])


def test_the_median_of_orders_grows_where_most_do() -> None:
    """One order of three that grows leaves a median; two leave none, and count among no values that have arrived."""
    inf = np.inf
    found = Outcomes(np.array([1.0, 2.0]), np.array([[3.0, 3.0], [inf, inf], [5.0, inf]]), 4.0, 10)
    assert (list(found.losses), list(found.grows), found.best) == ([5.0, inf], [False, True], 0)
    assert list(found.tame) == [3.0, 3.0, 5.0]
    assert list(found.arrived(6.0)) == [1.0]
