"""Say which epochs of many runs are kept, find where runs diverged, and keep their last rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from core.training.family import Ends
from core.training.history import Floats
from core.training.problem import Stretch

Epochs = NDArray[np.int64]
Flags = NDArray[np.bool_]
Record = Callable[[Epochs], ArrayLike] | ArrayLike
"""Which epochs are kept: the epochs themselves, or a function of epochs, shape `(K,)`, that returns whether each is.

`()` keeps the first and the last alone, `np.arange(0, 1001, 10)` every tenth up to the thousandth,
`lambda epochs: epochs % 10 == 0` every tenth for ever.
"""

Rule = Callable[[Epochs], Flags]


def as_rule(record: Record | None, last: int) -> Rule:
    """Return a record as a function that tells of epochs, shape `(K,)`, whether each is kept.

    The first and the last epoch always are.

    Args:
        record: As above; None for every epoch.
        last: The last epoch of the runs.

    Raises:
        ValueError: If the record is no function and holds something else than whole numbers of at least 0.
    """
    if record is None:
        return lambda epochs: np.ones(len(epochs), bool)
    if callable(record):
        chosen = record
    else:
        listed = _whole_numbers(record)

        def chosen(epochs: Epochs) -> ArrayLike:
            return np.isin(epochs, listed)

    return lambda epochs: np.asarray(chosen(epochs), bool) | (epochs == 0) | (epochs == last)


def _whole_numbers(record: ArrayLike) -> Epochs:
    listed = np.asarray(record)
    if not listed.size:
        return np.zeros(0, np.int64)
    if listed.ndim != 1 or listed.dtype.kind not in "iu" or (listed < 0).any():
        raise ValueError(f"record must be epochs, whole numbers of at least 0, or a function of them, not {record!r}.")
    return listed.astype(np.int64)


class Kept(NamedTuple):
    """What is kept of consecutive epochs of B runs.

    Attributes:
        epochs: Shape `(k,)`.
        losses: Shape `(B, k)`; NaN where a run has diverged.
        parameters: Shape `(B, k, P)`, likewise.
        gradients: Shape `(B, k, P)`, likewise.
        ends: Last rows of runs that diverged in these epochs, where they are not kept anyway; None if there are none.
        diverged_at: Shape `(B,)`, the epoch at which each run diverged, −1 if it did not.
        last: The last of the epochs; if all runs diverged, the last at which one did.
    """

    epochs: Epochs
    losses: Floats
    parameters: Floats
    gradients: Floats
    ends: Ends | None
    diverged_at: Epochs
    last: int


def keep(stretch: Stretch, first: int, limits: Floats, rule: Rule, before: Callable[[], Stretch]) -> Kept:
    """Return what is kept of consecutive epochs: those of the record, and the last row of each run that diverged.

    A run has diverged at the first epoch whose loss is not finite or above its limit. That epoch is its last row if
    all its numbers are finite, or if it is epoch 0; otherwise the one before is.

    Args:
        stretch: The epochs.
        first: The first of them.
        limits: Shape `(B,)`, the loss beyond which each run has diverged.
        rule: Tells which epochs are kept.
        before: Gives the epoch before the first.
    """
    losses = numpy_of(stretch.losses)
    over = ~(losses <= limits[:, None]) | np.isinf(losses)
    left = over.any(axis=1)
    at = np.where(left, over.argmax(axis=1), losses.shape[1])
    length = min(int(at.max()) + 1, losses.shape[1])
    epochs = np.arange(first, first + length)
    columns = np.flatnonzero(rule(epochs))
    # Chosen by PyTorch: NumPy reserves memory for every run even where no epoch is kept.
    kept = numpy_of(stretch.losses[:, columns]), *_values(stretch, columns)
    ends = None
    if left.any():
        rows = _last_rows(stretch, first, np.flatnonzero(left), at[left], before)
        last = np.full(len(losses), first + length)
        last[rows.runs] = rows.epochs
        for values in kept:
            values[epochs[columns] > last[:, None]] = np.nan
        ends = rows.chosen(~rule(rows.epochs))
    found = None if ends is None or not len(ends.runs) else ends
    return Kept(epochs[columns], *kept, found, np.where(left, first + at, -1), first + length - 1)


def _last_rows(
    stretch: Stretch, first: int, runs: NDArray[np.intp], at: NDArray[np.intp], before: Callable[[], Stretch]
) -> Ends:
    """Return the last rows of runs that diverged, at columns of a stretch; both of shape `(D,)`."""
    rows = _rows(stretch, first, runs, at)
    numbers = np.column_stack([rows.losses, rows.parameters, rows.gradients])
    whole = np.isfinite(numbers).all(axis=1) | (rows.epochs == 0)
    parts, later, at_once = [rows.chosen(whole)], ~whole & (at > 0), ~whole & (at == 0)
    if later.any():
        parts.append(_rows(stretch, first, runs[later], at[later] - 1))
    if at_once.any():
        parts.append(_rows(before(), first - 1, runs[at_once], at[at_once]))
    return Ends.joined(parts)


def _rows(stretch: Stretch, first: int, runs: NDArray[np.intp], columns: NDArray[np.intp]) -> Ends:
    """Return a column of a stretch for each of some runs; both of shape `(D,)`."""
    different, which = np.unique(columns, return_inverse=True)
    parameters, gradients = _values(stretch, different, torch.from_numpy(runs))
    losses, rows = numpy_of(stretch.losses)[runs, columns], np.arange(len(runs))
    return Ends(runs, first + columns, losses, parameters[rows, which], gradients[rows, which])


def _values(
    stretch: Stretch, columns: NDArray[np.intp], runs: torch.Tensor | slice = slice(None)
) -> tuple[Floats, Floats]:
    parameters, gradients = stretch.at(torch.from_numpy(columns), runs)
    return numpy_of(parameters), numpy_of(gradients)


def numpy_of(tensor: torch.Tensor) -> Floats:
    """Return a tensor as an array of float64."""
    # Moved before it is widened: some devices have no float64.
    return np.asarray(tensor.cpu().to(torch.float64).numpy())
