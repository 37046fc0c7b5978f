"""The buttons below the pictures of a loss: points along into the Animator, every point twice, and back."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.data import Dataset
from ui.lessons.loss_explorer.points import MAX_POINTS, points_of
from ui.own_data.dialog import use_in_animator
from ui.session import fields


def points_buttons(dataset: Dataset, take: Callable[..., None]) -> None:
    """Draw them.

    Args:
        dataset: As it is on show.
        take: Takes over what a person chose, by the names of settings.
    """
    if st.session_state["add"]:
        use_in_animator(dataset)
    elif dataset.n * 2 <= MAX_POINTS:
        twice = points_of(dataset) * 2
        fields.button(
            "Every point twice",
            icon=":material/content_copy:",
            on_click=take,
            kwargs={"points": twice},
        )
    st.button("Reset line", icon=":material/restart_alt:", on_click=take, kwargs={"line": None})
    st.button("Reset data", icon=":material/restart_alt:", on_click=take, kwargs={"points": None})
