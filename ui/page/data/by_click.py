"""Rows held out by a click on their points: what the player is given for it, and what it makes of a release."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import streamlit as st

from core.data import Dataset
from ui.figures.thinning import MAX_DRAWN, row_name
from ui.own_data.session import chosen_data
from ui.page.data.variants import BY_CLICK, all_rows, numbers_held_out, too_few
from ui.page.values import Trained
from ui.player import PlayerState, RowChoice
from ui.session import settings
from ui.session.settings import Setting

_HOW = (
    "**Click or tap a point** to hold its row out, once more to take it back; by the keyboard, arrows and Enter do it."
)
_WITHOUT_ROWS = ("worlds",)
"""Views whose pictures show no rows."""
Places = Sequence[Mapping[str, np.ndarray]]
"""x and y of rows, and z in a scene, shape `(n,)` each; several where a row has several points."""


def line_places(dataset: Dataset) -> Places:
    """Return where the rows of one feature and one target lie."""
    return [{"x": dataset.features[:, 0], "y": dataset.targets[:, 0]}]


def row_choice(panel: int, places_of: Callable[[Dataset], Places] = line_places) -> RowChoice | None:
    """Return the points that hold their rows out; None where a click does not.

    Args:
        panel: Place of the panel with the data.
        places_of: From the data set to where its rows lie there.
    """
    state = st.session_state
    if not state[BY_CLICK] or not can_click():
        return None
    dataset = all_rows(state)
    places = places_of(dataset)
    x, y = (np.concatenate([place[axis] for place in places]) for axis in "xy")
    z = np.concatenate([place["z"] for place in places]) if "z" in places[0] else None
    return RowChoice(
        panel, x, y, z, np.tile(np.arange(1, dataset.n + 1), len(places)),
        tuple(row_name(dataset, row) for row in range(dataset.n)) * len(places),
        tuple(row + 1 for row in numbers_held_out(state, dataset.n)), chosen_data(state["data"]).name,
    )  # fmt: skip


def can_click() -> bool:
    """Return whether all rows are drawn, so that each can be clicked."""
    state = st.session_state
    return state.get("view") not in _WITHOUT_ROWS and chosen_data(state["data"]).n <= MAX_DRAWN


def how_to_click(chosen: Sequence[Setting]) -> str | None:
    """Say how rows are held out by their points, while a page's clicks do so; else None.

    Args:
        chosen: The page's settings.
    """
    if BY_CLICK in [setting.name for setting in chosen] and st.session_state[BY_CLICK] and can_click():
        return _HOW
    return None


def with_clicks(trained: Trained, on_release: Callable[[PlayerState], None]) -> Callable[[PlayerState], None]:
    """Return what receives a release in the player where a click on a point holds its row out.

    Args:
        trained: What the page has trained.
        on_release: Receives all else.
    """
    if BY_CLICK not in [setting.name for setting in trained.page.settings] or trained.guess.asks:
        return on_release

    def receive(chosen: PlayerState) -> None:
        on_release(chosen)
        # The numbers of other data mean nothing here.
        if chosen.held is not None and chosen.held.data == chosen_data(st.session_state["data"]).name:
            _hold_out(chosen.held.rows)

    return receive


def _hold_out(rows: tuple[int, ...]) -> None:
    """Hold rows out, and no share beside them, which would come back when the last row is taken back."""
    state, held = st.session_state, {"held_rows": rows, "held_out": 0.0}
    if said := too_few({**state.to_dict(), **held}):
        state[settings.REFUSED] = [f"{said} The data are as they were."]
    else:
        state.update(held)
