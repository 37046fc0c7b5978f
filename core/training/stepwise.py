"""Run any recipe step by step: predictions, loss derivative, gradient, update."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from core.model import OPTIMIZERS
from core.training.problem import Problem, Stretch, evaluate
from core.training.updates import update


@dataclass(frozen=True, eq=False)
class Walk:
    """B runs between two epochs.

    Attributes:
        problem: What is being solved, for these runs alone.
        theta: Shape `(d + 1, B·t)`.
        optimizer_state: What the optimizer remembers, each of theta's shape.
        rates: Shape `(B·t,)`, before the schedule.
        steps: Updates made so far.
        epoch: Epochs so far.
        order: Draws the order of the rows, or None where they are taken as they come.
    """

    problem: Problem
    theta: Tensor
    optimizer_state: tuple[Tensor, ...]
    rates: Tensor
    steps: int
    epoch: int
    order: torch.Generator | None


@torch.inference_mode()
def begin(problem: Problem) -> tuple[Walk, Stretch]:
    """Return the runs at epoch 0."""
    recipe = problem.recipe
    runs, p, t = problem.starts.shape
    theta = problem.starts.transpose(0, 1).reshape(p, runs * t).clone()
    optimizer_state = tuple(torch.zeros_like(theta) for _ in OPTIMIZERS[recipe.optimizer].slots)
    in_turn = not recipe.shuffle or problem.batch_size == len(problem.design)
    order = None if in_turn else torch.Generator().manual_seed(recipe.seed)
    walk = Walk(problem, theta, optimizer_state, problem.rates.repeat_interleave(t), 0, 0, order)
    return walk, Stretch.of(evaluate(problem, problem.starts[:, None]))


@torch.inference_mode()
def advance(walk: Walk, epochs: int) -> tuple[Walk, Stretch]:
    """Return the runs so many epochs later, and what they went through."""
    problem, theta = walk.problem, walk.theta.clone()
    optimizer_state, steps = tuple(slot.clone() for slot in walk.optimizer_state), walk.steps
    factors = problem.recipe.rate_factors(walk.epoch + np.arange(epochs))
    record = torch.empty(epochs, *theta.shape, dtype=theta.dtype, device=theta.device)
    for epoch in range(epochs):
        rates = walk.rates * float(factors[epoch])
        for rows in _batches(walk):
            steps += 1
            update(problem, theta, rows, optimizer_state, rates, steps)
        record[epoch] = theta
    _, p, t = problem.starts.shape
    visited = record.view(epochs, p, -1, t).permute(2, 0, 1, 3)
    walk = replace(walk, theta=theta, optimizer_state=optimizer_state, steps=steps, epoch=walk.epoch + epochs)
    return walk, Stretch.of(evaluate(problem, visited))


@torch.inference_mode()
def present(walk: Walk) -> Stretch:
    """Return the runs' present epoch."""
    _, p, t = walk.problem.starts.shape
    return Stretch.of(evaluate(walk.problem, walk.theta.view(p, -1, t).transpose(0, 1)[:, None]))


def _batches(walk: Walk) -> list[Tensor] | list[None]:
    """Return the rows of each step of an epoch; None stands for all of them."""
    rows, size = len(walk.problem.design), walk.problem.batch_size
    if size == rows:
        return [None]
    order = torch.arange(rows) if walk.order is None else torch.randperm(rows, generator=walk.order)
    return list(torch.split(order.to(walk.theta.device), size))


def remembered(walk: Walk) -> list[Tensor]:
    """Return what each optimizer remembers, each slot of shape `(B, P)`."""
    _, p, t = walk.problem.starts.shape
    return [slot.view(p, -1, t).transpose(0, 1).reshape(-1, p * t) for slot in walk.optimizer_state]


def at_rates(walk: Walk, rates: Tensor) -> Walk:
    """Return the runs with other learning rates from here on, shape `(B,)`; what the optimizer remembers stays."""
    t = walk.problem.starts.shape[-1]
    return replace(walk, problem=replace(walk.problem, rates=rates), rates=rates.repeat_interleave(t))


def select(walk: Walk, chosen: Tensor) -> Walk:
    """Return the chosen runs alone."""
    _, p, t = walk.problem.starts.shape

    def columns(tensor: Tensor) -> Tensor:
        return tensor.view(p, -1, t)[:, chosen].reshape(p, -1)

    rates = walk.problem.rates[chosen]
    problem = replace(walk.problem, rates=rates, starts=walk.problem.starts[chosen])
    optimizer_state = tuple(columns(slot) for slot in walk.optimizer_state)
    return replace(
        walk,
        problem=problem,
        theta=columns(walk.theta),
        optimizer_state=optimizer_state,
        rates=rates.repeat_interleave(t),
    )
