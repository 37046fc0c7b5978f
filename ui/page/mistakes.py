"""The closer look at common mistakes: statements, each with a button that sets the page up to show it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui.browser.assets import loader
from ui.page import controls
from ui.page.values import Page
from ui.session import fields
from ui.text.mistakes import Mistake, mistakes_in, set_afresh

NAME = "Common mistakes"
"""What the closer look is called."""
_scroll = st.components.v2.component("slopewise_show_me", js=loader("page/show_me.js"), isolate_styles=False)


def list_mistakes(page: Page) -> None:
    """List the lesson's common mistakes; each has a button that sets the page up to show it."""
    with st.container(key="mistakes"):
        for mistake in mistakes_in(page.name):
            with st.container():
                st.markdown(mistake.text)
                fields.button(
                    mistake.button,
                    icon=":material/visibility:",
                    on_click=controls.go_to,
                    kwargs=values_of(page, mistake),
                )
    _scroll(key="show_me", data={}, height="content")


def values_of(page: Page, mistake: Mistake) -> dict[str, Any]:
    """Return the values of the page's settings that show a mistake; what is not among them stays as it is."""
    afresh = {setting.name: setting.default for setting in page.settings if setting.name in set_afresh()}
    readers = {setting.name: setting.read for setting in page.settings}
    return afresh | {name: readers[name](text) for name, text in mistake.link.items()}
