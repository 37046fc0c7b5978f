"""Perceptron: one neuron, every step of its learning."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from core import doomed_starts, neuron_minimum, pure_error, stability
from ui import claims, compare, guessing, lesson, settings
from ui.closer import look_closer
from ui.controls import go_to_rate, paused_epoch
from ui.divergence import explain
from ui.neuron import fate_work, pictures, tracks
from ui.neuron import notes as neuron_notes
from ui.neuron import settings as choices
from ui.neuron.receipt import neuron_receipt
from ui.numbers import rate_written
from ui.player import Limits, player
from ui.training import go_on, train_on_ruler

PAGE = "perceptron"
SETTINGS = choices.neuron_settings()
SETTINGS.append(compare.kept_setting(SETTINGS))
BEYOND = {"identity": "diverges", "relu": "overshoots", "leaky_relu": "overshoots"}
STATE = st.session_state

notes = settings.adopt(PAGE, SETTINGS)
with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
    with st.container(width="stretch"):
        lesson.head(
            "Perceptron",
            "One neuron learns from 25 points. Press **Play**, or follow its numbers forwards and its gradients back, "
            "phase by phase (key **N**). Click the map to start it elsewhere.",
            notes,
        )
    beside_title = st.container(width="content")

dataset, recipe = choices.described(STATE)
answer = neuron_minimum(dataset, recipe)
limits = stability(dataset, replace(recipe, activation="identity"))
training, family, run = train_on_ruler(dataset, recipe, limits)
kept = compare.kept_run(SETTINGS, choices.described, run)
theory = stability(dataset, recipe)
kinds = guessing.kinds_about(run, theory, loss=pictures.CURVE, line=pictures.DATA, step="iteration")
guess = guessing.guess_first(PAGE, run, family, kinds)
run = guess.run
best_curve = pure_error(dataset) / (1 if recipe.loss == "sse" else dataset.n)
doomed = doomed_starts(dataset, recipe) if recipe.activation == "relu" else np.empty((0, 2))
map_work = fate_work.fates_in_session(dataset, recipe)
row = min(STATE["row"], dataset.n) - 1

shown = compare.beside(
    guess.after(kept),
    pictures.neuron_figure(
        dataset, run, answer, best_curve=best_curve, found=map_work.found, doomed=doomed, asks=guess.asks
    ),
    tracks.neuron_tracks(dataset, recipe, row),
    pictures.PANELS,
    (),
)
playing = player(
    guess.figure(shown.figure, pictures.PANELS),
    guess.tracks(shown.tracks),
    key="perceptron_player",
    title="Perceptron: data, loss and map of fates",
    panels=pictures.PANELS,
    readouts=(),
    run=run,
    family=guess.family,
    others=shown.others,
    parts=[tracks.neuron_block(dataset, recipe, row, choices.present_phase())],
    limits=guess.limits(Limits(limits.glide_rate, limits.critical_rate, BEYOND[recipe.activation]))
    if recipe.activation in BEYOND
    else None,
    guess=guess.spec,
    hand=tracks.start_hand(run.parameters[0]),
    epoch=STATE["epoch"],
    growing=compare.growing(training, kept),
    height=guess.height(236),
    view=f"{dataset.name} {recipe.activation}",
    on_release=choices.neuron_released,
)
choices.neuron_controls()
with beside_title:
    compare.keep_controls(SETTINGS, kept, brief=True)
if training.growing:
    lesson.progress(training, recipe.epochs)
settings.publish(PAGE, SETTINGS)

guess.end_here(PAGE, training, *compare.trainings(kept))
epoch = paused_epoch(run)
st.header("What to notice", anchor=False)
explain(run, theory, family, step="iteration")
same_step = neuron_notes.same_step(recipe, dataset.n)
if (STATE["loss"], STATE["copies"]) != ("sse", "1") and recipe.learning_rate != same_step:
    label = f"The tutorial's step here: {rate_written(same_step)}"
    st.button(label, icon=":material/straighten:", on_click=go_to_rate, args=(same_step,))
said = (
    compare.comparison_note(kept, run, answer, STATE["epoch"]),
    neuron_notes.place_note(run, epoch or int(run.epochs[-1]), answer),
    neuron_notes.life_note(run),
    neuron_notes.map_note(map_work.found, doomed, answer),
    neuron_notes.overshoot_note(run, limits),
    neuron_notes.rate_note(dataset, recipe, limits),
    neuron_notes.floor_note(dataset, recipe, answer, best_curve),
)
st.markdown("\n\n".join(note for note in said if note))
look_closer(dataset, run, epoch, shown=playing, said=claims.PERCEPTRON, code=neuron_receipt)
lesson.way_on(PAGE)
go_on(training, *compare.trainings(kept))
fate_work.go_on(map_work)
