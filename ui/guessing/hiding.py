"""What is left out while a guess is asked: all of a run but its beginning, and the exact answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, inf, log10

import plotly.graph_objects as go

from core.training import Family, History
from ui.figures.legend import entries_of, rename
from ui.figures.parts import EXACT
from ui.player import Panel

_DECADES_BELOW, _DECADES_ABOVE = 4, 1
_PADDING = 1.4


def beginning_of_run(run: History) -> History:
    """Return a run's beginning: nothing of it tells where it goes."""
    return replace(
        run, epochs=run.epochs[:1], losses=run.losses[:1], parameters=run.parameters[:1],
        gradients=run.gradients[:1], diverged_at=None,
    )  # fmt: skip


def beginnings_of_family(family: Family) -> Family:
    """Return the beginnings of the ruler's runs."""
    return replace(
        family, epochs=family.epochs[:1], losses=family.losses[:, :1], parameters=family.parameters[:, :1],
        gradients=family.gradients[:, :1], diverged_at=(None,) * len(family), ends=None,
    )  # fmt: skip


def without_answer(figure: go.Figure) -> None:
    """Take what shows the exact answer out of a figure, and out of its legends."""
    figure.data = tuple(trace for trace in figure.data if trace.legendgroup != EXACT["legendgroup"])
    for panel in range(len(figure.layout.annotations)):
        rename(figure, panel, [entry for entry in entries_of(figure, panel) if entry[0] != "exact"])


def with_round_axis(figure: go.Figure, panel: Panel, first: float) -> None:
    """Give a panel a logarithmic axis of whole decades around a run's first loss: it says nothing of where it goes."""
    top = ceil(log10(first)) if 0 < first < inf else 0
    figure.layout[f"yaxis{panel.y[1:]}"].update(
        range=[top - _DECADES_BELOW, top + _DECADES_ABOVE], dtick=1, tickmode="linear", tickvals=None, ticktext=None
    )


def with_padding(figure: go.Figure, panel: Panel, heights: Sequence[float]) -> None:
    """Widen a panel's upright axis so far that guessed heights can be seen."""
    axis = figure.layout[f"yaxis{panel.y[1:]}"]
    low, high = axis.range
    if axis.type == "log":
        low = min(low, *(log10(height / _PADDING) for height in heights))
        high = max(high, *(log10(height * _PADDING) for height in heights))
    axis.range = [low, high]


def with_entry(figure: go.Figure, panel: int) -> None:
    """Name the guess in a panel's title line."""
    rename(figure, panel, [*entries_of(figure, panel), ("guess", "┅ your guess")])
