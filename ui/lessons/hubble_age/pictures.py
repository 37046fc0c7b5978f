"""The three views of the Hubble lesson, all of them that stands still: training, many starts, uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.cosmology import hubble_time
from core.exact import Bootstrap
from ui.figures.landscape import contours, landscape_of, landscape_window
from ui.figures.line import Reference, data_picture
from ui.figures.loss_curve import loss_picture
from ui.figures.parts import EXACT, Picture, axis_title, composed, mark, title_line
from ui.lessons.hubble_age.age_picture import age_band, age_picture, age_window
from ui.lessons.hubble_age.hubble_view import HubbleView, times_between
from ui.lessons.hubble_age.sure_pictures import Interval, Published, spread_picture
from ui.player import Panel
from ui.player.palette import Meaning, light

PANELS = (Panel("x", "y"), Panel("x2", "y2"), Panel("x3", "y3"))
GALAXIES, MIDDLE, AGES = range(3)
_LINES = 80
_CORNERS = tuple(np.array(corner, dtype=float) for corner in ((-1, -1), (-1, 1), (1, -1), (1, 1)))


def training_figure(hubble: HubbleView) -> go.Figure:
    """Draw the galaxies, the loss and the age of one run."""
    pictures = (
        _galaxies(hubble, "━ model"),
        loss_picture(PANELS[MIDDLE], hubble.run, hubble.answer),
        age_picture(PANELS[AGES], hubble.marks, _epochs(hubble), [("model", "━ this run")]),
    )
    return composed(pictures, PANELS)


def starts_figure(hubble: HubbleView, epochs: np.ndarray, low: np.ndarray, high: np.ndarray) -> go.Figure:
    """Draw the galaxies, the landscape and the ages of many starts.

    Args:
        hubble: What the view shows.
        epochs: Shape `(K,)`.
        low: The lowest slope of all starts there, in km/s/Mpc, shape `(K,)`.
        high: The highest, likewise.
    """
    marks = hubble.marks
    ages = age_picture(PANELS[AGES], marks, _epochs(hubble), [("model", "● starts ■ their range")])
    young, old = (hubble.universe.factor * hubble_time(slopes) for slopes in (high, low))
    band = age_band(PANELS[AGES], epochs, young, old, age_window(marks))
    pictures = (_galaxies(hubble, "━ starts"), _landscape(hubble), replace(ages, traces=[band, *ages.traces]))
    return composed(pictures, PANELS)


def sure_figure(hubble: HubbleView, resampled: Bootstrap, published: Sequence[tuple[str, float]]) -> go.Figure:
    """Draw the galaxies, and the slopes and Hubble times of many resamples of them.

    Args:
        hubble: What the view shows.
        resampled: Lines through resamples of the galaxies.
        published: Hubble times that people name, in billions of years, with their text.
    """
    galaxies = _galaxies(hubble, "━ model", ("exact", "╱ resamples"))
    lines = _resampled_lines(hubble.span, resampled)
    low, high = (float(end) for end in hubble.fit.intervals()[0])
    slopes = [
        Interval("bootstrap", *resampled.slope_interval(), "exact"),
        Interval("Student’s t", low, high, "data"),
    ]
    times = [Interval(i.name, *times_between(i.low, i.high), i.colour) for i in slopes]
    exact = float(hubble.fit.parameters[0])
    fitted, named = (
        [Published(f"least squares {exact:.1f}", exact, "text")],
        [Published(*each, "text") for each in published],
    )
    rising = np.asarray(hubble_time(resampled.slopes[resampled.slopes > 0]))
    pictures = (
        replace(galaxies, traces=[lines, *galaxies.traces]),
        spread_picture(PANELS[MIDDLE], "Slope", resampled.slopes, slopes, fitted, "Slope (km/s/Mpc)"),
        spread_picture(PANELS[AGES], "Hubble time", rising, times, named, "Hubble time (billion years)"),
    )
    return composed(pictures, PANELS)


def _epochs(hubble: HubbleView) -> int:
    """Return how many epochs to show: those planned, or as far as a run that diverged came."""
    return hubble.run.recipe.epochs if hubble.run.diverged_at is None else max(4, int(hubble.run.epochs[-1]))


def _galaxies(hubble: HubbleView, entry: str, *more: tuple[Meaning, str]) -> Picture:
    slope = float(hubble.origin.parameters[0])
    return data_picture(
        PANELS[GALAXIES], hubble.dataset, hubble.scaler, hubble.answer, title="Galaxies",
        entries=[("model", entry), *more],
        reference=Reference("through the origin", (slope, 0.0), "┈ through 0", "exact", "dot"), origin=True,
        held_out=hubble.held_out,
    )  # fmt: skip


def _landscape(hubble: HubbleView) -> Picture:
    panel, recipe = PANELS[MIDDLE], hubble.run.recipe
    window = landscape_window([hubble.run], hubble.family, hubble.answer, _CORNERS)
    landscape = landscape_of(hubble.dataset, recipe, window, hubble.answer.loss)
    scaled = "" if recipe.scaling == "none" else ", scaled"
    return Picture(
        [contours(panel, landscape), mark(panel, "exact answer", "exact", hubble.answer.parameters)],
        title_line(panel, "Landscape", [("model", "● starts"), ("exact", "✕ best fit")]),
        {"range": window[0], "title": axis_title(f"Slope{scaled}")},
        {"range": window[1], "title": axis_title(f"Intercept{scaled}")},
    )


def _resampled_lines(span: np.ndarray, resampled: Bootstrap) -> dict[str, Any]:
    some = slice(0, _LINES)
    heights = resampled.slopes[some, None] * span + resampled.intercepts[some, None]
    # A gap after each line, so that all are one trace.
    parted = np.pad(heights, ((0, 0), (0, 1)), constant_values=np.nan)
    return {
        "x": np.tile([*span, np.nan], len(heights)), "y": parted.ravel(),
        "mode": "lines", "name": "resampled lines", "line": {"color": light("exact"), "width": 1}, "opacity": 0.22,
        "hoverinfo": "skip", **EXACT,
    }  # fmt: skip
