"""The powers of the map that full-batch descent on a squared loss is, direction by direction.

In the basis of the design matrix's singular vectors the coordinates do not influence one another: along a direction
of curvature λ the gradient is multiplied, step by step, by a number ψ that depends on λ, the rate and the momentum.
With `g = ψ g₀`, the velocity `ν g₀` and the way covered `φ g₀`, one step is

    ψ ← ψ − η λ (a ψ + c ν),    ν ← ψ + m ν,    φ ← φ − η (a ψ + c ν)

with (a, c) = (1, 0) for plain descent, (1, m) for momentum, (1 + m, m²) for Nesterov's.
A 3 × 3 matrix a direction and a rate, whose powers are found by doubling.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from core.model import Recipe
from core.training.problem import Problem

MANY = 1 << 10  # runs times directions from which on a step of all at once is quicker than products of small matrices
NOTHING = 1e-140  # a part of the gradient at epoch 0 below which its square is no normal number


@dataclass(frozen=True, eq=False)
class Response:
    """B runs between two epochs, direction by direction.

    Attributes:
        problem: What is being solved.
        epoch: Epochs so far.
        curvature: Shape `(B, p)`, how strongly each direction bends, 0 where it has nothing to learn; `(1, p)` if that
            and the rate are the same for all runs, whose states are then the same, too.
        rates: Shape `(B,)` or `(1,)`, before the schedule.
        state: Shape `(B, p, 3)` or `(1, p, 3)`, that vector now.
        starts: Shape `(B, 1, P)`, parameters at epoch 0.
        slopes: Shape `(B, p, P)`, each direction's share of the gradient at epoch 0.
        errors: Shape `(B, p, 1)`, each direction's share of the loss at epoch 0.
        floor: Shape `()`, the share of the loss that no parameters can remove.
    """

    problem: Problem
    epoch: int
    curvature: Tensor
    rates: Tensor
    state: Tensor
    starts: Tensor
    slopes: Tensor
    errors: Tensor
    floor: Tensor


def states_after(response: Response, epochs: int) -> Tensor:
    """Return the state after each of so many epochs, shape `(B, p, 3, K)`."""
    recipe, many = response.problem.recipe, response.curvature.numel() > MANY
    if recipe.optimizer == "sgd" and (recipe.scheduled or many):
        return _plainly(response, epochs)
    return _by_steps(response, epochs) if recipe.scheduled or many else _by_doubling(response, epochs)


def _by_doubling(response: Response, epochs: int) -> Tensor:
    """Return the states at one rate: half of them are one product away from the other half."""
    power, done = _step(response), 1
    states = response.state.new_empty(*response.state.shape, epochs)
    states[..., 0] = (power @ response.state[..., None])[..., 0]
    while done < epochs:
        count = min(done, epochs - done)
        states[..., done : done + count] = power @ states[..., :count]
        done += count
        if done < epochs:
            power = power @ power
    return states


def _by_steps(response: Response, epochs: int) -> Tensor:
    """Return the states one epoch after the other: where each has a rate of its own, or where runs are many."""
    recipe, rates = response.problem.recipe, response.rates[:, None]
    factors = recipe.rate_factors(response.epoch + np.arange(epochs))
    states = response.state.new_empty(epochs, 3, *response.curvature.shape)
    state = _normal(response.state).unbind(-1)
    for epoch, factor in enumerate(factors):
        state = _stepped(recipe, response.curvature, rates * float(factor), state)
        state = tuple(place.copy_(part) for place, part in zip(states[epoch], state, strict=True))
    return states.permute(2, 3, 1, 0)


def _plainly(response: Response, epochs: int) -> Tensor:
    """Return the states of plain descent, whose steps multiply along each direction: no step waits for another."""
    shrink, _, way = (part[..., None] for part in _normal(response.state).unbind(-1))
    rates = response.rates[:, None, None]
    if response.problem.recipe.scheduled:
        factors = response.problem.recipe.rate_factors(response.epoch + np.arange(epochs))
        rates = rates * torch.from_numpy(factors).to(rates)
    shrinks = (1 - response.curvature[..., None] * rates).expand(-1, -1, epochs)
    states = shrinks.new_empty(*response.curvature.shape, 3, epochs)
    after, before, ways = states.unbind(2)
    torch.cumprod(shrinks, dim=-1, out=after).mul_(shrink)
    before[..., :1], before[..., 1:] = shrink, after[..., :-1]
    torch.cumsum(rates * before, dim=-1, out=ways)
    torch.sub(way, ways, out=ways)
    return states


def _normal(state: Tensor) -> Tensor:
    """Return a state; what has shrunk to nothing is 0, since processors are slow where numbers are not normal."""
    return state.where(state.abs() > NOTHING, 0.0)


def _stepped(recipe: Recipe, curvature: Tensor, rates: Tensor, state: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """Return ψ, ν and φ an epoch later; all of shapes that broadcast."""
    m = 0.0 if recipe.optimizer == "sgd" else recipe.momentum
    a, c = (1 + m, m * m) if recipe.optimizer == "nesterov" else (1.0, m)
    shrink, velocity, way = state
    moved = rates * (a * shrink + c * velocity)
    return shrink - curvature * moved, shrink + m * velocity, way - moved


def _step(response: Response) -> Tensor:
    """Return the map of one epoch, shape `(B, p, 3, 3)`."""
    basis = torch.eye(3, dtype=response.curvature.dtype, device=response.curvature.device)
    curvature, rates = response.curvature[..., None], response.rates[:, None, None]
    rows = _stepped(response.problem.recipe, curvature, rates, tuple(basis))
    return torch.stack([row.expand(*response.curvature.shape, 3) for row in rows], dim=-2)
