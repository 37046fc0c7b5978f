"""Gradient Descent Animator: how descent glides, zig-zags, diverges, races, and what scaling does to it."""

from __future__ import annotations

import streamlit as st

from core import digits_note, fit_scaler, minimum, stability
from ui import claims, compare, controls, guessing, lesson, settings
from ui.closer import look_closer
from ui.descent import legs, notes, pictures, race
from ui.descent.race_notes import MEASURED, arrival_table, arrivals, rescue, winner_note
from ui.descent.tracks import start_grip
from ui.descent.views import DATA, GROUNDS, VIEWS, in_two_worlds, on_landscape
from ui.descent.worlds import raw_recipe
from ui.descent.worlds_notes import epochs_to_six_figures, worlds_note, worlds_table
from ui.divergence import explain
from ui.own.dialog import own_button
from ui.own.held import OWN, own_setting, settle
from ui.player import Limits, player
from ui.training import go_on, train_on_ruler

PAGE = "gradient_descent_animator"
RACERS = (race.Racer("momentum", 0.01, None), race.Racer("nesterov", 0.01, None), race.Racer("adam", 2.0, None))
SETTINGS = [
    own_setting(),
    *controls.recipe_settings((*DATA, OWN), rows=(1, 2, 4, 32, 256, 1024), learning_rate=0.03, epochs=500),
    settings.choice("view", tuple(VIEWS), "one"),
    settings.choice("ground", tuple(GROUNDS), "contours"),
    legs.legs_setting(),
    *(race.racer_setting(place, racer) for place, racer in enumerate(RACERS, 2)),
]
SETTINGS.append(compare.kept_setting(SETTINGS))
WHOSE = {
    "race": "Of the racers, this is the page's own run, the first one.",
    "worlds": "Of the two worlds, this is the raw one.",
}
STATE = st.session_state

unusable = settings.adopt(PAGE, SETTINGS)
in_worlds, races = STATE["view"] == "worlds", STATE["view"] == "race"
settle(unusable, DATA[0])
dataset, recipe = legs.described(STATE)
_, late = legs.within(STATE["earlier"], STATE["epochs"])
lesson.head(
    "Gradient Descent Animator",
    "Gradient descent goes downhill on the landscape of the loss, one step of −learning rate × gradient at a time. "
    "**Click into the landscape** to choose where it starts, and press **Play**.",
    [*unusable, *([late] if late else [])],
)
recipe = raw_recipe(recipe) if in_worlds else recipe
scaler = fit_scaler(dataset, recipe.scaling)
answer, limits = minimum(dataset, recipe), stability(dataset, recipe)
training, family, run = train_on_ruler(dataset, recipe, limits)
kept = compare.kept_run(SETTINGS, legs.described, run) if STATE["view"] == "one" else None
kinds = guessing.kinds_about(run, limits, loss=pictures.CURVE, line=pictures.DATA)
guess = guessing.guess_first(PAGE, run, family, kinds)
run, also = guess.run, guess.after(kept)
in_worlds, races = in_worlds and not guess.asks, races and not guess.asks
space = STATE["ground"] == "surface" and not in_worlds
if in_worlds:
    view = in_two_worlds(dataset, run, family)
else:
    view = on_landscape(
        dataset, scaler, run, family, answer, limits, races=races, space=space, beside=compare.places(also)
    )
shown = compare.beside(also, view.figure, view.tracks, view.panels, view.readouts, others=view.others)
trainings = [training, *view.trainings, *compare.trainings(kept)]
growing = any(each.growing for each in trainings)

playing = player(
    shown.figure if in_worlds or races else guess.figure(shown.figure, view.panels),
    shown.tracks if in_worlds or races else guess.tracks(shown.tracks),
    key="gradient_descent_animator_player",
    title="Gradient descent: landscape, loss and data",
    panels=view.panels,
    readouts=shown.readouts,
    run=run,
    family=guess.family,
    others=shown.others,
    limits=guess.limits(Limits.of(limits)),
    guess=guess.spec,
    hand=start_grip(run),
    epoch=STATE["epoch"],
    growing=growing,
    height=guess.height(270 if races else 308),
    view=f"{dataset.name} {recipe.scaling} {recipe.loss} {STATE['view']} {space}",
    on_release=controls.released,
)
controls.recipe_controls(SETTINGS, rows=dataset.n, without=("scaling",) if in_worlds else ())
epoch = controls.paused_epoch(run)
with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="tools"):
    if not guess.asks:
        lesson.one_of("View", "view", VIEWS)
    if not in_worlds:
        lesson.one_of("Landscape as", "ground", GROUNDS)
    own_button(line=True)
    if not races:
        legs.leg_controls(run, epoch)
    if not races and not in_worlds:
        compare.keep_controls(SETTINGS, kept, brief=True)
    if growing:
        lesson.progress(
            min((each for each in trainings if each.growing), key=lambda each: each.last_epoch), recipe.epochs
        )
if races:
    with st.container(horizontal=True, key="racers"):
        for place, racer in enumerate(RACERS, 2):
            race.racer_controls(place, racer)
settings.publish(PAGE, SETTINGS)

guess.end_here(PAGE, *trainings)
st.header("What to notice", anchor=False)
if races:
    found = arrivals(dataset, view.entrants, answer)
    st.markdown(winner_note(found, growing=growing))
    rescue(dataset, view.entrants, answer)
    st.markdown(arrival_table(found, answer, growing=growing))
    st.caption(MEASURED)
else:
    # What the ruler's runs tell is told of runs with the same earlier rates.
    choose = legs.go_to_single_rate if limits.holds else controls.go_to_rate
    explain(run, limits, family, choose, instead=legs.early_divergence_note(run))
said: list[str | None] = []
if view.worlds:
    said = [worlds_note(*view.worlds), worlds_table(*view.worlds, epoch)]
elif not races:
    said = [
        None if space else notes.step_note(run, epoch, plain=pictures.steps_are_plain(recipe, dataset.n)),
        legs.legs_note(run),
        notes.arrival_note(run, answer, limits, growing=growing),
        notes.curvature_note(recipe, limits),
        notes.curvature_table(recipe, limits),
        notes.noise_note(dataset, recipe, run, epoch, answer),
    ]
compared = compare.comparison_note(kept, run, answer, STATE["epoch"])
far, scale = notes.far_note(dataset, scaler, run, answer), notes.scale_note(dataset, recipe, limits)
st.markdown("\n\n".join(note for note in (compared, far, *said, scale, digits_note(dataset)) if note))
if view.worlds and (needed := epochs_to_six_figures(view.worlds[0])):
    st.button(
        f"Train {needed:,} epochs", icon=":material/fast_forward:", on_click=controls.go_to_epochs, args=(needed,)
    )
look_closer(
    dataset, run, epoch, shown=playing, said=claims.GRADIENT_DESCENT_ANIMATOR,
    whose=WHOSE.get(STATE["view"], ""), racers=[each.described for each in view.entrants[1:]],
)  # fmt: skip
lesson.way_on(PAGE)
go_on(*trainings)
