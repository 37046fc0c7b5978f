"""Say which epochs of many long runs are kept, and which of them a ruler shows."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Epochs = NDArray[np.int64]

_BYTES = 19_500_000
"""So much the first epochs take at most, which are all kept: of a line 4,000."""
_SPARSE_BYTES = 8_000_000
"""So much those take at most that follow them."""
_FIRST = 200
"""So many epochs are kept in any case: most happens there."""
_SPARSE = (100, 400)
"""Of those that follow at least and at most so many are kept."""
_ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
"""Times powers of ten: where the slider of the epochs stops, so that runs planned for so many have their end."""


_DENSE_EPOCHS = 200
_SPARSE_EPOCHS = 400


def whole_until(runs: int, parameters: int, last: int, *, gradients: bool = True) -> int:
    """Return up to which epoch every one is kept of so many runs, as `kept_of` says; of a single run, all."""
    return last if runs == 1 else min(last, max(_FIRST, _BYTES // _bytes_of_epoch(runs, parameters, gradients)))


@cache
def kept_of(runs: int, parameters: int, last: int, *, gradients: bool = True) -> Epochs | None:
    """Return which epochs are kept, shape `(k,)`, or None if all are.

    They follow one another at odd distances, so that a path that leaps from side to side at every epoch still does.

    Args:
        runs: How many runs are trained together.
        parameters: Of each run.
        last: The last epoch that may be asked for.
        gradients: Whether the runs hold their gradients.
    """
    whole = whole_until(runs, parameters, last, gradients=gradients)
    if whole == last:
        return None
    sparse = min(max(_SPARSE_BYTES // _bytes_of_epoch(runs, parameters, gradients), _SPARSE[0]), _SPARSE[1])
    growth = (last / whole) ** (1 / sparse) - 1
    epochs = [whole]
    while epochs[-1] < last:
        epochs.append(epochs[-1] + (max(1, int(epochs[-1] * growth)) | 1))
    rounds = {round(mantissa * 10**power) for mantissa in _ROUND for power in range(len(str(last)))} | {last}
    return np.array(sorted({*range(whole), *epochs, *rounds} & set(range(last + 1))), dtype=np.int64)


def _bytes_of_epoch(runs: int, parameters: int, gradients: bool) -> int:
    """Return what a loss, the parameters and perhaps the gradient of each run take in double precision."""
    return 8 * runs * (1 + parameters * (1 + gradients))


def kept_epochs(epochs: int) -> np.ndarray:
    """Return the epochs of a long run that the ruler's family keeps, shape `(k,)`.

    The first 200 are kept all, since most happens there, then every s-th and the last. The stride s is odd,
    so that a path that leaps from side to side at every epoch still does.
    """
    stride = max(1, (epochs - _DENSE_EPOCHS) // _SPARSE_EPOCHS) | 1
    sparse = np.arange(_DENSE_EPOCHS, epochs + 1, stride)
    return np.unique(np.concatenate([np.arange(min(_DENSE_EPOCHS, epochs + 1)), sparse, [epochs]]))
