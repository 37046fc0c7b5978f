"""The penalty on large weights and the learning-rate schedule: their formulas, with the numbers of a step."""

from __future__ import annotations

import numpy as np

from core.analysis import OneStep
from core.model import SCHEDULES, Recipe
from ui.formulas.blocks import Block, Formula, Said, Section
from ui.formulas.case import Case
from ui.formulas.latex import bracketed, equal, factor, number, rate


def penalty_section(case: Case, recipe: Recipe, step: OneStep, penalty: float) -> Section | None:
    """Return what large weights cost, and what that adds to the gradient of the first weight; None if nothing.

    Args:
        case: The model; its value is the loss of the errors alone.
        recipe: Its weight decay and its L1 penalty matter.
        step: The step.
        penalty: What the weights on show cost.
    """
    if not recipe.penalised:
        return None
    costs, slopes, numbers = [], [], []
    weight, w = float(step.old[0]), case.weight(1, 1)
    every = "" if case.line and not recipe.decays_biases else r"\sum_{w} "
    if recipe.weight_decay:
        costs.append(rf"\frac{{\lambda}}{{2}} {every}w^2")
        if not recipe.decoupled:
            slopes.append(rf"\lambda\, {w}")
            numbers.append(rf"{factor(rate(recipe.weight_decay))} \times {bracketed(weight)}")
    if recipe.l1:
        costs.append(rf"\alpha {every}\left|w\right|")
        slopes.append(rf"\alpha \operatorname{{sign}}({w})")
        numbers.append(rf"{factor(rate(recipe.l1))} \times {bracketed(float(np.sign(weight)))}")
    whose = "Weights and biases cost alike." if recipe.decays_biases else "A bias costs nothing."
    blocks: list[Block] = [
        Formula(equal("J", f"L + {' + '.join(costs)}", f"{number(case.value)} + {number(penalty)}",
                      number(case.value + penalty))),
        Said(f"Training makes J small, the loss of the errors with a penalty on large weights. {whose}"),
    ]  # fmt: skip
    if slopes:
        own = float(step.part.gradient[0] - step.penalty[0])
        blocks += [
            Said("The penalty adds to the gradient g by which the step goes. For the first weight:"),
            Formula(
                equal(
                    "g", rf"\frac{{\partial {case.whose_loss}}}{{\partial {w}}} + {' + '.join(slopes)}",
                    " + ".join([number(own), *numbers]), number(float(step.part.gradient[0])),
                )
            ),
        ]  # fmt: skip
    if recipe.decoupled and recipe.weight_decay:
        blocks += [
            Said("Decoupled, as in AdamW, weight decay shrinks the weights themselves, before the step:"),
            Formula(r"w \leftarrow \left(1 - \eta\, \lambda\right) w"),
        ]
    return Section("The penalty on large weights", blocks)


def schedule_section(recipe: Recipe, epoch: int, rate_now: float, word: str = "epoch") -> Section | None:
    """Return how the learning rate changes from epoch to epoch; None for one that stays.

    Args:
        recipe: Its schedule and its warm-up matter.
        epoch: The epoch on show, after which the step comes.
        rate_now: The learning rate of that step.
        word: What the lesson calls an epoch.
    """
    if not recipe.scheduled:
        return None
    after = epoch - recipe.warm_up
    base = rate(recipe.base_rate_after(epoch))
    blocks: list[Block] = []
    if recipe.schedule != "constant":
        blocks.append(Formula(SCHEDULES[recipe.schedule].latex))
    if recipe.warm_up:
        blocks.append(Formula(rf"\eta = \eta_0\, \frac{{\tau + 1}}{{{recipe.warm_up + 1}}}"))
        blocks.append(Said(
            f"That is the warm-up, the first {recipe.warm_up:,} {word}s; a schedule counts its {word}s τ from there."
        ))  # fmt: skip
    counted = max(after, 0) if after >= 0 else epoch
    part = rate_now / recipe.base_rate_after(epoch)
    blocks.append(Said(f"At the {word} on show τ is {counted:,}:"))
    blocks.append(Formula(equal(r"\eta", rf"{factor(base)} \times {bracketed(part)}", rate(rate_now))))
    return Section(f"The learning rate of this {word}", blocks)
