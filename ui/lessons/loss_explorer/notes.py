"""What to notice about a loss, said in the numbers of the line and the points on show."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.data import Dataset, linear_errors
from core.exact import MEASURES, best_line
from ui.lessons.loss_explorer.pictures import BESTS, Choice
from ui.lessons.loss_explorer.tracks import point_names
from ui.text.numbers import trimmed
from ui.text.words import listed

_MAX_NAMED = 8
"""So many points are listed one by one; of more, the sum alone."""


def errors_of(dataset: Dataset, line: Sequence[float]) -> np.ndarray:
    """Return each point's error, prediction less target, shape `(n,)`; what rounding leaves of 0 is 0."""
    return linear_errors(dataset.features, dataset.targets, np.reshape(line, (2, 1)))[:, 0]


def line_written(line: Sequence[float] | np.ndarray, digits: int = 6) -> str:
    """Write a line as a formula: 9x + 350."""
    slope, intercept = float(line[0]), float(line[1])
    return f"{trimmed(slope, digits)}x {'−' if intercept < 0 else '+'} {trimmed(abs(intercept), digits)}"


def sum_note(dataset: Dataset, choice: Choice) -> str:
    """Say how the loss comes about: predictions, errors, and the sum with the numbers in it."""
    measure, errors = MEASURES[choice.loss], errors_of(dataset, choice.line)
    total = float(measure.function(errors, choice.delta))
    value = f"{measure.symbol} = {trimmed(total)}"
    said = f"**Your line {line_written(choice.line)}**"
    if dataset.n > _MAX_NAMED:
        return f"{said} misses the {dataset.n} targets by up to {trimmed(float(np.abs(errors).max()))}: {value}."
    predictions = _listed(dataset.targets[:, 0] + errors)
    losses = [trimmed(float(loss)) for loss in measure.point(errors, choice.delta)]
    mean = f"({' + '.join(losses)}) / {dataset.n}"
    sums = {"sse": " + ".join(losses), "rmse": f"√({mean})"}.get(choice.loss, mean)
    return (
        f"{said} predicts {predictions}. The errors, prediction − target, are {_listed(errors)}, so "
        f"{measure.symbol} = {sums} = {trimmed(total)}."
    )


def _listed(numbers: np.ndarray) -> str:
    return listed([trimmed(float(number)) for number in numbers])


def share_note(dataset: Dataset, choice: Choice) -> str | None:
    """Say how much the largest error weighs when squared, and when only its size counts."""
    errors = errors_of(dataset, choice.line)
    if not errors.any():
        return "**Every prediction is right**: all errors are 0, and so is every loss."
    largest = int(np.abs(errors).argmax())
    squared, absolute = (float(part[largest] / part.sum()) for part in (errors**2, np.abs(errors)))
    if squared < absolute + 0.01:
        return None
    return (
        f"**{point_names(dataset)[largest]} has the largest error, {trimmed(float(errors[largest]))}.** It makes "
        f"{squared:.1%} of the squared loss, but {absolute:.1%} of the absolute one: squaring gives the largest "
        "errors the most say. Huber's loss squares up to δ, and counts the size beyond."
    )


def gap_note(dataset: Dataset, choice: Choice) -> str:
    """Say how much better the best line is by the chosen loss, or why there is none."""
    measure = MEASURES[choice.loss]
    if not has_best(dataset):
        return (
            f"**All points stand at x = {dataset.features[0, 0]:g}**: whatever the slope, a line can go through the "
            "same place there. So no slope is better than another, and there is no best line."
        )
    best = best_line(dataset, choice.loss, delta=choice.delta)
    now = float(measure.function(errors_of(dataset, choice.line), choice.delta))
    if now <= best.loss * (1 + 1e-6) + 1e-12:
        return f"**No line does better by {measure.symbol}**: {trimmed(best.loss)} is the bottom of the landscape."
    return (
        f"**The best line by {measure.symbol} is {line_written(best.parameters)}**, with {trimmed(best.loss)}; yours "
        f"has {trimmed(now)}. Drag the ends of the line, or click in the landscape: each point is one line."
    )


def has_best(dataset: Dataset) -> bool:
    """Return whether there is a best line: the points stand at two places at least."""
    return bool((dataset.features != dataset.features[0]).any())


def bests_note(original: Dataset, dataset: Dataset, choice: Choice) -> str | None:
    """Say how the best lines of three losses part, and how far moved points have turned each of them."""
    if not (choice.best and has_best(dataset)):
        return None
    lines = {b.measure: best_line(dataset, b.measure, delta=choice.delta).parameters for b in BESTS}
    lines_written = ", ".join(f"{MEASURES[name].symbol} {line_written(line, 4)}" for name, line in lines.items())
    said = f"**Three losses, three best lines:** {lines_written} (δ = {trimmed(choice.delta)})."
    if np.array_equal(original.features, dataset.features) and np.array_equal(original.targets, dataset.targets):
        return said + (
            " Drag one point far up: the line of MSE follows it all the way, Huber's only so far, that of MAE hardly. "
            "Only at the ends of the data does a point have the leverage to pull that one along, too."
        )
    moves = []
    for name, line in lines.items():
        before = float(best_line(original, name, delta=choice.delta).parameters[0])
        turn = abs(float(line[0]) - before)
        # What is below the ninth digit is rounding, no turn.
        moves.append(f"{MEASURES[name].symbol} by {trimmed(turn if turn > 1e-9 * abs(before) else 0.0, 3)}")
    return f"{said} Since the points were moved, their slopes have turned: {', '.join(moves)}."


MEANING = (
    "**The dots on the line are the predictions.** They lie on it by definition; a residual is the way from there to "
    "the observed target. And a mean does not grow with the number of points: *Every point twice* doubles SSE alone."
)
