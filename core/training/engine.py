"""Train: one run, many at once, or as a stream of chunks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from core.data import Dataset
from core.model import Recipe
from core.training import affine, stepwise
from core.training.history import Family, History, OptimizerStates
from core.training.problem import Problem, Trace, build_problem, evaluate
from core.training.runs import broadcast_runs

DIVERGENCE_FACTOR = 1e8  # a run has diverged when its loss exceeds this times the larger loss of its start and of zeros
FIRST_CHUNK = 64  # epochs
CHUNK_NUMBERS = 1 << 20  # numbers a chunk of parameters holds at most: 8 MiB
CHUNK_SECONDS = 0.04  # what a chunk should take on a modest CPU, where
STEP_SECONDS = 60e-6  # is about the cost of a step,
NUMBER_SECONDS = 2e-9  # and of a row times a parameter

Floats = NDArray[np.float64]


def train(dataset: Dataset, recipe: Recipe) -> History:
    """Train one model and return the whole run.

    Args:
        dataset: Features and targets.
        recipe: How to train.

    Raises:
        ValueError: If the recipe does not fit the data set or the machine.
    """
    return sweep(dataset, recipe)[0]


def sweep(
    dataset: Dataset,
    recipe: Recipe,
    learning_rates: ArrayLike | None = None,
    *,
    starts: ArrayLike | None = None,
) -> Family:
    """Train many models at once, from several learning rates, several starts, or pairs of both.

    Where the recipe has earlier rates, the runs share these and part at the end of the last one.

    Args:
        dataset: Features and targets.
        recipe: How to train.
        learning_rates: Shape `(B,)`, or None for the recipe's; a single one serves all starts.
        starts: Shape `(B, P)` in training units, or None for the recipe's; a single one serves all rates.

    Raises:
        ValueError: If the recipe, rates or starts do not fit the data set or the machine.
    """
    return Family.join(stream(dataset, recipe, learning_rates, starts=starts))


def stream(
    dataset: Dataset,
    recipe: Recipe,
    learning_rates: ArrayLike | None = None,
    *,
    starts: ArrayLike | None = None,
) -> Iterator[Family]:
    """Train as `sweep` does, and yield chunks of consecutive epochs while the runs grow.

    The first chunk is epoch 0 alone. The lengths of the chunks follow from the size of the problem alone, so
    that the same call gives the same numbers to the last bit. Closing the iterator stops the work.
    The stream ends early when every run has diverged.

    Args:
        dataset: Features and targets.
        recipe: How to train.
        learning_rates: Shape `(B,)`, or None for the recipe's; a single one serves all starts.
        starts: Shape `(B, P)` in training units, or None for the recipe's; a single one serves all rates.

    Raises:
        ValueError: At the call, if the recipe, rates or starts do not fit the data set or the machine.
    """
    rates, points = broadcast_runs(dataset, recipe, learning_rates, starts)
    problem = build_problem(dataset, recipe, _rates_after(recipe, 0, rates), points)
    return _chunks(dataset, recipe, problem, rates, None if starts is None else points)


def _chunks(
    dataset: Dataset, recipe: Recipe, problem: Problem, rates: Floats, starts: Floats | None
) -> Iterator[Family]:
    engine: Any = affine if affine.applies(recipe, dataset.n) else stepwise
    state, trace = engine.begin(problem)
    limits = _limits(problem, trace)
    alive, device = np.arange(len(rates)), problem.design.device.type
    diverged_at: list[int | None] = [None] * len(rates)
    first, length, longest = 0, FIRST_CHUNK, _longest_chunk(problem, fast=engine is affine)
    while True:
        values, ends = _cut(trace, limits[alive], first)
        for run, end in zip(alive, ends, strict=True):
            diverged_at[run] = None if end is None else first + end
        epochs = np.arange(first, first + values.losses.shape[1])
        parameters, losses, gradients = (_spread(array, alive, len(rates)) for array in values)
        found, noted = (
            tuple(diverged_at),
            _optimizer_states(state, alive, len(rates), first + trace.losses.shape[1] - 1),
        )
        yield Family(dataset, recipe, rates, epochs, losses, parameters, gradients, found, starts, noted, device)
        going = np.array([end is None for end in ends])
        first += len(epochs)
        if not going.any() or first > recipe.epochs:
            return
        if not going.all():
            state, alive = engine.select(state, torch.from_numpy(going)), alive[going]
        if any(first - 1 == end for end, _ in recipe.earlier):
            onwards = _rates_after(recipe, first - 1, rates)[alive]
            state = engine.at_rates(state, torch.from_numpy(onwards).to(problem.rates))
        state, trace = engine.advance(state, min(length, longest, _last_epoch_at_rate(recipe, first - 1) + 1 - first))
        length *= 2


def _optimizer_states(state: Any, alive: NDArray[np.intp], count: int, epoch: int) -> OptimizerStates:
    """Return what the optimizer remembers after a chunk, where the gradients of its epochs do not show it."""
    if (
        not isinstance(state, stepwise.Walk)
        or not state.optimizer_state
        or state.problem.batch_size == len(state.problem.design)
    ):
        return ()
    return ((epoch, np.stack([_spread(_numpy(slot), alive, count) for slot in stepwise.remembered(state)])),)


def _rates_after(recipe: Recipe, epoch: int, rates: Floats) -> Floats:
    """Return each run's learning rate for the steps that follow an epoch, before the schedule, shape `(B,)`."""
    at_last_rate = all(end <= epoch for end, _ in recipe.earlier)
    return rates if at_last_rate else np.full_like(rates, recipe.base_rate_after(epoch))


