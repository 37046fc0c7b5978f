"""Solve least squares with a price on large weights exactly: ridge, lasso, and both together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.data import Dataset, fit_scaler
from core.model import Recipe

Floats = NDArray[np.float64]
_ROUNDS = 100_000
"""Rounds over all weights after which a lasso is taken as it is."""


def penalised_squares(features: Floats, targets: Floats, recipe: Recipe) -> Floats:
    """Return weights and, in the last row, biases that make a squared loss and its penalty smallest, `(d + 1, t)`.

    A bias that costs nothing is what centring takes away. Weight decay alone is least squares with a row more for each
    parameter; with L1 one weight after another is set to its best, until the signs stay; then they say what is 0, and
    the others follow from linear equations.

    Args:
        features: Shape `(n, d)`, in training units.
        targets: Shape `(n, t)`, likewise.
        recipe: Its loss is `mse` or `sse`; it has a penalty.
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
    priced = (
        replace(recipe, weight_decay=recipe.weight_decay * float(each), l1=recipe.l1 * float(each)) for each in times
    )
    return np.array([penalised_squares(x, y, each).reshape(-1) for each in priced])


def _weights(columns: Floats, y: Floats, decay: float, size: float) -> Floats:
    """Return the weights of one target."""
    if not size:
        return _ridge(columns, y, decay)
    weights = np.zeros(columns.shape[1])
    curvature = (columns**2).sum(0) + decay
    errors = y.copy()
    for _ in range(_ROUNDS):
        before = weights.copy()
        for j, column in enumerate(columns.T):
            if not curvature[j]:
                continue
            along = column @ errors + (curvature[j] - decay) * weights[j]
            weight = np.sign(along) * max(abs(along) - size / 2, 0.0) / curvature[j]
            errors += column * (weights[j] - weight)
            weights[j] = weight
        if np.abs(weights - before).max() <= 1e-14 * np.abs(weights).max():
            break
    kept = weights != 0
    exact = np.zeros_like(weights)
    if kept.any():
        exact[kept] = _ridge(columns[:, kept], y, decay, size / 2 * np.sign(weights[kept]))
    return exact if (np.sign(exact) == np.sign(weights)).all() else weights


def _ridge(columns: Floats, y: Floats, decay: float, against: Floats | float = 0.0) -> Floats:
    """Return the weights that make Σ e² + μ Σ w² + 2 against · w smallest, by singular values: squares cost digits."""
    left, singular, right = np.linalg.svd(columns, full_matrices=False)
    bent = singular**2 + decay
    pushed = singular * (left.T @ y) - right @ np.broadcast_to(against, (columns.shape[1],))
    along = np.divide(pushed, bent, out=np.zeros_like(bent), where=bent > 0)
    return np.asarray(right.T @ along)
