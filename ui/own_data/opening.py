"""Open and close a dialog in which a person brings data: the session remembers that it is open."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.data import Dataset
from ui.own_data.reading import forget
from ui.session import callbacks, settings
from ui.session.streamlit_inside import run_again


def opening_button(key: str, dialog: Callable[[], None]) -> None:
    """Draw the button that opens a dialog, and the dialog as long as it is open.

    Args:
        key: Under which the session notes that it is open.
        dialog: Draws it.
    """
    st.button("Your own data", icon=":material/upload_file:", on_click=_open, args=(key,))
    # Kept in the session: a training under way runs the page again and again, and would close it.
    if st.session_state.get(key):
        dialog()


@callbacks.uninterrupted
def _open(key: str) -> None:
    settings.user_changed()
    st.session_state[key] = True


@callbacks.uninterrupted
def close(key: str) -> None:
    """Close a dialog, and forget how its table was to be read."""
    settings.user_changed()
    st.session_state[key] = False
    forget()


def offer(chosen: Dataset | None, key: str, bring: Callable[[Dataset], None]) -> None:
    """Draw the button that takes data for the page's, where there are any, and closes the dialog."""
    # No callback: it would get what was chosen before the last word was typed, which comes with the same click.
    if chosen is not None and st.button("Use these data", type="primary"):
        bring(chosen)
        close(key)
        run_again()
