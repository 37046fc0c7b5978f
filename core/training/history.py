"""Hold finished runs: parameters, losses and gradients after each epoch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray

from core.data import Dataset, fit_scaler
from core.model import ACTIVATIONS, Recipe, penalty

Floats = NDArray[np.float64]
OptimizerStates = tuple[tuple[int, Floats], ...]


@dataclass(frozen=True, eq=False)
class History:
    """One run; row i of each array belongs to epoch `epochs[i]`.

    A run that diverged is cut there: the diverging epoch is the last row if all its numbers are finite,
    otherwise the one before is. Epoch 0 is always kept.

    Attributes:
        dataset: What it was trained on.
        recipe: How.
        epochs: Shape `(k + 1,)`, int64.
        losses: Shape `(k + 1,)`, the loss over all rows, in training units, with the penalty on large weights.
        parameters: Shape `(k + 1, P)`, in training units.
        gradients: Shape `(k + 1, P)`, of the loss over all rows at these parameters, and of the penalty that is part
            of it; a decoupled decay is not.
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
        _lock(self, "epochs", "losses", "parameters", "gradients")

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """Return one name a parameter, in their order."""
        return parameter_names(self.dataset)

    def penalties(self) -> Floats:
        """Return the part of each loss that large weights cost, shape `(k + 1,)`, in training units."""
        theta = torch.from_numpy(self.parameters.copy()).view(len(self.epochs), -1, self.dataset.t)
        return np.asarray(penalty(self.recipe, theta).numpy())

    def in_data_units(self) -> Floats:
        """Return the parameters, shape `(k + 1, P)`, of the same model for unscaled data.

        Raises:
            ValueError: If the model is not of that form for unscaled data, because an activation lies
                between the scaling and the prediction.
        """
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
        columns |= {f"{name}_gradient": self.gradients[:, i] for i, name in enumerate(names)}
        return pd.DataFrame(columns)


@dataclass(frozen=True, eq=False)
class Family(Sequence[History]):
    """Runs trained together; `family[i]` is run i as a `History`, cut where it diverged.

    Attributes:
        dataset: What they were trained on.
        recipe: How, but for the learning rates and starts.
        learning_rates: Shape `(B,)`.
        epochs: Shape `(k + 1,)`; a family all of whose runs diverge ends with the last of them.
        losses: Shape `(B, k + 1)`; NaN where a run has diverged.
        parameters: Shape `(B, k + 1, P)`, likewise.
        gradients: Shape `(B, k + 1, P)`, likewise.
        diverged_at: For each run the first epoch whose loss is not finite or has passed the limit, or None.
        starts: Shape `(B, P)`, where each run began; None if that is the recipe's start.
        optimizer_states: As those of a `History`, each of shape `(slots, B, P)`; NaN where a run has diverged.
        device: As that of a `History`.
    """

    dataset: Dataset
    recipe: Recipe
    learning_rates: Floats
    epochs: NDArray[np.int64]
    losses: Floats
    parameters: Floats
    gradients: Floats
    diverged_at: tuple[int | None, ...]
    starts: Floats | None = None
    optimizer_states: OptimizerStates = ()
    device: str = "cpu"

    def __post_init__(self) -> None:
        _lock(self, "learning_rates", "epochs", "losses", "parameters", "gradients", "starts")

    def __len__(self) -> int:
        return len(self.learning_rates)

    @overload
    def __getitem__(self, index: int) -> History: ...
    @overload
    def __getitem__(self, index: slice) -> list[History]: ...
    def __getitem__(self, index: int | slice) -> History | list[History]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        i = range(len(self))[index]
        stop = self._length(i)
        return History(
            self.dataset,
            self._recipe_of(i),
            self.epochs[:stop],
            self.losses[i, :stop],
            self.parameters[i, :stop],
            self.gradients[i, :stop],
            self.diverged_at[i],
            tuple((epoch, optimizer_state[:, i]) for epoch, optimizer_state in self.optimizer_states),
            self.device,
        )

    def __iter__(self) -> Iterator[History]:
        return (self[i] for i in range(len(self)))

    @staticmethod
    def join(chunks: Iterable[Family]) -> Family:
        """Return one family from the consecutive chunks of a stream.

        Raises:
            ValueError: If there is no chunk, or if they do not follow one another.
        """
        parts = list(chunks)
        if not parts:
            raise ValueError("chunks must hold at least one family, not none.")
        if len(parts) == 1:
            return parts[0]
        epochs = np.concatenate([part.epochs for part in parts])
        if not (np.diff(epochs) == 1).all():
            raise ValueError("chunks must hold consecutive epochs.")
        return replace(
            parts[-1],
            epochs=epochs,
            losses=np.concatenate([part.losses for part in parts], axis=1),
            parameters=np.concatenate([part.parameters for part in parts], axis=1),
            gradients=np.concatenate([part.gradients for part in parts], axis=1),
            optimizer_states=tuple(optimizer_state for part in parts for optimizer_state in part.optimizer_states),
        )

    def up_to(self, epochs: int) -> Family:
        """Return the runs as they are when they are trained for so many epochs, of which all or some are here."""
        end = int(np.searchsorted(self.epochs, epochs, side="right"))
        return replace(
            self,
            recipe=replace(self.recipe, epochs=epochs),
            epochs=self.epochs[:end],
            losses=self.losses[:, :end],
            parameters=self.parameters[:, :end],
            gradients=self.gradients[:, :end],
            diverged_at=tuple(None if at is None or at > epochs else at for at in self.diverged_at),
            optimizer_states=tuple(
                optimizer_state for optimizer_state in self.optimizer_states if optimizer_state[0] <= epochs
            ),
        )

    def _length(self, i: int) -> int:
        diverged_at = self.diverged_at[i]
        if diverged_at is None or not len(self.epochs):
            return len(self.epochs)
        at = diverged_at - int(self.epochs[0])
        if at >= len(self.epochs):
            return len(self.epochs)
        if at < 0:
            return 0
        kept = diverged_at == 0 or np.isfinite(self.losses[i, at])
        return at + 1 if kept else at

    def _recipe_of(self, i: int) -> Recipe:
        rate = float(self.learning_rates[i])
        start = self.recipe.start if self.starts is None else tuple(self.starts[i].tolist())
        return replace(self.recipe, learning_rate=rate, start=start)


def _lock(record: History | Family, *fields: str) -> None:
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


def parameter_names(dataset: Dataset) -> tuple[str, ...]:
    """Return one name a parameter, in their order.

    They are `w` and `b` for a line, otherwise carry feature and target: `w_rainfall_apples`, `b_apples`.
    """
    features = ["_" + word for word in _words(dataset.feature_names)] if dataset.d > 1 or dataset.t > 1 else [""]
    targets = ["_" + word for word in _words(dataset.target_names)] if dataset.t > 1 else [""]
    weights = tuple(f"w{feature}{target}" for feature in features for target in targets)
    return weights + tuple(f"b{target}" for target in targets)


def _words(names: tuple[str, ...]) -> list[str]:
    """Return the names as words for column titles, numbered where they would coincide."""
    words = [re.sub(r"\W+", "_", name.lower()).strip("_") for name in names]
    distinct = all(words) and len(set(words)) == len(words)
    return words if distinct else [f"{word or 'column'}_{i}" for i, word in enumerate(words, 1)]
