"""Tables to take away: a run's history, a data set, the losses of a line, as CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data import Dataset, linear_predictions
from core.exact import MEASURES
from core.training import History

_FORMULA = re.compile(r"""(^|[;,\t\r\n"])(\s*)([=+\-@＝＋－＠])""")
"""Text that a spreadsheet may run as a formula, also if it splits the file at another separator than the comma."""


def history_table(run: History) -> pd.DataFrame:
    """Return a run as a table: epoch, loss, parameters and gradients in training units, parameters in data units.

    Columns in data units are there where features or targets were scaled, if the model has a form without scaling.
    """
    frame = run.to_frame()
    if run.recipe.scaling == "none":
        return frame
    try:
        in_data_units = run.in_data_units()
    except ValueError:  # an activation lies between: the model has no such form
        return frame
    names = (f"{name}_in_data_units" for name in run.parameter_names)
    return frame.assign(**dict(zip(names, in_data_units.T, strict=True)))


def data_table(dataset: Dataset) -> pd.DataFrame:
    """Return a data set as a table with units in the titles, and the rows' names where they have some."""
    table = pd.DataFrame({"Name": dataset.row_names} if dataset.row_names else None, index=range(dataset.n))
    for names, units, values in (
        (dataset.feature_names, dataset.feature_units, dataset.features),
        (dataset.target_names, dataset.target_units, dataset.targets),
    ):
        for i, (name, unit) in enumerate(zip(names, units, strict=True)):
            _add(table, f"{name} ({unit})" if unit else name, values[:, i])
    return table


def loss_table(dataset: Dataset, line: Sequence[float], *, delta: float) -> pd.DataFrame:
    """Return a line's account: the data, and each point's prediction, error and losses.

    Args:
        dataset: One feature, one target.
        line: Slope and intercept.
        delta: Where Huber's loss turns from squares to sizes.
    """
    table = data_table(dataset)
    predictions = linear_predictions(dataset.features, dataset.targets, np.reshape(line, (2, 1)))[:, 0]
    errors = predictions - dataset.targets[:, 0]
    _add(table, "Prediction", predictions)
    _add(table, "Error", errors)
    for name, measure in (("Squared error", "mse"), ("Absolute error", "mae"), ("Huber loss", "huber")):
        _add(table, name, MEASURES[measure].point(errors, delta))
    return table


def _add(table: pd.DataFrame, title: str, values: NDArray[np.float64]) -> None:
    """Add a column to a table; where its title is taken it gets a number."""
    found, place = title, 2
    while found in table.columns:
        found, place = f"{title} ({place})", place + 1
    table[found] = values


def csv_of(table: pd.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8, every number with all its digits, and no text that a spreadsheet would run.

    Text that looks like a formula gets an apostrophe before it; numbers stay numbers. The file says that it is
    UTF-8, for spreadsheets would not guess it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)  # which writes a number as `repr` does
    writer.writerow([_cell(str(title)) for title in table.columns])
    columns = (table.iloc[:, i].tolist() for i in range(table.shape[1]))
    writer.writerows([_cell(value) for value in row] for row in zip(*columns, strict=True))
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> int | float | str:
    return value if isinstance(value, int | float) else defused(str(value))


def defused(text: str) -> str:
    """Put an apostrophe before every sign by which a cell would begin as a formula."""
    return _FORMULA.sub(r"\1\2'\3", text)
