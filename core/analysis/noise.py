"""Say how much the gradient of a mini-batch differs from batch to batch."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from core.analysis.per_sample import per_sample_gradients
from core.data import Dataset
from core.model import Recipe
from core.training import build_problem

Floats = NDArray[np.float64]


def gradient_noise(dataset: Dataset, recipe: Recipe, parameters: ArrayLike) -> Floats:
    """Return the standard deviation of the gradient over all batches of the recipe's size, shape `(P,)`.

    Batches are drawn without replacement, so all rows at once have none. With the population standard deviation
    σ of the gradients of single rows, a mean over m of n rows has σ √((n − m) / (m (n − 1))) (Cochran 1977,
    Sampling Techniques, theorem 2.2), a sum m times that.

    Args:
        dataset: Features and targets.
        recipe: Its loss, scaling, activation and batch size matter.
        parameters: Shape `(P,)`, in training units.

    Raises:
        ValueError: If a batch is larger than the data set.
    """
    point = np.asarray(parameters, dtype=np.float64)
    problem = build_problem(dataset, replace(recipe, device="cpu", dtype="float64"), np.ones(1), point[None])
    theta, rows = problem.starts[0], torch.arange(dataset.n)
    # Each row's part in the sum or mean over all; the gradient over that row alone is as many times larger.
    parts = per_sample_gradients(problem, theta, rows, torch.zeros_like(theta)).per_sample
    alone = 1 if recipe.loss == "sse" else dataset.n
    spread: Floats = (alone * parts).std(axis=0)
    n, m = dataset.n, recipe.batch_size or dataset.n
    if m == n:
        return np.zeros_like(spread)
    of_means: Floats = spread * math.sqrt((n - m) / (m * (n - 1)))
    return m * of_means if recipe.loss == "sse" else of_means
