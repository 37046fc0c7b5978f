"""All that moves with one neuron: curve, residuals, loss, path, the row shown, and the block of its phases."""

from __future__ import annotations

import numpy as np

from core.data import Dataset
from core.model import Recipe
from ui.lessons.perceptron.phases import phases_of
from ui.lessons.perceptron.pictures import BASINS, CURVE, DATA, places
from ui.player import Column, Form, Line, LineHandles, Path, Point, Sticks, Track
from ui.player.neuron import Neuron

_BENDS = {
    "identity": "z",
    "relu": "max(0, z)",
    "leaky_relu": "leaky(z)",
    "sigmoid": "σ(z)",
    "tanh": "tanh(z)",
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
    return Neuron(
        dataset.features[:, 0], dataset.targets[:, 0], recipe.activation, _BENDS[recipe.activation], recipe.loss,
        phases_of(recipe), recipe.weight_decay, recipe.l1, recipe.decays_biases, row, phase,
    )  # fmt: skip