def _last_epoch_at_rate(recipe: Recipe, epoch: int) -> int:
    """Return the last epoch of the learning rate that is in use after an epoch."""
    return next((end for end, _ in recipe.earlier if epoch < end), recipe.epochs)


class _Values(NamedTuple):
    parameters: Floats
    losses: Floats
    gradients: Floats


def _cut(trace: Trace, limits: Floats, first: int) -> tuple[_Values, list[int | None]]:
    """Return the numbers up to each run's divergence, NaN after it, and where in the chunk that was.

    The diverging epoch itself is kept if all its numbers are finite, or if it is epoch 0.
    """
    parameters, losses, gradients = (_numpy(tensor) for tensor in trace)
    over = ~(losses <= limits[:, None]) | np.isinf(losses)
    ends = [int(row.argmax()) if row.any() else None for row in over]
    for i, end in enumerate(ends):
        if end is None:
            continue
        numbers = [losses[i, end], *parameters[i, end], *gradients[i, end]]
        kept = first + end == 0 or bool(np.isfinite(numbers).all())
        for array in (parameters, losses, gradients):
            array[i, end + kept :] = np.nan
    stops = [losses.shape[1] if end is None else end + 1 for end in ends]
    stop = max(stops)
    return _Values(parameters[:, :stop], losses[:, :stop], gradients[:, :stop]), ends


def _spread(values: Floats, alive: NDArray[np.intp], count: int) -> Floats:
    """Return an array with a row for each run, NaN for those that are no longer alive."""
    if len(alive) == count:
        return values
    whole = np.full((count, *values.shape[1:]), np.nan)
    whole[alive] = values
    return whole


def _limits(problem: Problem, begun: Trace) -> Floats:
    """Return the loss beyond which each run counts as diverged, shape `(B,)`."""
    of_zeros = evaluate(problem, torch.zeros_like(problem.starts[:1, None])).losses
    return _numpy(DIVERGENCE_FACTOR * torch.maximum(begun.losses, of_zeros))[:, 0]


def _longest_chunk(problem: Problem, *, fast: bool) -> int:
    """Return how many epochs a chunk should have at most, from the size of the problem alone."""
    numbers = problem.starts.numel()
    longest = max(1, CHUNK_NUMBERS // numbers)
    if fast:
        return longest
    rows, size = len(problem.design), problem.batch_size
    steps = -(-rows // size)
    touched = rows * numbers
    seconds = steps * STEP_SECONDS + 2 * touched * NUMBER_SECONDS
    return max(1, min(longest, int(CHUNK_SECONDS / seconds)))


def _numpy(tensor: torch.Tensor) -> Floats:
    # Moved before it is widened: some devices have no float64.
    return np.asarray(tensor.cpu().to(torch.float64).numpy())
