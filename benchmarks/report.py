"""The table that `make bench` prints, a row as soon as it is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import ceil
from statistics import median

_COLUMNS = (("what", 60), ("ours", 16), ("reference", 16), ("ratio", 13), ("target", 8), ("met?", 4))


@dataclass(frozen=True)
class Measurement:
    """One row: what was measured, here and the usual way, and what was aimed at.

    Attributes:
        met: None where there is no target, so that the row is for information.
    """

    what: str
    ours: str
    reference: str = ""
    ratio: str = ""
    target: str = ""
    met: bool | None = None


def header() -> str:
    """Return the table's first two lines."""
    names = _line([name for name, _ in _COLUMNS])
    return f"{names}\n{_line(['-' * width for _, width in _COLUMNS])}"


def row(measured: Measurement) -> str:
    """Return a line of the table."""
    *cells, met = astuple(measured)
    return _line([*cells, {True: "yes", False: "NO", None: ""}[met]])


def _line(cells: Sequence[str]) -> str:
    first, *rest = (cell.ljust(width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True))
    return " | ".join([first, *rest]).rstrip()


def at_most(what: str, ours: Sequence[float], reference: Sequence[float], limit: float | None = None) -> Measurement:
    """Compare the medians of two series of seconds; ours may take `limit` times the reference's."""
    ratio = median(ours) / median(reference)
    return Measurement(
        what, seconds(median(ours)), seconds(median(reference)), times(ratio),
        "" if limit is None else f"≤ {times(limit)}", None if limit is None else ratio <= limit,
    )  # fmt: skip


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that is not exceeded by so many percent of them."""
    return sorted(values)[ceil(percent / 100 * len(values)) - 1]


def seconds(value: float) -> str:
    """Write a time with three digits or so, in ms below one second."""
    return f"{value:.2f} s" if value >= 1 else f"{1000 * value:.{0 if value >= 0.1 else 1}f} ms"


def times(ratio: float) -> str:
    """Write a ratio."""
    return f"{ratio:.0f} ×" if ratio >= 100 else f"{ratio:.1f} ×" if ratio >= 10 else f"{ratio:.2f} ×"
