"""What Study Hours shows of a run, and what it says of it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui import compare
from ui.figures import line as pictures
from ui.figures import line_tracks as tracks
from ui.guessing.hiding import without_answer
from ui.lessons.study_hours.plain import BY_HAND, plain_of
from ui.lessons.study_hours.settings import LOOKS_RIGHT
from ui.page import notice
from ui.page.data.by_click import row_choice
from ui.page.data.validation import validated, validation_note
from ui.page.data.variant_controls import noise_note
from ui.page.knobs.notes import knob_notes
from ui.page.plain import Plain
from ui.page.values import Display, Trained

ASKED = {"loss": pictures.CURVE, "line": pictures.DATA}
"""Where a loss and a line can be guessed."""


def display_of(trained: Trained) -> Display:
    """Return the scores with the line, the loss and the landscape."""
    state = st.session_state
    dataset, recipe, scaler, at = trained.dataset, trained.recipe, trained.scaler, state["hours"]
    own_line, hides = _own_line(trained), hides_best(trained)
    figure = pictures.line_figure(
        dataset, scaler, trained.run, trained.family, trained.answer,
        entries=(("model", "━ model"), ("user" if own_line else "loss", "■ squared errors")),
        reference=_looks_right(trained) if state[LOOKS_RIGHT] else None,
        at=at, own_line=_level(trained) if own_line else None, others=compare.places(trained.pinned),
        held_out=trained.rows_held_out,
    )  # fmt: skip
    if hides:
        without_answer(figure)
    display = Display(
        figure=figure,
        tracks=tracks.line_tracks(
            dataset, scaler, at=at, own_line=own_line, squares=state["squares"], ghost=not hides,
            held_out=trained.rows_held_out,
        ),
        panels=pictures.PANELS,
        readouts=tracks.line_readouts(dataset, recipe, scaler, at=at, own_line=own_line),
        rows=row_choice(pictures.DATA),
    )  # fmt: skip
    return validated(display, trained.held, data=pictures.DATA, curve=pictures.CURVE)


def own_line(trained: Trained) -> dict[str, Any]:
    """Return what the player needs for the user's own line, as it takes it."""
    dataset, scaler = trained.dataset, trained.scaler
    return {
        "model": tracks.training_model(dataset, trained.recipe, scaler),
        "handles": tracks.line_handles(dataset, scaler, _level(trained)) if _own_line(trained) else None,
    }


def _own_line(trained: Trained) -> bool:
    return bool(st.session_state["fit"]) and not trained.guess.asks


def hides_best(trained: Trained) -> bool:
    """Return whether the user is still to find the best line: nothing on the page shows it until it is asked for."""
    return _own_line(trained) and not st.session_state["best"]


def _level(trained: Trained) -> Any:
    """Return the line with which the user begins: level, at the mean of the scores."""
    return trained.scaler.parameters_to_training_units([0.0, trained.dataset.targets.mean()])


def _looks_right(trained: Trained) -> pictures.Reference:
    return pictures.Reference("the line that looks right", (9.18, 338.15 if _tenfold(trained) else 33.815))


def _tenfold(trained: Trained) -> bool:
    return trained.dataset.origin == "study_hours_x10"


def plain_on(trained: Trained, epoch: int) -> Plain:
    """Return what is on the screen at an epoch, in a plain sentence."""
    return BY_HAND if hides_best(trained) else plain_of(trained, epoch)


def answers_on(trained: Trained, epoch: int) -> list[str | None]:
    """Return what a person asked for: how A and B differ, and what is predicted for some hours."""
    dataset, scaler, run, answer, at = (
        trained.dataset, trained.scaler, trained.run, trained.answer, st.session_state["hours"],
    )  # fmt: skip
    if hides_best(trained):
        return []
    return [
        compare.comparison_note(trained.kept, run, answer, st.session_state["epoch"]),
        validation_note(trained, epoch),
        noise_note(),
        notice.prediction_note(dataset, scaler, run, epoch, answer, at) if at is not None else None,
        *knob_notes(trained, epoch, st.session_state),
    ]


def notes_on(trained: Trained, epoch: int) -> list[str | None]:
    """Return the mathematics of what there is to notice at an epoch, with all digits."""
    dataset, scaler, run, answer, limits = trained.dataset, trained.scaler, trained.run, trained.answer, trained.limits
    if hides_best(trained):
        return [notice.verdict_note(trained.recipe, limits)]
    return [
        notice.distance_note(scaler, run, epoch, answer),
        notice.verdict_note(trained.recipe, limits),
        notice.flat_note(scaler, run, answer, limits),
        notice.reference_note(dataset, _looks_right(trained)) if st.session_state[LOOKS_RIGHT] else None,
    ]
