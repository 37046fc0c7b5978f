"""Take one step of training: the gradient over its rows, weight decay, the optimizer's rule."""

from __future__ import annotations

from torch import Tensor

from core.model import OPTIMIZERS, Recipe, decay_weights
from core.model.optimizers import OptimizerState
from core.training.problem import Problem, gradient


def update(
    problem: Problem, theta: Tensor, rows: Tensor | None, state: OptimizerState, learning_rates: Tensor, step: int
) -> Tensor:
    """Change parameters and optimizer state in place, and return the gradient that was used, of theta's shape.

    Args:
        problem: The data and the recipe.
        theta: Shape `(d + 1, C)`.
        rows: Indices of the step's rows, or None for all of them.
        state: What the optimizer remembers, each of theta's shape.
        learning_rates: Shape `(C,)`.
        step: Its number in the whole run, from 1.
    """
    slope = gradient(problem, theta, rows)
    descend(problem.recipe, theta, slope, state, learning_rates, step)
    return slope


def descend(
    recipe: Recipe, theta: Tensor, slope: Tensor, state: OptimizerState, learning_rates: Tensor, step: int
) -> None:
    """Change parameters and optimizer state in place by a gradient that is known, of theta's shape."""
    if recipe.decoupled and recipe.weight_decay:
        decay_weights(recipe, theta, learning_rates)
    OPTIMIZERS[recipe.optimizer].function(theta, slope, state, learning_rates, recipe.momentum, step)
