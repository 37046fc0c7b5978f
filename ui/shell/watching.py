"""What the browser watches on every page: the line to the server, its own history, and number fields."""

from __future__ import annotations

import streamlit as st

from ui.browser.assets import loader

# One component for all: each that a page has costs every run of it half a millisecond of the server.
_watch = st.components.v2.component("slopewise_page", js=loader("page/watching.js"), isolate_styles=False)


def watch() -> None:
    """Have the browser watch the page, and run it by its link as soon as a lost server is back."""
    _watch(key="watch_page", data={}, height="content", on_back_change=_back)


def _back() -> None:
    """Take note; a session that is new reads the link in this very run."""
