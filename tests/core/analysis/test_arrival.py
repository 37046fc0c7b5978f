"""A run has arrived when it stays near the optimum; its seconds are those of the plain loop."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from itertools import accumulate
from typing import Any

import numpy as np
import pytest

from core.analysis import arrival, measured_epoch_seconds
from core.data import load
from core.exact import Minimum, minimum, stability
from core.model import Recipe
from core.training import History, train

DATASET = load("study_hours")
# The package names the function so, too.
arrival_module: Any = import_module("core.analysis.convergence")
ANSWER = Minimum(np.array([1.0, 2.0]), 0.0)


def visiting(*distances: float, diverged_at: int | None = None) -> History:
    """Return a run that has these distances from (1, 2), along no axis."""
    way = np.array([[0.6, -0.8]]) * np.array(distances)[:, None]
    count = len(distances)
    numbers = np.zeros(count)
    return History(
        DATASET,
        Recipe(epochs=count),
        np.arange(count),
        numbers,
        way + ANSWER.parameters,
        np.zeros((count, 2)),
        diverged_at,
    )


@pytest.mark.parametrize(
    ("distances", "epoch"),
    [
        ((10, 5, 0.11, 0.09, 0.01), 3),
        ((10, 0.05, 5, 0.05, 0.05), 3),
        ((10, 0.05, 0.05, 5), None),
        ((10, 0.05, 0.05, 0.2), None),
        ((10, 5, 0.05), 2),
        ((10,), None),
        ((0, 0, 0), 0),
        ((0, 1e-13, 1e-13), 0),
        ((0, 1, 0), 2),
        ((0, 1, 1), None),
    ],
)
def test_arrival_is_for_good(distances: tuple[float, ...], epoch: int | None) -> None:
    """A visit does not count; what counts is the epoch after the last one outside one hundredth."""
    assert arrival(visiting(*distances), ANSWER) == epoch


def test_a_run_that_diverged_has_not_arrived() -> None:
    """Not even when it began at the optimum."""
    assert arrival(visiting(0, 0, diverged_at=2), ANSWER) is None


def test_the_fraction_is_that_of_the_first_distance() -> None:
    """A tenth is reached earlier than a hundredth; nonsense is refused."""
    run = visiting(10, 5, 0.9, 0.5, 0.05)
    assert (arrival(run, ANSWER, 0.1), arrival(run, ANSWER, 0.01), arrival(run, ANSWER, 0.5)) == (2, 4, 1)
    for fraction in (0, 1, -0.1, float("nan")):
        with pytest.raises(ValueError, match="fraction must be between 0 and 1"):
            arrival(run, ANSWER, fraction)


@pytest.mark.parametrize("scaling", ["none", "max", "zscore"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_theory_predicts_the_arrival(scaling: str, share: float) -> None:
    """Plain descent arrives no later than predicted, and where the shallow direction is all that is left, just then."""
    recipe = Recipe(epochs=20000, scaling=scaling)
    limits = stability(DATASET, recipe)
    recipe = replace(recipe, learning_rate=share * limits.critical_rate)
    predicted = limits.epochs_within(0.01, recipe.learning_rate)
    assert predicted is not None
    run, answer = train(DATASET, recipe), minimum(DATASET, recipe)
    epoch = arrival(run, answer)
    assert epoch is not None
    assert epoch <= predicted
    # By the eigenvalues: each direction's distance shrinks by its own factor, and the first epoch within is found.
    along = limits.eigenvectors.T @ (run.parameters[0] - answer.parameters)
    factors = 1 - recipe.learning_rate * limits.eigenvalues
    exact = np.linalg.norm(along * factors ** np.arange(20001)[:, None], axis=1)
    assert epoch == int(np.argmax(exact <= 0.01 * exact[0]))


@pytest.mark.parametrize(("size", "epochs"), [(None, 64), (8, 64), (4, 32), (3, 22), (1, 8)])
def test_the_seconds_of_an_epoch_are_those_of_the_plain_loop(
    size: int | None, epochs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five rounds of at least 64 steps of the plain loop are timed, and the best counts, whatever `train` would do."""
    ticks = accumulate([0, 9, 1, 7, 1, 5, 1, 6, 1, 8])
    monkeypatch.setattr(arrival_module, "perf_counter", lambda: float(next(ticks)))
    asked: list[int] = []
    advance = arrival_module.stepwise.advance

    def counted(walk: Any, count: int) -> Any:
        asked.append(count)
        return advance(walk, count)

    monkeypatch.setattr(arrival_module.stepwise, "advance", counted)
    assert measured_epoch_seconds(DATASET, Recipe(0.001, batch_size=size)) == 5 / epochs
    assert asked == [epochs] * 5


def test_an_epoch_takes_time() -> None:
    """With the real clock an epoch takes more than nothing and less than a second."""
    assert 0 < measured_epoch_seconds(DATASET, Recipe(0.001)) < 1
