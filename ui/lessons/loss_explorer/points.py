"""Points and a line that the user sets: in the link, in the player, in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from core.data import Dataset, quantity
from ui.figures.parts import named
from ui.figures.thinning import drawn
from ui.session.settings import Setting, number_of, quoted

MAX_POINTS = 60
ADDING = (
    "Click into the picture, or press A while a point has the focus. A double-click on a point, or the Delete key, "
    "removes it."
)
_LARGEST = 1e9
_LONGEST_LINK = 30 * MAX_POINTS

Pair = tuple[float, float]
Cells = tuple[str, str]


def rounded(value: float) -> float:
    """Return a number with six digits, as a link carries it: what is on show is what the link says."""
    return float(f"{value:.6g}")


def points_setting() -> Setting:
    """Return the setting of moved points; None where they are those of the data set."""
    wanted = f"2 to {MAX_POINTS} points with x and y, such as 10:480,20:520"
    return Setting("points", None, _read_points, wanted, write=write_points, longest=_LONGEST_LINK)


def line_setting() -> Setting:
    """Return the setting of the user's own line; None where it is the one the lesson begins with."""
    wanted = "slope and intercept such as 9,350"
    return Setting("line", None, lambda text: _pair(text, ","), wanted, write=lambda line: _written(line, ","))


def _pair(text: str, between: str) -> Pair:
    numbers = [rounded(number_of(part)) for part in text.split(between)]
    if len(numbers) != 2 or not all(abs(number) <= _LARGEST for number in numbers):
        raise ValueError(text)
    return numbers[0], numbers[1]


def _written(pair: Pair, between: str) -> str:
    return between.join(f"{number:.6g}" for number in pair)


def _read_points(text: str) -> tuple[Pair, ...]:
    points = tuple(_pair(part, ":") for part in text.split(","))
    if not 2 <= len(points) <= MAX_POINTS:
        raise ValueError(text)
    return points


def write_points(points: Sequence[Pair]) -> str:
    """Write points as a link carries them."""
    return ",".join(_written(pair, ":") for pair in points)


def valid_points(pairs: Sequence[Pair] | None, most: int = MAX_POINTS) -> tuple[Pair, ...] | None:
    """Return what a player sent as points or as a line, rounded; None if a link could not carry it."""
    kept = tuple((rounded(x), rounded(y)) for x, y in pairs or ())
    inside = all(abs(number) <= _LARGEST for pair in kept for number in pair)
    return kept if inside and 1 <= len(kept) <= most else None


def points_of(dataset: Dataset) -> tuple[Pair, ...]:
    """Return the points of a data set with one feature and one target."""
    return tuple(zip(dataset.features[:, 0].tolist(), dataset.targets[:, 0].tolist(), strict=True))


def subset(dataset: Dataset) -> Dataset:
    """Return so many rows of a data set, evenly over the table, as the user can drag."""
    return drawn(dataset, MAX_POINTS)


def subset_note(dataset: Dataset) -> str | None:
    """Say how many of the rows are on show, where that is not all of them."""
    if dataset.n <= MAX_POINTS:
        return None
    return (
        f"**{MAX_POINTS} of {dataset.n:,} rows.** Here every point can be held by hand, so the lesson shows "
        f"{MAX_POINTS} of them, evenly over the table, and all its numbers are of those. The Gradient Descent "
        f"Animator trains on all {dataset.n:,}."
    )


def with_points(dataset: Dataset, points: Sequence[Pair] | None) -> Dataset:
    """Return the data set with its points elsewhere; names and units stay, names of rows as long as all are there."""
    if points is None:
        return dataset
    table = np.array(points)
    kept = dataset.row_names if len(points) == dataset.n else ()
    return replace(dataset, features=table[:, :1], targets=table[:, 1:], row_names=kept)


def titles(dataset: Dataset) -> Cells:
    """Return the titles of the table's two columns, with units."""
    return (
        named(dataset.feature_names[0], dataset.feature_units[0]),
        named(dataset.target_names[0], dataset.target_units[0]),
    )


def cells_of(points: Sequence[Pair]) -> list[Cells]:
    """Return points as the text of a table's cells."""
    return [(f"{x:.6g}", f"{y:.6g}") for x, y in points]


def edited(rows: Sequence[Cells], columns: Cells, edits: Mapping[str, Any]) -> list[Cells]:
    """Return a table's rows after a person's edits.

    Args:
        rows: As they were.
        columns: The titles by which the edits name them.
        edits: As `st.data_editor` tells them: ``edited_rows``, ``added_rows`` and ``deleted_rows``.
    """
    now = [dict(zip(columns, row, strict=True)) for row in rows]
    for place, changes in edits.get("edited_rows", {}).items():
        now[int(place)] |= changes
    gone = set(edits.get("deleted_rows", ()))
    kept = [row for i, row in enumerate(now) if i not in gone] + list(edits.get("added_rows", ()))
    return [(_text(row.get(columns[0])), _text(row.get(columns[1]))) for row in kept]


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def points_from(rows: Sequence[Cells], columns: Cells) -> tuple[Pair, ...]:
    """Read a table's rows as points; rows that are empty on both sides are not counted.

    Raises:
        ValueError: with a sentence that says what came and what is wanted: for a blank, for text, for too few
            or too many points, and for points that all stand at one x, where no line is the best.
    """
    points = [
        (_number(row[0], columns[0], i), _number(row[1], columns[1], i)) for i, row in enumerate(rows, 1) if any(row)
    ]
    if not 2 <= len(points) <= MAX_POINTS:
        count = quantity(len(points), "point")
        raise ValueError(f"The table has {count}; this lesson takes 2 to {MAX_POINTS}.")
    if len({x for x, _ in points}) == 1:
        raise ValueError(
            f"All points have {columns[0]} = {points[0][0]:g}, and then no slope is better than another; "
            "give at least one of them another value."
        )
    return tuple(points)


def _number(cell: str, column: str, row: int) -> float:
    if not cell:
        raise ValueError(f"Row {row} has no {column}; fill it in, or delete the row.")
    try:
        number = rounded(number_of(cell.replace("−", "-")))
    except ValueError:
        raise ValueError(f"Row {row}: {column} must be a number such as 680, not {quoted(cell)}.") from None
    if abs(number) > _LARGEST:
        raise ValueError(f"Row {row}: {column} must lie between −10⁹ and 10⁹, not {quoted(cell)}.")
    return number
