"""The pictures of a network, all that stands still: the points with the field or the curve, and the losses."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.data import Dataset, kinds_of_rows
from core.training import History
from ui.figures.loss_curve import loss_picture
from ui.figures.parts import RIM, Picture, axis_title, composed, named, padded, title_line
from ui.lessons.neural_network.own_pictures import (
    coloured_values,
    height_of,
    heights_range,
    probability_of,
    value_legend,
)
from ui.player import Panel
from ui.player.palette import Meaning, light

PANELS = (Panel("x", "y", 1.0), Panel("x2", "y2", 1.0))
DATA, CURVE = range(2)
COLOURS: tuple[Meaning, ...] = ("first", "second", "third", "fourth", "fifth", "sixth")
"""Of the classes."""
_SIGNS = ("●", "■", "◆", "▲", "▼", "✚")
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")
_LEGEND, _LEAST = 30, 8
"""Letters of the classes' names in a legend, and of one that is shortened: more names than four stand in two lines."""
_SIZE = 8
_REACH = MappingProxyType({
    "tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0), "relu": (0.0, 2.0), "leaky_relu": (0.0, 2.0), "identity": (-2.0, 2.0),
})  # fmt: skip
"""Of what comes out of a neuron, as far as the axes go before there is more."""


def ranges_of(dataset: Dataset, unseen: Dataset | None) -> list[tuple[float, float]]:
    """Return from where to where each feature is shown."""
    rows = dataset.features if unseen is None else np.vstack([dataset.features, unseen.features])
    return [padded(float(column.min()), float(column.max())) for column in rows.T]


def network_figure(dataset: Dataset, unseen: Dataset | None, run: History, *, hidden: bool) -> go.Figure:
    """Draw all that stands still but the rows held out.

    Args:
        dataset: One feature and a number, or two features and classes.
        unseen: Rows that the run has not learned from, which the axes have room for; None where there are none.
        run: The run on show.
        hidden: Whether the first picture is what the last hidden layer makes of the rows.
    """
    data = _hidden_picture(dataset, run) if hidden else _data_picture(dataset, unseen)
    return composed((data, loss_picture(PANELS[CURVE], run, None)), PANELS)


def places_of(dataset: Dataset) -> tuple[np.ndarray, np.ndarray]:
    """Return where the rows that are learned from lie in the picture of the data: across and up, shape `(n,)` each."""
    if dataset.d > 1:
        return dataset.features[:, 0], dataset.features[:, 1]
    if not dataset.classes:
        return dataset.features[:, 0], dataset.targets[:, 0]
    return dataset.features[:, 0], np.array([height_of(dataset, int(kind)) for kind in kinds_of_rows(dataset)])


def hollow_points(unseen: Dataset) -> list[dict[str, Any]]:
    """Return the rows held out as traces of hollow points, in the colours of their classes."""
    if not unseen.classes:
        return [coloured_values(unseen, hollow=True) if unseen.d > 1 else _values(unseen, hollow=True)]
    return [_points(unseen, kind, hollow=True) for kind in np.unique(kinds_of_rows(unseen))]


def shown_neurons(run: History) -> tuple[int, int]:
    """Return which two neurons of the last hidden layer are the axes, from 0: the two that its output weighs most."""
    network, t = run.recipe.network, run.dataset.t
    assert network is not None
    width = network.widths[-1]
    last = run.parameters[-1][-t * (width + 1) : -t].reshape(width, t)
    weights = np.nan_to_num(np.abs(last).max(axis=1))
    heaviest = np.sort(np.argsort(-weights, kind="stable")[:2])
    return int(heaviest[0]), int(heaviest[-1])


def _data_picture(dataset: Dataset, unseen: Dataset | None) -> Picture:
    if dataset.classes:
        return _classes_picture(dataset, unseen)
    return _numbers_picture(dataset, unseen) if dataset.d == 1 else _plane_picture(dataset, unseen)


