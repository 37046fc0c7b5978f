"""The kinds of guesses: what each asks, and how a run judges it."""

from __future__ import annotations

from collections.abc import Callable
from math import log10
from typing import Literal

import numpy as np

from core.analysis import FACTORS, MAX_POINTS, behaviour, factor_between, points_of, theory_decides
from core.exact import Stability
from core.training import History
from ui.guessing.kind import Kind, Verdict, after, of_points, scored
from ui.guessing.line import line_kind
from ui.player import Form, Line, Owner, Point
from ui.player.asking import Guessed, Question
from ui.text.numbers import rate_written, trimmed, written

_NOTHING = 1e-12
"""A loss below this part of the first is 0 but for rounding."""
_DIGITS = 4
_OWNERS: dict[str, Owner] = {"loss": "guess loss", "age": "guess age"}
AgePanel = tuple[int, Callable[[float], float]]
_WORDS = {
    "converges smoothly": "It converges smoothly", "oscillates": "It overshoots but converges (oscillates)",
    "swings": "It swings for ever", "diverges": "It diverges", "falls": "It never rises", "rises": "It rises at times",
}  # fmt: skip


def kinds_about(
    run: History, limits: Stability, *, loss: int, line: int | None = None, age: AgePanel | None = None,
    step: str = "epoch",
) -> tuple[Kind, ...]:  # fmt: skip
    """Return what can be asked about a run.

    Args:
        run: All of it there is.
        limits: Of its recipe.
        loss: The panel of the loss.
        line: The panel of data with one feature and one target, where a line can be drawn.
        age: The panel of ages, and from a slope in km/s/Mpc to billions of years.
        step: What the lesson calls an epoch.
    """
    kinds = [behaviour_kind(run, limits), loss_kind(run, loss, step)]
    if line is not None:
        kinds.append(line_kind(run, line, step))
    if age is not None:
        kinds.append(age_kind(run, *age))
    return tuple(kinds)


def behaviour_kind(run: History, limits: Stability) -> Kind:
    """Ask what the run will do: converge, oscillate, swing, diverge; where theory is silent, what its loss will do."""
    proved, rate = theory_decides(run, limits), rate_written(run.recipe.learning_rate)
    names = ("converges smoothly", "oscillates", "swings", "diverges") if proved else ("falls", "rises", "diverges")
    question = Question(
        "behaviour", "Converge, oscillate, diverge?" if proved else "Fall, rise, diverge?",
        f"What will the run do at a learning rate of {rate}?" if proved
        else f"What will the loss do at a learning rate of {rate}?",
        f"Correct: {MAX_POINTS} points.", tuple((name, _WORDS[name]) for name in names),
    )  # fmt: skip

    def judged(guessed: Guessed) -> Verdict:
        truth = behaviour(run, limits)
        points = MAX_POINTS if guessed == truth else 0
        why = _why(run, limits) if proved and truth == limits.verdict(run.recipe.learning_rate) else ""
        return Verdict(points, f"{_WORDS[truth]}{why}: {of_points(points)}.")

    return Kind(question, run.recipe.epochs, lambda guessed: _WORDS[str(guessed)].lower(), judged)


def _why(run: History, limits: Stability) -> str:
    rate = run.recipe.learning_rate
    monotone, critical = written(limits.monotone_rate, _DIGITS), written(limits.critical_rate, _DIGITS)
    where = {
        "converges smoothly": f"not above {monotone}", "oscillates": f"between {monotone} and {critical}",
        "swings": "the critical rate", "diverges": f"above {critical}",
    }  # fmt: skip
    return f", for {rate_written(rate)} is {where[limits.verdict(rate)]}"


def round_half(epochs: int) -> int:
    """Return a round number of epochs, 1, 2 or 5 with zeros, up to half of them: there the picture still goes on."""
    half = max(1, epochs // 2)
    ten = int(10 ** int(log10(half)))
    return max(step * ten for step in (1, 2, 5) if step * ten <= half)


def loss_kind(run: History, panel: int, step: str = "epoch") -> Kind:
    """Ask for the loss after about half the epochs; `step` is what the lesson calls one."""
    first = float(run.losses[0])
    return _number_kind(
        "loss",
        "the loss",
        "",
        panel,
        run,
        step,
        lambda epoch: float(run.losses[epoch]),
        first,
        nothing=_NOTHING * first,
    )


def age_kind(run: History, panel: int, age: Callable[[float], float]) -> Kind:
    """Ask for the age of the universe after about half the epochs.

    Args:
        run: All of it.
        panel: Of the ages.
        age: From a slope in km/s/Mpc to billions of years.
    """

    def truth(epoch: int) -> float:
        return age(float(run.in_data_units()[epoch, 0]))

    return _number_kind("age", "the age", "billion years", panel, run, "epoch", truth, 20.0)


def _number_kind(
    key: Literal["loss", "age"], name: str, unit: str, panel: int, run: History, step: str,
    truth: Callable[[int], float], first: float, nothing: float = 0.0,
) -> Kind:  # fmt: skip
    epoch, begin = round_half(run.recipe.epochs), first if 0 < first < np.inf else 1.0
    later = after(epoch, step)
    question = Question(
        key, f"{name.removeprefix('the ').capitalize()} {later}", f"What will {name} be {later}?",
        scored(FACTORS, "a factor of {:g}"), (), panel, np.array([float(epoch)]), (begin,),
        (f"Your guess: {name} {later}",), unit,
    )  # fmt: skip

    def says(guessed: Guessed) -> str:
        return f"{trimmed(float(guessed[0]), _DIGITS)} {unit}".rstrip() + f" {later}"

    def judged(guessed: Guessed) -> Verdict:
        guess = float(guessed[0])
        if run.diverged_at is not None and run.diverged_at <= epoch:
            points = MAX_POINTS // 2 if key == "loss" and guess > first else 0
            seen = "above the first loss, that was the right direction" if points else "no number would do"
            return Verdict(points, f"The run diverged at epoch {run.diverged_at:,}: {seen}. {of_points(points)}.")
        value = truth(epoch)
        factor = factor_between(guess, value, nothing)
        points = points_of(factor, FACTORS)
        by = f"within a factor of {written(factor, 3)}" if np.isfinite(factor) else "far off"
        return Verdict(points, f"It is {written(value, _DIGITS)} {unit}".rstrip() + f": {by}. {of_points(points)}.")

    height, level = Form(np.zeros(1), np.ones((1, 1))), Form(np.zeros(2), np.ones((2, 1)))
    marks = (
        Line(panel, np.array([0.0, epoch]), level, "guess", "your guess", width=2, dash=True, of=_OWNERS[key]),
        Point(panel, float(epoch), height, "guess", "your guess", of=_OWNERS[key]),
    )
    return Kind(question, epoch, says, judged, marks)
