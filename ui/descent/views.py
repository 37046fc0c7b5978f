"""The three ways to look at descent: one run, a race, the same run in two worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import plotly.graph_objects as go

from core import Dataset, Family, History, Minimum, Recipe, Scaler, Stability
from ui.descent import worlds
from ui.descent.notes import directions_hold
from ui.descent.pictures import FLAT, SPACE, descent_figure
from ui.descent.race import Entrant, train_racers
from ui.descent.tracks import descent_readouts, descent_tracks, race_readouts
from ui.descent.worlds import World
from ui.player import Panel, Readout, Track, kept_epochs
from ui.training import Training, train_in_session

DATA = (
    "study_hours",
    "study_hours_x10",
    "four_scores",
    "hubble_key_project",
    "hubble_key_project_24",
    "hubble_1929",
    "perceptron",
)
VIEWS = MappingProxyType({"one": "One run", "race": "A race", "worlds": "Two worlds"})
GROUNDS = MappingProxyType({"contours": "Map", "surface": "3-D surface"})


@dataclass(frozen=True, eq=False)
class View:
    """What the player shows, and what the notes speak of.

    Attributes:
        entrants: The runs on the landscape, the page's own first; empty in two worlds.
        worlds: The raw and the z-scored world, where it is them that are shown.
        trainings: What is trained beside the page's own run.
    """

    figure: go.Figure
    tracks: Sequence[Track]
    panels: Sequence[Panel]
    readouts: Sequence[Readout]
    others: Sequence[History]
    entrants: Sequence[Entrant]
    worlds: tuple[World, World] | None
    trainings: Sequence[Training]


def on_landscape(
    dataset: Dataset,
    scaler: Scaler,
    run: History,
    family: Family,
    answer: Minimum,
    limits: Stability,
    *,
    races: bool,
    space: bool,
    beside: Sequence[History] = (),
) -> View:
    """Return one run, or several that race, on the landscape of its loss.

    Args:
        dataset: One feature, one target.
        scaler: From data units to training units.
        run: The page's own run.
        family: The runs of the ruler.
        answer: The exact answer.
        limits: The curvature; its directions are drawn where the landscape is a bowl.
        races: Whether the racers of the page's settings run, too.
        space: Whether the landscape is a surface in space, or a map.
        beside: Runs that were kept, which the landscape has room for, too.
    """
    entrants = [Entrant("model", run.recipe, run)]
    trainings: list[Training] = []
    readouts = descent_readouts(dataset, scaler, run.recipe)
    if races:
        entrants, trainings = train_racers(dataset, run)
        readouts = race_readouts(entrants)
    growing = any(training.growing for training in trainings)
    directions = limits if directions_hold(run.recipe) and not races else None
    return View(
        descent_figure(dataset, scaler, entrants, family, answer, directions, space=space, beside=beside),
        descent_tracks(dataset, scaler, entrants, answer, space=space),
        SPACE if space else FLAT,
        readouts,
        [_for_now(entrant.run, growing) for entrant in entrants[1:]],
        entrants,
        None,
        trainings,
    )


def _for_now(run: History, growing: bool) -> History:
    """Return a run as it travels: whole, or thinned as the ruler's are while more comes anew twice a second."""
    if not growing:
        return run
    kept = kept_epochs(len(run.epochs) - 1)
    return replace(
        run,
        epochs=run.epochs[kept],
        losses=run.losses[kept],
        parameters=run.parameters[kept],
        gradients=run.gradients[kept],
    )


def in_two_worlds(dataset: Dataset, run: History, family: Family) -> View:
    """Return a run on the raw data beside the same run on z-scored data.

    Args:
        dataset: One feature, one target.
        run: The page's own run, on the raw data.
        family: The runs of the ruler.
    """
    recipe: Recipe = worlds.scored_recipe(dataset, run.recipe, np.asarray(run.parameters[0]))
    training = train_in_session(dataset, recipe, None, slot="_scored")
    raw, scored = worlds.world_of(dataset, run), worlds.world_of(dataset, training.family()[0])
    return View(
        worlds.worlds_figure(dataset, raw, scored, family),
        worlds.worlds_tracks(),
        worlds.PANELS,
        worlds.worlds_readouts(raw, scored),
        [_for_now(worlds.in_raw_units(raw, scored), training.growing)],
        (),
        (raw, scored),
        [training],
    )
