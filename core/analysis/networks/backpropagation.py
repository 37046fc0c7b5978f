"""Take one row forward through a network and its error back, and keep every number on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.data import Dataset
from core.model import ACTIVATIONS, CLASS_LOSSES, Recipe, layers_of, probabilities
from core.networks import Problem, build_problem

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LayerPass:
    """One row in a layer of k neurons with m inputs, ℓ being the loss of this row alone.

    Attributes:
        activation: A name from `ACTIVATIONS`; that of the outputs is `identity`.
        parameters: Shape `(m + 1, k)`: a column of weights for each neuron, biases in the last row.
        inputs: What comes in, shape `(m,)`.
        sums: z, the weighted sum with the bias, shape `(k,)`.
        values: a = f(z), shape `(k,)`.
        slopes: f′(z), shape `(k,)`.
        on_values: ∂ℓ/∂a, shape `(k,)`.
        errors: δ = ∂ℓ/∂z = ∂ℓ/∂a · f′(z), shape `(k,)`.
    """

    activation: str
    parameters: Floats
    inputs: Floats
    sums: Floats
    values: Floats
    slopes: Floats
    on_values: Floats
    errors: Floats

    @property
    def gradient(self) -> Floats:
        """Return ∂ℓ of each parameter, shape `(m + 1, k)`: input × δ for a weight, δ for a bias."""
        return np.outer([*self.inputs, 1.0], self.errors)


@dataclass(frozen=True, eq=False)
class RowPass:
    """One row on its way through a network and back, in the units that training runs in.

    Attributes:
        row: Its number, from 0.
        targets: Shape `(t,)`.
        predictions: Of classes their probabilities, otherwise the outputs, shape `(t,)`.
        loss: Of this row alone, without any penalty.
        layers: From the first hidden layer to the outputs.
    """

    row: int
    targets: Floats
    predictions: Floats
    loss: float
    layers: tuple[LayerPass, ...]

    @property
    def gradient(self) -> Floats:
        """Return the gradient of the row's loss, shape `(P,)`, in the order of `Network`."""
        return np.concatenate([layer.gradient.ravel() for layer in self.layers])


def backpropagate(dataset: Dataset, recipe: Recipe, parameters: Floats, row: int) -> RowPass:
    """Return what a row becomes in each neuron, and how its loss depends on each.

    The loss of all rows is the mean of the rows' losses, or their sum where it is a sum; so is its gradient.

    Args:
        dataset: Features and targets.
        recipe: Its network, loss and scaling matter.
        parameters: Shape `(P,)`, in training units.
        row: From 0.

    Raises:
        ValueError: If the recipe has no network, or the data set no such row.
    """
    if not 0 <= row < dataset.n:
        raise ValueError(f"row must be one of the data set's, 0 to {dataset.n - 1}, not {row}.")
    problem = build_problem(dataset, recipe, np.ones(1), np.atleast_2d(parameters))
    return pass_of(problem, problem.starts[0], row)


@torch.inference_mode()
def pass_of(problem: Problem, theta: Tensor, row: int) -> RowPass:
    """Return the way of a row at parameters of shape `(P,)`."""
    layers = layers_of(theta, problem.shapes)
    names = (*problem.network.activations, "identity")
    value, target = problem.design[row], problem.targets[row]
    inputs, sums, values = [], [], []
    for layer, name in zip(layers, names, strict=True):
        inputs.append(value)
        sums.append(value @ layer[:-1] + layer[-1])
        value = ACTIVATIONS[name].function(sums[-1])
        values.append(value)
    outputs = value[None]
    on_value = problem.loss.derivative(outputs, target[None])[0]
    backwards: list[LayerPass] = []
    for i in reversed(range(len(layers))):
        slope = ACTIVATIONS[names[i]].derivative(sums[i], values[i])
        error = on_value * slope
        numbers = (layers[i], inputs[i], sums[i], values[i], slope, on_value, error)
        backwards.append(LayerPass(names[i], *map(_floats, numbers)))
        on_value = layers[i][:-1] @ error
    shown = probabilities(outputs) if problem.recipe.loss in CLASS_LOSSES else outputs
    loss = float(problem.loss.function(outputs, target[None]))
    return RowPass(row, _floats(target), _floats(shown[0]), loss, tuple(reversed(backwards)))


def _floats(tensor: Tensor) -> Floats:
    return np.asarray(tensor.to(torch.float64).numpy())
