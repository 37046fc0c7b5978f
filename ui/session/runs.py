"""Runs that are trained together, once for all sessions that want the same; they grow only while a session asks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from threading import Lock
from time import perf_counter

import numpy as np

from core.training import Family

_VIEWS = 8
"""So many beginnings of the runs are remembered, so that those who look at the same one share what is made of it."""
_ONE_AT_A_TIME = Lock()
"""Two trainings at once would take longer than one after the other: each of many small steps would have to wait for the
interpreter. A chunk is short."""


class Runs:
    """Runs at many learning rates, as far as anybody has trained them; what is there never changes.

    Args:
        remaining: The stream that trains them.
        kept: From a last epoch to those that are kept, shape `(k,)`, when memory is short; None for all.
    """

    def __init__(self, remaining: Iterator[Family], kept: Callable[[int], np.ndarray] | None = None) -> None:
        """Begin with nothing trained."""
        self._kept = kept
        self.thin = False
        self._remaining: Iterator[Family] | None = remaining
        self._chunks: list[Family] = []
        self._views: OrderedDict[tuple[int, int], Family] = OrderedDict()
        self._lock = Lock()
        self.seconds = 0.0

    @property
    def ended(self) -> bool:
        """Return whether there is nothing more to train."""
        return self._remaining is None

    @property
    def last_epoch(self) -> int:
        """Return the last epoch trained so far, -1 before the first."""
        chunks = self._chunks
        return chunks[-1].trained if chunks else -1

    @property
    def nbytes(self) -> int:
        """Return how many bytes the numbers of the runs take."""
        return sum(
            part.nbytes
            for chunk in list(self._chunks)
            for part in (chunk.epochs, chunk.losses, chunk.parameters, chunk.gradients)
        )

    def one_chunk(self, planned: int) -> bool:
        """Train a little, unless the planned epoch is there; return whether something was trained."""
        # Many sessions may want the same: one chunk at a time, never two.
        with self._lock:
            if self._remaining is None or self.last_epoch >= planned:
                return False
            with _ONE_AT_A_TIME:
                begin = perf_counter()
                chunk = next(self._remaining, None)
                self.seconds += perf_counter() - begin
            if chunk is None:
                self._remaining = None
                return False
            self._chunks.append(chunk)
            self._views.clear()
            return True

    def let_go(self) -> None:
        """Keep no more of them than a ruler shows: the store has no room for them, but somebody may look at them."""
        with self._lock:
            if self._kept is None or not self._chunks:
                return
            joined = Family.join(self._chunks)
            ends = {joined.trained, *(last for last, _ in self._views)}
            self._chunks = [joined.at(np.unique(np.concatenate([self._kept(end) for end in sorted(ends)])))]
            self._views.clear()
            self.thin = True

    def family(self, last: int, planned: int) -> Family:
        """Return the runs up to an epoch, as those of a recipe with so many planned; the same to all who ask."""
        with self._lock:
            if len(self._chunks) > 1:
                self._chunks = [Family.join(self._chunks)]
            view = self._views.get((last, planned))
            if view is None:
                view = self._views[last, planned] = self._chunks[0].up_to(last, planned=planned)
                if len(self._views) > _VIEWS:
                    self._views.popitem(last=False)
            self._views.move_to_end((last, planned))
            return view
