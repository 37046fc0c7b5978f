"""Crop Yields: a plane learns to predict two crops from three features."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from core import Dataset, Recipe, digits_note, fit_scaler, least_squares, leverage, minimum, stability
from ui import claims, compare, controls, guessing, lesson, notice, settings
from ui.closer import look_closer
from ui.crops import choices, pictures, tables, tracks
from ui.crops import notice as crops
from ui.crops.closer import closer_looks
from ui.crops.names import is_own
from ui.divergence import explain
from ui.own.dialog import own_button
from ui.own.held import OWN, own_setting, settle, suit_rate
from ui.player import Limits, player
from ui.training import go_on, train_on_ruler

PAGE = "crop_yields"
SIZES = (1, 2, 5, 32, 256, 1024)
DATA = ("crop_yields", "crop_yields_15")
SCALED = {"scaling": "zscore_features", "learning_rate": 0.5, "epochs": 100}
RAW = {"scaling": "none", "learning_rate": 1e-5, "epochs": 100}
SETTINGS = [
    own_setting(),
    *controls.recipe_settings((*DATA, OWN), SIZES, start_by_hand=False, **SCALED),
    settings.switch("shuffle", default=True),
    *choices.look_settings(),
]
SETTINGS.append(compare.kept_setting(SETTINGS))
STATE = st.session_state


def scale() -> None:
    """Scale the features, and choose a rate that suits them."""
    controls.go_to(**SCALED)
    suit_rate()


def described(chosen: Any) -> tuple[Dataset, Recipe]:
    """Return the data set and the recipe that settings describe."""
    return controls.described(chosen, shuffle=chosen["shuffle"])


notes = settings.adopt(PAGE, SETTINGS)
settle(notes, DATA[0], line=False)
dataset, recipe = described(STATE)
lesson.head("Crop Yields", crops.idea(dataset), notes)
scaler = fit_scaler(dataset, recipe.scaling)
answer, limits = minimum(dataset, recipe), stability(dataset, recipe)
training, family, run = train_on_ruler(dataset, recipe, limits)
kept = compare.kept_run(SETTINGS, described, run)
guess = guessing.guess_first(PAGE, run, family, guessing.kinds_about(run, limits, loss=pictures.CURVE))
run = guess.run
look, region = choices.look_of(dataset), choices.place_of(dataset)
height = guess.height(tracks.pictures_height(dataset))

shown = compare.beside(
    guess.after(kept),
    pictures.crop_figure(dataset, scaler, run, answer, look, region, height),
    tracks.crop_tracks(dataset, scaler, look, region),
    look.panels,
    tracks.crop_readouts(dataset, recipe, scaler),
    without=[pictures.PARAMETERS],
)
playing = player(
    guess.figure(shown.figure, look.panels),
    guess.tracks(shown.tracks),
    key="crop_yields_player",
    title="Predictions, weights and biases, loss",
    panels=look.panels,
    readouts=shown.readouts,
    parts=[tracks.crop_equations(dataset, scaler, region)],
    run=run,
    family=guess.family,
    others=shown.others,
    limits=guess.limits(Limits.of(limits)),
    guess=guess.spec,
    epoch=STATE["epoch"],
    growing=compare.growing(training, kept),
    height=height,
    view=f"{dataset.name} {recipe.scaling} {look}",
    on_release=lambda chosen: controls.released(replace(chosen, start=None)),
)
controls.recipe_controls(SETTINGS, rows=dataset.n)
with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="tools"):
    choices.look_controls(dataset)
    choices.place_controls(dataset)
    own_button(line=False)
    if recipe.scaling == "none":
        st.button("Scale the features", icon=":material/straighten:", on_click=scale)
    elif not is_own(dataset):
        st.button("Raw, as the tutorial", icon=":material/history:", on_click=controls.go_to, kwargs=RAW)
    compare.keep_controls(SETTINGS, kept, brief=look.view != "fit")
    if training.growing:
        lesson.progress(training, recipe.epochs)
settings.publish(PAGE, SETTINGS)

guess.end_here(PAGE, training, *compare.trainings(kept))
paused = controls.paused_epoch(run)
epoch = paused or int(run.epochs[-1])
seen = crops.seen_of(dataset)
st.header("What to notice", anchor=False)
explain(run, limits, family)
exact = least_squares(dataset).parameters
said = (
    compare.comparison_note(kept, run, answer, STATE["epoch"]),
    None if region is None else crops.region_note(dataset, run, epoch, exact, region, leverage(dataset, region), seen),
    crops.distance_note(dataset, run, epoch, answer),
    crops.bias_note(dataset, run, answer, scaler, limits),
    notice.verdict_note(recipe, limits),
    crops.scaling_note(dataset, recipe, limits, stability(dataset, replace(recipe, scaling="none"))),
    crops.order_note(dataset, recipe),
    crops.elements_note(dataset, recipe),
    None if seen is None else crops.freedom_note(dataset, seen),
    tables.drawn_note(dataset),
    digits_note(dataset, tables.DIGITS),
)
st.markdown("\n\n".join(note for note in said if note))
rows = "row by row" if is_own(dataset) else "region by region"
st.markdown(f"**Epoch {epoch:,}, {rows}**\n\n{tables.residual_table(dataset, run, epoch)}")
st.markdown(tables.parameters_said(dataset, run, epoch))
looks = closer_looks(dataset, recipe, seen, controls.sizes_for(SIZES, dataset.n))
look_closer(dataset, run, paused, shown=playing, said=() if is_own(dataset) else claims.CROP_YIELDS, more=looks)
lesson.way_on(PAGE)
go_on(training, *compare.trainings(kept))
