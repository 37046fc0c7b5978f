"""The titles of a figure's panels with their legends, kept as data in the figure: entries come and go by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from ui.player.palette import Meaning, light

Entries = Sequence[tuple[Meaning, str]]
"""What a legend names, in its order: a meaning, which has a colour, and a text that begins with a sign for the form."""
_KEY = "legends"


def title_text(title: str, entries: Entries) -> str:
    """Return a panel's title with its legend in one line, as Plotly writes it."""
    legend = "".join(f"  <span style='color:{light(colour)}'>{text}</span>" for colour, text in entries)
    return f"<b>{title}</b>{legend}"


def noted(legends: Sequence[tuple[str, Entries]]) -> dict[str, Any]:
    """Return what a layout keeps of its panels' titles and legends, for Python and the browser."""
    kept = [{"title": title, "entries": [list(entry) for entry in entries]} for title, entries in legends]
    return {"meta": {_KEY: kept}}


def entries_of(figure: go.Figure, panel: int) -> list[tuple[Meaning, str]]:
    """Return what a panel's legend names."""
    return [(colour, text) for colour, text in figure.layout.meta[_KEY][panel]["entries"]]


def rename(figure: go.Figure, panel: int, entries: Entries) -> None:
    """Have a panel's legend name something else."""
    meta = figure.layout.meta
    meta[_KEY][panel]["entries"] = [list(entry) for entry in entries]
    figure.layout.meta = meta
    figure.layout.annotations[panel].text = title_text(meta[_KEY][panel]["title"], entries)
