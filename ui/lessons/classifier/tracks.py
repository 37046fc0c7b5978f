"""All that moves with a classifier: S-curve, errors, loss, each student's loss, paths, and the live numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.data import Dataset, Scaler
from core.model import CLASS_LOSSES, Recipe
from ui.lessons.classifier.pictures import CURVE, DATA, LANDSCAPE, places
from ui.player import Column, Form, Line, LineHandles, Owner, Path, Point, Readout, Sticks, Track
from ui.player.palette import Meaning

GRIP = "Start of the run"
COSTS = {"cross_entropy": "softplus", "brier": "squared_sigmoid"}
"""What bends the log-odds of the wrong class into what a row costs."""
_BAR = 9.0


def log_odds(scaler: Scaler, over: np.ndarray) -> np.ndarray:
    """Return the log-odds at places as weights of the parameters, shape `(m, 2)`."""
    x = scaler.scale_features(over[:, None])[:, 0]
    return np.column_stack([x, np.ones_like(x)])


def curve_form(scaler: Scaler, over: np.ndarray) -> Form:
    """Return the probability of passing at places, shape `(m,)`, as forms of weight and bias."""
    return _bent(log_odds(scaler, over), "sigmoid")


def _bent(inner: np.ndarray, activation: str) -> Form:
    return Form(np.zeros(len(inner)), np.zeros_like(inner), inner, activation)


def classifier_tracks(dataset: Dataset, scaler: Scaler, recipe: Recipe, *, students: bool) -> list[Track]:
    """Return what moves: the curve with its errors, its loss or each student's, and the path."""
    x, y, over = dataset.features[:, 0], dataset.targets[:, 0], places(dataset)
    return [
        Sticks(DATA, x, y, curve_form(scaler, x), "loss", "errors"),
        Line(DATA, over, curve_form(scaler, over), "model", "probability"),
        *(_of_students(dataset, scaler, recipe) if students else _over_time()),
        Path(LANDSCAPE, 0, 1, "model", "path"),
        Point(LANDSCAPE, Column(0), Column(1), "model", "here"),
    ]


def _over_time() -> list[Track]:
    return [
        Path(CURVE, "epoch", "loss", "loss", "loss"),
        Point(CURVE, Column("epoch"), Column("loss"), "loss", "here"),
    ]


def _of_students(dataset: Dataset, scaler: Scaler, recipe: Recipe) -> list[Track]:
    x, y = dataset.features[:, 0], dataset.targets[:, 0]
    wrong = log_odds(scaler, x) * (1 - 2 * y)[:, None]
    costs = _bent(wrong, COSTS[recipe.loss])
    # Beside the last bar, where the whole point has room.
    end = float(x.max() + 0.6 * (places(dataset)[-1] - x.max()))
    return [
        Sticks(CURVE, x, np.zeros_like(x), costs, "loss", "each student’s loss", width=_BAR),
        Point(CURVE, end, Column("loss"), "loss", "the loss", drop=True),
    ]


def curve_tracks(dataset: Dataset, scaler: Scaler, colour: Meaning, name: str, of: Owner, panel: int) -> list[Track]:
    """Return the curve of one of two runs, and its path in a landscape of its own."""
    over = places(dataset)
    return [
        Line(DATA, over, curve_form(scaler, over), colour, name, of=of),
        Path(panel, 0, 1, colour, f"{name}, path", of=of),
        Point(panel, Column(0), Column(1), colour, f"{name}, now", of=of),
    ]


def start_grip(start: np.ndarray, panel: int = LANDSCAPE) -> LineHandles:
    """Return the grip by which the start is chosen in a landscape; training begins wherever it is let go."""
    return LineHandles(None, panel, None, None, (float(start[0]), float(start[1])), (GRIP,), trains=True)


def parameter_readouts(scaler: Scaler) -> Sequence[Readout]:
    """Return the live numbers of weight and bias, for hours as they are."""
    shift, scale = float(scaler.feature_shift[0]), float(scaler.feature_scale[0])
    weight = Form(np.zeros(1), np.array([[1 / scale, 0.0]]))
    bias = Form(np.zeros(1), np.array([[-shift / scale, 1.0]]))
    return [
        Readout("weight", "Weight w", "model", "form", "per h", form=weight),
        Readout("bias", "Bias b", "model", "form", form=bias),
    ]


def loss_readout(recipe: Recipe) -> Readout:
    """Return the live number of the loss."""
    label = "Loss + penalty" if recipe.penalised else CLASS_LOSSES[recipe.loss].label
    return Readout("loss", label, "loss", "loss")
