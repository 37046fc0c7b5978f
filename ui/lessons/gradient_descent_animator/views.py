"""The three ways to look at descent: one run, a race, the same run on raw and scaled data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from core.model import Recipe
from core.training import History
from ui import compare
from ui.figures.held_out import with_hollow
from ui.lessons.gradient_descent_animator import rate_changes, raw_vs_scaled
from ui.lessons.gradient_descent_animator.notes import directions_hold
from ui.lessons.gradient_descent_animator.pictures import CURVE, DATA, FLAT, SPACE, descent_figure
from ui.lessons.gradient_descent_animator.race import Entrant, train_racers
from ui.lessons.gradient_descent_animator.raw_vs_scaled import ScaledRun
from ui.lessons.gradient_descent_animator.settings import LANDSCAPES, VIEWS
from ui.lessons.gradient_descent_animator.tracks import descent_readouts, descent_tracks, race_readouts
from ui.own_data.dialog import own_button
from ui.page import controls
from ui.page.data.by_click import row_choice
from ui.page.data.validation import hollow_points, validated
from ui.page.data.variant_controls import variant_controls
from ui.page.values import Display, Trained
from ui.player import Readout, kept_epochs
from ui.session import fields
from ui.session.training import Training, growing, train_in_session


@dataclass(frozen=True, eq=False)
class View:
    """What the player shows, and what the notes speak of.

    Attributes:
        name: Which of the three it is.
        display: Returns what the player shows.
        space: Whether the landscape is a surface in space, or a map.
        entrants: The runs on the landscape, the page's own first; empty where raw and scaled data are compared.
        both: The run on raw and on z-scored data, where these are compared.
        trainings: What is trained beside the page's own run.
    """

    name: str
    display: Callable[[], Display]
    space: bool = False
    entrants: Sequence[Entrant] = ()
    both: tuple[ScaledRun, ScaledRun] | None = None
    trainings: Sequence[Training] = ()


def view_of(trained: Trained) -> View:
    """Return the view that is chosen; while a guess is asked, the one run it is about."""
    name = "one" if trained.guess.asks else st.session_state["view"]
    return _raw_vs_scaled(trained) if name == "worlds" else _on_landscape(trained, name)


def _on_landscape(trained: Trained, name: str) -> View:
    """Return one run, or several that race, on the landscape of its loss."""
    dataset, scaler, run = trained.dataset, trained.scaler, trained.run
    space, races = st.session_state["ground"] == "surface", name == "race"
    entrants = [Entrant("model", run.recipe, run)]
    trainings: list[Training] = []
    readouts = descent_readouts(dataset, scaler, run.recipe)
    if races:
        entrants, trainings = train_racers(dataset, run)
        readouts = race_readouts(entrants)

    def display() -> Display:
        return _landscape_display(trained, entrants, readouts, space=space, races=races, growing=growing(trainings))

    return View(name, display, space, entrants, trainings=trainings)


def _landscape_display(
    trained: Trained, entrants: Sequence[Entrant], readouts: Sequence[Readout], *, space: bool, races: bool,
    growing: bool,
) -> Display:  # fmt: skip
    """Return what the player shows of runs on the landscape of their loss."""
    dataset, scaler, held = trained.dataset, trained.scaler, trained.held
    directions = trained.limits if directions_hold(trained.run.recipe) and not races else None
    figure = descent_figure(
        dataset, scaler, entrants, trained.family, trained.answer, directions,
        space=space, overlay=compare.places(trained.pinned), held_out=trained.rows_held_out,
    )  # fmt: skip
    display = Display(
        figure=figure,
        tracks=descent_tracks(dataset, scaler, entrants, trained.answer, space=space, held_out=trained.rows_held_out),
        panels=SPACE if space else FLAT,
        readouts=readouts,
        others=[_for_now(entrant.run, growing) for entrant in entrants[1:]],
        named=tuple((each.name, each.place) for each in entrants) if races else (),
        takes_guess=not races,
        rows=row_choice(DATA),
    )
    if not races:
        return validated(display, held, data=DATA, curve=CURVE)
    if held is not None:
        # Among the curves of a race nobody could tell those of the rows held out.
        with_hollow(figure, display.panels[DATA], DATA, hollow_points(display, held, DATA))
    return display


def _for_now(run: History, growing: bool) -> History:
    """Return a run as it travels: whole, or thinned as the ruler's are while more comes anew twice a second."""
    if not growing:
        return run
    kept = kept_epochs(len(run.epochs) - 1)
    return replace(
        run,
        epochs=run.epochs[kept],
        losses=run.losses[kept],
        parameters=run.parameters[kept],
        gradients=run.gradients[kept],
    )


def _raw_vs_scaled(trained: Trained) -> View:
    """Return a run on the raw data beside the same run on z-scored data."""
    dataset, run = trained.dataset, trained.run
    recipe: Recipe = raw_vs_scaled.scored_recipe(dataset, run.recipe, np.asarray(run.parameters[0]))
    training = train_in_session(dataset, recipe, None, slot="_scored")
    raw, scored = raw_vs_scaled.scaled_run_of(dataset, run), raw_vs_scaled.scaled_run_of(dataset, training.family()[0])

    def display() -> Display:
        return Display(
            figure=raw_vs_scaled.raw_vs_scaled_figure(dataset, raw, scored, trained.family),
            tracks=raw_vs_scaled.raw_vs_scaled_tracks(),
            panels=raw_vs_scaled.PANELS,
            readouts=raw_vs_scaled.raw_vs_scaled_readouts(raw, scored),
            others=[_for_now(raw_vs_scaled.in_raw_units(raw, scored), training.growing)],
            takes_guess=False,
        )

    return View("worlds", display, both=(raw, scored), trainings=[training])


def view_controls(trained: Trained, view: View) -> None:
    """Draw what chooses view and landscape, own data, and what belongs to the view."""
    if not trained.guess.asks:
        fields.one_of("View", "view", VIEWS)
    if view.name != "worlds":
        fields.one_of("Landscape as", "ground", LANDSCAPES)
    own_button(line=True)
    if view.name != "race":
        rate_changes.rate_controls(trained.run, controls.epoch_on_show(trained.run))
    variant_controls(trained.page.settings)
