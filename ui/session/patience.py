"""How long a page works before it shows what there is."""

from __future__ import annotations

from time import perf_counter, thread_time

_CROWDED = 8
"""So many times as long a page may take by the clock."""


class Patience:
    """A time to work for, of the processor's, not the clock's.

    Where a hundred pages work at once, each has a hundredth of the clock: by the clock they would show again and again
    how little they have come to, and come to little else.

    Args:
        seconds: How long, of the processor's time.
    """

    def __init__(self, seconds: float) -> None:
        """Begin now."""
        self._work = thread_time() + seconds
        self._clock = perf_counter() + _CROWDED * seconds

    @property
    def over(self) -> bool:
        """Return whether the time is over."""
        return thread_time() >= self._work or perf_counter() >= self._clock
