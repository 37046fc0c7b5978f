"""Every answer stands in the table with its error and its age."""

from __future__ import annotations

import numpy as np
import pytest

from core.data import load
from core.model import Recipe
from core.training import train
from ui.lessons.hubble_age.answers import HUBBLE_DATASETS, answers, polyfit_answer, table
from ui.lessons.hubble_age.universe import Universe


def rows_of(name: str, universe: Universe | None = None, **recipe: object) -> dict[str, list[str]]:
    """Return the table's cells by the name of their row."""
    dataset = load(name)
    run = train(dataset, Recipe(**{"learning_rate": 0.05, "epochs": 500, "scaling": "max", **recipe}))  # type: ignore[arg-type]
    text = table(answers(dataset, run, int(run.epochs[-1])), universe or Universe())
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    return {row[0]: row[1:] for row in [cells[0], *cells[2:]]}


def test_the_answers_of_23_galaxies() -> None:
    """The run, the exact line, NumPy's, that through the origin, all 24, 1929, Planck and SH0ES: each to its digits."""
    rows = rows_of("hubble_key_project")
    assert rows["Answer"][-1] == "Hubble time = age (Gyr)"
    assert rows["**this run, epoch 500**"] == ["74.59", "40.0", "13.109"]
    exact = ["80.38 ± 10.11", "−30.7 ± 129.7", "12.165"]
    assert rows["least squares, 23 galaxies"] == exact
    assert rows["NumPy’s `polyfit`"] == exact
    assert rows["least squares through the origin"] == ["78.21 ± 4.18", "0.0", "12.502"]
    assert rows["least squares, Hubble Key Project, all 24 galaxies"][::2] == ["76.13 ± 9.49", "12.844"]
    assert rows["least squares, Hubble's own data of 1929"][2] == "2.153"
    assert rows["Planck 2018, from the cosmic microwave background"] == ["67.4 ± 0.5", "–", "14.507"]
    assert rows["SH0ES 2022, from supernovae and Cepheids"] == ["73.04 ± 1.04", "–", "13.387"]


@pytest.mark.parametrize("name", HUBBLE_DATASETS)
def test_numpy_agrees_with_least_squares(name: str) -> None:
    """`polyfit` really runs, and its slope, intercept and errors are those of the exact line on all data."""
    dataset = load(name)
    numpy, exact = polyfit_answer(dataset), answers(dataset, train(dataset, Recipe(epochs=0)), 0)[1]
    for field in ("slope", "slope_error", "intercept", "intercept_error"):
        np.testing.assert_allclose(getattr(numpy, field), getattr(exact, field), rtol=1e-9)


@pytest.mark.parametrize("name", HUBBLE_DATASETS)
def test_no_data_set_stands_twice(name: str) -> None:
    """The chosen data have the exact line once, the other two data sets one each."""
    rows = [row for row in rows_of(name) if row.startswith("least squares, ")]
    assert len(rows) == 3


def test_the_universe_changes_ages_alone() -> None:
    """In a flat universe with Ωm = 0.3 every age is 0.9641 of its Hubble time."""
    rows = rows_of("hubble_key_project", Universe("lambda_cdm"))
    assert rows["Answer"][-1] == "Age × 0.9641 (Gyr)"
    for name, cells in rows.items():
        if name != "Answer":
            assert float(cells[3]) == pytest.approx(0.964099381639469 * float(cells[2]), abs=1e-3)


def test_a_line_that_falls_has_no_age() -> None:
    """Below a slope of 0 there is neither Hubble time nor age; huge slopes do not widen the table."""
    falling = rows_of("hubble_key_project", start=(-1.0, 0.0), epochs=0)
    assert next(iter(list(falling.values())[1:]))[2:] == ["–"]
    wild = rows_of("hubble_key_project", learning_rate=5.0)
    assert all(len(cell) < 24 for cells in wild.values() for cell in cells)
