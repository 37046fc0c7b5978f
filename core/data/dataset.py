"""Hold a table of features and targets with names and units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

LARGEST = 1e100  # so that squares and their sums stay finite


@dataclass(frozen=True, eq=False)
class Dataset:
    """Features and targets with their names and units.

    Attributes:
        name: Short key.
        title: Words for a heading.
        features: Shape `(n, d)`, float64, read-only; a vector becomes one column.
        targets: Shape `(n, t)`, float64, read-only; a vector becomes one column.
        feature_names: One name a feature; `x` or `x1`, `x2`, … when left out.
        feature_units: One unit a feature, empty strings when left out.
        target_names: One name a target; `y` or `y1`, `y2`, … when left out.
        target_units: One unit a target, empty strings when left out.
        row_names: One name a row, or none at all.
        source: Where the numbers come from.
        made_of: Key of the data set that this one was made of, by noise or by taking rows; empty if of none.
        classes: Names of the classes that the targets stand for: of two, one target of 0 for the first and 1 for the
            second; of more, a target each, 1 in its rows and otherwise 0. Empty where targets are numbers.

    Raises:
        ValueError: If there is no row or column, if features and targets differ in rows, if a number is
            not finite or beyond 1e100, if there are not as many names as columns, or if the targets do not stand for
            the classes.
    """

    name: str
    title: str
    features: NDArray[np.float64]
    targets: NDArray[np.float64]
    feature_names: tuple[str, ...] = ()
    feature_units: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    target_units: tuple[str, ...] = ()
    row_names: tuple[str, ...] = ()
    source: str = ""
    made_of: str = ""
    classes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        features, targets = _table("features", self.features), _table("targets", self.targets)
        if len(features) != len(targets):
            raise ValueError(
                f"features and targets must have the same number of rows, not {len(features)} and {len(targets)}."
            )
        d, t = features.shape[1], targets.shape[1]
        settled = {
            "features": features,
            "targets": targets,
            "feature_names": _labels("feature_names", self.feature_names, d) or _numbered("x", d),
            "feature_units": _labels("feature_units", self.feature_units, d) or ("",) * d,
            "target_names": _labels("target_names", self.target_names, t) or _numbered("y", t),
            "target_units": _labels("target_units", self.target_units, t) or ("",) * t,
            "row_names": _labels("row_names", self.row_names, len(features)),
            "classes": _classes(self.classes, targets),
        }
        for field, value in settled.items():
            object.__setattr__(self, field, value)

    @classmethod
    def from_arrays(
        cls,
        features: ArrayLike,
        targets: ArrayLike,
        *,
        name: str = "own_data",
        title: str = "Own data",
        feature_names: Sequence[str] = (),
        feature_units: Sequence[str] = (),
        target_names: Sequence[str] = (),
        target_units: Sequence[str] = (),
        row_names: Sequence[str] = (),
        source: str = "",
    ) -> Dataset:
        """Build a data set from anything NumPy can read as numbers; see the class for the refusals."""
        return cls(
            name,
            title,
            _table("features", features),
            _table("targets", targets),
            tuple(feature_names),
            tuple(feature_units),
            tuple(target_names),
            tuple(target_units),
            tuple(row_names),
            source,
        )

    @property
    def origin(self) -> str:
        """Return the key of the data set whose things these are: its own, unless it was made of another."""
        return self.made_of or self.name

    @property
    def n(self) -> int:
        """Return the number of rows."""
        return len(self.features)

    @property
    def d(self) -> int:
        """Return the number of features."""
        return int(self.features.shape[1])

    @property
    def t(self) -> int:
        """Return the number of targets."""
        return int(self.targets.shape[1])


def _table(field: str, values: ArrayLike) -> NDArray[np.float64]:
    try:
        table = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{field} must be a table of numbers: {error}.") from error
    if table.ndim == 1:
        table = table[:, None]
    if table.ndim != 2:
        raise ValueError(f"{field} must have rows and columns, not {table.ndim} dimensions.")
    if 0 in table.shape:
        raise ValueError(f"{field} must have at least one row and one column, not shape {table.shape}.")
    valid = np.abs(table) <= LARGEST
    if not valid.all():
        row, column = np.argwhere(~valid)[0]
        raise ValueError(
            f"{field} must be finite numbers up to {LARGEST:g} in size, "
            f"not {table[row, column]:g} in row {row + 1}, column {column + 1}."
        )
    table.flags.writeable = False
    return table


def _labels(field: str, labels: Sequence[str], count: int) -> tuple[str, ...]:
    if isinstance(labels, str):
        raise ValueError(f"{field} must be a sequence of {count} strings, not the string {labels!r}.")
    settled = tuple(str(label) for label in labels)
    if settled and len(settled) != count:
        raise ValueError(f"{field} must have {count} entries, not {len(settled)}.")
    return settled


def _classes(names: Sequence[str], targets: NDArray[np.float64]) -> tuple[str, ...]:
    t = targets.shape[1]
    settled = _labels("classes", names, max(2, t))
    if settled and (not np.isin(targets, (0, 1)).all() or (t > 1 and not (targets.sum(axis=1) == 1).all())):
        wanted = "0 or 1" if t == 1 else "0, but for one 1 in each row"
        raise ValueError(f"targets of the classes {', '.join(settled)} must be {wanted}.")
    return settled


def _numbered(letter: str, count: int) -> tuple[str, ...]:
    return (letter,) if count == 1 else tuple(f"{letter}{i}" for i in range(1, count + 1))
