"""Take rows of each class alike: those held out, and fewer of too many."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import Dataset
from core.data.variants import drawn_rows

Places = NDArray[np.int64]


def kinds_of_rows(dataset: Dataset) -> Places:
    """Return the number of each row's class, from 0, shape `(n,)`; of numbers all rows are of one."""
    if not dataset.classes:
        return np.zeros(dataset.n, dtype=np.int64)
    targets = dataset.targets
    return np.asarray(targets[:, 0] if dataset.t == 1 else targets.argmax(axis=1), dtype=np.int64)


def drawn_of_each_class(dataset: Dataset, share: float, seed: int) -> tuple[int, ...]:
    """Return the rows that a share of each class is held out by, in order: drawn by a seed, of no class all.

    Of a class with one row none is held out; of numbers the rows are those of `drawn_rows`.

    Args:
        dataset: Features and targets.
        share: Above 0 and below 1.
        seed: 0 or more.
    """
    kinds, found = kinds_of_rows(dataset), []
    for kind in np.unique(kinds):
        places = np.flatnonzero(kinds == kind)
        if len(places) > 1:
            found.extend(places[list(drawn_rows(len(places), share, seed))].tolist())
    return tuple(sorted(found))


def thinned(dataset: Dataset, most: int) -> Dataset:
    """Return all rows, or at most so many, evenly over the table and of each class the same part, and one at least."""
    if dataset.n <= most:
        return dataset
    kinds, rows = kinds_of_rows(dataset), []
    for kind in np.unique(kinds):
        places = np.flatnonzero(kinds == kind)
        count = max(1, math.floor(most * len(places) / dataset.n))
        rows.extend(places[np.linspace(0, len(places) - 1, count).astype(int)].tolist())
    rows.sort()
    names = tuple(dataset.row_names[row] for row in rows) if dataset.row_names else ()
    return replace(dataset, features=dataset.features[rows], targets=dataset.targets[rows], row_names=names)
