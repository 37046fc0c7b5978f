"""What a penalty on large weights does in one step, with the numbers of the first weight."""

from __future__ import annotations

import numpy as np

from core.analysis import OneStep
from core.model import Recipe
from ui.text.numbers import factor, rate_written, trimmed


def penalty_said(recipe: Recipe, step: OneStep) -> str | None:
    """Say what the penalty adds to the gradient of a weight, or what a decoupled decay takes from the weight itself.

    Args:
        recipe: Its weight decay and its L1 penalty matter.
        step: The step.
    """
    if not recipe.penalised:
        return None
    weight, decay, size = float(step.old[0]), rate_written(recipe.weight_decay), rate_written(recipe.l1)
    free = "" if recipe.decays_biases else " A bias costs nothing."
    said = []
    if recipe.decoupled and recipe.weight_decay:
        rate = rate_written(step.rate)
        said.append(
            "Decoupled weight decay is no part of the gradient: before the step each weight is multiplied by "
            f"1 − rate × λ = 1 − {rate} × {decay} = {trimmed(float(step.shrunk[0]))}."
        )
    parts = [] if recipe.decoupled or not recipe.weight_decay else [("λ × weight", f"{decay} × {factor(weight)}")]
    if recipe.l1:
        parts.append(("α × the sign of the weight", f"{size} × {factor(float(np.sign(weight)))}"))
    if parts:
        words, numbers = (" + ".join(column) for column in zip(*parts, strict=True))
        said.append(
            f"The penalty adds {words} to the gradient of a weight: {numbers} = {trimmed(float(step.penalty[0]))} for "
            "the first."
        )
    return " ".join(said) + free
