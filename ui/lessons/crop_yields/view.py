"""What Crop Yields shows of a run, and what it says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

from core.data import Dataset
from core.exact import LeftOut, digits_note, leverage, stability
from ui import compare
from ui.lessons.crop_yields import choices, held_out, notice, pictures, tables, tracks
from ui.lessons.crop_yields.closer import closer_looks
from ui.lessons.crop_yields.names import is_own
from ui.lessons.crop_yields.powers import powers_note
from ui.page import controls
from ui.page.data.by_click import row_choice
from ui.page.data.validation import validated, validation_note
from ui.page.data.variant_controls import noise_note
from ui.page.knobs.batches import POWERS_OF_TWO, sizes_for
from ui.page.knobs.notes import knob_notes
from ui.page.notice import verdict_note
from ui.page.values import Display, Trained
from ui.player import PlayerState

ASKED = {"loss": pictures.CURVE}
"""Where a loss can be guessed."""


@dataclass(frozen=True, eq=False)
class View:
    """What is looked at.

    Attributes:
        choice: The picture that is chosen.
        region: Features of the row to predict, shape `(d,)`; None where there is none.
        seen: How well the exact answer predicts rows it has not seen; None where that is not determined.
        height: Of the pictures, in CSS pixels.
    """

    choice: pictures.PictureChoice
    region: np.ndarray | None
    seen: LeftOut | None
    height: int


def view_of(dataset: Dataset) -> View:
    """Return what is looked at in a data set, by the page's settings."""
    return View(
        choices.choice_of(dataset), choices.place_of(dataset), notice.seen_of(dataset), tracks.pictures_height(dataset)
    )


def display_of(trained: Trained, view: View) -> Display:
    """Return targets and predictions, or a plane in space, with the parameters and the loss."""
    dataset, scaler, recipe, choice, region = trained.dataset, trained.scaler, trained.recipe, view.choice, view.region
    height = trained.guess.height(view.height)
    display = Display(
        figure=pictures.crop_figure(dataset, scaler, trained.run, trained.answer, choice, region, height),
        tracks=tracks.crop_tracks(dataset, scaler, choice, region),
        panels=choice.panels,
        readouts=tracks.crop_readouts(dataset, recipe, scaler),
        without=[pictures.PARAMETERS],
        rows=row_choice(pictures.FIRST, lambda rows: held_out.places_of(rows, choice)),
    )
    if trained.held is None:
        return display
    return validated(
        display, trained.held, data=pictures.FIRST, curve=pictures.CURVE,
        points=held_out.held_out_points(trained.held.dataset, choice),
        tracks=held_out.held_out_tracks(trained.held.dataset, scaler, choice),
    )  # fmt: skip


def blocks(trained: Trained, view: View) -> dict[str, Any]:
    """Return what the player needs for the equations, and what receives a release, as it takes it."""

    def released(chosen: PlayerState) -> None:
        controls.released(replace(chosen, start=None), view="fit")

    return {"parts": [tracks.crop_equations(trained.dataset, trained.scaler, view.region)], "on_release": released}


def answers_on(trained: Trained, view: View, epoch: int) -> list[str | None]:
    """Return what a person asked for: how A and B differ, and what is predicted for a row of their own."""
    dataset, run, region, seen = trained.dataset, trained.run, view.region, view.seen
    exact = tables.best_fit(run)
    return [
        compare.comparison_note(trained.kept, run, trained.answer, st.session_state["epoch"]),
        validation_note(trained, epoch),
        powers_note(dataset, trained.theory.condition_number),
        noise_note(),
        None
        if region is None
        else notice.region_note(dataset, run, epoch, exact, region, leverage(dataset, region), seen),
        *knob_notes(trained, epoch, st.session_state),
    ]


def notes_on(trained: Trained, view: View, epoch: int) -> list[str | None]:
    """Return the mathematics of what there is to notice at an epoch, with all digits."""
    dataset, recipe, run, answer, limits = trained.dataset, trained.recipe, trained.run, trained.answer, trained.limits
    seen = view.seen
    return [
        notice.distance_note(dataset, run, epoch, answer),
        notice.bias_note(dataset, run, answer, trained.scaler, limits),
        verdict_note(recipe, limits),
        notice.scaling_note(dataset, recipe, limits, stability(dataset, replace(recipe, scaling="none"))),
        notice.order_note(dataset, recipe),
        notice.elements_note(dataset, recipe),
        None if seen is None else notice.freedom_note(dataset, seen),
        tables.drawn_note(dataset),
        digits_note(dataset, tables.DIGITS),
    ]


def row_by_row(trained: Trained, epoch: int) -> None:
    """Write how far each row's prediction is off, and the parameters with their exact values."""
    dataset, run = trained.dataset, trained.run
    rows = "row by row" if is_own(dataset) else "region by region"
    st.markdown(f"**Epoch {epoch:,}, {rows}**\n\n{tables.error_table(dataset, run, epoch)}")
    st.markdown(tables.parameters_said(dataset, run, epoch))


def looks(trained: Trained, view: View) -> Mapping[str, Callable[[], None]]:
    """Return the closer looks of this lesson alone."""
    dataset = trained.dataset
    return closer_looks(dataset, trained.recipe, view.seen, sizes_for(POWERS_OF_TWO, dataset.n))
