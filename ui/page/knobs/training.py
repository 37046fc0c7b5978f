"""The settings and controls of a learning-rate schedule, and of a penalty on large weights."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import streamlit as st

from core.model import LOSSES, SCHEDULES, Recipe
from ui.session import fields, settings
from ui.session.settings import Setting
from ui.session.training import MAX_EPOCHS

_MOST = 1000.0
"""The largest weight decay and L1 penalty on offer."""
_PENALTIES = (0.0, *(float(f"{digit}e{power}") for power in range(-3, 3) for digit in (1, 2, 5)), _MOST)
"""Those that the slider stops at."""
_LEAST_FACTOR = 0.001
PRECISIONS = MappingProxyType({"float64": "double", "float32": "single"})
"""What each precision is called."""
_LENGTHS = MappingProxyType({"step": "a step", "exponential": "to this factor", "cosine": "to zero"})
"""What a schedule's length is so many epochs of."""


def knob_settings() -> list[Setting]:
    """Return the settings of the schedule, of the penalties and of the precision; they begin with plain training."""
    return [
        *schedule_settings(),
        *penalty_settings(),
        settings.switch("decoupled"),
        settings.choice("dtype", tuple(PRECISIONS), Recipe().dtype),
    ]


def schedule_settings() -> list[Setting]:
    """Return the settings of the schedule alone; they begin with a rate that stays."""
    plain = Recipe()
    return [
        settings.choice("schedule", tuple(SCHEDULES), plain.schedule),
        settings.whole_number("schedule_length", plain.schedule_length, 1, MAX_EPOCHS),
        settings.number(
            "schedule_factor", plain.schedule_factor, _LEAST_FACTOR, 1.0, f"a number from {_LEAST_FACTOR:g} to 1"
        ),
        settings.whole_number("warm_up", plain.warm_up, 0, MAX_EPOCHS),
    ]


def penalty_settings() -> list[Setting]:
    """Return the settings of what large weights cost, to begin with nothing, but for how an optimizer takes it."""
    amount = f"a number from 0 to {_MOST:g}, such as 0.1"
    return [
        settings.number("weight_decay", 0.0, 0.0, _MOST, amount),
        settings.number("l1", 0.0, 0.0, _MOST, amount),
        settings.switch("decays_biases"),
    ]


def knobs_of(chosen: Any) -> dict[str, Any]:
    """Return the fields of `Recipe` that these settings stand for; what has no say counts as its default.

    Args:
        chosen: Values of the settings, by their names.
    """
    found = {**schedule_of(chosen), **penalties_of(chosen)}
    # Apple's processors know no double precision.
    found["dtype"] = "float32" if chosen["device"] == "mps" else chosen["dtype"]
    if "weight_decay" in found:
        found["decoupled"] = chosen["decoupled"] and chosen["weight_decay"] > 0 and chosen["optimizer"] == "adam"
    return found


def penalties_of(chosen: Any) -> dict[str, Any]:
    """Return the fields of `Recipe` that the settings of the penalty stand for, as `knobs_of` does."""
    return {name: chosen[name] for name in ("weight_decay", "l1", "decays_biases")} if penalises(chosen) else {}


def schedule_of(chosen: Any) -> dict[str, Any]:
    """Return the fields of `Recipe` that the settings of the schedule stand for, as `knobs_of` does."""
    found: dict[str, Any] = {"schedule": chosen["schedule"], "warm_up": chosen["warm_up"]}
    if chosen["schedule"] != "constant":
        found["schedule_length"] = chosen["schedule_length"]
    if chosen["schedule"] in ("step", "exponential"):
        found["schedule_factor"] = chosen["schedule_factor"]
    return found


def penalises(chosen: Any) -> bool:
    """Return whether large weights cost something: only with squared losses, whose exact answer is known then."""
    return LOSSES[chosen["loss"]].quadratic and (chosen["weight_decay"] > 0 or chosen["l1"] > 0)


def left_out_note(chosen: Any) -> str | None:
    """Say that weights cost nothing with this loss, where a person has asked that they do."""
    if LOSSES[chosen["loss"]].quadratic or not (chosen["weight_decay"] or chosen["l1"]):
        return None
    return (
        f"**Weight decay and L1 are left out:** with the {LOSSES[chosen['loss']].label.lower()} there would be no "
        "exact answer to judge the run by. Choose a squared loss, and they count."
    )


def precision_control(drawn: Callable[[str], bool]) -> None:
    """Draw the menu of precisions, where there is a choice.

    Args:
        drawn: Whether the control of a setting is drawn.
    """
    if drawn("dtype") and st.session_state["device"] != "mps":
        fields.menu("Precision", "dtype", {name: f"{word}, {name}" for name, word in PRECISIONS.items()}, 170)


def schedule_controls(drawn: Callable[[str], bool], step: str = "epoch") -> None:
    """Draw the schedule of the learning rate, with what it needs.

    Args:
        drawn: Whether the control of a setting is drawn.
        step: What the lesson calls an epoch.
    """
    state = st.session_state
    if drawn("schedule"):
        fields.menu("Schedule", "schedule", {name: each.label for name, each in SCHEDULES.items()}, 160)
        if state["schedule"] in _LENGTHS:
            length = f"{step.capitalize()}s {_LENGTHS[state['schedule']]}"
            fields.number(length, "schedule_length", 1, MAX_EPOCHS, width=170)
        if state["schedule"] in ("step", "exponential"):
            fields.number("Factor", "schedule_factor", _LEAST_FACTOR, 1.0, step=0.1, format="%g", width=130)
    if drawn("warm_up"):
        fields.number(f"Warm-up {step}s", "warm_up", 0, MAX_EPOCHS, width=150)


def penalty_controls(drawn: Callable[[str], bool], *, adam: bool = False) -> None:
    """Draw what large weights cost.

    Args:
        drawn: Whether the control of a setting is drawn.
        adam: Whether Adam trains, whose decay may be decoupled.
    """
    state = st.session_state
    for label, name in (("Weight decay λ", "weight_decay"), ("L1 penalty α", "l1")):
        if drawn(name):
            fields.steps_slider(label, name, _PENALTIES, 190)
    if (state["weight_decay"] or state["l1"]) and drawn("decays_biases"):
        fields.toggle("On biases, too", "decays_biases")
    if state["weight_decay"] and adam and drawn("decoupled"):
        fields.toggle("Decoupled, as AdamW", "decoupled")
