"""The pictures of a classifier with one feature, all that stands still: S-curve, loss, landscape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.analysis import outputs_at, shares_of_loss
from core.data import Dataset, Scaler
from core.exact import Minimum
from core.model import Recipe
from core.training import Family, History
from ui.figures.landscape import contours, landscape_of, landscape_window
from ui.figures.loss_curve import loss_picture
from ui.figures.parts import EXACT, RIM, ROWS, Picture, axis_title, composed, mark, named, padded, title_line
from ui.player import Panel
from ui.player.palette import Meaning, light

PANELS = (Panel("x", "y", 1.15), Panel("x2", "y2", 1.0), Panel("x3", "y3", 1.0))
DATA, CURVE, LANDSCAPE = range(3)
"""The curve's place is also that of each student's loss, where that is shown instead."""
_POINTS = 161
_BEYOND = 0.25
"""How far the curve is shown beyond the data, as a part of their span: an S needs room for its ends."""
_MISS = 1e-6
"""So far from where a run ends lies what stands for an answer that is not known: a window needs some size."""


def places(dataset: Dataset) -> np.ndarray:
    """Return where the curve is drawn, shape `(m,)`."""
    x = dataset.features[:, 0]
    return np.linspace(*padded(float(x.min()), float(x.max()), _BEYOND), _POINTS)


def s_curve(scaler: Scaler, over: np.ndarray, parameters: np.ndarray) -> np.ndarray:
    """Return the probability of the second class at places, shape `(m,)`, by a weight and a bias in training units."""
    z = scaler.scale_features(over[:, None])[:, 0] * parameters[0] + parameters[1]
    return np.asarray(0.5 * (1 + np.tanh(z / 2)))


def costs_of(run: History, epoch: int) -> np.ndarray:
    """Return what each student costs at an epoch, shape `(n,)`: their mean is the loss without its penalty."""
    dataset = run.dataset
    outputs = outputs_at(dataset, run.recipe, run.parameters[epoch])
    logs = shares_of_loss(outputs, dataset.targets)
    # −log p is what the cross-entropy takes; 1 − p of the right class, squared, is what the other one does.
    return logs if run.recipe.loss == "cross_entropy" else np.asarray(np.expm1(-logs) ** 2)


def classifier_figure(
    dataset: Dataset, scaler: Scaler, run: History, family: Family, answer: Minimum | None, *, threshold: float,
    students: bool = False, others: Sequence[History] = (), asks: bool = False,
) -> go.Figure:  # fmt: skip
    """Draw all that stands still in the three pictures.

    Args:
        dataset: One feature, two classes.
        scaler: From data units to training units.
        run: The run on show.
        family: The runs of the ruler; the landscape shows where those that converge go.
        answer: The optimum; None where there is none, or none is known.
        threshold: The probability above which the second class is said.
        students: Whether each student's loss is shown, in place of the loss over the epochs.
        others: More runs on the landscape, in the same training units.
        asks: Whether a guess comes first: then nothing shows where the run ends.
    """
    middle = students_picture(run) if students else loss_picture(PANELS[CURVE], run, answer, others=others)
    goal = goal_of(run, answer)
    window = landscape_window([run, *others], None if asks or answer is None else family, goal)
    pictures = (
        data_picture(dataset, scaler, answer, threshold, [("model", "━ probability"), ("loss", "│ errors")]),
        middle,
        map_picture(PANELS[LANDSCAPE], dataset, run.recipe, window, answer, [("model", "━ path")]),
    )
    return composed(pictures, PANELS)


def goal_of(run: History, answer: Minimum | None) -> Minimum:
    """Return what a landscape is shown around: the optimum; where none is known, where the run comes lowest."""
    if answer is not None:
        return answer
    lowest = int(np.nanargmin(run.losses))
    return Minimum(run.parameters[lowest] + _MISS, 0.0)


def data_picture(
    dataset: Dataset, scaler: Scaler, answer: Minimum | None, threshold: float, entries: list[tuple[Meaning, str]]
) -> Picture:
    """Draw who passed after how many hours, the best curve and the threshold."""
    panel, x, y, over = PANELS[DATA], dataset.features[:, 0], dataset.targets[:, 0], places(dataset)
    traces: list[dict[str, Any]] = [{
        "x": over[[0, -1]], "y": [threshold, threshold], "mode": "lines", "name": "threshold",
        "line": {"color": light("reference"), "width": 2, "dash": "dot"},
        "hovertemplate": f"threshold {threshold:g}<extra></extra>",
    }]  # fmt: skip
    legend: list[tuple[Meaning, str]] = list(entries)
    if answer is not None:
        legend.append(("exact", "┅ best curve"))
        traces.append({
            "x": over, "y": s_curve(scaler, over, answer.parameters), "mode": "lines", "name": "exact answer",
            "line": {"color": light("exact"), "width": 2.5, "dash": "dash"}, **EXACT,
        })  # fmt: skip
    legend.append(("reference", "┈ threshold"))
    traces.append({
        "x": x, "y": y, "mode": "markers", "name": "data", "meta": ROWS, "text": dataset.row_names,
        "hovertemplate": "%{x:g} h, %{text}<extra></extra>",
        "marker": {"color": light("data"), "size": 11, "line": RIM},
    })  # fmt: skip
    return Picture(
        [{**trace, "xaxis": panel.x, "yaxis": panel.y} for trace in traces],
        title_line(panel, "Passed?", legend),
        {"range": over[[0, -1]], "title": axis_title(named(dataset.feature_names[0], dataset.feature_units[0]))},
        {
            "range": [-0.08, 1.08], "title": axis_title("Probability of passing"), "tickmode": "array",
            "tickvals": [0, 0.25, 0.5, 0.75, 1], "ticktext": ["0", "¼", "½", "¾", "1"],
        },
    )  # fmt: skip


def students_picture(run: History) -> Picture:
    """Draw the axes of each student's loss, over the hours; the loss is their mean, and its penalty if there is one."""
    panel, dataset = PANELS[CURVE], run.dataset
    over = places(dataset)
    ends = [costs_of(run, epoch) for epoch in (0, len(run.losses) - 1)]
    top = 1.1 * max(1.0 if run.recipe.loss == "brier" else 2.0, *(float(each.max()) for each in ends))
    mean = "● the loss: mean and penalty" if run.recipe.penalised else "● the loss: their mean"
    return Picture(
        [],
        title_line(panel, "Each student’s loss", [("loss", mean)]),
        {"range": over[[0, -1]], "title": axis_title(named(dataset.feature_names[0], dataset.feature_units[0]))},
        {"range": [0, top], "title": axis_title("−log p" if run.recipe.loss == "cross_entropy" else "(p − y)²")},
    )


