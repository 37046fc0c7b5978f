"""What is explored: points, the user's own line, its loss, and what a release in the player changes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.data import Dataset
from core.exact import MEASURES
from core.model import Recipe
from core.training import History, train
from ui.guides.card import step_card
from ui.lessons.loss_explorer import kept as keeping
from ui.lessons.loss_explorer import noise, notes, pictures, points, tracks
from ui.lessons.loss_explorer.beginnings import Beginning, beginning_of
from ui.lessons.loss_explorer.guess import LineGuess, guess_of_best
from ui.lessons.loss_explorer.kept import KeptLine
from ui.lessons.loss_explorer.pictures import Choice
from ui.lessons.registry import titled
from ui.own_data.session import chosen_data
from ui.page.values import Page
from ui.player import Heading, PlayerContent, PlayerState, described, player
from ui.session import settings


@dataclass(frozen=True, eq=False)
class Explored:
    """What the page shows.

    Attributes:
        original: The points as the data set has them, with its noise.
        beginning: The line and the δ with which they are explored first.
        dataset: The points where the user has put them.
        choice: The line, its loss, and how it is drawn; while a guess is asked, without the best lines.
        guess: Whether the best line is to be guessed, and what was guessed.
        kept: A; None for nothing.
    """

    original: Dataset
    beginning: Beginning
    dataset: Dataset
    choice: Choice
    guess: LineGuess
    kept: KeptLine | None


def explore(page: Page) -> Explored:
    """Return what the page's settings say."""
    state = st.session_state
    noise.note_noise()
    original, beginning = noise.noisy_points(state), beginning_of(noise.clean_points(state))
    dataset = points.with_points(original, state["points"])
    choice = Choice(
        state["loss"], state["delta"] or beginning.delta, state["line"] or beginning.line,
        state["look"], state["ground"], state["best"],
    )  # fmt: skip
    guess = guess_of_best(dataset, choice)
    return Explored(original, beginning, dataset, guess.chosen(), guess, keeping.kept_line(page.settings))


def show(page: Page, explored: Explored) -> PlayerContent:
    """Show points, line and landscape in the player, and no more than a guess that is still asked lets be seen."""
    guess = explored.guess
    seen = None if guess.asks else explored.kept
    step_card(page.name, page.settings, asks=guess.asks)

    def describe() -> dict[str, Any]:
        return _described(page, explored, seen)

    return player(
        describe, key=f"{page.name}_player", family=None, on_release=lambda chosen: _take_over(chosen, explored)
    )


def _described(page: Page, explored: Explored, seen: KeptLine | None) -> dict[str, Any]:
    original, dataset, choice, guess = explored.original, explored.dataset, explored.choice, explored.guess
    moving = [*tracks.loss_tracks(original, dataset, choice), *keeping.tracks_of(seen, original, dataset, choice)]
    account = keeping.account_with(seen, tracks.loss_account(original, dataset, choice), choice)
    return described(
        guess.figure(keeping.figure_with(seen, pictures.loss_figure(original, dataset, choice), choice)),
        guess.tracks(moving, pictures.span_of(original, dataset)),
        name=page.name,
        title="Loss explorer: points, one point's loss, landscape",
        panels=pictures.panels_of(choice.landscape),
        readouts=(),
        run=_standing_at(dataset, choice),
        others=keeping.runs(seen),
        handles=guess.handles(tracks.loss_handles(original, dataset, choice)),
        points=tracks.loss_points(dataset, choice, adds=st.session_state["add"]),
        parts=[] if guess.asks else [account],
        transport=False,
        height=266 if explored.kept else 300,
        view=f"{dataset.name} {choice.landscape}",
        heading=Heading(titled(page.name)),
        subject=dataset.name,
    )


def _standing_at(dataset: Dataset, choice: Choice) -> History:
    """Return a run of no epochs that stands at the line."""
    return train(dataset, Recipe(epochs=0, loss=MEASURES[choice.loss].trained_as, start=choice.line))


def _take_over(chosen: PlayerState, explored: Explored) -> None:
    """Take over what a person moved in the player."""
    settings.user_changed()
    state, beginning = st.session_state, explored.beginning
    line = points.valid_points([chosen.start] if chosen.start and len(chosen.start) == 2 else None, most=1)
    moved = points.valid_points(chosen.points)
    if chosen.flat:
        state["ground"] = "contours"
    if line:
        state["line"] = None if line[0] == beginning.line else line[0]
    if moved:
        state["points"] = None if moved == points.points_of(explored.original) else moved
    if chosen.delta is not None and 1e-6 <= chosen.delta <= 1e9:
        state["delta"] = None if chosen.delta == beginning.delta else points.rounded(chosen.delta)


def answers_on(explored: Explored) -> Sequence[str | None]:
    """Return what a person asked for: how A and B differ, and which rows of a long table these are."""
    return [
        points.subset_note(chosen_data(st.session_state["data"])),
        noise.noise_note(explored.original),
        keeping.kept_note(explored.kept, explored.dataset, explored.choice),
    ]


def notes_on(explored: Explored) -> Sequence[str | None]:
    """Return the mathematics of what there is to notice, with all digits."""
    dataset, choice = explored.dataset, explored.choice
    return [
        notes.sum_note(dataset, choice),
        notes.share_note(dataset, choice),
        notes.gap_note(dataset, choice),
        notes.bests_note(explored.original, dataset, choice),
        notes.MEANING,
    ]
