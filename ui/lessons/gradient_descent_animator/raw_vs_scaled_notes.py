"""What to notice of the same run on raw and on scaled data, in data units and beside the exact answer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.analysis import arrival
from core.data import quantity
from ui.lessons.gradient_descent_animator.raw_vs_scaled import ScaledRun
from ui.session.training import MAX_EPOCHS
from ui.text.numbers import in_six_digits, rate_written, trimmed, written

_FIGURES = 5e-7
"""Two numbers agree in the six figures shown when they differ by less than this part."""


def raw_vs_scaled_table(raw: ScaledRun, scored: ScaledRun, epoch: int) -> str:
    """Return how both stand at an epoch, in data units, beside the exact answer, as a table."""
    exact = raw.scaler.parameters_to_data_units(raw.answer.parameters)

    def row(title: str, cell: Callable[[ScaledRun], str], closed: str = "") -> str:
        return f"| {title} | {cell(raw)} | {cell(scored)} | {closed} |"

    rows = [
        row(f"Slope at epoch {epoch:,}", lambda world: written(_at(world, epoch)[0]), written(exact[0])),
        row(f"Intercept at epoch {epoch:,}", lambda world: written(_at(world, epoch)[1]), written(exact[1])),
        row("Within 1% of the answer from epoch", _arrived),
        row("Learning rate", lambda world: rate_written(in_six_digits(world.run.recipe.learning_rate))),
        row("Critical rate", lambda world: trimmed(world.limits.critical_rate)),
        row("Condition number", lambda world: trimmed(world.limits.condition_number)),
    ]
    return "\n".join(["| Quantity | Raw | z-scored | Exact answer |", "|---|---|---|---|", *rows])


def _at(world: ScaledRun, epoch: int) -> np.ndarray:
    """Return slope and intercept in data units at an epoch, or at the end of a run that ended before it."""
    return np.asarray(world.run.in_data_units()[min(epoch, len(world.run.epochs) - 1)])


def _arrived(world: ScaledRun) -> str:
    if world.run.diverged_at is not None:
        return f"diverged at {world.run.diverged_at:,}"
    epoch = arrival(world.run, world.answer)
    return f"not in {int(world.run.epochs[-1]):,}" if epoch is None else f"{epoch:,}"


def raw_vs_scaled_note(raw: ScaledRun, scored: ScaledRun) -> str:
    """Say what the same run is, why the two differ, and that their answers do not."""
    share = raw.run.recipe.learning_rate / raw.limits.critical_rate
    said = (
        f"**Raw vs. scaled: one run, twice.** Both begin with the same line and train at the same share of their "
        f"critical rate, {written(100 * share, 3)}%. Raw, the valley is "
        f"{written(raw.limits.condition_number**0.5, 3)} times longer than wide, and along its shallow direction "
        "training is slow; z-scored, it is a round bowl, and every step leads straight to the middle."
    )
    if raw.run.recipe.loss == "huber":
        return said + (
            " With the Huber loss the two have different answers: its δ of 1 is one unit of the target here, and one "
            "standard deviation there."
        )
    return f"{said} {_agreement(raw, 'The raw run')} {_agreement(scored, 'The z-scored run')}"


def _agreement(world: ScaledRun, name: str) -> str:
    if world.run.diverged_at is not None:
        return f"{name} has diverged."
    first, last = _agrees_from(world), int(world.run.epochs[-1])
    if first is None:
        return f"{name} does not match the exact answer to six digits after {quantity(last, 'epoch')}."
    return f"{name} matches the exact answer to six digits from epoch {first:,} on."


def _agrees_from(world: ScaledRun) -> int | None:
    """Return the epoch from which on a run matches the exact answer to six digits, if it comes to that."""
    exact = world.scaler.parameters_to_data_units(world.answer.parameters)
    apart = np.abs(world.run.in_data_units() - exact) > _FIGURES * np.abs(exact)
    outside = np.flatnonzero(apart.any(axis=1))
    first = int(outside[-1]) + 1 if len(outside) else 0
    return first if first < len(apart) else None


def epochs_to_six_figures(world: ScaledRun) -> int | None:
    """Return a round number of epochs after which a run will match the exact answer; None if it does, or never will."""
    recipe, limits = world.run.recipe, world.limits
    if world.run.diverged_at is not None or recipe.earlier or not limits.holds or _agrees_from(world) is not None:
        return None
    needed = limits.epochs_within(_FIGURES / 10, recipe.learning_rate)
    rounded = None if needed is None else -(-needed // 100) * 100
    return rounded if rounded and recipe.epochs < rounded <= MAX_EPOCHS else None
