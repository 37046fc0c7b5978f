"""The browser's history: what is an entry of its own."""

from __future__ import annotations

import streamlit as st

from ui.browser.assets import loader

_watch = st.components.v2.component("slopewise_entries", js=loader("page/entries.js"), isolate_styles=False)


def watch() -> None:
    """Have the browser keep a lesson that is found again as it was left in one entry, the one with its settings."""
    _watch(key="watch_entries", data={}, height="content")
