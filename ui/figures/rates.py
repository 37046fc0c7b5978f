"""The picture of what every value of a knob comes to, such as every learning rate: the loss at the end of each run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.analysis import Outcomes
from core.exact import Verdict
from ui.figures.loss_curve import LOWEST, MANY_DECADES, floor_line
from ui.figures.order_band import order_band, order_hover
from ui.figures.parts import RIM, Picture, axis_title, composed, title_line
from ui.player import Limits, Panel
from ui.player.palette import Meaning, light
from ui.text.numbers import rate_written, written

_PANEL = Panel("x", "y")
_COLOURS: dict[Verdict | None, Meaning] = {
    "converges smoothly": "monotone", "oscillates": "oscillates", "swings": "oscillates", "diverges": "warning",
    None: "loss",
}  # fmt: skip
_ROUNDING = 1e-12
_ALIKE = 1e-3
"""The axis of losses spans at least so much of the lowest: what lies nearer to it is as good."""
_WIDE = 5
"""From a highest loss of so many times the lowest on, it is logarithmic."""
_LEFT, _LEFT_OF_DIGITS = 62, 86
"""What is left of the picture in pixels, and where the ticks are losses of many digits."""
_ROW, _ABOVE = 0.12, 0.07
"""As parts of the axis: how far above the losses those lie that grow, and what is left free above them."""
_BESIDE = 1.25
"""A logarithmic axis of values reaches so many times beyond the least and the largest,"""
_MARGIN = 0.03
"""and a linear one so much of its length."""


@dataclass(frozen=True)
class Knob:
    """What the runs of a picture differ in.

    Attributes:
        title: Of the picture.
        axis: What the axis measures.
        word: Before one of its values.
        plural: After the number of its values.
        write: How a value is written.
        logarithmic: Whether the axis is.
        ticks: Whether the axis has its values alone, not the powers of ten.
        near: Whether the axis of losses reaches no higher than those at the end, however near one another they lie.
    """

    title: str
    axis: str
    word: str
    plural: str
    write: Callable[[float], str] = rate_written
    logarithmic: bool = True
    ticks: bool = False
    near: bool = False


RATE = Knob("Every rate", "Learning rate", "rate", "learning rates")
"""The knob whose values are the ruler's stops."""


@dataclass(frozen=True, eq=False)
class OutcomesView:
    """What the picture shows.

    Attributes:
        found: What each value comes to.
        verdicts: What theory says of each; None where it is silent.
        limits: Where theory has its borders; None where it is silent.
        lowest: The lowest possible loss.
        value: Of the run on show.
        loss: That it has come to; NaN where it grows.
        loss_name: What is measured, for the axis.
        after: After how much training, in words.
        knob: What the runs differ in.
    """

    found: Outcomes
    verdicts: Sequence[Verdict | None]
    limits: Limits | None
    lowest: float
    value: float
    loss: float
    loss_name: str
    after: str
    knob: Knob = RATE

    @property
    def least(self) -> float:
        """Return the lowest height drawn: a loss of 0, or of rounding errors, has no place on a logarithmic axis."""
        seen = min([*self.found.tame, self.found.first]) if self.lowest <= _ROUNDING * self.found.first else self.lowest
        return max(float(seen), _ROUNDING * self.found.first, 1e-300)

    @property
    def row(self) -> float:
        """Return at which height the values stand whose loss grows."""
        highest = self._highest
        if self.logarithmic:
            return float(highest * (highest / self.least) ** _ROW)
        return highest + _ROW * (highest - self.least)

    @property
    def reach(self) -> list[float]:
        """Return from where to where the axis of losses reaches."""
        low, high = self.least, self.row
        if self.logarithmic:
            beyond = (high / low) ** _ABOVE
            return [low / beyond, high * beyond]
        return [low - _ABOVE * (high - low), high + _ABOVE * (high - low)]

    @property
    def logarithmic(self) -> bool:
        """Return whether the axis of losses is: not where they lie so near one another that it would have no ticks."""
        return self._highest > _WIDE * self.least or not self.knob.near

    @property
    def _highest(self) -> float:
        tame: list[float] = self.found.tame.tolist()
        if self.knob.near and tame:
            return max([*tame, (1 + _ALIKE) * self.least])
        return max([*tame, self.found.first, 2 * self.least])


