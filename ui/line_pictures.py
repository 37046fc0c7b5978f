"""The three linked pictures of a line that learns, all that stands still: data, loss curve, landscape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from core import Dataset, Family, History, Minimum, Scaler, landscape
from ui.figure_parts import RIM, Picture, axis_title, composed, mark, named, padded, still_line, title_line
from ui.loss_picture import loss_picture
from ui.palette import Meaning, light
from ui.player import Panel, kept_epochs

PANELS = (Panel("x", "y"), Panel("x2", "y2"), Panel("x3", "y3"))
DATA, CURVE, LANDSCAPE = range(3)
_GRID = 51
_WIDEST = 48


@dataclass(frozen=True)
class Reference:
    """Another line to compare with: slope and intercept in data units, and the name to show."""

    name: str
    parameters: tuple[float, float]


def line_figure(
    dataset: Dataset,
    scaler: Scaler,
    run: History,
    family: Family,
    answer: Minimum,
    *,
    reference: Reference | None = None,
    at: float | None = None,
    held: np.ndarray | None = None,
) -> go.Figure:
    """Draw all that stands still in the three pictures.

    Args:
        dataset: One feature, one target.
        scaler: From data units to training units.
        run: The run on show.
        family: The runs of the ruler; the landscape shows where those that converge go.
        answer: The exact answer.
        reference: Another line to show.
        at: A place at which the lines predict, in data units.
        held: Parameters of a line held by hand, in training units; the landscape has room for it.
    """
    pictures = (
        _data_picture(dataset, scaler, answer, reference, at),
        loss_picture(PANELS[CURVE], run, answer),
        _landscape_picture(dataset, scaler, run, family, answer, reference, held),
    )
    return composed(pictures, PANELS)


def shown_span(dataset: Dataset, at: float | None) -> tuple[float, float]:
    """Return the part of the feature's axis that the data picture shows."""
    x = dataset.features[:, 0]
    places = x if at is None else np.append(x, at)
    return padded(float(places.min()), float(places.max()))


def _data_picture(
    dataset: Dataset, scaler: Scaler, answer: Minimum, reference: Reference | None, at: float | None
) -> Picture:
    x, y = dataset.features[:, 0], dataset.targets[:, 0]
    span = np.array(shown_span(dataset, at))
    entries: list[tuple[Meaning, str]] = [("data", "● data"), ("model", "━ model"), ("exact", "┅ exact")]
    exact = scaler.parameters_to_data_units(answer.parameters)
    traces = [still_line("exact answer", "exact", span, exact)]
    if reference:
        entries.append(("tutorial", "╌ tutorial"))
        traces.append(still_line(reference.name, "tutorial", span, np.array(reference.parameters)))
    if at is not None:
        traces.append({
            "x": [at], "y": [exact[0] * at + exact[1]], "mode": "markers", "name": "exact prediction",
            "marker": {"color": light("exact"), "size": 12, "symbol": "diamond"},
        })  # fmt: skip
    traces.append({
        "x": x, "y": y, "mode": "markers", "name": "data",
        "marker": {"color": light("data"), "size": 11, "line": RIM},
    })  # fmt: skip
    heights = y if at is None else np.append(y, exact[0] * at + exact[1])
    high = padded(min(0.0, float(heights.min())), float(heights.max()))[1]
    low = padded(float(heights.min()), high)[0] if heights.min() < 0 else -0.02 * high
    return Picture(
        traces,
        title_line(PANELS[DATA], "Scores", entries),
        {"range": span, "title": axis_title(named(dataset.feature_names[0], dataset.feature_units[0]))},
        {"range": [low, high], "title": axis_title(named(dataset.target_names[0], dataset.target_units[0]))},
    )


def landscape_window(run: History, family: Family, answer: Minimum, others: Sequence[np.ndarray] = ()) -> np.ndarray:
    """Return the part of the landscape to show: low and high of slope and intercept, shape `(2, 2)`.

    It holds the start, the exact answer, the others, the run on show and the paths of the runs that do not
    diverge, but the paths only so far beyond the way from start to answer, so that a wild one does not shrink
    the rest.
    """
    start = family.parameters[0, 0]
    calm = np.array([at is None for at in family.diverged_at])
    # The widest leaps are among the first; later ones matter for the shallow direction only.
    some = kept_epochs(len(family.epochs) - 1)
    some = np.concatenate([some[:_WIDEST], some[_WIDEST::32], some[-1:]])
    way = np.abs(answer.parameters - start)
    way = np.maximum(way, 0.05 * np.maximum(np.abs(answer.parameters), 0.1 * way.max()) + 1e-9)
    inside = [
        *_extent(run.parameters[kept_epochs(len(run.epochs) - 1)], answer.parameters, 2.3 * way),
        *_extent(family.parameters[calm][:, some].reshape(-1, 2), answer.parameters, 1.25 * way),
        *(start, *others, answer.parameters - way / 3, answer.parameters + way / 3),
    ]
    return np.array([padded(float(column.min()), float(column.max())) for column in np.array(inside).T])


def _extent(paths: np.ndarray, centre: np.ndarray, reach: np.ndarray) -> list[np.ndarray]:
    """Return the lowest and highest corner of the paths, shape `(k, 2)`, no further than `reach` from the centre."""
    if not len(paths):
        return []
    corners = (np.nanmin(paths, axis=0), np.nanmax(paths, axis=0))
    return [np.clip(corner, centre - reach, centre + reach) for corner in corners]


def _landscape_picture(
    dataset: Dataset, scaler: Scaler, run: History, family: Family, answer: Minimum,
    reference: Reference | None, held: np.ndarray | None,
) -> Picture:  # fmt: skip
    referred = None if reference is None else scaler.parameters_to_training_units(reference.parameters)
    window = landscape_window(run, family, answer, [place for place in (referred, held) if place is not None])
    # The ground reaches beyond the window, so that a person who pans a little finds it there too.
    slopes, intercepts = (np.linspace(*padded(low, high, 0.35), _GRID) for low, high in window)
    heights = landscape(dataset, run.recipe, slopes, intercepts)
    logarithms = np.log10(np.maximum(heights, max(answer.loss, 1e-12 * heights.max())))
    ground = {
        "type": "contour", "x": slopes, "y": intercepts, "z": logarithms.astype(np.float32),
        "customdata": heights.astype(np.float32), "showscale": False, "ncontours": 18, "xaxis": "x3", "yaxis": "y3",
        "colorscale": [[0, light("low")], [0.5, light("middle")], [1, light("high")]],
        "line": {"color": light("contour"), "width": 0.8}, "name": "loss",
        "hovertemplate": "slope %{x:.4g}<br>intercept %{y:.4g}<br>loss %{customdata:.5g}<extra></extra>",
    }  # fmt: skip
    entries: list[tuple[Meaning, str]] = [("model", "━ path"), ("exact", "✕ exact")]
    marks = [mark(PANELS[LANDSCAPE], "exact answer", "exact", answer.parameters)]
    if reference is not None and referred is not None:
        entries.append(("tutorial", "✕ tutorial"))
        marks.append(mark(PANELS[LANDSCAPE], reference.name, "tutorial", referred))
    scaled = "" if run.recipe.scaling == "none" else ", scaled"
    return Picture(
        [ground, *marks],
        title_line(PANELS[LANDSCAPE], "Landscape", entries),
        {"range": window[0], "title": axis_title(f"Slope{scaled}")},
        {"range": window[1], "title": axis_title(f"Intercept{scaled}")},
    )
