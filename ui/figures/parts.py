"""The parts of every figure: one style for axes, titles, lines and marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from ui.figures.legend import noted, title_text
from ui.player import Panel
from ui.player.palette import Meaning, light

_PADDING = 0.08


def named(name: str, unit: str) -> str:
    """Return an axis title: the name, with the unit where there is one."""
    return f"{name} ({unit})" if unit else name


@dataclass(frozen=True)
class Picture:
    """One panel of a figure, as Plotly's words: what is drawn, its title line and its axes, three in a scene."""

    traces: list[dict[str, Any]]
    title: dict[str, Any]
    x_axis: dict[str, Any]
    y_axis: dict[str, Any]
    z_axis: dict[str, Any] | None = None


_AXIS: dict[str, Any] = {
    "gridcolor": light("grid"), "linecolor": light("quiet"), "zeroline": False, "automargin": False,
    "showline": True, "ticks": "outside", "ticklen": 4, "tickcolor": light("quiet"), "nticks": 7,
}  # fmt: skip
_SCENE_AXIS: dict[str, Any] = {
    "gridcolor": light("grid"), "linecolor": light("quiet"), "zeroline": False, "showbackground": False,
    "showspikes": False, "nticks": 5,
}  # fmt: skip
_CAMERA = {"eye": {"x": -1.3, "y": -1.3, "z": 0.85}, "center": {"x": 0, "y": 0, "z": -0.18}}
_LAYOUT: dict[str, Any] = {
    "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "paper_bgcolor": light("background"),
    "plot_bgcolor": light("background"), "font": {"family": "Source Sans, Source Sans Pro, sans-serif"},
    "showlegend": False, "dragmode": False, "autosize": False, "template": "none",
    "hoverlabel": {"bgcolor": light("background"), "font": {"color": light("text")}},
    "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": light("quiet"), "activecolor": light("text")},
}  # fmt: skip


RIM = {"color": light("background"), "width": 1.5}
"""Around markers, so that they stand out from what they lie on."""

EXACT = {"legendgroup": "exact"}
"""What a trace says that shows the exact answer: it is left out while that is to be guessed."""


def role_of(colour: Meaning) -> dict[str, str]:
    """Return what a trace of some meaning says of it."""
    return EXACT if colour == "exact" else {}


ROWS = "rows"
"""The meta of a trace whose i-th point is the data set's row i: the player finds a row's point by it."""


def axis_title(text: str) -> dict[str, Any]:
    """Return an axis title at the house's distance."""
    return {"text": text, "standoff": 6}


def title_line(panel: Panel, title: str, entries: list[tuple[Meaning, str]]) -> dict[str, Any]:
    """Return a panel's title, with its legend in one line, above it; `composed` keeps both as data, too."""
    # A scene has no axes that an annotation could refer to: the player places its title with it.
    refs = {} if panel.is_scene else {"xref": f"{panel.x} domain", "yref": f"{panel.y} domain"}
    return {
        "legend": (title, entries), "text": title_text(title, entries), "showarrow": False, "x": 0, "y": 1,
        "xanchor": "left", "yanchor": "bottom",
        "yshift": 5, "align": "left", **refs,
    }  # fmt: skip


def composed(pictures: Sequence[Picture], panels: Sequence[Panel]) -> go.Figure:
    """Put pictures side by side into one figure, each in its panel; the player places them anew for its width."""
    titles = [{name: value for name, value in picture.title.items() if name != "legend"} for picture in pictures]
    layout = {**_LAYOUT, "annotations": titles, **noted([picture.title["legend"] for picture in pictures])}
    for i, (panel, picture) in enumerate(zip(panels, pictures, strict=True)):
        domain = [i / len(panels), (i + 0.9) / len(panels)]
        layout |= _scene(panel, picture, domain) if panel.is_scene else _axes(panel, picture, domain)
    # One call: Plotly checks every word it is given, and each later update would check anew.
    return go.Figure({"data": [trace for picture in pictures for trace in picture.traces], "layout": layout})


def _axes(panel: Panel, picture: Picture, domain: list[float]) -> dict[str, Any]:
    suffix = panel.x[1:]
    return {
        f"xaxis{suffix}": {**_AXIS, "anchor": panel.y, "domain": domain, **picture.x_axis},
        f"yaxis{suffix}": {**_AXIS, "anchor": panel.x, **picture.y_axis},
    }


def _scene(panel: Panel, picture: Picture, domain: list[float]) -> dict[str, Any]:
    axes = {"xaxis": picture.x_axis, "yaxis": picture.y_axis, "zaxis": picture.z_axis or {}}
    return {
        panel.x: {
            **{name: {**_SCENE_AXIS, **axis} for name, axis in axes.items()},
            "domain": {"x": domain}, "aspectmode": "cube", "dragmode": "turntable", "camera": _CAMERA,
        }
    }  # fmt: skip


def padded(low: float, high: float, padding: float = _PADDING) -> tuple[float, float]:
    """Return a range with some padding on both sides, as a part of its length."""
    margin = padding * (high - low or abs(high) or 1.0)
    return low - margin, high + margin


def still_line(name: str, colour: Meaning, span: np.ndarray, parameters: np.ndarray) -> dict[str, Any]:
    """Return a line that does not move, from slope and intercept; the exact answer is dashed everywhere."""
    return {
        "x": span, "y": parameters[0] * span + parameters[1], "mode": "lines", "name": name,
        "line": {"color": light(colour), "width": 2.5, "dash": "dash" if colour == "exact" else "dashdot"},
        **role_of(colour),
    }  # fmt: skip


def mark(panel: Panel, name: str, colour: Meaning, parameters: np.ndarray) -> dict[str, Any]:
    """Return a cross in a landscape, at a slope and an intercept."""
    return {
        "x": parameters[:1], "y": parameters[1:], "mode": "markers", "name": name, "xaxis": panel.x, "yaxis": panel.y,
        "hovertemplate": "slope %{x:.6g}<br>intercept %{y:.6g}",
        "marker": {"symbol": "x", "size": 12, "color": light(colour), "line": RIM},
        **role_of(colour),
    }  # fmt: skip
