"""A browser can send anything as a guess; what is none passes nothing on."""

from __future__ import annotations

from typing import Any

import pytest

from ui.player.asking import Answer, answer_in


@pytest.mark.parametrize(
    ("payload", "answer"),
    [
        ({"key": "loss", "guessed": [40]}, Answer("loss", (40.0,))),
        ({"key": "line", "guessed": [-1.5, 2]}, Answer("line", (-1.5, 2.0))),
        ({"key": "behaviour", "guessed": "converges smoothly"}, Answer("behaviour", "converges smoothly")),
        ({"key": "", "guessed": []}, Answer("", ())),
        ({"forget": True}, Answer("", (), forget=True)),
    ],
)
def test_guesses_are_read(payload: Any, answer: Answer) -> None:
    """A number, a line, an option, a question skipped, a new score."""
    assert answer_in(payload) == answer


@pytest.mark.parametrize(
    "payload",
    [
        None, 7, "loss", [], {}, {"key": "loss"}, {"key": 1, "guessed": [1]}, {"key": "loss", "guessed": [True]},
        {"key": "loss", "guessed": ["1"]}, {"key": "loss", "guessed": [float("nan")]},
        {"key": "loss", "guessed": [10**400]},
        {"key": "l" * 99, "guessed": [1]}, {"key": "loss", "guessed": [1, 2, 3]}, {"forget": "yes"},
        {"key": "behaviour", "guessed": "x" * 99}, {"key": "loss", "guessed": {"0": 1}},
    ],
)  # fmt: skip
def test_nonsense_is_none(payload: Any) -> None:
    """Other types, numbers that are not finite, and what is too long, are no guess."""
    assert answer_in(payload) is None
