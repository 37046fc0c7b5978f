"""The powers of a single feature: the slider of their degree, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.data import MAX_DEGREE, Dataset
from core.exact import stability
from core.model import Recipe
from ui.own_data.session import chosen_data
from ui.page.all_controls import in_sight
from ui.page.data.variants import clean_rows
from ui.session import callbacks, fields, settings
from ui.session.settings import Setting
from ui.text.numbers import brief

_DEGREES = tuple(range(1, MAX_DEGREE + 1))


def degree_slider(chosen: Sequence[Setting]) -> None:
    """Draw the slider of the degree, where the data have a single feature.

    Args:
        chosen: The page's settings.
    """
    if chosen_data(st.session_state["data"]).d == 1 and in_sight(chosen, "degree"):
        fields.steps_slider("Degree", "degree", _DEGREES, 190, on_change=_by_degree)


@callbacks.uninterrupted
def _by_degree() -> None:
    """Show the curve, and choose a rate that converges where the present one would not."""
    settings.user_changed()
    state = st.session_state
    state["view"] = "plane"
    try:
        limits = stability(clean_rows(state), Recipe(loss=state["loss"], scaling=state["scaling"]))
    except ValueError:  # the page says what is wrong with so many powers
        return
    if limits.verdict(state["learning_rate"]) in ("swings", "diverges"):
        state["learning_rate"] = float(f"{0.95 * limits.safe_rate:.1e}")


def powers_note(dataset: Dataset, condition: float) -> str | None:
    """Say what the powers make of the model, and how they stretch its valley; None where there are none.

    Args:
        dataset: What the model learns from.
        condition: The condition number.
    """
    degree = st.session_state["degree"]
    if degree == 1 or dataset.d != degree:
        return None
    weights = f"{degree} weights and a bias"
    close = " It has as many numbers as there are rows, so it can learn each of them by heart." if (
        dataset.n <= degree + 1
    ) else ""  # fmt: skip
    return (
        f"**The curve is still a linear model**: of {degree} powers of one feature, with {weights}.{close} The powers "
        f"rise together, so its valley is long: the condition number is {brief(condition)}, and the last bends of the "
        "curve need very many epochs. Hold rows out, and see which degree is worth it."
    )
