"""How fast networks are trained, beside the algorithm of TensorFlow Playground.

That tool trains one network at a time, a neuron and a link at a time, on one row after the other, and updates after
each ten rows. `one_by_one.js` is that algorithm, written plainly, run by Node.js; it draws and keeps nothing.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from sys import executable

import numpy as np

from benchmarks.interleaved import interleaved, timed
from benchmarks.report import Measurement, seconds, times
from core.data import Dataset
from core.model import Recipe
from core.networks import Network
from core.training import stream, sweep

_EPOCHS = 1000
_ROUNDS = 3
_FASTER = 100
_STARTS = 500
_RULER = np.geomspace(0.001, 1, 21)
_RULER_SECONDS, _FIRST_SECONDS = 5, 1
_NODE = Path(executable).parent / "node"


def measure() -> Iterator[Measurement]:
    """Time one network and many starts at once, 4-2 tanh on 200 points, and the ruler's family of 8-8."""
    dataset, small, large = _points(), Network((4, 2)), Network((8, 8))
    recipe = Recipe(epochs=_EPOCHS, loss="cross_entropy", learning_rate=0.03, network=small)
    of_large = replace(recipe, network=large)
    starts = small.starts(2, 1, range(_STARTS))
    tasks = {
        "playground": _playground,
        "one": lambda: _EPOCHS / timed(partial(sweep, dataset, recipe)),
        "starts": lambda: _STARTS * _EPOCHS / timed(partial(sweep, dataset, recipe, starts=starts)),
        "ruler": lambda: timed(partial(sweep, dataset, of_large, _RULER)),
        "first": lambda: timed(lambda: next(stream(dataset, of_large, _RULER))),
    }
    taken = {name: median(each) for name, each in interleaved(tasks, _ROUNDS, warm_up=1).items()}
    for name, what in (("one", "one network"), ("starts", f"{_STARTS} starts at once")):
        ratio = taken[name] / taken["playground"]
        yield Measurement(
            f"4-2 tanh, 200 points, {what}: epochs a second, all kept", f"{taken[name]:.0f}",
            f"{taken['playground']:.0f}", times(ratio), f"≥ {_FASTER} ×", ratio >= _FASTER,
        )  # fmt: skip
    for name, what, limit in (
        ("ruler", f"21 rates × {_EPOCHS} epochs of 8-8", _RULER_SECONDS),
        ("first", "the first picture of them", _FIRST_SECONDS),
    ):
        yield Measurement(what, seconds(taken[name]), target=f"≤ {limit} s", met=taken[name] <= limit)


def _points() -> Dataset:
    """Return 200 points of exclusive or."""
    points = np.random.default_rng(0).uniform(-1, 1, (200, 2))
    return Dataset.from_arrays(points, points.prod(axis=1) < 0)


def _playground() -> float:
    """Return how many epochs a second the other algorithm trains."""
    script = Path(__file__).with_name("one_by_one.js")
    return float(subprocess.run([_NODE, script], capture_output=True, text=True, check=True).stdout)
