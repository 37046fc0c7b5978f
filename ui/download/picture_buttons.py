"""Buttons that save the player's picture, PNG and SVG; the player draws it in the browser."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_HTML, _JS, _CSS = (
    (Path(__file__).parent / "static" / f"picture_buttons.{kind}").read_text(encoding="utf-8")
    for kind in ("html", "js", "css")
)
_component = st.components.v2.component("slopewise_picture_buttons", html=_HTML, js=_JS, css=_CSS)


def picture_buttons() -> None:
    """Draw a button for each kind of picture."""
    _component(key="picture_buttons", width="content", height="content")
