"""Step networks from epoch to epoch, all at once, and evaluate their losses and gradients."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from core.model import OPTIMIZERS, layers_of
from core.networks.problem import Problem
from core.networks.propagation import backward, forward, loss_slope, losses


@dataclass(frozen=True, eq=False)
class State:
    """B networks between two epochs.

    Attributes:
        problem: What is being solved, for these networks alone.
        theta: Parameters, shape `(B, P)`.
        losses: Over all rows, shape `(B,)`.
        memory: What the optimizer remembers, each of theta's shape.
        slope: The gradient there over all rows, where the next step takes it; None for mini-batches.
        steps: Updates made so far.
        epoch: Epochs so far.
        order: Draws the order of the rows, or None where they are taken as they come.
    """

    problem: Problem
    theta: Tensor
    losses: Tensor
    memory: tuple[Tensor, ...]
    slope: Tensor | None
    steps: int
    epoch: int
    order: torch.Generator | None


@torch.inference_mode()
def begin(problem: Problem) -> State:
    """Return the networks at epoch 0."""
    recipe, theta = problem.recipe, problem.starts.clone()
    _set_by_hand(problem, theta, 0)
    memory = tuple(torch.zeros_like(theta) for _ in OPTIMIZERS[recipe.optimizer].slots)
    whole = problem.batch_size == len(problem.design)
    order = None if whole or not recipe.shuffle else torch.Generator().manual_seed(recipe.seed)
    found, slope = evaluated(problem, theta, differentiate=whole)
    return State(problem, theta, found, memory, slope, 0, 0, order)


@torch.inference_mode()
def advance(state: State, epochs: int) -> tuple[State, Tensor, Tensor]:
    """Return the networks so many epochs later, their losses on the way, `(B, K)`, and parameters, `(B, K, P)`."""
    problem = state.problem
    factors = problem.recipe.rate_factors(state.epoch + np.arange(epochs))
    state = replace(state, theta=state.theta.clone(), memory=tuple(slot.clone() for slot in state.memory))
    visited = state.theta.new_empty(len(state.theta), epochs, state.theta.shape[1])
    found = []
    for epoch in range(epochs):
        state = _one_epoch(state, float(factors[epoch]))
        visited[:, epoch] = state.theta
        found.append(state.losses)
    return state, torch.stack(found, dim=1), visited


def _one_epoch(state: State, factor: float) -> State:
    """Return the networks an epoch later; parameters and memory are changed in place."""
    problem, steps = state.problem, state.steps
    rates = problem.rates[:, None] * factor
    for rows in _batches(problem, state.order):
        steps += 1
        slope = state.slope if rows is None else evaluated(problem, state.theta, rows)[1]
        _update(state, slope, rates, steps)
    _set_by_hand(problem, state.theta, state.epoch + 1)
    found, slope = evaluated(problem, state.theta, differentiate=state.slope is not None)
    return replace(state, losses=found, slope=slope, steps=steps, epoch=state.epoch + 1)


def _set_by_hand(problem: Problem, theta: Tensor, epoch: int) -> None:
    """Set what the recipe changes after an epoch, in place; what the optimizer remembers stays."""
    for at, index, value in problem.recipe.changed:
        if at == epoch:
            theta[:, index] = value


def _batches(problem: Problem, order: torch.Generator | None) -> list[Tensor] | list[None]:
    """Return the rows of each step of an epoch; None stands for all of them."""
    count, size = len(problem.design), problem.batch_size
    if size == count:
        return [None]
    rows = torch.arange(count) if order is None else torch.randperm(count, generator=order)
    return list(torch.split(rows.to(problem.design.device), size))


def _update(state: State, slope: Tensor | None, rates: Tensor, step: int) -> None:
    problem, theta = state.problem, state.theta
    recipe = problem.recipe
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
    x = problem.design if rows is None else problem.design[rows]
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


def at_rates(state: State, rates: Tensor) -> State:
    """Return the networks with other learning rates from here on, shape `(B,)`; what the optimizer remembers stays."""
    return replace(state, problem=replace(state.problem, rates=rates))


def select(state: State, chosen: Tensor) -> State:
    """Return the chosen networks alone."""
    problem = replace(state.problem, rates=state.problem.rates[chosen], starts=state.problem.starts[chosen])
    memory = tuple(slot[chosen] for slot in state.memory)
    slope = None if state.slope is None else state.slope[chosen]
    return replace(
        state, problem=problem, theta=state.theta[chosen], losses=state.losses[chosen], memory=memory, slope=slope
    )
