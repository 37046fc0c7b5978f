"""Find where every start on a grid ends: a neuron's runs trained together, for their last epoch alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from core.analysis import axis
from core.data import Dataset
from core.model import ACTIVATIONS, LOSSES, Recipe
from core.neuron.steps import pieces, tabulated
from core.training import DIVERGENCE_FACTOR, Problem, build_exact_problem, evaluate

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Basins:
    """Where runs from each node of a grid of weights and biases end.

    Attributes:
        weights: Shape `(W,)`, the starts' weights, in training units.
        biases: Shape `(V,)`, the starts' biases.
        parameters: Shape `(V, W, 2)`, weight and bias after the last epoch; NaN where the run diverged.
        losses: Shape `(V, W)`, the loss there; infinite where the run diverged.
        dead: Shape `(V, W)`, whether the activation has slope 0 for every row there, so that the errors will never
            move the weight again, and no penalty leads it back over 0.
    """

    weights: Floats
    biases: Floats
    parameters: Floats
    losses: Floats
    dead: NDArray[np.bool_]

    @property
    def diverged(self) -> NDArray[np.bool_]:
        """Return which runs diverged, shape `(V, W)`."""
        return np.isinf(self.losses)


def find_basins(dataset: Dataset, recipe: Recipe, weights: ArrayLike, biases: ArrayLike) -> Basins:
    """Train from every start on a grid, and return where each run ends.

    Args:
        dataset: One feature and one target.
        recipe: Plain gradient descent over all rows on a squared loss, scheduled or not, with a penalty or without;
            its start does not matter.
        weights: Shape `(W,)`, in training units.
        biases: Shape `(V,)`, in training units.

    Raises:
        ValueError: If the data set or the recipe is another, or if an axis is not a vector of finite numbers.
    """
    return next(found for found in stream_basins(dataset, recipe, weights, biases) if found is not None)


def stream_basins(dataset: Dataset, recipe: Recipe, weights: ArrayLike, biases: ArrayLike) -> Iterator[Basins | None]:
    """Find basins as `find_basins` does, a little at a time: None after each part of the work, the basins at last.

    Closing the iterator stops the work.

    Raises:
        ValueError: At the call, as `find_basins` does.
    """
    require_neuron("find_basins", dataset, recipe)
    if recipe.optimizer != "sgd":
        raise ValueError(f"find_basins needs the optimizer 'sgd', not {recipe.optimizer!r}.")
    require_all_rows("find_basins", dataset, recipe)
    w, b = axis("weights", weights), axis("biases", biases)
    starts = np.stack(np.meshgrid(w, b), axis=-1)
    return _work(build_exact_problem(dataset, recipe), w, b, starts)


def require_neuron(what: str, dataset: Dataset, recipe: Recipe) -> None:
    """Make sure that a recipe is for a neuron of one weight and one bias, with a squared loss.

    Raises:
        ValueError: If there are more features or targets, or if the loss is not a squared one.
    """
    if dataset.d != 1 or dataset.t != 1:
        raise ValueError(f"{what} needs one feature and one target, not {dataset.d} and {dataset.t}.")
    if not LOSSES[recipe.loss].quadratic:
        raise ValueError(f"{what} needs a squared loss, 'mse' or 'sse', not {recipe.loss!r}.")


def require_all_rows(what: str, dataset: Dataset, recipe: Recipe) -> None:
    """Make sure that a step is over all rows.

    Raises:
        ValueError: If it is not.
    """
    if recipe.batch_size not in (None, dataset.n):
        raise ValueError(f"{what} needs all {dataset.n} rows at each step, not batches of {recipe.batch_size}.")


def _work(problem: Problem, w: Floats, b: Floats, starts: Floats) -> Iterator[Basins | None]:
    steps = pieces if ACTIVATIONS[problem.recipe.activation].homogeneous else tabulated
    first = starts.reshape(-1, 2)
    limits = DIVERGENCE_FACTOR * np.maximum(_losses(problem, first), _losses(problem, np.zeros((1, 2))))
    last = yield from steps(problem, first, limits)
    losses = _losses(problem, last)
    over = ~(losses <= limits)
    losses[over], last[over] = np.inf, np.nan
    dead = _dead(problem, last) & ~over
    shape = (len(b), len(w))
    yield Basins(w, b, last.reshape(starts.shape), losses.reshape(shape), dead.reshape(shape))


def _losses(problem: Problem, points: Floats) -> Floats:
    return evaluate(problem, torch.from_numpy(points)[:, None, :, None]).losses[:, 0].numpy().copy()


def _dead(problem: Problem, points: Floats) -> NDArray[np.bool_]:
    activation = ACTIVATIONS[problem.recipe.activation]
    inner = problem.design[:, :1] * torch.from_numpy(points[:, 0])
    flat = np.asarray((activation.derivative(inner, activation.function(inner)) == 0).all(dim=0).numpy())
    return flat & (points[:, 0] == 0) if leads_back(problem.recipe) else flat


def leads_back(recipe: Recipe) -> bool:
    """Return whether the penalty takes a weight of any size back over 0, where only the errors' slope has vanished.

    L1 does, by an even pace; weight decay alone stops at 0, unless a step is so long that it goes beyond.
    """
    largest = float(recipe.rates_after(np.arange(max(1, recipe.epochs))).max())
    return recipe.l1 > 0 or largest * recipe.weight_decay > 1
