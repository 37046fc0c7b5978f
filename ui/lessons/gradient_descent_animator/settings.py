"""What can be chosen in the Gradient Descent Animator."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import MappingProxyType

import streamlit as st

from core.data import Dataset
from core.model import Recipe
from ui.lessons.gradient_descent_animator import race, rate_changes
from ui.lessons.gradient_descent_animator.raw_vs_scaled import raw_recipe
from ui.own_data.session import OWN, own_setting
from ui.page import controls
from ui.page.data import variants
from ui.page.knobs.batches import POWERS_OF_TWO, batch_setting
from ui.session import settings
from ui.session.settings import Setting

_DATA = (
    "study_hours",
    "study_hours_x10",
    "four_scores",
    "hubble_key_project",
    "hubble_key_project_24",
    "hubble_1929",
    "perceptron",
)
VIEWS = MappingProxyType({"one": "One run", "race": "A race", "worlds": "Raw vs. scaled"})
LANDSCAPES = MappingProxyType({"contours": "Map", "surface": "3-D surface"})
_RACERS = (race.Racer("momentum", 0.01, None), race.Racer("nesterov", 0.01, None), race.Racer("adam", 2.0, None))


@cache
def animator_settings() -> tuple[Setting, ...]:
    """Return the settings of the lesson."""
    return (
        own_setting(),
        *controls.recipe_settings((*_DATA, OWN), batch_setting(POWERS_OF_TWO), learning_rate=0.03, epochs=500),
        *variants.noise_settings(),
        *variants.held_out_settings(),
        settings.choice("view", tuple(VIEWS), "one"),
        settings.choice("ground", tuple(LANDSCAPES), "contours"),
        rate_changes.rate_changes_setting(),
        *(race.racer_setting(place, racer) for place, racer in enumerate(_RACERS, 2)),
    )


def described_in_view() -> tuple[Dataset, Recipe]:
    """Return the data set and the recipe of the page's settings; of raw and scaled data those of the raw ones."""
    dataset, recipe = rate_changes.described(st.session_state)
    return dataset, raw_recipe(recipe) if st.session_state["view"] == "worlds" else recipe


def late_note() -> list[str]:
    """Return what there is to say of changes of the rate that come after the end of the run."""
    _, late = rate_changes.within(st.session_state[rate_changes.EARLIER], st.session_state["epochs"])
    return [late] if late else []


def animator_controls(chosen: Sequence[Setting], rows: int) -> None:
    """Draw the controls of the run; where raw and scaled data are compared, the scaling is no choice.

    Args:
        chosen: The page's settings.
        rows: Rows of the data set.
    """
    without = ("scaling",) if st.session_state["view"] == "worlds" else ()
    controls.recipe_controls(chosen, basic=("loss", "optimizer"), rows=rows, without=without)


def racers_controls() -> None:
    """Draw the controls of the racers, in a row that wraps."""
    with st.container(horizontal=True, key="racers"):
        for place, racer in enumerate(_RACERS, 2):
            race.racer_controls(place, racer)
