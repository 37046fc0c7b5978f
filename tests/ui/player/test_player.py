"""What the player keeps of a family, and what it believes of a browser."""

from __future__ import annotations

import json
from math import isfinite

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from core.analysis import settled_gradients
from core.data import load
from core.model import Recipe
from core.training import sweep
from ui import player as player_module
from ui.player import PlayerState, kept_epochs
from ui.player.packing import packed_family, thinned, to_wire, unless_cached
from ui.player.protocol import Exchange

state = player_module._state
PLAYER = "abcd1234"


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
NAMES = ("learning_rate", "epoch", "epochs", "start", "points", "delta", "row", "phase", "guess", "held")


@given(some.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, anything)))
@example({"learning_rate": 10**400})
@example({"epoch": 10**400})
@example({"start": [10**400, 0]})
@example({"points": [[1, 2], [3, 10**400]], "delta": 10**400})
@example({"points": [[1, 2], [3]]})
@example({"epoch": 1e308})
@example(json.loads('{"learning_rate": NaN, "epoch": -Infinity, "start": [1, 1e999]}'))
def test_anything_from_a_browser_can_be_read(payload: dict[str, object]) -> None:
    """Nothing raises, and what passes is a finite number of the right kind, as it was sent."""
    seen = state(payload)
    if seen.learning_rate is not None:
        assert type(seen.learning_rate) is float
        assert isfinite(seen.learning_rate)
    assert seen.epoch is None or type(seen.epoch) is int
    assert seen.epochs is None or type(seen.epochs) is int
    assert seen.start is None or all(type(number) is float and isfinite(number) for number in seen.start)
    assert seen.delta is None or isfinite(seen.delta)
    for x, y in seen.points or ():
        assert isfinite(x)
        assert isfinite(y)


def test_a_choice_is_taken_over_as_it_is() -> None:
    """A rate, an epoch and a start arrive unchanged."""
    payload = {"learning_rate": 0.02, "epoch": 17, "start": [1, -2.5]}
    assert state(payload) == PlayerState(0.02, 17, (1.0, -2.5))
    moved = {"points": [[1, 2], [3.5, -4]], "delta": 50}
    assert state(moved) == PlayerState(points=((1.0, 2.0), (3.5, -4.0)), delta=50.0)


@pytest.mark.parametrize("payload", [{}, {"learning_rate": "0.1", "epoch": True, "start": "12"}])
def test_nonsense_is_no_choice(payload: dict[str, object]) -> None:
    """Text, truth values and other shapes are not taken for numbers."""
    assert state(payload) == PlayerState()


def message(number: object, changes: object, holds: object = (), player: object = PLAYER) -> dict[str, object]:
    return {"player": player, "message": number, "holds": holds, "changes": changes}


def received(exchange: Exchange, payload: object) -> dict[str, object]:
    changes = exchange.changes_in(payload)
    exchange.take(payload)
    return changes


@given(anything | some.builds(message, anything, anything | some.dictionaries(some.sampled_from(NAMES), anything)))
@example(message(1, {"epoch": [1, 5]}))
@example(message(1, {"epoch": [10**400, 5, ""]}, 3))
@example(message(1, {"epoch": [True, 5, ""]}, "abc"))
def test_any_message_can_be_received(payload: object) -> None:
    """Nothing raises, and what is no list of number, value and subject releases nothing."""
    exchange = Exchange()
    assert all(name in NAMES for name in received(exchange, payload))
    assert 0 <= exchange.message < 2**32


def test_only_a_number_that_fits_an_answer_is_received() -> None:
    """Messages that are not counted in uint32, or come from nobody, leave what was known."""
    exchange = Exchange()
    known = received(exchange, message(4, {"epoch": [4, 9, ""]}))
    assert known == {"epoch": 9}
    for number in (-1, 2**32, 1.5, "7", True, None):
        assert not received(exchange, message(number, {"epoch": [5, 10, ""]}))
    for player in ("abc", 3, None, "äöüäöüäö"):
        assert not received(exchange, message(5, {"epoch": [5, 10, ""]}, player=player))
    assert (exchange.player, exchange.message) == (PLAYER, 4)


