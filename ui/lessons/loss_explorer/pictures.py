"""What stands still in the pictures of a loss: axes, titles, and the 3-D surface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.data import Dataset
from core.exact import MEASURES, measured_surface
from ui.figures.landscape import Landscape, surface
from ui.figures.parts import Picture, axis_title, composed, named, padded, title_line
from ui.player import Panel
from ui.player.losses import Dash
from ui.player.palette import Meaning

DATA, SHAPE, LANDSCAPE, INTERCEPTS = range(4)
LANDSCAPES = ("contours", "surface", "slices")
_GRID = 61
_PADDING = 0.2
_TALL = 0.45
"""The picture of the points is this much taller, on each side, than the data: room to drag a point away."""
_REACH, _SLICE_REACH = 1.5, 0.75
"""Landscape and slices reach to where the mean squared error has grown by the square of so many standard deviations."""
_MANY_DECADES = 1.5
"""From here on a logarithmic axis is labelled at powers of ten only, below at 2 and 5 too."""

_CAMERA = {"eye": {"x": 1.75, "y": -1.29, "z": 1.03}, "center": {"x": 0, "y": 0, "z": -0.24}}
"""From the open end of the valley: where x is positive, a larger slope goes with a smaller intercept."""


@dataclass(frozen=True)
class BestStyle:
    """How the best line of a measure is drawn wherever it is drawn."""

    measure: str
    colour: Meaning
    dash: Dash
    sign: str


BESTS = (
    BestStyle("mse", "exact", "dash", "┅"),
    BestStyle("mae", "absolute", "dot", "┈"),
    BestStyle("huber", "huber", "dashdot", "╍"),
)


@dataclass(frozen=True)
class Choice:
    """What a person chose to see.

    Attributes:
        loss: A name from `MEASURES`.
        delta: Huber's δ.
        line: Slope and intercept.
        style: `"squares"` or `"sticks"`.
        landscape: One of `LANDSCAPES`.
        best: Whether the best lines are shown.
    """

    loss: str
    delta: float
    line: tuple[float, float]
    style: str
    landscape: str
    best: bool


def panels_of(landscape: str) -> tuple[Panel, ...]:
    """Return the panels: the points, one point's loss, and the landscape or the two slices through it."""
    points, shape = Panel("x", "y", 1.3), Panel("x2", "y2", 0.85)
    if landscape == "slices":
        return points, shape, Panel("x3", "y3", 0.85), Panel("x4", "y4", 0.85)
    if landscape == "surface":
        return points, shape, Panel("scene", share=1.15, flat="Show the contours")
    return points, shape, Panel("x3", "y3", 1.15)


def loss_figure(original: Dataset, dataset: Dataset, choice: Choice) -> go.Figure:
    """Draw all that stands still.

    Args:
        original: The data set before any point was moved: the axes are read off it, so that they stay.
        dataset: As it is on show; the axes grow where it needs them to.
        choice: What to show.
    """
    panels = panels_of(choice.landscape)
    pictures = (
        _data_picture(panels[DATA], original, dataset, choice),
        _shape_picture(panels[SHAPE], dataset, choice),
        *_landscape_pictures(panels[LANDSCAPE:], original, dataset, choice),
    )
    figure = composed(pictures, panels)
    if choice.landscape == "surface":
        figure.update_layout(scene_camera=_CAMERA)
    return figure


def span_of(original: Dataset, dataset: Dataset) -> tuple[float, float]:
    """Return the part of the feature's axis that is shown: it stays as long as the points stay in it."""
    low, high = padded(float(original.features.min()), float(original.features.max()), _PADDING)
    return _grown(low, high, dataset.features)


def _heights(original: Dataset, dataset: Dataset) -> tuple[float, float]:
    low, high = padded(float(original.targets.min()), float(original.targets.max()), _TALL)
    return _grown(low, high, dataset.targets)


def _grown(low: float, high: float, values: np.ndarray) -> tuple[float, float]:
    """Return the range, with room beyond every value that has come close to its end."""
    padding = 0.05 * (high - low)
    new_low, new_high = float(values.min()), float(values.max())
    far = 5 * padding
    return (low if new_low >= low + padding else new_low - far), (
        high if new_high <= high - padding else new_high + far
    )


def _bests(choice: Choice, sign: str = "") -> list[tuple[Meaning, str]]:
    styles = BESTS if choice.best else ()
    return [(style.colour, f"{sign or style.sign} {MEASURES[style.measure].symbol}") for style in styles]


