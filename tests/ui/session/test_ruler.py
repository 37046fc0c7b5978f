"""The ruler's stops are round numbers, and the critical rate lies among them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.data import DATASETS, SCALINGS, load
from core.exact import stability
from core.model import Recipe
from core.training import train
from tests.ui.visits import Unpack, sent, visit
from ui.lessons.registry import LESSONS
from ui.session.ruler import stops

MANTISSAS = [
    "1",
    "1.1",
    "1.2",
    "1.3",
    "1.5",
    "1.6",
    "1.8",
    "2",
    "2.2",
    "2.4",
    "2.7",
    "3",
    "3.3",
    "3.6",
    "3.9",
    "4.3",
    "4.7",
    "5",
    "5.6",
    "6.2",
    "6.8",
    "7.5",
    "8.2",
    "9.1",
]
rates = some.floats(1e-9, 1e6)


@given(rates)
def test_five_decades_of_round_numbers(critical: float) -> None:
    """There are 120 stops over five decades, each the double a person gets who types it; 1, 2 and 5 are among them."""
    chosen = stops(critical, float(f"1e{int(np.floor(np.log10(critical)))}"))
    lowest = int(np.floor(np.log10(critical))) - 3
    assert chosen.tolist() == [float(f"{m}e{lowest + decade}") for decade in range(5) for m in MANTISSAS]
    assert len(chosen) == 120


def test_stops_are_the_doubles_of_their_text() -> None:
    """39 millionths is 3.9e-05 to the last bit, which 3.9 times 10⁻⁵ is not."""
    chosen = set(stops(0.00039203476593896317, 1e-4).tolist())
    assert {3.9e-05, 1.1e-07, 0.00068, 0.0082} <= chosen


@given(rates, rates)
def test_the_default_rate_is_a_stop(critical: float, rate: float) -> None:
    """A default that is none of the round ones joins them in its place, wherever that is; the others stay."""
    chosen, without = stops(critical, rate), stops(critical, float(f"1e{int(np.floor(np.log10(critical)))}"))
    assert set(chosen.tolist()) == {*without.tolist(), rate}
    assert (np.diff(chosen) > 0).all()


@pytest.mark.parametrize("scaling", list(SCALINGS))
@pytest.mark.parametrize("name", list(DATASETS))
def test_every_data_set_has_a_ruler(name: str, scaling: str) -> None:
    """The critical rate lies in the fourth decade: at least 72 stops converge, at least 24 diverge."""
    critical = stability(load(name), Recipe(scaling=scaling)).critical_rate
    chosen = stops(critical, 0.01)
    chosen = chosen[chosen != 0.01]
    assert (chosen < critical).sum() >= 71
    assert (chosen > critical).sum() >= 23
    decades = np.log10(critical / chosen.min())
    assert 3 - 1e-9 <= decades < 4 + 1e-9


@pytest.mark.parametrize("name", [lesson.name for lesson in LESSONS if lesson.name != "loss_explorer"])
def test_one_family_serves_every_rate(name: str, unpack: Unpack) -> None:
    """The lesson's default is a stop; a rate between stops is trained alone, and the ruler's runs stay the same."""
    app = visit(name)
    state, default = app.session_state, app.session_state["learning_rate"]
    training, digest = state["_trainings"][""], sent(app, unpack)["family"]["digest"]
    assert default in training.family().learning_rates
    between = 1.0123 * default
    for rate in (between, default, between):
        state["learning_rate"] = rate
        app.run()
        assert not app.exception
        assert state["_trainings"][""] is training
        content = sent(app, unpack)
        assert content["run"]["rate"] == rate
        assert content["family"]["digest"] == digest
    fresh = visit(name, learning_rate=repr(between))
    assert sent(fresh, unpack)["family"]["digest"] == digest
    run = sent(fresh, unpack)["run"]
    np.testing.assert_array_equal(run["losses"], content["run"]["losses"])
    whole = training.family()
    alone = train(whole.dataset, replace(whole.recipe, learning_rate=between))
    np.testing.assert_array_equal(run["losses"], alone.losses)
