"""Who wins a race: arrivals in epochs, in steps and in measured seconds, and a plain word for those who are lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from core.analysis import arrival, distances, measured_epoch_seconds
from core.data import Dataset, fit_scaler, quantity
from core.exact import Minimum
from core.model import OPTIMIZERS, Recipe
from ui.lessons.gradient_descent_animator.race import Entrant, Racer
from ui.session import callbacks, settings
from ui.text.numbers import rate_written, written
from ui.text.words import listed

_PACES = "_epoch_seconds"
_WORDS = {1: "The only run", 2: "Both runs", 3: "All three runs", 4: "All four runs"}
MEASURED = (
    "Epochs: how many until the run stays within 1% of its first distance from the optimum. Seconds: these epochs at "
    "the pace of the plain loop of predictions, gradient and step, measured on this machine."
)
_SAFETY = 0.95
"""A rate that holds is chosen so far below the one from which the steepest direction would oscillate."""


@dataclass(frozen=True)
class Arrival:
    """Where a run of the race ended: the epoch of its arrival and the seconds to there, or None."""

    entrant: Entrant
    epoch: int | None
    seconds: float | None


def arrivals(dataset: Dataset, entrants: Sequence[Entrant], answer: Minimum) -> list[Arrival]:
    """Return the arrivals of all runs, those that arrive first ahead.

    The seconds are those of the plain loop, measured once a session for each optimizer and batch size.
    """
    found = []
    for entrant in entrants:
        epoch = arrival(entrant.run, answer)
        seconds = None if epoch is None else epoch * _epoch_seconds(dataset, entrant.recipe)
        found.append(Arrival(entrant, epoch, seconds))
    return sorted(found, key=lambda each: (each.epoch is None, each.epoch or 0))


def _epoch_seconds(dataset: Dataset, recipe: Recipe) -> float:
    """Return the measured seconds of an epoch; the session remembers them, so that they do not flicker."""
    known: dict[tuple[object, ...], float] = st.session_state.setdefault(_PACES, {})
    key = (dataset.name, recipe.loss, recipe.optimizer, recipe.batch_size, recipe.device)
    if key not in known:
        known[key] = measured_epoch_seconds(dataset, recipe)
    return known[key]


def arrival_table(found: Sequence[Arrival], answer: Minimum, *, growing: bool) -> str:
    """Return the arrivals as a table; what has not arrived says what became of it."""
    lines = ["| Run | Trained with | Epochs | Steps | Seconds |", "|---|---|---|---|---|"]
    for each in found:
        run, recipe = each.entrant.run, each.entrant.recipe
        if each.epoch is None or each.seconds is None:
            end = _end_of(each.entrant, answer, growing=growing)
            cells = (end, "–", "–")
        else:
            steps = each.epoch * -(-run.dataset.n // (recipe.batch_size or run.dataset.n))
            cells = (f"{each.epoch:,}", f"{steps:,}", written(each.seconds, 2))
        lines.append(f"| {each.entrant.name} | {each.entrant.described} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _end_of(entrant: Entrant, answer: Minimum, *, growing: bool) -> str:
    run = entrant.run
    if run.diverged_at is not None:
        return f"**diverged** at epoch {run.diverged_at:,}"
    way = distances(run, answer)
    left = f"{written(100 * way[-1] / way[0], 3)}% of the distance left" if way[0] else "moved away from the optimum"
    return f"still training, {left}" if growing else f"not in {quantity(int(run.epochs[-1]), 'epoch')}, {left}"


def winner_note(found: Sequence[Arrival], *, growing: bool) -> str:
    """Say in a sentence who arrives first, in epochs and in seconds, and who is lost."""
    there = [each for each in found if each.seconds is not None]
    lost = [each.entrant for each in found if each.entrant.run.diverged_at is not None]
    if len(lost) == len(found):
        verb = "has" if len(found) == 1 else "have"
        return (
            f"**{_WORDS[len(found)]} {verb} diverged.** None of these rates converges on this landscape: each step "
            "lands further away than the one before."
        )
    gone = f" {_listed(lost)} diverged: the rate is too large here." if lost else ""
    if not there:
        waiting = "yet: the training goes on" if growing else "in these epochs; give them more, or other rates"
        return f"**No run has come within 1% of the optimum** {waiting}.{gone}"
    first, quickest = there[0], min(there, key=lambda each: each.seconds or 0.0)
    said = f"**{_name(first)} arrives first**, within 1% from epoch {first.epoch:,} on."
    if quickest is first:
        return f"{said} It is first in seconds, too: {_seconds(first)}, trained step by step.{gone}"
    return (
        f"{said} Counted in seconds **{_name(quickest)}** is first: {_seconds(quickest)} against {_seconds(first)}, "
        f"trained step by step, since its epochs cost less.{gone}"
    )


def _name(each: Arrival) -> str:
    return each.entrant.name


def _seconds(each: Arrival) -> str:
    return f"{written(each.seconds or 0.0, 2)} s"


def _listed(entrants: Sequence[Entrant]) -> str:
    rates = [f" ({rate_written(each.recipe.learning_rate)})" for each in entrants]
    # What tells two of one optimizer apart stands in brackets already.
    return listed(
        [each.name + ("" if each.name.endswith(")") else rate) for each, rate in zip(entrants, rates, strict=True)]
    )


def rate_that_holds(dataset: Dataset, recipe: Recipe, answer: Minimum, start: np.ndarray) -> float:
    """Return a round learning rate at which a recipe does not diverge.

    Gradient descent and its momenta converge below 1/λ of the steepest batch there can be; RMSprop, Adagrad and Adam
    make steps about as long as their rate, whatever the gradient, and get a fiftieth of the way.

    Args:
        dataset: One feature, one target.
        recipe: Its optimizer, loss, scaling and batch size matter.
        answer: The exact answer.
        start: Where the run begins, shape `(2,)`.
    """
    if recipe.optimizer not in ("sgd", "momentum", "nesterov"):
        way = float(np.abs(answer.parameters - start).max())
        return float(f"{max(way, 1e-3) / 50:.1e}")
    features = fit_scaler(dataset, recipe.scaling).scale_features(dataset.features)
    design = np.column_stack([features, np.ones(dataset.n)])
    whole = recipe.batch_size in (None, dataset.n)
    # Of a batch of rows none bends more than its steepest row alone; their sum at most so many times that.
    bend = np.linalg.norm(design, 2) ** 2 / dataset.n if whole else float((design**2).sum(axis=1).max())
    rows = dataset.n if whole else recipe.batch_size or 1
    # What one batch adds to a velocity, later ones that bend otherwise follow for 1 / (1 − momentum) steps.
    share = 1 - recipe.momentum if OPTIMIZERS[recipe.optimizer].uses_momentum and not whole else 1.0
    return float(f"{_SAFETY * share / (2 * bend * (rows if recipe.loss == 'sse' else 1)):.1e}")


def rescue(dataset: Dataset, entrants: Sequence[Entrant], answer: Minimum) -> None:
    """Explain the runs that are lost with a button that gives them rates that hold."""
    lost = [each for each in entrants if each.run.diverged_at is not None]
    if not lost:
        return
    start = entrants[0].run.parameters[0]
    rates = {each.place: rate_that_holds(dataset, each.recipe, answer, start) for each in lost}
    said = ", ".join(f"{each.name}: {rate_written(rates[each.place])}" for each in lost)
    st.button(
        f"Rates that converge: {said}", icon=":material/healing:", type="primary", on_click=_give, args=(lost, rates)
    )


@callbacks.uninterrupted
def _give(lost: Sequence[Entrant], rates: dict[str, float]) -> None:
    settings.user_changed()
    for each in lost:
        if each.place == "first":
            st.session_state["learning_rate"], st.session_state["earlier"] = rates["first"], ()
            continue
        name = f"racer{('second', 'third', 'fourth').index(each.place) + 2}"
        racer: Racer = st.session_state[name]
        st.session_state[name] = replace(racer, learning_rate=rates[each.place])
