"""The line between browser and server: what happens when it is lost, and when it is back."""

from __future__ import annotations

import streamlit as st

from ui.browser.assets import loader

_watch = st.components.v2.component("slopewise_connection", js=loader("page/connection.js"), isolate_styles=False)


def watch() -> None:
    """Have the browser say when the server is down, and run the page by its link as soon as it is back."""
    _watch(key="watch_connection", data={}, height="content", on_back_change=_back)


def _back() -> None:
    """Take note; a session that is new reads the link in this very run."""
