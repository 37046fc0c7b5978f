"""What is done for every page: page settings, and the router over the lessons."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.guides.card import no_guide_here
from ui.lessons.registry import LESSONS, PAGES
from ui.session.settings import begin_page
from ui.shell.preload import preload
from ui.shell.style import STYLE
from ui.shell.warm_up import import_lessons
from ui.shell.watching import watch


def route() -> None:
    """Set up the page that the address names, and run it."""
    st.set_page_config(
        page_title="Slopewise",
        page_icon=str(Path(__file__).parent / "icon.svg"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.html(STYLE)
    start = st.Page(PAGES / "start_here.py", title="Start here", icon=":material/home:", default=True)
    lessons = [st.Page(lesson.page, title=lesson.title, icon=lesson.icon) for lesson in LESSONS]
    words = st.Page(PAGES / "glossary.py", title="Glossary", icon=":material/menu_book:")
    about = st.Page(PAGES / "about.py", title="About", icon=":material/info:")
    teachers = st.Page(PAGES / "for_teachers.py", title="For teachers", icon=":material/co_present:")
    page = st.navigation([start, *lessons, words, teachers, about], position="top")
    begin_page(page.url_path)
    is_lesson = page in lessons
    preload(soon=is_lesson)
    watch()
    # The start page needs none of them, and is there at once.
    if page != start:
        import_lessons()
    if not is_lesson:
        no_guide_here()
    page.run()
