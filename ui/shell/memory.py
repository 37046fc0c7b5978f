"""Give memory back to the system: what nobody will ask for, and what is free but still held by the C library."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import sys
from functools import cache
from time import process_time
from typing import Any

from ui.session.store import STORE
from ui.session.streamlit_inside import count_sessions

_EVERY_SECONDS = 2.0
_WORTH_SECONDS = 0.5
"""After so much work of the processor it is worth looking for memory that has become free."""
_M_ARENA_MAX = -8
"""What mallopt calls the number of heaps, in glibc's malloc.h."""


def use_one_heap() -> None:
    """Let all threads share one heap, unless the environment variable `MALLOC_ARENA_MAX` says otherwise.

    Each run of a page is a thread. With a heap each, what one has freed is of no use to the next.
    """
    library = _glibc()
    if library is not None and "MALLOC_ARENA_MAX" not in os.environ:
        library.mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Give whole pages of memory that are free back to the system, wherever they lie; nothing but on Linux."""
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


async def keep_low() -> None:
    """Give back what is free while the server works, and what was held for those who have all left; never return."""
    done, people = process_time(), 0
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        before, people = people, count_sessions()
        if left := before > 0 and people == 0:
            await asyncio.to_thread(_let_go)
        if left or process_time() - done >= _WORTH_SECONDS:
            # Meanwhile others go on: only who needs memory waits for it.
            await asyncio.to_thread(give_back)
            done = process_time()


def _let_go() -> None:
    """Let go of what was held for people: of what they shared, and of sessions that only refer to themselves."""
    STORE.clear()
    gc.collect()


@cache
def _glibc() -> Any:
    """Return the C library, if it is the one that has these functions; None otherwise."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None
