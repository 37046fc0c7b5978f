"""Rows that a person chooses by their points in a picture: to hold them out, or to look at one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ui.player.protocol import is_count

_MOST = 1000
"""Rows that one release can name."""


@dataclass(frozen=True, eq=False)
class RowChoice:
    """Points of which each holds its row out by a click, or takes it back; a row may have several.

    Attributes:
        panel: Where they lie.
        x: Shape `(n,)`.
        y: Shape `(n,)`.
        z: Shape `(n,)` in a 3-D scene; None in a plane.
        rows: The number of each point's row, from 1, shape `(n,)`.
        names: What each point's row is called.
        held: The numbers of the rows held out.
        data: The data set that the numbers are about.
    """

    panel: int
    x: np.ndarray
    y: np.ndarray
    z: np.ndarray | None
    rows: np.ndarray
    names: tuple[str, ...]
    held: tuple[int, ...]
    data: str


@dataclass(frozen=True, eq=False)
class RowPoints:
    """Points of rows in a plane; a click or tap near one chooses its row, and the row chosen wears a ring.

    Attributes:
        panel: Where they lie.
        x: Shape `(n,)`.
        y: Shape `(n,)`.
        chosen: The row chosen, from 0.
    """

    panel: int
    x: np.ndarray
    y: np.ndarray
    chosen: int


@dataclass(frozen=True)
class RowsChosen:
    """The numbers of the rows that a person holds out, from 1, and the data set that they are about."""

    rows: tuple[int, ...]
    data: str


def rows_in(value: Any) -> RowsChosen | None:
    """Return which rows a browser sent; None if it sent anything else."""
    if not isinstance(value, dict) or not isinstance(value.get("data"), str):
        return None
    rows = value.get("rows")
    if not isinstance(rows, list) or len(rows) > _MOST or not all(is_count(row) and row for row in rows):
        return None
    return RowsChosen(tuple(sorted(set(rows))), value["data"])
