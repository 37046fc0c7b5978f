"""What moves in the pictures of a loss: points and line to hold, and all that follows from them."""

from __future__ import annotations

from typing import Literal, cast

import numpy as np

from core.data import Dataset
from core.exact import MEASURES
from ui.figures.parts import named
from ui.lessons.loss_explorer.beginnings import beginning_of, deltas
from ui.lessons.loss_explorer.pictures import BESTS, DATA, INTERCEPTS, LANDSCAPE, SHAPE, Choice, point_loss, span_of
from ui.lessons.loss_explorer.points import MAX_POINTS
from ui.player import Form, Line, LineHandles, Track
from ui.player.losses import Account, Best, Cross, LossTrack, Number, Points, Residuals, Scores, Shape, Slice, Stand
from ui.player.losses import Landscape as LossLandscape
from ui.player.palette import Meaning

_HANDLES = 0.055
"""The line's handles are this far inside the picture's edges, where no point is."""


def over(x: np.ndarray) -> Form:
    """Return the line's heights at ``x`` as forms of slope and intercept."""
    return Form(np.zeros(len(x)), np.column_stack([x, np.ones(len(x))]))


def loss_tracks(original: Dataset, dataset: Dataset, choice: Choice) -> list[Track | LossTrack]:
    """Return all that moves, what lies below first."""
    span = np.array(span_of(original, dataset))
    style = cast(Literal["squares", "sticks"], choice.style)
    lines = [
        Best(DATA, b.measure, span, b.colour, f"best {MEASURES[b.measure].symbol}", b.dash)
        for b in BESTS
        if choice.best
    ]
    return [
        *_landscape_tracks(choice),
        Shape(SHAPE, choice.loss, "loss", "one point's loss"),
        Residuals(DATA, style, "loss", "residuals"),
        *lines,
        Line(DATA, span, over(span), "user", "your line", of="user"),
        Scores(DATA, "data", "data"),
    ]


def _landscape_tracks(choice: Choice) -> list[LossTrack]:
    if choice.landscape == "surface":
        return [Stand(LANDSCAPE, choice.loss, "user", "your line")]
    if choice.landscape == "slices":
        return [
            Slice(LANDSCAPE, choice.loss, 0, "loss", "loss over the slope"),
            Slice(INTERCEPTS, choice.loss, 1, "loss", "loss over the intercept"),
        ]
    crosses = [
        Cross(LANDSCAPE, b.measure, b.colour, f"best {MEASURES[b.measure].symbol}") for b in BESTS if choice.best
    ]
    return [LossLandscape(LANDSCAPE, choice.loss, "loss"), *crosses]


def loss_handles(original: Dataset, dataset: Dataset, choice: Choice) -> LineHandles:
    """Return the line's handles: one near each edge of the picture, and its place in the landscape."""
    low, high = span_of(original, dataset)
    inset = _HANDLES * (high - low)
    ends = np.array([low + inset, high - inset])
    names = ("Left end of the line", "Right end of the line", "Slope and intercept")
    flat = choice.landscape == "contours"
    # On a surface the line's place has no handle, but a click leads there.
    place = None if choice.landscape == "slices" else LANDSCAPE
    return LineHandles(DATA, place, ends, over(ends), choice.line, names if flat or place else names[:2], trains=True)


def loss_points(dataset: Dataset, choice: Choice, *, adds: bool = False) -> Points:
    """Return the points as things to hold."""
    return Points(
        DATA, dataset.features[:, 0], dataset.targets[:, 0], point_names(dataset),
        (dataset.feature_units[0], dataset.target_units[0]), choice.delta, MAX_POINTS if adds else 0,
    )  # fmt: skip


def point_names(dataset: Dataset) -> tuple[str, ...]:
    """Return a name a point: that of its row, or its number."""
    return dataset.row_names or tuple(f"Point {i}" for i in range(1, dataset.n + 1))


_COLOURS: dict[str, Meaning] = {"mae": "absolute", "huber": "huber"}


def loss_account(original: Dataset, dataset: Dataset, choice: Choice) -> Account:
    """Return the table of the points, all measures side by side, and the values of δ to slide through."""
    x_unit, y_unit = dataset.feature_units[0], dataset.target_units[0]
    square = f"{y_unit}²" if y_unit else ""
    units = {"rmse": y_unit, "mae": y_unit}
    measures = tuple(
        Number(name, measure.symbol, _COLOURS.get(name, "exact"), units.get(name, square))
        for name, measure in MEASURES.items()
    )
    rate = f"{y_unit}/{x_unit}" if x_unit and y_unit else ""
    line = (Number("slope", "Slope w", "user", rate, 0), Number("intercept", "Intercept b", "user", y_unit, 1))
    x, target = named("x", x_unit), named("Target", y_unit)
    columns = ("Point", x, target, "Prediction", "Error e", point_loss(choice.loss)[0], "Share")
    return Account(
        choice.loss, MEASURES[choice.loss].symbol, columns, point_names(dataset), measures, line,
        deltas(beginning_of(original).delta, choice.delta),
    )  # fmt: skip
