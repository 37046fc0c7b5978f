"""Rows held out, in pictures: hollow points among the data, and their loss beside that of the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.data import Dataset, Scaler
from core.model import LOSSES, Recipe
from ui.figures.legend import entries_of, rename
from ui.figures.parts import padded
from ui.player import Form, LossForm, Panel
from ui.player.network_form import NetworkLoss
from ui.player.palette import Meaning, light

_HOLLOW = {"symbol": "circle-open", "color": light("data"), "line": {"width": 2.5}}
_WIDER = 1.6
"""Room below and above the losses, as a factor."""


def loss_form(scaler: Scaler, recipe: Recipe, unseen: Dataset) -> LossForm | NetworkLoss:
    """Return the loss on rows that a run has not seen, as the browser computes it of the run's parameters.

    Args:
        scaler: From data units to the run's training units.
        recipe: Its loss matters.
        unseen: The rows.
    """
    if recipe.network is not None:
        return NetworkLoss.of(recipe, scaler, unseen)
    n, d, t = unseen.n, unseen.d, unseen.t
    design = np.column_stack([scaler.scale_features(unseen.features), np.ones(n)])
    targets = scaler.scale_targets(unseen.targets)
    if LOSSES[recipe.loss].quadratic and n > d + 2:
        # A sum of squares keeps its value under rotations: d + 2 rows are enough for any number of them.
        scale = 1.0 if recipe.loss == "sse" else np.sqrt((d + 2) / n)
        factors = [scale * np.linalg.qr(np.column_stack([design, target])).R for target in targets.T]
        parts = [(r[:, :-1], r[:, -1]) for r in factors]
    else:
        parts = [(design, target) for target in targets.T]
    weights = [np.zeros((len(rows), d + 1, t)) for rows, _ in parts]
    for j, (rows, _) in enumerate(parts):
        weights[j][:, :, j] = rows
    stacked = np.concatenate(weights).reshape(-1, (d + 1) * t)
    return LossForm(recipe.loss, Form(np.zeros(len(stacked)), stacked), np.concatenate([y for _, y in parts]))


def hollow(panel: Panel, size: float, names: Sequence[str], **places: np.ndarray) -> dict[str, Any]:
    """Return hollow points as a trace.

    Args:
        panel: Where.
        size: Of a point, in pixels.
        names: One a point.
        **places: x and y, and z in a scene, shape `(n,)` each.
    """
    where = {"type": "scatter3d", "scene": panel.x} if panel.is_scene else {"xaxis": panel.x, "yaxis": panel.y}
    over = "".join(f", %{{{axis}:.6g}}" for axis in places)
    return {
        **places, **where, "mode": "markers", "name": "held out", "text": list(names),
        "hovertemplate": f"%{{text}}, held out{over}<extra></extra>", "marker": {**_HOLLOW, "size": size},
    }  # fmt: skip


def with_hollow(figure: go.Figure, panel: Panel, place: int, traces: Sequence[dict[str, Any]]) -> None:
    """Add hollow points to a panel, with room for them and their name in its legend.

    Args:
        figure: To be changed.
        panel: Which.
        place: Its place among the panels.
        traces: As `hollow` returns them; none where the panel shows no rows held out.
    """
    for trace in traces:
        figure.add_trace(trace)
        for axis in "xyz":
            if axis in trace:
                _hold(figure, panel, axis, trace[axis])
    if traces:
        rename(figure, place, [*entries_of(figure, place), ("data", "○ held out")])


def _hold(figure: go.Figure, panel: Panel, axis: str, values: np.ndarray) -> None:
    """Let an axis hold some values."""
    name = f"{axis}axis{'' if panel.is_scene else getattr(panel, axis)[1:]}"
    found = (figure.layout[panel.x] if panel.is_scene else figure.layout)[name]
    low, high = found.range
    if values.min() < low or values.max() > high:
        found.range = padded(min(low, float(values.min())), max(high, float(values.max())))


_CURVES: tuple[tuple[Meaning, str], ...] = (("loss", "━ training"), ("validation", "━ validation ○ best"))
_SHORT = {"┅ lowest possible loss": "┅ lowest"}


def with_validation(figure: go.Figure, panel: Panel, place: int, losses: np.ndarray) -> None:
    """Name the validation loss in the legend of a panel with a loss, and let its axis hold it.

    Args:
        figure: To be changed.
        panel: Which.
        place: Its place among the panels.
        losses: On the rows held out, one an epoch.
    """
    entries: list[tuple[Meaning, str]] = [
        each
        for colour, text in entries_of(figure, place)
        for each in (_CURVES if colour == "loss" else [(colour, _SHORT.get(text, text))])
    ]
    rename(figure, place, entries)
    axis = figure.layout[f"yaxis{panel.y[1:]}"]
    some = losses[np.isfinite(losses) & (losses > 0)]
    # Of a run that diverges the axis shows as much as it did.
    if not len(some) or len(some) < len(losses) or some[-1] > 1e3 * some[0]:
        return
    low, high = axis.range
    least, most = some.min() / _WIDER, _WIDER * some.max()
    if axis.type == "log":
        least, most = np.log10(least), np.log10(most)
    axis.range = (min(low, least), max(high, most))
