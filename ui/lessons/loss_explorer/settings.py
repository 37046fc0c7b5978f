"""What can be chosen in the Loss Explorer, and its controls."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import streamlit as st

from core.exact import MEASURES
from ui.lessons.loss_explorer import notes, points
from ui.lessons.loss_explorer.beginnings import BEGINNINGS
from ui.lessons.loss_explorer.buttons import points_buttons
from ui.lessons.loss_explorer.explored import Explored
from ui.lessons.loss_explorer.guess import go_to_best
from ui.lessons.loss_explorer.noise import follow_noise
from ui.own_data.dialog import own_button
from ui.own_data.session import OWN, labels, on_dataset_change, own_setting
from ui.page import controls
from ui.page.all_controls import controls_row
from ui.page.data import variants
from ui.page.data.variant_controls import variant_controls
from ui.session import callbacks, fields, settings
from ui.session.settings import Setting

_STYLES = {"squares": "Squares", "sticks": "Sticks"}
_LANDSCAPES = {"contours": "Contours", "surface": "3-D surface", "slices": "Two slices"}


@cache
def explorer_settings() -> tuple[Setting, ...]:
    """Return the settings of the lesson."""
    return (
        own_setting(),
        settings.choice("data", (*BEGINNINGS, OWN), "first_four_scores"),
        points.points_setting(),
        points.line_setting(),
        *variants.noise_settings(),
        settings.choice("loss", tuple(MEASURES), "mse"),
        settings.number("delta", None, 1e-6, 1e9, "a number above 0, such as 50"),
        settings.choice("look", tuple(_STYLES), "squares"),
        settings.choice("ground", tuple(_LANDSCAPES), "contours"),
        *(settings.switch(name) for name in ("best", "predict", "add")),
    )


@callbacks.uninterrupted
def _begin_anew() -> None:
    """Leave line, points and δ of another data set behind."""
    controls.go_to(points=None, line=None, delta=None)
    on_dataset_change()


def explorer_controls(chosen: Sequence[Setting]) -> None:
    """Draw the controls in a row that wraps; those that a first visit does not need unfold by a switch.

    Args:
        chosen: The page's settings.
    """
    with controls_row(chosen) as drawn:
        fields.menu("Data", "data", labels((*BEGINNINGS, OWN)), 250, _begin_anew)
        own_button(line=True)
        fields.menu("Loss", "loss", {name: measure.label for name, measure in MEASURES.items()}, 230)
        if drawn("look"):
            fields.menu("Residuals as", "look", _STYLES, 150)
        if drawn("ground"):
            fields.menu("Landscape as", "ground", _LANDSCAPES, 150)
        if drawn("predict"):
            controls.predict_first()


def explorer_tools(chosen: Sequence[Setting], explored: Explored) -> None:
    """Draw what is done to the points and to the line.

    Args:
        chosen: The page's settings.
        explored: What the page shows.
    """
    dataset = explored.dataset
    with st.container(horizontal=True, vertical_alignment="center", key="tools"):
        fields.toggle("Add points", "add", help=points.ADDING)
        fields.toggle("Best lines of MSE, MAE and Huber", "best")
        if notes.has_best(dataset):
            args = (dataset, explored.choice)
            fields.button(
                "Go to the best line",
                icon=":material/target:",
                on_click=go_to_best,
                args=args,
            )
        points_buttons(dataset, controls.go_to)
        variant_controls(chosen, noised=follow_noise)
