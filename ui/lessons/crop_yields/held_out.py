"""Rows held out in the first picture: hollow points, and hollow predictions where predictions lie against targets."""

from __future__ import annotations

from typing import Any

from core.data import Dataset, Scaler
from ui.figures.forms import prediction_form
from ui.figures.held_out import hollow
from ui.figures.thinning import drawn, row_name
from ui.lessons.crop_yields.names import colours
from ui.lessons.crop_yields.pictures import FIRST, PictureChoice, dot_size
from ui.page.data.by_click import Places
from ui.player import Dots


def places_of(dataset: Dataset, choice: PictureChoice) -> Places:
    """Return where rows lie in the first picture; where predictions lie against targets, one place a target.

    Args:
        dataset: The rows.
        choice: What the first picture shows.
    """
    if choice.view == "fit":
        return [{"x": target, "y": target} for target in dataset.targets.T]
    over = dict(zip("xy", (dataset.features[:, i] for i in choice.free), strict=False))
    return [{**over, "z" if choice.view == "plane" else "y": dataset.targets[:, choice.target]}]


def held_out_points(rows: Dataset, choice: PictureChoice) -> list[dict[str, Any]]:
    """Return the rows held out as hollow points.

    Args:
        rows: The rows.
        choice: What the first picture shows.
    """
    some, panel = drawn(rows), choice.panels[FIRST]
    names = [row_name(some, i) for i in range(some.n)]
    size = {"fit": 7.0, "plane": dot_size(rows, 6), "line": dot_size(rows, 11)}[choice.view]
    return [hollow(panel, size, names, **place) for place in places_of(some, choice)]


def held_out_tracks(rows: Dataset, scaler: Scaler, choice: PictureChoice) -> list[Dots]:
    """Return what moves with them: where predictions lie against targets, one ring a row and target.

    Args:
        rows: The rows.
        scaler: From data units to training units.
        choice: What the first picture shows.
    """
    if choice.view != "fit":
        return []
    some = drawn(rows)
    named = zip(some.targets.T, colours(rows), rows.target_names, strict=True)
    return [
        Dots(
            FIRST, y, prediction_form(scaler, some.features, target), colour, f"{name} predicted, held out",
            size=dot_size(rows, 10), symbol="ring",
        )
        for target, (y, colour, name) in enumerate(named)
    ]  # fmt: skip
