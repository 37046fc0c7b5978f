"""The picture of what every learning rate comes to: the loss at the end of each of the ruler's runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.analysis import Outcomes
from core.exact import Verdict
from ui.figures.loss_curve import LOWEST, MANY_DECADES, floor_line
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
_ROW, _ABOVE = 0.12, 0.07
"""As parts of the axis: how far above the losses those lie that grow, and what is left free above them."""
_BESIDE = 1.25
"""The axis of rates reaches so many times beyond the least and the largest."""


@dataclass(frozen=True, eq=False)
class RatesView:
    """What the picture shows.

    Attributes:
        found: What each rate comes to.
        verdicts: What theory says of each; None where it is silent.
        limits: Where theory has its borders; None where it is silent.
        lowest: The lowest possible loss.
        rate: Of the run on show.
        loss: That it has come to; NaN where it grows.
        loss_name: What is measured, for the axis.
        after: After how much training, in words.
    """

    found: Outcomes
    verdicts: Sequence[Verdict | None]
    limits: Limits | None
    lowest: float
    rate: float
    loss: float
    loss_name: str
    after: str

    @property
    def least(self) -> float:
        """Return the lowest height drawn: a loss of 0, or of rounding errors, has no place on a logarithmic axis."""
        tame = self.found.losses[~self.found.grows]
        seen = min([*tame, self.found.first]) if self.lowest <= _ROUNDING * self.found.first else self.lowest
        return max(float(seen), _ROUNDING * self.found.first, 1e-300)

    @property
    def row(self) -> float:
        """Return at which height the rates stand whose loss grows."""
        tame = self.found.losses[~self.found.grows]
        highest = max([*map(float, tame), self.found.first, 2 * self.least])
        return float(highest * (highest / self.least) ** _ROW)


def rates_figure(view: RatesView, height: int) -> go.Figure:
    """Draw the losses over the rates, the exact answer, theory's borders by name, and the run on show."""
    found, row = view.found, view.row
    span = [float(found.rates[0]) / _BESIDE, float(found.rates[-1]) * _BESIDE]
    decades = float(np.log10(row / view.least))
    range_ = [np.log10(view.least) - _ABOVE * decades, np.log10(row) + _ABOVE * decades]
    has_floor = view.lowest > _ROUNDING * found.first
    picture = Picture(
        [*([floor_line(_PANEL, span, view.lowest)] if has_floor else []), *_borders(view, range_), *_points(view)],
        title_line(_PANEL, "Every rate", _legend(view, has_floor)),
        {"type": "log", "range": np.log10(span), "dtick": 1, "tickformat": "~g", "title": axis_title("Learning rate")},
        {
            "type": "log", "range": range_, "exponentformat": "power", "dtick": 1 if decades > MANY_DECADES else "D2",
            "title": axis_title(f"Loss {view.after}"),
        },
    )  # fmt: skip
    figure = composed([picture], [_PANEL])
    figure.update_layout(height=height, xaxis_domain=[0, 1], margin={"l": 62, "r": 14, "b": 46})
    for word, side, rate in _names(view):
        figure.add_annotation(
            x=np.log10(rate), y=0.86, yref="y domain", text=f"{word}<br>above {rate_written(_short(rate))}",
            xanchor=side, yanchor="top", align=side, showarrow=False, xshift=4 if side == "left" else -4,
        )  # fmt: skip
    return figure


def _short(rate: float) -> float:
    return float(f"{rate:.3g}")


def _names(view: RatesView) -> list[tuple[str, str, float]]:
    """Return what happens above each of theory's borders in the picture, on which side that is written, and where."""
    if view.limits is None:
        return []
    named = [("oscillates", "right", view.limits.monotone), (view.limits.beyond, "left", view.limits.critical)]
    low, high = view.found.rates[0], view.found.rates[-1]
    return [(word, side, rate) for word, side, rate in named if low < rate < high]


def _borders(view: RatesView, range_: Sequence[float]) -> list[dict[str, Any]]:
    return [
        {
            "x": [rate, rate], "y": [10.0**end for end in range_], "mode": "lines", "name": f"{word} from here on",
            "line": {"color": light("text"), "width": 1.2, "dash": "dot"}, "hoverinfo": "skip",
        }
        for word, _, rate in _names(view)
    ]  # fmt: skip


def _points(view: RatesView) -> list[dict[str, Any]]:
    """Return the rates as points, those whose loss grows as triangles in a row above, and a ring on that on show."""
    found = view.found
    heights = np.where(found.grows, view.row, np.clip(found.losses, view.least, None))
    at = view.row if not np.isfinite(view.loss) else max(view.loss, view.least)
    colours = ["warning" if grows else _COLOURS[said] for said, grows in zip(view.verdicts, found.grows, strict=True)]
    hover = [
        f"rate {rate_written(rate)}<br>" + ("the loss grows without end" if grows else f"loss {written(loss)}")
        for rate, loss, grows in zip(found.rates, found.losses, found.grows, strict=True)
    ]
    return [
        {
            "x": found.rates, "y": heights, "mode": "markers", "name": f"loss {view.after}", "text": hover,
            "hovertemplate": "%{text}<extra></extra>", "cliponaxis": False,
            "marker": {
                "size": 8, "color": [light(colour) for colour in colours], "line": {**RIM, "width": 0.5},
                "symbol": ["triangle-up" if grows else "circle" for grows in found.grows],
            },
        },
        {
            "x": [view.rate], "y": [at], "mode": "markers", "name": "this run", "hoverinfo": "skip",
            "cliponaxis": False,
            "marker": {"symbol": "circle-open", "size": 17, "color": light("user"), "line": {"width": 3}},
        },
    ]  # fmt: skip


def _legend(view: RatesView, has_floor: bool) -> list[tuple[Meaning, str]]:
    tame = {said for said, grows in zip(view.verdicts, view.found.grows, strict=True) if not grows}
    legend: list[tuple[Meaning, str]] = [("user", "○ this run")]
    legend += [("loss", "● loss at the end")] if None in tame else []
    legend += [("monotone", "● converges smoothly")] if "converges smoothly" in tame else []
    legend += [("oscillates", "● oscillates")] if tame & {"oscillates", "swings"} else []
    legend += [("warning", "▲ diverges")] if view.found.grows.any() else []
    legend += [("exact", f"┅ {LOWEST}")] if has_floor else []
    return legend
