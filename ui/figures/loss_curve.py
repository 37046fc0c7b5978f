"""The picture of a loss that comes down to its lowest possible value, all of it that stands still."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.exact import Minimum
from core.model import ALL_LOSSES, LOSSES, Recipe
from core.training import History
from ui.figures.parts import EXACT, Picture, axis_title, title_line
from ui.player import Panel
from ui.player.palette import Meaning, light

LOWEST, RATE = "lowest possible loss", "learning rate"
"""Names of what is drawn beside the curves."""
MANY_DECADES = 2.5
"""From here on a logarithmic axis is labelled at powers of ten only, below at 2 and 5 too."""

ROOM = 0.25
"""What a schedule takes above the curves, as a part of their height."""
_POINTS = 401
"""Epochs of which a schedule is drawn."""


def loss_label(recipe: Recipe) -> str:
    """Return what the readout of the loss is called: by its short name, or that it is with a penalty."""
    if recipe.penalised:
        return "Loss + penalty"
    return f"Loss ({recipe.loss.upper()})" if recipe.loss in LOSSES else "Loss"


def loss_picture(
    panel: Panel,
    run: History,
    answer: Minimum | None,
    *,
    others: Sequence[History] = (),
    entries: Sequence[tuple[Meaning, str]] = (("loss", "━ this run"),),
    highest: float = 0.0,
) -> Picture:
    """Draw the lowest possible loss, which that of a run comes down to, in axes that show the run from its start.

    Args:
        panel: Where.
        run: Its loss decides how far down the picture reaches, and how far up if it diverged.
        answer: The exact answer; None where there is none.
        others: More runs that the axes have room for.
        entries: What the legend says of the curves.
        highest: A loss that the axes have room for, below the schedule.
    """
    runs = (run, *others)
    ends = [int(each.epochs[-1]) for each in runs if each.diverged_at is not None]
    span = [0, max(4, *ends) if len(ends) == len(runs) else max(1, run.recipe.epochs)]
    start = max(*(float(each.losses[0]) for each in runs), highest)
    # A floor of 0, or of rounding errors, has no place on a logarithmic axis: the lowest loss reached has.
    floor = 0.0 if answer is None else answer.loss
    has_floor = floor > 1e-12 * start
    lowest = floor if has_floor else max(_least(runs), 1e-12 * start, 1e-300)
    top = max(start, lowest) * (1e4 if ends else 2)
    if run.recipe.scheduled:
        top *= (top / lowest) ** ROOM
    decades = np.log10(top / lowest)
    legend = list(entries)
    if has_floor:
        legend.append(("exact", f"┅ {LOWEST}"))
    still = [floor_line(panel, span, lowest)] if has_floor else []
    if run.recipe.scheduled:
        legend.append(("text", f"━ {RATE}"))
        still.append(rate_line(panel, run.recipe, span[1], np.log10(lowest), np.log10(top)))
    return Picture(
        still,
        title_line(panel, "Loss", legend),
        {"range": span, "title": axis_title("Epoch")},
        {
            "type": "log", "range": np.log10([lowest / 1.6, top]), "exponentformat": "power",
            "dtick": 1 if decades > MANY_DECADES else "D2",
            "title": axis_title("Loss with penalty" if run.recipe.penalised else ALL_LOSSES[run.recipe.loss].label),
        },
    )  # fmt: skip


def floor_line(panel: Panel, span: Sequence[float], lowest: float) -> dict[str, Any]:
    """Return the line of the lowest possible loss, along a whole axis."""
    return {
        "x": span, "y": [lowest, lowest], "mode": "lines", "name": LOWEST, "xaxis": panel.x, "yaxis": panel.y,
        "line": {"color": light("exact"), "width": 2.5, "dash": "dash"},
        "hovertemplate": f"{LOWEST} %{{y}}<extra></extra>",
        **EXACT,
    }  # fmt: skip


def rate_line(
    panel: Panel, recipe: Recipe, last: int, low: float, high: float, *, linear: bool = False
) -> dict[str, Any]:
    """Return the learning rate of each epoch as a line above the curves: at its foot 0, at its top the largest.

    Args:
        panel: Where.
        recipe: Whose schedule it is.
        last: Up to this epoch.
        low: Where the axis of losses begins, as a logarithm unless it is linear.
        high: Where it ends, likewise.
        linear: Whether that axis is linear.
    """
    epochs = np.unique(np.linspace(0, last, _POINTS).astype(int))
    rates = recipe.rates_after(epochs)
    foot = high - 0.8 * ROOM / (1 + ROOM) * (high - low)
    heights = foot + (high - foot) * rates / rates.max()
    return {
        "x": epochs, "y": heights if linear else 10**heights, "customdata": rates, "mode": "lines",
        "name": RATE, "xaxis": panel.x, "yaxis": panel.y,
        "line": {"color": light("text"), "width": 1.5, "shape": "hv"},
        "hovertemplate": "learning rate %{customdata:.4g}<extra></extra>",
    }  # fmt: skip


def _least(runs: Sequence[History]) -> float:
    return min(float(np.nanmin(run.losses)) for run in runs)
