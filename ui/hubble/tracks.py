"""All that moves in the Hubble lesson: tracks of its three views, and the readouts."""

from __future__ import annotations

import numpy as np

from core import Family, SlopeSpread, hubble_time
from ui.hubble.pictures import AGES, GALAXIES, MIDDLE
from ui.hubble.sky import Sky
from ui.hubble.universe import Universe
from ui.line_pictures import shown_span
from ui.line_tracks import data_unit_forms, line_readouts, prediction_form
from ui.player import Bundle, Column, Form, Line, Path, Point, Readout, Swarm, Track

_KEPT = 120


def kept_of(starts: Family) -> np.ndarray:
    """Return the places of the epochs that the picture of many starts keeps, shape `(K,)`, denser at the beginning."""
    last = len(starts.epochs) - 1
    return np.unique(np.round(np.linspace(0, last**0.5, _KEPT) ** 2).astype(int))


def slope_range(sky: Sky, starts: Family, spread: SlopeSpread | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the kept epochs, and the lowest and the highest slope there, each of shape `(K,)`.

    They are those of the whole square where theory knows them, else those of the starts that were drawn.
    """
    epochs = starts.epochs[kept_of(starts)]
    if spread is not None:
        return (epochs, *spread.at(epochs))
    slopes = sky.scaler.parameters_to_data_units(starts.parameters[:, epochs])[..., 0]
    return epochs, np.nanmin(slopes, axis=0), np.nanmax(slopes, axis=0)


def training_tracks(sky: Sky) -> list[Track]:
    """Return the line, the loss and the age of one run."""
    age = sky.universe.age_form(_slope(sky))
    return [
        _line(sky),
        Path(MIDDLE, "epoch", "loss", "loss", "loss"),
        Point(MIDDLE, Column("epoch"), Column("loss"), "loss", "here"),
        Path(AGES, "epoch", age, "model", "age"),
        Point(AGES, Column("epoch"), age, "model", "age now"),
    ]


def starts_tracks(sky: Sky, starts: Family) -> list[Track]:
    """Return the fan of lines, the swarm in the landscape and that of ages; the run on show stands out in each."""
    kept = kept_of(starts)
    epochs, parameters = starts.epochs[kept], np.swapaxes(starts.parameters[:, kept], 0, 1)
    lines = sky.scaler.parameters_to_data_units(parameters)
    span = np.array(shown_span(sky.dataset, origin=True))
    ages = sky.universe.factor * hubble_time(lines[..., 0])
    return [
        Bundle(GALAXIES, span, epochs, lines[..., :1] * span + lines[..., 1:], "model", "starts", alpha=0.1),
        _line(sky),
        Swarm(MIDDLE, epochs, parameters[..., 0], parameters[..., 1], "model", "starts", size=6),
        Point(MIDDLE, Column(0), Column(1), "model", "this run"),
        Swarm(AGES, epochs, "epoch", ages, "model", "ages", size=6, alpha=0.35),
        Point(AGES, Column("epoch"), sky.universe.age_form(_slope(sky)), "model", "this run"),
    ]


def sure_tracks(sky: Sky) -> list[Track]:
    """Return the line of the run, and where its slope and Hubble time stand among those of the resamples."""
    slope = _slope(sky)
    return [
        _line(sky),
        Point(MIDDLE, slope, 0.0, "model", "slope of the run", size=15),
        Point(AGES, Universe().age_form(slope), 0.0, "model", "Hubble time of the run", size=15),
    ]


def hubble_readouts(sky: Sky) -> list[Readout]:
    """Return the live numbers: those of every line, and the times that follow from its slope."""
    slope, universe = _slope(sky), sky.universe
    return [
        *line_readouts(sky.dataset, sky.run.recipe, sky.scaler)[:4],
        Readout("hubble_time", "Hubble time 1/H₀", "model", "form", "Gyr", form=Universe().age_form(slope)),
        Readout("age", f"Age = {universe.factor:.4g}/H₀", "model", "form", "Gyr", form=universe.age_form(slope)),
    ]


def _slope(sky: Sky) -> Form:
    return data_unit_forms(sky.scaler)[0]


def _line(sky: Sky) -> Line:
    span = np.array(shown_span(sky.dataset, origin=True))
    return Line(GALAXIES, span, prediction_form(sky.scaler, span), "model", "model")
