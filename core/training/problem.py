"""Turn a data set and a recipe into tensors, and evaluate the loss and its gradient on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.data import Dataset, fit_scaler
from core.model import ACTIVATIONS, LOSSES, TORCH_DTYPES, Recipe, choose_device, penalty, penalty_gradient

BLOCK = 1 << 19  # predictions evaluated at once: 4 MiB of float64

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Problem:
    """What an engine needs, on the device it runs on.

    Attributes:
        recipe: The choices made.
        design: Shape `(n, d + 1)`: features in training units and a column of ones.
        targets: Shape `(n, t)`, in training units.
        rates: Shape `(B,)`.
        starts: Shape `(B, d + 1, t)`.
    """

    recipe: Recipe
    design: Tensor
    targets: Tensor
    rates: Tensor
    starts: Tensor

    @property
    def batch_size(self) -> int:
        """Return the rows a step uses."""
        return self.recipe.batch_size or len(self.design)


class Trace(NamedTuple):
    """Consecutive epochs of B runs.

    Attributes:
        parameters: Shape `(B, K, P)`.
        losses: Shape `(B, K)`.
        gradients: Shape `(B, K, P)`.
    """

    parameters: Tensor
    losses: Tensor
    gradients: Tensor


class Stretch(NamedTuple):
    """Consecutive epochs of B runs as an engine goes through them: all losses, and the rest where it is asked for.

    Attributes:
        losses: Shape `(B, K)`.
        at: Returns parameters and gradients, both of shape `(b, k, P)` and free to be written to, at some of the
            epochs, by their places, shape `(k,)`, of some of the runs, by theirs, shape `(b,)` or a slice.
    """

    losses: Tensor
    at: Callable[[Tensor, Tensor | slice], tuple[Tensor, Tensor]]

    @staticmethod
    def of(trace: Trace) -> Stretch:
        """Return epochs all of which are known."""

        def at(columns: Tensor, runs: Tensor | slice) -> tuple[Tensor, Tensor]:
            chosen = columns.to(trace.losses.device)
            return trace.parameters[runs][:, chosen], trace.gradients[runs][:, chosen]

        return Stretch(trace.losses, at)


def build_problem(dataset: Dataset, recipe: Recipe, rates: Floats, starts: Floats) -> Problem:
    """Return the problem to solve for each learning rate and start.

    Args:
        dataset: Features and targets.
        recipe: How to train.
        rates: Shape `(B,)`.
        starts: Shape `(B, P)` in training units.

    Raises:
        ValueError: If a batch is larger than the data set, or if the device is not available.
    """
    if recipe.batch_size is not None and recipe.batch_size > dataset.n:
        raise ValueError(f"batch_size must be at most the {dataset.n} rows of the data set, not {recipe.batch_size}.")
    if recipe.loss not in LOSSES:
        raise ValueError(f"loss must be one of {', '.join(LOSSES)} for a linear model, not {recipe.loss!r}.")
    dtype = TORCH_DTYPES[recipe.dtype]
    work = len(rates) * (recipe.batch_size or dataset.n) * (dataset.d + 1) * dataset.t
    device = choose_device(recipe.device, recipe.dtype, work=work)
    scaler = fit_scaler(dataset, recipe.scaling)
    design = np.column_stack([scaler.scale_features(dataset.features), np.ones(dataset.n)])
    targets = scaler.scale_targets(dataset.targets)

    def tensor(values: Floats) -> Tensor:
        # Converted before the move: some devices have no float64.
        return torch.tensor(values).to(dtype).to(device)

    theta = tensor(starts).reshape(len(rates), dataset.d + 1, dataset.t)
    return Problem(recipe, tensor(design), tensor(targets), tensor(rates), theta)


def build_exact_problem(dataset: Dataset, recipe: Recipe) -> Problem:
    """Return the problem that exact answers are about: all rows, in double precision on the CPU, however it is trained.

    Args:
        dataset: Features and targets.
        recipe: Its loss, activation and scaling matter.
    """
    plain = replace(recipe, batch_size=None, device="cpu", dtype="float64")
    return build_problem(dataset, plain, np.ones(1), np.zeros((1, (dataset.d + 1) * dataset.t)))


def gradient(problem: Problem, theta: Tensor, rows: Tensor | None = None) -> Tensor:
    """Return the gradient of loss and penalty, shape `(d + 1, C·t)`, at columns of parameters of that shape.

    Args:
        problem: The data.
        theta: Shape `(d + 1, C·t)`.
        rows: Indices of the rows to use, or None for all of them.
    """
    design = problem.design if rows is None else problem.design[rows]
    targets = problem.targets if rows is None else problem.targets[rows]
    return _backward(problem.recipe, design, targets, theta)[0]


def _backward(recipe: Recipe, design: Tensor, targets: Tensor, theta: Tensor) -> tuple[Tensor, Tensor]:
    """Return gradient `(d + 1, C·t)`, that of the penalty with it, and predictions `(n, C, t)`."""
    shape = (len(design), -1, targets.shape[1])
    derivative = LOSSES[recipe.loss].derivative
    if recipe.activation == "identity":
        predictions = (design @ theta).view(shape)
        error = derivative(predictions, targets[:, None]).view(len(design), -1)
        return _with_penalty(recipe, design.T @ error, theta), predictions
    activation = ACTIVATIONS[recipe.activation]
    inner = design[:, :-1] @ theta[:-1]
    outer = activation.function(inner)
    predictions = (outer + theta[-1]).view(shape)
    error = derivative(predictions, targets[:, None]).view_as(inner)
    slope = design[:, :-1].T @ (error * activation.derivative(inner, outer))
    return _with_penalty(recipe, torch.cat([slope, error.sum(0, keepdim=True)]), theta), predictions


def _with_penalty(recipe: Recipe, slope: Tensor, theta: Tensor) -> Tensor:
    return slope + penalty_gradient(recipe, theta) if recipe.penalised else slope


@torch.inference_mode()
def evaluate(problem: Problem, theta: Tensor) -> Trace:
    """Return losses over all rows, with their penalty, and gradients, in blocks that bound the memory.

    Args:
        problem: The data.
        theta: Shape `(B, K, d + 1, t)`.
    """
    runs, epochs, p, t = theta.shape
    columns = theta.reshape(runs * epochs, p, t).transpose(0, 1)
    width = max(1, BLOCK // (len(problem.design) * t))
    losses, gradients = [], []
    for block in torch.split(columns, width, dim=1):
        slope, predictions = _backward(problem.recipe, problem.design, problem.targets, block.reshape(p, -1))
        gradients.append(slope.view(p, -1, t))
        losses.append(LOSSES[problem.recipe.loss].function(predictions, problem.targets[:, None]))
    slopes = torch.cat(gradients, dim=1).transpose(0, 1)
    found = torch.cat(losses).view(runs, epochs)
    if problem.recipe.penalised:
        found += penalty(problem.recipe, theta)
    return Trace(
        theta.reshape(runs, epochs, p * t),
        found,
        slopes.reshape(runs, epochs, p * t),
    )
