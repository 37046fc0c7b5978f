"""The landscape over both weights of a border between two species, and the path of a run down it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.analysis import landscape_of_weights
from core.data import Dataset, quantity
from core.exact import Minimum
from core.model import Recipe
from core.training import Family, History
from ui.figures.landscape import Landscape, contours, landscape_window
from ui.figures.parts import Picture, axis_title, mark, padded, title_line
from ui.lessons.classifier.pictures import goal_of
from ui.player import Column, Panel, Path, Point, Track
from ui.player.palette import Meaning
from ui.text.numbers import written

PANEL = Panel("x3", "y3", 1.0)
PLACE = 2
_GRID = 33
_PADDING = 0.3
"""Around the window, as a part of it, for a person who pans a little."""


def has_landscape(dataset: Dataset, recipe: Recipe) -> bool:
    """Return whether there are two weights and a bias, whose best value for any weights is known."""
    return (dataset.d, dataset.t) == (2, 1) and recipe.loss == "cross_entropy"


def weights_picture(
    run: History, family: Family | None, answer: Minimum | None, others: Sequence[History] = ()
) -> Picture:
    """Draw the loss over both weights, each pair of them with the bias that is best for it.

    Args:
        run: The run on show, of two species.
        family: The runs of the ruler, whose paths have room where there is an optimum; None while a guess is asked.
        answer: The optimum; None where there is none.
        others: More runs to have room for, in the same training units.
    """
    dataset, recipe = run.dataset, run.recipe
    window = landscape_window([run, *others], None if answer is None else family, goal_of(run, answer))[:2]
    first, second = (np.linspace(*padded(low, high, _PADDING), _GRID) for low, high in window)
    floor = 0.0 if answer is None else answer.loss
    heights = contours(PANEL, Landscape(first, second, landscape_of_weights(dataset, recipe, first, second), floor))
    names, scaled = [_short(name) for name in dataset.feature_names], "" if recipe.scaling == "none" else ", scaled"
    where = f"weight, {names[0]} %{{x:.4g}}<br>weight, {names[1]} %{{y:.4g}}"
    legend: list[tuple[Meaning, str]] = [("model", "━ path")]
    marks = []
    if answer is not None:
        legend.append(("exact", "✕ best weights"))
        marks.append({**mark(PANEL, "exact answer", "exact", answer.parameters[:2]), "hovertemplate": where})
    x, y = ({"range": span, "title": axis_title(f"Weight, {name}")} for span, name in zip(window, names, strict=True))
    bias = "<br>loss at the best bias %{customdata:.5g}<extra></extra>"
    return Picture(
        [{**heights, "hovertemplate": f"{where}{bias}"}, *marks], title_line(PANEL, f"Landscape{scaled}", legend), x, y
    )


def weights_tracks() -> list[Track]:
    """Return what moves on the landscape: the path of the weights, and where they are."""
    return [
        Path(PLACE, 0, 1, "model", "path"),
        Point(PLACE, Column(0), Column(1), "model", "here"),
    ]


def weights_note(run: History, epoch: int) -> str | None:
    """Say what the landscape is of, and how far the run lies above it; None where there is no landscape."""
    if not has_landscape(run.dataset, run.recipe) or not np.isfinite(run.parameters[epoch]).all():
        return None
    ground = float(landscape_of_weights(run.dataset, run.recipe, *run.parameters[epoch, :2, None])[0, 0])
    above = max(0.0, float(run.losses[epoch]) - ground)
    return (
        "**The landscape** has two axes, and the model three parameters: so each pair of weights is drawn with the "
        "bias that is best for it, and has its loss as height. The bias of the run is learned, too. After "
        f"{quantity(epoch, 'epoch')} the lowest loss with these weights is {written(ground, 6)}, and that of the run "
        f"is {written(above, 3)} higher. Click or tap a place, or move the grip by the arrow keys: there the run "
        "starts, with the bias that is best for these weights, so that it begins on the landscape."
    )


def _short(name: str) -> str:
    return name.split()[-1].lower()