def test_a_release_is_taken_once() -> None:
    """What was taken before is not taken again with what is new, and nothing about other data."""
    exchange = Exchange(subject="study_hours")
    first = {"epoch": [1, 9, "study_hours"], "start": [1, [0, 1], "hubble_1929"]}
    assert received(exchange, message(1, first)) == {"epoch": 9}
    assert received(exchange, message(1, first)) == {}
    both = {**first, "learning_rate": [2, 0.1, "hubble_1929"]}
    assert received(exchange, message(2, both)) == {"learning_rate": 0.1}
    assert received(exchange, message(1, first, player="another1")) == {"epoch": 9}


def test_an_answer_that_says_nothing_new_has_the_number_of_the_last() -> None:
    """Streamlit sends the same bytes but once; other content, another epoch or a message heard is another answer."""
    exchange = Exchange()
    numbers = [
        exchange.envelope(digest, epoch, "").answer for digest, epoch in [("a", 0), ("a", 0), ("b", 0), ("b", 1)]
    ]
    assert numbers == [1, 1, 2, 3]
    exchange.take(message(1, {}))
    assert exchange.envelope("b", 1, "").answer == 4


# At 0.0382 the run diverges long after the first 200 epochs.
RATES = np.array([1e-4, 0.01, 0.037, 0.0382, 0.039, 0.05, 1.0])


@pytest.mark.parametrize("epochs", [3, 150, 2500])
def test_a_thinned_family_is_the_family(epochs: int) -> None:
    """Each run is there up to its divergence, at the kept epochs and its own last, equal in single precision."""
    family = sweep(load("study_hours"), Recipe(epochs=epochs), RATES)
    packed = thinned(family)
    kept = set(kept_epochs(int(family.epochs[-1])).tolist())
    assert packed["rates"].tolist() == RATES.tolist()
    assert packed["offsets"][0] == 0
    assert packed["offsets"][-1] == len(packed["epochs"]) == len(packed["losses"])
    for i, run in enumerate(family):
        part = slice(packed["offsets"][i], packed["offsets"][i + 1])
        wanted = [epoch for epoch in run.epochs.tolist() if epoch in kept or epoch == run.epochs[-1]]
        assert packed["epochs"][part].tolist() == wanted
        np.testing.assert_array_equal(packed["losses"][part], run.losses[wanted].astype(np.float32))
        for j in range(2):
            np.testing.assert_array_equal(packed["parameters"][j][part], run.parameters[wanted, j].astype(np.float32))
            shown = settled_gradients(run)[wanted, j]
            np.testing.assert_array_equal(packed["gradients"][j][part], shown.astype(np.float32))
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
    packed = packed_family(family)
    assert set(unless_cached(packed, ())) == {"digest", *thinned(family)}
    assert unless_cached(packed, (packed["digest"],)) == {"digest": packed["digest"]}
    assert unless_cached(packed_family(other), (packed["digest"],))["digest"] != packed["digest"]


def test_a_family_is_packed_once() -> None:
    """As long as it is the same, it is not thinned again, whoever shows it; another one is."""
    family, other = (sweep(load("study_hours"), Recipe(epochs=epochs), RATES) for epochs in (20, 21))
    assert packed_family(family) is packed_family(family)
    assert packed_family(other) is not packed_family(family)


def test_large_arrays_of_tracks_travel_in_single_precision() -> None:
    """A fan of 200 lines is only looked at; what a number is computed from keeps all its digits."""
    fan, form = np.linspace(0, 1, 20_000), np.linspace(0, 1, 19_999)
    assert to_wire([fan])[0].dtype == np.float32
    assert to_wire((form,))[0].dtype == np.float64
    assert (to_wire((form,))[0] == form).all()
