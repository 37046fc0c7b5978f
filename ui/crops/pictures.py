"""The pictures of a model of several features and targets, all that stands still: fit or plane, parameters, loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go

from core import Dataset, History, Minimum, Scaler
from ui.figure_parts import RIM, ROWS, Picture, axis_title, composed, named, padded, title_line
from ui.loss_picture import loss_picture
from ui.palette import Meaning, light
from ui.player import Panel

VIEWS = MappingProxyType({
    "fit": (Panel("x", "y"), Panel("x2", "y2", 1.3), Panel("x3", "y3")),
    "plane": (Panel("scene", share=1.45), Panel("x2", "y2", 1.2), Panel("x3", "y3")),
})  # fmt: skip
FIRST, PARAMETERS, CURVE = range(3)
COLOURS: tuple[Meaning, ...] = ("apples", "oranges")
_STAGE: dict[str, Any] = {
    "aspectmode": "manual", "aspectratio": {"x": 1.25, "y": 1.25, "z": 0.85},
    "camera": {"eye": {"x": -1.25, "y": -1.6, "z": 0.7}, "center": {"x": 0.03, "y": 0, "z": -0.27}},
}  # fmt: skip
_LABEL_ROOM = 0.42
"""Right of the last epoch, as a part of all epochs."""
_LABEL_HEIGHT = 0.066
"""Of the picture's height."""


@dataclass(frozen=True)
class Look:
    """What the first picture shows.

    Attributes:
        view: Predictions against targets, or the plane in space.
        target: Number of the target whose plane it is.
        held: Number of the feature that the plane holds at its mean.
    """

    view: Literal["fit", "plane"] = "fit"
    target: int = 0
    held: int = 2

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Return the panels."""
        return VIEWS[self.view]

    @property
    def free(self) -> tuple[int, int]:
        """Return the numbers of the two features that the plane lies over."""
        first, second = (i for i in range(3) if i != self.held)
        return first, second


def crop_figure(
    dataset: Dataset, scaler: Scaler, run: History, answer: Minimum, look: Look, region: np.ndarray | None = None
) -> go.Figure:
    """Draw all that stands still.

    Args:
        dataset: Three features, two targets.
        scaler: From data units to training units.
        run: The run on show.
        answer: The exact answer.
        look: What the first picture shows.
        region: Features of a region to predict, shape `(3,)`, in data units.
    """
    fit = look.view == "fit"
    pictures = (
        _fit_picture(dataset) if fit else _plane_picture(dataset, scaler, answer, look, region),
        _parameters_picture(look.panels[PARAMETERS], dataset, run, answer),
        loss_picture(look.panels[CURVE], run, answer),
    )
    figure = composed(pictures, look.panels)
    return figure if fit else figure.update_layout(scene=_STAGE)


def row_name(dataset: Dataset, row: int) -> str:
    """Return what a row is called: its own name, or its number."""
    return dataset.row_names[row] if dataset.row_names else f"Row {row + 1}"


def plane_places(dataset: Dataset, look: Look, steps: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a grid over the two free features, shapes `(steps,)`, and all its places, shape `(steps², 3)`."""
    spans = [np.linspace(*padded(*_extent(dataset.features[:, i])), steps) for i in look.free]
    places = np.tile(dataset.features.mean(axis=0), (steps * steps, 1))
    places[:, look.free[0]] = np.repeat(spans[0], steps)
    places[:, look.free[1]] = np.tile(spans[1], steps)
    return spans[0], spans[1], places


def _extent(values: np.ndarray) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def _fit_picture(dataset: Dataset) -> Picture:
    unit = dataset.target_units[0]
    low, high = padded(min(0.0, float(dataset.targets.min())), float(dataset.targets.max()))
    names = [name.lower() for name in dataset.target_names]
    entries: list[tuple[Meaning, str]] = [(c, f"● {name}") for c, name in zip(COLOURS, names, strict=True)]
    diagonal = {
        "x": [low, high], "y": [low, high], "mode": "lines", "name": "predicted as it is", "hoverinfo": "skip",
        "line": {"color": light("data"), "width": 1.5, "dash": "dot"},
    }  # fmt: skip
    rows = [row_name(dataset, i) for i in range(dataset.n)]
    actual = [
        {
            "x": dataset.targets[:, i], "y": dataset.targets[:, i], "mode": "markers", "name": names[i], "text": rows,
            "meta": ROWS,
            "marker": {"color": light("data"), "size": 5},
            "hovertemplate": f"%{{text}}, {names[i]}: %{{x:g}} {unit}<extra></extra>",
        }
        for i in range(dataset.t)
    ]  # fmt: skip
    return Picture(
        [diagonal, *actual],
        title_line(VIEWS["fit"][FIRST], "Fit", [*entries, ("loss", "┃ residuals")]),
        {"range": [low, high], "title": axis_title(named("Actual", unit))},
        {"range": [low, high], "title": axis_title(named("Predicted", unit))},
    )


