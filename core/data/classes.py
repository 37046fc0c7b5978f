"""Read the data sets whose targets are classes: which students passed, and which species a penguin is of."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.built_in import DATASETS, FOLDER, load
from core.data.dataset import Dataset
from core.data.registries import registry, require_choice

PASS_MARK = 70.0
"""Points with which a student of Study Hours has passed, where nothing else is asked for.

It is the only round mark at which hours alone do not settle who passes: the student of three hours has 71 points, the
one of four hours 68. At any other mark all who passed have studied longer than all who failed.
"""
_SPECIES = ("Adelie", "Chinstrap", "Gentoo")
_BILL = (("bill_length_mm", "Bill length", "mm"), ("bill_depth_mm", "Bill depth", "mm"))
_GORMAN = (
    "Gorman, Williams and Fraser 2014, PLoS ONE 9, e90081, by the package palmerpenguins; without two penguins whose "
    "bills were not measured"
)


@dataclass(frozen=True)
class ClassesChoice:
    """A data set of classes; `function` reads it.

    Attributes:
        name: URL-safe key.
        label: Words for a menu.
        source: Where the numbers come from.
        classes: Names of the classes.
        function: Reads the data set.
    """

    name: str
    label: str
    source: str
    classes: tuple[str, ...]
    function: Callable[[], Dataset]


def passed(mark: float = PASS_MARK) -> Dataset:
    """Return the students of Study Hours by who passed: their hours, and 1 for a score of at least the mark.

    Args:
        mark: In points.

    Raises:
        ValueError: If all students pass, or none does.
    """
    students = load("study_hours")
    scores = students.targets[:, 0]
    if not scores.min() < mark <= scores.max():
        raise ValueError(
            f"mark must be above {scores.min():g} and at most {scores.max():g} points, so that some students pass and "
            f"some fail, not {mark:g}."
        )
    usual = mark == PASS_MARK
    own = "passed" if usual else f"passed_{float(mark)!r}"
    title = "Hours of study, passed or not" if usual else f"Hours of study, passed with {mark:g} points"
    return Dataset(
        own, title, students.features, np.where(scores >= mark, 1.0, 0.0),
        students.feature_names, students.feature_units, ("Passed",),
        row_names=tuple(f"{score:g} points" for score in scores),
        source=f"{DATASETS['study_hours'].source}; passed with {mark:g} points or more", made_of="passed",
        classes=("failed", "passed"),
    )  # fmt: skip


def penguins(species: Sequence[str] = _SPECIES) -> Dataset:
    """Return the bills of the penguins of some species, as classes in the order given: length and depth in mm.

    Args:
        species: Two or three of Adelie, Chinstrap and Gentoo.

    Raises:
        ValueError: If it is something else.
    """
    known = list(dict.fromkeys(species))
    if len(known) != len(species) or not set(known) <= set(_SPECIES) or len(known) < 2:
        raise ValueError(f"species must be two or three of {', '.join(_SPECIES)}, not {', '.join(species) or 'none'}.")
    with (FOLDER / "penguins.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["species"] in known]
    # A bill that was not measured is empty in the file.
    rows = [row for row in rows if all(row[column] for column, _, _ in _BILL)]
    kinds = [row["species"] for row in rows]
    own = "_".join(["penguins", *known]).lower() if len(known) == 2 else "penguins"
    return Dataset(
        own, f"Bills of {', '.join(known[:-1])} and {known[-1]} penguins",
        np.array([[float(row[column]) for column, _, _ in _BILL] for row in rows]),
        class_targets(kinds, known), tuple(name for _, name, _ in _BILL), tuple(unit for _, _, unit in _BILL),
        tuple(known[1:] if len(known) == 2 else known), row_names=tuple(kinds), source=_GORMAN, classes=tuple(known),
    )  # fmt: skip


def class_targets(kinds: Sequence[str], classes: Sequence[str]) -> NDArray[np.float64]:
    """Return targets of rows by their classes: of two classes shape `(n, 1)`, of more `(n, t)`.

    Args:
        kinds: Each row's class.
        classes: All classes, at least two, in their order.

    Raises:
        ValueError: If there are fewer than two classes, or if a row is of none of them.
    """
    if len(classes) < 2:
        raise ValueError(f"classes must be at least two, not {len(classes)}.")
    strangers = sorted(set(kinds) - set(classes))
    if strangers:
        raise ValueError(f"kinds must be among {', '.join(classes)}, not {strangers[0]!r}.")
    one_hot = np.array(list(kinds))[:, None] == np.array(list(classes))
    return np.asarray(one_hot[:, 1:] if len(classes) == 2 else one_hot, dtype=np.float64)


def _pair(one: str, other: str) -> ClassesChoice:
    return ClassesChoice(
        f"penguins_{one}_{other}".lower(), f"Penguins: {one} and {other}", _GORMAN, (one, other),
        lambda: penguins((one, other)),
    )  # fmt: skip


CLASSIFIED = registry(
    [
        ClassesChoice(
            "passed", "Hours of study, passed or not",
            f"{DATASETS['study_hours'].source}; passed with {PASS_MARK:g} points or more", ("failed", "passed"), passed,
        ),
        _pair("Adelie", "Chinstrap"),
        _pair("Adelie", "Gentoo"),
        _pair("Chinstrap", "Gentoo"),
        ClassesChoice("penguins", "Penguins: three species", _GORMAN, _SPECIES, penguins),
    ]
)  # fmt: skip


def load_classes(name: str) -> Dataset:
    """Read one of the data sets of `CLASSIFIED`.

    Raises:
        ValueError: If there is no data set of that name.
    """
    return CLASSIFIED[require_choice("name", name, CLASSIFIED)].function()
