"""What can be said of one neuron without training it: its best loss, any curve's, and the starts that die at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import brentq

from core.data import Dataset
from core.exact import Minimum, penalised_squares
from core.model import ACTIVATIONS, Activation, Recipe
from core.neuron.basins import require_all_rows, require_neuron
from core.training import Problem, build_exact_problem, evaluate

Floats = NDArray[np.float64]

_DECADES = np.linspace(-4, 4, 400)
"""Weights tried on either side of 0, as powers of ten of 1 / max |x|."""


def neuron_minimum(dataset: Dataset, recipe: Recipe) -> Minimum:
    """Return the smallest squared loss of `b + f(w x)`, a penalty with it, and parameters that have it.

    For every weight the best bias is known, without a penalty on it the mean of `y − f(w x)`, which leaves one unknown.
    With an activation that is a line on either side of 0, each side is a line through the rows' `f(±x)`, or the ridge
    or lasso solution; with another, every sign change of the loss's derivative over eight decades of weights is
    followed to its root.
    However the neuron is trained, this is computed in double precision on the CPU.

    Args:
        dataset: One feature and one target.
        recipe: Its loss, activation, scaling and penalty matter; a decoupled decay counts as one in the gradient.

    Raises:
        ValueError: If there are more features or targets, or if the loss is not a squared one.
    """
    require_neuron("neuron_minimum", dataset, recipe)
    problem = build_exact_problem(dataset, recipe)
    found = _by_sides(problem) if ACTIVATIONS[recipe.activation].homogeneous else _by_roots(problem)
    return _best_of(problem, [0.0, *found])


def level_minimum(dataset: Dataset, recipe: Recipe) -> Minimum:
    """Return the smallest loss of a neuron whose weight is 0, which says the same for every row.

    Args:
        dataset: One feature and one target.
        recipe: As for `neuron_minimum`.

    Raises:
        ValueError: As `neuron_minimum` does.
    """
    require_neuron("level_minimum", dataset, recipe)
    return _best_of(build_exact_problem(dataset, recipe), [0.0])


def _best_of(problem: Problem, weights: Sequence[float]) -> Minimum:
    """Return the lowest of these weights, each with its best bias."""
    points = np.array([(w, *_best_biases(problem, np.array([w]))) for w in weights])
    losses = evaluate(problem, torch.from_numpy(points)[:, None, :, None]).losses[:, 0].numpy()
    best = int(losses.argmin())
    return Minimum(points[best], float(losses[best]))


def _best_biases(problem: Problem, weights: Floats) -> Floats:
    """Return the bias that goes best with each weight, shape `(k,)`: what is left on average, or less for its price."""
    recipe, y = problem.recipe, problem.targets.numpy()
    left = (y - _value(ACTIVATIONS[recipe.activation], problem.design[:, :1].numpy() * weights)).mean(axis=0)
    if not (recipe.penalised and recipe.decays_biases):
        return np.asarray(left)
    bend = 2.0 * (len(y) if recipe.loss == "sse" else 1)
    asked = bend * left
    return np.asarray(np.sign(asked) * np.maximum(np.abs(asked) - recipe.l1, 0) / (bend + recipe.weight_decay))


def _value(activation: Activation, z: Floats) -> Floats:
    return np.asarray(activation.function(torch.from_numpy(z)).numpy())


def _by_sides(problem: Problem) -> list[float]:
    activation, x, y = ACTIVATIONS[problem.recipe.activation], problem.design[:, :1].numpy(), problem.targets.numpy()
    sides = ((sign, penalised_squares(_value(activation, sign * x), y, problem.recipe)[0, 0]) for sign in (-1.0, 1.0))
    # The best of a side may lie on the other one; then there is none better than 0 here.
    return [sign * max(float(size), 0.0) for sign, size in sides]


def _by_roots(problem: Problem) -> list[float]:
    recipe, x, y = problem.recipe, problem.design[:, 0].numpy(), problem.targets[:, 0].numpy()
    activation, scale = ACTIVATIONS[recipe.activation], 2.0 if recipe.loss == "sse" else 2 / len(problem.design)

    def slopes(w: Floats) -> Floats:
        z = torch.from_numpy(np.outer(w, x))
        value = activation.function(z)
        error = value.numpy() + _best_biases(problem, w)[:, None] - y
        of_errors = scale * (error * x * activation.derivative(z, value).numpy()).sum(axis=1)
        return np.asarray(of_errors + recipe.weight_decay * w + recipe.l1 * np.sign(w))

    sizes = 10**_DECADES / np.abs(x).max()
    ticks = np.concatenate([-sizes[::-1], sizes])
    found = slopes(ticks)
    turns = np.flatnonzero((found[:-1] < 0) & (found[1:] > 0))
    roots = [
        brentq(lambda w: float(slopes(np.array([w]))[0]), ticks[i], ticks[i + 1], xtol=1e-15, rtol=1e-14) for i in turns
    ]
    # Where the loss still falls at the largest weight, the activation is saturated there: it is a step function of x.
    return [ticks[0], *roots, ticks[-1]]


def pure_error(dataset: Dataset) -> float:
    """Return the sum of squared errors that no curve can remove: rows with equal features and different targets.

    It is the sum of squared distances of the targets from the mean of their group (the lack-of-fit test's
    “pure error”).
    """
    _, group = np.unique(dataset.features, axis=0, return_inverse=True)
    group = group.reshape(-1)
    sums = np.zeros((group.max() + 1, dataset.t))
    np.add.at(sums, group, dataset.targets)
    means = sums / np.bincount(group)[:, None]
    return float(((dataset.targets - means[group]) ** 2).sum())


def dead_relu_starts(dataset: Dataset, recipe: Recipe, low: float = 0.0, high: float = 1.0) -> Floats:
    """Return the corners of the starts in a square whose first step makes the weight negative, shape `(k, 2)`.

    With ReLU and features above 0 they are dead: every `w x` is clamped, the gradient of the weight is 0 from there
    on, and what momentum is left drives it further away.
    They are what a straight line, the step's equation, cuts off the square; no corners if it cuts off nothing. With a
    penalty that leads dead neurons back they are dead for a while.
    The first step is −η times the gradient, with momentum too; with Nesterov's it is 1 + m times as long.

    Args:
        dataset: One feature, above 0 in every row, and one target.
        recipe: With activation `relu`, over all rows; its loss, scaling, first learning rate, optimizer, momentum and
            penalty matter.
        low: The square's lowest weight and bias, 0 or more.
        high: Its highest.

    Raises:
        ValueError: If the recipe trains no such neuron, if its optimizer's first step is no multiple of the gradient,
            or if a feature is not above 0.
    """
    require_neuron("dead_relu_starts", dataset, recipe)
    require_all_rows("dead_relu_starts", dataset, recipe)
    if recipe.activation != "relu":
        raise ValueError(f"dead_relu_starts needs the activation 'relu', not {recipe.activation!r}.")
    problem = build_exact_problem(dataset, recipe)
    x, y = problem.design[:, 0].numpy(), problem.targets[:, 0].numpy()
    if not (x > 0).all():
        raise ValueError(f"dead_relu_starts needs features above 0, not {x.min():g}.")
    rate = _first_step(recipe)
    scale = rate * (2 if recipe.loss == "sse" else 2 / len(x))
    # The weight after one step: w − η (c (w Σx² + b Σx − Σxy) + λ w + α).
    square = np.array([(low, low), (high, low), (high, high), (low, high)])
    kept = 1 - rate * recipe.weight_decay
    after = square @ np.array([kept - scale * (x @ x), -scale * x.sum()]) + scale * (x @ y) - rate * recipe.l1
    corners: list[Floats] = []
    for i, j in ((0, 1), (1, 2), (2, 3), (3, 0)):
        if after[i] < 0:
            corners.append(square[i])
        if (after[i] < 0) != (after[j] < 0):
            part = after[i] / (after[i] - after[j])
            corners.append(square[i] + part * (square[j] - square[i]))
    return np.array(corners).reshape(-1, 2)


def _first_step(recipe: Recipe) -> float:
    """Return how many times the gradient the first step is."""
    lengths = {"sgd": 1.0, "momentum": 1.0, "nesterov": 1 + recipe.momentum}
    if recipe.optimizer not in lengths:
        raise ValueError(
            f"dead_relu_starts needs one of the optimizers {', '.join(lengths)}, not {recipe.optimizer!r}."
        )
    return recipe.rate_after(0) * lengths[recipe.optimizer]


def polygon_area(corners: Floats) -> float:
    """Return the area inside a polygon without crossings, from its corners in order, shape `(k, 2)`."""
    following = np.roll(corners, -1, axis=0)
    return abs(float((corners[:, 0] * following[:, 1] - corners[:, 1] * following[:, 0]).sum())) / 2


def neuron_predictions(parameters: Floats, x: Floats, activation: str) -> Floats:
    """Return `b + f(w x)` at places x, shape `(m,)`, for parameters w and b, shape `(2,)`."""
    return np.asarray(parameters[1] + _value(ACTIVATIONS[activation], parameters[0] * np.asarray(x, float)))
