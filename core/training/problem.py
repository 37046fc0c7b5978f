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
from core.training.cost import SPEEDS, step_work

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
        floor: What is added to each loss: the part that fewer rows, put in place of all, have lost.
    """

    recipe: Recipe
    design: Tensor
    targets: Tensor
    rates: Tensor
    starts: Tensor
    floor: float = 0.0

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
    work = step_work(recipe, dataset.n, dataset.d + 1, len(rates) * dataset.t)
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
    return _joined([_gradient(problem.recipe, design, targets, block) for block in _blocks(theta, targets)])


def losses(problem: Problem, theta: Tensor) -> Tensor:
    """Return the losses over all rows, with their penalty, shape `(C,)`, at columns of parameters, `(d + 1, C·t)`."""
    recipe, targets = problem.recipe, problem.targets[:, None]
    function, activation = LOSSES[recipe.loss].function, ACTIVATIONS[recipe.activation].function
    found = []
    for block in _blocks(theta, problem.targets):
        if recipe.activation == "identity":
            outputs = problem.design @ block
        else:
            outputs = activation(problem.design[:, :-1] @ block[:-1]) + block[-1]
        found.append(function(outputs.view(len(outputs), -1, targets.shape[-1]), targets))
    whole = _joined(found) + problem.floor
    if recipe.penalised:
        whole += penalty(recipe, theta.reshape(len(theta), -1, targets.shape[-1]).transpose(0, 1))
    return whole


def _blocks(theta: Tensor, targets: Tensor) -> tuple[Tensor, ...]:
    """Return columns of parameters in blocks whose predictions for all rows fit into a bounded memory."""
    width = max(1, SPEEDS[theta.device.type].block // targets.numel()) * targets.shape[1]
    return (theta,) if theta.shape[1] <= width else torch.split(theta, width, dim=1)


def _joined(blocks: list[Tensor]) -> Tensor:
    return blocks[0] if len(blocks) == 1 else torch.cat(blocks, dim=-1)


def _gradient(recipe: Recipe, design: Tensor, targets: Tensor, theta: Tensor) -> Tensor:
    """Return the gradient, that of the penalty with it, shape `(d + 1, C·t)`."""
    shape = (len(design), -1, targets.shape[1])
    derivative = LOSSES[recipe.loss].derivative
    if recipe.activation == "identity":
        error = derivative((design @ theta).view(shape), targets[:, None]).view(len(design), -1)
        return _with_penalty(recipe, design.T @ error, theta)
    activation = ACTIVATIONS[recipe.activation]
    inner = design[:, :-1] @ theta[:-1]
    outer = activation.function(inner)
    error = derivative((outer + theta[-1]).view(shape), targets[:, None]).view_as(inner)
    slope = design[:, :-1].T @ (error * activation.derivative(inner, outer))
    return _with_penalty(recipe, torch.cat([slope, error.sum(0, keepdim=True)]), theta)


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
    columns = theta.reshape(runs * epochs, p, t).transpose(0, 1).reshape(p, -1)
    slopes = gradient(problem, columns).view(p, -1, t).transpose(0, 1)
    return Trace(
        theta.reshape(runs, epochs, p * t),
        losses(problem, columns).view(runs, epochs),
        slopes.reshape(runs, epochs, p * t),
    )
