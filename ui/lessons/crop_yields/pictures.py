"""The pictures of a model of several features and targets, all that stands still: fit or plane, parameters, loss."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go

from core.data import Dataset, Scaler
from core.exact import Minimum
from core.training import History
from ui.figures.loss_curve import loss_picture
from ui.figures.parts import EXACT, RIM, ROWS, Picture, axis_title, composed, named, padded, title_line
from ui.figures.thinning import drawn, row_name
from ui.lessons.crop_yields.names import colours, is_own, label
from ui.lessons.crop_yields.parameters_picture import parameters_picture
from ui.player import Panel
from ui.player.palette import Meaning, light
from ui.text.words import in_text

VIEWS = MappingProxyType({
    "fit": (Panel("x", "y"), Panel("x2", "y2", 1.3), Panel("x3", "y3")),
    "plane": (Panel("scene", share=1.45, flat="Show the fit"), Panel("x2", "y2", 1.2), Panel("x3", "y3")),
    "line": (Panel("x", "y"), Panel("x2", "y2", 1.3), Panel("x3", "y3")),
})  # fmt: skip
FIRST, PARAMETERS, CURVE = range(3)
_STAGE: dict[str, Any] = {
    "aspectmode": "manual", "aspectratio": {"x": 1.25, "y": 1.25, "z": 0.85},
    "camera": {"eye": {"x": -1.25, "y": -1.6, "z": 0.7}, "center": {"x": -0.06, "y": 0.07, "z": -0.38}},
}  # fmt: skip
_MANY_DOTS = 60
_PLACES, _AROUND = 121, 0.35
"""Places of a curve, and the room around its data, as a part of their height."""


@dataclass(frozen=True)
class PictureChoice:
    """What the first picture shows.

    Attributes:
        view: Predictions against targets, the plane in space, or the line over one feature.
        target: Number of the target whose plane or line it is.
        free: Numbers of the features that the plane lies over, two, or the line, one; all others are fixed at their
            means.
        powers: Of how many powers of one feature the line is made; 1 for a line.
    """

    view: Literal["fit", "plane", "line"] = "fit"
    target: int = 0
    free: tuple[int, ...] = (0, 1)
    powers: int = 1

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Return the panels."""
        return VIEWS[self.view]


def crop_figure(
    dataset: Dataset,
    scaler: Scaler,
    run: History,
    answer: Minimum,
    choice: PictureChoice,
    region: np.ndarray | None,
    height: int,
) -> go.Figure:
    """Draw all that stands still.

    Args:
        dataset: Features and targets.
        scaler: From data units to training units.
        run: The run on show.
        answer: The exact answer.
        choice: What the first picture shows.
        region: Features of a region to predict, shape `(d,)`, in data units.
        height: Of the pictures, in CSS pixels.
    """
    exact = scaler.parameters_to_data_units(answer.parameters).reshape(-1, dataset.t)[:, choice.target]
    firsts = {
        "fit": lambda: _fit_picture(dataset),
        "plane": lambda: _plane_picture(dataset, exact, choice, region),
        "line": lambda: _line_picture(dataset, exact, choice),
    }
    pictures = (
        firsts[choice.view](),
        parameters_picture(choice.panels[PARAMETERS], dataset, run, answer, choice.target, height),
        loss_picture(choice.panels[CURVE], run, answer),
    )
    figure = composed(pictures, choice.panels)
    return figure.update_layout(scene=_STAGE) if choice.view == "plane" else figure


