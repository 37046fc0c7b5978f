"""The data of a script, and how they are scaled."""

from __future__ import annotations

import textwrap

import numpy as np

from core.data import Dataset, fit_scaler, plural, quantity
from ui.script.sections import WIDTH, Section, comment, plain

MAX_SHOWN = 200
"""Rows that stand in the script on the page; the files have all."""
PREVIEW_ROWS = 5
"""Rows that stand there where there are more."""
_FAR = 1e3
"""From so many deviations on between a column's mean and 0, two ways to sum it differ in digits that count."""


def data_section(dataset: Dataset, dtype: str = "float64", *, rows: int | None = None) -> Section:
    """Return the section with the data in it.

    Args:
        dataset: The data; its names and title come from outside, and stand in comments only.
        dtype: In which the script trains; the data are read in double precision, and scaled, before.
        rows: So many of them, or None for all.
    """
    d, lines = dataset.d, rows_written(dataset, rows)
    double = "" if dtype == "float64" else ", dtype=torch.float64"
    return Section(
        "Data",
        f"one row for each of the {dataset.n:,} observations: {quantity(d, 'number')} to learn from, x, and "
        f"{dataset.t} to predict, y. Every number is written to its last bit.",
        f"{_named(dataset)}\nrows = torch.tensor([\n{lines},\n]{double})\nx, y = rows[:, :{d}], rows[:, {d}:]",
    )


def rows_written(dataset: Dataset, rows: int | None = None) -> str:
    """Return the rows as lines of lists, features before targets.

    Args:
        dataset: The data.
        rows: So many of them, or None for all.
    """
    table = np.column_stack([dataset.features, dataset.targets]).tolist()
    written = ", ".join(repr(row) for row in table[:rows])
    lines = textwrap.fill(
        written.replace(", ", ",\x00").replace("],\x00[", "], ["), WIDTH, initial_indent="    ",
        subsequent_indent="    ", break_long_words=False, break_on_hyphens=False,
    ).replace("\x00", " ")  # fmt: skip
    if rows is None:
        return lines
    return f"{lines},\n    # … and {len(table) - rows:,} more {plural(len(table) - rows, 'row')}, which the files have"


def _named(dataset: Dataset) -> str:
    """Return comments that name data set, columns and source."""
    columns = [
        plain(f"{name} ({unit})" if unit else name)
        for names, units in (
            (dataset.feature_names, dataset.feature_units),
            (dataset.target_names, dataset.target_units),
        )
        for name, unit in zip(names, units, strict=True)
    ]
    says = [f"“{plain(dataset.title)}”; columns: {', '.join(columns)}"]
    if dataset.classes:
        outputs = enumerate(dataset.classes)
        written = (f"{name} = {kind}" for kind, name in outputs) if dataset.t == 1 else dataset.classes
        says.append(f"Classes{'' if dataset.t == 1 else ', a column of y each'}: {', '.join(map(plain, written))}")
    if dataset.source:
        says.append(f"Source: {plain(dataset.source, 300)}")
    return "\n".join(comment(text) for text in says)


def scaling_section(dataset: Dataset, scaling: str, dtype: str) -> Section | None:
    """Return the section that scales the data, or None where nothing is to do."""
    narrow = "x, y = x.float(), y.float()" if dtype == "float32" else ""
    if scaling == "none":
        return Section("Precision", "the run on screen used single precision.", narrow) if narrow else None
    says = {
        "max": "every column is divided by its largest number, so that none is larger than 1.",
        "zscore": "from every column its mean is taken, and it is divided by its standard deviation.",
        "zscore_features": "from every column of x its mean is taken, and it is divided by its standard deviation.",
    }[scaling]
    lines = _measured(scaling) if _well_behaved(dataset, scaling) else _given(dataset, scaling)
    scaled = ["x"] if scaling == "zscore_features" else ["x", "y"]
    lines += [f"{v} = {v} / {v}_scale" if scaling == "max" else f"{v} = ({v} - {v}_mean) / {v}_scale" for v in scaled]
    return Section("Scaling", says, "\n".join([*lines, narrow] if narrow else lines))


def _measured(scaling: str) -> list[str]:
    """Return the lines that read shift and scale off the data."""
    if scaling == "max":
        return ["x_scale, y_scale = x.max(0).values, y.max(0).values"]
    lines = ["x_mean, x_scale = x.mean(0), x.std(0, correction=0)"]
    return lines if scaling == "zscore_features" else [*lines, "y_mean, y_scale = y.mean(0), y.std(0, correction=0)"]


def _given(dataset: Dataset, scaling: str) -> list[str]:
    """Return shift and scale as numbers."""
    scaler = fit_scaler(dataset, scaling)
    lines = [
        "# Given, not measured: a column that cannot be scaled like this (all its numbers equal, none above 0)",
        "# keeps its size, and a mean far from 0 has no last digit that every computer agrees on.",
    ]
    for v, shift, scale in (
        ("x", scaler.feature_shift, scaler.feature_scale),
        ("y", scaler.target_shift, scaler.target_scale),
    ):
        if v == "y" and scaling == "zscore_features":
            continue
        if scaling != "max":
            lines.append(f"{v}_mean = torch.tensor({shift.tolist()!r}, dtype=torch.float64)")
        lines.append(f"{v}_scale = torch.tensor({scale.tolist()!r}, dtype=torch.float64)")
    return lines


def _well_behaved(dataset: Dataset, scaling: str) -> bool:
    columns = dataset.features if scaling == "zscore_features" else np.hstack([dataset.features, dataset.targets])
    if scaling == "max":
        return bool((columns.max(axis=0) > 0).all())
    spread = columns.std(axis=0)
    return bool((np.ptp(columns, axis=0) > 0).all() and (np.abs(columns.mean(axis=0)) < _FAR * spread).all())
