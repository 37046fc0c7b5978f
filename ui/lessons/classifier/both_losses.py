"""The same start and rate by both losses, on one clock: their two curves, and the landscapes they go down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import plotly.graph_objects as go

from core.data import Dataset, Scaler
from core.exact import Minimum
from core.model import CLASS_LOSSES, Recipe
from core.training import History
from ui.figures.landscape import landscape_window
from ui.figures.parts import composed
from ui.lessons.classifier.pictures import PANELS, data_picture, goal_of, map_picture
from ui.lessons.classifier.tracks import curve_tracks
from ui.player import Owner, Readout, Track
from ui.player.palette import Meaning


@dataclass(frozen=True)
class Shown:
    """How one of the two losses is shown: its colour, what it is called in a legend, and the panel of its landscape."""

    colour: Meaning
    name: str
    panel: int


SHOWN: Mapping[str, Shown] = {
    "cross_entropy": Shown("first", "cross-entropy", 1),
    "brier": Shown("second", "squared error", 2),
}
FIRST = SHOWN["cross_entropy"].panel


def other_recipe(recipe: Recipe) -> Recipe:
    """Return the same recipe with the other loss."""
    return replace(recipe, loss=next(name for name in CLASS_LOSSES if name != recipe.loss))


def owner(loss: str, run: History) -> Owner:
    """Return whose parameters a track of a loss follows: those of the run on show, or of the one beside it."""
    return "run" if run.recipe.loss == loss else 0


def both_figure(
    dataset: Dataset, scaler: Scaler, runs: Mapping[str, History], answers: Mapping[str, Minimum | None], *,
    threshold: float,
) -> go.Figure:  # fmt: skip
    """Draw all that stands still: the students, and both landscapes over the same weights and biases.

    Args:
        dataset: One feature, two classes.
        scaler: From data units to training units.
        runs: The run of each loss, by its name.
        answers: The optimum of each loss, where there is one and it is known.
        threshold: The probability above which the second class is said.
    """
    windows = [landscape_window([run], None, goal_of(run, answers[loss])) for loss, run in runs.items()]
    window = np.stack(
        [np.min([each[:, 0] for each in windows], axis=0), np.max([each[:, 1] for each in windows], axis=0)]
    )
    curves: list[tuple[Meaning, str]] = [(each.colour, f"━ {each.name}") for each in SHOWN.values()]
    maps = [
        map_picture(
            PANELS[shown.panel], dataset, runs[loss].recipe, window.T, answers[loss], [(shown.colour, "━ path")],
            shown.name.capitalize(),
        )
        for loss, shown in SHOWN.items()
    ]  # fmt: skip
    return composed((data_picture(dataset, scaler, None, threshold, curves), *maps), PANELS)


def both_tracks(dataset: Dataset, scaler: Scaler, run: History) -> list[Track]:
    """Return what moves: both curves, and each path in its own landscape."""
    return [
        track
        for loss, shown in SHOWN.items()
        for track in curve_tracks(dataset, scaler, shown.colour, shown.name, owner(loss, run), shown.panel)
    ]


def both_readouts(run: History) -> list[Readout]:
    """Return the live numbers: the epoch, and each run's own loss."""
    losses = [
        Readout(f"loss_{loss}", CLASS_LOSSES[loss].label, shown.colour, "loss", of=owner(loss, run))
        for loss, shown in SHOWN.items()
    ]
    return [Readout("epoch", "Epoch", "text", "epoch"), *losses]
