"""The three linked pictures of one neuron, all that stands still: data, loss curve, map of which starts learn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go

from core.data import Dataset
from core.exact import Minimum
from core.neuron import Basins, level_minimum, neuron_predictions
from core.training import History
from ui.figures.loss_curve import loss_picture
from ui.figures.parts import EXACT, RIM, ROWS, Picture, axis_title, composed, named, title_line
from ui.lessons.perceptron.basin_map import basin_picture
from ui.player import Panel
from ui.player.palette import light

PANELS = (Panel("x", "y", 1.1), Panel("x2", "y2", 1.0), Panel("x3", "y3", 0.85))
DATA, CURVE, BASINS = range(3)
_POINTS = 161
_NOBODY = np.empty((0, 2))
_MANY_DECADES = 2.8
"""Up to here every tick of the loss axis is written out."""
_TICKS = [round(lead * 10.0**power, 2) for power in range(-2, 5) for lead in (1, 2, 5)]


def places(dataset: Dataset) -> np.ndarray:
    """Return where curves are drawn: from a little below 0, where ReLU bends, to beyond the data, shape `(m,)`."""
    x = dataset.features[:, 0]
    padding = 0.1 * float(x.max())
    return np.linspace(min(0.0, float(x.min())) - padding, float(x.max()) + padding, _POINTS)


def neuron_figure(
    dataset: Dataset, run: History, answer: Minimum, *, best_curve: float, found: Basins | None, dead_relu: np.ndarray,
    asks: bool = False,
) -> go.Figure:  # fmt: skip
    """Draw all that stands still in the three pictures.

    Args:
        dataset: One feature, one target.
        run: The run on show.
        answer: The exact answer for its activation.
        best_curve: The loss below which no curve at all can go.
        found: The map of which starts learn; None while it is being computed.
        dead_relu: Corners of the starts that die in the first step, shape `(k, 2)`.
        asks: Whether a guess comes first: then the map is not shown.
    """
    flat = level_minimum(dataset, run.recipe).loss
    pictures = (
        _data_picture(dataset, run, answer),
        _curve_picture(run, answer, best_curve),
        basin_picture(PANELS[BASINS], None, _NOBODY, run, answer, flat, "after your guess")
        if asks
        else basin_picture(PANELS[BASINS], found, dead_relu, run, answer, flat),
    )
    return composed(pictures, PANELS)


def _data_picture(dataset: Dataset, run: History, answer: Minimum) -> Picture:
    x, y, over = dataset.features[:, 0], dataset.targets[:, 0], places(dataset)
    exact = neuron_predictions(answer.parameters, over, run.recipe.activation)
    traces = [
        {
            "x": over, "y": exact, "mode": "lines", "name": "exact answer",
            "line": {"color": light("exact"), "width": 2.5, "dash": "dash"}, **EXACT,
        },
        {
            "x": x, "y": y, "mode": "markers", "name": "data", "meta": ROWS,
            "marker": {"color": light("data"), "size": 9, "line": RIM},
        },
    ]  # fmt: skip
    return Picture(
        traces,
        title_line(PANELS[DATA], "Data", [("data", "● data"), ("model", "━ neuron"), ("exact", "┅ best fit")]),
        {"range": over[[0, -1]], "title": axis_title(named(dataset.feature_names[0], dataset.feature_units[0]))},
        {
            "range": [min(0.0, float(y.min())) - 0.1, 1.12 * float(y.max())],
            "title": axis_title(named(dataset.target_names[0], dataset.target_units[0])),
        },
    )  # fmt: skip


def _curve_picture(run: History, answer: Minimum, best_curve: float) -> Picture:
    picture = loss_picture(
        PANELS[CURVE], run, answer, entries=(("loss", "━ this run"), ("data", "┈ limit for any curve")),
        # A rate that overshoots lifts the loss above its start before the neuron dies.
        highest=float(run.losses.max()) if run.diverged_at is None else 0.0,
    )  # fmt: skip
    span, high = picture.x_axis["range"], picture.y_axis["range"][1]
    limit = {
        "x": span, "y": [best_curve, best_curve], "mode": "lines", "name": "limit for any curve", "xaxis": "x2",
        "yaxis": "y2", "line": {"color": light("data"), "width": 1.5, "dash": "dot"},
        "hovertemplate": "limit for any curve %{y:.5g}<extra></extra>",
    }  # fmt: skip
    axis = {**picture.y_axis, "range": np.array([np.log10(best_curve / 1.3), high])}
    if high - axis["range"][0] < _MANY_DECADES:
        # Plotly writes 20 as 2 here.
        axis |= {"tickmode": "array", "tickvals": _TICKS, "ticktext": [f"{tick:g}" for tick in _TICKS]}
    else:
        axis["dtick"] = 1
    return replace(
        picture,
        traces=[*picture.traces, limit],
        y_axis=axis,
        x_axis={**picture.x_axis, "title": axis_title("Iteration")},
    )
