"""What to notice where the same run lives in two worlds, in data units and beside the closed form."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core import arrival
from ui.controls import MOST_EPOCHS
from ui.descent.worlds import World
from ui.numbers import in_six_digits, rate_written, trimmed, written

_FIGURES = 5e-7
"""Two numbers agree in the six figures shown when they differ by less than this part."""


def worlds_table(raw: World, scored: World, epoch: int) -> str:
    """Return how both worlds stand at an epoch, in data units, beside the closed form, as a table."""
    exact = raw.scaler.parameters_to_data_units(raw.answer.parameters)

    def row(title: str, cell: Callable[[World], str], closed: str = "") -> str:
        return f"| {title} | {cell(raw)} | {cell(scored)} | {closed} |"

    rows = [
        row(f"Slope at epoch {epoch:,}", lambda world: written(_at(world, epoch)[0]), written(exact[0])),
        row(f"Intercept at epoch {epoch:,}", lambda world: written(_at(world, epoch)[1]), written(exact[1])),
        row("Within 1% of the way from epoch", _arrived),
        row("Learning rate", lambda world: rate_written(in_six_digits(world.run.recipe.learning_rate))),
        row("Critical rate", lambda world: trimmed(world.limits.critical_rate)),
        row("Condition number", lambda world: trimmed(world.limits.condition_number)),
    ]
    return "\n".join(["| | Raw | z-scored | Closed form |", "|---|---|---|---|", *rows])


def _at(world: World, epoch: int) -> np.ndarray:
    """Return slope and intercept in data units at an epoch, or at the end of a run that ended before it."""
    return np.asarray(world.run.in_data_units()[min(epoch, len(world.run.epochs) - 1)])


def _arrived(world: World) -> str:
    if world.run.diverged_at is not None:
        return f"diverged at {world.run.diverged_at:,}"
    epoch = arrival(world.run, world.answer)
    return f"not in {int(world.run.epochs[-1]):,}" if epoch is None else f"{epoch:,}"


def worlds_note(raw: World, scored: World) -> str:
    """Say what the same run is, why its two worlds differ, and that their answers do not."""
    share = raw.run.recipe.learning_rate / raw.limits.critical_rate
    said = (
        f"**One run, two worlds.** Both begin with the same line and train at the same share of their critical rate, "
        f"{written(100 * share, 3)}%. Raw, the valley is {written(raw.limits.condition_number**0.5, 3)} times longer "
        "than wide, and its floor is learned slowly; z-scored, it is a round bowl, and every step leads straight to "
        "the middle."
    )
    if raw.run.recipe.loss == "huber":
        return said + (
            " With the Huber loss the two have different answers: its δ of 1 is one unit of the target here, and one "
            "standard deviation there."
        )
    return f"{said} {_agreement(raw, 'The raw run')} {_agreement(scored, 'The z-scored run')}"


def _agreement(world: World, name: str) -> str:
    if world.run.diverged_at is not None:
        return f"{name} has diverged."
    first, last = _agrees_from(world), int(world.run.epochs[-1])
    if first is None:
        return f"{name} does not show the closed form in all six figures after {last:,} epochs."
    return f"{name} shows the closed form in all six figures from epoch {first:,} on."


def _agrees_from(world: World) -> int | None:
    """Return the epoch from which on a run shows the closed form in six figures, if it comes to that."""
    exact = world.scaler.parameters_to_data_units(world.answer.parameters)
    apart = np.abs(world.run.in_data_units() - exact) > _FIGURES * np.abs(exact)
    outside = np.flatnonzero(apart.any(axis=1))
    first = int(outside[-1]) + 1 if len(outside) else 0
    return first if first < len(apart) else None


def epochs_to_six_figures(world: World) -> int | None:
    """Return a round number of epochs after which a run will show the closed form; None if it does, or never will."""
    recipe, limits = world.run.recipe, world.limits
    if world.run.diverged_at is not None or recipe.earlier or not limits.holds or _agrees_from(world) is not None:
        return None
    needed = limits.epochs_within(_FIGURES / 10, recipe.learning_rate)
    rounded = None if needed is None else -(-needed // 100) * 100
    return rounded if rounded and recipe.epochs < rounded <= MOST_EPOCHS else None
