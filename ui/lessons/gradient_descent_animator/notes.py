"""What to notice where a run goes downhill: curvature, arrival, noise, scale, said in the numbers of that run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.analysis import arrival, distances, gradient_noise
from core.data import Dataset, Scaler, load, plural, quantity
from core.exact import Minimum, Stability, stability
from core.model import LOSSES, Recipe
from core.training import History, train
from ui.lessons.gradient_descent_animator.pictures import is_far
from ui.session.rates import critical_formula
from ui.session.rates import said as said_of
from ui.text.numbers import counted, rate_written, trimmed, written

_FRACTION = 0.01
_FACTOR, _IN_THE_END = "Each step multiplies the distance by 1 − ηλ", "In the end each step multiplies the distance by"
_ENOUGH = 40
"""Epochs from which on the end of a run can be told apart from its beginning."""
_LONGEST = 20_000
"""A run is trained on up to here, out of sight, to see when it arrives."""


def directions_hold(recipe: Recipe) -> bool:
    """Return whether the landscape is a bowl, whose curvature is the same everywhere."""
    return LOSSES[recipe.loss].quadratic


def curvature_table(recipe: Recipe, limits: Stability) -> str | None:
    """Return the two eigen-directions as a table: curvature, factor of each step, and what follows."""
    if not directions_hold(recipe):
        return None
    shallow, steep = (_direction(recipe, limits, i) for i in range(2))
    rows = [f"| {title} | {steep[title]} | {shallow[title]} |" for title in steep]
    return "\n".join(["| Quantity | Steep direction | Shallow direction |", "|---|---|---|", *rows])


def _direction(recipe: Recipe, limits: Stability, i: int) -> dict[str, str]:
    """Return the cells of one eigen-direction, by the titles of their rows."""
    along, curvature = limits.eigenvectors[:, i], float(limits.eigenvalues[i])
    along = along / along[np.abs(along).argmax()]
    cells = {"Slope : intercept": f"{trimmed(along[0], 4)} : {trimmed(along[1], 4)}", "Curvature λ": written(curvature)}
    if not limits.holds:
        return cells
    alone = replace(limits, eigenvalues=np.array([curvature]), eigenvectors=np.eye(1))
    needed = alone.epochs_within(_FRACTION, recipe.learning_rate)
    return cells | {
        _FACTOR if limits.rule.plain else _IN_THE_END: written(alone.factor(recipe.learning_rate)),
        "So along it the run": said_of(alone.verdict(recipe.learning_rate)) if curvature else "does not move",
        "Within 1% of the answer after": "never" if needed is None else _epochs(needed),
    }


def _epochs(needed: int) -> str:
    return f"{counted(needed)} {plural(needed, 'epoch')}"


def curvature_note(recipe: Recipe, limits: Stability) -> str:
    """Say how stretched the valley is, and which learning rates it bears."""
    if not directions_hold(recipe):
        return (
            f"**No bowl.** With “{LOSSES[recipe.loss].label}” the landscape is made of pieces that bend differently: "
            "there is no one curvature, there are no eigen-directions, and no one critical rate."
        )
    said = (
        f"**Curvature.** The condition number is {written(limits.condition_number)}: across its steep direction the "
        f"valley bends so many times more than along its shallow one. "
    )
    if not limits.holds:
        return said + (
            "Factors and a critical rate are proved for gradient descent, plain or with momentum, on all rows only; "
            "this theory does not cover this run."
        )
    fastest = "the fastest fixed rate, 2 over the sum of both λ, is" if limits.rule.plain else "no fixed rate beats"
    return said + (
        f"The critical rate {critical_formula(limits.rule)} is {written(limits.critical_rate)}; {fastest} "
        f"{written(limits.fastest_rate)}. **At {rate_written(recipe.learning_rate)} the run "
        f"{said_of(limits.verdict(recipe.learning_rate))}.**"
    )


def step_note(run: History, epoch: int, *, plain: bool) -> str:
    """Say what the arrow in the landscape is: the step to come, in numbers.

    Args:
        run: The run on show.
        epoch: The epoch on show.
        plain: Whether an epoch is one step of −learning rate × gradient.
    """
    rate, gradient = run.recipe.rate_after(epoch), run.gradients[epoch]
    product = f"−{rate_written(rate)} × ({_two(gradient)}) = ({_two(-rate * gradient)})"
    if plain:
        return (
            f"**The step at epoch {epoch:,}** is −learning rate × gradient: {product} for slope and intercept. The "
            "arrow in the landscape is that step; where it is too short to see, a paler one shows its direction."
        )
    return (
        f"**The arrow at epoch {epoch:,}** is −learning rate × gradient of all rows: {product} for slope and "
        "intercept. This run steps otherwise: it goes by batches, or transforms the gradient first, as *The formulas* "
        "show."
    )


def _two(values: np.ndarray) -> str:
    return ", ".join(trimmed(float(value)) for value in values)


def arrival_note(run: History, answer: Minimum, limits: Stability, *, growing: bool) -> str | None:
    """Say when the run comes within 1% of its first distance, beside what theory predicts."""
    if run.diverged_at is not None or growing:
        return None
    recipe, length = run.recipe, int(run.epochs[-1])
    predicted = limits.epochs_within(_FRACTION, recipe.learning_rate) if limits.holds and not recipe.earlier else None
    needed = arrival(run, answer, _FRACTION)
    beyond = needed is None and predicted is not None and length < predicted <= _LONGEST
    if beyond and predicted is not None:
        needed = arrival(train(run.dataset, replace(recipe, epochs=predicted)), answer, _FRACTION)
    way = distances(run, answer)
    left = f"{written(100 * way[-1] / way[0], 3)}%" if way[0] else "0%"
    if needed is None:
        said = f"**Not there yet:** after {quantity(length, 'epoch')} {left} of the distance to the optimum is left"
        return f"{said}; theory predicts 1% after {_epochs(predicted)}." if predicted else f"{said}."
    shown = f" (this run ends at {length:,}, with {left} of the distance left)" if beyond else ""
    said = f"**Within 1% of the answer from epoch {needed:,} on**{shown}."
    return said if predicted is None else (
        f"{said} Theory predicts {counted(predicted)}: by then each direction has come so far, whatever the start."
    )  # fmt: skip


def noise_note(dataset: Dataset, recipe: Recipe, run: History, epoch: int, answer: Minimum) -> str | None:
    """Say what noise the batches bring: to the gradient at an epoch, and to the end of the run."""
    if run.diverged_at is not None:
        return None
    size = recipe.batch_size
    if size is None or size == dataset.n:
        single = gradient_noise(dataset, replace(recipe, batch_size=1), run.parameters[epoch])
        return (
            f"**All {dataset.n} rows a step: no noise.** Every step follows the true gradient. A single row's "
            f"gradient at epoch {epoch:,} would miss it by {_pair(single)} (standard deviation, for w and b)."
        )
    noise, steps = gradient_noise(dataset, recipe, run.parameters[epoch]), -(-dataset.n // size)
    rows = "A single row" if size == 1 else f"{size} rows"
    said = (
        f"**{rows} a step: noise.** An epoch makes {steps} steps instead of 1. At epoch {epoch:,} the gradient of a "
        f"batch misses that of all rows by {_pair(noise)} (standard deviation, for w and b), which is "
        f"{_pair(run.gradients[epoch])}. "
    )
    if len(run.losses) < _ENOUGH:
        return said
    tail = slice(-len(run.losses) // 5, None)
    spread, loss = run.in_data_units()[tail].std(axis=0), float(run.losses[tail].mean())
    above = f", {written(loss / answer.loss, 4)} times the lowest possible loss" if answer.loss > 0 else ""
    return said + (
        f"So it does not come to rest: over its last fifth the slope still wanders by {written(spread[0], 3)}, the "
        f"intercept by {written(spread[1], 3)}, and the loss is {written(loss, 5)} on average{above}."
    )


def _pair(values: np.ndarray) -> str:
    return f"{written(float(values[0]), 4)} and {written(float(values[1]), 4)}"


def scale_note(dataset: Dataset, recipe: Recipe, limits: Stability) -> str | None:
    """Say what the units of the data do to the landscape, where that is easily overlooked."""
    plain = limits.holds and limits.rule.plain and recipe.scaling == "none"
    if dataset.name == "study_hours_x10" and plain:
        other = stability(load("study_hours"), recipe)
        said = (
            "**The same lesson, a hundred times harder.** With both columns × 10 the best slope stays, the best "
            "intercept is ten times as large, and the condition number goes from "
            f"{written(other.condition_number, 4)} to {limits.condition_number:,.0f}."
        )
        return said + (_slow_rate(limits) if recipe.loss == "mse" else "")
    if dataset.name == "hubble_key_project" and plain and recipe.loss == "mse":
        return (
            f"**Scaling is not optional.** Divided by their maxima these data train well at 0.05. Raw, that is "
            f"{written(0.05 / limits.critical_rate, 2)} times the critical rate of {written(limits.critical_rate, 4)}."
        )
    return None


def _slow_rate(limits: Stability) -> str:
    needed = limits.epochs_within(0.001, 1e-4) or 0
    return (
        f" At a rate of 0.0001 the steep direction is done at once, the loss looks flat, and the shallow direction "
        f"would need about {round(needed, -3):,} epochs to come within 0.1%: the line 14.47x + 17.17 after 1,000 "
        "epochs has not converged."
    )


def far_note(dataset: Dataset, scaler: Scaler, run: History, answer: Minimum) -> str | None:
    """Say that a start lies far outside the landscape."""
    slope, intercept = run.parameters[0]
    if not is_far(dataset, scaler, run.parameters[0], answer):
        return None
    return (
        f"**The start is far outside the landscape:** slope {written(slope, 4)}, intercept {written(intercept, 4)}, "
        f"loss {written(float(run.losses[0]), 4)}. Nothing is lost: the run begins there, its loss curve and numbers "
        "are shown, and its path appears where it enters the picture. Click into the landscape for a start nearby."
    )
