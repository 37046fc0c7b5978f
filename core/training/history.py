"""Hold one run: parameters, losses and gradients after each epoch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray

from core.data import Dataset, fit_scaler
from core.model import ACTIVATIONS, Network, Recipe, penalty

Floats = NDArray[np.float64]
OptimizerStates = tuple[tuple[int, Floats], ...]


@dataclass(frozen=True, eq=False)
class History:
    """One run; row i of each array belongs to epoch `epochs[i]`.

    A run that diverged is cut there: the diverging epoch is the last row if all its numbers are finite,
    otherwise the one before is. Epoch 0 is always kept. The epochs are all of them, unless a record said which to
    keep.

    Attributes:
        dataset: What it was trained on.
        recipe: How.
        epochs: Shape `(k + 1,)`, int64.
        losses: Shape `(k + 1,)`, the loss over all rows, in training units, with the penalty on large weights.
        parameters: Shape `(k + 1, P)`, in training units.
        gradients: Shape `(k + 1, P)`, of the loss over all rows at these parameters, and of the penalty that is part
            of it; a decoupled decay is not. Of networks they are not kept: the shape is `(k + 1, 0)`.
        diverged_at: First epoch whose loss is not finite or has passed the limit, or None.
        optimizer_states: What the optimizer remembered after some epochs: with each its state, shape `(slots, P)`.
            It is noted where it cannot be had from the gradients: of mini-batches.
        device: Where it was trained: a name from `DEVICES` other than `auto`.
    """

    dataset: Dataset
    recipe: Recipe
    epochs: NDArray[np.int64]
    losses: Floats
    parameters: Floats
    gradients: Floats
    diverged_at: int | None
    optimizer_states: OptimizerStates = ()
    device: str = "cpu"

    def __post_init__(self) -> None:
        lock(self, "epochs", "losses", "parameters", "gradients")

    def require_every_epoch(self) -> None:
        """Raise a ValueError if epochs are left out between the first and the last."""
        count, last = len(self.epochs), int(self.epochs[-1])
        if count != last + 1:
            raise ValueError(f"the run must hold every epoch from 0 to {last}, not {count} of these {last + 1}.")

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """Return one name a parameter, in their order."""
        return parameter_names(self.dataset, self.recipe.network)

    def penalties(self) -> Floats:
        """Return the part of each loss that large weights cost, shape `(k + 1,)`, in training units."""
        if self.recipe.network is not None:
            weights = self.recipe.network.weights(self.dataset.d, self.dataset.t) | self.recipe.decays_biases
            paid = self.parameters[:, weights]
            return np.asarray(self.recipe.weight_decay / 2 * (paid**2).sum(1) + self.recipe.l1 * np.abs(paid).sum(1))
        theta = torch.from_numpy(self.parameters.copy()).view(len(self.epochs), -1, self.dataset.t)
        return np.asarray(penalty(self.recipe, theta).numpy())

    def in_data_units(self) -> Floats:
        """Return the parameters, shape `(k + 1, P)`, of the same model for unscaled data.

        Raises:
            ValueError: If the model is not of that form for unscaled data, because an activation lies
                between the scaling and the prediction.
        """
        if self.recipe.network is not None:
            raise ValueError("A network's parameters have no counterpart in data units.")
        scaler = fit_scaler(self.dataset, self.recipe.scaling)
        activation = ACTIVATIONS[self.recipe.activation]
        carries_over = activation.homogeneous and not scaler.feature_shift.any()
        if self.recipe.activation == "identity" or self.recipe.scaling == "none" or carries_over:
            return scaler.parameters_to_data_units(self.parameters)
        raise ValueError(
            f"Parameters with activation {self.recipe.activation!r} and scaling {self.recipe.scaling!r} "
            "have no counterpart in data units; choose scaling 'none'."
        )

    def to_frame(self) -> pd.DataFrame:
        """Return a table with columns epoch, loss, one a parameter and one a gradient."""
        names = self.parameter_names
        columns: dict[str, NDArray[np.int64] | Floats] = {"epoch": self.epochs, "loss": self.losses}
        columns |= {name: self.parameters[:, i] for i, name in enumerate(names)}
        columns |= {f"{name}_gradient": column for name, column in zip(names, self.gradients.T, strict=False)}
        return pd.DataFrame(columns)


def lock(record: Any, *fields: str) -> None:
    """Make arrays read-only as they are held; in the hands of their owners they stay what they were."""
    for field in fields:
        if getattr(record, field) is not None:
            object.__setattr__(record, field, _read_only(getattr(record, field)))
    optimizer_states = tuple((epoch, _read_only(optimizer_state)) for epoch, optimizer_state in record.optimizer_states)
    object.__setattr__(record, "optimizer_states", optimizer_states)


def _read_only(array: Floats) -> Floats:
    view = array.view()
    view.flags.writeable = False
    return view


def parameter_names(dataset: Dataset, network: Network | None = None) -> tuple[str, ...]:
    """Return one name a parameter, in their order.

    They are `w` and `b` for a line, otherwise carry feature and target: `w_rainfall_apples`, `b_apples`. Those of a
    network carry the layer, what goes in and the neuron, from 1: `w2_3_1`, `b2_1`.
    """
    if network is not None:
        return tuple(
            f"w{layer}_{i}_{k}" if i < rows else f"b{layer}_{k}"
            for layer, (rows, columns) in enumerate(network.shapes(dataset.d, dataset.t), 1)
            for i in range(1, rows + 1)
            for k in range(1, columns + 1)
        )
    features = ["_" + word for word in _words(dataset.feature_names)] if dataset.d > 1 or dataset.t > 1 else [""]
    targets = ["_" + word for word in _words(dataset.target_names)] if dataset.t > 1 else [""]
    weights = tuple(f"w{feature}{target}" for feature in features for target in targets)
    return weights + tuple(f"b{target}" for target in targets)


def _words(names: tuple[str, ...]) -> list[str]:
    """Return the names as words for column titles, numbered where they would coincide."""
    words = [re.sub(r"\W+", "_", name.lower()).strip("_") for name in names]
    distinct = all(words) and len(set(words)) == len(words)
    return words if distinct else [f"{word or 'column'}_{i}" for i, word in enumerate(words, 1)]
