"""Guesses are scored by the run, on the scale that suits what was asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.analysis import DISTANCES, FACTORS, behaviour, distance_between, factor_between, points_of, theory_decides
from core.data import Dataset, load
from core.exact import stability
from core.model import Recipe
from core.training import History, train


def run_of(recipe: Recipe) -> History:
    return train(load("study_hours"), recipe)


def done(recipe: Recipe) -> str:
    run = run_of(recipe)
    return behaviour(run, stability(run.dataset, recipe))


# By hand: the Hessian is 2 [[25.5, 4.5], [4.5, 1]], its larger eigenvalue 26.5 + 2 √(13.25² − 5.25) = 52.60: rates part
# at 0.01901 and 0.03802.
@pytest.mark.parametrize(
    ("rate", "epochs", "does"),
    [(0.019, 50, "converges smoothly"), (0.0191, 50, "oscillates"), (0.038, 50, "oscillates"), (0.0381, 50, "diverges"),
     (0.1, 400, "diverges"), (0.0381, 1, "diverges")],
)  # fmt: skip
def test_where_theory_holds_it_decides(rate: float, epochs: int, does: str) -> None:
    """Plain descent converges smoothly, oscillates or diverges by its rate, also where a short run does not show it."""
    assert done(Recipe(learning_rate=rate, epochs=epochs)) == does


# By hand, for momentum 0.25: rates part at 1/4 and 5/2 over the same eigenvalue.
@pytest.mark.parametrize(
    ("rate", "does"),
    [(0.0047, "converges smoothly"), (0.0048, "oscillates"), (0.0475, "oscillates"), (0.0476, "diverges")],
)
def test_theory_decides_momentum_too(rate: float, does: str) -> None:
    """Its borders are its own, and where plain descent converges smoothly or diverges it may oscillate."""
    assert done(Recipe(rate, 50, optimizer="momentum", momentum=0.25)) == does


@pytest.mark.parametrize("epochs", [1, 3000])
def test_at_the_critical_rate_a_run_swings(epochs: int) -> None:
    """It neither converges nor diverges: on z-scored data at 1, to whichever side rounding moved the border."""
    run = train(load("hubble_1929"), Recipe(1.0, epochs, scaling="zscore"))
    assert run.losses[-1] == pytest.approx(run.losses[0], rel=1e-8)
    assert behaviour(run, stability(run.dataset, run.recipe)) == "swings"


def test_elsewhere_the_losses_tell() -> None:
    """Adam at a small rate lowers the loss at every epoch, at a large one it overshoots; a batch of one can leave."""
    assert done(Recipe(0.01, 50, optimizer="adam")) == "falls"
    rising = run_of(Recipe(20, 200, optimizer="adam"))
    assert (np.diff(rising.losses) > 0).any()
    assert behaviour(rising, stability(rising.dataset, rising.recipe)) == "rises"
    assert done(Recipe(0.1, 400, batch_size=1)) == "diverges"


def test_rates_that_change_leave_theory_silent() -> None:
    """A run with a rate change has no one rate that theory could speak of."""
    run = run_of(Recipe(0.01, 20))
    limits = stability(run.dataset, run.recipe)
    assert theory_decides(run, limits)
    changed_rates = replace(run, recipe=replace(run.recipe, earlier=((5, 0.02),)))
    assert not theory_decides(changed_rates, limits)
    assert behaviour(changed_rates, limits) == "falls"


def test_a_run_that_stays_never_rises() -> None:
    """At the exact answer nothing moves, and what rounding does is no rise."""
    flat = Dataset("flat", "flat", np.array([[0.0], [1.0]]), np.zeros((2, 1)), ("x",), ("",), ("y",), ("",), source="-")
    run = train(flat, Recipe(0.1, 5, loss="mae"))
    assert behaviour(run, stability(flat, run.recipe)) == "falls"


@pytest.mark.parametrize(
    ("guess", "truth", "factor", "points"),
    [
        (40.0, 31.7, 40 / 31.7, 3),
        (31.7, 40.0, 40 / 31.7, 3),
        (5.0, 5.0, 1.0, 4),
        (11.0, 10.0, 1.1, 4),
        (20.0, 10.0, 2.0, 2),
        (2.0, 10.0, 5.0, 1),
        (51.0, 10.0, 5.1, 0),
        (3.0, 0.0, np.inf, 0),
        (3.0, -2.0, np.inf, 0),
        (3.0, np.inf, np.inf, 0),
        (3.0, np.nan, np.inf, 0),
    ],
)
def test_a_number_is_scored_by_its_factor(guess: float, truth: float, factor: float, points: int) -> None:
    """Too high and too low count alike: 4 points within a factor of 1.1, 3 within 1.5, 2 within 2, 1 within 5."""
    assert factor_between(guess, truth) == pytest.approx(factor)
    assert points_of(factor_between(guess, truth), FACTORS) == points


def test_what_is_nothing_but_rounding_is_nothing() -> None:
    """A loss of 1e-30 and a guess of 1e-14 are both 0 where a first loss of 1 leaves nothing below 1e-12."""
    assert factor_between(1e-14, 1e-30, 1e-12) == 1
    assert factor_between(1e-10, 0.0, 1e-12) == pytest.approx(100)


def test_a_line_is_scored_in_spreads() -> None:
    """Targets 0, 0, 2, 2 spread by 1; a line that is 0.3 too high everywhere is 0.3 spreads away: 2 points."""
    targets = np.array([0.0, 0.0, 2.0, 2.0])
    assert distance_between(targets + 0.3, targets, targets) == pytest.approx(0.3)
    assert points_of(0.3, DISTANCES) == 2
    assert distance_between(targets + np.array([0, 0, 0, 0.2]), targets, targets) == pytest.approx(0.1)
    assert points_of(0.1, DISTANCES) == 3
    assert distance_between(targets, targets, np.full(4, 7.0)) == 0
    assert distance_between(targets, np.full(4, 1e300), targets) == np.inf
