"""The map of which starts learn: every start of the square, coloured by where its run ends."""

from __future__ import annotations

import numpy as np

from core.exact import Minimum
from core.neuron import Basins
from core.training import History
from ui.figures.parts import Picture, axis_title, mark, title_line
from ui.player import Panel
from ui.player.palette import Meaning, light

TICKS = np.linspace(0, 1, 101)
"""Weights and biases of the starts."""
_SHADES = 100
_DEAD, _DIVERGED = 150, 200
_COLOURS = [
    [0, light("exact")], [0.5, light("loss")], [0.505, light("warning")], [0.8, light("warning")],
    [0.805, light("data")], [1, light("data")],
]  # fmt: skip
_LEFT, _EDGE = -0.18, 0.03
_CROSS = 0.07
"""So much of the map's height the cross of the exact answer needs above itself."""


def basin_picture(
    panel: Panel, found: Basins | None, dead_relu: np.ndarray, run: History, answer: Minimum, flat: float,
    waiting: str = "training 10,201 starts …",
) -> Picture:  # fmt: skip
    """Draw the map.

    Args:
        panel: Where.
        found: Where the starts end, at the nodes of `TICKS`; None while they may not be seen.
        dead_relu: Corners of the starts that die in the first step, shape `(k, 2)`.
        run: The run on show; the picture has room for its start.
        answer: The exact answer.
        flat: The loss of the best level line, at which a dead neuron ends: the shades of the living reach to it.
        waiting: What is said until they may.
    """
    entries: list[tuple[Meaning, str]] = [("exact", "■ learns")]
    traces = []
    if found is None:
        entries = [("data", waiting)]
    else:
        traces.append(_basins(panel, found, answer, flat))
        entries += [("loss", "■ ends higher")] if _ends_higher(found, answer.loss).any() else []
        entries += [("warning", "■ dies")] if found.dead.any() else []
        entries += [("data", "■ diverges")] if found.diverged.any() else []
    if len(dead_relu):
        traces.append(_outline(panel, dead_relu))
    traces.append(mark(panel, "exact answer", "exact", answer.parameters))
    start = run.parameters[0]
    low, high = np.minimum([_LEFT, -_EDGE], start - _EDGE), np.maximum(1 + _EDGE, start + _EDGE)
    top = max(high[1], answer.parameters[1] + _CROSS * (answer.parameters[1] - low[1]))
    return Picture(
        traces,
        title_line(panel, "Which starts learn", [*entries, ("model", "━ path")]),
        {"range": [low[0], high[0]], "title": axis_title("Weight w"), "nticks": 6},
        {"range": [low[1], top], "title": axis_title("Bias b"), "nticks": 5},
    )


def _basins(panel: Panel, found: Basins, answer: Minimum, flat: float) -> dict[str, object]:
    return {
        "type": "heatmap", "x": found.weights, "y": found.biases, "z": shades(found, answer.loss, flat),
        "zmin": 0, "zmax": _DIVERGED, "colorscale": _COLOURS, "showscale": False, "opacity": 0.42,
        "name": "end of the run",
        "customdata": np.where(found.diverged, np.nan, found.losses).astype(np.float32),
        "xaxis": panel.x, "yaxis": panel.y,
        "hovertemplate": "from w %{x:.2f}, b %{y:.2f}<br>to a loss of %{customdata:.5g}<extra></extra>",
    }  # fmt: skip


def shades(found: Basins, floor: float, flat: float) -> np.ndarray:
    """Return a number for each start: 0 at the floor to 100 at the level line, 150 dead, 200 diverged."""
    span = np.log(flat / floor) if flat > floor > 0 else 1.0
    above = np.log(np.maximum(found.losses, floor) / floor) if floor > 0 else np.zeros_like(found.losses)
    grades = np.where(_ends_higher(found, floor), np.clip(_SHADES * above / span, 1, _SHADES), 0)
    return np.where(found.diverged, _DIVERGED, np.where(found.dead, _DEAD, grades)).astype(np.uint8)


def _ends_higher(found: Basins, floor: float) -> np.ndarray:
    """Return which starts end neither dead nor diverged, nor within a thousandth of the floor: that has learnt."""
    return ~found.dead & ~found.diverged & (found.losses > floor * 1.001)


def _outline(panel: Panel, corners: np.ndarray) -> dict[str, object]:
    closed = np.vstack([corners, corners[:1]])
    return {
        "x": closed[:, 0], "y": closed[:, 1], "mode": "lines", "name": "dead after one step", "xaxis": panel.x,
        "yaxis": panel.y, "line": {"color": light("warning"), "width": 2},
        "hovertemplate": "w %{x:.7g}, b %{y:.7g}<extra>dead after one step</extra>",
    }  # fmt: skip
