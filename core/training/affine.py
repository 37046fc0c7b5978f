"""Run full-batch descent on a squared loss as powers of an affine map, thousands of epochs at a time.

`core/training/powers.py` says how.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from core.training.powers import Response, states_after
from core.training.problem import Problem, Stretch, evaluate

BLOCK = 1 << 12  # and from which on they are taken in blocks of so many, whose numbers stay near the processor


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
    floor = (targets - left @ (left.T @ targets)).square().sum() / elements + problem.floor
    first = 2 / elements * singular[:, None] * along
    slopes = torch.einsum("jp,bjt->bjpt", right, first).flatten(2)
    curvature = 2 / elements * singular.square()
    # A direction with nothing to learn stays at rest, however large the rate: 0 · ∞ is not a number.
    curvature = torch.where((along == 0).all(-1), 0.0, curvature)
    rates = problem.rates
    if (rates == rates[0]).all() and (curvature == curvature[0]).all():
        rates, curvature = rates[:1], curvature[:1]
    state = torch.zeros(*curvature.shape, 3, dtype=design.dtype, device=design.device)
    state[..., 0] = 1
    errors = along.square().sum(-1, keepdim=True) / elements
    response = Response(problem, 0, curvature, rates, state, theta.flatten(1)[:, None], slopes, errors, floor)
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


@torch.inference_mode()
def advance(response: Response, epochs: int) -> tuple[Response, Stretch]:
    """Return the runs so many epochs later, and what they went through."""
    if response.curvature.numel() <= BLOCK:
        states = states_after(response, epochs)
        stretch, state = _stretch(response, states), states[..., -1].clone()
    else:
        stretch, state = _in_blocks(response, epochs)
    return replace(response, state=state, epoch=response.epoch + epochs), stretch


def _in_blocks(response: Response, epochs: int) -> tuple[Stretch, Tensor]:
    """Return what many runs go through, and their state after it; the states between are found anew where needed."""
    runs = max(1, BLOCK // response.curvature.shape[1])
    count = len(response.state)
    state = torch.empty_like(response.state)
    losses = response.state.new_empty(count, epochs)
    for first in range(0, count, runs):
        block = slice(first, first + runs)
        part = select(response, block)
        states = states_after(part, epochs)
        losses[block], state[block] = _losses(part, states), states[..., -1]

    @torch.inference_mode()
    def at(columns: Tensor, chosen: Tensor | slice) -> tuple[Tensor, Tensor]:
        some = select(response, chosen)
        if not len(columns):
            return _values(some, some.state[..., None][..., columns])
        parts = []
        for first in range(0, len(some.state), runs):
            part = select(some, slice(first, first + runs))
            parts.append(_values(part, states_after(part, epochs)[..., columns.to(state.device)]))
        return torch.cat([part[0] for part in parts]), torch.cat([part[1] for part in parts])

    return Stretch(losses, at), state


@torch.inference_mode()
def present(response: Response) -> Stretch:
    """Return the runs' present epoch."""
    return _stretch(response, response.state[..., None])


def _stretch(response: Response, states: Tensor) -> Stretch:
    """Return the epochs of states, shape `(B, p, 3, K)` or `(1, p, 3, K)`."""

    @torch.inference_mode()
    def at(columns: Tensor, chosen: Tensor | slice) -> tuple[Tensor, Tensor]:
        some = states[..., columns.to(states.device)]
        return _values(select(response, chosen), some[chosen] if len(some) > 1 else some)

    return Stretch(_losses(response, states), at)


def _losses(response: Response, states: Tensor) -> Tensor:
    """Return the losses at states, shape `(B, K)`."""
    squares = states[:, :, 0].square()
    if len(squares) == 1:
        return response.errors[..., 0] @ squares[0] + response.floor
    return squares.mul_(response.errors).sum(1).add_(response.floor)


def _values(response: Response, states: Tensor) -> tuple[Tensor, Tensor]:
    """Return parameters and gradients at states, both of shape `(B, K, P)`."""
    shrink, way = states[:, :, 0].transpose(1, 2), states[:, :, 2].transpose(1, 2)
    return response.starts + way @ response.slopes, shrink @ response.slopes


@torch.inference_mode()
def at_rates(response: Response, rates: Tensor) -> Response:
    """Return the runs with other learning rates from here on, shape `(B,)`; the velocity stays."""
    if len(response.rates) == 1 and (rates == rates[0]).all():
        return replace(response, rates=rates[:1])
    count = len(rates)
    curvature, state = (part.expand(count, *part.shape[1:]) for part in (response.curvature, response.state))
    return replace(response, rates=rates, curvature=curvature, state=state)


def select(response: Response, chosen: Tensor | slice) -> Response:
    """Return the chosen runs alone."""
    fields = ["starts", "slopes", "errors"]
    if len(response.rates) > 1:
        fields += ["curvature", "rates", "state"]
    if isinstance(chosen, slice):
        return replace(response, **{field: getattr(response, field)[chosen] for field in fields})
    return replace(response, **{field: getattr(response, field).index_select(0, chosen) for field in fields})
