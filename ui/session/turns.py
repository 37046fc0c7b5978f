"""One page is written at a time; who comes meanwhile waits for a turn, in the order of coming."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Python runs one thread at a time, whatever the machine has. Of thirty pages that are written at once none is done
# before all are, and the thread that talks to the browsers has a thirtieth of the time: 300 people waited 5 seconds for
# a page, and wait a quarter of one when pages are written one after another.
_TURN = threading.Semaphore(1)
_THIS_THREAD = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn, and keep it while a page is written."""
    with _TURN:
        _THIS_THREAD.has_turn = True
        try:
            yield
        finally:
            _THIS_THREAD.has_turn = False


@contextmanager
def others_meanwhile() -> Iterator[None]:
    """Let others have their turn while a page does what takes long, such as training; then wait for the next turn.

    Where no turn was taken, as in a test, nothing is waited for. Who holds a lock here waits for the turn with it: any
    lock that pages share is taken by `holding`.
    """
    if not getattr(_THIS_THREAD, "has_turn", False):
        yield
        return
    _THIS_THREAD.has_turn = False
    _TURN.release()
    try:
        yield
    finally:
        _TURN.acquire()
        _THIS_THREAD.has_turn = True


@contextmanager
def holding(lock: threading.Lock) -> Iterator[None]:
    """Hold a lock that pages share.

    Who has it may be waiting for a turn, and would wait for ever for one that is kept while others wait for the lock.
    """
    if not lock.acquire(blocking=False):
        with others_meanwhile():
            lock.acquire()
    try:
        yield
    finally:
        lock.release()