def legend_of(dataset: Dataset) -> list[tuple[Meaning, str]]:
    """Return the classes as entries of a legend, their names shortened where they would be too long for one line."""
    most = max(_LEAST, _LEGEND // len(dataset.classes))
    return [(COLOURS[kind], f"{_SIGNS[kind]} {_short(name, most)}") for kind, name in enumerate(dataset.classes)]


def _short(name: str, most: int) -> str:
    """Shorten a name in its middle, for names of one kind often begin, or end, alike."""
    end = (most - 1) // 2
    return name if len(name) <= most else f"{name[: most - 1 - end].rstrip()}…{name[-end:].lstrip()}"


def _classes_title(title: str, dataset: Dataset) -> dict[str, Any]:
    """Return a panel's title with its classes; at the mouse their whole names, where some are shortened."""
    entries = legend_of(dataset)
    whole = [f"{_SIGNS[kind]} {name}" for kind, name in enumerate(dataset.classes)]
    more = {} if [text for _, text in entries] == whole else {"hovertext": "<br>".join(whole), "captureevents": True}
    return title_line(PANELS[DATA], title, entries) | more


def _hidden_picture(dataset: Dataset, run: History) -> Picture:
    network = run.recipe.network
    assert network is not None
    span = padded(*_REACH[network.activations[-1]])
    x, y = ({"range": span, "title": axis_title(f"Neuron {place + 1}")} for place in shown_neurons(run))
    return Picture([], _classes_title("Last hidden layer", dataset), x, y)


def _classes_picture(dataset: Dataset, unseen: Dataset | None) -> Picture:
    x, *others = ranges_of(dataset, unseen)
    y = others[0] if others else heights_range(dataset)
    across, up = [*axis_names(dataset), probability_of(dataset)][:2]
    return Picture(
        [_points(dataset, kind, hollow=False) for kind in range(len(dataset.classes))],
        _classes_title("Data", dataset),
        {"range": x, "title": axis_title(across)}, {"range": y, "title": axis_title(up)},
    )  # fmt: skip


def axis_names(dataset: Dataset) -> list[str]:
    """Return the names of the inputs, with their units."""
    return [named(name, unit) for name, unit in zip(dataset.feature_names, dataset.feature_units, strict=True)]


def _points(rows: Dataset, kind: int, *, hollow: bool) -> dict[str, Any]:
    """Return a trace of the rows of a class; of one input they stand where the class's probability is 1."""
    chosen = rows.features[kinds_of_rows(rows) == kind]
    symbol, colour = _SYMBOLS[kind], light(COLOURS[kind])
    name = f"{rows.classes[kind]}{', held out' if hollow else ''}"
    y = chosen[:, 1] if rows.d > 1 else np.full(len(chosen), height_of(rows, kind))
    place = "%{x:.3g}, %{y:.3g}" if rows.d > 1 else "%{x:.3g}"
    return {
        "x": chosen[:, 0], "y": y, "mode": "markers", "name": name, "xaxis": "x", "yaxis": "y",
        "hovertemplate": f"{name}: {place}<extra></extra>",
        "marker": {"symbol": f"{symbol}-open", "size": _SIZE, "color": colour, "line": {"width": 2}}
        if hollow else {"symbol": symbol, "size": _SIZE, "color": colour, "line": RIM},
    }  # fmt: skip


def _plane_picture(dataset: Dataset, unseen: Dataset | None) -> Picture:
    x, y = ranges_of(dataset, unseen)
    across, up = axis_names(dataset)
    return Picture(
        [coloured_values(dataset, hollow=False)], title_line(PANELS[DATA], "Data", value_legend(dataset)),
        {"range": x, "title": axis_title(across)}, {"range": y, "title": axis_title(up)},
    )  # fmt: skip


def _numbers_picture(dataset: Dataset, unseen: Dataset | None) -> Picture:
    whole = [dataset.targets, *([] if unseen is None else [unseen.targets])]
    y = padded(float(min(each.min() for each in whole)), float(max(each.max() for each in whole)), 0.15)
    entries: list[tuple[Meaning, str]] = [("data", "● points"), ("model", "━ network")]
    (x,) = ranges_of(dataset, unseen)
    return Picture(
        [_values(dataset, hollow=False)], title_line(PANELS[DATA], "Data", entries),
        {"range": x, "title": axis_title(axis_names(dataset)[0])},
        {"range": y, "title": axis_title(named(dataset.target_names[0], dataset.target_units[0]))},
    )  # fmt: skip


def _values(rows: Dataset, *, hollow: bool) -> dict[str, Any]:
    name = "held out" if hollow else "points"
    marker = {"symbol": "circle-open", "size": _SIZE, "color": light("data"), "line": {"width": 2}}
    return {
        "x": rows.features[:, 0], "y": rows.targets[:, 0], "mode": "markers", "name": name, "xaxis": "x", "yaxis": "y",
        "hovertemplate": f"{name}: %{{x:.3g}}, %{{y:.3g}}<extra></extra>",
        "marker": marker if hollow else {"symbol": "circle", "size": _SIZE, "color": light("data"), "line": RIM},
    }  # fmt: skip
