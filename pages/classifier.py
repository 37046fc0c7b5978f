"""Classifier: a curve learns who passes and who fails, a border which penguin is of which species."""

from __future__ import annotations

import streamlit as st

from ui import compare
from ui.lessons.classifier import settings as choices
from ui.lessons.classifier import view
from ui.page import lesson
from ui.page.values import page_of

PAGE = page_of("classifier", choices.classifier_settings(), described=choices.described)

unusable = lesson.begin(PAGE)
place = lesson.head(PAGE, view.idea(), unusable)
shown = view.train_classifier(PAGE)
trained = shown.trained
playing = lesson.play(
    trained,
    lambda: view.display_of(shown),
    title=shown.title,
    view=f"{trained.dataset.name} {trained.recipe.loss} {trained.recipe.scaling} {shown.view}",
    limits=None,
    trainings=shown.trainings,
    **view.blocks(shown),
)
if shown.view != "both":
    compare.keep_controls(place, PAGE.settings, trained.kept)
choices.classifier_controls(PAGE.settings)
with st.container(horizontal=True, vertical_alignment="center", key="tools"):
    view.view_control(shown)
    lesson.progress([*trained.trainings, *shown.trainings])

epoch = lesson.notice(trained)
lesson.say(view.plain_on(shown, epoch), view.answers_on(shown, epoch))
lesson.recover(trained)
with lesson.more_precisely(trained):
    lesson.write_divergence(trained)
    lesson.write(view.notes_on(shown, epoch))
lesson.finish(trained, playing, trainings=shown.trainings)
