"""Where the lesson on losses begins with each data set: a line to improve, and a δ that suits its scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, log10
from types import MappingProxyType

import numpy as np

from core.data import Dataset
from ui.text.numbers import in_six_digits

_MANTISSAS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
_DECADES = (-2, 2)


@dataclass(frozen=True)
class Beginning:
    """A line as slope and intercept, and Huber's δ, in units of the data."""

    line: tuple[float, float]
    delta: float


BEGINNINGS: Mapping[str, Beginning] = MappingProxyType({
    "first_four_scores": Beginning((9.0, 35.0), 5.0),
    "four_scores": Beginning((9.0, 350.0), 50.0),
    "study_hours": Beginning((9.18, 33.815), 5.0),
    "study_hours_x10": Beginning((9.18, 338.15), 50.0),
    "hubble_key_project": Beginning((70.0, 0.0), 200.0),
    "hubble_key_project_24": Beginning((70.0, 0.0), 200.0),
    "hubble_1929": Beginning((500.0, 0.0), 200.0),
    "perceptron": Beginning((0.25, 1.0), 0.5),
})  # fmt: skip


def beginning_of(dataset: Dataset) -> Beginning:
    """Return where the lesson begins: as planned for a data set of its own, and with any other at the targets' mean."""
    if dataset.origin in BEGINNINGS:
        return BEGINNINGS[dataset.origin]
    targets = dataset.targets[:, 0]
    spread = float(targets.std()) or abs(float(targets[0])) or 1.0
    return Beginning((0.0, in_six_digits(float(targets.mean()))), float(f"{0.5 * spread:.0e}"))


def deltas(usual: float, delta: float) -> np.ndarray:
    """Return round values of δ over four decades around the usual one, and the present one, increasing."""
    decade = floor(log10(usual))
    rounds = {float(f"{m}e{decade + power}") for power in range(*_DECADES) for m in _MANTISSAS}
    return np.array(sorted(rounds | {delta}))
