"""What to notice in a classifier's run, said in the numbers of that run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.analysis import confusion, outputs_at, probabilities_of
from core.data import Scaler, fit_scaler, quantity
from core.exact import Minimum
from core.model import CLASS_LOSSES
from core.training import History
from ui.lessons.classifier.pictures import costs_of
from ui.text.numbers import brief, percent, written


def in_hours(scaler: Scaler, parameters: np.ndarray) -> tuple[float, float]:
    """Return weight and bias for unscaled hours, from those in training units."""
    weight = float(parameters[0] / scaler.feature_scale[0])
    return weight, float(parameters[1] - weight * scaler.feature_shift[0])


def gradient_at(run: History, epoch: int) -> np.ndarray:
    """Return the gradient of the loss on weight and bias at an epoch, without a penalty's, shape `(2,)`."""
    dataset, recipe = run.dataset, run.recipe
    p = probabilities_of(outputs_at(dataset, recipe, run.parameters[epoch]))[:, 0]
    errors = p - dataset.targets[:, 0]
    slopes = errors if recipe.loss == "cross_entropy" else 2 * errors * p * (1 - p)
    x = scaled_hours(run)
    return np.array([np.mean(slopes * x), np.mean(slopes)])


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
        "**Odds:** the odds of passing are p / (1 − p), and their logarithm is w x + b, a line. So each further hour "
        f"of study multiplies them by e^w = {written(float(np.exp(min(weight, 700))), 4)}. They are even, one to one, "
        f"at −b / w = {written(-bias / weight, 4)} hours."
    )


def shares_table(run: History, epoch: int) -> str:
    """Return each student's probability and share of the loss as a table, the largest share first."""
    dataset = run.dataset
    chances = probabilities_of(outputs_at(dataset, run.recipe, run.parameters[epoch]))[:, 0]
    costs = costs_of(run, epoch)
    share = costs / costs.sum() if costs.sum() else costs
    head = "−log p of the result" if run.recipe.loss == "cross_entropy" else "(p − y)²"
    lines = [f"| Hours | Score | Result | p of passing | {head} | Share of the loss |", "|--:|--:|:--|--:|--:|--:|"]
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
        f"**Threshold {threshold:g}:** a pass is predicted where the curve is above {threshold:g}. That is right about "
        f"{right} of {quantity(n, 'student')}. A lower threshold finds more of those who pass, and takes more of "
        "those who fail for them.\n\n"
        "| | predicted: failed | predicted: passed |\n|:--|--:|--:|\n"
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


def decay_note(run: History, answer: Minimum | None, free: Minimum | None) -> str | None:
    """Say what weight decay makes of the best weight.

    Args:
        run: The run on show.
        answer: The optimum with the penalty; None where it is not known.
        free: The optimum without it; None where there is none.
    """
    if not run.recipe.weight_decay or answer is None or free is None:
        return None
    with_decay, without = float(answer.parameters[0]), float(free.parameters[0])
    return (
        f"**Weight decay {run.recipe.weight_decay:g}** adds λ/2 × w² to the loss, so the best curve is less steep: its "
        f"weight is {written(with_decay, 4)} instead of {written(without, 4)}. The bias costs nothing."
    )


def plateau_note(run: History, epoch: int) -> str | None:
    """Say why squared errors of probabilities learn slowly where the curve is wrong and sure of it."""
    if run.recipe.loss != "brier":
        return None
    length = float(np.linalg.norm(gradient_at(run, epoch)))
    return (
        "**Squared errors have plateaus:** a student about whom the curve is surely wrong costs at most 1, and moving "
        "the curve a little changes nothing: the slope there is 2 (p − y) p (1 − p), which is nearly 0 where p is near "
        "0 or 1. With the cross-entropy the slope is p − y, which is largest exactly there. The gradient is "
        f"{written(length, 3)} long now."
    )


def both_note(runs: Mapping[str, History], epoch: int, right: Mapping[str, int]) -> str:
    """Say where both losses have led from the same start, and how steep their landscapes are there.

    Args:
        runs: The run of each loss, by its name.
        epoch: The epoch on show.
        right: About how many students each is right.
    """
    said = []
    for loss, run in runs.items():
        at = min(epoch, len(run.losses) - 1)
        length = float(np.linalg.norm(gradient_at(run, at)))
        said.append(
            f"the {CLASS_LOSSES[loss].label.lower()} has come from {brief(float(run.losses[0]))} to "
            f"{brief(float(run.losses[at]))}, is right about {right[loss]} of {run.dataset.n} students, and its "
            f"gradient is {written(length, 3)} long"
        )
    return (
        f"**The same start and the same rate, two losses.** After {quantity(epoch, 'epoch')} {'; '.join(said)}. The "
        "landscape of the cross-entropy is a bowl: from everywhere it leads to the one best curve. That of the "
        "squared error has plateaus, where the curve is surely wrong and nothing leads away."
    )


def scaled_hours(run: History) -> np.ndarray:
    """Return the hours as training sees them, shape `(n,)`."""
    return fit_scaler(run.dataset, run.recipe.scaling).scale_features(run.dataset.features)[:, 0]
