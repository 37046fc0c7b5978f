"""Put as many rows as there are parameters in place of all rows, where the loss is a sum of squares.

With `design = Q R` the squared errors are `‖design θ − y‖² = ‖R θ − Qᵀy‖² + ‖y − Q Qᵀy‖²`: loss and gradient at any
parameters follow from R and Qᵀy, however many rows there are (Golub and Van Loan 2013, Matrix Computations, 5.3).
"""

from __future__ import annotations

import math
from dataclasses import replace

import torch

from core.training.cost import is_reducible
from core.training.problem import Problem


def reduced(problem: Problem) -> Problem:
    """Return a problem with the same losses and gradients on fewer rows, or the problem itself if there is none.

    Squared losses of a linear model over all rows in float64 have one: runs in float32 are meant to show the rounding
    of the plain loop. Rounding differs, as it does from one computer to the next: where a gradient is nothing else, as
    that of the bias of centred data from 0, optimizers that divide by its size make it visible, on either way.
    """
    recipe, (rows, p) = problem.recipe, problem.design.shape
    if not is_reducible(recipe, rows, p):
        return problem
    left, right = torch.linalg.qr(problem.design)
    along = left.T @ problem.targets
    # Means are over p rows instead of all.
    scale = 1.0 if recipe.loss == "sse" else math.sqrt(p / rows)
    terms = 1 if recipe.loss == "sse" else problem.targets.numel()
    floor = float((problem.targets - left @ along).square().sum()) / terms
    whole = replace(recipe, batch_size=None)
    return replace(problem, recipe=whole, design=scale * right, targets=scale * along, floor=floor)
