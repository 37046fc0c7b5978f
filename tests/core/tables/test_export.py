"""Tables taken away hold every digit, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from core.data import Dataset, load
from core.model import Recipe
from core.tables import csv_of, data_table, history_table, loss_table
from core.training import train

DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", " =1", "a;=1", 'a",=1', "＝1")


def read(content: bytes) -> list[list[str]]:
    """Read CSV by the standard library, as a spreadsheet that knows commas does."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_history_comes_back_to_the_last_bit() -> None:
    """Epochs, losses, parameters and gradients, read from the file, are the numbers of the run."""
    run = train(load("study_hours"), Recipe(epochs=200))
    head, *rows = read(csv_of(history_table(run)))
    assert head == ["epoch", "loss", "w", "b", "w_gradient", "b_gradient"]
    columns = np.array(rows, dtype=np.float64).T
    assert np.array_equal(columns, [run.epochs, run.losses, *run.parameters.T, *run.gradients.T])


def test_a_scaled_run_has_its_parameters_in_data_units_too() -> None:
    """Slope and intercept of the unscaled data stand beside those of the training; a neuron without them has none."""
    scaled = train(load("study_hours"), Recipe(epochs=5, scaling="zscore"))
    table = history_table(scaled)
    assert list(table)[-2:] == ["w_in_data_units", "b_in_data_units"]
    predicted = table["w_in_data_units"].iloc[-1] * 4.5 + table["b_in_data_units"].iloc[-1]
    # At the mean of the hours: a line through the centre, from the start on.
    assert predicted == pytest.approx(75.125)
    bent = train(load("study_hours"), Recipe(epochs=5, scaling="zscore", activation="tanh"))
    assert list(history_table(bent)) == list(bent.to_frame())


@given(some.text(max_size=12))
@example("")
@example("name; = 1")
def test_no_text_begins_like_a_formula(text: str) -> None:
    """Whatever a name holds, no cell of it begins with a sign of a formula, split at commas, semicolons or tabs."""
    names = pd.DataFrame({text or "a": ["1"], "b": [text]})
    content = csv_of(names).decode("utf-8-sig")
    for delimiter in ",;\t":
        rows = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
        cells = [cell.strip() for row in rows for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))]


@pytest.mark.parametrize("name", DANGEROUS)
def test_names_from_outside_are_defused(name: str) -> None:
    """A feature, unit or row named like a formula gets an apostrophe; a number below zero stays a number."""
    dataset = Dataset("own", "Own", [-1.5, 2.0], [-3, 4], feature_names=(name,), row_names=(name, "plain"))
    head, first, _ = read(csv_of(data_table(dataset)))
    assert "'" in head[1]
    assert "'" in first[0]
    assert [float(cell) for cell in first[1:]] == [-1.5, -3.0]


def test_columns_of_the_same_name_are_all_there() -> None:
    """Three columns called x are x, x (2) and x (3), each with its own numbers."""
    dataset = Dataset("own", "Own", [[1, 2], [3, 4]], [5, 6], feature_names=("x", "x"), target_names=("x",))
    assert read(csv_of(data_table(dataset))) == [
        ["x", "x (2)", "x (3)"],
        ["1.0", "2.0", "5.0"],
        ["3.0", "4.0", "6.0"],
    ]


def test_the_account_of_a_line_is_worked_out() -> None:
    """9x + 350 on the four scores: residuals 40, −10, 90, −30, their squares, sizes and Huber losses at δ = 50."""
    table = loss_table(load("four_scores"), (9.0, 350.0), delta=50.0)
    assert table["Error"].tolist() == [-40, 10, -90, 30]
    assert table["Squared error"].tolist() == [1600, 100, 8100, 900]
    assert table["Absolute error"].tolist() == [40, 10, 90, 30]
    assert table["Huber loss"].tolist() == [800, 50, 50 * (90 - 25), 450]
