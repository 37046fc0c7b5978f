"""Crop Yields: a plane learns to predict two crops from three features."""

from __future__ import annotations

import streamlit as st

from ui import compare
from ui.lessons.crop_yields import choices, view
from ui.lessons.crop_yields.notice import idea
from ui.lessons.crop_yields.plain import plain_on
from ui.lessons.crop_yields.powers import degree_slider
from ui.lessons.crop_yields.settings import crop_settings, described, scaling_button
from ui.own_data.dialog import own_button
from ui.page import controls, lesson
from ui.page.data.variant_controls import variant_controls
from ui.page.values import page_of
from ui.player import Limits

PAGE = page_of("crop_yields", crop_settings(), described=described, one_line=False)

notes = lesson.begin(PAGE)
dataset, recipe = PAGE.described(st.session_state)
place = lesson.head(PAGE, idea(dataset, choices.powers_of(dataset)), notes)
trained = lesson.train(PAGE, dataset, recipe, **view.ASKED)
seen = view.view_of(dataset)
playing = lesson.play(
    trained,
    lambda: view.display_of(trained, seen),
    title="Predictions, weights and biases, loss",
    view=f"{dataset.name} {recipe.scaling} {seen.choice}",
    limits=Limits.of(trained.limits),
    height=seen.height,
    **view.blocks(trained, seen),
)
compare.keep_controls(place, PAGE.settings, trained.kept)
controls.recipe_controls(PAGE.settings, basic=("scaling",), rows=dataset.n)
with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="tools"):
    choices.picture_controls(dataset)
    choices.place_controls(dataset)
    own_button(line=False)
    scaling_button(dataset, recipe)
    degree_slider(PAGE.settings)
    variant_controls(PAGE.settings)
    lesson.progress(trained.trainings)

epoch = lesson.notice(trained)
lesson.say(plain_on(trained, epoch, view=seen.choice.view), view.answers_on(trained, seen, epoch))
lesson.recover(trained)
with lesson.more_precisely(trained):
    lesson.write_divergence(trained)
    lesson.write(view.notes_on(trained, seen, epoch))
view.row_by_row(trained, epoch)
lesson.finish(trained, playing, more=view.looks(trained, seen))
