"""Find the exact minimum of a convex loss over a linear model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from core.data import Dataset, fit_scaler, fits_exactly
from core.exact.absolute_error import least_absolute
from core.exact.factoring import Factored, factored
from core.exact.huber_loss import least_huber
from core.exact.measures import MEASURES
from core.exact.penalised import penalised_squares
from core.exact.squared_error import least_squares
from core.model import LOSSES, Recipe, penalty

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Minimum:
    """Where a loss is smallest.

    Attributes:
        parameters: Shape `(P,)`, in training units.
        loss: The loss there, in training units, a penalty with it: no run can go below it. 0 where nothing but rounding
            is left.
    """

    parameters: Floats
    loss: float


def minimum(dataset: Dataset, recipe: Recipe, *, delta: float = 1.0) -> Minimum:
    """Return the smallest loss of the linear model, and parameters that have it.

    Squared losses have the closed form of `least_squares`. From there the mean absolute error is solved as a linear
    programme, the Huber loss by Newton's method on its quadratic pieces, both with columns at right angles and errors
    of size 1, so that neither units nor features that depend on one another cost digits. The minimum of the absolute
    error need not be unique; one of its corners is returned.

    Args:
        dataset: Features and targets.
        recipe: Its loss, scaling and penalty matter; its activation must be the identity. With a penalty its loss must
            be a squared one. A decoupled decay counts as one in the gradient: plain descent ends there, too, others
            elsewhere.
        delta: From this error on, in training units, the Huber loss counts it by its size; 1 in training.

    Raises:
        ValueError: If the parameters are not determined, as `least_squares` says, if there is an
            activation or a network, if δ is not a finite number above 0, or if there is no closed form with this
            penalty.
    """
    if recipe.network is not None:
        raise ValueError("minimum needs a linear model, not a network.")
    if recipe.activation != "identity":
        raise ValueError(f"minimum needs the activation 'identity', not {recipe.activation!r}.")
    if not 0 < delta < np.inf:
        raise ValueError(f"delta must be a finite number above 0, not {delta!r}.")
    if recipe.penalised:
        return _penalised(dataset, recipe)
    line = least_squares(dataset).parameters
    scaler = fit_scaler(dataset, recipe.scaling)
    factors, y = factored(scaler.scale_features(dataset.features)), scaler.scale_targets(dataset.targets)
    found = [_best(factors, column, recipe.loss, delta) for column in y.T]
    theta, errors = (np.column_stack(part) for part in zip(*found, strict=True))
    # Scaled numbers do not show how far the data were rounded: what is 0 is decided in data units. What goes through
    # all points is the best by every loss, and any but the squares would look for it in what rounding left.
    exact = fits_exactly(dataset.features, dataset.targets, line.reshape(theta.shape))
    theta = np.where(exact, scaler.parameters_to_training_units(line).reshape(theta.shape), theta)
    errors = np.where(exact, 0.0, errors)
    return Minimum(theta.reshape(-1), float(MEASURES[recipe.loss].function(errors.ravel(), delta)))


def _penalised(dataset: Dataset, recipe: Recipe) -> Minimum:
    if not LOSSES[recipe.loss].quadratic:
        raise ValueError(f"with a penalty minimum needs a squared loss, not {recipe.loss!r}.")
    scaler = fit_scaler(dataset, recipe.scaling)
    x, y = scaler.scale_features(dataset.features), scaler.scale_targets(dataset.targets)
    theta = penalised_squares(x, y, recipe)
    errors = x @ theta[:-1] + theta[-1] - y
    added = float(penalty(recipe, torch.from_numpy(theta)))
    return Minimum(theta.reshape(-1), float(MEASURES[recipe.loss].function(errors.ravel())) + added)


def _best(factors: Factored, y: Floats, loss: str, delta: float) -> tuple[Floats, Floats]:
    """Return weights and bias of one target, shape `(d + 1,)`, and the errors, which keep more digits than these."""
    n, centre = len(y), y.mean()
    design = np.column_stack([factors.q, np.full(n, n**-0.5)])
    along = design.T @ (y - centre)
    left = y - centre - design @ along
    size, further = float(np.abs(left).max()), np.zeros(len(along))
    if loss == "mae" and size > 0:
        further = size * least_absolute(design, left / size)
    if loss == "huber" and size > 0:
        further = size * least_huber(design, left / size, delta / size)
    along += further
    lengths = np.linalg.norm(y[:, None], axis=0)
    weights = factors.weights(along[:-1, None], lengths)
    return np.append(weights, factors.biases(weights, centre + along[-1:] * n**-0.5, lengths)), design @ further - left
