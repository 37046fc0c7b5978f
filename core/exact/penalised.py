"""Solve least squares with a penalty on large weights exactly: ridge, lasso, and both together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.data import Dataset, fit_scaler
from core.model import Recipe

Floats = NDArray[np.float64]
_STEPS = 1000
"""Weights that join, after which a lasso is taken as it is."""
_TOLERANCE = 1e-12
"""What rounding may add to what the errors ask for, as a part of the penalty."""


def penalised_squares(features: Floats, targets: Floats, recipe: Recipe) -> Floats:
    """Return weights and, in the last row, biases that make a squared loss and its penalty smallest, `(d + 1, t)`.

    A bias that costs nothing is what centring takes away. Weight decay alone is least squares with a row more for each
    parameter; with L1 the signs of the weights are searched for, and the weights follow from linear equations.

    Args:
        features: Shape `(n, d)`, in training units.
        targets: Shape `(n, t)`, likewise.
        recipe: Its loss is `mse` or `sse`; without a penalty this is least squares.
    """
    elements = 1 if recipe.loss == "sse" else targets.size
    free_bias = not recipe.decays_biases
    means, centre = (
        (features.mean(0), targets.mean(0)) if free_bias else (np.zeros(features.shape[1]), np.zeros(targets.shape[1]))
    )
    columns = features - means if free_bias else np.column_stack([features, np.ones(len(features))])
    # As Σ e² + μ Σ w² + ν Σ |w|.
    decay, size = recipe.weight_decay * elements / 2, recipe.l1 * elements
    found = np.column_stack([_weights(columns, column, decay, size) for column in (targets - centre).T])
    return np.vstack([found, centre - means @ found]) if free_bias else found


def penalty_path(dataset: Dataset, recipe: Recipe, times: Floats) -> Floats:
    """Return the best parameters for penalties that are so many times the recipe's, shape `(k, P)`, in training units.

    Args:
        dataset: Features and targets.
        recipe: Its loss, scaling and penalty matter, as for `minimum`.
        times: Shape `(k,)`, 0 or more; 0 is least squares without a penalty, if that has one answer.
    """
    scaler = fit_scaler(dataset, recipe.scaling)
    x, y = scaler.scale_features(dataset.features), scaler.scale_targets(dataset.targets)
    penalised = (
        replace(recipe, weight_decay=recipe.weight_decay * float(each), l1=recipe.l1 * float(each)) for each in times
    )
    return np.array([penalised_squares(x, y, each).reshape(-1) for each in penalised])


def _weights(columns: Floats, y: Floats, decay: float, size: float) -> Floats:
    """Return the weights of one target, by the feature-sign search of Lee et al. (2006).

    Where the signs of the weights are known, the best are the answer of linear equations. From no weight at all, that
    one joins which the errors ask for most; on the way to the answer of these signs, the lowest point is taken at which
    a weight may become 0 and leave. It ends after finitely many steps, however much the features depend on each other.
    """
    if not size:
        return _ridge(columns, y, decay)
    half = size / 2
    weights = np.zeros(columns.shape[1])
    signs = np.zeros_like(weights)
    for _ in range(_STEPS):
        asked = columns.T @ (y - columns @ weights) - decay * weights
        asked[signs != 0] = 0.0
        joins = int(np.abs(asked).argmax())
        if abs(asked[joins]) <= half * (1 + _TOLERANCE):
            break
        signs[joins] = np.sign(asked[joins])
        for _ in range(_STEPS):
            if _moved_to_best(columns, y, decay, half, weights, signs):
                break
    return weights


def _moved_to_best(columns: Floats, y: Floats, decay: float, half: float, weights: Floats, signs: Floats) -> bool:
    """Move weights, in place, towards the best ones of their signs; return whether they are there."""
    active = signs != 0
    before = weights[active].copy()
    target = _ridge(columns[:, active], y, decay, half * signs[active])
    keeps = np.sign(target) * signs[active] >= 0
    if keeps.all():
        weights[active] = target
        return True
    # Where weights become 0 on the way; one that has just joined is there at once.
    crossings = before[~keeps] / (before[~keeps] - target[~keeps])

    def cost(part: float) -> float:
        trial = before + part * (target - before)
        errors = y - columns[:, active] @ trial
        return float(errors @ errors + decay * (trial @ trial) + 2 * half * np.abs(trial).sum())

    part = min([*crossings, 1.0], key=cost)
    moved = before + part * (target - before)
    moved[~keeps] = np.where(crossings == part, 0.0, moved[~keeps])
    weights[active] = moved
    signs[active] = np.sign(moved)
    return not signs.any()


def _ridge(columns: Floats, y: Floats, decay: float, against: Floats | float = 0.0) -> Floats:
    """Return the weights that make Σ e² + μ Σ w² + 2 against · w smallest, by singular values: squares cost digits."""
    left, singular, right = np.linalg.svd(columns, full_matrices=False)
    bent = singular**2 + decay
    pushed = singular * (left.T @ y) - right @ np.broadcast_to(against, (columns.shape[1],))
    along = np.divide(pushed, bent, out=np.zeros_like(bent), where=bent > 0)
    return np.asarray(right.T @ along)
