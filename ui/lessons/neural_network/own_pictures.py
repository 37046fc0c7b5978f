"""What a person's own data need in the pictures: classes over one input, and numbers over two."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.data import Dataset
from ui.player.palette import Meaning, light
from ui.text.numbers import brief

_SIZE = 9
_STEP = 0.07
"""Between the rows of points of several classes, which would hide one another at one height."""
_ENDS: tuple[Meaning, Meaning] = ("first", "second")


def height_of(dataset: Dataset, kind: int) -> float:
    """Return how high the points of a class stand: of two at its target, 0 or 1; of more above 1, each a bit higher."""
    return float(kind) if dataset.t == 1 else 1 + _STEP * (kind + 1)


def heights_range(dataset: Dataset) -> tuple[float, float]:
    """Return from where to where the probabilities of classes are shown, with the points."""
    return (-0.1, 1.1) if dataset.t == 1 else (-0.05, 1 + _STEP * (dataset.t + 1))


def probability_of(dataset: Dataset) -> str:
    """Return what is drawn over one input: of two classes the probability of the second."""
    return f"probability of {dataset.classes[1]}" if dataset.t == 1 else "probability"


def value_range(dataset: Dataset) -> tuple[float, float]:
    """Return the least and the greatest target, which have the full colours."""
    low, high = float(dataset.targets.min()), float(dataset.targets.max())
    return (low, high) if low < high else (low - 1, high + 1)


def value_legend(dataset: Dataset) -> list[tuple[Meaning, str]]:
    """Return what the colours of the least and the greatest target stand for."""
    name, unit = dataset.target_names[0], dataset.target_units[0]
    words = [f"{brief(value)} {unit}".strip() for value in value_range(dataset)]
    return [(_ENDS[0], f"● {name[:16]} {words[0]}"), (_ENDS[1], f"● {words[1]}")]


def coloured_values(rows: Dataset, *, hollow: bool) -> dict[str, Any]:
    """Return a trace of rows of two inputs and a number, which is their colour, from the first to the second."""
    name, target = "held out" if hollow else "points", rows.target_names[0]
    values = rows.targets[:, 0]
    low, high = value_range(rows)
    colour = [_mixed((value - low) / (high - low)) for value in values.tolist()]
    return {
        "x": rows.features[:, 0], "y": rows.features[:, 1], "mode": "markers", "name": name, "xaxis": "x", "yaxis": "y",
        "customdata": values, "hovertemplate": f"{name}: %{{x:.3g}}, %{{y:.3g}}: {target} %{{customdata:.4g}}"
        "<extra></extra>",
        "marker": {"symbol": "circle-open" if hollow else "circle", "size": _SIZE, "color": colour,
                   "line": {"width": 2 if hollow else 0}},
    }  # fmt: skip


def _mixed(place: float) -> str:
    """Return the colour between both ends, over a light grey half way."""
    ends = [np.array([int(light(end)[at : at + 2], 16) for at in (1, 3, 5)]) for end in _ENDS]
    middle = np.array([200, 200, 205])
    away = 2 * min(1.0, max(0.0, place)) - 1
    parts = middle + abs(away) * (ends[int(away > 0)] - middle)
    return "#" + "".join(f"{round(part):02x}" for part in parts.tolist())