def _data_picture(panel: Panel, original: Dataset, dataset: Dataset, choice: Choice) -> Picture:
    residual = "■ squared error" if choice.style == "squares" else "┃ residual"
    entries: list[tuple[Meaning, str]] = [("data", "● data"), ("user", "━ your line"), ("loss", residual)]
    return Picture(
        [],
        title_line(panel, dataset.target_names[0].partition(" × ")[0], entries + _bests(choice)),
        {
            "range": span_of(original, dataset),
            "title": axis_title(named(dataset.feature_names[0], dataset.feature_units[0])),
        },
        {
            "range": _heights(original, dataset),
            "title": axis_title(named(dataset.target_names[0], dataset.target_units[0])),
        },
    )


_POINT_LOSS = {"mae": ("|e|", "Absolute error"), "huber": ("Huber", "Huber loss")}


def point_loss(loss: str) -> tuple[str, str]:
    """Return what one point's own loss is called: short, and on an axis."""
    return _POINT_LOSS.get(loss, ("e²", "Squared error"))


def _shape_picture(panel: Panel, dataset: Dataset, choice: Choice) -> Picture:
    short, long = point_loss(choice.loss)
    return Picture(
        [],
        title_line(panel, "Each point's loss", [("loss", f"━ {short}"), ("data", "● data")]),
        {"range": [-1, 1], "title": axis_title(named("Error e", dataset.target_units[0]))},
        {"range": [0, 1], "title": axis_title(long), "rangemode": "tozero"},
    )


def landscape_window(original: Dataset, line: tuple[float, float], reach: float = _REACH) -> np.ndarray:
    """Return the part of the landscape to show: low and high of slope and intercept, shape `(2, 2)`.

    It is centred on the least-squares line of the original data, and grows only for a line outside.
    """
    x, y = original.features[:, 0], original.targets[:, 0]
    slope = float(np.cov(x, y, bias=True)[0, 1] / x.var())
    wide = reach * y.std() / x.std() * np.array([1.0, np.sqrt((x**2).mean())])
    centre = np.array([slope, y.mean() - slope * x.mean()])
    return np.array([_grown(c - w, c + w, np.array([at])) for c, w, at in zip(centre, wide, line, strict=True)])


def _landscape_pictures(
    panels: tuple[Panel, ...], original: Dataset, dataset: Dataset, choice: Choice
) -> list[Picture]:
    window = landscape_window(original, choice.line, _SLICE_REACH if choice.landscape == "slices" else _REACH)
    x_unit, y_unit = dataset.feature_units[0], dataset.target_units[0]
    slope = named("Slope w", f"{y_unit}/{x_unit}" if x_unit and y_unit else "")
    axes: list[dict[str, Any]] = [
        {"range": window[0], "title": axis_title(slope)},
        {"range": window[1], "title": axis_title(named("Intercept b", y_unit))},
    ]
    measure = MEASURES[choice.loss]
    here: list[tuple[Meaning, str]] = [("user", "● yours")]
    if choice.landscape == "slices":
        height = {"range": [0, 1], "title": axis_title(measure.symbol)}
        names = ("Slice along the slope", "Slice along the intercept")
        return [
            Picture([], title_line(panel, name, here), axis, height)
            for panel, name, axis in zip(panels, names, axes, strict=True)
        ]
    (panel,) = panels
    if choice.landscape == "surface":
        title = title_line(panel, f"{measure.symbol} landscape", here)
        landscape = _surveyed(dataset, window, choice)
        many = np.ptp(np.log10(landscape.above_zero)) > _MANY_DECADES
        up = {"type": "log", "title": {"text": measure.symbol}, "dtick": 1 if many else "D2"}
        flat = [{**axis, "title": {"text": text}} for axis, text in zip(axes, ("Slope w", "Intercept b"), strict=True)]
        return [Picture([surface(panel, landscape)], title, flat[0], flat[1], up)]
    return [Picture([], title_line(panel, f"{measure.symbol} landscape", here + _bests(choice, "✕")), *axes)]


def _surveyed(dataset: Dataset, window: np.ndarray, choice: Choice) -> Landscape:
    slopes, intercepts = (np.linspace(low, high, _GRID) for low, high in window)
    heights = measured_surface(dataset, choice.loss, slopes, intercepts, delta=choice.delta)
    return Landscape(slopes, intercepts, heights, floor=float(heights.min()))
