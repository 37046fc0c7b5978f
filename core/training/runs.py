"""Lay out the runs of a family: a learning rate and a start for each."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.data import Dataset
from core.model import STARTS, TORCH_DTYPES, Recipe

Floats = NDArray[np.float64]


def broadcast_runs(
    dataset: Dataset, recipe: Recipe, learning_rates: ArrayLike | None, starts: ArrayLike | None
) -> tuple[Floats, Floats]:
    """Return the learning rate, shape `(B,)`, and the start, shape `(B, P)`, of each run.

    Args:
        dataset: Features and targets.
        recipe: How to train.
        learning_rates: Shape `(B,)`, or None for the recipe's; a single one serves all starts.
        starts: Shape `(B, P)` in training units, or None for the recipe's; a single one serves all rates.

    Raises:
        ValueError: If they have another shape, or are not finite, or a rate is not above 0.
    """
    wanted = count_parameters(dataset, recipe)
    return pair_runs(
        [recipe.learning_rate] if learning_rates is None else learning_rates,
        _start(dataset, recipe, wanted)[None] if starts is None else starts,
        wanted,
    )


def count_parameters(dataset: Dataset, recipe: Recipe) -> int:
    """Return how many parameters a recipe's model has on a data set, P."""
    if recipe.network is not None:
        return recipe.network.size(dataset.d, dataset.t)
    return (dataset.d + 1) * dataset.t


def pair_runs(learning_rates: ArrayLike, starts: ArrayLike, wanted: int) -> tuple[Floats, Floats]:
    """Return a learning rate, shape `(B,)`, and a start, shape `(B, P)`, for each run; a single one serves all.

    Args:
        learning_rates: Shape `(B,)`.
        starts: Shape `(B, P)`.
        wanted: The number of parameters, P.

    Raises:
        ValueError: If they have another shape, or are not finite, or a rate is not above 0.
    """
    rates, points = _rates(learning_rates), _points(starts, wanted)
    if len(rates) != len(points) and 1 not in (len(rates), len(points)):
        raise ValueError(
            "learning_rates and starts must be equally many, or one of them single, "
            f"not {len(rates)} and {len(points)}."
        )
    count = max(len(rates), len(points))
    return np.broadcast_to(rates, count).copy(), np.broadcast_to(points, (count, wanted)).copy()


def _rates(learning_rates: ArrayLike) -> Floats:
    rates = _numbers("learning_rates", learning_rates)
    if rates.ndim != 1 or not len(rates):
        raise ValueError(f"learning_rates must have shape (B,) with B above 0, not {rates.shape}.")
    valid = np.isfinite(rates) & (rates > 0)
    if not valid.all():
        raise ValueError(f"learning_rates must be finite numbers above 0, not {rates[~valid][0]}.")
    return rates


def _points(starts: ArrayLike, wanted: int) -> Floats:
    points = _numbers("starts", starts)
    if points.ndim != 2 or not len(points) or points.shape[1] != wanted:
        raise ValueError(f"starts must have shape (B, {wanted}) with B above 0, not {points.shape}.")
    valid = np.isfinite(points)
    if not valid.all():
        raise ValueError(f"starts must be finite numbers, not {points[~valid][0]}.")
    return points


def _start(dataset: Dataset, recipe: Recipe, wanted: int) -> Floats:
    """Return the recipe's start, shape `(P,)` in training units."""
    if isinstance(recipe.start, str) and recipe.network is not None:
        return np.asarray(recipe.network.starts(dataset.d, dataset.t, [recipe.seed], recipe.dtype)[0])
    if isinstance(recipe.start, str):
        draw = STARTS[recipe.start].function
        return np.asarray(draw(dataset.d, dataset.t, recipe.seed, TORCH_DTYPES[recipe.dtype]))
    if len(recipe.start) != wanted:
        raise ValueError(f"start must hold {wanted} numbers for this data set, not {len(recipe.start)}.")
    return np.array(recipe.start)


def _numbers(field: str, values: ArrayLike) -> Floats:
    try:
        return np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{field} must be numbers: {error}.") from error
