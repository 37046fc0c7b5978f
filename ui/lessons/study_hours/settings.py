"""What can be chosen in Study Hours, and the controls of this lesson alone."""

from __future__ import annotations

from ui.page import controls
from ui.session import fields, settings
from ui.session.settings import Setting

HOURS = (-1e4, 1e4)
LOOKS_RIGHT = "tutorial"
"""The switch of the line that looks right; links that people have call it so."""


def study_settings() -> list[Setting]:
    """Return the settings of the lesson."""
    return [
        *controls.recipe_settings(("study_hours", "study_hours_x10"), rows=(1, 2, 4)),
        settings.switch("fit"),
        settings.switch(LOOKS_RIGHT),
        settings.number("hours", None, *HOURS, "a number of hours, such as 5.5"),
    ]


def study_controls() -> None:
    """Draw what this lesson alone has: the user's own line, a line that looks right, hours to predict at."""
    fields.toggle("Fit it yourself", "fit")
    fields.toggle("A line that looks right", LOOKS_RIGHT)
    fields.small_number_or_none("Predict at hours", "hours", *HOURS, "e.g. 5.5")
