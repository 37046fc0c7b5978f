"""What the player keeps of a family, and what it believes of a browser."""

from __future__ import annotations

import json
from math import isfinite

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from core import Recipe, load, sweep
from ui import player as player_module
from ui.player import PlayerState, kept_epochs
from ui.player.packing import Known, plain, thinned

state = player_module._state


@given(some.integers(0, 2_000_000))
@example(0)
@example(199)
@example(200)
@example(201)
@example(20_000)
def test_kept_epochs(last: int) -> None:
    """The first 200 epochs are all kept, then every s-th with s odd, and always the last; never above 1,002."""
    kept = kept_epochs(last)
    assert kept[:200].tolist() == list(range(min(last + 1, 200)))
    assert kept[-1] == last
    assert (np.diff(kept) > 0).all()
    assert len(kept) <= 1002
    strides = np.diff(kept[199:])
    if len(strides) > 2:
        assert len(set(strides[1:-1].tolist())) == 1
        assert strides[1] % 2 == 1
        assert 1 <= strides[-1] <= strides[1]


def test_short_runs_are_kept_whole() -> None:
    """Up to 999 epochs nothing is left out."""
    for last in (0, 1, 7, 500, 999):
        assert kept_epochs(last).tolist() == list(range(last + 1))


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=3), inner, max_size=3),
)
NAMES = ("learning_rate", "epoch", "start", "points", "delta", "turn", "family")


@given(anything | some.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, anything)))
@example({"learning_rate": 10**400})
@example({"epoch": 10**400})
@example({"start": [10**400, 0]})
@example({"points": [[1, 2], [3, 10**400]], "delta": 10**400})
@example({"points": [[1, 2], [3]]})
@example({"turn": 10**400, "family": 3})
@example({"epoch": 1e308})
@example(json.loads('{"learning_rate": NaN, "epoch": -Infinity, "start": [1, 1e999]}'))
def test_anything_from_a_browser_can_be_read(payload: object) -> None:
    """Nothing raises, and what passes is a finite number of the right kind, as it was sent."""
    seen = state(payload)
    if seen.learning_rate is not None:
        assert type(seen.learning_rate) is float
        assert isfinite(seen.learning_rate)
    assert seen.epoch is None or type(seen.epoch) is int
    assert seen.start is None or all(type(number) is float and isfinite(number) for number in seen.start)
    assert seen.delta is None or isfinite(seen.delta)
    for x, y in seen.points or ():
        assert isfinite(x)
        assert isfinite(y)


def test_a_choice_is_taken_over_as_it_is() -> None:
    """A rate, an epoch and a start arrive unchanged."""
    payload = {"learning_rate": 0.02, "epoch": 17, "start": [1, -2.5], "turn": 3, "family": "ab"}
    assert state(payload) == PlayerState(0.02, 17, (1.0, -2.5))
    moved = {"points": [[1, 2], [3.5, -4]], "delta": 50, "turn": 4}
    assert state(moved) == PlayerState(points=((1.0, 2.0), (3.5, -4.0)), delta=50.0)


@pytest.mark.parametrize("payload", [None, "0.1", 5, [], {}, {"learning_rate": "0.1", "epoch": True, "start": "12"}])
def test_nonsense_is_no_choice(payload: object) -> None:
    """Text, truth values and other shapes are not taken for numbers."""
    assert state(payload) == PlayerState()


def test_a_browser_can_only_claim_a_turn_that_fits_the_message() -> None:
    """Turns outside uint32 and names that are no text leave what was known."""
    known = Known(turn=4, family="ab")
    for payload in ({"turn": -1}, {"turn": 2**32}, {"turn": 1.5}, {"turn": "7"}, {"family": 3}, None, [1]):
        known.hear(payload)
        assert (known.turn, known.family) == (4, "ab")
    known.hear({"turn": 5, "family": "cd"})
    assert (known.turn, known.family) == (5, "cd")


RATES = np.array([1e-4, 0.01, 0.037, 0.039, 0.05, 1.0])


@pytest.mark.parametrize("epochs", [3, 150, 2500])
def test_a_thinned_family_is_the_family(epochs: int) -> None:
    """Each run is there up to its divergence, at the kept epochs, equal in single precision."""
    family = sweep(load("study_hours"), Recipe(epochs=epochs), RATES)
    packed = thinned(family)
    kept = set(kept_epochs(int(family.epochs[-1])).tolist())
    assert packed["rates"].tolist() == RATES.tolist()
    assert packed["offsets"][0] == 0
    assert packed["offsets"][-1] == len(packed["epochs"]) == len(packed["losses"])
    for i, run in enumerate(family):
        part = slice(packed["offsets"][i], packed["offsets"][i + 1])
        wanted = [epoch for epoch in run.epochs.tolist() if epoch in kept]
        assert packed["epochs"][part].tolist() == wanted
        np.testing.assert_array_equal(packed["losses"][part], run.losses[wanted].astype(np.float32))
        for j in range(2):
            np.testing.assert_array_equal(packed["parameters"][j][part], run.parameters[wanted, j].astype(np.float32))
            np.testing.assert_array_equal(packed["gradients"][j][part], run.gradients[wanted, j].astype(np.float32))
        assert packed["diverged_at"][i] == (-1 if run.diverged_at is None else run.diverged_at)
    assert packed["diverged_at"][-1] > 0


def test_a_family_beyond_single_precision_is_thinned_without_a_warning() -> None:
    """Losses of 10⁴⁵ become infinity, which the browser can draw around; nothing warns or raises."""
    family = sweep(load("study_hours"), Recipe(epochs=10), [1e20])
    packed = thinned(family)
    assert packed["diverged_at"].tolist() == [1]
    assert np.isinf(packed["losses"][1])


def test_the_browser_is_not_sent_a_family_it_holds() -> None:
    """The same family goes as its digest alone; another one goes whole, under another name."""
    family, other = (sweep(load("study_hours"), Recipe(epochs=epochs), RATES) for epochs in (20, 21))
    known = Known()
    whole = known.unless_held(known.packed(family))
    assert set(whole) == {"digest", *thinned(family)}
    known.hear({"turn": 3, "family": whole["digest"]})
    assert known.turn == 3
    assert known.unless_held(known.packed(family)) == {"digest": whole["digest"]}
    assert known.unless_held(known.packed(other))["digest"] != whole["digest"]
    assert set(known.unless_held(known.packed(other))) == {"digest", *thinned(other)}


def test_large_arrays_of_tracks_travel_in_single_precision() -> None:
    """A fan of 200 lines is only looked at; what a number is computed from keeps all its digits."""
    fan, form = np.linspace(0, 1, 20_000), np.linspace(0, 1, 19_999)
    assert plain([fan])[0].dtype == np.float32
    assert plain((form,))[0].dtype == np.float64
    assert (plain((form,))[0] == form).all()
