"""What features, targets and rows are called, which colours the targets wear, and how many rows are drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core import DATASETS, Dataset
from ui.palette import Meaning

MOST_DRAWN = 1000
"""Rows of more than these are drawn in part: the eye sees no more, and the browser would."""
_COLOURS: dict[int, tuple[Meaning, ...]] = {
    1: ("model",), 2: ("first", "second"), 3: ("first", "second", "third"), 4: ("first", "second", "third", "fourth"),
}  # fmt: skip
_LONGEST_LABEL = 14


def is_own(dataset: Dataset) -> bool:
    """Tell whether a person brought the data set."""
    return dataset.name not in DATASETS


def colours(dataset: Dataset) -> tuple[Meaning, ...]:
    """Return a colour a target."""
    return _COLOURS[dataset.t] if is_own(dataset) else ("apples", "oranges")


def in_text(name: str) -> str:
    """Return a name as it stands within a sentence: Rainfall is rainfall there, but GDP stays GDP."""
    return name.lower() if name[1:].islower() else name


def listed(names: list[str]) -> str:
    """Join words as a sentence does."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 2 else names)


def label(name: str) -> str:
    """Return a name as short as a label in a picture must be."""
    text = in_text(name)
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"


def row_name(dataset: Dataset, row: int) -> str:
    """Return what a row is called: its own name, or its number."""
    return dataset.row_names[row] if dataset.row_names else f"Row {row + 1}"


def over(unit: str, below: str) -> str:
    """Return the unit of a weight in brackets, target over feature; nothing where one of them has none."""
    return f" ({unit}/{below})" if unit and below else ""


def drawn(dataset: Dataset) -> Dataset:
    """Return the rows that are drawn: all, or so many of them, evenly over the table, each under its own name."""
    if dataset.n <= MOST_DRAWN:
        return dataset
    rows = np.linspace(0, dataset.n - 1, MOST_DRAWN).astype(int)
    names = tuple(row_name(dataset, row) for row in rows)
    return replace(dataset, features=dataset.features[rows], targets=dataset.targets[rows], row_names=names)
