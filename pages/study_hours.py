"""Study Hours: a line learns to fit eight students' scores."""

from __future__ import annotations

import streamlit as st

from ui import compare
from ui.lessons.study_hours.settings import study_controls, study_settings
from ui.lessons.study_hours.view import ASKED, answers_on, display_of, notes_on, own_line, plain_on
from ui.page import controls, lesson
from ui.page.data import variants
from ui.page.values import page_of
from ui.player import Limits

PAGE = page_of("study_hours", study_settings(), described=variants.described)

place = lesson.head(
    PAGE,
    "Eight students, their hours of study, their exam scores. Press **Play** and watch gradient descent find the line; "
    "then drag the **learning rate**.",
    lesson.begin(PAGE),
)
dataset, recipe = PAGE.described(st.session_state)
trained = lesson.train(PAGE, dataset, recipe, **ASKED)
playing = lesson.play(
    trained,
    lambda: display_of(trained),
    title="Study hours: scores, loss and landscape",
    view=f"{dataset.name} {recipe.scaling}",
    limits=Limits.of(trained.limits),
    **own_line(trained),
)
compare.keep_controls(place, PAGE.settings, trained.kept)
controls.recipe_controls(PAGE.settings, basic=("loss",))
with st.container(horizontal=True, vertical_alignment="center", key="tools"):
    study_controls(PAGE.settings)
    lesson.progress(trained.trainings)

epoch = lesson.notice(trained)
lesson.say(plain_on(trained, epoch), answers_on(trained, epoch))
lesson.recover(trained)
with lesson.more_precisely(trained):
    lesson.write_divergence(trained)
    lesson.write(notes_on(trained, epoch))
lesson.finish(trained, playing)
