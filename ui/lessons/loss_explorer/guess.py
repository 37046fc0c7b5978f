"""The user's own line as a guess of the best line: what is shown before the answer, and how good it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from core.analysis import DISTANCES, distance_between, points_of
from core.data import Dataset
from core.exact import MEASURES, best_line
from ui.guessing import session
from ui.guessing.hiding import with_entry
from ui.guessing.kind import of_points, scored
from ui.lessons.links import next_lesson_link
from ui.lessons.loss_explorer import points
from ui.lessons.loss_explorer.notes import has_best, line_written
from ui.lessons.loss_explorer.pictures import DATA, Choice
from ui.player import Form, Line, LineHandles
from ui.session import callbacks, fields, settings
from ui.text.numbers import written

_PAGE = "loss_explorer"


@dataclass(frozen=True, eq=False)
class LineGuess:
    """What the page shows while the best line is to be guessed, and afterwards.

    Attributes:
        on: Whether there is a best line, and it is to be guessed first.
        line: The line that was guessed; None while it is asked.
    """

    dataset: Dataset
    choice: Choice
    on: bool
    line: tuple[float, ...] | None

    @property
    def asks(self) -> bool:
        """Return whether the best line is still to be guessed."""
        return self.on and self.line is None

    def chosen(self) -> Choice:
        """Return what is to be shown: no best lines while they are guessed."""
        return replace(self.choice, best=False) if self.asks else self.choice

    def tracks(self, tracks: Sequence[Any], span: tuple[float, float]) -> list[Any]:
        """Return the tracks: before the guess those of the data alone, afterwards with the guess."""
        if self.asks:
            return [track for track in tracks if track.panel == DATA]
        if not self.on or self.line is None:
            return list(tracks)
        over = np.array(span)
        still = Form(self.line[0] * over + self.line[1], np.zeros((2, 2)))
        return [*tracks, Line(DATA, over, still, "guess", "your guess", dash=True, of="user")]

    def figure(self, figure: go.Figure) -> go.Figure:
        """Return the figure, with no picture beside the data before the guess, and the guess named afterwards."""
        if self.asks:
            figure.data = ()
            figure.layout.annotations = figure.layout.annotations[:1]
        elif self.on and self.line is not None:
            with_entry(figure, DATA)
        return figure

    def handles(self, handles: LineHandles) -> LineHandles:
        """Return the line's handles: before the guess not its place in a landscape that is not shown."""
        return replace(handles, landscape=None, names=handles.names[:2]) if self.asks else handles

    def end_here(self) -> None:
        """End a page that waits for the guess."""
        if not self.asks:
            return
        st.header("What to notice", anchor=False)
        best = f"the best line by {MEASURES[self.choice.loss].symbol}"
        st.markdown(
            f"Make your guess first: drag the line by its two ends to where you expect {best}, then press *Go to "
            f"the best line*. {scored(DISTANCES, '{:g} standard deviations')}"
        )
        next_lesson_link(_PAGE)
        st.stop()

    def verdict(self) -> None:
        """Say how good the guess was, and the score of the session."""
        if not self.on or self.line is None:
            return
        distance = _distance(self.dataset, self.choice, self.line)
        away = f"{written(round(distance, 4), 3)} standard deviations"
        st.markdown(
            f"**Your guess {line_written(self.line, 4)}** lies {away} from the best line (root mean square): "
            f"**{of_points(points_of(distance, DISTANCES))}**."
        )
        if score := session.score():
            with fields.labelled(f"Score: {score}"):
                st.button("New score", on_click=session.forget)


def guess_of_best(dataset: Dataset, choice: Choice) -> LineGuess:
    """Return whether the best line is to be guessed, by the page's switch and what was guessed in this session."""
    entry = session.entry_of(_key(dataset, choice), ())
    line = None if entry is None or isinstance(entry.guessed, str) else entry.guessed
    return LineGuess(dataset, choice, st.session_state["predict"] and has_best(dataset), line)


@callbacks.uninterrupted
def go_to_best(dataset: Dataset, choice: Choice) -> None:
    """Go to the best line; the user's own line is the guess, if one is asked for."""
    settings.user_changed()
    if guess_of_best(dataset, choice).asks:
        won = points_of(_distance(dataset, choice, choice.line), DISTANCES)
        session.note(_key(dataset, choice), session.Entry("line", choice.line, won))
    slope, intercept = best_line(dataset, choice.loss, delta=choice.delta).parameters
    st.session_state["line"] = (points.rounded(slope), points.rounded(intercept))


def _key(dataset: Dataset, choice: Choice) -> tuple[object, ...]:
    delta = choice.delta if choice.loss == "huber" else None
    return _PAGE, points.points_of(dataset), choice.loss, delta


def _distance(dataset: Dataset, choice: Choice, line: Sequence[float]) -> float:
    """Return how far a line is from the best one at the points, in standard deviations of the targets."""
    best = best_line(dataset, choice.loss, delta=choice.delta).parameters
    x = dataset.features[:, 0]
    return distance_between(line[0] * x + line[1], best[0] * x + best[1], dataset.targets)
