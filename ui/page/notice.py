"""What to notice in a run of a line, said in the numbers of that run."""

from __future__ import annotations

import numpy as np

from core.data import Dataset, Scaler, plural, quantity
from core.exact import Minimum, Stability, least_squares
from core.model import Recipe
from core.training import History
from ui.figures.line import Reference
from ui.session.rates import said
from ui.text.numbers import counted, rate_written, written

_FLAT = 0.02
"""A loss curve looks flat when its last tenth falls by less than this part of itself."""
_ARRIVED = 0.01
"""A run has arrived when slope and intercept are within this part of the exact answer."""
_THERE = 0.001
"""What is asked of the shallow direction, as a part of its first distance."""


def distance_note(scaler: Scaler, run: History, epoch: int, answer: Minimum) -> str:
    """Say how far the run is from the exact answer at an epoch: in slope, intercept and loss."""
    slope, intercept = run.in_data_units()[epoch]
    exact = scaler.parameters_to_data_units(answer.parameters)
    loss = run.losses[epoch]
    times = f"{written(loss / answer.loss, 4)} times the lowest possible loss" if answer.loss > 0 else None
    above = times or "above 0, the lowest possible loss"
    return (
        f"**Epoch {epoch:,}:** slope {written(slope)}, intercept {written(intercept)}, loss {written(loss)}. "
        f"The exact answer is slope {written(exact[0])}, intercept {written(exact[1])}, loss {written(answer.loss)}. "
        f"So the slope is {_miss(slope - exact[0])}, the intercept {_miss(intercept - exact[1])}, "
        f"and the loss is {above}."
    )


def _miss(difference: float) -> str:
    """Say by how much a number is too high or too low."""
    if difference == 0:
        return "right"
    return f"{written(abs(difference), 3)} too {'high' if difference > 0 else 'low'}"


def verdict_note(recipe: Recipe, limits: Stability) -> str:
    """Say what theory expects of this learning rate, and how stretched the valley is."""
    condition = f"The condition number is {written(limits.condition_number, 4)}: the valley is "
    condition += f"{written(limits.condition_number**0.5, 3)} times longer than wide."
    if not limits.holds:
        return (
            "The ruler has no colours here: the limits of its colours are proved for gradient descent, plain or with "
            f"momentum, at one rate, on all rows with a squared loss and no L1 penalty only. {condition}"
        )
    rate, critical = recipe.learning_rate, limits.critical_rate
    return (
        f"**A rate of {rate_written(rate)} {said(limits.verdict(rate))}.** Up to {written(limits.monotone_rate, 4)} "
        f"every direction converges smoothly; from there to {written(critical, 4)} the steep one overshoots but "
        f"converges (oscillates); exactly there it swings for ever; above it the run diverges. {condition}"
    )


def looks_flat(run: History) -> bool:
    """Return whether the loss curve looks flat over the last tenth of the run."""
    before = run.losses[int(0.9 * (len(run.losses) - 1))]
    return len(run.losses) > 20 and abs(before - run.losses[-1]) <= _FLAT * abs(before)


def has_arrived(scaler: Scaler, run: History, answer: Minimum) -> bool:
    """Return whether the run's last slope and intercept are within one hundredth of the exact ones."""
    exact = scaler.parameters_to_data_units(answer.parameters)
    return bool((np.abs(run.in_data_units()[-1] - exact) <= _ARRIVED * np.abs(exact)).all())


_SHALLOW_IS_SLOW = (
    "The steep direction of the valley is done; along the shallow one the loss hardly changes, and so does the step."
)
_STEEP_IS_SLOW = "Along the steep direction of the valley each step overshoots by almost as much as it was off."


def flat_note(scaler: Scaler, run: History, answer: Minimum, limits: Stability) -> str | None:
    """Say it when the loss looks flat although the parameters are not there yet."""
    rate = run.recipe.learning_rate
    if run.diverged_at is not None or not looks_flat(run) or has_arrived(scaler, run, answer):
        return None
    if limits.holds and limits.verdict(rate) == "swings":
        return None  # its loss stays where it is, as the note on the rate says
    exact, last = scaler.parameters_to_data_units(answer.parameters), run.in_data_units()[-1]
    needed = limits.epochs_within(_THERE, rate) if limits.holds else None
    # Beyond the fastest rate it is the steep direction that is slow: it overshoots by almost all of its distance.
    steep = limits.holds and rate > limits.fastest_rate
    slow, cause = ("steep", _STEEP_IS_SLOW) if steep else ("shallow", _SHALLOW_IS_SLOW)
    more = (
        f" At this rate the {slow} direction needs about {about_epochs(needed)} to come within 0.1%." if needed else ""
    )
    trained = quantity(int(run.epochs[-1]), "epoch")
    return (
        f"**The curve looks flat, but training has not converged.** After {trained} the line is "
        f"{_line(last)}, the exact one {_line(exact)}. {cause}{more} A flat loss is no proof of converged parameters."
    )


def _line(parameters: np.ndarray) -> str:
    return f"{written(parameters[0], 4)}x + {written(parameters[1], 4)}"


def about_epochs(needed: int) -> str:
    """Say about how many epochs something needs, by the three digits that mean something."""
    rounded = int(float(f"{needed:.3g}"))
    return f"{counted(rounded)} {plural(rounded, 'epoch')}"


def prediction_note(dataset: Dataset, scaler: Scaler, run: History, epoch: int, answer: Minimum, at: float) -> str:
    """Say what the model and the exact answer predict, and warn outside the range of the data."""
    x = dataset.features[:, 0]
    model, exact = (
        line[0] * at + line[1]
        for line in (run.in_data_units()[epoch], scaler.parameters_to_data_units(answer.parameters))
    )
    unit = dataset.target_units[0]
    said = (
        f"**At {at:g} {dataset.feature_units[0]}** the model of epoch {epoch:,} predicts {written(model, 5)} {unit}, "
        f"the exact answer {written(exact, 5)} {unit}."
    )
    if x.min() <= at <= x.max():
        return said
    return said + (
        f" :orange[:material/warning: The data end at {x.min():g} and {x.max():g} {dataset.feature_units[0]}. "
        "The line extrapolates here: there are no data.]"
    )


def reference_note(dataset: Dataset, reference: Reference) -> str:
    """Say how a line that looks right compares with least squares, and why a prediction at the mean cannot tell."""
    exact = least_squares(dataset)
    x, y = dataset.features[:, 0], dataset.targets[:, 0]
    slope, intercept = reference.parameters
    mse = float(((slope * x + intercept - y) ** 2).mean())
    low, high = exact.intervals()[0]
    if dataset.made_of:
        return (
            f"**The line {slope:g}x + {intercept:g} looks right for the scores as they were.** On these data its mean "
            f"squared error is {written(mse, 8)}, the exact answer's {written(exact.mse, 8)}."
        )
    return (
        f"**The line {slope:g}x + {intercept:g} looks right, but is not the best fit.** Its mean squared error is "
        f"{written(mse, 8)}, the exact answer's {written(exact.mse, 8)}, and its slope lies outside the 95% interval "
        f"from {written(low, 4)} to {written(high, 4)}. That it predicts {written(slope * x.mean() + intercept, 5)} "
        f"for {x.mean():g} hours proves nothing: ({x.mean():g}, {y.mean():g}) is the centre of the data, every line "
        f"through it gives {y.mean():g} there, and no student studied {x.mean():g} hours."
    )
