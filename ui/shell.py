"""The script that Streamlit runs: page settings, and the router over the lessons."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.lessons import LESSONS, PAGES
from ui.preload import preload
from ui.settings import turn_to
from ui.style import STYLE

st.set_page_config(
    page_title="Slopewise",
    page_icon=str(Path(__file__).parent / "icon.svg"),
    layout="wide",
    initial_sidebar_state="collapsed",
)
st.html(STYLE)
start = st.Page(PAGES / "start_here.py", title="Start here", icon=":material/home:", default=True)
lessons = [st.Page(lesson.page, title=lesson.title, icon=lesson.icon) for lesson in LESSONS]
page = st.navigation([start, *lessons], position="top")
turn_to(page.url_path)
preload(soon=page is not start)
page.run()
