"""The tools at the same place on every lesson's page: A, reset, link, shortcuts, theme, full screen."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.browser.assets import loader
from ui.lessons.registry import LESSONS
from ui.session import callbacks, fields, settings
from ui.session.settings import Setting
from ui.text.glossary import explained
from ui.text.shortcuts import LETTERS, shortcuts_of

BUTTONS = ("Copy link", "Keyboard shortcuts", "Theme", "Present")
"""What the browser does by itself."""

_buttons = st.components.v2.component("slopewise_toolbar", js=loader("page/toolbar.js"), isolate_styles=False)


def toolbar(page: str, page_settings: Sequence[Setting]) -> DeltaGenerator:
    """Draw the tools of a lesson's page; return the place for what keeps a run as A, which is first among them."""
    with st.container(horizontal=True, vertical_alignment="center", width="content", gap="xsmall", key="toolbar"):
        place = st.container(width="content")
        fields.button(
            "Reset lesson",
            icon=":material/restart_alt:",
            on_click=_reset,
            args=(page_settings,),
            key="reset_lesson",
        )
        data = {
            "words": {name: explained(name) for name in BUTTONS},
            "shortcuts": shortcuts_of(page),
            "letters": LETTERS,
            "pages": ["", *(lesson.name for lesson in LESSONS), "glossary"],
        }
        _buttons(key="toolbar_buttons", data=data, width="content", height="content")
    return place


@callbacks.uninterrupted
def _reset(page_settings: Sequence[Setting]) -> None:
    """Give all settings of this page their defaults; data of one's own stay in the session, for the menu of data."""
    settings.user_changed()
    st.session_state.update({setting.name: setting.default for setting in page_settings})
