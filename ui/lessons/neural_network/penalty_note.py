"""What large weights cost a network: how much of the loss, and how many weights L1 leaves."""

from __future__ import annotations

import numpy as np

from core.data import quantity
from core.model import Recipe
from ui.page.values import Trained
from ui.text.numbers import brief, percent, rate_written, written
from ui.text.words import listed

_NEARLY_0 = (0.01, 0.1)
"""A weight is called nearly 0 where one step of L1 leads to 0, or where it is this small; no larger one is."""


def penalty_note(trained: Trained, epoch: int) -> str | None:
    """Say what the weights of a network cost at an epoch; with L1 also how many of them are nearly 0 there.

    Args:
        trained: What the page has trained.
        epoch: The epoch on show.
    """
    recipe, run = trained.recipe, trained.run
    if not recipe.penalised:
        return None
    penalty, loss = float(run.penalties()[epoch]), float(run.losses[epoch])
    kinds = [f"weight decay {rate_written(recipe.weight_decay)}"] if recipe.weight_decay else []
    kinds += [f"L1 penalty {rate_written(recipe.l1)}"] if recipe.l1 else []
    said = (
        f"**Large weights cost something ({listed(kinds)}):** of the loss "
        f"{written(loss, 4)} at epoch {epoch:,} the errors make {written(loss - penalty, 4)} and the weights "
        f"{written(penalty, 4)}. The biases cost nothing."
    )
    if not recipe.l1:
        return f"{said} Smaller weights make a smoother border."
    return f"{said} {_left(trained, epoch)} {_jumps(recipe)}"


def _left(trained: Trained, epoch: int) -> str:
    """Say how many weights are nearly 0, and how many were at the start."""
    recipe, dataset = trained.recipe, trained.dataset
    assert recipe.network is not None
    bound = float(np.clip(recipe.learning_rate * recipe.l1, *_NEARLY_0))
    sizes = np.abs(trained.run.parameters[:, recipe.network.weights(dataset.d, dataset.t)])
    now, before = (int((sizes[at] <= bound).sum()) for at in (epoch, 0))
    largest, count = float(sizes[epoch].max()), quantity(sizes.shape[1], "weight")
    return (
        f"At most {rate_written(bound)} from 0 {'is' if now == 1 else 'are'} {now} of {count} "
        f"({percent(now / sizes.shape[1])}), at the start {before}. The largest has a size of {brief(largest)}."
    )


def _jumps(recipe: Recipe) -> str:
    """Say why L1 brings weights to 0, and why they do not stay there."""
    pull = "L1 draws every weight towards 0 equally hard, however small it is. So a weight that helps little gets there"
    if recipe.optimizer != "sgd":
        return f"{pull}, goes a step too far, and comes back."
    return f"{pull}, and then jumps over it and back by rate × α = {rate_written(recipe.learning_rate * recipe.l1)}."
