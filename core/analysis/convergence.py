"""Say when a run arrives at the optimum: at which epoch, and after how many seconds of the plain loop."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from core.data import Dataset
from core.exact import Minimum
from core.model import Recipe, finish
from core.training import History, broadcast_runs, build_problem, stepwise

_ROUNDING = 1e-12
_STEPS = 64
_ROUNDS = 5


def distances(history: History, answer: Minimum) -> np.ndarray:
    """Return how far the parameters are from the optimum at each epoch, in training units, shape `(k + 1,)`."""
    return np.asarray(np.linalg.norm(history.parameters - answer.parameters, axis=1))


def arrival(history: History, answer: Minimum, fraction: float = 0.01) -> int | None:
    """Return the first epoch from which on a run stays within a fraction of its first distance, if it does.

    The distance is the Euclidean one from the optimum, in training units. A start at the optimum has arrived
    when it moves away by no more than rounding errors.

    Args:
        history: The run.
        answer: The optimum of its loss.
        fraction: Above 0 and below 1.

    Raises:
        ValueError: If `fraction` is not between 0 and 1.
    """
    if not 0 < fraction < 1:
        raise ValueError(f"fraction must be between 0 and 1, not {fraction!r}.")
    if history.diverged_at is not None:
        return None
    way = distances(history, answer)
    outside = np.flatnonzero(way > max(fraction * way[0], _ROUNDING * float(np.linalg.norm(answer.parameters))))
    if not len(outside):
        return int(history.epochs[0])
    return None if outside[-1] + 1 == len(way) else int(history.epochs[outside[-1] + 1])


def measured_epoch_seconds(dataset: Dataset, recipe: Recipe) -> float:
    """Measure how long an epoch of one run takes, step by step, on this machine and now.

    It is the plain loop of predictions, gradient and update that is timed, whatever shortcut `train` would take:
    the best of five rounds of at least 64 steps each, divided by their epochs.

    Args:
        dataset: Features and targets.
        recipe: Optimizer, batch size and loss matter; the learning rate hardly does.

    Raises:
        ValueError: If the recipe does not fit the data set or the machine.
    """
    rates, starts = broadcast_runs(dataset, recipe, None, None)
    walk, _ = stepwise.begin(build_problem(dataset, recipe, rates, starts))
    finish(walk.theta.device)
    steps = -(-dataset.n // (recipe.batch_size or dataset.n))
    epochs = -(-_STEPS // steps)
    rounds = []
    for _ in range(_ROUNDS):
        began = perf_counter()
        walk, _ = stepwise.advance(walk, epochs)
        finish(walk.theta.device)
        rounds.append(perf_counter() - began)
    return min(rounds) / epochs
