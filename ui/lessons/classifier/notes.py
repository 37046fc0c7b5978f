"""What to notice in a classifier's run, said in the numbers of that run."""

from __future__ import annotations

import numpy as np

from core.analysis import confusion, outputs_at, probabilities_of, shares_of_loss
from core.data import Scaler, quantity
from core.exact import Minimum
from core.training import History
from ui.text.numbers import percent, written


def in_hours(scaler: Scaler, parameters: np.ndarray) -> tuple[float, float]:
    """Return weight and bias for unscaled hours, from those in training units."""
    weight = float(parameters[0] / scaler.feature_scale[0])
    return weight, float(parameters[1] - weight * scaler.feature_shift[0])


def place_note(run: History, epoch: int, answer: Minimum | None) -> str:
    """Say where the run stands at an epoch, beside the optimum that Newton's method finds."""
    (w, b), loss = run.parameters[epoch], run.losses[epoch]
    said = f"**After {quantity(epoch, 'epoch')}:** w {written(w)}, b {written(b)}, loss {written(loss, 8)}."
    if answer is None:
        return said
    best = answer.parameters
    return (
        f"{said} The lowest loss, which Newton's method finds in a few steps, is {written(answer.loss, 8)}, at w "
        f"{written(best[0])} and b {written(best[1])}. There is no formula for it, as there is for a line."
    )


def odds_note(scaler: Scaler, run: History, epoch: int) -> str | None:
    """Say what the weight means: by what an hour multiplies the odds, and where they are even."""
    weight, bias = in_hours(scaler, run.parameters[epoch])
    if not weight:
        return None
    return (
        f"**Odds:** the odds of passing are p / (1 − p). Each further hour of study multiplies them by "
        f"e^w = {written(float(np.exp(weight)), 4)}. They are even, one to one, at −b / w = "
        f"{written(-bias / weight, 4)} hours."
    )


def shares_table(run: History, epoch: int) -> str:
    """Return each student's probability and share of the loss as a table, the dearest first."""
    dataset = run.dataset
    outputs = outputs_at(dataset, run.recipe, run.parameters[epoch])
    chances, costs = probabilities_of(outputs)[:, 0], shares_of_loss(outputs, dataset.targets)
    if run.recipe.loss == "brier":
        costs = (chances - dataset.targets[:, 0]) ** 2
    share = costs / costs.sum() if costs.sum() else costs
    head = "−log p" if run.recipe.loss == "cross_entropy" else "(p − y)²"
    lines = [f"| Hours | Score | Result | p of passing | {head} | Share of the loss |", "|--:|:--|:--|--:|--:|--:|"]
    for i in np.argsort(-costs, kind="stable"):
        result = dataset.classes[int(dataset.targets[i, 0])]
        lines.append(
            f"| {dataset.features[i, 0]:g} | {dataset.row_names[i]} | {result} | {written(chances[i], 4)} | "
            f"{written(costs[i], 4)} | {percent(float(share[i]))} |"
        )
    return "\n".join(lines)


def confusion_note(run: History, epoch: int, threshold: float) -> str:
    """Say how many students are taken for what by the threshold, as a table with what it means."""
    chances = probabilities_of(outputs_at(run.dataset, run.recipe, run.parameters[epoch]))
    (true_fail, false_pass), (false_fail, true_pass) = confusion(chances, run.dataset.targets, threshold)
    right, n = true_fail + true_pass, run.dataset.n
    return (
        f"**Threshold {threshold:g}:** the model says “passed” where the probability is above {threshold:g}, and is "
        f"right about {right} of {quantity(n, 'student')}. A lower threshold finds more of those who pass, and takes "
        "more of those who fail for them.\n\n"
        "| | said: failed | said: passed |\n|:--|--:|--:|\n"
        f"| **failed** | {true_fail} | {false_pass} |\n| **passed** | {false_fail} | {true_pass} |"
    )


def separable_note(run: History, epoch: int, *, apart: bool) -> str | None:
    """Say that classes which the hours tell apart have no best curve, and what weight decay does about it.

    Args:
        run: The run on show.
        epoch: The epoch on show.
        apart: Whether some number of hours tells everybody who passed from everybody who failed.
    """
    if not apart:
        return None
    weight, decay = run.parameters[epoch, 0], run.recipe.weight_decay
    if decay:
        return (
            f"**Weight decay gives an answer:** everybody who passed has studied longer than everybody who failed, so "
            f"without a penalty the weight would grow for ever. With λ = {decay:g} a large weight costs more than a "
            f"steeper curve gains; w is {written(weight, 4)} now."
        )
    return (
        "**There is no best curve:** everybody who passed has studied longer than everybody who failed, so a steeper "
        f"curve is always a better one. The loss falls towards 0 for ever and the weight grows; it is "
        f"{written(weight, 4)} now. Turn up **Weight decay λ**, and there is a best curve again."
    )


def plateau_note(run: History) -> str | None:
    """Say why squared errors of probabilities learn slowly where the curve is wrong and sure of it."""
    if run.recipe.loss != "brier":
        return None
    return (
        "**Squared errors have plateaus:** a student of whom the curve is surely wrong costs at most 1, and moving the "
        "curve a little changes nothing: the slope there is (p − y) p (1 − p), which is nearly 0 where p is near 0 or "
        "1. With the cross-entropy the slope is p − y, which is largest exactly there."
    )
