"""Run full-batch descent on a squared loss as powers of an affine map, thousands of epochs at a time.

In the basis of the design matrix's singular vectors the coordinates do not influence one another: along a direction
of curvature λ the gradient is multiplied, step by step, by a number ψ that depends on λ, the rate and the momentum.
With `g = ψ g₀`, the velocity `ν g₀` and the way covered `φ g₀`, one step is

    ψ ← ψ − η λ (a ψ + c ν),    ν ← ψ + m ν,    φ ← φ − η (a ψ + c ν)

with (a, c) = (1, 0) for plain descent, (1, m) for momentum, (1 + m, m²) for Nesterov's.
A 3 × 3 matrix a direction and a rate, whose powers are found by doubling.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from core.model import LOSSES, Recipe
from core.training.problem import Problem, Stretch, evaluate


@dataclass(frozen=True, eq=False)
class Response:
    """B runs between two epochs, direction by direction.

    Attributes:
        problem: What is being solved.
        epoch: Epochs so far.
        curvature: Shape `(B, p)`, how strongly each direction bends, 0 where it has nothing to learn.
        rates: Shape `(B,)`, before the schedule.
        state: Shape `(B, p, 3)`, that vector now.
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


def applies(recipe: Recipe, rows: int) -> bool:
    """Return whether the recipe's runs on so many rows are powers of an affine map.

    Runs in float32 are not sent here: they are meant to show the rounding of the plain loop.
    """
    return (
        LOSSES[recipe.loss].quadratic
        and recipe.optimizer in ("sgd", "momentum", "nesterov")
        and recipe.activation == "identity"
        and recipe.batch_size in (None, rows)
        and recipe.dtype == "float64"
        and recipe.l1 == 0
        and not (recipe.decoupled and recipe.weight_decay)
    )


@torch.inference_mode()
def begin(problem: Problem) -> tuple[Response, Stretch]:
    """Return the runs at epoch 0."""
    theta, elements = problem.starts, 1 if problem.recipe.loss == "sse" else problem.targets.numel()
    design, targets = _with_penalty(problem, elements)
    missing = max(0, design.shape[1] - design.shape[0])
    # Rows of zeros change nothing, but give every direction a singular value.
    padded = torch.nn.functional.pad(design, (0, 0, 0, missing))
    left, singular, right = torch.linalg.svd(padded, full_matrices=False)
    left = left[: len(design)]
    residuals = design @ theta - targets
    along = left.T @ residuals  # (B, p, t)
    floor = (targets - left @ (left.T @ targets)).square().sum() / elements
    first = 2 / elements * singular[:, None] * along
    slopes = torch.einsum("jp,bjt->bjpt", right, first).flatten(2)
    curvature = 2 / elements * singular.square()
    # A direction with nothing to learn stays at rest, however large the rate: 0 · ∞ is not a number.
    curvature = torch.where((along == 0).all(-1), 0.0, curvature)
    state = torch.zeros(*curvature.shape, 3, dtype=design.dtype, device=design.device)
    state[..., 0] = 1
    errors = along.square().sum(-1, keepdim=True) / elements
    response = Response(problem, 0, curvature, problem.rates, state, theta.flatten(1)[:, None], slopes, errors, floor)
    return response, Stretch.of(evaluate(problem, theta[:, None]))


def _with_penalty(problem: Problem, elements: int) -> tuple[Tensor, Tensor]:
    """Return design and targets with a row for each parameter that costs something: its square is its penalty."""
    design, targets, recipe = problem.design, problem.targets, problem.recipe
    if not recipe.weight_decay:
        return design, targets
    paid = design.shape[1] - (not recipe.decays_biases)
    rows = torch.eye(design.shape[1], dtype=design.dtype, device=design.device)[:paid]
    rows *= (recipe.weight_decay * elements / 2) ** 0.5
    return torch.cat([design, rows]), torch.cat([targets, targets.new_zeros(paid, targets.shape[1])])


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


@torch.inference_mode()
def advance(response: Response, epochs: int) -> tuple[Response, Stretch]:
    """Return the runs so many epochs later, and what they went through."""
    states = (_by_schedule if response.problem.recipe.scheduled else _by_doubling)(response, epochs)
    return replace(response, state=states[..., -1].clone(), epoch=response.epoch + epochs), _stretch(response, states)


@torch.inference_mode()
def present(response: Response) -> Stretch:
    """Return the runs' present epoch."""
    return _stretch(response, response.state[..., None])


def _stretch(response: Response, states: Tensor) -> Stretch:
    """Return the epochs of states, shape `(B, p, 3, K)`."""

    @torch.inference_mode()
    def at(columns: Tensor) -> tuple[Tensor, Tensor]:
        chosen = states[..., columns.to(states.device)]
        shrink, way = chosen[:, :, 0].transpose(1, 2), chosen[:, :, 2].transpose(1, 2)
        return response.starts + way @ response.slopes, shrink @ response.slopes

    shrink = states[:, :, 0].transpose(1, 2)
    return Stretch((shrink.square() @ response.errors)[..., 0] + response.floor, at)


def _by_doubling(response: Response, epochs: int) -> Tensor:
    """Return the state after each of so many epochs at one rate, shape `(B, p, 3, K)`."""
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


def _by_schedule(response: Response, epochs: int) -> Tensor:
    """Return the same where each epoch has a rate of its own."""
    recipe, state, states = response.problem.recipe, response.state.unbind(-1), []
    factors = recipe.rate_factors(response.epoch + np.arange(epochs))
    if recipe.optimizer == "sgd":
        return _plainly(response, torch.from_numpy(factors).to(response.state))
    for factor in factors:
        state = _stepped(recipe, response.curvature, response.rates[:, None] * float(factor), state)
        states.append(torch.stack(state, dim=-1))
    return torch.stack(states, dim=-1)


def _plainly(response: Response, factors: Tensor) -> Tensor:
    """Return the states of plain descent, whose steps multiply along each direction: no step waits for another."""
    shrink, _, way = response.state.unbind(-1)
    rates = response.rates[:, None, None] * factors
    after = shrink[..., None] * torch.cumprod(1 - response.curvature[..., None] * rates, dim=-1)
    before = torch.cat([shrink[..., None], after[..., :-1]], dim=-1)
    return torch.stack([after, before, way[..., None] - torch.cumsum(rates * before, dim=-1)], dim=2)


@torch.inference_mode()
def at_rates(response: Response, rates: Tensor) -> Response:
    """Return the runs with other learning rates from here on, shape `(B,)`; the velocity stays."""
    return replace(response, rates=rates)


def select(response: Response, chosen: Tensor) -> Response:
    """Return the chosen runs alone."""
    fields = ("curvature", "rates", "state", "starts", "slopes", "errors")
    return replace(response, **{field: getattr(response, field)[chosen] for field in fields})
