"""Show a lesson's run in the player; what is the same for many who look at it is described once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import streamlit as st

from ui import compare
from ui.figures.line import PANELS, line_figure
from ui.figures.line_tracks import line_readouts, line_tracks
from ui.guides.card import step_card
from ui.own_data.session import OWN
from ui.page import controls
from ui.page.data import by_click, row_points
from ui.page.loss_axes import axes_word, in_axes
from ui.page.presenting import heading_of, with_lesser
from ui.page.values import Display, Trained
from ui.player import Limits, PlayerContent, PlayerState, described, player
from ui.session.store import content_of
from ui.session.training import Training, growing

_MAX_SHARED = 100_000
"""Numbers in a run from which on its picture is described for each session anew: it would crowd out many others."""
_AFTERWARDS = "epoch"
"""The setting that what is shown does not depend on: the browser is told where to stand beside it."""


def play(
    trained: Trained,
    display: Callable[[], Display],
    *,
    title: str,
    view: str,
    limits: Limits | None,
    subject: str | None = None,
    height: int = 308,
    trainings: Sequence[Training] = (),
    settled: bool = True,
    on_release: Callable[[PlayerState], None] = controls.released,
    **more: Any,
) -> PlayerContent:
    """Show the run in the player, A beside it, and of both no more than a guess that is still asked lets be seen.

    Args:
        trained: What the page has trained.
        display: Returns how it is shown, by nothing but that and the page's settings.
        title: Accessible name.
        view: What the axes show; as long as it stays the same, so do zoom and pan.
        limits: What the ruler says of learning rates; None where theory is silent.
        subject: What points, start, row and guess are about; None for the data in their training units.
        height: Of the pictures, in CSS pixels, when side by side.
        trainings: Of the other runs in it.
        settled: Whether all else in it is there for good.
        on_release: Receives what was chosen in the player.
        **more: As for `described`: handles of the user's own line, its model, more blocks.
    """
    page, guess, all_trainings = trained.page, trained.guess, [*trained.trainings, *trainings]
    if guess.asks:
        # There is the start alone to see, and the link says so.
        st.session_state["epoch"] = 0
    step_card(page.name, page.settings, asks=guess.asks)

    def describe() -> dict[str, Any]:
        return _described(
            trained, display(), name=page.name, title=title, limits=guess.limits(limits),
            growing=growing(all_trainings), height=guess.height(height), view=f"{view} {axes_word(trained)}",
            subject=f"{trained.dataset.name} {trained.recipe.scaling}" if subject is None else subject, **more,
        )  # fmt: skip

    return player(
        describe,
        key=f"{page.name}_player",
        family=guess.family,
        epoch=st.session_state["epoch"],
        shared=_determining(trained, all_trainings) if settled else None,
        on_release=row_points.with_row(trained, by_click.with_clicks(trained, on_release)),
    )


def line_display(trained: Trained) -> Display:
    """Return what the page of a line shows with nothing beyond it; a lesson of one's own begins with this."""
    dataset, recipe, scaler = trained.dataset, trained.recipe, trained.scaler
    return Display(
        figure=line_figure(dataset, scaler, trained.run, trained.family, trained.answer),
        tracks=line_tracks(dataset, scaler),
        panels=PANELS,
        readouts=line_readouts(dataset, recipe, scaler),
    )


def _described(trained: Trained, display: Display, **given: Any) -> dict[str, Any]:
    """Return what the player shows: the run, A beside it, and what a guess lets be seen."""
    guess, panels = trained.guess, display.panels
    shown = compare.overlaid(
        trained.pinned, display.figure, display.tracks, panels, display.readouts,
        others=display.others, without=display.without,
    )  # fmt: skip
    guessed = display.takes_guess or guess.asks
    figure = guess.figure(shown.figure, panels) if guessed else shown.figure
    moving = guess.tracks(shown.tracks) if guessed else shown.tracks
    tracks, spec = in_axes(trained, figure, moving, panels, shown.others)
    return described(
        figure,
        tracks,
        panels=panels,
        readouts=with_lesser(shown.readouts),
        run=trained.run,
        others=shown.others,
        rows=None if guess.asks else display.rows,
        row_points=None if guess.asks else display.row_points,
        guess=spec,
        epochs=controls.epochs_slider(
            f"{trained.page.step}s".capitalize(), len(display.others), trained.page.most_epochs
        ),
        heading=heading_of(trained.page, display, keeps=len(shown.others) > len(display.others)),
        **given,
    )


def _determining(trained: Trained, trainings: Sequence[Training]) -> Hashable:
    """Return all that determines what is shown: settings, data, and how far the trainings have come.

    None where nobody else will show the same: a guess is somebody's own, and of a training under way each sees another
    moment.
    """
    page, run = trained.page, trained.run
    if trained.guess.kinds or growing(trainings) or run.parameters.size > _MAX_SHARED:
        return None
    state = st.session_state
    chosen = tuple((each.name, repr(state[each.name])) for each in page.settings if each.name != _AFTERWARDS)
    # Of data that came with the app their name, among the settings, says all.
    own = [trained.dataset, *filter(None, [trained.rows_held_out])] if state.get("data") == OWN else []
    data = tuple(map(content_of, own))
    shown = tuple((each.key, each.last_epoch) for each in trainings)
    return page.name, chosen, data, shown, row_points.row_is_shown(run.recipe)
