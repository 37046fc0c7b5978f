"""How long many starts and many resamples take at once, beside the same work done one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from statistics import median

import numpy as np

from benchmarks.interleaved import interleaved, timed
from benchmarks.report import Measurement, seconds, times
from core.data import Dataset, load
from core.exact import bootstrap, draw_starts
from core.model import Recipe
from core.training import sweep, train

_STARTS, _RESAMPLES = 200, 2000
_ROUNDS = 3
_SECONDS = 0.5


def measure() -> Iterator[Measurement]:
    """Time 200 starts of 2000 epochs and 2000 resamples of the Hubble data."""
    dataset, recipe = load("hubble_key_project"), Recipe(0.05, 2000, scaling="max")
    starts = draw_starts(_STARTS)
    tasks = {
        "starts": partial(timed, partial(sweep, dataset, recipe, starts=starts)),
        "resamples": partial(timed, partial(bootstrap, dataset, _RESAMPLES)),
        "each start": partial(timed, partial(train_one_by_one, dataset, recipe, starts)),
        "each resample": partial(timed, partial(fit_one_by_one, dataset, _RESAMPLES)),
    }
    taken = {name: median(series) for name, series in interleaved(tasks, _ROUNDS, warm_up=1).items()}
    for what, ours, theirs in (
        (f"{_STARTS} starts × {recipe.epochs} epochs at once, and one at a time", "starts", "each start"),
        (f"{_RESAMPLES} resamples fitted at once, and by `polyfit` one at a time", "resamples", "each resample"),
    ):
        yield Measurement(
            what, seconds(taken[ours]), seconds(taken[theirs]), f"{times(taken[theirs] / taken[ours])} faster",
            f"≤ {_SECONDS} s", taken[ours] <= _SECONDS,
        )  # fmt: skip


def train_one_by_one(dataset: Dataset, recipe: Recipe, starts: np.ndarray) -> list[np.ndarray]:
    """Train a run from each start, one after the other, and return their last parameters."""
    return [train(dataset, replace(recipe, start=tuple(start))).parameters[-1] for start in starts.tolist()]


def fit_one_by_one(dataset: Dataset, resamples: int) -> list[np.ndarray]:
    """Draw rows with replacement and fit a line to them, time and again."""
    generator = np.random.default_rng(0)
    x, y = dataset.features[:, 0], dataset.targets[:, 0]
    rows = generator.integers(dataset.n, size=(resamples, dataset.n))
    return [np.polyfit(x[row], y[row], 1) for row in rows]
