"""The settings and controls of one neuron's training: what its link carries, and the widgets for it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import streamlit as st

from core.data import Dataset, load
from core.model import ACTIVATIONS, LOSSES, Recipe
from ui.page import controls
from ui.page.all_controls import controls_row
from ui.page.knobs import training as knobs
from ui.page.knobs.axes import axes_controls, axes_settings
from ui.player import PlayerState
from ui.player.neuron import PHASES
from ui.session import callbacks, fields, settings
from ui.session.ruler import RATES
from ui.session.settings import Setting
from ui.session.training import MAX_EPOCHS
from ui.text.numbers import in_six_digits

STEP = "iteration"
"""What the lesson calls an epoch: each is one step over all rows."""
START = (0.3, 0.4)
COPIES = {"1": "25 points, once", "2": "50: each point twice", "4": "100: each four times"}
_DRAWN = "uniform"
_MAX_ROWS = 100
_LARGEST_SEED = 2**31 - 1
_FARTHEST = 1e9
_UNITS = ("epochs", "rows")
"""What may lie along the loss."""


@cache
def neuron_settings() -> tuple[Setting, ...]:
    """Return the settings that fix a run of the neuron, and what of it is on show."""
    return (
        settings.number("learning_rate", 0.001, *RATES, "a number above 0, such as 0.001"),
        settings.whole_number("epochs", 4000, 1, MAX_EPOCHS),
        settings.choice("activation", tuple(ACTIVATIONS), "relu"),
        settings.choice("loss", ("sse", "mse"), "sse"),
        settings.choice("copies", tuple(COPIES), "1"),
        Setting(
            "start", START, _read_start, "uniform, or a weight and a bias such as 0.9,0.9", write=controls.write_start
        ),
        settings.whole_number("seed", 0, 0, _LARGEST_SEED),
        settings.whole_number("epoch", 0, 0, MAX_EPOCHS),
        settings.whole_number("row", 1, 1, _MAX_ROWS),
        settings.switch("predict"),
        settings.choice("phase", tuple(name.lower() for name in PHASES), PHASES[0].lower()),
        *knobs.schedule_settings(),
        *knobs.penalty_settings(),
        *axes_settings(_UNITS),
    )


def _read_start(text: str) -> str | tuple[float, ...]:
    if text == _DRAWN:
        return text
    numbers = tuple(in_six_digits(settings.number_of(part)) for part in text.split(","))
    if len(numbers) != 2 or not all(abs(number) < _FARTHEST for number in numbers):
        raise ValueError(text)
    return numbers


def described(chosen: Any) -> tuple[Dataset, Recipe]:
    """Return the data set and the recipe that settings describe.

    Args:
        chosen: Values of the settings, by their names: those of the page, or those that were kept.
    """
    fields = ("learning_rate", "epochs", "loss", "activation", "start")
    recipe = Recipe(
        **{field: chosen[field] for field in fields},
        # It draws the start alone: by any other the run is the same, and trained once for all.
        seed=chosen["seed"] if chosen["start"] == _DRAWN else 0,
        **knobs.schedule_of(chosen),
        **knobs.penalties_of(chosen),
        device="cpu",
    )
    return _repeated(load("perceptron"), int(chosen["copies"])), recipe


def _repeated(dataset: Dataset, copies: int) -> Dataset:
    if copies == 1:
        return dataset
    return Dataset(
        f"{dataset.name}_x{copies}", f"{dataset.title}, {copies} times",
        np.tile(dataset.features, (copies, 1)), np.tile(dataset.targets, (copies, 1)),
        dataset.feature_names, dataset.feature_units, dataset.target_names, dataset.target_units,
        source=dataset.source,
    )  # fmt: skip


def neuron_controls(chosen: Sequence[Setting]) -> None:
    """Draw the controls in a row that wraps; those that a first visit does not need unfold by a switch.

    Args:
        chosen: The page's settings.
    """
    state = st.session_state

    with controls_row(chosen) as drawn:
        fields.menu("Activation", "activation", {name: choice.label for name, choice in ACTIVATIONS.items()}, 230)
        if drawn("loss"):
            fields.menu("Loss", "loss", {name: LOSSES[name].label for name in ("sse", "mse")}, 230)
        if drawn("copies"):
            fields.menu("Data", "copies", COPIES, 230)
        fields.menu("Start", "start", _starts(state["start"]), 200)
        if state["start"] == _DRAWN:
            fields.number("Seed", "seed", 0, _LARGEST_SEED, width=130)
        fields.button("Random start", icon=":material/casino:", on_click=_draw)
        knobs.schedule_controls(drawn, STEP)
        knobs.penalty_controls(drawn)
        if drawn("predict"):
            controls.predict_first()
        axes_controls(drawn, units=_UNITS, step=STEP)


def _starts(start: Any) -> dict[Any, str]:
    named = {START: "w 0.3, b 0.4", (0.9, 0.9): "w 0.9, b 0.9", (0.0, 0.0): "w 0, b 0", _DRAWN: "Random"}
    return named if start in named else {**named, start: "By hand: w {:g}, b {:g}".format(*start)}


@callbacks.uninterrupted
def _draw() -> None:
    """Draw a start from [0, 1)², another one each time."""
    settings.user_changed()
    state = st.session_state
    state["seed"] = (state["seed"] + 1) % (_LARGEST_SEED + 1) if state["start"] == _DRAWN else state["seed"]
    state["start"], state["epoch"] = _DRAWN, 0


def neuron_released(chosen: PlayerState) -> None:
    """Take over what a person chose in the player, before the page runs again."""
    controls.released(replace(chosen, start=None))
    state = st.session_state
    if chosen.start is not None and len(chosen.start) == 2:
        with suppress(ValueError):  # a start beyond what a link can say stays in the player
            state["start"] = _read_start(controls.write_start(chosen.start))
    if chosen.row is not None and 0 <= chosen.row < _MAX_ROWS:
        state["row"] = chosen.row + 1
    if chosen.phase is not None and 0 <= chosen.phase < len(PHASES):
        state["phase"] = PHASES[chosen.phase].lower()


def present_phase() -> int:
    """Return the phase on show, from 0."""
    return [name.lower() for name in PHASES].index(st.session_state["phase"])
