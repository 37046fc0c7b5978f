"""The age that a line stands for, epoch by epoch, beside the ages of other answers: all of it that stands still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.cosmology import EARTH_GYR, PLANCK, SH0ES
from ui.figures.parts import Picture, axis_title, role_of, title_line
from ui.lessons.hubble_age.universe import Universe
from ui.player import Panel
from ui.player.palette import Meaning, light

_TICKS = (0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 25, 30, 40, 50)
_LABEL_GAP = 0.075
"""A name has room above its line where the next line is at least this part of the picture's height away."""
_NAME = 0.033
"""So far from its line stands a name, likewise."""
_COLUMN = 0.36
"""So far to the right begins a name that another one is in the way of, as a part of the epochs."""
_FAR = 1.5
"""Beyond so many times the youngest age a run has come down before a name at the left would end."""
_TICK_GAP = 0.05
"""So far apart must be two ticks to be named both, likewise."""


@dataclass(frozen=True)
class AgeMark:
    """An age to compare with, in billions of years: a level line with its name."""

    name: str
    age: float
    colour: Meaning
    dash: str


def age_marks(universe: Universe, exact: float, origin: float) -> list[AgeMark]:
    """Return the ages to compare with, youngest first; a line that does not rise has none.

    Args:
        universe: What makes ages of Hubble constants.
        exact: Slope of the exact answer, in km/s/Mpc.
        origin: Slope of the exact answer through the origin.
    """
    marks = [
        AgeMark("best fit", universe.age(exact), "exact", "dash"),
        AgeMark("through 0", universe.age(origin), "exact", "dot"),
        AgeMark("SH0ES", universe.age(SH0ES), "reference", "dashdot"),
        AgeMark("Planck", universe.age(PLANCK), "reference", "dashdot"),
    ]
    if universe.age(exact) < EARTH_GYR:
        marks.append(AgeMark("the Earth", EARTH_GYR, "data", "solid"))
    return sorted((mark for mark in marks if np.isfinite(mark.age)), key=lambda mark: mark.age)


def age_picture(panel: Panel, marks: list[AgeMark], epochs: int, entries: list[tuple[Meaning, str]]) -> Picture:
    """Draw the ages to compare with over the epochs, on a logarithmic axis that begins below the youngest.

    Args:
        panel: Where.
        marks: The ages, youngest first.
        epochs: How many the picture shows.
        entries: What the legend says of the things that move.
    """
    low, high = age_window(marks)
    height = np.log10(high / low)
    shown = [tick for tick in _TICKS if low <= tick <= high]
    steps = np.log10(np.array(shown[1:]) / shown[:-1]) / height
    # Where they would crowd, every second one is named.
    named = [f"{tick:g}" if i % 2 == 0 or steps.min() > _TICK_GAP else "" for i, tick in enumerate(shown)]
    return Picture(
        [*(_level(panel, mark, epochs) for mark in marks), *_names(panel, marks, height, epochs)],
        title_line(panel, "Age", entries),
        {"range": [0, 1.025 * max(1, epochs)], "title": axis_title("Epoch")},
        {
            "type": "log", "range": [np.log10(low), np.log10(high)],
            "title": axis_title("Age (billion years, logarithmic)"), "tickvals": shown, "ticktext": named,
        },
    )  # fmt: skip


def age_window(marks: list[AgeMark]) -> tuple[float, float]:
    """Return the youngest and the oldest age that the picture shows."""
    return 0.86 * marks[0].age, max(1.75 * marks[0].age, 1.25 * marks[-1].age)


def _level(panel: Panel, mark: AgeMark, epochs: int) -> dict[str, Any]:
    return {
        "x": [0, 1.025 * max(1, epochs)], "y": [mark.age, mark.age], "mode": "lines", "name": mark.name,
        "xaxis": panel.x, "yaxis": panel.y, "line": {"color": light(mark.colour), "width": 2, "dash": mark.dash},
        "hovertemplate": f"{mark.name} %{{y:.3f}}<extra></extra>", **role_of(mark.colour),
    }  # fmt: skip


def _names(panel: Panel, marks: list[AgeMark], height: float, epochs: int) -> list[dict[str, Any]]:
    """Return the marks' names: each above its line where there is room, else below, else further to the right.

    Runs come down from above at the left: far above the youngest age, names stand at the right end.
    """
    traces, column, last = [], 0, -np.inf
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        gap = np.inf if following is None else np.log10(following.age / mark.age)
        place = np.log10(mark.age) + height * (_NAME if gap > _LABEL_GAP * height else -_NAME)
        column = column + 1 if place - last < 2 * _NAME * height else 0
        last = place
        far = mark.age > _FAR * marks[0].age
        traces.append({
            "x": [epochs if far else _COLUMN * column * epochs], "y": [10**place], "mode": "text",
            "name": f"name of {mark.name}", "xaxis": panel.x, "yaxis": panel.y, "hoverinfo": "skip",
            "text": [f" {mark.name} {mark.age:.1f}"], "textposition": f"middle {'left' if far else 'right'}",
            "textfont": {"color": light(mark.colour)}, **role_of(mark.colour),
        })  # fmt: skip
    return traces


def age_band(
    panel: Panel, epochs: np.ndarray, low: np.ndarray, high: np.ndarray, window: tuple[float, float]
) -> dict[str, Any]:
    """Return the room between the youngest and the oldest age at each epoch, as far as the picture reaches.

    Args:
        panel: Where.
        epochs: Shape `(K,)`.
        low: Youngest ages, shape `(K,)`; NaN or below 0 where no line rises.
        high: Oldest ages, likewise; a line that does not rise is older than all.
        window: What the picture shows.
    """
    edge = 100 * window[1]
    young = np.where(low > 0, np.minimum(low, edge), edge)
    old = np.where(high > 0, np.minimum(high, edge), edge)
    return {
        "x": np.concatenate([epochs, epochs[::-1]]), "y": np.concatenate([young, old[::-1]]), "mode": "lines",
        "fill": "toself", "fillcolor": light("model"), "opacity": 0.16, "line": {"width": 0, "color": light("model")},
        "name": "every start", "hoverinfo": "skip", "xaxis": panel.x, "yaxis": panel.y,
    }  # fmt: skip
