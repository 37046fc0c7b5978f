"""List the data sets that come with the app, and read them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import Dataset
from core.data.registries import registry, require_choice

FOLDER = Path(__file__).resolve().parents[2] / "data"

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


_STUDY_HOURS = "Invented for a course text on linear regression; rounded exam scores of eight students"
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
            _STUDY_HOURS + ", both columns × 10 as in that text's program",
            (("study_hours_x10", "Study hours × 10", "h"),),
            (("exam_score_x10", "Exam score × 10", "points"),),
        ),
        DatasetChoice(
            "first_four_scores",
            "Four exam scores",
            _STUDY_HOURS + ", the first four",
            (("study_hours", "Study hours", "h"),),
            (("exam_score", "Exam score", "points"),),
        ),
        DatasetChoice(
            "four_scores",
            "Four exam scores, both columns × 10",
            _STUDY_HOURS + ", the first four × 10",
            (("study_hours", "Study hours × 10", "h"),),
            (("exam_score", "Exam score × 10", "points"),),
        ),
        DatasetChoice(
            "hubble_key_project",
            "Hubble Key Project, 23 galaxies",
            _KEY_PROJECT + "; without NGC 4639",
            *_HUBBLE_COLUMNS,
            "galaxy",
        ),
        DatasetChoice(
            "hubble_key_project_24",
            "Hubble Key Project, all 24 galaxies",
            _KEY_PROJECT,
            *_HUBBLE_COLUMNS,
            "galaxy",
        ),
        DatasetChoice(
            "hubble_1929",
            "Hubble's own data of 1929",
            "Hubble 1929, Proceedings of the National Academy of Sciences 15, 168, table 1",
            *_HUBBLE_COLUMNS,
            "object",
        ),
        DatasetChoice("crop_yields", "Crop yields of five regions", _CROP_YIELDS, *_CROP_COLUMNS, "region"),
        DatasetChoice("crop_yields_15", "Crop yields, 15 rows", _CROP_YIELDS, *_CROP_COLUMNS),
        DatasetChoice(
            "perceptron",
            "Perceptron",
            "Invented for a course text on a single neuron",
            (("x", "x", ""),),
            (("y", "y", ""),),
        ),
    ]
)


def load(name: str) -> Dataset:
    """Read one of the data sets of `DATASETS`.

    Raises:
        ValueError: If there is no data set of that name.
    """
    return _read(require_choice("name", name, DATASETS))


@cache  # each page asks for it several times, and nothing in it ever changes
def _read(name: str) -> Dataset:
    choice = DATASETS[name]
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