def plane_places(dataset: Dataset, choice: PictureChoice, steps: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a grid over the two free features, shapes `(steps,)`, and all its places, shape `(steps², d)`."""
    spans = [np.linspace(*padded(*_extent(dataset.features[:, i])), steps) for i in choice.free]
    places = np.tile(dataset.features.mean(axis=0), (steps * steps, 1))
    places[:, choice.free[0]] = np.repeat(spans[0], steps)
    places[:, choice.free[1]] = np.tile(spans[1], steps)
    return spans[0], spans[1], places


def _upright(values: np.ndarray) -> tuple[float, float]:
    """Return a range for targets: from 0, where training begins, unless that would leave them less than half of it."""
    low, high = _extent(values)
    return padded(min(low, 0.0) if low <= high - low else low, high)


def _extent(values: np.ndarray) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def _fit_picture(dataset: Dataset) -> Picture:
    unit = dataset.target_units[0] if len(set(dataset.target_units)) == 1 else ""
    low, high = _upright(dataset.targets)
    names = [in_text(name) for name in dataset.target_names]
    entries: list[tuple[Meaning, str]] = [
        (c, f"● {label(name)}") for c, name in zip(colours(dataset), names, strict=True)
    ]
    diagonal = {
        "x": [low, high], "y": [low, high], "mode": "lines", "name": "predicted as it is", "hoverinfo": "skip",
        "line": {"color": light("data"), "width": 1.5, "dash": "dot"},
    }  # fmt: skip
    some = drawn(dataset)
    rows = [row_name(some, i) for i in range(some.n)]
    actual = [
        {
            "x": some.targets[:, i], "y": some.targets[:, i], "mode": "markers", "name": names[i], "text": rows,
            **rows_meta(dataset),
            "marker": {"color": light("data"), "size": 5},
            "hovertemplate": f"%{{text}}, {names[i]}: %{{x:g}} {dataset.target_units[i]}<extra></extra>",
        }
        for i in range(dataset.t)
    ]  # fmt: skip
    return Picture(
        [diagonal, *actual],
        title_line(VIEWS["fit"][FIRST], "Fit", [*entries, ("loss", "┃ residuals")]),
        {"range": [low, high], "title": axis_title(named("Actual", unit))},
        {"range": [low, high], "title": axis_title(named("Predicted", unit))},
    )


def rows_meta(dataset: Dataset) -> dict[str, Any]:
    """Mark a trace as the rows of the data set, if all of them are drawn."""
    return {"meta": ROWS} if drawn(dataset) is dataset else {}


def dot_size(dataset: Dataset, size: float) -> float:
    """Return how large the rows are drawn: smaller where they are many."""
    return size if dataset.n <= _MANY_DOTS else 0.5 * size


def _line_picture(dataset: Dataset, theta: np.ndarray, choice: PictureChoice) -> Picture:
    some, feature = drawn(dataset), choice.free[0]
    name, unit = dataset.target_names[choice.target], dataset.target_units[choice.target]
    span, places = line_places(dataset, choice)
    heights = places @ theta[:-1] + theta[-1]
    exact = {
        "x": span, "y": heights, "mode": "lines", "name": "exact answer",
        "line": {"color": light("exact"), "width": 2.5, "dash": "dash"}, **EXACT,
    }  # fmt: skip
    data = {
        "x": some.features[:, feature], "y": some.targets[:, choice.target], "mode": "markers", "name": "data",
        "text": [row_name(some, i) for i in range(some.n)], "hovertemplate": "%{text}<br>%{x}, %{y}<extra></extra>",
        "marker": {"color": light("data"), "size": dot_size(dataset, 11), "line": RIM},
    }  # fmt: skip
    entries: list[tuple[Meaning, str]] = [
        ("data", "● data"), (colours(dataset)[choice.target], "━ model"), ("exact", "┅ best fit")
    ]  # fmt: skip
    return Picture(
        [data, exact],
        title_line(VIEWS["line"][FIRST], label(name), entries),
        {"range": [span[0], span[-1]],
         "title": axis_title(named(dataset.feature_names[feature], dataset.feature_units[feature]))},
        {"range": _line_range(dataset.targets[:, choice.target], heights, choice),
         "title": axis_title(named(name, unit))},
    )  # fmt: skip


def _line_range(targets: np.ndarray, heights: np.ndarray, choice: PictureChoice) -> tuple[float, float]:
    """Return a range for the targets and the exact line; a curve may leave it, where it runs far off the data."""
    if choice.powers > 1:
        return padded(*_extent(targets), _AROUND)
    return padded(*_extent(np.append(targets, heights)))


def line_places(dataset: Dataset, choice: PictureChoice) -> tuple[np.ndarray, np.ndarray]:
    """Return where the line is drawn, shape `(m,)`, and all features there, shape `(m, d)`; a curve has many places."""
    ends = padded(*_extent(dataset.features[:, choice.free[0]]))
    if choice.powers > 1:
        span = np.linspace(*ends, _PLACES)
        return span, span[:, None] ** np.arange(1, choice.powers + 1)
    places = np.tile(dataset.features.mean(axis=0), (2, 1))
    places[:, choice.free[0]] = ends
    return np.array(ends), places


def _plane_picture(dataset: Dataset, theta: np.ndarray, choice: PictureChoice, region: np.ndarray | None) -> Picture:
    some = drawn(dataset)
    xs, ys, places = plane_places(dataset, choice, 2)
    heights = (places @ theta[:-1] + theta[-1]).reshape(2, 2).T
    x, y = some.features[:, choice.free].T
    z = some.targets[:, choice.target]
    name, unit = dataset.target_names[choice.target], dataset.target_units[choice.target]
    green = light("exact")
    exact = {
        "type": "surface", "x": xs, "y": ys, "z": heights, "scene": "scene", "showscale": False, "opacity": 0.3,
        "colorscale": [[0, green], [1, green]], "name": "exact answer", "hoverinfo": "skip",
        "lighting": {"ambient": 1, "diffuse": 0, "specular": 0}, "contours": {"x": {"highlight": False}}, **EXACT,
    }  # fmt: skip
    data = {
        "type": "scatter3d", "x": x, "y": y, "z": z, "scene": "scene", "name": "data", "mode": "markers",
        **rows_meta(dataset), "text": [row_name(some, i) for i in range(some.n)],
        "marker": {"color": light("data"), "size": dot_size(dataset, 6), "line": RIM},
        "hovertemplate": f"%{{text}}: %{{z:g}} {unit}<extra></extra>",
    }  # fmt: skip
    entries: list[tuple[Meaning, str]] = [
        *_fixed(dataset, choice),
        ("data", "● data"),
        (colours(dataset)[choice.target], "▦ model"),
        ("exact", "■ best fit"),
    ]
    if region is not None:
        entries.append(("user", "● yours"))
    titles = [named(dataset.feature_names[i], dataset.feature_units[i]) for i in choice.free]
    return Picture(
        [exact, data],
        title_line(VIEWS["plane"][FIRST], label(name) if is_own(dataset) else name, entries),
        {"range": _extent(xs), "title": {"text": titles[0]}},
        {"range": _extent(ys), "title": {"text": titles[1]}},
        {"range": _upright(np.append(z, heights)), "title": {"text": named(name, unit)}},
    )


def _fixed(dataset: Dataset, choice: PictureChoice) -> list[tuple[Meaning, str]]:
    """Say which features the plane holds at their means."""
    fixed = [i for i in range(dataset.d) if i not in choice.free]
    if len(fixed) > 1:
        return [("text", f"{len(fixed)} others at their means")]
    return [
        ("text", f"{label(dataset.feature_names[i])} held at {dataset.features[:, i].mean():.4g} "
                 f"{dataset.feature_units[i]}".rstrip())
        for i in fixed
    ]  # fmt: skip
