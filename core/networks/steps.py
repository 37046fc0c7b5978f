"""Step networks from epoch to epoch, all at once, and evaluate their losses and gradients."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.model import OPTIMIZERS
from core.networks.network import layers_of
from core.networks.problem import Problem
from core.networks.propagation import backward, forward, loss_slope, losses

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class State:
    """B networks between two epochs.

    Attributes:
        theta: Parameters, shape `(B, P)`.
        memory: What the optimizer remembers, each of that shape.
        slope: The gradient there over all rows, where the next step takes it; None for mini-batches.
        rates: Shape `(B, 1)`, before the schedule.
        steps: Updates made so far.
        epoch: Epochs so far.
        order: Draws the order of the rows, or None where they are taken as they come.
    """

    theta: Tensor
    memory: tuple[Tensor, ...]
    slope: Tensor | None
    rates: Tensor
    steps: int
    epoch: int
    order: torch.Generator | None


@torch.inference_mode()
def begin(problem: Problem, rates: Floats, points: Floats) -> tuple[State, Tensor]:
    """Return the networks at epoch 0, and their losses, shape `(B,)`."""
    recipe, like = problem.recipe, problem.rows
    theta = torch.from_numpy(points).to(like)
    memory = tuple(torch.zeros_like(theta) for _ in OPTIMIZERS[recipe.optimizer].slots)
    whole = recipe.batch_size in (None, len(like))
    order = None if whole or not recipe.shuffle else torch.Generator().manual_seed(recipe.seed)
    found, slope = evaluated(problem, theta, differentiate=whole)
    return State(theta, memory, slope, torch.from_numpy(rates).to(like)[:, None], 0, 0, order), found


@torch.inference_mode()
def loss_of_zeros(problem: Problem) -> Tensor:
    """Return the loss of a network whose outputs are 0, shape `(1,)`."""
    outputs = torch.zeros_like(problem.targets)[None]
    return losses(problem.loss, outputs, problem.targets)


class Kept(NamedTuple):
    """What B networks went through, at the epochs that are kept.

    Attributes:
        epochs: Shape `(k,)`.
        losses: Shape `(B, k)`.
        parameters: Shape `(B, k, P)`.
    """

    epochs: NDArray[np.int64]
    losses: Tensor
    parameters: Tensor


@torch.inference_mode()
def advance(problem: Problem, state: State, epochs: int, every: int) -> tuple[State, Kept]:
    """Return the networks so many epochs later, and what is kept: epochs `every` apart, and the recipe's last."""
    kept, recorded = state.epoch + 1 + np.arange(epochs), []
    kept = kept[(kept % every == 0) | (kept == problem.recipe.epochs)]
    factors = problem.recipe.rate_factors(state.epoch + np.arange(epochs))
    state = replace(state, theta=state.theta.clone(), memory=tuple(slot.clone() for slot in state.memory))
    for factor in factors:
        state = _one_epoch(problem, state, float(factor))
        keep = state.epoch in kept
        if keep or state.slope is not None:
            values, slope = evaluated(problem, state.theta, differentiate=state.slope is not None)
            state = replace(state, slope=slope)
        if keep:
            recorded.append((values, state.theta.clone()))
    if not recorded:
        nothing = state.theta.new_empty(len(state.theta), 0)
        return state, Kept(kept, nothing, nothing[..., None].expand(-1, -1, state.theta.shape[1]))
    found, visited = (torch.stack(each, dim=1) for each in zip(*recorded, strict=True))
    return state, Kept(kept, found, visited)


def _one_epoch(problem: Problem, state: State, factor: float) -> State:
    """Return the networks an epoch later; parameters and memory are changed in place."""
    steps, rates = state.steps, state.rates * factor
    for rows in _batches(problem, state.order):
        steps += 1
        slope = state.slope if rows is None else evaluated(problem, state.theta, rows)[1]
        _update(problem, state, slope, rates, steps)
    return replace(state, steps=steps, epoch=state.epoch + 1)


def _batches(problem: Problem, order: torch.Generator | None) -> list[Tensor] | list[None]:
    """Return the rows of each step of an epoch; None stands for all of them."""
    count, size = len(problem.rows), problem.recipe.batch_size
    if size in (None, count):
        return [None]
    rows = torch.arange(count) if order is None else torch.randperm(count, generator=order)
    return list(torch.split(rows.to(problem.rows.device), size))


def _update(problem: Problem, state: State, slope: Tensor | None, rates: Tensor, step: int) -> None:
    recipe, theta = problem.recipe, state.theta
    assert slope is not None
    if recipe.decoupled and recipe.weight_decay:
        theta.sub_(rates * recipe.weight_decay * problem.paid * theta)
    OPTIMIZERS[recipe.optimizer].function(theta, slope, state.memory, rates, recipe.momentum, step)


def evaluated(
    problem: Problem, theta: Tensor, rows: Tensor | None = None, *, differentiate: bool = True
) -> tuple[Tensor, Tensor | None]:
    """Return each network's loss with its penalty, shape `(B,)`, and its gradient, shape `(B, P)`, if asked for.

    Args:
        problem: The data.
        theta: Shape `(B, P)`.
        rows: Indices of the rows to use, or None for all of them.
        differentiate: Whether the gradient is wanted.
    """
    x = problem.rows if rows is None else problem.rows[rows]
    y = problem.targets if rows is None else problem.targets[rows]
    recipe, layers = problem.recipe, layers_of(theta, problem.shapes)
    passed = forward(problem.network, layers, x)
    found = losses(problem.loss, passed.outputs, y)
    paid = theta * problem.paid
    if recipe.penalised:
        found += (recipe.weight_decay / 2 * paid.square() + recipe.l1 * paid.abs()).sum(dim=-1)
    if not differentiate:
        return found, None
    slope = torch.empty_like(theta)
    backward(problem.network, layers, x, passed, loss_slope(problem.loss, passed.outputs, y),
             layers_of(slope, problem.shapes))  # fmt: skip
    if recipe.penalised:
        slope += (0.0 if recipe.decoupled else recipe.weight_decay) * paid + recipe.l1 * paid.sign()
    return found, slope


def select(state: State, going: Tensor) -> State:
    """Return the networks that go on alone."""
    memory = tuple(slot[going] for slot in state.memory)
    slope = None if state.slope is None else state.slope[going]
    return replace(state, theta=state.theta[going], memory=memory, slope=slope, rates=state.rates[going])
