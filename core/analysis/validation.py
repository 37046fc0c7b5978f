"""Judge a run by rows that it has not seen."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from core.data import Dataset, fit_scaler
from core.model import ACTIVATIONS, LOSSES
from core.training import History

_AT_ONCE = 2_000_000
"""Predictions that are held in memory at a time."""


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
    theta = torch.tensor(run.parameters).reshape(len(run.epochs), dataset.d + 1, dataset.t)
    activation, loss = ACTIVATIONS[recipe.activation], LOSSES[recipe.loss]
    found = []
    for some in torch.split(theta, max(1, _AT_ONCE // (unseen.n * unseen.t))):
        predictions = activation.function(torch.einsum("nd,kdt->nkt", features, some[:, :-1])) + some[:, -1]
        found.append(loss.function(predictions, targets))
    return torch.cat(found).numpy()
