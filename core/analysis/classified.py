"""Judge a classifier row by row: probabilities, each row's part of the loss, and the confusion table of a threshold."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from core.data import Dataset, fit_scaler
from core.model import Recipe, layers_of, probabilities
from core.networks import forward

Floats = NDArray[np.float64]


def outputs_at(dataset: Dataset, recipe: Recipe, parameters: ArrayLike) -> Floats:
    """Return the outputs of a network on the rows of a data set, shape `(n, t)`: log-odds, before any sigmoid.

    Args:
        dataset: Its features matter, and how many targets there are.
        recipe: Its network and its scaling matter.
        parameters: Shape `(P,)`, in training units.

    Raises:
        ValueError: If there is no network.
    """
    if recipe.network is None:
        raise ValueError("the recipe must have a network, not None.")
    rows = torch.tensor(fit_scaler(dataset, recipe.scaling).scale_features(dataset.features))
    theta = torch.tensor(np.asarray(parameters, dtype=np.float64))[None]
    layers = layers_of(theta, recipe.network.shapes(dataset.d, dataset.t))
    return np.asarray(forward(recipe.network, layers, rows).outputs[0].numpy())


def probabilities_of(outputs: ArrayLike) -> Floats:
    """Return probabilities from outputs, of their shape: of one output that of the second class, else one a class."""
    return np.asarray(probabilities(torch.tensor(np.asarray(outputs, dtype=np.float64))).numpy())


def shares_of_loss(outputs: ArrayLike, targets: ArrayLike) -> Floats:
    """Return each row's −log of the probability of its own class, shape `(n,)`: their mean is the cross-entropy.

    Args:
        outputs: Shape `(n, t)`.
        targets: Shape `(n, t)`, 0 and 1.
    """
    z, y = np.asarray(outputs, dtype=np.float64), np.asarray(targets, dtype=np.float64)
    if z.shape[1] == 1:
        # In this form a large output of the right sign costs its own small number, not 0.
        return np.asarray(np.logaddexp(0, np.where(y > 0, -z, z))[:, 0])
    largest = z.max(axis=1, keepdims=True)
    sums = largest + np.log(np.exp(z - largest).sum(axis=1, keepdims=True))
    return np.asarray((sums - (z * y).sum(axis=1, keepdims=True))[:, 0])


def confusion(chances: ArrayLike, targets: ArrayLike, threshold: float = 0.5) -> NDArray[np.int64]:
    """Return how many rows of each class are taken for which: a row for each true class, a column for each said.

    Args:
        chances: Probabilities, shape `(n, t)`.
        targets: Shape `(n, t)`, 0 and 1.
        threshold: From 0 to 1; of two classes the second is said where its probability is above it. Of more classes
            the most probable one is said, whatever the threshold.

    Raises:
        ValueError: If the threshold is no number from 0 to 1.
    """
    if not 0 <= threshold <= 1:
        raise ValueError(f"threshold must be a number from 0 to 1, not {threshold!r}.")
    p, y = np.asarray(chances, dtype=np.float64), np.asarray(targets, dtype=np.float64)
    if p.shape[1] == 1:
        true, said, count = (y[:, 0] > 0).astype(int), (p[:, 0] > threshold).astype(int), 2
    else:
        true, said, count = y.argmax(axis=1), p.argmax(axis=1), p.shape[1]
    found = np.zeros((count, count), dtype=np.int64)
    np.add.at(found, (true, said), 1)
    return found
