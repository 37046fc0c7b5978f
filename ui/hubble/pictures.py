"""The three views of the Hubble lesson, all of them that stands still: training, every start, how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core import Bootstrap, hubble_time
from ui.figure_parts import Picture, axis_title, composed, mark, title_line
from ui.ground import contours, ground_of, landscape_window
from ui.hubble.age_picture import age_band, age_picture, age_window
from ui.hubble.sky import Sky, times_between
from ui.hubble.sure_pictures import Claim, Interval, spread_picture
from ui.line_pictures import Reference, data_picture, shown_span
from ui.loss_picture import loss_picture
from ui.palette import light
from ui.player import Panel

PANELS = (Panel("x", "y"), Panel("x2", "y2"), Panel("x3", "y3"))
GALAXIES, MIDDLE, AGES = range(3)
_LINES = 80
_CORNERS = tuple(np.array(corner, dtype=float) for corner in ((-1, -1), (-1, 1), (1, -1), (1, 1)))


def training_figure(sky: Sky) -> go.Figure:
    """Draw the galaxies, the loss and the age of one run."""
    pictures = (
        _galaxies(sky, "━ model"),
        loss_picture(PANELS[MIDDLE], sky.run, sky.answer),
        age_picture(PANELS[AGES], sky.marks, _epochs(sky), [("model", "━ this run")]),
    )
    return composed(pictures, PANELS)


def starts_figure(sky: Sky, epochs: np.ndarray, low: np.ndarray, high: np.ndarray) -> go.Figure:
    """Draw the galaxies, the landscape and the ages of many starts.

    Args:
        sky: What is looked at.
        epochs: Shape `(K,)`.
        low: The lowest slope of all starts there, in km/s/Mpc, shape `(K,)`.
        high: The highest, likewise.
    """
    marks = sky.marks
    ages = age_picture(PANELS[AGES], marks, _epochs(sky), [("model", "● starts ■ their range")])
    young, old = (sky.universe.factor * hubble_time(slopes) for slopes in (high, low))
    band = age_band(PANELS[AGES], epochs, young, old, age_window(marks))
    pictures = (_galaxies(sky, "━ starts"), _landscape(sky), replace(ages, traces=[band, *ages.traces]))
    return composed(pictures, PANELS)


def sure_figure(sky: Sky, resampled: Bootstrap, claims: Sequence[tuple[str, float]]) -> go.Figure:
    """Draw the galaxies, and the slopes and Hubble times of many resamples of them.

    Args:
        sky: What is looked at.
        resampled: Lines through resamples of the galaxies.
        claims: Hubble times that people name, in billions of years, with their text.
    """
    galaxies = _galaxies(sky, "━ model")
    lines = _resampled_lines(np.array(shown_span(sky.dataset, origin=True)), resampled)
    low, high = (float(end) for end in sky.fit.intervals()[0])
    slopes = [
        Interval("bootstrap", *resampled.slope_interval(), "exact"),
        Interval("Student’s t", low, high, "data"),
    ]
    times = [Interval(i.name, *times_between(i.low, i.high), i.colour) for i in slopes]
    exact = float(sky.fit.parameters[0])
    fitted, named = [Claim(f"{exact:.1f}", exact, "text")], [Claim(*claim, "text") for claim in claims]
    rising = np.asarray(hubble_time(resampled.slopes[resampled.slopes > 0]))
    pictures = (
        replace(galaxies, traces=[lines, *galaxies.traces]),
        spread_picture(PANELS[MIDDLE], "Slope", resampled.slopes, slopes, fitted, "Slope (km/s/Mpc)"),
        spread_picture(PANELS[AGES], "Hubble time", rising, times, named, "Hubble time (billion years)"),
    )
    return composed(pictures, PANELS)


def _epochs(sky: Sky) -> int:
    """Return how many epochs to show: those planned, or as far as a run that diverged came."""
    return sky.run.recipe.epochs if sky.run.diverged_at is None else max(4, int(sky.run.epochs[-1]))


def _galaxies(sky: Sky, entry: str) -> Picture:
    slope = float(sky.origin.parameters[0])
    return data_picture(
        PANELS[GALAXIES], sky.dataset, sky.scaler, sky.answer, title="Galaxies", entries=[("model", entry)],
        reference=Reference("through the origin", (slope, 0.0), "┈ through 0", "exact", "dot"), origin=True,
    )  # fmt: skip


def _landscape(sky: Sky) -> Picture:
    panel, recipe = PANELS[MIDDLE], sky.run.recipe
    window = landscape_window([sky.run], sky.family, sky.answer, _CORNERS)
    ground = ground_of(sky.dataset, recipe, window, sky.answer.loss)
    scaled = "" if recipe.scaling == "none" else ", scaled"
    return Picture(
        [contours(panel, ground), mark(panel, "exact answer", "exact", sky.answer.parameters)],
        title_line(panel, "Landscape", [("model", "● starts"), ("exact", "✕ exact")]),
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
        "hoverinfo": "skip",
    }  # fmt: skip
