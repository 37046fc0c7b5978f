"""What a person does in the player reaches the settings, within their bounds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from ui.controls import recipe_settings
from ui.player import PlayerState
from ui.settings import parse

ALL = recipe_settings(("study_hours",), rows=(1,))


def release(chosen: object) -> None:
    """Run in a session of Streamlit's: let go of something in the player."""
    import streamlit as st

    from ui.controls import released

    released(chosen)
    names = ("learning_rate", "start", "epoch")
    st.session_state["seen"] = {name: st.session_state[name] for name in names if name in st.session_state}


def after(chosen: PlayerState) -> dict[str, Any]:
    app = AppTest.from_function(release, default_timeout=30, kwargs={"chosen": chosen}).run()
    assert not app.exception
    seen: dict[str, Any] = app.session_state["seen"]
    return seen


def test_what_was_not_chosen_stays() -> None:
    """A release that chose nothing changes nothing."""
    assert after(PlayerState()) == {}


def test_choices_are_taken_over() -> None:
    """Rate, epoch and start become the settings, the start as the link writes it."""
    chosen = PlayerState(3.9e-05, 17, (1.23456789, -2e-7))
    assert after(chosen) == {"learning_rate": 3.9e-05, "epoch": 17, "start": (1.23457, -2e-7)}


@pytest.mark.parametrize(
    ("chosen", "seen"),
    [
        (PlayerState(learning_rate=0.0), {}),
        (PlayerState(learning_rate=-1.0), {}),
        (PlayerState(learning_rate=1e300), {}),
        (PlayerState(epoch=-3), {"epoch": 0}),
        (PlayerState(epoch=10**300), {"epoch": 20_000}),
        (PlayerState(start=()), {}),
        (PlayerState(start=(1.0, 2.0, 3.0)), {}),
        (PlayerState(start=(1e12, 0.0)), {}),
    ],
)
def test_choices_beyond_the_bounds_do_no_harm(chosen: PlayerState, seen: dict[str, Any]) -> None:
    """What no link could say is left out or brought to the nearest bound, without an exception."""
    assert after(chosen) == seen


numbers = some.floats(allow_nan=False, allow_infinity=False)
starts = some.lists(numbers, max_size=3).map(tuple)
choices = some.builds(PlayerState, some.none() | numbers, some.none() | some.integers(), some.none() | starts)


@settings(max_examples=25, deadline=None)
@given(choices)
def test_whatever_was_chosen_can_be_linked_to(chosen: PlayerState) -> None:
    """Each setting after a release is one that its own link reads back."""
    seen = after(chosen)
    writers = {setting.name: setting.write for setting in ALL}
    values, notes = parse(ALL, {name: [writers[name](value)] for name, value in seen.items()})
    assert notes == []
    assert {name: values[name] for name in seen} == seen
