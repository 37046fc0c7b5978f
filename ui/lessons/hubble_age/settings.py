"""What can be chosen in Hubble Age, and the controls of this lesson alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ui.lessons.hubble_age.answers import HUBBLE_DATASETS
from ui.lessons.hubble_age.universe import universe_controls, universe_settings
from ui.page import controls
from ui.page.data import variants
from ui.page.data.variant_controls import variant_controls
from ui.page.knobs import axes
from ui.page.knobs.batches import POWERS_OF_TWO, batch_setting
from ui.session import fields, settings
from ui.session.settings import Setting

VIEWS = {"training": "One training", "starts": "Many starting points", "sure": "Uncertainty"}
_RESAMPLES = settings.whole_number("resamples", 2000, 1, 20_000)


@cache
def hubble_settings() -> tuple[Setting, ...]:
    """Return the settings of the lesson."""
    return (
        *controls.recipe_settings(
            HUBBLE_DATASETS, batch_setting(POWERS_OF_TWO[:5], once=(5,)), learning_rate=0.05, epochs=500, scaling="max"
        ),
        settings.choice("view", tuple(VIEWS), "training"),
        *variants.noise_settings(),
        *variants.held_out_settings(),
        *universe_settings(),
        _RESAMPLES,
    )


def without_effect(view: str) -> tuple[str, ...]:
    """Return settings that have no say in a view: without a loss curve those of its axes."""
    return () if view == "training" else axes.NAMES


def hubble_controls(chosen: Sequence[Setting], view: str) -> None:
    """Draw what this lesson alone has: the universe, the noise, and how many resamples where there are some.

    Args:
        chosen: The page's settings.
        view: Which of the three is on show.
    """
    universe_controls(chosen)
    if view == "sure":
        _resamples_control()
    variant_controls(chosen)


def _resamples_control() -> None:
    with fields.labelled("Resamples"):
        fields.number(
            "Resamples", "resamples", step=500, width=150, label_visibility="collapsed",
            on_change=settings.checked, args=(_RESAMPLES, lambda typed: f"{typed} resamples cannot be drawn;"),
        )  # fmt: skip
