"""Hubble Age: the age of the universe is learned by a line through 23 galaxies."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core import bootstrap, draw_starts, slope_spread, stability
from ui import compare, controls, guessing, lesson, notice, settings
from ui.closer import look_closer
from ui.divergence import explain
from ui.hubble import notice as noticed
from ui.hubble import pictures, tracks
from ui.hubble.answers import HUBBLE_DATASETS, answers, table
from ui.hubble.receipt import hubble_receipt
from ui.hubble.sky import sky_of
from ui.hubble.starts_notice import starts_notes
from ui.hubble.sure_notice import claims_about, sure_notes
from ui.hubble.universe import Universe, universe_controls, universe_settings
from ui.player import Limits, player
from ui.training import go_on, train_in_session, train_on_ruler

PAGE = "hubble_age"
VIEWS = {"training": "One training", "starts": "Every start", "sure": "How sure?"}
RESAMPLES = settings.whole_number("resamples", 2000, 1, 20_000)
SETTINGS = [
    *controls.recipe_settings(HUBBLE_DATASETS, rows=(1, 5), learning_rate=0.05, epochs=500, scaling="max"),
    settings.choice("view", tuple(VIEWS), "training"),
    *universe_settings(),
    RESAMPLES,
]
SETTINGS.append(compare.kept_setting(SETTINGS))
STARTS, MOST_START_EPOCHS = 200, 2000
STATE = st.session_state

notes = settings.adopt(PAGE, SETTINGS)
with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
    with st.container(width="stretch"):
        lesson.head(
            "Hubble Age",
            "How old is the universe? The slope of a line through two dozen galaxies tells. Press **Play** and watch "
            "the age tick.",
            notes,
        )
    views = st.container(width="content")

dataset, recipe = controls.described(STATE)
limits = stability(dataset, recipe)
training, family, run = train_on_ruler(dataset, recipe, limits)
kept = compare.kept_run(SETTINGS, controls.described, run) if STATE["view"] == "training" else None
universe = Universe(STATE["cosmology"], STATE["omega_matter"])
kinds = guessing.kinds_about(run, limits, loss=pictures.MIDDLE, age=(pictures.AGES, universe.age))
guess = guessing.guess_first(PAGE, run, family, kinds)
run = guess.run
sky = sky_of(dataset, run, family, universe)
spread = slope_spread(dataset, recipe) if limits.holds else None
agreed = spread.agreed_after(noticed.AGREED) if spread else None
if not guess.asks:
    with views:
        lesson.one_of("View", "view", VIEWS)
view, paused = "training" if guess.asks else STATE["view"], controls.paused_epoch(run)
epoch = paused or int(run.epochs[-1])
trainings = [training, *compare.trainings(kept)]
if view == "starts":
    short = replace(recipe, epochs=min(recipe.epochs, MOST_START_EPOCHS))
    starting = train_in_session(dataset, short, None, starts=draw_starts(STARTS, recipe.seed), slot="starts")
    trainings.append(starting)
    starts = starting.family()
    figure = pictures.starts_figure(sky, *tracks.slope_range(sky, starts, spread))
    moving, said = tracks.starts_tracks(sky, starts), starts_notes(sky, starts, spread, epoch)
elif view == "sure":
    resampled = bootstrap(dataset, STATE["resamples"], recipe.seed)
    figure = pictures.sure_figure(sky, resampled, claims_about(dataset))
    moving, said = tracks.sure_tracks(sky), sure_notes(sky, resampled)
else:
    figure, moving = pictures.training_figure(sky), tracks.training_tracks(sky)
    said = [compare.comparison_note(kept, run, sky.answer, STATE["epoch"]), *noticed.training_notes(sky, epoch)]
shown = compare.beside(guess.after(kept), figure, moving, pictures.PANELS, tracks.hubble_readouts(sky))

playing = player(
    guess.figure(shown.figure, pictures.PANELS) if view == "training" else shown.figure,
    guess.tracks(shown.tracks) if view == "training" else shown.tracks,
    key="hubble_age_player",
    title="Hubble age: galaxies and the age of the universe",
    panels=pictures.PANELS,
    readouts=shown.readouts,
    run=run,
    family=guess.family,
    others=shown.others,
    limits=guess.limits(Limits.of(limits)),
    guess=guess.spec,
    epoch=STATE["epoch"],
    growing=compare.growing(training, kept),
    height=guess.height(308),
    view=f"{view} {dataset.name} {recipe.scaling} {sky.universe}",
    on_release=controls.released,
)
controls.recipe_controls(SETTINGS)
with st.container(horizontal=True, vertical_alignment="bottom", key="tools"):
    universe_controls(SETTINGS)
    if view == "training":
        compare.keep_controls(SETTINGS, kept)
    if view == "sure":
        with lesson.labelled("Resamples"):
            st.number_input(
                "Resamples", step=500, key="resamples", width=150, label_visibility="collapsed",
                on_change=settings.checked, args=(RESAMPLES, lambda typed: f"{typed} resamples cannot be drawn;"),
            )  # fmt: skip
    for growing in [growing for growing in trainings if growing.growing][:1]:
        lesson.progress(growing, recipe.epochs)
settings.publish(PAGE, SETTINGS)

guess.end_here(PAGE, *trainings)
st.header("What to notice", anchor=False)
explain(run, limits, family)
said += [notice.verdict_note(recipe, limits), noticed.scaling_note(dataset, recipe)] if view == "training" else []
st.markdown("\n\n".join(note for note in said if note))
if agreed and recipe.epochs < agreed <= controls.MOST_EPOCHS and view != "sure":
    st.button(
        f"Train {agreed:,} epochs: within 1% whatever the start", icon=":material/update:",
        on_click=controls.go_to_epochs, args=(agreed,),
    )  # fmt: skip
st.subheader("Every answer, side by side", anchor=False)
st.markdown(table(answers(dataset, run, epoch), sky.universe))
look_closer(
    dataset, run, paused, shown=playing, said=noticed.SAID,
    code=lambda run, room: hubble_receipt(run, room, sky.universe),
    whose="Of all the starts, this is the one of the settings above." if view == "starts" else "",
    more={"From slope to age": lambda: noticed.way_to_age(sky, epoch)},
)  # fmt: skip
lesson.way_on(PAGE)
for growing in trainings:
    go_on(growing)
