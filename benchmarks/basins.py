"""How long the map of which starts learn takes, beside the same runs one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import median

import numpy as np

from benchmarks.interleaved import interleaved, timed
from benchmarks.report import Measurement, seconds, times
from core.data import load
from core.model import Recipe
from core.neuron import find_basins
from core.training import train

_AXIS = np.linspace(0, 1, 101)
_SAMPLE = 4
_ROUNDS = 3
_MAX_SECONDS = 2


def measure() -> Iterator[Measurement]:
    """Time 10,201 runs of 4000 iterations for each activation the lesson offers."""
    dataset = load("perceptron")
    draw = np.random.default_rng(0).choice(_AXIS, (_SAMPLE, 2))
    for activation in ("relu", "tanh"):
        recipe = Recipe(0.001, 4000, "sse", activation=activation)
        alone = [Recipe(0.001, 4000, "sse", activation=activation, start=tuple(start)) for start in draw.tolist()]

        def one_at_a_time(recipes: list[Recipe] = alone) -> None:
            for each in recipes:
                train(dataset, each)

        taken = interleaved(
            {
                "map": partial(timed, partial(find_basins, dataset, recipe, _AXIS, _AXIS)),
                "alone": partial(timed, one_at_a_time),
            },
            _ROUNDS,
            warm_up=1,
        )
        ours = median(taken["map"])
        whole = median(taken["alone"]) / _SAMPLE * len(_AXIS) ** 2
        yield Measurement(
            f"map of which starts learn, {activation}; one at a time, from {_SAMPLE} of them",
            seconds(ours), seconds(whole),
            f"{times(whole / ours)} faster", f"≤ {_MAX_SECONDS} s", ours <= _MAX_SECONDS,
        )  # fmt: skip
