"""Links between the lessons."""

from __future__ import annotations

import streamlit as st

from ui.lessons.registry import LESSONS, PAGES


def next_lesson_link(name: str) -> None:
    """Lead to the next lesson; after the last, home."""
    place = next(i for i, lesson in enumerate(LESSONS) if lesson.name == name)
    if place + 1 < len(LESSONS):
        following = LESSONS[place + 1]
        if following.new:
            st.markdown(following.new)
        st.page_link(following.page, label=f"Next: {following.title}", icon=":material/arrow_forward:")
    else:
        st.caption(
            "That was the last lesson. Every lesson keeps your settings, so you can go back and try what you wondered "
            "about."
        )
        st.page_link(PAGES / "start_here.py", label="Back to the start", icon=":material/home:")
