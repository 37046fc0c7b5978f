"""The buttons that keep the run on show as A, swap A and B, and stop comparing."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.compare.keeping import KEPT, chosen_as_kept, chosen_now
from ui.compare.runs import Kept
from ui.session import callbacks, fields, settings
from ui.session.settings import Setting


def keep_controls(place: DeltaGenerator, page_settings: Sequence[Setting], kept: Kept | None) -> None:
    """Draw the buttons for a run: `keep_buttons` with the words for it."""
    keep_buttons(place, page_settings, None if kept is None else kept.described)


def keep_buttons(place: DeltaGenerator, page_settings: Sequence[Setting], kept: str | None) -> None:
    """Draw the button that keeps what is on show as A; where A is kept, say so and offer to swap and to stop comparing.

    Args:
        place: Where on the page.
        page_settings: The page's settings.
        kept: What is kept as A, in a few words; None for nothing.
    """
    if kept is None:
        with place:
            fields.button(
                "Compare: keep as A",
                icon=":material/push_pin:",
                on_click=_keep,
                args=(page_settings,),
            )
        return
    with place, st.popover(f"A: {kept}", icon=":material/push_pin:"):
        st.markdown(f"**A:** {kept}")
        fields.button(
            "Swap A and B",
            icon=":material/swap_horiz:",
            on_click=_swap,
            args=(page_settings,),
        )
        fields.button("Stop comparing", icon=":material/close:", on_click=_forget)


@callbacks.uninterrupted
def _keep(page_settings: Sequence[Setting]) -> None:
    settings.user_changed()
    st.session_state[KEPT] = chosen_now(page_settings)


@callbacks.uninterrupted
def _swap(page_settings: Sequence[Setting]) -> None:
    kept = chosen_as_kept(page_settings)
    _keep(page_settings)
    st.session_state.update(kept or {})


@callbacks.uninterrupted
def _forget() -> None:
    settings.user_changed()
    st.session_state[KEPT] = None