def map_picture(
    panel: Panel, dataset: Dataset, recipe: Recipe, window: np.ndarray, answer: Minimum | None,
    entries: list[tuple[Meaning, str]], title: str = "Landscape",
) -> Picture:  # fmt: skip
    """Draw a landscape over weight and bias, with its optimum.

    Args:
        panel: Where.
        dataset: One feature, two classes.
        recipe: Its loss, scaling and penalty matter.
        window: Low and high of weight and bias, in training units, shape `(2, 2)`.
        answer: The optimum; None where there is none, or none is known.
        entries: What the legend says.
        title: What the picture is called.
    """
    legend, marks = list(entries), []
    where = "weight %{x:.4g}<br>bias %{y:.4g}"
    if answer is not None:
        legend.append(("exact", "✕ best curve"))
        marks.append({**mark(panel, "exact answer", "exact", answer.parameters), "hovertemplate": where})
    heights = contours(panel, landscape_of(dataset, recipe, window, 0.0 if answer is None else answer.loss))
    scaled = "" if recipe.scaling == "none" else ", scaled"
    return Picture(
        [{**heights, "hovertemplate": f"{where}<br>loss %{{customdata:.5g}}<extra></extra>"}, *marks],
        title_line(panel, title, legend),
        {"range": window[0], "title": axis_title(f"Weight w{scaled}")},
        {"range": window[1], "title": axis_title(f"Bias b{scaled}")},
    )
