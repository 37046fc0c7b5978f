"""All that moves in the pictures of a model of several features and targets."""

from __future__ import annotations

import numpy as np

from core.data import Dataset, Scaler
from core.model import Recipe
from ui.figures.forms import parameters_form, prediction_form
from ui.figures.loss_curve import loss_label
from ui.figures.thinning import drawn
from ui.lessons.crop_yields.names import colours, is_own
from ui.lessons.crop_yields.pictures import CURVE, FIRST, PARAMETERS, PictureChoice, dot_size, line_places, plane_places
from ui.player import Column, Dots, Line, Path, Point, Readout, Sticks, Track
from ui.player.plane import Equation, Equations, Plane, PlaneTrack, Stems
from ui.text.words import in_text

_NET = 9
"""Lines of the plane's net each way."""
_TALL, _LEAST_TALL, _ROW = 308, 220, 24
"""Heights in pixels: of the pictures, of the least they shrink to, of a row of an equation."""
_SHORT = 4
"""Equations of so many features stand beside the numbers; longer ones below them, in two lines."""


def crop_tracks(
    dataset: Dataset, scaler: Scaler, choice: PictureChoice, region: np.ndarray | None = None
) -> list[Track | PlaneTrack]:
    """Return all that moves: predictions or the plane, every parameter's path, and the loss.

    Args:
        dataset: Features and targets.
        scaler: From data units to training units.
        choice: What the first picture shows.
        region: Features of a region to predict, shape `(d,)`, in data units.
    """
    if choice.view == "fit":
        first = _fit_tracks(dataset, scaler)
    elif choice.view == "plane":
        first = _plane_tracks(dataset, scaler, choice, region)
    else:
        first = _line_tracks(dataset, scaler, choice, region)
    names = [in_text(name) for name in (*dataset.feature_names, "bias")]
    paths: list[Track | PlaneTrack] = []
    for i in range((dataset.d + 1) * dataset.t):
        feature, target = divmod(i, dataset.t)
        name = f"{dataset.target_names[target]}: {names[feature]}"
        paths.append(Path(PARAMETERS, "epoch", i, colours(dataset)[target], name, width=2))
        paths.append(Point(PARAMETERS, Column("epoch"), Column(i), colours(dataset)[target], name, size=8))
    return [
        *first,
        *paths,
        Path(CURVE, "epoch", "loss", "loss", "loss"),
        Point(CURVE, Column("epoch"), Column("loss"), "loss", "here"),
    ]


def _fit_tracks(dataset: Dataset, scaler: Scaler) -> list[Track | PlaneTrack]:
    some = drawn(dataset)
    forms = [prediction_form(scaler, some.features, target) for target in range(dataset.t)]
    actual, size = some.targets.T, dot_size(dataset, 11)
    return [
        *(Sticks(FIRST, y, y, form, "loss", "residuals") for y, form in zip(actual, forms, strict=True)),
        *(
            Dots(FIRST, y, form, colour, f"{name} predicted", size=size)
            for y, form, colour, name in zip(actual, forms, colours(dataset), dataset.target_names, strict=True)
        ),
    ]


def _plane_tracks(
    dataset: Dataset, scaler: Scaler, choice: PictureChoice, region: np.ndarray | None
) -> list[Track | PlaneTrack]:
    colour, name = colours(dataset)[choice.target], dataset.target_names[choice.target]
    xs, ys, places = plane_places(dataset, choice, _NET)
    some = drawn(dataset)
    x, y = some.features[:, choice.free].T
    predicted = prediction_form(scaler, some.features, choice.target)
    tracks: list[Track | PlaneTrack] = [
        Plane(FIRST, xs, ys, prediction_form(scaler, places, choice.target), colour, f"{name}: model"),
        Stems(
            FIRST, x, y, some.targets[:, choice.target], predicted, colour, f"{name} predicted", dot_size(dataset, 9)
        ),
    ]
    if region is not None:
        here = prediction_form(scaler, region[None], choice.target)
        across, along = (float(region[i]) for i in choice.free)
        tracks.append(Point(FIRST, across, along, "user", "your region", z=here, size=14))
    return tracks


def _line_tracks(
    dataset: Dataset, scaler: Scaler, choice: PictureChoice, region: np.ndarray | None
) -> list[Track | PlaneTrack]:
    feature, some = choice.free[0], drawn(dataset)
    span, places = line_places(dataset, choice)
    predicted = prediction_form(scaler, some.features, choice.target)
    colour, name = colours(dataset)[choice.target], dataset.target_names[choice.target]
    tracks: list[Track | PlaneTrack] = [
        Sticks(FIRST, some.features[:, feature], some.targets[:, choice.target], predicted, "loss", "residuals"),
        Line(FIRST, span, prediction_form(scaler, places, choice.target), colour, f"{name}: model"),
    ]
    if region is not None:
        here = prediction_form(scaler, region[None], choice.target)
        tracks.append(Point(FIRST, float(region[feature]), here, "user", "your row", size=14))
    return tracks


def crop_readouts(dataset: Dataset, recipe: Recipe, scaler: Scaler) -> list[Readout]:
    """Return the live numbers beside the equations."""
    unit = dataset.target_units[0]
    scaled = bool((scaler.target_scale != 1).any())
    unit = unit if len(set(dataset.target_units)) == 1 else ""
    square = f"{unit}²" if unit else ""
    loss_unit = "scaled" if scaled else {"mse": square, "sse": square, "mae": unit}.get(recipe.loss, "")
    return [
        Readout("epoch", "Epoch", "text", "epoch"),
        Readout("loss", loss_label(recipe), "loss", "loss", loss_unit),
    ]


def crop_equations(dataset: Dataset, scaler: Scaler, region: np.ndarray | None = None) -> Equations:
    """Return each target's equation in data units, with the prediction for a region where one is given."""
    factors = tuple(in_text(name) for name in dataset.feature_names)
    return Equations(
        tuple(
            Equation(
                name,
                colours(dataset)[target],
                factors,
                parameters_form(scaler, target),
                None if region is None else prediction_form(scaler, region[None], target),
                f"{dataset.target_units[target]} {'for your row' if is_own(dataset) else 'in your region'}".strip(),
            )
            for target, name in enumerate(dataset.target_names)
        ),
        long=dataset.d > _SHORT,
    )


def pictures_height(dataset: Dataset) -> int:
    """Return how tall the pictures are: equations below the numbers take room from them, not the controls."""
    below = 0 if dataset.d <= _SHORT else 2 * _ROW * dataset.t
    return max(_LEAST_TALL, _TALL - below)
