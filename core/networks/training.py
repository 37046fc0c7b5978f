"""Train networks, many at once: each step is a few products of matrices for all of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from core.data import Dataset
from core.model import Recipe
from core.networks.network import Network
from core.networks.problem import Problem, build_problem
from core.networks.runs import NetworkRun, NetworkRuns
from core.networks.steps import Kept, advance, begin, loss_of_zeros, select
from core.training import DIVERGENCE_FACTOR, pair_runs

Floats = NDArray[np.float64]
CHUNK_NUMBERS = 1 << 20  # parameters a chunk holds at most: 8 MiB
CHUNK_SECONDS = 0.04  # what a chunk should take on a modest CPU, where
STEP_SECONDS = 150e-6  # is about the cost of a step,
NUMBER_SECONDS = 4e-9  # and of a row times a parameter


def train_network(dataset: Dataset, network: Network, recipe: Recipe) -> NetworkRun:
    """Train one network and return the whole run.

    Args:
        dataset: Features and targets; for a loss of classes the targets are 0 and 1.
        network: What to train.
        recipe: How; its start is the network's affair, its activation does not matter.

    Raises:
        ValueError: If the recipe does not fit the data set or the machine.
    """
    return NetworkRuns.join(stream_networks(dataset, network, recipe))[0]


def sweep_networks(
    dataset: Dataset,
    network: Network,
    recipe: Recipe,
    learning_rates: ArrayLike | None = None,
    *,
    starts: ArrayLike | None = None,
    every: int = 1,
) -> NetworkRuns:
    """Train many networks at once; see `stream_networks`."""
    return NetworkRuns.join(stream_networks(dataset, network, recipe, learning_rates, starts=starts, every=every))


def stream_networks(
    dataset: Dataset,
    network: Network,
    recipe: Recipe,
    learning_rates: ArrayLike | None = None,
    *,
    starts: ArrayLike | None = None,
    every: int = 1,
) -> Iterator[NetworkRuns]:
    """Train networks from several learning rates, several starts, or pairs of both, and yield them while they grow.

    The first chunk is epoch 0 alone; the lengths of the others follow from the size of the problem. Closing the
    iterator stops the work; it ends early when every run has diverged.

    Args:
        dataset: Features and targets; for a loss of classes the targets are 0 and 1.
        network: What to train.
        recipe: How; without `starts`, its seed draws one by the network's initializer.
        learning_rates: Shape `(B,)`, or None for the recipe's; a single one serves all starts.
        starts: Shape `(B, P)`, or None; a single one serves all rates.
        every: How many epochs lie between those that are kept; the last is kept, too. With mini-batches losses are
            computed at these alone, and divergence is found at these alone.

    Raises:
        ValueError: At the call, if the recipe, rates or starts do not fit the data set or the machine.
    """
    problem = build_problem(dataset, network, recipe)
    rates, points = _runs(problem, learning_rates, starts)
    if every < 1:
        raise ValueError(f"every must be a whole number of at least 1, not {every!r}.")
    return _chunks(dataset, problem, rates, points, every)


def _runs(problem: Problem, learning_rates: ArrayLike | None, starts: ArrayLike | None) -> tuple[Floats, Floats]:
    """Return the learning rate, shape `(B,)`, and the start, shape `(B, P)`, of each run."""
    recipe = problem.recipe
    if starts is None:
        inputs, outputs = problem.rows.shape[1], problem.targets.shape[1]
        starts = problem.network.starts(inputs, outputs, [recipe.seed], recipe.dtype)
    rates = [recipe.learning_rate] if learning_rates is None else learning_rates
    return pair_runs(rates, starts, len(problem.paid))


def _chunks(dataset: Dataset, problem: Problem, rates: Floats, points: Floats, every: int) -> Iterator[NetworkRuns]:
    recipe, count = problem.recipe, len(rates)
    state, first = begin(problem, rates, points)
    limits = DIVERGENCE_FACTOR * torch.maximum(first, loss_of_zeros(problem))
    alive, longest = np.arange(count), _longest_chunk(problem, count)
    diverged_at: list[int | None] = [None] * count
    kept = Kept(np.zeros(1, dtype=np.int64), first[:, None], state.theta[:, None])
    while True:
        ended = ~(kept.losses <= limits[:, None]) | kept.losses.isinf()
        for run, row in zip(alive, ended.cpu().numpy(), strict=True):
            diverged_at[run] = int(kept.epochs[row.argmax()]) if row.any() else None
        losses, parameters = (
            _spread(_cut(each, kept.losses, ended), alive, count) for each in (kept.losses, kept.parameters)
        )
        yield NetworkRuns(dataset, problem.network, recipe, rates, kept.epochs, losses, parameters, tuple(diverged_at))
        going = ~ended.any(dim=1)
        if state.epoch >= recipe.epochs or not going.any():
            return
        if not going.all():
            state, limits, alive = select(state, going), limits[going], alive[going.cpu().numpy()]
        state, kept = advance(problem, state, min(longest, recipe.epochs - state.epoch), every)


def _cut(values: Tensor, found: Tensor, ended: Tensor) -> Tensor:
    """Return the numbers up to each run's divergence, NaN after it; the diverging epoch is kept where it is finite."""
    over = (ended.cumsum(dim=1) > 1) | ~found.isfinite()
    return values.masked_fill(over if values.ndim == 2 else over[..., None], torch.nan)


def _spread(values: Tensor, alive: NDArray[np.intp], count: int) -> Floats:
    """Return an array with a row for each run, NaN for those that have ended before."""
    whole = np.full((count, *values.shape[1:]), np.nan)
    whole[alive] = values.cpu().to(torch.float64).numpy()
    return whole


def _longest_chunk(problem: Problem, count: int) -> int:
    """Return how many epochs a chunk should have at most, from the size of the problem alone."""
    rows, size = len(problem.rows), len(problem.paid)
    steps = -(-rows // (problem.recipe.batch_size or rows))
    seconds = steps * STEP_SECONDS + 2 * rows * count * size * NUMBER_SECONDS
    return max(1, min(CHUNK_NUMBERS // (count * size) or 1, int(CHUNK_SECONDS / seconds)))
