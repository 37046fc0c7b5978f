"""The linked pictures of a classifier with one feature, all that stands still: S-curve, loss, landscape."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.data import Dataset, Scaler
from core.exact import Minimum
from core.training import Family, History
from ui.figures.landscape import contours, landscape_of, landscape_window
from ui.figures.loss_curve import loss_picture
from ui.figures.parts import EXACT, RIM, ROWS, Picture, axis_title, composed, mark, named, padded, title_line
from ui.player import Panel
from ui.player.palette import Meaning, light

PANELS = (Panel("x", "y", 1.1), Panel("x2", "y2", 1.0), Panel("x3", "y3", 1.0))
DATA, CURVE, LANDSCAPE = range(3)
_POINTS = 161
_BEYOND = 0.25
"""How far the curve is shown beyond the data, as a part of their span: an S needs room for its ends."""


def places(dataset: Dataset) -> np.ndarray:
    """Return where the curve is drawn, shape `(m,)`."""
    x = dataset.features[:, 0]
    return np.linspace(*padded(float(x.min()), float(x.max()), _BEYOND), _POINTS)


def s_curve(scaler: Scaler, over: np.ndarray, parameters: np.ndarray) -> np.ndarray:
    """Return the probability of the second class at places, shape `(m,)`, by a weight and a bias in training units."""
    z = scaler.scale_features(over[:, None])[:, 0] * parameters[0] + parameters[1]
    return np.asarray(0.5 * (1 + np.tanh(z / 2)))


def classifier_figure(
    dataset: Dataset, scaler: Scaler, run: History, family: Family, answer: Minimum | None, *, threshold: float,
    others: Sequence[History] = (), asks: bool = False,
) -> go.Figure:  # fmt: skip
    """Draw all that stands still in the three pictures.

    Args:
        dataset: One feature, two classes.
        scaler: From data units to training units.
        run: The run on show.
        family: The runs of the ruler; the landscape shows where those that converge go.
        answer: The optimum; None where there is none, or none is known.
        threshold: The probability above which the second class is said.
        others: More runs on the landscape, in the same training units.
        asks: Whether a guess comes first: then nothing shows where the run ends.
    """
    pictures = (
        _data_picture(dataset, scaler, answer, threshold),
        loss_picture(PANELS[CURVE], run, answer, others=others),
        _landscape_picture(dataset, [run, *others], family, answer, asks=asks),
    )
    return composed(pictures, PANELS)


def _data_picture(dataset: Dataset, scaler: Scaler, answer: Minimum | None, threshold: float) -> Picture:
    panel, x, y, over = PANELS[DATA], dataset.features[:, 0], dataset.targets[:, 0], places(dataset)
    won = dataset.classes[1]
    traces = [{
        "x": over[[0, -1]], "y": [threshold, threshold], "mode": "lines", "name": "threshold",
        "line": {"color": light("reference"), "width": 2, "dash": "dot"},
        "hovertemplate": f"threshold {threshold:g}<extra></extra>",
    }]  # fmt: skip
    entries: list[tuple[Meaning, str]] = [("data", "● students"), ("model", "━ probability"), ("loss", "│ misses")]
    if answer is not None:
        entries.append(("exact", "┅ best curve"))
        traces.append({
            "x": over, "y": s_curve(scaler, over, answer.parameters), "mode": "lines", "name": "exact answer",
            "line": {"color": light("exact"), "width": 2.5, "dash": "dash"}, **EXACT,
        })  # fmt: skip
    entries.append(("reference", "┈ threshold"))
    traces.append({
        "x": x, "y": y, "mode": "markers", "name": "data", "meta": ROWS, "text": dataset.row_names,
        "hovertemplate": "%{x:g} h, %{text}<extra></extra>",
        "marker": {"color": light("data"), "size": 11, "line": RIM},
    })  # fmt: skip
    return Picture(
        [{**trace, "xaxis": panel.x, "yaxis": panel.y} for trace in traces],
        title_line(panel, "Passed?", entries),
        {"range": over[[0, -1]], "title": axis_title(named(dataset.feature_names[0], dataset.feature_units[0]))},
        {
            "range": [-0.08, 1.08], "title": axis_title(f"Probability: {won}"), "tickmode": "array",
            "tickvals": [0, 0.25, 0.5, 0.75, 1], "ticktext": ["0", "¼", "½", "¾", "1"],
        },
    )  # fmt: skip


def _landscape_picture(
    dataset: Dataset, runs: Sequence[History], family: Family, answer: Minimum | None, *, asks: bool
) -> Picture:
    panel, run = PANELS[LANDSCAPE], runs[0]
    # Without an optimum the run shows the way, which has no end.
    goal = answer or Minimum(run.parameters[-1] + 1e-6, 0.0)
    window = landscape_window(runs, None if asks else family, goal)
    entries: list[tuple[Meaning, str]] = [("model", "━ path")]
    marks = []
    if answer is not None:
        entries.append(("exact", "✕ best curve"))
        marks.append(mark(panel, "exact answer", "exact", answer.parameters))
    scaled = "" if run.recipe.scaling == "none" else ", scaled"
    return Picture(
        [contours(panel, landscape_of(dataset, run.recipe, window, goal.loss)), *marks],
        title_line(panel, "Landscape", entries),
        {"range": window[0], "title": axis_title(f"Weight w{scaled}")},
        {"range": window[1], "title": axis_title(f"Bias b{scaled}")},
    )
