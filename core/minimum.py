"""Find the exact minimum of a convex loss over a linear model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from core.dataset import Dataset
from core.least_squares import least_squares
from core.recipe import Recipe
from core.scaling import fit_scaler

Floats = NDArray[np.float64]
_ROUNDS = 100
_MANY_ROWS = 500


@dataclass(frozen=True, eq=False)
class Minimum:
    """Where a loss is smallest.

    Attributes:
        parameters: Shape `(P,)`, in training units.
        loss: The loss there, in training units: no run can go below it.
    """

    parameters: Floats
    loss: float


def minimum(dataset: Dataset, recipe: Recipe, *, delta: float = 1.0) -> Minimum:
    """Return the smallest loss of the linear model, and parameters that have it.

    Squared losses have the closed form of `least_squares`. The mean absolute error is solved as a linear
    programme (Koenker and Bassett 1978, Econometrica 46, 33), the Huber loss by Newton's method on its
    quadratic pieces. The minimum of the absolute error need not be unique; one of its corners is returned.

    Args:
        dataset: Features and targets.
        recipe: Its loss and scaling matter; its activation must be the identity.
        delta: From this error on, in training units, the Huber loss counts it by its size; 1 in training.

    Raises:
        ValueError: If the parameters are not determined, as `least_squares` says, if there is an
            activation, or if δ is not a finite number above 0.
    """
    if recipe.activation != "identity":
        raise ValueError(f"minimum needs the activation 'identity', not {recipe.activation!r}.")
    if not 0 < delta < np.inf:
        raise ValueError(f"delta must be a finite number above 0, not {delta!r}.")
    scaler = fit_scaler(dataset, recipe.scaling)
    features, y = scaler.scale_features(dataset.features), scaler.scale_targets(dataset.targets)
    design = np.column_stack([features, np.ones(dataset.n)])
    theta = scaler.parameters_to_training_units(least_squares(dataset).parameters).reshape(-1, dataset.t)
    if recipe.loss == "mae":
        theta = np.column_stack([_least_absolute(design, column) for column in y.T])
    if recipe.loss == "huber":
        # In units of δ the loss has its kink at 1: ρ_δ(e) = δ² ρ_1(e / δ).
        pairs = zip(y.T / delta, theta.T / delta, strict=True)
        theta = np.column_stack([_least_huber(design, *pair) for pair in pairs]) * delta
    return Minimum(theta.reshape(-1), _loss(recipe.loss, design @ theta - y, delta))


def _loss(loss: str, errors: Floats, delta: float) -> float:
    if loss == "mae":
        return float(np.abs(errors).mean())
    if loss == "huber":
        return float(_huber(errors / delta).mean() * delta**2)
    return float((errors**2).sum() if loss == "sse" else (errors**2).mean())


def _huber(errors: Floats) -> Floats:
    size = np.abs(errors)
    return np.where(size <= 1, errors**2 / 2, size - 0.5)


def _least_absolute(design: Floats, y: Floats) -> Floats:
    """Minimise Σ (u + v) with u, v ≥ 0 and design θ + u − v = y."""
    n, p = design.shape
    if n > _MANY_ROWS:
        return _least_absolute_of_many(design, y)
    solution = linprog(
        np.concatenate([np.zeros(p), np.ones(2 * n)]),
        A_eq=np.hstack([design, np.eye(n), -np.eye(n)]),
        b_eq=y,
        bounds=[(None, None)] * p + [(0, None)] * (2 * n),
        method="highs",
    )
    if solution.x is None:
        raise ArithmeticError(f"The linear programme was not solved: {solution.message}")
    return np.asarray(solution.x[:p])


def _least_absolute_of_many(design: Floats, y: Floats) -> Floats:
    """Solve the dual programme, which has a variable a row instead of two: maximise yᵀd with designᵀ d = 0, |d| ≤ 1."""
    solution = linprog(-y, A_eq=design.T, b_eq=np.zeros(design.shape[1]), bounds=(-1, 1), method="highs")
    if solution.x is None:
        raise ArithmeticError(f"The linear programme was not solved: {solution.message}")
    return -np.asarray(solution.eqlin.marginals)


def _least_huber(design: Floats, y: Floats, theta: Floats) -> Floats:
    """Newton's method: exact once the rows with small errors no longer change; halved where it overshoots."""
    for _ in range(_ROUNDS):
        errors = design @ theta - y
        inside = np.abs(errors) <= 1
        gradient = design.T @ np.clip(errors, -1, 1)
        # Rows outside have no curvature; a trace of it keeps the step finite when few rows are inside.
        curvature = design.T @ (design * np.where(inside, 1.0, 1e-6)[:, None])
        step, change = np.linalg.solve(curvature, gradient), np.inf
        scale = 1.0
        while scale > 1e-12:
            change = _huber(design @ (theta - scale * step) - y).sum() - _huber(errors).sum()
            if change <= -1e-4 * scale * float(gradient @ step):
                break
            scale /= 2
        if scale <= 1e-12 or not change < 0:
            break
        theta = theta - scale * step
    return theta
