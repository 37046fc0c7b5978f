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

import torch
from torch import Tensor

from core.model import LOSSES, Recipe
from core.training.problem import Problem, Trace, evaluate


@dataclass(frozen=True, eq=False)
class Response:
    """B runs between two epochs, direction by direction.

    Attributes:
        recipe: The choices made.
        curvature: Shape `(B, p)`, how strongly each direction bends, 0 where it has nothing to learn.
        step: Shape `(B, p, 3, 3)`, the map of one epoch on (ψ, ν, φ).
        state: Shape `(B, p, 3)`, that vector now.
        starts: Shape `(B, 1, P)`, parameters at epoch 0.
        slopes: Shape `(B, p, P)`, each direction's share of the gradient at epoch 0.
        errors: Shape `(B, p, 1)`, each direction's share of the loss at epoch 0.
        floor: Shape `()`, the share of the loss that no parameters can remove.
    """

    recipe: Recipe
    curvature: Tensor
    step: Tensor
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
    )


@torch.inference_mode()
def begin(problem: Problem) -> tuple[Response, Trace]:
    """Return the runs at epoch 0."""
    design, targets, theta = problem.design, problem.targets, problem.starts
    missing = max(0, design.shape[1] - design.shape[0])
    # Rows of zeros change nothing, but give every direction a singular value.
    padded = torch.nn.functional.pad(design, (0, 0, 0, missing))
    left, singular, right = torch.linalg.svd(padded, full_matrices=False)
    left = left[: len(design)]
    elements = 1 if problem.recipe.loss == "sse" else targets.numel()
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
    step = _step(problem.recipe, curvature, problem.rates)
    response = Response(problem.recipe, curvature, step, state, theta.flatten(1)[:, None], slopes, errors, floor)
    return response, evaluate(problem, theta[:, None])


def _step(recipe: Recipe, curvature: Tensor, rates: Tensor) -> Tensor:
    """Return the map of one epoch, shape `(B, p, 3, 3)`, for curvatures `(B, p)` and rates `(B,)`."""
    m = 0.0 if recipe.optimizer == "sgd" else recipe.momentum
    a, c = (1 + m, m * m) if recipe.optimizer == "nesterov" else (1.0, m)
    rates = rates[:, None].expand_as(curvature)
    zero, one = torch.zeros_like(rates), torch.ones_like(rates)
    rows = [
        [1 - a * rates * curvature, -c * rates * curvature, zero],
        [one, m * one, zero],
        [-a * rates, -c * rates, one],
    ]
    return torch.stack([torch.stack(row, dim=-1) for row in rows], dim=-2)


@torch.inference_mode()
def advance(response: Response, epochs: int) -> tuple[Response, Trace]:
    """Return the runs so many epochs later, and what they went through."""
    runs, p = response.state.shape[:2]
    states = torch.empty(runs, p, 3, epochs, dtype=response.state.dtype, device=response.state.device)
    power, done = response.step, 1
    states[..., 0] = (power @ response.state[..., None])[..., 0]
    while done < epochs:
        count = min(done, epochs - done)
        states[..., done : done + count] = power @ states[..., :count]
        done += count
        if done < epochs:
            power = power @ power
    shrink, way = states[:, :, 0].transpose(1, 2), states[:, :, 2].transpose(1, 2)
    trace = Trace(
        response.starts + way @ response.slopes,
        (shrink.square() @ response.errors)[..., 0] + response.floor,
        shrink @ response.slopes,
    )
    return replace(response, state=states[..., -1].clone()), trace


@torch.inference_mode()
def at_rates(response: Response, rates: Tensor) -> Response:
    """Return the runs with other learning rates from here on, shape `(B,)`; the velocity stays."""
    return replace(response, step=_step(response.recipe, response.curvature, rates))


def select(response: Response, chosen: Tensor) -> Response:
    """Return the chosen runs alone."""
    fields = ("curvature", "step", "state", "starts", "slopes", "errors")
    return replace(response, **{field: getattr(response, field)[chosen] for field in fields})
