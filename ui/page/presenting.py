"""What of a lesson is seen where its pictures fill a screen: its title, its runs by name, the numbers that matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ui.lessons.registry import titled
from ui.page.values import Display, Page
from ui.player import Heading, Readout

_MAX_NUMBERS = 4
_MATTER = ("loss", "kept_loss", "own_loss", "epoch", "age", "prediction", "slope", "intercept")
"""Keys of readouts, those that matter most first; of several runs each has a loss of its own."""


def heading_of(page: Page, display: Display, *, keeps: bool) -> Heading:
    """Return the title, and the names of the runs where there are several.

    Args:
        page: The lesson's page.
        display: What its player shows.
        keeps: Whether A is on show beside them.
    """
    named = display.named or ((("B", "model"),) if keeps else ())
    return Heading(titled(page.name), (*named, ("A", "kept")) if keeps else named, page.step)


def with_lesser(readouts: Sequence[Readout]) -> list[Readout]:
    """Return the live numbers, all but those that matter most marked as lesser ones."""
    first = sorted(readouts, key=_rank)[:_MAX_NUMBERS]
    return [each if each in first else replace(each, lesser=True) for each in readouts]


def _rank(readout: Readout) -> int:
    key = "loss" if readout.key.startswith("loss_") else readout.key
    return _MATTER.index(key) if key in _MATTER else len(_MATTER)
