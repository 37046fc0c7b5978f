"""Study Hours: a line learns to fit eight students' scores."""

from __future__ import annotations

import streamlit as st

from core import fit_scaler, minimum, stability
from ui import claims, compare, controls, guessing, lesson, notice, settings
from ui import line_pictures as pictures
from ui import line_tracks as tracks
from ui.closer import look_closer
from ui.divergence import explain
from ui.player import Limits, player
from ui.training import go_on, train_on_ruler

PAGE = "study_hours"
HOURS = (-1e4, 1e4)
SETTINGS = [
    *controls.recipe_settings(("study_hours", "study_hours_x10"), rows=(1, 2, 4)),
    settings.switch("fit"),
    settings.switch("tutorial"),
    settings.number("hours", None, *HOURS, "a number of hours, such as 5.5"),
]
SETTINGS.append(compare.kept_setting(SETTINGS))
STATE = st.session_state

notes = settings.adopt(PAGE, SETTINGS)
lesson.head(
    "Study Hours",
    "Eight students, their hours of study, their exam scores. Press **Play** and watch gradient descent find the line; "
    "then drag the **learning rate**.",
    notes,
)

dataset, recipe = controls.described(STATE)
scaler = fit_scaler(dataset, recipe.scaling)
answer, limits = minimum(dataset, recipe), stability(dataset, recipe)
training, family, run = train_on_ruler(dataset, recipe, limits)
kept = compare.kept_run(SETTINGS, controls.described, run)
kinds = guessing.kinds_about(run, limits, loss=pictures.CURVE, line=pictures.DATA)
guess = guessing.guess_first(PAGE, run, family, kinds)
run, also = guess.run, guess.after(kept)
tenfold = dataset.name == "study_hours_x10"
tutorial = pictures.Reference("the tutorial's line", (9.18, 338.15 if tenfold else 33.815))
at, by_hand = STATE["hours"], STATE["fit"] and not guess.asks
level = scaler.parameters_to_training_units([0.0, dataset.targets.mean()])

shown = compare.beside(
    also,
    pictures.line_figure(
        dataset,
        scaler,
        run,
        family,
        answer,
        reference=tutorial if STATE["tutorial"] else None,
        at=at,
        held=level if by_hand else None,
        others=compare.places(also),
    ),
    tracks.line_tracks(dataset, scaler, at=at, by_hand=by_hand),
    pictures.PANELS,
    tracks.line_readouts(dataset, recipe, scaler, at=at, by_hand=by_hand),
)
playing = player(
    guess.figure(shown.figure, pictures.PANELS),
    guess.tracks(shown.tracks),
    key="study_hours_player",
    title="Study hours: scores, loss and landscape",
    panels=pictures.PANELS,
    readouts=shown.readouts,
    run=run,
    family=guess.family,
    others=shown.others,
    model=tracks.training_model(dataset, recipe, scaler),
    limits=guess.limits(Limits.of(limits)),
    guess=guess.spec,
    hand=tracks.line_hand(dataset, scaler, level) if by_hand else None,
    epoch=STATE["epoch"],
    growing=compare.growing(training, kept),
    height=guess.height(308),
    view=f"{dataset.name} {recipe.scaling}",
    on_release=controls.released,
)
controls.recipe_controls(SETTINGS)
with st.container(horizontal=True, vertical_alignment="center", key="tools"):
    st.toggle("Fit it yourself", key="fit", on_change=settings.spoken)
    st.toggle("The tutorial's line", key="tutorial", on_change=settings.spoken)
    lesson.number_or_none("Predict at hours", "hours", *HOURS, "e.g. 5.5")
    compare.keep_controls(SETTINGS, kept)
    if training.growing:
        lesson.progress(training, recipe.epochs)
settings.publish(PAGE, SETTINGS)

guess.end_here(PAGE, training, *compare.trainings(kept))
paused = controls.paused_epoch(run)
epoch = paused or int(run.epochs[-1])
st.header("What to notice", anchor=False)
explain(run, limits, family)
said = (
    compare.comparison_note(kept, run, answer, STATE["epoch"]),
    notice.prediction_note(dataset, scaler, run, epoch, answer, at) if at is not None else None,
    notice.distance_note(scaler, run, epoch, answer),
    notice.verdict_note(recipe, limits),
    notice.flat_note(scaler, run, answer, limits),
    notice.reference_note(dataset, tutorial, tenfold=tenfold) if STATE["tutorial"] else None,
)
st.markdown("\n\n".join(note for note in said if note))
look_closer(dataset, run, paused, shown=playing, said=claims.STUDY_HOURS)
lesson.way_on(PAGE)
go_on(training, *compare.trainings(kept))
