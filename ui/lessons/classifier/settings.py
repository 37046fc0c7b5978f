"""The settings and controls of a classifier's training: what its link carries, and the widgets for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from types import MappingProxyType
from typing import Any

import streamlit as st

from core.analysis import best_bias
from core.data import PASS_MARK, SCALINGS, Dataset
from core.model import CLASS_LOSSES, OPTIMIZERS, Network, Recipe
from ui.lessons.classifier.data import DATA, STUDENTS, THREE, data_setting, dataset_of, suit
from ui.page import controls
from ui.page.all_controls import controls_row
from ui.page.knobs.axes import axes_controls, axes_settings
from ui.session import fields, settings
from ui.session.neuron_choice import neuron_settings
from ui.session.ruler import RATES
from ui.session.settings import Setting
from ui.session.training import MAX_EPOCHS
from ui.text.numbers import in_six_digits

VIEWS = MappingProxyType({"loss": "Loss over time", "students": "Each student’s loss", "both": "Two losses"})
FAR_OFF = (-2.0, 9.0)
"""A start whose curve falls, and is sure of it: weight and bias."""
_MARKS = (50.0, 60.0, 70.0, 80.0, 90.0, 95.0)
"""Pass marks on offer, in points: each leaves students who pass and students who fail."""
_LOWEST_MARK, _HIGHEST_MARK = 49.0, 98.0
_DECAYS = (0.0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
_SCALINGS = ("none", "zscore_features")
_UNITS = ("epochs", "rows")
"""What may lie along the loss: each epoch is a single step."""
_LARGEST_SEED = 2**31 - 1
_WIDTH = 230


@cache
def classifier_settings() -> tuple[Setting, ...]:
    """Return the settings that fix a run of the classifier, and what of it is on show."""
    marks = f"a number of points from {_LOWEST_MARK:g} to {_HIGHEST_MARK:g}"
    return (
        data_setting(),
        settings.number("pass_mark", PASS_MARK, _LOWEST_MARK, _HIGHEST_MARK, marks),
        settings.number("learning_rate", 0.3, *RATES, "a number above 0, such as 0.3"),
        settings.whole_number("epochs", 1000, 1, MAX_EPOCHS),
        settings.choice("loss", tuple(CLASS_LOSSES), "cross_entropy"),
        settings.choice("optimizer", tuple(OPTIMIZERS), "sgd"),
        settings.number("momentum", 0.9, 0.0, 0.99, "a number from 0 to 0.99"),
        settings.choice("scaling", _SCALINGS, "none"),
        settings.number("weight_decay", 0.0, 0.0, _DECAYS[-1], "a number from 0 to 1, such as 0.01"),
        controls.start_setting("two numbers such as -2,9: weight and bias, or two weights"),
        settings.whole_number("seed", 0, 0, _LARGEST_SEED),
        settings.number("threshold", 0.5, 0.0, 1.0, "a number from 0 to 1, such as 0.5"),
        settings.choice("view", tuple(VIEWS), "loss"),
        settings.whole_number("epoch", 0, 0, MAX_EPOCHS),
        *neuron_settings(0, 1),
        settings.switch("predict"),
        *axes_settings(_UNITS),
    )


def described(chosen: Any) -> tuple[Dataset, Recipe]:
    """Return the data set and the recipe that settings describe.

    Args:
        chosen: Values of the settings, by their names: those of the page, or those that were kept.
    """
    same = ("learning_rate", "epochs", "loss", "optimizer", "momentum", "scaling", "weight_decay")
    dataset = dataset_of(chosen)
    drawn = chosen["start"] == "random"
    recipe = Recipe(
        **{name: chosen[name] for name in same},
        # It draws the start alone: by any other the run is the same, and trained once for all.
        seed=chosen["seed"] if drawn else 0,
        network=Network(initializer="torch" if drawn else "zeros"),
        device="cpu",
    )
    return dataset, replace(recipe, start=_start_of(chosen["start"], dataset, recipe))


def _start_of(start: Any, dataset: Dataset, recipe: Recipe) -> str | tuple[float, ...]:
    """Return the start that a name, or two numbers, mean: of two features the weights, with the bias best for them."""
    if isinstance(start, str) or dataset.t > 1:
        return "zeros"
    return start if dataset.d == 1 else (*start, in_six_digits(best_bias(dataset, recipe, start)))


def classifier_controls(chosen: Sequence[Setting]) -> None:
    """Draw the controls in a row that wraps; those that a first visit does not need unfold by a switch.

    Args:
        chosen: The page's settings.
    """
    state = st.session_state
    students = state["data"] == STUDENTS

    with controls_row(chosen) as drawn:
        fields.menu("Data", "data", DATA, 235, on_change=partial(suit, state["data"]))
        if students:
            fields.steps_slider("Pass mark", "pass_mark", _MARKS, 150)
        fields.menu("Loss", "loss", {name: each.label for name, each in CLASS_LOSSES.items()}, 250)
        if state["data"] != THREE:  # of three species the most probable one is said
            fields.slider("Threshold", "threshold", 0.0, 1.0, 0.01)
        fields.steps_slider("Weight decay λ", "weight_decay", _DECAYS, 150)
        controls.optimizer_controls(chosen, drawn)
        if drawn("scaling") or not students:
            fields.menu("Scaling", "scaling", {name: SCALINGS[name].label for name in _SCALINGS}, 190)
        if drawn("start"):
            fields.menu("Start", "start", _starts(state["start"], state["data"]), _WIDTH)
        if state["start"] == "random":
            fields.number("Seed", "seed", 0, _LARGEST_SEED, width=130)
        axes_controls(drawn, units=_UNITS)
        if drawn("predict"):
            controls.predict_first()


def _starts(start: Any, data: str) -> dict[Any, str]:
    named: dict[Any, str] = {"zeros": "Zeros", "random": "Random, as PyTorch draws it"}
    if data == THREE or (data != STUDENTS and start in named):
        return named
    if data != STUDENTS:
        return {**named, start: "By hand: weights {:g}, {:g}".format(*start)}
    named[FAR_OFF] = "Far off: w −2, b 9"
    return named if start in named else {**named, start: "By hand: w {:g}, b {:g}".format(*start)}
