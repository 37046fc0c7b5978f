"""Judge a run by rows that it has not seen."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray

from core.data import Dataset, fit_scaler
from core.model import ACTIVATIONS, ALL_LOSSES, LOSSES, Recipe, layers_of, right
from core.networks import forward
from core.training import History

_AT_ONCE = 1 << 18
"""Predictions, or outputs of a layer, that are computed at a time: 2 MiB each, and a network holds those of all layers.

With 2 million, four layers of eight neurons over 5,000 epochs took 130 MB for a moment, and twice the time."""


def losses_on(run: History, unseen: Dataset) -> NDArray[np.float64]:
    """Return the run's loss on other rows at every epoch, shape `(k + 1,)`, in its training units and without penalty.

    The rows are scaled as the run's own data were: nothing is learned from them, their mean neither.

    Args:
        run: A finished run.
        unseen: Rows with the run's features and targets.

    Raises:
        ValueError: If the rows have other numbers of features or targets.
    """
    dataset, recipe = run.dataset, run.recipe
    if (unseen.d, unseen.t) != (dataset.d, dataset.t):
        raise ValueError(
            f"the rows must have {dataset.d} features and {dataset.t} targets, not {unseen.d} and {unseen.t}."
        )
    scaler = fit_scaler(dataset, recipe.scaling)
    features = torch.tensor(scaler.scale_features(unseen.features))
    targets = torch.tensor(scaler.scale_targets(unseen.targets))[:, None]
    if recipe.network is not None:
        return _of_network(recipe, torch.tensor(run.parameters), features, targets[:, 0])
    theta = torch.tensor(run.parameters).reshape(len(run.epochs), dataset.d + 1, dataset.t)
    activation, loss = ACTIVATIONS[recipe.activation], LOSSES[recipe.loss]
    found = []
    for some in torch.split(theta, max(1, _AT_ONCE // (unseen.n * unseen.t))):
        predictions = activation.function(torch.einsum("nd,kdt->nkt", features, some[:, :-1])) + some[:, -1]
        found.append(loss.function(predictions, targets))
    return torch.cat(found).numpy()


def _of_network(recipe: Recipe, theta: torch.Tensor, rows: torch.Tensor, targets: torch.Tensor) -> NDArray[np.float64]:
    """Return the losses of a network on rows, `(n, d)`, at parameters `(K, P)`, shape `(K,)`."""
    loss, found = ALL_LOSSES[recipe.loss], []
    for outputs in _outputs(recipe, theta, rows, targets.shape[1]):
        found.append(loss.function(outputs.transpose(0, 1), targets[:, None]))
    return torch.cat(found).numpy()


def accuracies_on(run: History, rows: Dataset) -> NDArray[np.float64]:
    """Return the share of rows whose most probable class is theirs, at every epoch, shape `(k + 1,)`.

    Args:
        run: Of a network that tells classes apart.
        rows: With the run's features and classes.
    """
    features = torch.tensor(fit_scaler(run.dataset, run.recipe.scaling).scale_features(rows.features))
    targets = torch.tensor(rows.targets)
    every = _outputs(run.recipe, torch.tensor(run.parameters), features, rows.t)
    return torch.cat([right(outputs, targets).double().mean(dim=1) for outputs in every]).numpy()


def _outputs(recipe: Recipe, theta: torch.Tensor, rows: torch.Tensor, outputs: int) -> Iterator[torch.Tensor]:
    """Yield a network's outputs on rows, `(n, d)`, at some of its parameters, `(K, P)`, after another: `(b, n, t)`."""
    network = recipe.network
    assert network is not None
    shapes = network.shapes(rows.shape[1], outputs)
    for some in torch.split(theta, max(1, _AT_ONCE // (len(rows) * max(columns for _, columns in shapes)))):
        yield forward(network, layers_of(some, shapes), rows).outputs
