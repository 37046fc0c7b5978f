"""What the player asks before it plays, and what was guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

Guessed = str | tuple[float, ...]
"""The name of an option, or heights: one for a number, two for the ends of a line."""
_LONGEST = 40


@dataclass(frozen=True)
class Question:
    """One question that a person may choose.

    Attributes:
        key: Its name.
        label: A few words to choose it by.
        asks: The whole question.
        scored: How points are given.
        options: Names and words to choose from; empty where the answer is heights in a panel.
        panel: Where the heights are dragged.
        x: At which places there, shape `(1,)` or `(2,)`.
        heights: Where the grips stand at first.
        names: Accessible names of the grips.
        unit: Of a single height, which can be typed as well.
    """

    key: str
    label: str
    asks: str
    scored: str
    options: tuple[tuple[str, str], ...] = ()
    panel: int | None = None
    x: np.ndarray | None = None
    heights: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class GuessResult:
    """What came of a guess.

    Attributes:
        key: Of the question; empty if it was skipped.
        heights: The guess, where it was heights.
        said: The guess in words.
        verdict: How good it was; empty until the run has shown it.
        due: The epoch at which the verdict is shown.
    """

    key: str
    heights: tuple[float, ...]
    said: str
    verdict: str
    due: int


@dataclass(frozen=True)
class Guess:
    """Questions before a run is played.

    Attributes:
        questions: To choose one from.
        result: What was guessed of this run; None while it is still asked, and nothing of the run was sent.
        score: Of the session, in words; empty before the first guess.
    """

    questions: tuple[Question, ...]
    result: GuessResult | None
    score: str


@dataclass(frozen=True)
class Answer:
    """What a browser sent as a guess: of which question, and which; no question to skip.

    ``forget`` asks for a new score instead.
    """

    key: str
    guessed: Guessed
    forget: bool = False


def answer_in(payload: Any) -> Answer | None:
    """Read a guess out of what a browser sent; None where there is none, or nonsense."""
    if not isinstance(payload, Mapping):
        return None
    key, guessed = payload.get("key"), payload.get("guessed")
    if payload.get("forget") is True:
        return Answer("", (), forget=True)
    if not isinstance(key, str) or len(key) > _LONGEST:
        return None
    if isinstance(guessed, str) and len(guessed) <= _LONGEST:
        return Answer(key, guessed)
    if not isinstance(guessed, list) or len(guessed) > 2 or not all(map(_is_number, guessed)):
        return None
    return Answer(key, tuple(float(number) for number in guessed))


def _is_number(value: Any) -> bool:
    try:
        return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    except OverflowError:  # an integer beyond every float
        return False
