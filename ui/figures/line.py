"""The three linked pictures of a line that learns, all that stands still: data, loss curve, landscape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.data import Dataset, Scaler
from core.exact import Minimum, penalty_path
from core.model import Recipe
from core.training import Family, History
from ui.figures.landscape import contours, landscape_of, landscape_window
from ui.figures.loss_curve import loss_picture
from ui.figures.parts import (
    EXACT,
    RIM,
    ROWS,
    Picture,
    axis_title,
    composed,
    mark,
    named,
    padded,
    still_line,
    title_line,
)
from ui.figures.thinning import MAX_DRAWN, drawn
from ui.player import Panel
from ui.player.palette import Meaning, light

PANELS = (Panel("x", "y"), Panel("x2", "y2"), Panel("x3", "y3"))
DATA, CURVE, LANDSCAPE = range(3)


@dataclass(frozen=True)
class Reference:
    """Another line to compare with: slope and intercept in data units, the name to show, and how it looks."""

    name: str
    parameters: tuple[float, float]
    entry: str = "╌ looks right"
    colour: Meaning = "reference"
    dash: str = "dashdot"


def line_figure(
    dataset: Dataset,
    scaler: Scaler,
    run: History,
    family: Family,
    answer: Minimum,
    *,
    entries: Sequence[tuple[Meaning, str]] = (("model", "━ model"), ("loss", "■ squared errors")),
    reference: Reference | None = None,
    at: float | None = None,
    own_line: np.ndarray | None = None,
    others: Sequence[History] = (),
    held_out: Dataset | None = None,
) -> go.Figure:
    """Draw all that stands still in the three pictures.

    Args:
        dataset: One feature, one target.
        scaler: From data units to training units.
        run: The run on show.
        family: The runs of the ruler; the landscape shows where those that converge go.
        answer: The exact answer.
        entries: What the legend says of what moves among the data.
        reference: Another line to show.
        at: A place at which the lines predict, in data units.
        own_line: Parameters of the user's own line, in training units; the landscape has room for it.
        others: More runs on the landscape, in the same training units.
        held_out: Rows that the run does not learn from, for which the picture of the data has room.
    """
    pictures = (
        data_picture(
            PANELS[DATA],
            dataset,
            scaler,
            answer,
            title="Scores",
            entries=entries,
            reference=reference,
            at=at,
            held_out=held_out,
        ),
        loss_picture(PANELS[CURVE], run, answer),
        _landscape_picture(dataset, scaler, [run, *others], family, answer, reference, own_line),
    )
    return composed(pictures, PANELS)


def shown_span(
    dataset: Dataset, at: float | None = None, *, origin: bool = False, held_out: Dataset | None = None
) -> tuple[float, float]:
    """Return the part of the feature's axis that the data picture shows.

    Args:
        dataset: The data, all of which it shows.
        at: A place that it shows, too.
        origin: Whether it shows the origin.
        held_out: More rows that it shows.
    """
    others = [place for place in (at, 0.0 if origin else None) if place is not None]
    places = np.append(dataset.features[:, 0], others)
    if held_out is not None:
        places = np.append(places, held_out.features[:, 0])
    return padded(float(places.min()), float(places.max()))


def data_picture(
    panel: Panel,
    dataset: Dataset,
    scaler: Scaler,
    answer: Minimum,
    *,
    title: str,
    entries: Sequence[tuple[Meaning, str]] = (("model", "━ model"),),
    reference: Reference | None = None,
    at: float | None = None,
    origin: bool = False,
    held_out: Dataset | None = None,
) -> Picture:
    """Draw the data, with their names where they have some, and the exact line.

    Args:
        panel: Where.
        dataset: One feature, one target.
        scaler: From data units to training units.
        answer: The exact answer.
        title: Of the picture.
        entries: What the legend says of the lines that move.
        reference: Another line to show.
        at: A place at which the lines predict, in data units.
        origin: Whether the picture holds the origin.
        held_out: Rows that the run does not learn from; the picture has room for them.
    """
    y, some = dataset.targets[:, 0], drawn(dataset)
    span = np.array(shown_span(dataset, at, origin=origin, held_out=held_out))
    legend: list[tuple[Meaning, str]] = [("data", "● data"), *entries, ("exact", "┅ best fit")]
    exact = scaler.parameters_to_data_units(answer.parameters)
    traces = [still_line("exact answer", "exact", span, exact)]
    if reference:
        legend.append((reference.colour, reference.entry))
        other = still_line(reference.name, reference.colour, span, np.array(reference.parameters))
        traces.append({**other, "line": {**other["line"], "dash": reference.dash}})
    if at is not None:
        traces.append({
            "x": [at], "y": [exact[0] * at + exact[1]], "mode": "markers", "name": "exact prediction",
            "marker": {"color": light("exact"), "size": 12, "symbol": "diamond"}, **EXACT,
        })  # fmt: skip
    traces.append({
        "x": some.features[:, 0], "y": some.targets[:, 0], "mode": "markers", "name": "data",
        "marker": {"color": light("data"), "size": 11 if dataset.n <= MAX_DRAWN else 6, "line": RIM},
        **({"meta": ROWS} if some is dataset else {}),
        **({"text": some.row_names, "hovertemplate": "%{text}<br>%{x}, %{y}"} if some.row_names else {}),
    })  # fmt: skip
    heights = y if at is None else np.append(y, exact[0] * at + exact[1])
    if held_out is not None:
        heights = np.append(heights, held_out.targets[:, 0])
    high = padded(min(0.0, float(heights.min())), float(heights.max()))[1]
    low = padded(float(heights.min()), high)[0] if heights.min() < 0 else -0.02 * high
    return Picture(
        [{**trace, "xaxis": panel.x, "yaxis": panel.y} for trace in traces],
        title_line(panel, title, legend),
        {"range": span, "title": axis_title(named(dataset.feature_names[0], dataset.feature_units[0]))},
        {"range": [low, high], "title": axis_title(named(dataset.target_names[0], dataset.target_units[0]))},
    )


def _landscape_picture(
    dataset: Dataset, scaler: Scaler, runs: Sequence[History], family: Family, answer: Minimum,
    reference: Reference | None, own_line: np.ndarray | None,
) -> Picture:  # fmt: skip
    referred = None if reference is None else scaler.parameters_to_training_units(reference.parameters)
    run = runs[0]
    window = landscape_window(runs, family, answer, [place for place in (referred, own_line) if place is not None])
    landscape = landscape_of(dataset, run.recipe, window, answer.loss)
    entries: list[tuple[Meaning, str]] = [("model", "━ path"), ("exact", "✕ best fit")]
    marks = [mark(PANELS[LANDSCAPE], "exact answer", "exact", answer.parameters)]
    if reference is not None and referred is not None:
        entries.append(("reference", "✕ looks right"))
        marks.append(mark(PANELS[LANDSCAPE], reference.name, "reference", referred))
    scaled = "" if run.recipe.scaling == "none" else ", scaled"
    if run.recipe.penalised:
        entries.append(("exact", "┈ best fit, any penalty"))
        marks.insert(0, _penalty_path(dataset, run.recipe))
    return Picture(
        [contours(PANELS[LANDSCAPE], landscape), *marks],
        title_line(PANELS[LANDSCAPE], "Landscape", entries),
        {"range": window[0], "title": axis_title(f"Slope{scaled}")},
        {"range": window[1], "title": axis_title(f"Intercept{scaled}")},
    )


def _penalty_path(dataset: Dataset, recipe: Recipe) -> dict[str, Any]:
    """Return where the best fit goes while the penalty on large weights is raised from 0."""
    slopes, intercepts = penalty_path(dataset, recipe, np.concatenate([[0], np.logspace(-4, 6, 61)])).T
    return {
        "x": slopes, "y": intercepts, "mode": "lines", "name": "best fit for any penalty on large weights",
        "xaxis": PANELS[LANDSCAPE].x, "yaxis": PANELS[LANDSCAPE].y, "hoverinfo": "skip",
        "line": {"color": light("exact"), "width": 2, "dash": "dot"}, **EXACT,
    }  # fmt: skip
