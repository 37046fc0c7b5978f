"""Start here: what can be learned, in one screen."""

from __future__ import annotations

import streamlit as st

from ui.lessons.registry import LESSONS, counted_lessons
from ui.shell.thumbnails import thumbnail

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    with st.container(width="content"):
        st.title("Slopewise", anchor=False)
        st.markdown(
            "Watch a model learn, then take the wheel: every picture is a real training run. "
            f"{counted_lessons()} of about 15 minutes, for everyone who can read a graph."
        )
    if st.button("Start with Study Hours", type="primary", icon=":material/play_arrow:"):
        st.switch_page(LESSONS[0].page)

# Four in a row, so that eight fit on one screen.
for first in range(0, len(LESSONS), 4):
    for column, lesson in zip(st.columns(4), LESSONS[first : first + 4], strict=False):
        with column.container(border=True, height="stretch", key=f"card_{lesson.name}"):
            st.image(thumbnail(lesson.name), width="stretch", alt="")
            st.page_link(lesson.page, label=f"**{LESSONS.index(lesson) + 1}. {lesson.title}**", icon=lesson.icon)
            st.markdown(lesson.learns)
