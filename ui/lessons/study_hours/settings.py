"""What can be chosen in Study Hours, and the controls of this lesson alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import streamlit as st

from ui.page import controls
from ui.page.all_controls import in_sight
from ui.page.data import variants
from ui.page.data.variant_controls import variant_controls
from ui.page.knobs.batches import batch_setting
from ui.session import fields, settings
from ui.session.settings import Setting

HOURS = (-1e4, 1e4)
LOOKS_RIGHT = "tutorial"
"""The switch of the line that looks right; links that people have call it so."""


@cache
def study_settings() -> tuple[Setting, ...]:
    """Return the settings of the lesson."""
    return (
        *controls.recipe_settings(("study_hours", "study_hours_x10"), batch_setting((1, 2, 4))),
        *variants.noise_settings(),
        *variants.held_out_settings(),
        settings.switch("fit"),
        settings.switch("best"),
        settings.switch("squares"),
        settings.switch(LOOKS_RIGHT),
        settings.number("hours", None, *HOURS, "a number of hours, such as 5.5"),
    )


def study_controls(chosen: Sequence[Setting]) -> None:
    """Draw what this lesson alone has: squares, the user's own line, a line that looks right, hours to predict at.

    Args:
        chosen: The page's settings.
    """
    fields.toggle("Squared errors", "squares")
    fields.toggle("Fit it yourself", "fit")
    if st.session_state["fit"]:
        fields.toggle("Show best fit", "best")
    if in_sight(chosen, LOOKS_RIGHT):
        fields.toggle("A line that looks right", LOOKS_RIGHT)
    if in_sight(chosen, "hours"):
        fields.small_number_or_none("Predict at hours", "hours", *HOURS, "e.g. 5.5")
    variant_controls(chosen)
