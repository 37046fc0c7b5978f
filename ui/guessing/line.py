"""The guess of a line: drawn by its two ends, judged by the model's predictions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from core.analysis import DISTANCES, distance_between, points_of
from core.data import Dataset
from core.neuron import neuron_predictions
from core.training import History
from ui.figures.parts import padded
from ui.guessing.kind import Kind, Verdict, after, of_points, scored
from ui.player import Form, Line
from ui.player.asking import Guessed, Question
from ui.text.numbers import written

_OVERHANG = 0.3
"""A guessed line is drawn so far beyond the data, as a part of their width: to the edges of every picture."""


def line_kind(run: History, panel: int, step: str = "epoch") -> Kind:
    """Ask where the line will lie after the last epoch.

    Args:
        run: All of it, on data with one feature and one target.
        panel: Of the data.
        step: What the lesson calls an epoch.
    """
    dataset, last = run.dataset, run.recipe.epochs
    x = dataset.features[:, 0]
    ends = np.array([x.min(), x.max() if x.max() > x.min() else x.min() + 1])
    unit = dataset.feature_units[0]
    level = float(dataset.targets.mean())
    later = after(last, step)
    question = Question(
        "line", f"Line {later}", f"Drag the two ends: where will the model lie {later}?",
        scored(DISTANCES, "{:g} standard deviations"), (), panel, ends, (level, level),
        tuple(f"Your guess at {end:g} {unit}".strip() for end in ends),
    )  # fmt: skip
    over = np.array(padded(float(ends[0]), float(ends[1]), _OVERHANG))
    line = Line(panel, over, Form(np.zeros(2), _between(ends, over)), "guess", "your guess", dash=True, of="guess line")
    heights = partial(_line_at, ends)
    return Kind(question, last, lambda _: "the dashed line", partial(_judge_line, run, heights), (line,))


def _between(ends: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return what makes heights at x of the heights at two ends, shape `(len(x), 2)`."""
    part = (x - ends[0]) / (ends[1] - ends[0])
    return np.column_stack([1 - part, part])


def _line_at(ends: np.ndarray, x: np.ndarray, guessed: Guessed) -> np.ndarray:
    return np.asarray(_between(ends, x) @ np.array(guessed, dtype=np.float64))


def _judge_line(run: History, heights: Callable[[np.ndarray, Guessed], np.ndarray], guessed: Guessed) -> Verdict:
    if run.diverged_at is not None:
        return Verdict(0, f"The run diverged at epoch {run.diverged_at:,}: no line would do. {of_points(0)}.")
    dataset = run.dataset
    x = dataset.features[:, 0]
    distance = distance_between(heights(x, guessed), _predictions(run, dataset), dataset.targets)
    points = points_of(distance, DISTANCES)
    away = f"{written(round(distance, 4), 3)} standard deviations" if np.isfinite(distance) else "far off"
    return Verdict(points, f"The model lies {away} away (root mean square). {of_points(points)}.")


def _predictions(run: History, dataset: Dataset) -> np.ndarray:
    """Return the last model's predictions at the rows, shape `(n,)`."""
    x, activation = dataset.features[:, 0], run.recipe.activation
    if activation != "identity":
        return np.asarray(neuron_predictions(run.parameters[-1], x, activation))
    slope, intercept = run.in_data_units()[-1]
    return np.asarray(slope * x + intercept)
