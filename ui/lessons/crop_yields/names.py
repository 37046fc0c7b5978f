"""What features and targets are called, and which colours the targets wear."""

from __future__ import annotations

from core.data import Dataset
from ui.player.palette import Meaning
from ui.text.words import in_text

_COLOURS: dict[int, tuple[Meaning, ...]] = {
    1: ("model",), 2: ("first", "second"), 3: ("first", "second", "third"), 4: ("first", "second", "third", "fourth"),
}  # fmt: skip
_LONGEST_LABEL = 14


_CROPS = ("crop_yields", "crop_yields_15")


def is_own(dataset: Dataset) -> bool:
    """Return whether a data set is another than the lesson's own, so that its names are what it brings."""
    return dataset.origin not in _CROPS


def colours(dataset: Dataset) -> tuple[Meaning, ...]:
    """Return a colour a target."""
    return _COLOURS[dataset.t] if is_own(dataset) else ("second", "first")


def label(name: str) -> str:
    """Return a name as short as a label in a picture must be."""
    text = in_text(name)
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"


def over(unit: str, below: str) -> str:
    """Return the unit of a weight in brackets, target over feature; nothing where one of them has none."""
    return f" ({unit}/{below})" if unit and below else ""
