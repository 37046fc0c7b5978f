"""The three views of Hubble Age, one training, many starts, uncertainty: what each shows, trains, and says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from core.exact import SlopeSpread, bootstrap, draw_starts, slope_spread
from ui import compare
from ui.lessons.hubble_age import notice as noticed
from ui.lessons.hubble_age import pictures, plain, tracks
from ui.lessons.hubble_age.answers import answers, table
from ui.lessons.hubble_age.hubble_view import HubbleView, hubble_view
from ui.lessons.hubble_age.settings import VIEWS
from ui.lessons.hubble_age.starts_notice import starts_notes
from ui.lessons.hubble_age.sure_notice import published_times, sure_notes
from ui.lessons.hubble_age.universe import Universe
from ui.page import controls, notice
from ui.page.data.by_click import row_choice
from ui.page.data.validation import validated, validation_note
from ui.page.data.variant_controls import noise_note
from ui.page.knobs.notes import knob_notes
from ui.page.plain import Plain
from ui.page.values import Display, Trained
from ui.player import Track
from ui.session import fields
from ui.session.training import MAX_EPOCHS, Training, train_in_session

WHOSE = {"starts": "Of all the starts, this is the one of the settings above."}
"""Which run the code is of, where there are several."""
_STARTS, _MAX_START_EPOCHS = 200, 2000


@dataclass(frozen=True, eq=False)
class View:
    """What the player shows, and what there is to notice at an epoch.

    Attributes:
        name: Which of the three it is.
        hubble: What the view shows.
        display: Returns what the player shows.
        plain: What is on the screen, in a plain sentence.
        notes: What there is to notice, with all digits.
        answers: What a person asked for.
        spread: How the slope depends on the start, where that is proved, and has a say in this view.
        trainings: What is trained for it beside the run.
    """

    name: str
    hubble: HubbleView
    display: Callable[[], Display]
    plain: Plain
    notes: Sequence[str | None]
    answers: Sequence[str | None] = ()
    spread: SlopeSpread | None = None
    trainings: Sequence[Training] = ()


def universe() -> Universe:
    """Return the universe that is chosen."""
    return Universe(st.session_state["cosmology"], st.session_state["omega_matter"])


def asked() -> dict[str, Any]:
    """Return where a loss can be guessed, and where an age."""
    return {"loss": pictures.MIDDLE, "age": (pictures.AGES, universe().age)}


def view_control(trained: Trained) -> None:
    """Draw what chooses the view, unless a guess is asked."""
    if not trained.guess.asks:
        fields.one_of("View", "view", VIEWS)


def view_of(trained: Trained) -> View:
    """Return the view that is chosen; while a guess is asked, the one training it is about."""
    name = "training" if trained.guess.asks else st.session_state["view"]
    hubble = hubble_view(trained.dataset, trained.run, trained.family, universe(), trained.rows_held_out)
    return {"training": _training, "starts": _every_start, "sure": _how_sure}[name](trained, hubble)


def _training(trained: Trained, hubble: HubbleView) -> View:
    epoch, run = controls.epoch_on_show(trained.run), trained.run
    notes = [
        *noticed.training_notes(hubble, epoch),
        notice.verdict_note(trained.recipe, trained.limits),
        noticed.scaling_note(trained.dataset, trained.recipe),
    ]
    return View(
        "training",
        hubble,
        lambda: _display(
            trained, hubble, pictures.training_figure(hubble), tracks.training_tracks(hubble), pictures.MIDDLE
        ),
        plain.training(trained, hubble, epoch),
        notes,
        [
            compare.comparison_note(trained.kept, run, hubble.answer, st.session_state["epoch"]),
            *knob_notes(trained, epoch, st.session_state),
            validation_note(trained, epoch),
            noise_note(),
        ],
        _spread(trained),
    )


def _every_start(trained: Trained, hubble: HubbleView) -> View:
    recipe, spread = trained.recipe, _spread(trained)
    short = replace(recipe, epochs=min(recipe.epochs, _MAX_START_EPOCHS))
    training = train_in_session(trained.dataset, short, None, starts=draw_starts(_STARTS, recipe.seed), slot="starts")
    starts = training.family()

    def display() -> Display:
        figure = pictures.starts_figure(hubble, *tracks.slope_range(hubble, starts, spread))
        return _display(trained, hubble, figure, tracks.starts_tracks(hubble, starts))

    epoch = controls.epoch_on_show(trained.run)
    return View(
        "starts", hubble, display,
        plain.starts(hubble, starts, epoch), starts_notes(hubble, starts, spread, epoch),
        [noise_note()], spread, [training],
    )  # fmt: skip


def _how_sure(trained: Trained, hubble: HubbleView) -> View:
    resampled = bootstrap(trained.dataset, st.session_state["resamples"], trained.recipe.seed)

    def display() -> Display:
        figure = pictures.sure_figure(hubble, resampled, published_times(trained.dataset))
        return _display(trained, hubble, figure, tracks.sure_tracks(hubble))

    return View(
        "sure", hubble, display, plain.sure(hubble, resampled),
        sure_notes(hubble, resampled), [noise_note()],
    )  # fmt: skip


def _display(
    trained: Trained, hubble: HubbleView, figure: go.Figure, moving: Sequence[Track], curve: int | None = None
) -> Display:
    # What was guessed is a loss or an age of the one training.
    display = Display(
        figure=figure, tracks=moving, panels=pictures.PANELS, readouts=tracks.hubble_readouts(hubble),
        takes_guess=st.session_state["view"] == "training", rows=row_choice(pictures.GALAXIES),
    )  # fmt: skip
    return validated(display, trained.held, data=pictures.GALAXIES, curve=curve)


def _spread(trained: Trained) -> SlopeSpread | None:
    """Return how the slope depends on the start, where that is proved."""
    limits = trained.limits
    proved = limits.holds and limits.rule.plain and not trained.recipe.penalised
    return slope_spread(trained.dataset, trained.recipe) if proved else None


def agreement_button(trained: Trained, view: View) -> None:
    """Offer so many epochs that all starts agree, where the run is shorter."""
    agreed = view.spread.agreed_after(noticed.AGREED) if view.spread else None
    if agreed and trained.recipe.epochs < agreed <= MAX_EPOCHS:
        st.button(
            f"Train {agreed:,} epochs: within 1% whatever the start", icon=":material/update:",
            on_click=controls.go_to_epochs, args=(agreed,),
        )  # fmt: skip


def every_answer(trained: Trained, view: View, epoch: int) -> None:
    """Write the table of the run's answer beside those of others."""
    st.subheader("Every answer, side by side", anchor=False)
    st.markdown(table(answers(trained.dataset, trained.run, epoch), view.hubble.universe))
