"""Say what large weights cost: their squares (L2, weight decay) and their sizes (L1)."""

from __future__ import annotations

import torch
from torch import Tensor

from core.model.recipe import Recipe


def penalty(recipe: Recipe, theta: Tensor) -> Tensor:
    """Return what a recipe adds to the loss: λ/2 Σ w² + α Σ |w|, with λ its weight decay and α its `l1`.

    Args:
        recipe: How much weights cost, and whether biases do, too.
        theta: Shape `(…, d + 1, t)`, the last row of the last two axes holds the biases.

    Returns:
        Shape `(…)`.
    """
    paid = _paid(recipe, theta, row=-2)
    return (recipe.weight_decay / 2 * paid.square() + recipe.l1 * paid.abs()).sum(dim=(-2, -1))


def penalty_gradient(recipe: Recipe, theta: Tensor) -> Tensor:
    """Return λ w + α sign(w), what the penalty adds to the gradient; a decoupled decay adds nothing.

    Args:
        recipe: As for `penalty`.
        theta: Shape `(d + 1, C)`, the last row holds the biases.
    """
    paid = _paid(recipe, theta, row=0)
    decay = 0.0 if recipe.decoupled else recipe.weight_decay
    return decay * paid + recipe.l1 * paid.sign()


def decay_weights(recipe: Recipe, theta: Tensor, learning_rates: Tensor) -> None:
    """Shrink the weights in place by η λ of themselves, as AdamW does before its step; biases only if asked.

    Args:
        recipe: As for `penalty`.
        theta: Shape `(d + 1, C)`.
        learning_rates: Shape `(C,)`.
    """
    theta.sub_(learning_rates * recipe.weight_decay * _paid(recipe, theta, row=0))


def _paid(recipe: Recipe, theta: Tensor, *, row: int) -> Tensor:
    """Return the parameters that cost something, 0 in place of those that do not."""
    if recipe.decays_biases:
        return theta
    free = torch.zeros_like(theta)
    weights = theta.shape[row] - 1
    free.narrow(row, 0, weights).copy_(theta.narrow(row, 0, weights))
    return free
