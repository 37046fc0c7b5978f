"""Every answer to one question, side by side: lines through the galaxies, other people's, and their ages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.cosmology import PLANCK, SH0ES, hubble_time
from core.data import DATASETS, Dataset, load
from core.exact import least_squares
from core.training import History
from ui.lessons.hubble_age.universe import Universe
from ui.text.numbers import written

_LARGEST = 1e5
HUBBLE_DATASETS = ("hubble_key_project", "hubble_key_project_24", "hubble_1929")


@dataclass(frozen=True)
class Answer:
    """A Hubble constant in km/s/Mpc with its name, its intercept in km/s, and their standard errors.

    Attributes:
        decimals: With how many the slope is given.
    """

    name: str
    slope: float
    slope_error: float | None = None
    intercept: float | None = None
    intercept_error: float | None = None
    decimals: int = 2


def answers(dataset: Dataset, run: History, epoch: int) -> list[Answer]:
    """Return the run at an epoch, the exact lines, NumPy's, those through other data, and what others measured."""
    slope, intercept = run.in_data_units()[epoch]
    exact = f"least squares, {dataset.n} {_rows(dataset)}"
    return [
        Answer(f"**this run, epoch {epoch:,}**", slope, None, intercept),
        _fitted(exact, dataset),
        polyfit_answer(dataset),
        _fitted("least squares through the origin", dataset, through_origin=True),
        *(
            _fitted(f"least squares, {DATASETS[name].label}", load(name))
            for name in HUBBLE_DATASETS
            if name != dataset.name
        ),
        Answer("Planck 2018, from the cosmic microwave background", PLANCK, 0.5, decimals=1),
        Answer("SH0ES 2022, from supernovae and Cepheids", SH0ES, 1.04),
    ]


def polyfit_answer(dataset: Dataset) -> Answer:
    """Return what NumPy's `polyfit` says, with the errors from its covariance."""
    (slope, intercept), covariance = np.polyfit(dataset.features[:, 0], dataset.targets[:, 0], 1, cov=True)
    errors = np.sqrt(np.diag(covariance))
    return Answer("NumPy’s `polyfit`", float(slope), float(errors[0]), float(intercept), float(errors[1]))


def _fitted(name: str, dataset: Dataset, *, through_origin: bool = False) -> Answer:
    fit = least_squares(dataset, through_origin=through_origin)
    (slope, intercept), (slope_error, intercept_error) = fit.parameters, fit.standard_errors
    if through_origin:
        return Answer(name, float(slope), float(slope_error), 0.0)
    return Answer(name, float(slope), float(slope_error), float(intercept), float(intercept_error))


def _rows(dataset: Dataset) -> str:
    return "nebulae" if dataset.origin == "hubble_1929" else "galaxies"


def table(rows: list[Answer], universe: Universe) -> str:
    """Write the answers as a Markdown table, with the Hubble time of each, and its age where that is another number."""
    times = ["Hubble time (Gyr)", f"Age × {universe.factor:.4g} (Gyr)"]
    if universe.factor == 1:
        times = ["Hubble time = age (Gyr)"]
    titles = ["Answer", "Slope (km/s/Mpc)", "Intercept (km/s)", *times]
    lines = [f"| {' | '.join(titles)} |", "|:--|" + "--:|" * (len(titles) - 1)]
    for row in rows:
        cells = [
            row.name,
            _with_error(row.slope, row.slope_error, row.decimals),
            _with_error(row.intercept, row.intercept_error, 1),
            _gyr(float(hubble_time(row.slope))),
            _gyr(universe.age(row.slope)),
        ]
        lines.append(f"| {' | '.join(cells[: len(titles)])} |")
    return "\n".join(lines)


def _with_error(value: float | None, error: float | None, decimals: int) -> str:
    if value is None:
        return "–"
    shown = f"{value:,.{decimals}f}" if abs(value) < _LARGEST else written(value)
    return (shown if error is None else f"{shown} ± {error:.{decimals}f}").replace("-", "−")


def _gyr(age: float) -> str:
    return f"{age:.3f}" if 0 < age < _LARGEST else "–"
