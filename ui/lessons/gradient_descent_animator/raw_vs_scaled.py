"""The same run twice: on the raw data and on z-scored ones, from the same line, on one clock."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import plotly.graph_objects as go

from core.data import Dataset, Scaler, fit_scaler
from core.exact import Minimum, Stability, minimum, stability
from core.model import Recipe
from core.training import Family, History
from ui.figures.landscape import landscape_window
from ui.figures.line_tracks import data_unit_forms
from ui.figures.loss_curve import loss_picture
from ui.figures.parts import composed
from ui.lessons.gradient_descent_animator.pictures import map_picture
from ui.lessons.gradient_descent_animator.tracks import owner
from ui.player import Column, Form, Panel, Path, Point, Readout, Track
from ui.player.palette import Meaning

RAW, SCORED, CURVE = range(3)
PANELS = (Panel("x", "y", share=1.15), Panel("x2", "y2", share=1.15), Panel("x3", "y3"))
_COLOURS: tuple[Meaning, Meaning] = ("first", "second")
_NAMES = ("raw", "z-scored")
_PROPORTION = 355 / 232
"""Width over height of a landscape's axes on a wide screen."""


@dataclass(frozen=True, eq=False)
class ScaledRun:
    """One of the two: its units, the run in them, the exact answer and the curvature."""

    scaler: Scaler
    run: History
    answer: Minimum
    limits: Stability


def raw_recipe(recipe: Recipe) -> Recipe:
    """Return the recipe of the run on the raw data."""
    return replace(recipe, scaling="none")


def scored_recipe(dataset: Dataset, recipe: Recipe, start: np.ndarray) -> Recipe:
    """Return the recipe of the same run on z-scored data.

    It begins with the same line, and at the same share of the rate from which plain descent diverges there.

    Args:
        dataset: One feature, one target.
        recipe: Of the run on the raw data.
        start: Where that begins, in data units, shape `(2,)`.
    """
    scored = replace(recipe, scaling="zscore")
    times = stability(dataset, scored).critical_rate / stability(dataset, recipe).critical_rate
    return replace(
        scored,
        learning_rate=times * recipe.learning_rate,
        earlier=tuple((end, times * rate) for end, rate in recipe.earlier),
        start=tuple(fit_scaler(dataset, "zscore").parameters_to_training_units(start)),
    )


def scaled_run_of(dataset: Dataset, run: History) -> ScaledRun:
    """Return the world that a run lives in."""
    recipe = run.recipe
    return ScaledRun(fit_scaler(dataset, recipe.scaling), run, minimum(dataset, recipe), stability(dataset, recipe))


def in_raw_units(raw: ScaledRun, scored: ScaledRun) -> History:
    """Return the scored run with its losses in the raw run's units, for one picture of both.

    Both begin with the same line, so the two first losses are the same error in two units.
    """
    first, scaled = float(raw.run.losses[0]), float(scored.run.losses[0])
    return replace(scored.run, losses=scored.run.losses * (first / scaled if scaled else 1.0))


def raw_vs_scaled_figure(dataset: Dataset, raw: ScaledRun, scored: ScaledRun, family: Family) -> go.Figure:
    """Draw all that stands still: both landscapes with their exact answers, and the floor of the loss.

    Args:
        dataset: One feature, one target.
        raw: The run on the raw data.
        scored: The run on z-scored data.
        family: The runs of the ruler, on the raw data.
    """
    maps = []
    for world, panel, colour, name in zip((raw, scored), PANELS, _COLOURS, _NAMES, strict=False):
        of_ruler = family if world is raw else None
        window = landscape_window([world.run], of_ruler, world.answer)
        window = window if world is raw else _round(window, world.answer)
        legend: list[tuple[Meaning, str]] = [(colour, "━ path"), ("exact", "✕ best fit")]
        recipe, title = world.run.recipe, name.capitalize()
        picture = map_picture(panel, dataset, recipe, world.answer, window, legend, title=title)
        # On a screen of any shape a round bowl is round; raw slope and intercept have no unit in common.
        anchored = {} if world is raw else {"scaleanchor": panel.x}
        maps.append(replace(picture, y_axis={**picture.y_axis, **anchored}))
    curves: list[tuple[Meaning, str]] = [(colour, f"━ {name}") for colour, name in zip(_COLOURS, _NAMES, strict=True)]
    others = [in_raw_units(raw, scored)]
    return composed((*maps, loss_picture(PANELS[CURVE], raw.run, raw.answer, others=others, entries=curves)), PANELS)


def _round(window: np.ndarray, answer: Minimum) -> np.ndarray:
    """Return a window around the answer with the proportions of its panel, in which a round bowl looks round."""
    height = float(np.abs(window[1] - answer.parameters[1]).max())
    reach = np.array([_PROPORTION * height, height])
    return np.stack([answer.parameters - reach, answer.parameters + reach], axis=1)


def raw_vs_scaled_tracks() -> list[Track]:
    """Return what moves: each world's path in its own landscape, and both losses."""
    tracks: list[Track] = []
    for i, panel in ((1, SCORED), (0, RAW)):
        colour, name, of = _COLOURS[i], _NAMES[i], owner(i)
        tracks += [
            Path(CURVE, "epoch", "loss", colour, f"{name}, loss", of=of),
            Point(CURVE, Column("epoch"), Column("loss"), colour, f"{name}, loss now", of=of),
            Path(panel, 0, 1, colour, name, of=of),
            Point(panel, Column(0), Column(1), colour, f"{name}, now", of=of),
        ]
    return tracks


def raw_vs_scaled_readouts(raw: ScaledRun, scored: ScaledRun) -> list[Readout]:
    """Return the live numbers: slope and intercept of both in data units, beside the exact ones."""
    exact = raw.scaler.parameters_to_data_units(raw.answer.parameters)
    shown = [Readout("epoch", "Epoch", "text", "epoch"), Readout("loss", "Loss, raw", "loss", "loss")]
    for i, name in enumerate(("slope", "intercept")):
        for place, world in enumerate((raw, scored)):
            key, label = f"{name}_{('raw', 'scored')[place]}", f"{name.capitalize()}, {_NAMES[place]}"
            form = data_unit_forms(world.scaler)[i]
            shown.append(Readout(key, label, _COLOURS[place], "form", form=form, of=owner(place)))
        still = Form(exact[i : i + 1], np.zeros((1, 2)))
        shown.append(Readout(f"{name}_exact", f"{name.capitalize()}, best fit", "exact", "form", form=still))
    return shown
