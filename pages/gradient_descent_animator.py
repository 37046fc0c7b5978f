"""Gradient Descent Animator: how descent converges or diverges, how optimizers race, and what scaling changes."""

from __future__ import annotations

import streamlit as st

from ui import compare
from ui.lessons.gradient_descent_animator import pictures, rate_changes, view_notes, views
from ui.lessons.gradient_descent_animator.settings import (
    animator_controls,
    animator_settings,
    described_in_view,
    late_note,
    racers_controls,
)
from ui.lessons.gradient_descent_animator.tracks import start_grip
from ui.page import lesson
from ui.page.values import page_of
from ui.player import Limits

PAGE = page_of("gradient_descent_animator", animator_settings(), described=rate_changes.described)
STATE = st.session_state

unusable = lesson.begin(PAGE)
dataset, recipe = described_in_view()
place = lesson.head(
    PAGE,
    "Gradient descent goes downhill on the landscape of the loss, one step of −learning rate × gradient at a time. "
    "**Click into the landscape** to choose where it starts, and press **Play**.",
    [*unusable, *late_note()],
)
trained = lesson.train(PAGE, dataset, recipe, loss=pictures.CURVE, line=pictures.DATA, compares=STATE["view"] == "one")
view = views.view_of(trained)
playing = lesson.play(
    trained, view.display, title="Gradient descent: landscape, loss and data",
    view=f"{dataset.name} {recipe.scaling} {recipe.loss} {STATE['view']} {view.space}",
    limits=Limits.of(trained.limits),
    height=244 if view.name == "race" else 308, trainings=view.trainings,
    handles=start_grip(trained.run),
    on_release=lambda chosen: rate_changes.released(chosen, ground="contours"),
)  # fmt: skip
if view.name == "one":
    compare.keep_controls(place, PAGE.settings, trained.kept)
animator_controls(PAGE.settings, dataset.n)
with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="tools"):
    views.view_controls(trained, view)
    lesson.progress([*trained.trainings, *view.trainings])
if view.name == "race":
    racers_controls()

epoch = lesson.notice(trained)
lesson.say(view_notes.plain_on(trained, view, epoch), view_notes.answers_on(trained, view, epoch))
view_notes.way_out(trained, view)
with lesson.more_precisely(trained):
    view_notes.write_on(trained, view, epoch)
view_notes.six_figures_button(view)
lesson.finish(
    trained, playing, trainings=view.trainings,
    whose=view_notes.WHOSE.get(view.name, ""), racers=[each.described for each in view.entrants[1:]],
)  # fmt: skip
