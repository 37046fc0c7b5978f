"""Loss Explorer: what a loss is, and what one outlier does to it."""

from __future__ import annotations

import streamlit as st

from ui import compare
from ui.lessons.links import next_lesson_link
from ui.lessons.loss_explorer.closer import look_closer
from ui.lessons.loss_explorer.explored import answers_on, explore, notes_on, show
from ui.lessons.loss_explorer.plain import plain_on
from ui.lessons.loss_explorer.settings import explorer_controls, explorer_settings, explorer_tools
from ui.page import lesson
from ui.page.values import page_of
from ui.session import settings

PAGE = page_of("loss_explorer", explorer_settings())

place = lesson.head(
    PAGE,
    "A loss says in one number how far a line's predictions are from what was observed. **Drag the line** by its "
    "ends, or **drag a score**, and watch the loss follow.",
    lesson.begin(PAGE),
)
explored = explore(PAGE)
playing = show(PAGE, explored)
explorer_controls(PAGE.settings)
explorer_tools(PAGE.settings, explored)
compare.keep_buttons(place, PAGE.settings, explored.kept and explored.kept.described)
settings.publish(PAGE.name, PAGE.settings)

explored.guess.end_here()
explored.guess.verdict()
st.header("What to notice", anchor=False)
lesson.say(plain_on(explored.dataset, explored.choice), answers_on(explored))
with lesson.more_precisely():
    lesson.write(notes_on(explored))
look_closer(PAGE, explored, playing)
next_lesson_link(PAGE.name)
