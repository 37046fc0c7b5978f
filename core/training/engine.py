"""Train: one run, many at once, or as a stream of chunks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from core import networks
from core.data import Dataset
from core.model import Recipe
from core.training import affine, layered, stepwise
from core.training.cost import epochs_in_time, is_affine
from core.training.family import Family
from core.training.history import Floats, History, OptimizerStates
from core.training.problem import Stretch, build_problem, evaluate
from core.training.recording import Kept, Record, Rule, as_rule, keep, numpy_of
from core.training.reducing import reduced
from core.training.runs import broadcast_runs

DIVERGENCE_FACTOR = 1e8  # a run has diverged when its loss exceeds this times the larger loss of its start and of zeros
FIRST_CHUNK = 64  # epochs
CHUNK_NUMBERS = 1 << 20  # numbers a chunk of parameters holds at most: 8 MiB
CHUNK_LOSSES = 5 << 20  # losses a chunk of many runs holds at most: 40 MiB, which the C library gives back when freed


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
    record: Record | None = None,
) -> Family:
    """Train many models at once, from several learning rates, several starts, or pairs of both.

    Where the recipe has earlier rates, the runs share these and part at the end of the last one.

    Args:
        dataset: Features and targets.
        recipe: How to train.
        learning_rates: Shape `(B,)`, or None for the recipe's; a single one serves all starts.
        starts: Shape `(B, P)` in training units, or None for the recipe's; a single one serves all rates.
        record: Which epochs are kept, as `Record` says: the epochs themselves, or a function that tells of some
            whether each is; None for all. The first and the recipe's last are kept in any case, and of each run that
            diverges its last row, too.

    Raises:
        ValueError: If the recipe, rates, starts or record do not fit the data set or the machine.
    """
    return Family.join(stream(dataset, recipe, learning_rates, starts=starts, record=record))


def stream(
    dataset: Dataset,
    recipe: Recipe,
    learning_rates: ArrayLike | None = None,
    *,
    starts: ArrayLike | None = None,
    record: Record | None = None,
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
        record: As for `sweep`. A chunk none of whose epochs are kept is yielded all the same, and is empty.

    Raises:
        ValueError: At the call, if the recipe, rates, starts or record do not fit the data set or the machine.
    """
    rates, points = broadcast_runs(dataset, recipe, learning_rates, starts)
    engine, problem = _prepared(dataset, recipe, _rates_after(recipe, 0, rates), points)
    return _chunks(
        dataset,
        recipe,
        engine,
        problem,
        rates,
        None if starts is None else points,
        as_rule(record, recipe.epochs),
        thin=record is not None,
    )


def _prepared(dataset: Dataset, recipe: Recipe, rates: Floats, starts: Floats) -> tuple[Any, Any]:
    """Return the engine that trains by the recipe, a module, and the problem it solves."""
    if recipe.network is not None:
        return layered, networks.build_problem(dataset, recipe, rates, starts)
    problem = reduced(build_problem(dataset, recipe, rates, starts))
    return affine if is_affine(recipe, dataset.n) else stepwise, problem


def _chunks(
    dataset: Dataset, recipe: Recipe, engine: Any, problem: Any, rates: Floats, starts: Floats | None, rule: Rule, *,
    thin: bool,
) -> Iterator[Family]:  # fmt: skip
    state, stretch = engine.begin(problem)
    before, limits = state, _limits(engine, problem, stretch)
    alive, device = np.arange(len(rates)), problem.design.device.type
    diverged_at: tuple[int | None, ...] = (None,) * len(rates)
    first, length, longest = 0, FIRST_CHUNK, _longest_chunk(engine, problem, thin=thin)
    while True:
        kept = keep(stretch, first, limits[alive], rule, partial(engine.present, before))
        going = kept.diverged_at < 0
        if not going.all():
            diverged_at = _noted(diverged_at, alive[~going], kept.diverged_at[~going])
        noted = _optimizer_states(state, alive, len(rates), kept)
        whole = _of_all(kept, alive, len(rates))
        chunk = [
            Family(dataset, recipe, rates, *whole[:4], diverged_at, starts, noted, device, whole.ends, first, kept.last)
        ]
        first = kept.last + 1
        # Who waits for more may wait long: a stream holds nothing of what it has handed over.
        del stretch, kept, noted, whole
        yield chunk.pop()
        if not going.any() or first > recipe.epochs:
            return
        if not going.all():
            state, alive = (
                engine.select(state, torch.from_numpy(np.flatnonzero(going)).to(problem.rates.device)),
                alive[going],
            )
        if any(first - 1 == end for end, _ in recipe.earlier):
            onwards = _rates_after(recipe, first - 1, rates)[alive]
            state = engine.at_rates(state, torch.from_numpy(onwards).to(problem.rates))
        before = state
        state, stretch = engine.advance(state, min(length, longest, _last_epoch_at_rate(recipe, first - 1) + 1 - first))
        length *= 2


