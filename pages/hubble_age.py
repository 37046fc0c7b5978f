"""Hubble Age: the age of the universe is learned by a line through galaxies."""

from __future__ import annotations

import streamlit as st

from ui import compare
from ui.lessons.hubble_age import notice as noticed
from ui.lessons.hubble_age.receipt import hubble_receipt
from ui.lessons.hubble_age.settings import hubble_controls, hubble_settings, without_effect
from ui.lessons.hubble_age.view import WHOSE, agreement_button, asked, every_answer, view_control, view_of
from ui.page import controls, lesson
from ui.page.data import variants
from ui.page.values import page_of
from ui.player import Limits

PAGE = page_of("hubble_age", hubble_settings(), described=variants.described)
STATE = st.session_state

unusable = lesson.begin(PAGE)
dataset, recipe = PAGE.described(STATE)
place, at_the_right = lesson.head_with_place_at_the_right(
    PAGE,
    f"How old is the universe? The slope of a line through {dataset.n} galaxies tells. Press **Play** and watch the "
    "estimate settle.",
    unusable,
)
trained = lesson.train(PAGE, dataset, recipe, compares=STATE["view"] == "training", **asked())
view = view_of(trained)
with at_the_right:
    view_control(trained)
playing = lesson.play(
    trained, view.display,
    title="Hubble age: galaxies and the age of the universe",
    view=f"{view.name} {dataset.name} {recipe.scaling} {view.hubble.universe}",
    limits=Limits.of(trained.limits),
)  # fmt: skip
if view.name == "training":
    compare.keep_controls(place, PAGE.settings, trained.kept)
controls.recipe_controls(PAGE.settings, basic=("scaling",), without=without_effect(view.name))
with st.container(horizontal=True, vertical_alignment="bottom", key="tools"):
    hubble_controls(PAGE.settings, view.name)
    lesson.progress([*trained.trainings, *view.trainings])

epoch = lesson.notice(trained)
lesson.say(view.plain, view.answers)
lesson.recover(trained)
agreement_button(trained, view)
with lesson.more_precisely(trained):
    lesson.write_divergence(trained)
    lesson.write(view.notes)
every_answer(trained, view, epoch)
lesson.finish(
    trained, playing, trainings=view.trainings,
    code=lambda run, tolerance, **more: hubble_receipt(run, tolerance, view.hubble.universe, **more),
    whose=WHOSE.get(view.name, ""),
    more={"From slope to age": lambda: noticed.way_to_age(view.hubble, epoch)},
)  # fmt: skip
