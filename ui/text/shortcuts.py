"""The keys that do something on a lesson's page, in words."""

from __future__ import annotations

_PLAYING = (
    ("Space", "Play or pause"),
    ("← →", "One epoch back or forward"),
    ("Home, End", "To the start or the end"),
)
_PHASES = (("B, N", "One phase of the neuron back or forward"),)
_DRAGGING = (("Arrows", "Move a handle that has the focus; with Shift further"),)
_EVERYWHERE = (
    ("F", "Fill the screen, or leave it"),
    ("Esc", "Close a box, or leave the full screen"),
    ("?", "Show this list"),
)


def shortcuts_of(page: str) -> list[tuple[str, str]]:
    """Return the keys of a lesson, each with what it does."""
    own = {"loss_explorer": _DRAGGING, "perceptron": (*_PLAYING, *_PHASES)}
    return [*own.get(page, _PLAYING), *_EVERYWHERE]


LETTERS = "Letters act once you have pressed into the pictures."
