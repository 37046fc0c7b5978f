"""All that moves in the pictures of a model of several features and targets."""

from __future__ import annotations

import numpy as np

from core import Dataset, Recipe, Scaler
from ui.crops.pictures import COLOURS, CURVE, FIRST, PARAMETERS, Look, plane_places
from ui.forms import parameters_form, prediction_form
from ui.player import Column, Dots, Path, Point, Readout, Sticks, Track
from ui.player.sheet import Equation, Equations, Sheet, SheetTrack, Stems

_NET = 9
"""Lines of the plane's net each way."""


def crop_tracks(
    dataset: Dataset, scaler: Scaler, look: Look, region: np.ndarray | None = None
) -> list[Track | SheetTrack]:
    """Return all that moves: predictions or the plane, every parameter's path, and the loss.

    Args:
        dataset: Three features, two targets.
        scaler: From data units to training units.
        look: What the first picture shows.
        region: Features of a region to predict, shape `(3,)`, in data units.
    """
    first = _fit_tracks(dataset, scaler) if look.view == "fit" else _plane_tracks(dataset, scaler, look, region)
    names = [name.lower() for name in (*dataset.feature_names, "bias")]
    paths: list[Track | SheetTrack] = []
    for i in range((dataset.d + 1) * dataset.t):
        feature, target = divmod(i, dataset.t)
        name = f"{dataset.target_names[target]}: {names[feature]}"
        paths.append(Path(PARAMETERS, "epoch", i, COLOURS[target], name, width=2))
        paths.append(Point(PARAMETERS, Column("epoch"), Column(i), COLOURS[target], name, size=8))
    return [
        *first,
        *paths,
        Path(CURVE, "epoch", "loss", "loss", "loss"),
        Point(CURVE, Column("epoch"), Column("loss"), "loss", "here"),
    ]


def _fit_tracks(dataset: Dataset, scaler: Scaler) -> list[Track | SheetTrack]:
    forms = [prediction_form(scaler, dataset.features, target) for target in range(dataset.t)]
    actual = dataset.targets.T
    return [
        *(Sticks(FIRST, y, y, form, "loss", "residuals") for y, form in zip(actual, forms, strict=True)),
        *(
            Dots(FIRST, y, form, colour, f"{name} predicted", size=11)
            for y, form, colour, name in zip(actual, forms, COLOURS, dataset.target_names, strict=True)
        ),
    ]


def _plane_tracks(dataset: Dataset, scaler: Scaler, look: Look, region: np.ndarray | None) -> list[Track | SheetTrack]:
    colour, name = COLOURS[look.target], dataset.target_names[look.target]
    xs, ys, places = plane_places(dataset, look, _NET)
    x, y = dataset.features[:, look.free].T
    predicted = prediction_form(scaler, dataset.features, look.target)
    tracks: list[Track | SheetTrack] = [
        Sheet(FIRST, xs, ys, prediction_form(scaler, places, look.target), colour, f"{name}: model"),
        Stems(FIRST, x, y, dataset.targets[:, look.target], predicted, colour, f"{name} predicted"),
    ]
    if region is not None:
        here = prediction_form(scaler, region[None], look.target)
        across, along = (float(region[i]) for i in look.free)
        tracks.append(Point(FIRST, across, along, "hand", "your region", z=here, size=14))
    return tracks


def crop_readouts(dataset: Dataset, recipe: Recipe, scaler: Scaler) -> list[Readout]:
    """Return the live numbers beside the equations."""
    unit = dataset.target_units[0]
    scaled = bool((scaler.target_scale != 1).any())
    loss_unit = "scaled" if scaled else {"mse": f"{unit}²", "sse": f"{unit}²", "mae": unit}.get(recipe.loss, "")
    return [
        Readout("epoch", "Epoch", "text", "epoch"),
        Readout("loss", f"Loss ({recipe.loss.upper()})", "loss", "loss", loss_unit),
    ]


def crop_equations(dataset: Dataset, scaler: Scaler, region: np.ndarray | None = None) -> Equations:
    """Return each target's equation in data units, with the prediction for a region where one is given."""
    factors = tuple(name.lower() for name in dataset.feature_names)
    return Equations(
        tuple(
            Equation(
                name,
                COLOURS[target],
                factors,
                parameters_form(scaler, target),
                None if region is None else prediction_form(scaler, region[None], target),
                f"{dataset.target_units[target]} in your region",
            )
            for target, name in enumerate(dataset.target_names)
        )
    )
