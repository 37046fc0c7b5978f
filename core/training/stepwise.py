"""Run any recipe step by step: predictions, loss derivative, gradient, update."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from core.model import OPTIMIZERS
from core.training.problem import Problem, Stretch, gradient, losses
from core.training.updates import descend, update


@dataclass(frozen=True, eq=False)
class Walk:
    """B runs between two epochs.

    Attributes:
        problem: What is being solved, for these runs alone.
        theta: Shape `(d + 1, B·t)`.
        slope: The gradient over all rows there, of theta's shape.
        optimizer_state: What the optimizer remembers, each of theta's shape.
        rates: Shape `(B·t,)`, before the schedule.
        steps: Updates made so far.
        epoch: Epochs so far.
        order: Draws the order of the rows, or None where they are taken as they come.
    """

    problem: Problem
    theta: Tensor
    slope: Tensor
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
    rates = problem.rates.repeat_interleave(t)
    walk = Walk(problem, theta, gradient(problem, theta), optimizer_state, rates, 0, 0, order)
    return walk, present(walk)


@torch.inference_mode()
def present(walk: Walk) -> Stretch:
    """Return the runs' present epoch."""
    return _stretch(walk.problem, walk.theta[:, None], walk.slope[:, None])


@torch.inference_mode()
def advance(walk: Walk, epochs: int) -> tuple[Walk, Stretch]:
    """Return the runs so many epochs later, and what they went through."""
    problem, theta, slope = walk.problem, walk.theta.clone(), walk.slope
    optimizer_state, steps = tuple(slot.clone() for slot in walk.optimizer_state), walk.steps
    factors = problem.recipe.rate_factors(walk.epoch + np.arange(epochs))
    p, columns = theta.shape
    visited, slopes = (theta.new_empty(p, epochs, columns) for _ in range(2))
    for epoch in range(epochs):
        rates = walk.rates * float(factors[epoch])
        for rows in _batches(walk):
            steps += 1
            if rows is None:
                descend(problem.recipe, theta, slope, optimizer_state, rates, steps)
                slope = slopes[:, epoch] = gradient(problem, theta)
            else:
                update(problem, theta, rows, optimizer_state, rates, steps)
        visited[:, epoch] = theta
    if problem.batch_size < len(problem.design):
        slopes = gradient(problem, visited.view(p, -1)).view_as(visited)
    walk = replace(
        walk,
        theta=theta,
        slope=slopes[:, -1],
        optimizer_state=optimizer_state,
        steps=steps,
        epoch=walk.epoch + epochs,
    )
    return walk, _stretch(problem, visited, slopes)


def _stretch(problem: Problem, visited: Tensor, slopes: Tensor) -> Stretch:
    """Return the epochs of parameters and gradients, both of shape `(d + 1, K, B·t)`."""
    p, epochs, width = visited.shape
    t = problem.targets.shape[1]
    count = width // t

    @torch.inference_mode()
    def at(columns: Tensor, runs: Tensor | slice) -> tuple[Tensor, Tensor]:
        chosen = columns.to(visited.device)
        parameters, slopes_there = (
            values[:, chosen].view(p, len(columns), count, t)[:, :, runs].permute(2, 1, 0, 3).flatten(2)
            for values in (visited, slopes)
        )
        return parameters, slopes_there

    return Stretch(losses(problem, visited.reshape(p, -1)).view(epochs, -1).T, at)


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
        slope=columns(walk.slope),
        optimizer_state=optimizer_state,
        rates=rates.repeat_interleave(t),
    )