def outcomes_figure(view: OutcomesView, height: int) -> go.Figure:
    """Draw the losses over the values, the exact answer, theory's borders by name, and the run on show."""
    found = view.found
    span = _span(view)
    heights: dict[str, Any] = {"type": "linear", "range": view.reach}
    if view.logarithmic:
        many = np.log10(view.row / view.least) > MANY_DECADES
        heights = {
            "type": "log", "range": np.log10(view.reach), "exponentformat": "power", "dtick": 1 if many else "D2"
        }  # fmt: skip
    has_floor = view.lowest > _ROUNDING * found.first
    picture = Picture(
        [
            *([floor_line(_PANEL, span, view.lowest)] if has_floor else []), *_borders(view),
            *order_band(found, view.least, view.row), *_points(view),
        ],
        title_line(_PANEL, view.knob.title, _legend(view, has_floor)),
        _axis(view, span),
        {**heights, "title": axis_title(f"Loss {view.after}")},
    )  # fmt: skip
    figure = composed([picture], [_PANEL])
    figure.update_layout(
        height=height,
        xaxis_domain=[0, 1],
        margin={"l": _LEFT if view.logarithmic else _LEFT_OF_DIGITS, "r": 14, "b": 46},
    )
    for word, side, rate in _names(view):
        figure.add_annotation(
            x=np.log10(rate), y=0.86, yref="y domain", text=f"{word}<br>above {rate_written(_short(rate))}",
            xanchor=side, yanchor="top", align=side, showarrow=False, xshift=4 if side == "left" else -4,
        )  # fmt: skip
    return figure


def _span(view: OutcomesView) -> list[float]:
    least, most = float(view.found.values[0]), float(view.found.values[-1])
    if view.knob.logarithmic:
        return [least / _BESIDE, most * _BESIDE]
    return [least - _MARGIN * (most - least), most + _MARGIN * (most - least)]


def _axis(view: OutcomesView, span: Sequence[float]) -> dict[str, Any]:
    title = axis_title(view.knob.axis)
    if not view.knob.logarithmic:
        return {"type": "linear", "range": span, "title": title}
    axis = {"type": "log", "range": np.log10(span), "title": title}
    if view.knob.ticks:
        values = [float(value) for value in view.found.values]
        return {**axis, "tickvals": values, "ticktext": [view.knob.write(value) for value in values]}
    return {**axis, "dtick": 1, "tickformat": "~g"}


def _short(rate: float) -> float:
    return float(f"{rate:.3g}")


def _names(view: OutcomesView) -> list[tuple[str, str, float]]:
    """Return what happens above each of theory's borders in the picture, on which side that is written, and where."""
    if view.limits is None:
        return []
    named = [("oscillates", "right", view.limits.monotone), (view.limits.beyond, "left", view.limits.critical)]
    low, high = view.found.values[0], view.found.values[-1]
    return [(word, side, rate) for word, side, rate in named if low < rate < high]


def _borders(view: OutcomesView) -> list[dict[str, Any]]:
    return [
        {
            "x": [rate, rate], "y": view.reach, "mode": "lines", "name": f"{word} from here on",
            "line": {"color": light("text"), "width": 1.2, "dash": "dot"}, "hoverinfo": "skip",
        }
        for word, _, rate in _names(view)
    ]  # fmt: skip


def _points(view: OutcomesView) -> list[dict[str, Any]]:
    """Return the values as points, those whose loss grows as triangles in a row above, and a ring on that on show."""
    found = view.found
    heights = np.where(found.grows, view.row, np.clip(found.losses, view.least, None))
    at = view.row if not np.isfinite(view.loss) else max(view.loss, view.least)
    colours = ["warning" if grows else _COLOURS[said] for said, grows in zip(view.verdicts, found.grows, strict=True)]
    median = "median " if len(found.orders) > 1 else ""
    hover = [
        f"{view.knob.word} {view.knob.write(value)}<br>"
        + ("the loss grows without end" if grows else f"{median}loss {written(loss)}{order_hover(found, at)}")
        for at, (value, loss, grows) in enumerate(zip(found.values, found.losses, found.grows, strict=True))
    ]
    return [
        {
            "x": found.values, "y": heights, "mode": "markers", "name": f"loss {view.after}", "text": hover,
            "hovertemplate": "%{text}<extra></extra>", "cliponaxis": False,
            "marker": {
                "size": 8, "color": [light(colour) for colour in colours], "line": {**RIM, "width": 0.5},
                "symbol": ["triangle-up" if grows else "circle" for grows in found.grows],
            },
        },
        {
            "x": [view.value], "y": [at], "mode": "markers", "name": "this run", "hoverinfo": "skip",
            "cliponaxis": False,
            "marker": {"symbol": "circle-open", "size": 17, "color": light("user"), "line": {"width": 3}},
        },
    ]  # fmt: skip


def _legend(view: OutcomesView, has_floor: bool) -> list[tuple[Meaning, str]]:
    tame = {said for said, grows in zip(view.verdicts, view.found.grows, strict=True) if not grows}
    legend: list[tuple[Meaning, str]] = [("user", "○ this run")]
    several = len(view.found.orders) > 1
    legend += [("loss", "● median, band: all orders" if several else "● loss at the end")] if None in tame else []
    legend += [("monotone", "● converges smoothly")] if "converges smoothly" in tame else []
    legend += [("oscillates", "● oscillates")] if tame & {"oscillates", "swings"} else []
    legend += [("warning", "▲ diverges")] if view.found.grows.any() else []
    legend += [("exact", f"┅ {LOWEST}")] if has_floor else []
    return legend
