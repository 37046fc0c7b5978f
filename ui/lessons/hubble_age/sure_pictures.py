"""How sure a number is: its histogram over many resamples, with intervals below and other people's answers in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ui.figures.parts import Picture, axis_title, role_of, title_line
from ui.player import Panel
from ui.player.palette import Meaning, light

_BINS = 44
_KEPT = (0.002, 0.998)


@dataclass(frozen=True)
class Interval:
    """Where a number lies with 95% confidence, by one way of reckoning."""

    name: str
    low: float
    high: float
    colour: Meaning


@dataclass(frozen=True)
class Published:
    """A value that someone names."""

    text: str
    value: float
    colour: Meaning


def spread_picture(
    panel: Panel, title: str, values: np.ndarray, intervals: list[Interval], published: list[Published], axis: str
) -> Picture:
    """Draw the histogram of a number over many resamples.

    Args:
        panel: Where.
        title: Of the picture.
        values: Shape `(R,)`.
        intervals: Drawn below the histogram, one under another.
        published: Upright lines with their names: the first to its left, the last to its right, others above.
        axis: Title of the axis.
    """
    ends = np.quantile(values, _KEPT)
    counts, edges = np.histogram(values, _BINS, range=(float(ends[0]), float(ends[1])))
    top = float(counts.max())
    bars = {
        "type": "bar", "x": (edges[1:] + edges[:-1]) / 2, "y": counts, "width": np.diff(edges), "name": "resamples",
        "marker": {"color": light("exact"), "line": {"width": 0}}, "opacity": 0.45,
        "hovertemplate": "%{x:.4g}: %{y} resamples<extra></extra>",
    }  # fmt: skip
    lines = [_interval(interval, -0.15 * top * (i + 1)) for i, interval in enumerate(intervals)]
    uprights = [_upright(each, top, place) for each, place in zip(published, _places(len(published)), strict=True)]
    inside = [
        *ends,
        *(end for i in intervals for end in (i.low, i.high) if np.isfinite(end)),
        *(c.value for c in published),
    ]
    padding = 0.03 * (max(inside) - min(inside))
    named: list[tuple[Meaning, str]] = [("exact", "▮ resamples")]
    named += [(interval.colour, f"├┤ {interval.name}") for interval in intervals]
    return Picture(
        [{**trace, "xaxis": panel.x, "yaxis": panel.y} for trace in (bars, *lines, *uprights)],
        title_line(panel, title, [*named, ("model", "● run")]),
        {"range": [min(inside) - padding, max(inside) + padding], "title": axis_title(axis)},
        {
            "range": [-0.15 * top * (len(intervals) + 0.8), 1.34 * top], "title": axis_title("Resamples"),
            "tickvals": _round_ticks(top), "showgrid": False,
        },
    )  # fmt: skip


def _round_ticks(top: float) -> list[float]:
    step = float(f"{max(top / 3, 1):.0e}")
    return [step * i for i in range(int(top / step) + 1)]


def _interval(interval: Interval, height: float) -> dict[str, Any]:
    return {
        "x": [interval.low, interval.high], "y": [height, height], "mode": "lines+markers", "name": interval.name,
        "line": {"color": light(interval.colour), "width": 3},
        "marker": {"symbol": "line-ns", "size": 12, "line": {"color": light(interval.colour), "width": 3}},
        "hovertemplate": f"{interval.name} %{{x:.4g}}<extra></extra>", **role_of(interval.colour),
    }  # fmt: skip


def _places(count: int) -> list[str]:
    return ["top center"] * count if count < 2 else ["middle left", *["top center"] * (count - 2), "middle right"]


def _upright(each: Published, top: float, place: str) -> dict[str, Any]:
    height = 1.18 if place == "top center" else 1.1
    off_the_line = f"\u00a0{each.text}\u00a0"
    return {
        "x": [each.value, each.value], "y": [0, height * top], "mode": "lines+text", "name": each.text,
        "line": {"color": light(each.colour), "width": 2}, "text": ["", off_the_line], "textposition": place,
        "textfont": {"color": light(each.colour)}, "hovertemplate": "%{x:.4g}<extra></extra>",
        **role_of(each.colour),
    }  # fmt: skip
