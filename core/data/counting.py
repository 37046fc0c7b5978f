"""Counts as they stand in a sentence."""

from __future__ import annotations


def plural(count: int, noun: str) -> str:
    """Return a noun for so many: epoch for 1, epochs for any other number."""
    return noun if count == 1 else f"{noun}s"


def quantity(count: int, noun: str) -> str:
    """Return a count with its noun: 1 epoch, 1,000 epochs."""
    return f"{count:,} {plural(count, noun)}"
