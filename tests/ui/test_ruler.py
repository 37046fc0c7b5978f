"""The ruler's stops are round numbers, and the critical rate lies among them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from core import DATASETS, SCALINGS, Recipe, load, stability
from ui.ruler import stops

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
    "5.1",
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
    """There are 120 stops over five decades, each the double a person gets who types it."""
    chosen = stops(critical, float(f"1e{int(np.floor(np.log10(critical)))}"))
    lowest = int(np.floor(np.log10(critical))) - 3
    assert chosen.tolist() == [float(f"{m}e{lowest + decade}") for decade in range(5) for m in MANTISSAS]
    assert len(chosen) == 120


def test_stops_are_the_doubles_of_their_text() -> None:
    """39 millionths is 3.9e-05 to the last bit, which 3.9 times 10⁻⁵ is not."""
    chosen = set(stops(0.00039203476593896317, 1e-4).tolist())
    assert {3.9e-05, 1.1e-07, 0.00068, 0.0082} <= chosen


@given(rates, rates)
def test_the_present_rate_is_a_stop(critical: float, rate: float) -> None:
    """A rate that is none of the round ones joins them in its place; the others stay."""
    chosen, without = stops(critical, rate), stops(critical, float(f"1e{int(np.floor(np.log10(critical)))}"))
    assert set(chosen.tolist()) == {*without.tolist(), rate}
    assert (np.diff(chosen) > 0).all()
    assert chosen[int(np.searchsorted(chosen, rate))] == rate


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
