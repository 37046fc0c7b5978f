"""Hold tables of features and targets, and read those that come with the app."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.registry import registry, require_choice

FOLDER = Path(__file__).resolve().parent.parent / "data"


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

    Raises:
        ValueError: If there is no row or column, if features and targets differ in rows, if a number is
            not finite, or if there are not as many names as columns.
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
    def n(self) -> int:
        """Return the number of rows."""
        return self.features.shape[0]

    @property
    def d(self) -> int:
        """Return the number of features."""
        return self.features.shape[1]

    @property
    def t(self) -> int:
        """Return the number of targets."""
        return self.targets.shape[1]


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
    if not np.isfinite(table).all():
        row, column = np.argwhere(~np.isfinite(table))[0]
        raise ValueError(
            f"{field} must be finite numbers, not {table[row, column]} in row {row + 1}, column {column + 1}."
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


def _numbered(letter: str, count: int) -> tuple[str, ...]:
    return (letter,) if count == 1 else tuple(f"{letter}{i}" for i in range(1, count + 1))


Column = tuple[str, str, str]


@dataclass(frozen=True)
class DatasetChoice:
    """A data set that comes with the app; `load` reads it.

    Attributes:
        name: URL-safe key and name of the CSV file.
        label: Words for a menu.
        source: Where the numbers come from.
        features: One `(column in the file, name, unit)` a feature.
        targets: The same for the targets.
        row_names: Column that names the rows, or an empty string.
    """

    name: str
    label: str
    source: str
    features: tuple[Column, ...]
    targets: tuple[Column, ...]
    row_names: str = ""

    def function(self) -> Dataset:
        """Read the data set from its file."""
        return load(self.name)


_STUDY_HOURS = "Invented for a tutorial on linear regression; rounded exam scores of eight students"
_KEY_PROJECT = "Freedman et al. 2001, The Astrophysical Journal 553, 47, tables 4 and 5"
_HUBBLE_COLUMNS = (("distance_mpc", "Distance", "Mpc"),), (("velocity_km_s", "Velocity", "km/s"),)
_CROP_YIELDS = "Invented regions from the course “Deep Learning with PyTorch: Zero to GANs”, lesson 2"
_CROP_COLUMNS = (
    (("temp_f", "Temperature", "°F"), ("rainfall_mm", "Rainfall", "mm"), ("humidity_pct", "Humidity", "%")),
    (("apples_ton", "Apples", "ton"), ("oranges_ton", "Oranges", "ton")),
)

DATASETS = registry(
    [
        DatasetChoice(
            "study_hours",
            "Study hours and exam scores",
            _STUDY_HOURS,
            (("study_hours", "Study hours", "h"),),
            (("exam_score", "Exam score", "points"),),
        ),
        DatasetChoice(
            "study_hours_x10",
            "Study hours, both columns × 10",
            _STUDY_HOURS + ", both columns × 10 as in the tutorial's code",
            (("study_hours_x10", "Study hours × 10", "h"),),
            (("exam_score_x10", "Exam score × 10", "points"),),
        ),
        DatasetChoice(
            "four_scores",
            "Four exam scores",
            _STUDY_HOURS + ", the first four × 10",
            (("study_hours", "Study hours × 10", "h"),),
            (("exam_score", "Exam score × 10", "points"),),
        ),
        DatasetChoice("hubble_key_project", "Hubble Key Project, 23 galaxies",
                      _KEY_PROJECT + "; without NGC 4639", *_HUBBLE_COLUMNS, "galaxy"),
        DatasetChoice("hubble_key_project_24", "Hubble Key Project, all 24 galaxies",
                      _KEY_PROJECT, *_HUBBLE_COLUMNS, "galaxy"),
        DatasetChoice("hubble_1929", "Hubble's own data of 1929",
                      "Hubble 1929, Proceedings of the National Academy of Sciences 15, 168, table 1",
                      *_HUBBLE_COLUMNS, "object"),
        DatasetChoice("crop_yields", "Crop yields of five regions", _CROP_YIELDS, *_CROP_COLUMNS, "region"),
        DatasetChoice("crop_yields_15", "Crop yields, 15 rows", _CROP_YIELDS, *_CROP_COLUMNS),
        DatasetChoice("perceptron", "Perceptron", "Invented for a tutorial on a single neuron",
                      (("x", "x", ""),), (("y", "y", ""),)),
    ]
)


def load(name: str) -> Dataset:
    """Read one of the data sets of `DATASETS`.

    Raises:
        ValueError: If there is no data set of that name.
    """
    choice = DATASETS[require_choice("name", name, DATASETS)]
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    def numbers(columns: tuple[Column, ...]) -> NDArray[np.float64]:
        return np.array([[float(row[column]) for column, _, _ in columns] for row in rows])

    return Dataset(
        choice.name,
        choice.label,
        numbers(choice.features),
        numbers(choice.targets),
        tuple(name for _, name, _ in choice.features),
        tuple(unit for _, _, unit in choice.features),
        tuple(name for _, name, _ in choice.targets),
        tuple(unit for _, _, unit in choice.targets),
        tuple(row[choice.row_names] for row in rows) if choice.row_names else (),
        choice.source,
    )
