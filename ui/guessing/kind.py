"""A kind of guess: what is asked, and how a run judges it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.analysis import MAX_POINTS
from core.data import quantity
from ui.player import Track
from ui.player.asking import Guessed, Question


@dataclass(frozen=True)
class Verdict:
    """How good a guess was: its points, and why in words."""

    points: int
    said: str


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of guess about one run.

    Attributes:
        question: What is asked.
        due: The epoch at which the run answers, unless it leaves before.
        says: From a guess to its words.
        judges: From a guess to its verdict, by the run as far as epoch `due`.
        tracks: How the guess is shown in the pictures, where it is heights.
    """

    question: Question
    due: int
    says: Callable[[Guessed], str]
    judges: Callable[[Guessed], Verdict]
    tracks: tuple[Track, ...] = ()

    def takes(self, guessed: Guessed) -> bool:
        """Return whether a guess answers this question."""
        question = self.question
        if question.options or isinstance(guessed, str):
            return guessed in [name for name, _ in question.options]
        # What is asked as one number is a loss or an age, and those are above 0.
        return len(guessed) == len(question.heights) and (len(guessed) > 1 or guessed[0] > 0)


def of_points(points: int) -> str:
    """Return points as words."""
    return f"{points} of {MAX_POINTS} points"


def after(epochs: int, step: str) -> str:
    """Say after how many epochs, by the lesson's word for one."""
    return f"after {quantity(epochs, step)}"


def scored(bounds: tuple[float, ...], first: str) -> str:
    """Say how points are given: 4 points within a factor of 1.1, 3 within 1.5, …"""
    rest = "".join(f", {MAX_POINTS - i} within {bound:g}" for i, bound in enumerate(bounds) if i)
    return f"{MAX_POINTS} points within {first.format(bounds[0])}{rest}."
