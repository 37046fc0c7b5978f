"""What a person does in the player reaches the settings, within their bounds."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ui.page.controls import recipe_settings
from ui.page.knobs.batches import batch_setting
from ui.player import PlayerState
from ui.session.settings import parse

ALL = recipe_settings(("study_hours",), batch_setting((1,)))


def release(choices: list[object]) -> None:
    """Run in a session of Streamlit's: let go of something in the player, again and again."""
    import streamlit as st

    from ui.page.controls import released

    names, seen = ("learning_rate", "start", "epoch", "epochs"), []
    for chosen in choices:
        released(chosen)
        seen.append({name: st.session_state.pop(name) for name in names if name in st.session_state})
    st.session_state["seen"] = seen


def after_each(choices: list[PlayerState]) -> list[dict[str, Any]]:
    app = AppTest.from_function(release, default_timeout=30, kwargs={"choices": choices}).run()
    assert not app.exception
    seen: list[dict[str, Any]] = app.session_state["seen"]
    return seen


def after(chosen: PlayerState) -> dict[str, Any]:
    return after_each([chosen])[0]


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
        (PlayerState(epoch=-3), {}),
        (PlayerState(epoch=10**300), {}),
        (PlayerState(epochs=0), {}),
        (PlayerState(epochs=-5), {}),
        (PlayerState(epochs=20_001), {}),
        (PlayerState(epochs=10**300), {}),
        (PlayerState(epochs=1), {"epochs": 1}),
        (PlayerState(epochs=20_000), {"epochs": 20_000}),
        (PlayerState(start=()), {}),
        (PlayerState(start=(1.0, 2.0, 3.0)), {}),
        (PlayerState(start=(1e12, 0.0)), {}),
    ],
)
def test_choices_beyond_the_bounds_do_no_harm(chosen: PlayerState, seen: dict[str, Any]) -> None:
    """What no link could say is left out, without an exception."""
    assert after(chosen) == seen


SIZES = (-1e300, -1e9, -1 / 3, 0.0, 5e-324, 1e-12, 0.1 + 0.2, 1e6, 123456.7891, 1e9 - 0.1, 1e300)
CHOICES = [
    *[PlayerState(learning_rate=size, epoch=int(size)) for size in SIZES],
    *[PlayerState(start=start) for start in product(SIZES, SIZES)],
]


def test_whatever_was_chosen_can_be_linked_to() -> None:
    """Each setting after a release, however large or small the numbers, is one that its own link reads back."""
    writers = {setting.name: setting.write for setting in ALL}
    for seen in after_each(CHOICES):
        values, notes = parse(ALL, {name: [writers[name](value)] for name, value in seen.items()})
        assert notes == []
        assert {name: values[name] for name in seen} == seen


def test_a_lesson_without_a_line_has_no_custom_start() -> None:
    """Where a start has more numbers than two, a link can ask for zeros or random alone."""
    (start,) = [setting for setting in recipe_settings(("crop_yields",), batch_setting((1,)), custom_start=False)
                if setting.name == "start"]  # fmt: skip
    values, notes = parse([start], {"start": ["5,40"]})
    assert values == {"start": "zeros"}
    assert "`5,40`" in notes[0]
    assert "one of zeros, random" in notes[0]
    assert parse([start], {"start": ["random"]}) == ({"start": "random"}, [])