def _noted(
    diverged_at: tuple[int | None, ...], runs: NDArray[np.intp], epochs: NDArray[np.int64]
) -> tuple[int | None, ...]:
    """Return where runs have diverged, with those that just did."""
    noted = list(diverged_at)
    for run, epoch in zip(runs.tolist(), epochs.tolist(), strict=True):
        noted[run] = epoch
    return tuple(noted)


def _optimizer_states(state: Any, alive: NDArray[np.intp], count: int, kept: Kept) -> OptimizerStates:
    """Return what the optimizer remembers after the last epoch of a chunk, if that is kept.

    It is noted where the gradients of the epochs do not show it.
    """
    if (
        not isinstance(state, stepwise.Walk)
        or not state.optimizer_state
        or state.problem.batch_size == len(state.problem.design)
        or state.epoch not in kept.epochs[-1:]
    ):
        return ()
    slots = [numpy_of(slot) for slot in stepwise.remembered(state)]
    return ((state.epoch, np.stack([_spread(slot, alive, count) for slot in slots])),)


def _rates_after(recipe: Recipe, epoch: int, rates: Floats) -> Floats:
    """Return each run's learning rate for the steps that follow an epoch, before the schedule, shape `(B,)`."""
    at_last_rate = all(end <= epoch for end, _ in recipe.earlier)
    return rates if at_last_rate else np.full_like(rates, recipe.base_rate_after(epoch))


def _last_epoch_at_rate(recipe: Recipe, epoch: int) -> int:
    """Return the last epoch of the learning rate that is in use after an epoch."""
    return next((end for end, _ in recipe.earlier if epoch < end), recipe.epochs)


def _of_all(kept: Kept, alive: NDArray[np.intp], count: int) -> Kept:
    """Return what was kept of the runs that are alive as that of all runs, NaN for the others."""
    if len(alive) == count:
        return kept
    losses, parameters, gradients = (_spread(part, alive, count) for part in kept[1:4])
    ends = None if kept.ends is None else kept.ends._replace(runs=alive[kept.ends.runs])
    return kept._replace(losses=losses, parameters=parameters, gradients=gradients, ends=ends)


def _spread(values: Floats, alive: NDArray[np.intp], count: int) -> Floats:
    """Return an array with a row for each run, NaN for those that are no longer alive."""
    whole = np.full((count, *values.shape[1:]), np.nan)
    whole[alive] = values
    return whole


def _limits(engine: Any, problem: Any, begun: Stretch) -> Floats:
    """Return the loss beyond which each run counts as diverged, shape `(B,)`."""
    if engine is layered:
        of_zeros = layered.loss_of_zeros(problem)
    else:
        of_zeros = evaluate(problem, torch.zeros_like(problem.starts[:1, None])).losses
    return numpy_of(DIVERGENCE_FACTOR * torch.maximum(begun.losses, of_zeros))[:, 0]


def _longest_chunk(engine: Any, problem: Any, *, thin: bool) -> int:
    """Return how many epochs a chunk should have at most, from the size of the problem alone."""
    fast = engine is affine
    numbers: int = problem.starts.numel()
    longest = max(1, CHUNK_NUMBERS // numbers)
    if fast and thin and len(problem.rates) > affine.BLOCK:
        return max(1, CHUNK_LOSSES // len(problem.rates))
    if fast:
        return longest
    rows, device = len(problem.design), problem.design.device.type
    layers = len(problem.shapes) if engine is layered else 1
    return min(longest, epochs_in_time(rows, problem.batch_size, numbers, device, layers=layers))
