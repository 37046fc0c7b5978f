"""Hold runs that were trained together: parameters, losses and gradients at the epochs that are recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from core.data import Dataset
from core.model import Recipe
from core.training.history import Floats, History, OptimizerStates, lock


class Ends(NamedTuple):
    """Last rows of D runs that diverged, where no record has them.

    Attributes:
        runs: Shape `(D,)`, which runs of the family.
        epochs: Shape `(D,)`.
        losses: Shape `(D,)`.
        parameters: Shape `(D, P)`.
        gradients: Shape `(D, P)`.
    """

    runs: NDArray[np.int64]
    epochs: NDArray[np.int64]
    losses: Floats
    parameters: Floats
    gradients: Floats

    def chosen(self, which: NDArray[np.bool_]) -> Ends:
        """Return some of the rows, by a flag for each, shape `(D,)`."""
        columns: list[Any] = [column[which] for column in self]
        return Ends(*columns)

    @staticmethod
    def joined(parts: Sequence[Ends]) -> Ends:
        """Return the rows of one or more parts."""
        columns: list[Any] = [np.concatenate(column) for column in zip(*parts, strict=True)]
        return Ends(*columns)


@dataclass(frozen=True, eq=False)
class Family(Sequence[History]):
    """Runs trained together; `family[i]` is run i as a `History`, cut where it diverged.

    Attributes:
        dataset: What they were trained on.
        recipe: How, but for the learning rates and starts.
        learning_rates: Shape `(B,)`.
        epochs: Shape `(k,)`, increasing: every epoch, or those that were recorded. A family all of whose runs diverge
            ends with the last of them.
        losses: Shape `(B, k)`; NaN where a run has diverged.
        parameters: Shape `(B, k, P)`, likewise.
        gradients: Shape `(B, k, P)`, likewise; of networks `(B, k, 0)`.
        diverged_at: For each run the first epoch whose loss is not finite or has passed the limit, or None.
        starts: Shape `(B, P)`, where each run began; None if that is the recipe's start.
        optimizer_states: As those of a `History`, each of shape `(slots, B, P)`; NaN where a run has diverged.
        device: As that of a `History`.
        ends: The last rows of runs that diverged, where these are at none of the epochs; None if there are no such.
        begun: The first epoch that was trained, recorded or not.
        trained: The last one.
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
    ends: Ends | None = None
    begun: int = 0
    trained: int = 0

    def __post_init__(self) -> None:
        lock(self, "learning_rates", "epochs", "losses", "parameters", "gradients", "starts")

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
        columns: list[Any] = [
            self.epochs[:stop],
            *(part[i, :stop] for part in (self.losses, self.parameters, self.gradients)),
        ]
        if self.ends is not None and self.diverged_at[i] is not None:
            (_, *end) = self.ends.chosen(self.ends.runs == i)
            columns = [np.concatenate(parts) for parts in zip(columns, end, strict=True)]
        epochs, losses, parameters, gradients = columns
        states = tuple((epoch, optimizer_state[:, i]) for epoch, optimizer_state in self.optimizer_states)
        return History(
            self.dataset,
            self._recipe_of(i),
            epochs,
            losses,
            parameters,
            gradients,
            self.diverged_at[i],
            states,
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
        if any(later.begun != earlier.trained + 1 for earlier, later in pairwise(parts)):
            raise ValueError("chunks must hold consecutive epochs.")
        ends = [part.ends for part in parts if part.ends is not None]
        return replace(
            parts[-1],
            epochs=np.concatenate([part.epochs for part in parts]),
            losses=np.concatenate([part.losses for part in parts], axis=1),
            parameters=np.concatenate([part.parameters for part in parts], axis=1),
            gradients=np.concatenate([part.gradients for part in parts], axis=1),
            optimizer_states=tuple(optimizer_state for part in parts for optimizer_state in part.optimizer_states),
            ends=Ends.joined(ends) if ends else None,
            begun=parts[0].begun,
        )

    def up_to(self, epochs: int, *, planned: int | None = None) -> Family:
        """Return the runs as they are when they are trained for so many epochs, of which all or some are here.

        Where the last of these was not recorded, they end with the last that was.

        Args:
            epochs: The last epoch.
            planned: So many their recipe is to have; None for as many.
        """
        end = int(np.searchsorted(self.epochs, epochs, side="right"))
        ends = None if self.ends is None else self.ends.chosen(self.ends.epochs <= epochs)
        return replace(
            self,
            recipe=replace(self.recipe, epochs=epochs if planned is None else planned),
            epochs=self.epochs[:end],
            losses=self.losses[:, :end],
            parameters=self.parameters[:, :end],
            gradients=self.gradients[:, :end],
            diverged_at=tuple(None if at is None or at > epochs else at for at in self.diverged_at),
            optimizer_states=tuple(
                optimizer_state for optimizer_state in self.optimizer_states if optimizer_state[0] <= epochs
            ),
            ends=ends,
            trained=min(self.trained, epochs),
        )

    def at(self, epochs: NDArray[np.int64]) -> Family:
        """Return the runs with no more epochs than these, in arrays of their own; each still has its last row.

        Args:
            epochs: Shape `(m,)`, those to keep.
        """
        keep = np.isin(self.epochs, epochs)
        diverged = np.array([-1 if at is None else at for at in self.diverged_at])
        place = np.minimum(np.searchsorted(self.epochs, diverged), len(self.epochs) - 1)
        runs = np.flatnonzero((self.epochs[place] == diverged) & ~keep[place] & (self.lengths > place))
        columns = (part[runs, place[runs]] for part in (self.losses, self.parameters, self.gradients))
        ends = Ends(runs, diverged[runs], *columns)
        return replace(
            self,
            epochs=self.epochs[keep],
            losses=self.losses[:, keep],
            parameters=self.parameters[:, keep],
            gradients=self.gradients[:, keep],
            ends=ends if self.ends is None else Ends.joined([self.ends, ends]),
        )

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Return how many of the epochs each run has, shape `(B,)`; not counted is a last row that stands apart."""
        return np.array([self._length(i) for i in range(len(self))])

    def _length(self, i: int) -> int:
        diverged_at = self.diverged_at[i]
        if diverged_at is None:
            return len(self.epochs)
        before = int(np.searchsorted(self.epochs, diverged_at))
        recorded = before < len(self.epochs) and self.epochs[before] == diverged_at
        kept = recorded and (diverged_at == 0 or np.isfinite(self.losses[i, before]))
        return before + 1 if kept else before

    def _recipe_of(self, i: int) -> Recipe:
        rate = float(self.learning_rates[i])
        start = self.recipe.start if self.starts is None else tuple(self.starts[i].tolist())
        return replace(self.recipe, learning_rate=rate, start=start)
