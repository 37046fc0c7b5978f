"""What of Streamlit is not public, used here and nowhere else, as it is in Streamlit 1.67.0."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.scriptrunner import RerunData, RerunException, get_script_run_ctx
from streamlit.runtime.stats import CounterStat, GaugeStat
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

__all__ = ["CounterStat", "GaugeStat", "RerunException", "came_by_history", "count_sessions", "publish", "run_again"]


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


def publish(read: Callable[[], Sequence[CounterStat | GaugeStat]]) -> None:
    """Let the server's `/_stcore/metrics` show more numbers; a function reads them whenever somebody asks.

    Raises:
        RuntimeError: If no server runs.
    """
    Runtime.instance().stats_mgr.register_provider(_Provider(read))


def count_sessions() -> int:
    """Return how many sessions the server holds: of those who are there, and of those who may yet come back.

    Counting the latter lets go of those who can no longer. Streamlit itself does so when the next person leaves: of a
    class that has left, it would hold a hundred sessions overnight.
    """
    manager = Runtime.instance()._session_mgr
    if not isinstance(manager, WebsocketSessionManager) or not isinstance(
        waiting := manager._session_storage, MemorySessionStorage
    ):
        raise TypeError(f"sessions are not held as Streamlit does, but by a {type(manager).__name__}")
    return manager.num_active_sessions() + len(waiting._cache)


class _Provider:
    """Numbers as Streamlit asks for them: by the names of their families, here one number each."""

    def __init__(self, read: Callable[[], Sequence[CounterStat | GaugeStat]]) -> None:
        self._read = read
        self.stats_families = [each.family_name for each in read()]

    def get_stats(self, family_names: Sequence[str] | None = None) -> Mapping[str, Sequence[CounterStat | GaugeStat]]:
        """Return the families that are asked for; None asks for all."""
        asked = self.stats_families if family_names is None else family_names
        return {each.family_name: [each] for each in self._read() if each.family_name in asked}
