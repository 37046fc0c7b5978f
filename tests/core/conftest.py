"""Share an independent oracle: the loop a course would write, with autograd and `torch.optim`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from core.data import Dataset
from core.model import Recipe

CRITERIA = {
    "mse": torch.nn.MSELoss(),
    "sse": torch.nn.MSELoss(reduction="sum"),
    "mae": torch.nn.L1Loss(),
    "huber": torch.nn.HuberLoss(),
}
FUNCTIONS = {
    "identity": lambda z: z,
    "relu": torch.nn.functional.relu,
    "leaky_relu": torch.nn.functional.leaky_relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
}


class Walked(NamedTuple):
    """What the plain loop went through: shapes `(k + 1, P)`, `(k + 1,)`, `(k + 1, P)`."""

    parameters: NDArray[np.float64]
    losses: NDArray[np.float64]
    gradients: NDArray[np.float64]


def scaled(values: NDArray[np.float64], rule: str) -> NDArray[np.float64]:
    """Scale columns with positive maxima, by the words of the data sets' source."""
    if rule == "max":
        return values / values.max(axis=0)
    if rule == "zscore":
        return (values - values.mean(axis=0)) / values.std(axis=0)
    return values


def optimizer_for(recipe: Recipe, parameters: list[torch.Tensor]) -> torch.optim.Optimizer:
    """Return the optimizer of `torch.optim` that the recipe names."""
    rate, momentum = recipe.learning_rate, recipe.momentum
    makers = {
        "sgd": lambda: torch.optim.SGD(parameters, rate),
        "momentum": lambda: torch.optim.SGD(parameters, rate, momentum=momentum),
        "nesterov": lambda: torch.optim.SGD(parameters, rate, momentum=momentum, nesterov=True),
        "rmsprop": lambda: torch.optim.RMSprop(parameters, rate),
        "adagrad": lambda: torch.optim.Adagrad(parameters, rate),
        "adam": lambda: torch.optim.Adam(parameters, rate),
    }
    return makers[recipe.optimizer]()


def walk(dataset: Dataset, recipe: Recipe, start: NDArray[np.float64]) -> Walked:
    """Train by forward, loss, backward, step from `start`, shape `(P,)`."""
    x_rule = recipe.scaling.removesuffix("_features")
    y_rule = "none" if recipe.scaling == "zscore_features" else recipe.scaling
    x = torch.tensor(scaled(dataset.features, x_rule))
    y = torch.tensor(scaled(dataset.targets, y_rule))
    theta = torch.tensor(start).reshape(dataset.d + 1, dataset.t)
    weight, bias = theta[:-1].T.clone().requires_grad_(), theta[-1].clone().requires_grad_()
    optimizer = optimizer_for(recipe, [weight, bias])
    order = torch.Generator().manual_seed(recipe.seed)
    seen: list[tuple[list[float], float, list[float]]] = []

    def backward(rows: torch.Tensor | slice) -> float:
        optimizer.zero_grad()
        predictions = FUNCTIONS[recipe.activation](x[rows] @ weight.T) + bias
        loss = CRITERIA[recipe.loss](predictions, y[rows])
        loss.backward()
        return loss.item()

    def note() -> None:
        loss = backward(slice(None))
        values = torch.cat([weight.detach().T.reshape(-1), bias.detach()]).tolist()
        slopes = torch.cat([weight.grad.T.reshape(-1), bias.grad]).tolist()
        seen.append((values, loss, slopes))

    note()
    for epoch in range(1, recipe.epochs + 1):
        rates = [rate for last, rate in recipe.earlier if epoch <= last]
        for group in optimizer.param_groups:
            group["lr"] = [*rates, recipe.learning_rate][0]
        size = recipe.batch_size or dataset.n
        mixed = recipe.shuffle and size < dataset.n
        rows = torch.randperm(dataset.n, generator=order) if mixed else torch.arange(dataset.n)
        for part in torch.split(rows, size):
            backward(part)
            optimizer.step()
        note()
    parameters, losses, gradients = zip(*seen, strict=True)
    return Walked(np.array(parameters), np.array(losses), np.array(gradients))


@pytest.fixture(scope="session")
def plain_loop() -> Callable[[Dataset, Recipe, NDArray[np.float64]], Walked]:
    """Give the plain loop: data set, recipe, start → what it went through."""
    return walk


@pytest.fixture(scope="session")
def two_by_two() -> Dataset:
    """Give nine rows of two features and two targets, far from centred, with noise."""
    draw = np.random.default_rng(7)
    x = draw.uniform(0.5, 4.0, (9, 2))
    y = x @ np.array([[1.5, -0.4], [0.7, 2.1]]) + np.array([3.0, 4.0]) + draw.normal(0, 0.5, (9, 2))
    return Dataset.from_arrays(x, y)
