"""The picture of a loss that comes down to its lowest possible value, all of it that stands still."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.exact import Minimum
from core.model import LOSSES, Recipe
from core.training import History
from ui.figures.parts import EXACT, Picture, axis_title, title_line
from ui.player import Panel
from ui.player.palette import Meaning, light

_MANY_DECADES = 2.5
"""From here on a logarithmic axis is labelled at powers of ten only, below at 2 and 5 too."""

_ROOM = 0.25
"""What a schedule takes above the curves, as a part of their height."""
_POINTS = 401
"""Epochs of which a schedule is drawn."""


def loss_label(recipe: Recipe) -> str:
    """Return what the readout of the loss is called: by the loss's short name, and whether large weights cost."""
    return f"Loss ({recipe.loss.upper()}{' + price' if recipe.penalised else ''})"


def loss_picture(
    panel: Panel,
    run: History,
    answer: Minimum,
    *,
    others: Sequence[History] = (),
    entries: Sequence[tuple[Meaning, str]] = (("loss", "━ this run"),),
) -> Picture:
    """Draw the lowest possible loss, which that of a run comes down to, in axes that show the run from its start.

    Args:
        panel: Where.
        run: Its loss decides how far down the picture reaches, and how far up if it diverged.
        answer: The exact answer.
        others: More runs that the axes have room for.
        entries: What the legend says of the curves.
    """
    runs = (run, *others)
    ends = [int(each.epochs[-1]) for each in runs if each.diverged_at is not None]
    span = [0, max(4, *ends) if len(ends) == len(runs) else max(1, run.recipe.epochs)]
    start = max(float(each.losses[0]) for each in runs)
    # A floor of 0, or of rounding errors, has no place on a logarithmic axis: the lowest loss reached has.
    has_floor = answer.loss > 1e-12 * start
    lowest = answer.loss if has_floor else max(_least(runs), 1e-12 * start, 1e-300)
    floor = {
        "x": span, "y": [lowest, lowest], "mode": "lines", "name": "lowest possible loss",
        "xaxis": panel.x, "yaxis": panel.y,
        "line": {"color": light("exact"), "width": 2.5, "dash": "dash"},
        "hovertemplate": "lowest possible loss %{y}<extra></extra>",
        **EXACT,
    }  # fmt: skip
    highest = max(start, lowest) * (1e4 if ends else 2)
    if run.recipe.scheduled:
        highest *= (highest / lowest) ** _ROOM
    decades = np.log10(highest / lowest)
    legend = list(entries)
    if has_floor:
        legend.append(("exact", "┅ lowest possible loss"))
    still = [floor] if has_floor else []
    if run.recipe.scheduled:
        legend.append(("text", "━ learning rate"))
        still.append(_rates(panel, run.recipe, span, np.log10([lowest, highest])))
    return Picture(
        still,
        title_line(panel, "Loss", legend),
        {"range": span, "title": axis_title("Epoch")},
        {
            "type": "log", "range": np.log10([lowest / 1.6, highest]), "exponentformat": "power",
            "dtick": 1 if decades > _MANY_DECADES else "D2",
            "title": axis_title(f"{LOSSES[run.recipe.loss].label}{', with price' if run.recipe.penalised else ''}"),
        },
    )  # fmt: skip


def _rates(panel: Panel, recipe: Recipe, span: Sequence[int], decades: np.ndarray) -> dict[str, Any]:
    """Return the learning rate of each epoch as a line above the curves: at its foot 0, at its top the largest."""
    epochs = np.unique(np.linspace(0, span[1], _POINTS).astype(int))
    rates = np.array([recipe.base_rate_after(int(epoch)) for epoch in epochs]) * recipe.rate_factors(epochs)
    low, high = decades[1] - 0.8 * _ROOM / (1 + _ROOM) * (decades[1] - decades[0]), decades[1]
    return {
        "x": epochs, "y": 10 ** (low + (high - low) * rates / rates.max()), "customdata": rates, "mode": "lines",
        "name": "learning rate", "xaxis": panel.x, "yaxis": panel.y,
        "line": {"color": light("text"), "width": 1.5, "shape": "hv"},
        "hovertemplate": "learning rate %{customdata:.4g}<extra></extra>",
    }  # fmt: skip


def _least(runs: Sequence[History]) -> float:
    return min(float(np.nanmin(run.losses)) for run in runs)
