"""Twenty starts at once: what the settings lead to from twenty seeds, as a wall of small fields."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import streamlit as st

from core.analysis import LEARNED, scores_at
from core.model import CLASS_LOSSES
from core.training import Family
from ui.lessons.neural_network import view
from ui.page.values import Trained
from ui.player import kept_rows
from ui.player.network_form import NetworkLoss, accuracy
from ui.player.networks import NetworkGraph, StartsWall
from ui.session.training import Training, train_in_session
from ui.text.numbers import percent, written

COUNT = 20
_LARGEST_SEED = 2**31 - 1
_MAX_NUMBERS = 600_000
"""So many parameters travel at most: a small field needs no epoch that the eye cannot tell from the next."""


def seeds_of(seed: int) -> range:
    """Return the twenty seeds among which one is; they stay the same whichever of them is chosen."""
    first = min(seed - seed % COUNT, _LARGEST_SEED - COUNT + 1)
    return range(first, first + COUNT)


def trainings_of(trained: Trained) -> list[Training]:
    """Return the training of the twenty starts, as far as there is time now; none where they are not on show."""
    dataset, recipe, network = trained.dataset, trained.recipe, trained.recipe.network
    if st.session_state["view"] != "starts" or trained.guess.asks or network is None:
        return []
    seeds = seeds_of(recipe.seed)
    # Whichever of them is on show, the twenty are the same runs.
    same = replace(recipe, seed=seeds[0])
    starts = network.starts(dataset.d, dataset.t, seeds)
    return [train_in_session(dataset, same, None, starts=starts, slot="_starts")]


def wall_or_graph(trained: Trained, twenty: list[Training]) -> StartsWall | NetworkGraph:
    """Return what stands beside the pictures: the twenty starts where they are on show, otherwise the network."""
    graph = view.graph_of(trained)
    return _wall(trained, twenty[0].family(), graph) if twenty else graph


def _wall(trained: Trained, family: Family, graph: NetworkGraph) -> StartsWall:
    dataset, recipe = trained.dataset, trained.recipe
    runs = [family[i] for i in range(COUNT)]
    rows = [_rows_of(run.epochs, run.parameters.shape[1]) for run in runs]
    judged = NetworkLoss.of(recipe, trained.scaler, dataset)
    classes = recipe.loss in CLASS_LOSSES
    seeds = seeds_of(recipe.seed)
    return StartsWall(
        graph.form, graph.ranges, graph.colours, graph.levels,
        judged=accuracy(judged) if classes else NetworkLoss("mse", judged.network, judged.rows, judged.targets),
        bound=100 * LEARNED if classes else (1 - LEARNED) * float(judged.targets.var()),
        rule=_rule(classes=classes),
        seeds=tuple(seeds),
        chosen=seeds.index(recipe.seed),
        offsets=tuple(int(end) for end in np.cumsum([0, *map(len, rows)])),
        epochs=np.concatenate([run.epochs[kept] for run, kept in zip(runs, rows, strict=True)]),
        losses=np.concatenate([run.losses[kept] for run, kept in zip(runs, rows, strict=True)]),
        parameters=np.concatenate([run.parameters[kept] for run, kept in zip(runs, rows, strict=True)]),
        diverged=tuple(run.diverged_at is not None for run in runs),
    )  # fmt: skip


def _rows_of(epochs: np.ndarray, parameters: int) -> np.ndarray:
    """Return which epochs of a run travel, by their place, shape `(k,)`; the last does."""
    kept = kept_rows(epochs)
    step = math.ceil(len(kept) * COUNT * parameters / _MAX_NUMBERS)
    return np.union1d(kept[::step], [len(epochs) - 1])


def _rule(*, classes: bool) -> str:
    if classes:
        return f"has at least {percent(LEARNED)} of the points on the side of their class"
    return f"explains at least {percent(LEARNED)} of how much the points vary"


def note_on(trained: Trained, twenty: list[Training], epoch: int) -> str | None:
    """Return how many of the twenty have learned at an epoch, and how far apart they end."""
    if not twenty:
        return None
    runs = list(twenty[0].family())
    at = [int(np.searchsorted(run.epochs, epoch, side="right")) - 1 for run in runs]
    parameters = np.array([run.parameters[row] for run, row in zip(runs, at, strict=True)])
    with np.errstate(all="ignore"):  # a run that flew apart may have parameters without measure
        scores = scores_at(trained.dataset, trained.recipe, parameters)
    losses = [float(run.losses[row]) for run, row in zip(runs, at, strict=True)]
    learned, seeds = int((scores >= LEARNED).sum()), seeds_of(trained.recipe.seed)
    rule = _rule(classes=trained.recipe.loss in CLASS_LOSSES)
    batches = (
        f" The order of their mini-batches is that of seed {seeds[0]:,} for all of them."
        if trained.recipe.batch_size is not None
        else ""
    )
    return (
        f"**{learned} of {COUNT} starts have learned at epoch {epoch:,}**"
        f" (seeds {seeds[0]:,} to {seeds[-1]:,}). A start has learned where its network {rule}. "
        f"The losses lie between {written(min(losses), 3)} and {written(max(losses), 3)}. "
        "All of them are trained by the same settings; only the random weights with which "
        f"they begin differ.{batches}"
    )
