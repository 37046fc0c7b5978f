"""How a page shows its loss curve: by what is chosen of its axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from core.training import History
from ui.figures.loss_axes import LossAxes, guess_in, shown_in
from ui.page.knobs.axes import AXIS, FIRST, UNIT
from ui.page.values import Trained
from ui.player import Owner, Panel
from ui.player.asking import Guess

_EPOCHS = 30
"""So many epochs are shown where the first ones alone are wanted: most happens there."""


def axes_of(trained: Trained) -> LossAxes:
    """Return how the page of a run shows its loss; while a guess is asked, all epochs that it may be about."""
    state = st.session_state
    if AXIS not in [setting.name for setting in trained.page.settings]:
        return LossAxes()
    first = _EPOCHS if state[FIRST] and not trained.guess.asks else None
    return LossAxes(state[AXIS] == "linear", state[UNIT], first, trained.page.step)


def in_axes(
    trained: Trained, figure: go.Figure, tracks: Sequence[Any], panels: Sequence[Panel], others: Sequence[History]
) -> tuple[list[Any], Guess | None]:
    """Have the loss in a figure shown as the page wants it; return tracks and guess for that.

    Args:
        trained: What the page has trained.
        figure: All that stands still, A and a guess among it; it is changed.
        tracks: All that moves.
        panels: The subplots.
        others: The runs beside that on show.
    """
    axes, guess, run = axes_of(trained), trained.guess, trained.run
    # Room for a guess that the loss rises tells nothing of whether it does.
    room = [2 * float(run.losses[0])] if guess.asks else []
    if guess.entry is not None and guess.entry.key == "loss":
        room += [height for height in guess.entry.guessed if isinstance(height, float)]
    if trained.held is not None and run.diverged_at is None:
        room.append(float(trained.held.losses[: (axes.first or len(run.losses)) + 1].max()))
    runs: dict[Owner, History] = {"run": run, **dict(enumerate(others))}
    shown = shown_in(axes, figure, tracks, panels, runs, lowest=trained.lowest, guessed=room)
    return shown, guess.spec and guess_in(axes, guess.spec, run)


def axes_word(trained: Trained) -> str:
    """Return what differs where the loss is shown in other axes: then no zoom is kept."""
    axes = axes_of(trained)
    return f"{axes.linear} {axes.unit} {axes.first}"
