"""What is left out while a guess is asked: all of a run but its beginning, and the exact answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil, inf, log10
from typing import Any

import plotly.graph_objects as go

from core import Family, History
from ui.palette import light
from ui.player import Panel

_DECADES_BELOW, _DECADES_ABOVE = 4, 1
_ROOM = 1.4


def veiled_run(run: History) -> History:
    """Return a run's beginning: nothing of it tells where it goes."""
    return replace(
        run, epochs=run.epochs[:1], losses=run.losses[:1], parameters=run.parameters[:1],
        gradients=run.gradients[:1], diverged_at=None,
    )  # fmt: skip


def veiled_family(family: Family) -> Family:
    """Return the beginnings of the ruler's runs."""
    return replace(
        family, epochs=family.epochs[:1], losses=family.losses[:, :1], parameters=family.parameters[:, :1],
        gradients=family.gradients[:, :1], diverged_at=(None,) * len(family),
    )  # fmt: skip


def without_answer(figure: go.Figure) -> None:
    """Take out of a figure what wears the colour of the exact answer, in its pictures and its titles."""
    exact = light("exact")
    figure.data = tuple(trace for trace in figure.data if not wears(trace.to_plotly_json(), exact))
    entry = re.compile(rf"\s*<span style='color:{exact}'>[^<]*</span>")
    for title in figure.layout.annotations:
        title.text = entry.sub("", title.text)


def wears(node: Any, colour: str) -> bool:
    """Tell whether a colour is anywhere in a trace."""
    if isinstance(node, Mapping):
        return any(wears(child, colour) for child in node.values())
    if isinstance(node, list | tuple):
        return any(wears(child, colour) for child in node)
    return isinstance(node, str) and node == colour


def with_round_axis(figure: go.Figure, panel: Panel, first: float) -> None:
    """Give a panel a logarithmic axis of whole decades around a run's first loss: it says nothing of where it goes."""
    top = ceil(log10(first)) if 0 < first < inf else 0
    figure.layout[f"yaxis{panel.y[1:]}"].update(
        range=[top - _DECADES_BELOW, top + _DECADES_ABOVE], dtick=1, tickmode="linear", tickvals=None, ticktext=None
    )


def with_room(figure: go.Figure, panel: Panel, heights: Sequence[float]) -> None:
    """Widen a panel's upright axis so far that guessed heights can be seen."""
    axis = figure.layout[f"yaxis{panel.y[1:]}"]
    low, high = axis.range
    if axis.type == "log":
        low = min(low, *(log10(height / _ROOM) for height in heights))
        high = max(high, *(log10(height * _ROOM) for height in heights))
    axis.range = [low, high]


def with_entry(figure: go.Figure, panel: int) -> None:
    """Name the guess in a panel's title line."""
    figure.layout.annotations[panel].text += f"  <span style='color:{light('guess')}'>┅ your guess</span>"
