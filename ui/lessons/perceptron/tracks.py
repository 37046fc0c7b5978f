"""All that moves with one neuron: curve, residuals, loss, path, the row shown, and the block of its phases."""

from __future__ import annotations

import numpy as np

from core.data import Dataset
from core.model import Recipe
from ui.lessons.perceptron.pictures import BASINS, CURVE, DATA, places
from ui.player import Column, Form, Line, LineHandles, Path, Point, Sticks, Track
from ui.player.neuron import PHASES, Neuron, Phase

_BENDS = {
    "identity": "z",
    "relu": "max(0, z)",
    "leaky_relu": "leaky(z)",
    "sigmoid": "σ(z)",
    "tanh": "tanh(z)",
}
_CODES = {
    "identity": "w.mul(x)",
    "relu": "w.mul(x).relu()",
    "leaky_relu": "leaky_relu(w.mul(x), 0.01)",
    "sigmoid": "w.mul(x).sigmoid()",
    "tanh": "w.mul(x).tanh()",
}


def curve_form(x: np.ndarray, activation: str) -> Form:
    """Return the neuron's predictions at places x, shape `(m,)`, as forms of weight and bias."""
    ones = np.ones_like(x)
    return Form(np.zeros_like(x), np.column_stack([0 * x, ones]), np.column_stack([x, 0 * x]), activation)


def neuron_tracks(dataset: Dataset, recipe: Recipe, row: int) -> list[Track]:
    """Return all that moves in the pictures; `row` is the one shown, from 0."""
    x, y, over = dataset.features[:, 0], dataset.targets[:, 0], places(dataset)
    here, bent = np.array([x[row]]), recipe.activation
    return [
        Sticks(DATA, x, y, curve_form(x, bent), "loss", "residuals", width=1.5),
        Line(DATA, over, curve_form(over, bent), "model", "neuron"),
        Point(DATA, float(x[row]), curve_form(here, bent), "model", "its prediction", size=9),
        Point(DATA, float(x[row]), _still(y[row]), "user", f"row {row + 1}", size=12),
        Path(CURVE, "epoch", "loss", "loss", "loss"),
        Point(CURVE, Column("epoch"), Column("loss"), "loss", "here"),
        Path(BASINS, 0, 1, "model", "path", width=2),
        Point(BASINS, Column(0), Column(1), "model", "here", size=11),
    ]


def _still(height: float) -> Form:
    return Form(np.array([height]), np.zeros((1, 2)))


def start_handles(start: np.ndarray) -> LineHandles:
    """Return the grip of the start in the map: wherever it comes to rest, training begins."""
    return LineHandles(
        None, BASINS, None, None, (float(start[0]), float(start[1])), ("Start: weight and bias",), trains=True
    )


def neuron_block(dataset: Dataset, recipe: Recipe, row: int, phase: int) -> Neuron:
    """Return the block of the neuron's phases, each with its line of PyTorch."""
    reduced = "sum" if recipe.loss == "sse" else "mean"
    clamp = "relu() does what clamp(min=0) does." if recipe.activation == "relu" else ""
    said = (
        (f"y_pred = {_CODES[recipe.activation]} + b", clamp or "The weight first, then the activation, then the bias."),
        (
            f"loss = (y_pred - y).pow(2).{reduced}()",
            "pow(2) is a power, not an exponential. This loss belongs to the w and b before the update.",
        ),
        ("loss.backward()", "Backwards along the same connections: each row adds its share, and backward() sums up."),
        (
            "w -= lr * w.grad; b -= lr * b.grad\nw.grad.zero_(); b.grad.zero_()",
            "Zeroed, because backward() adds to what is in .grad.",
        ),
    )  # fmt: skip
    phases = tuple(Phase(name, *words) for name, words in zip(PHASES, said, strict=True))
    return Neuron(
        dataset.features[:, 0], dataset.targets[:, 0], recipe.activation, _BENDS[recipe.activation], recipe.loss,
        phases, row, phase,
    )  # fmt: skip
