"""Fewer rows where all would be too many to draw or to hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.data import Dataset

MAX_DRAWN = 1000
"""Rows of more than these are drawn in part: the eye sees no more, and the browser would."""


def row_name(dataset: Dataset, row: int) -> str:
    """Return what a row is called: its own name, or its number."""
    return dataset.row_names[row] if dataset.row_names else f"Row {row + 1}"


def drawn(dataset: Dataset, most: int = MAX_DRAWN) -> Dataset:
    """Return all rows, or so many of them, evenly over the table, each under its own name."""
    if dataset.n <= most:
        return dataset
    rows = np.linspace(0, dataset.n - 1, most).astype(int)
    names = tuple(row_name(dataset, row) for row in rows)
    return replace(dataset, features=dataset.features[rows], targets=dataset.targets[rows], row_names=names)
