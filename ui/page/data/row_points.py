"""The row whose numbers go through a network, chosen by its point in the picture while these numbers are on show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from core.model import Recipe
from ui.page.closer import FORMULAS, ONE_STEP
from ui.page.values import Trained
from ui.player import PlayerState, RowPoints


def row_is_shown(recipe: Recipe) -> bool:
    """Return whether the numbers of one row are on show below: a step of a network, or its formulas."""
    return recipe.network is not None and st.session_state.get("closer") in (ONE_STEP, FORMULAS)


def row_points(recipe: Recipe, panel: int, x: np.ndarray, y: np.ndarray) -> RowPoints | None:
    """Return the points of which a click chooses the row on show; None where no row is.

    Args:
        recipe: Of the run on show.
        panel: Place of the panel with the data.
        x: Of each row that the run learns from where it lies across, shape `(n,)`.
        y: The same upwards, shape `(n,)`.
    """
    return RowPoints(panel, x, y, min(st.session_state["row"], len(x)) - 1) if row_is_shown(recipe) else None


def with_row(trained: Trained, on_release: Callable[[PlayerState], None]) -> Callable[[PlayerState], None]:
    """Return what receives a release in the player where a click on a point chooses its row.

    Args:
        trained: What the page has trained.
        on_release: Receives all else.
    """
    if trained.recipe.network is None or trained.guess.asks:
        return on_release

    def receive(chosen: PlayerState) -> None:
        on_release(chosen)
        if chosen.row is not None and 0 <= chosen.row < trained.dataset.n:
            st.session_state["row"] = chosen.row + 1

    return receive
