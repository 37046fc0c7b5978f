"""Take a gradient apart: the per-sample gradients, what each row adds for every parameter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.data import Dataset, errors_and_terms, linear_predictions, require_choice, settled
from core.exact import MEASURES
from core.model import ACTIVATIONS, LOSSES
from core.training import Problem

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PerSampleGradients:
    """What rows predict, miss and add to the gradient; all in the units the loss is taken in.

    Attributes:
        rows: Shape `(m,)`, int64, the rows of the data set.
        features: Shape `(m, d)`.
        targets: Shape `(m, t)`.
        inner: Shape `(m, t)`, the weighted features z, before the activation and without the bias.
        bends: Shape `(m, t)`, the activation's derivative f'(z); 1 where there is no activation.
        predictions: Shape `(m, t)`.
        per_sample: Shape `(m, P)`; their sum over the rows is the gradient.
        gradient: Shape `(P,)`.
    """

    rows: NDArray[np.int64]
    features: Floats
    targets: Floats
    inner: Floats
    bends: Floats
    predictions: Floats
    per_sample: Floats
    gradient: Floats

    @property
    def errors(self) -> Floats:
        """Return prediction − target, shape `(m, t)`: above 0 where the prediction is too high."""
        return self.predictions - self.targets


@torch.inference_mode()
def per_sample_gradients(problem: Problem, theta: Tensor, rows: Tensor, gradient: Tensor) -> PerSampleGradients:
    """Return each row's part in the gradient of the loss over some rows.

    By the chain rule: ∂L/∂ŷ times f′(z) x for a weight, and ∂L/∂ŷ alone for a bias.

    Args:
        problem: The data, the loss and the activation.
        theta: Shape `(d + 1, t)`.
        rows: The rows the loss is over, shape `(m,)`.
        gradient: The gradient there, of theta's shape, as training found it: another order of adding the
            per-sample gradients up gives other last digits.
    """
    design, targets = problem.design[rows], problem.targets[rows]
    activation = ACTIVATIONS[problem.recipe.activation]
    inner = design[:, :-1] @ theta[:-1]
    outer = activation.function(inner)
    predictions = outer + theta[-1]
    error = LOSSES[problem.recipe.loss].derivative(predictions, targets)
    bends = activation.derivative(inner, outer)
    on_weights = design[:, :-1, None] * (error * bends)[:, None]
    per_sample = torch.cat([on_weights, error[:, None]], dim=1).flatten(1)
    columns = (design[:, :-1], targets, inner, bends, predictions, per_sample, gradient.flatten())
    return PerSampleGradients(rows.numpy(), *(_floats(column) for column in columns))


def line_gradients(
    dataset: Dataset, measure: str, line: tuple[float, float], *, delta: float = 1.0
) -> PerSampleGradients:
    """Return each point's part in the gradient of a measure of a line.

    Args:
        dataset: One feature, one target.
        measure: A name from `MEASURES`. The root mean squared error has the gradient of the mean squared error,
            divided by twice itself; where every error is 0 it has none, and 0 is returned.
        line: Slope and intercept.
        delta: Huber's δ, above 0.

    Raises:
        ValueError: If there is no such measure or δ, or if there is more than one feature or target.
    """
    chosen = MEASURES[require_choice("measure", measure, MEASURES)]
    if dataset.d != 1 or dataset.t != 1:
        raise ValueError(f"a line needs one feature and one target, not {dataset.d} and {dataset.t}.")
    theta, n = np.reshape(line, (2, 1)), dataset.n
    errors, terms = errors_and_terms(dataset.features, dataset.targets, theta)
    errors = settled(errors, terms)
    predictions = linear_predictions(dataset.features, dataset.targets, theta)
    value = float(chosen.function(errors[:, 0], delta))
    # What the measure makes of each point's own slope: a sum, a mean, or the root of a mean.
    over = {"sse": 1.0, "rmse": 2 * n * value}.get(measure, float(n))
    slopes = chosen.slope(errors, delta) / over if over else 0 * errors
    per_sample = np.hstack([slopes * dataset.features, slopes])
    # A per-sample gradient carries the rounding of its error, but for the sign alone.
    carried = np.ones_like(errors) if measure == "mae" else terms / np.where(errors == 0, terms, np.abs(errors))
    gradient = settled(per_sample.sum(axis=0), (np.abs(per_sample) * carried).sum(axis=0))
    inner, bends = dataset.features * theta[0], np.ones_like(errors)
    rows = np.arange(n)
    return PerSampleGradients(rows, dataset.features, dataset.targets, inner, bends, predictions, per_sample, gradient)


def _floats(tensor: Tensor) -> Floats:
    return np.asarray(tensor.to(torch.float64).numpy())
