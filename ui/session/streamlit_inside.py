"""What of Streamlit is not public, used here and nowhere else, as it is in Streamlit 1.67.0."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import RerunData, RerunException, get_script_run_ctx

__all__ = ["RerunException", "came_by_history", "run_again"]


def came_by_history() -> bool:
    """Return whether this run of the page was asked for by the browser's back or forward."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def run_again() -> NoReturn:
    """Run the page once more from its beginning, or what the browser has asked for meanwhile, such as another page.

    `st.rerun` would put its own wish in the place of that one, and a link that was clicked while a run is trained
    would lead nowhere.
    """
    # Any use of the session ends the run here, if the browser has asked for something.
    st.session_state.get("any")
    context = get_script_run_ctx()
    if context is None:
        raise RuntimeError("only a page that is run can be run again")
    raise RerunException(
        RerunData(
            query_string=context.query_string,
            page_script_hash=context.page_script_hash,
            cached_message_hashes=context.cached_message_hashes,
            context_info=context.context_info,
        )
    )
