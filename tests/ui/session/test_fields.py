"""A setting hears its widgets, and of one that is gone only what a person chose there."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def sent_by_a_widget_that_is_gone() -> None:
    """Draw a menu, change its setting in the player, draw it again; then the browser tells of the first one."""
    import streamlit as st

    from ui.session import fields

    state, options = st.session_state, ("near", "far", "drawn")

    def draw():
        return fields._bound("start", lambda: None, options=options)["on_change"]

    state["start"] = "near"
    first = draw()
    state["start"] = "far"
    draw()
    for sent in ("near", "drawn"):
        state["start 0"] = sent
        first()
        st.markdown(state["start"])


def test_a_menu_that_is_gone_takes_nothing_back() -> None:
    """How it was drawn says nothing; what was still chosen in it counts."""
    app = AppTest.from_function(sent_by_a_widget_that_is_gone).run()
    assert not app.exception
    assert [each.value for each in app.markdown] == ["far", "drawn"]