def _plane_picture(dataset: Dataset, scaler: Scaler, answer: Minimum, look: Look, region: np.ndarray | None) -> Picture:
    theta = scaler.parameters_to_data_units(answer.parameters).reshape(-1, dataset.t)[:, look.target]
    xs, ys, places = plane_places(dataset, look, 2)
    heights = (places @ theta[:-1] + theta[-1]).reshape(2, 2).T
    x, y = dataset.features[:, look.free[0]], dataset.features[:, look.free[1]]
    z = dataset.targets[:, look.target]
    name, unit = dataset.target_names[look.target], dataset.target_units[look.target]
    green = light("exact")
    exact = {
        "type": "surface", "x": xs, "y": ys, "z": heights, "scene": "scene", "showscale": False, "opacity": 0.3,
        "colorscale": [[0, green], [1, green]], "name": "exact answer", "hoverinfo": "skip",
        "lighting": {"ambient": 1, "diffuse": 0, "specular": 0}, "contours": {"x": {"highlight": False}},
    }  # fmt: skip
    data = {
        "type": "scatter3d", "x": x, "y": y, "z": z, "scene": "scene", "name": "data", "mode": "markers", "meta": ROWS,
        "text": [row_name(dataset, i) for i in range(dataset.n)],
        "marker": {"color": light("data"), "size": 6, "line": RIM},
        "hovertemplate": f"%{{text}}: %{{z:g}} {unit}<extra></extra>",
    }  # fmt: skip
    held = f"{dataset.feature_names[look.held].lower()} held at {dataset.features[:, look.held].mean():.4g}"
    entries: list[tuple[Meaning, str]] = [
        ("text", f"{held} {dataset.feature_units[look.held]}"),
        ("data", "● data"),
        (COLOURS[look.target], "▦ model"),
        ("exact", "■ exact"),
    ]
    if region is not None:
        entries.append(("hand", "● yours"))
    titles = [named(dataset.feature_names[i], dataset.feature_units[i]) for i in look.free]
    high = max(float(z.max()), float(heights.max()))
    return Picture(
        [exact, data],
        title_line(VIEWS["plane"][FIRST], name, entries),
        {"range": _extent(xs), "title": {"text": titles[0]}},
        {"range": _extent(ys), "title": {"text": titles[1]}},
        {"range": padded(min(0.0, float(heights.min())), high), "title": {"text": named(name, unit)}},
    )


def _parameters_picture(panel: Panel, dataset: Dataset, run: History, answer: Minimum) -> Picture:
    last = _last_epoch(run)
    low, high = parameter_window(run, answer)
    ends = np.clip(run.parameters[-1], low, high)
    heights = spread(ends, _LABEL_HEIGHT * (high - low), low, high)
    words = [name.lower() for name in (*dataset.feature_names, "bias")]
    traces: list[dict[str, Any]] = [{
        "x": [last] * len(ends), "y": answer.parameters, "mode": "markers", "name": "exact answer",
        "xaxis": panel.x, "yaxis": panel.y, "hovertemplate": "%{y:.6g}",
        "marker": {"symbol": "x", "size": 8, "color": light("exact"), "line": {**RIM, "width": 1}},
    }]  # fmt: skip
    for target, colour in enumerate(COLOURS):
        traces.append({
            "x": [last * (1 + 0.08 * _LABEL_ROOM)] * len(words), "y": heights[target :: dataset.t], "text": words,
            "mode": "text", "textposition": "middle right", "xaxis": panel.x, "yaxis": panel.y, "hoverinfo": "skip",
            "textfont": {"color": light(colour)}, "name": dataset.target_names[target],
        })  # fmt: skip
    entries: list[tuple[Meaning, str]] = [
        (c, f"━ {name.lower()}") for c, name in zip(COLOURS, dataset.target_names, strict=True)
    ]
    scaled = "" if run.recipe.scaling == "none" else ", scaled"
    return Picture(
        traces,
        title_line(panel, "Weights and biases", [*entries, ("exact", "✕ exact")]),
        {"range": [0, last * (1 + _LABEL_ROOM)], "tickvals": _ticks(last), "title": axis_title("Epoch")},
        {"range": [low, high], "title": axis_title(f"Weight or bias{scaled}")},
    )


def _last_epoch(run: History) -> int:
    return max(4, int(run.epochs[-1])) if run.diverged_at is not None else max(1, run.recipe.epochs)


def _ticks(last: int) -> np.ndarray:
    """Return round epochs from 0 to the last: none right of it, where the labels are."""
    power = 10.0 ** np.floor(np.log10(last))
    step = max(1.0, next(s * power / 10 for s in (1, 2, 2.5, 5, 10, 20) if last <= 5.5 * s * power / 10))
    return np.arange(0, last + 1e-9, step)


def parameter_window(run: History, answer: Minimum) -> tuple[float, float]:
    """Return the part of the axis on which the parameters move: start, answer, and the way unless it leads far off."""
    ends = np.concatenate([run.parameters[0], answer.parameters])
    low, high = float(ends.min()), float(ends.max())
    reach = 0.5 * (high - low)
    seen = np.clip(run.parameters, low - reach, high + reach)
    return padded(float(np.nanmin([seen.min(), low])), float(np.nanmax([seen.max(), high])))


def spread(values: Sequence[float] | np.ndarray, gap: float, low: float, high: float) -> np.ndarray:
    """Move values apart, each as little as can be, their order kept: a gap between any two, half a one at the rims.

    Args:
        values: Shape `(k,)`.
        gap: The least distance between two.
        low: None goes below it, as long as there is room for all.
        high: None goes above it.
    """
    order = np.argsort(values, kind="stable")
    blocks: list[list[float]] = []  # of values less their place in the row: sum and count
    for place, value in enumerate(np.asarray(values, float)[order]):
        blocks.append([value - place * gap, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, count = blocks.pop()
            blocks[-1] = [blocks[-1][0] + total, blocks[-1][1] + count]
    level = np.repeat([total / count for total, count in blocks], [int(count) for _, count in blocks])
    # Less their place in the row, all have the same lowest and highest place.
    level = np.clip(level, low + gap / 2, high - gap * (len(order) - 0.5))
    moved = np.empty(len(order))
    moved[order] = level + gap * np.arange(len(order))
    return moved
