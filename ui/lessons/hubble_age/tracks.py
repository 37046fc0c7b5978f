"""All that moves in the Hubble lesson: tracks of its three views, and the readouts."""

from __future__ import annotations

import numpy as np

from core.cosmology import hubble_time
from core.exact import SlopeSpread
from core.training import Family
from ui.figures.line_tracks import data_unit_forms, line_readouts, prediction_form
from ui.lessons.hubble_age.hubble_view import HubbleView
from ui.lessons.hubble_age.pictures import AGES, GALAXIES, MIDDLE
from ui.lessons.hubble_age.universe import Universe
from ui.player import Bundle, Column, Form, Line, Path, Point, Readout, Swarm, Track

_KEPT = 120


def kept_of(starts: Family) -> np.ndarray:
    """Return the places of the epochs that the picture of many starts keeps, shape `(K,)`, denser at the beginning."""
    last = len(starts.epochs) - 1
    return np.unique(np.round(np.linspace(0, last**0.5, _KEPT) ** 2).astype(int))


def slope_range(
    hubble: HubbleView, starts: Family, spread: SlopeSpread | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the kept epochs, and the lowest and the highest slope there, each of shape `(K,)`.

    They are those of the whole square where theory knows them, else those of the starts that were drawn.
    """
    epochs = starts.epochs[kept_of(starts)]
    if spread is not None:
        return (epochs, *spread.at(epochs))
    slopes = hubble.scaler.parameters_to_data_units(starts.parameters[:, epochs])[..., 0]
    return epochs, np.nanmin(slopes, axis=0), np.nanmax(slopes, axis=0)


def training_tracks(hubble: HubbleView) -> list[Track]:
    """Return the line, the loss and the age of one run."""
    age = hubble.universe.age_form(_slope(hubble))
    return [
        _line(hubble),
        Path(MIDDLE, "epoch", "loss", "loss", "loss"),
        Point(MIDDLE, Column("epoch"), Column("loss"), "loss", "here"),
        Path(AGES, "epoch", age, "model", "age"),
        Point(AGES, Column("epoch"), age, "model", "age now"),
    ]


def starts_tracks(hubble: HubbleView, starts: Family) -> list[Track]:
    """Return the fan of lines, the swarm in the landscape and that of ages; the run on show stands out in each."""
    kept = kept_of(starts)
    epochs, parameters = starts.epochs[kept], np.swapaxes(starts.parameters[:, kept], 0, 1)
    lines = hubble.scaler.parameters_to_data_units(parameters)
    span = hubble.span
    ages = hubble.universe.factor * hubble_time(lines[..., 0])
    return [
        Bundle(GALAXIES, span, epochs, lines[..., :1] * span + lines[..., 1:], "model", "starts", alpha=0.1),
        _line(hubble),
        Swarm(MIDDLE, epochs, parameters[..., 0], parameters[..., 1], "model", "starts", size=6),
        Point(MIDDLE, Column(0), Column(1), "model", "this run"),
        Swarm(AGES, epochs, "epoch", ages, "model", "ages", size=6, alpha=0.35),
        Point(AGES, Column("epoch"), hubble.universe.age_form(_slope(hubble)), "model", "this run"),
    ]


def sure_tracks(hubble: HubbleView) -> list[Track]:
    """Return the line of the run, and where its slope and Hubble time stand among those of the resamples."""
    slope = _slope(hubble)
    return [
        _line(hubble),
        Point(MIDDLE, slope, 0.0, "model", "slope of the run", size=15),
        Point(AGES, Universe().age_form(slope), 0.0, "model", "Hubble time of the run", size=15),
    ]


def hubble_readouts(hubble: HubbleView) -> list[Readout]:
    """Return the live numbers: those of every line, and the times that follow from its slope, each once."""
    slope, universe = _slope(hubble), hubble.universe
    shown = line_readouts(hubble.dataset, hubble.run.recipe, hubble.scaler)[:4]
    if universe.factor == 1:
        # The same number twice would ask for a difference.
        return [*shown, Readout("age", "Age = 1/H₀", "model", "form", "Gyr", form=universe.age_form(slope))]
    return [
        *shown,
        Readout("hubble_time", "Hubble time 1/H₀", "model", "form", "Gyr", form=Universe().age_form(slope)),
        Readout("age", f"Age = {universe.factor:.4g}/H₀", "model", "form", "Gyr", form=universe.age_form(slope)),
    ]


def _slope(hubble: HubbleView) -> Form:
    return data_unit_forms(hubble.scaler)[0]


def _line(hubble: HubbleView) -> Line:
    span = hubble.span
    return Line(GALAXIES, span, prediction_form(hubble.scaler, span), "model", "model")
