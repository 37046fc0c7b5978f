"""Hold trained networks: parameters and losses after each epoch that is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np
from numpy.typing import NDArray

from core.data import Dataset
from core.model import Recipe
from core.networks.network import Network

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class NetworkRun:
    """One network from its start on; row i of each array belongs to epoch `epochs[i]`.

    A run that diverged is cut there: the diverging epoch is kept if all its numbers are finite.

    Attributes:
        dataset: What it was trained on.
        network: What was trained.
        recipe: How.
        epochs: Shape `(k,)`, those kept.
        losses: Shape `(k,)`, over all rows, in training units, with the penalty on large weights.
        parameters: Shape `(k, P)`, as `Network` says.
        diverged_at: The first kept epoch whose loss is not finite or has passed the limit, or None.
    """

    dataset: Dataset
    network: Network
    recipe: Recipe
    epochs: NDArray[np.int64]
    losses: Floats
    parameters: Floats
    diverged_at: int | None


@dataclass(frozen=True, eq=False)
class NetworkRuns(Sequence[NetworkRun]):
    """Networks trained together; `runs[i]` is one as a `NetworkRun`.

    Attributes:
        dataset: What they were trained on.
        network: What was trained.
        recipe: How, but for the learning rates.
        learning_rates: Shape `(B,)`.
        epochs: Shape `(k,)`, those kept.
        losses: Shape `(B, k)`; NaN where a run has diverged.
        parameters: Shape `(B, k, P)`, likewise.
        diverged_at: For each run the first kept epoch whose loss is not finite or has passed the limit, or None.
    """

    dataset: Dataset
    network: Network
    recipe: Recipe
    learning_rates: Floats
    epochs: NDArray[np.int64]
    losses: Floats
    parameters: Floats
    diverged_at: tuple[int | None, ...]

    def __post_init__(self) -> None:
        for field in ("learning_rates", "epochs", "losses", "parameters"):
            view = getattr(self, field).view()
            view.flags.writeable = False
            object.__setattr__(self, field, view)

    def __len__(self) -> int:
        return len(self.learning_rates)

    @overload
    def __getitem__(self, index: int) -> NetworkRun: ...
    @overload
    def __getitem__(self, index: slice) -> list[NetworkRun]: ...
    def __getitem__(self, index: int | slice) -> NetworkRun | list[NetworkRun]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        i = range(len(self))[index]
        known = int(np.isfinite(self.losses[i]).sum())
        recipe = replace(self.recipe, learning_rate=float(self.learning_rates[i]))
        kept = self.epochs[:known], self.losses[i, :known], self.parameters[i, :known]
        return NetworkRun(self.dataset, self.network, recipe, *kept, self.diverged_at[i])

    def __iter__(self) -> Iterator[NetworkRun]:
        return (self[i] for i in range(len(self)))

    @staticmethod
    def join(chunks: Iterable[NetworkRuns]) -> NetworkRuns:
        """Return one family of runs from the consecutive chunks of a stream.

        Raises:
            ValueError: If there is no chunk.
        """
        parts = list(chunks)
        if not parts:
            raise ValueError("chunks must hold at least one family of runs, not none.")
        return replace(
            parts[-1],
            epochs=np.concatenate([part.epochs for part in parts]),
            losses=np.concatenate([part.losses for part in parts], axis=1),
            parameters=np.concatenate([part.parameters for part in parts], axis=1),
        )
