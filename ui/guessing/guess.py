"""A guess before a run is played: what the page shows until it is answered, and afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import plotly.graph_objects as go
import streamlit as st

from core.training import Family, History
from ui.guessing import session
from ui.guessing.hiding import (
    beginning_of_run,
    beginnings_of_family,
    with_entry,
    with_padding,
    with_round_axis,
    without_answer,
)
from ui.guessing.kind import Kind
from ui.player import Limits, Panel, Track
from ui.player.asking import Guess, GuessResult

_HEIGHT_OF_GUESS = 60
"""Pixels that what is said of a guess takes from the pictures."""
Seen = TypeVar("Seen")


@dataclass(frozen=True, eq=False)
class Guessing:
    """What a page shows of a run that is to be guessed, or was.

    Attributes:
        run: As much of it as may be seen.
        family: Of the ruler's runs, likewise: with guesses on, only their beginnings.
        kinds: What is asked; empty where guesses are off.
        entry: What was guessed; None while it is asked.
        spec: What the player receives; None where guesses are off.
    """

    run: History
    family: Family
    kinds: tuple[Kind, ...] = ()
    entry: session.Entry | None = None
    spec: Guess | None = None

    @property
    def asks(self) -> bool:
        """Return whether a guess is wanted before the run may be seen."""
        return bool(self.kinds) and self.entry is None

    @property
    def marked(self) -> list[Kind]:
        """Return the kinds whose guess is in the pictures: all while it is asked, then the one that was answered."""
        return [kind for kind in self.kinds if self.entry is None or kind.question.key == self.entry.key]

    def after(self, seen: Seen) -> Seen | None:
        """Return what may be seen after the guess alone: None while it is asked."""
        return None if self.asks else seen

    def height(self, height: int) -> int:
        """Return the pictures' height: what is said of a guess takes its room from them, not from the controls."""
        return height - _HEIGHT_OF_GUESS if self.kinds else height

    def limits(self, limits: Limits | None) -> Limits | None:
        """Return what the ruler may say of learning rates: nothing, where one has to guess."""
        return None if self.kinds else limits

    def tracks(self, tracks: Sequence[Track]) -> list[Track]:
        """Return the tracks with those of the guess; exact answer and next step are none of them while it is asked."""
        marks = [track for kind in self.marked for track in kind.tracks]
        return [*(track for track in tracks if not (self.asks and _gives_away(track))), *marks]

    def figure(self, figure: go.Figure, panels: Sequence[Panel]) -> go.Figure:
        """Return the figure as it may be seen, with room for the guess and its name."""
        if not self.kinds:
            return figure
        if self.asks:
            without_answer(figure)
        for kind in self.marked:
            place = kind.question.panel
            if place is None:
                continue
            with_entry(figure, place)
            if self.asks and kind.question.key == "loss":
                with_round_axis(figure, panels[place], float(self.run.losses[0]))
            elif self.entry is not None and not isinstance(self.entry.guessed, str):
                with_padding(figure, panels[place], self.entry.guessed)
        return figure


def _gives_away(track: Track) -> bool:
    # A network's field has several colours, and of its answer nobody knows.
    return getattr(track, "colour", None) == "exact" or track.kind == "arrow"


def guess_first(page: str, run: History, family: Family, kinds: Sequence[Kind]) -> Guessing:
    """Return what the page may show of a run, by its switch and what was guessed in this session.

    Args:
        page: Name of the lesson.
        run: All of the run there is so far.
        family: The ruler's runs.
        kinds: What is asked about the run.
    """
    key = (page, run.dataset.name, run.recipe)
    # Also while the switch is off: an answer that came too late is forgotten.
    entry = session.entry_of(key, kinds)
    if not st.session_state["predict"]:
        return Guessing(run, family)
    result = None if entry is None else _result_of(key, run, entry, kinds)
    spec = Guess(tuple(kind.question for kind in kinds), result, session.score())
    seen = run if entry is not None else beginning_of_run(run)
    return Guessing(seen, beginnings_of_family(family), tuple(kinds), entry, spec)


def _result_of(key: tuple[object, ...], run: History, entry: session.Entry, kinds: Sequence[Kind]) -> GuessResult:
    kind = next((kind for kind in kinds if kind.question.key == entry.key), None)
    if kind is None:
        return GuessResult("", (), "", "", 0)
    verdict = ""
    if run.diverged_at is not None or run.epochs[-1] >= kind.due:
        judged = kind.judges(entry.guessed)
        session.judge(key, judged.points)
        verdict = judged.said
    heights = () if isinstance(entry.guessed, str) else entry.guessed
    return GuessResult(entry.key, heights, kind.says(entry.guessed), verdict, kind.due)
