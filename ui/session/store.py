"""One store a process of what is the same for everybody: read-only, bounded in bytes, least recently used out first."""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from math import isfinite
from threading import Lock
from typing import Any, TypeVar, cast

import numpy as np

from core.data import Dataset
from ui.session.turns import holding

Found = TypeVar("Found")

DEFAULT_MEGABYTES = 256.0
"""So much the store holds at most, unless the environment variable `SLOPEWISE_STORE_MB` says otherwise."""


@dataclass(frozen=True)
class Statistics:
    """What the store holds, and how often it was of use.

    Attributes:
        trainings: How many trainings it holds, finished or under way.
        entries: How many results it holds in all.
        bytes: What these take.
        limit: What they may take at most, in bytes.
        hits: How often something asked for was there.
        misses: How often it had to be made.
    """

    trainings: int
    entries: int
    bytes: int
    limit: int
    hits: int
    misses: int


@dataclass
class _Entry:
    lock: Lock = field(default_factory=Lock)
    value: Any = None
    made: bool = False
    size: int = 0
    source: weakref.ref[Any] | None = None


class Store:
    """Results by what determines them. Who asks for one that is being made waits for it, and makes none beside it.

    Args:
        limit: How many bytes it may hold.
    """

    def __init__(self, limit: int) -> None:
        """Begin empty."""
        self.limit = limit
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._lock = Lock()
        self._bytes = self._hits = self._misses = 0

    def shared(self, key: Hashable, make: Callable[[], Found]) -> Found:
        """Return what belongs to a key; made, if it is not there, by the first who asks."""
        return self._shared(key, make, None)

    def derived(self, source: Any, make: Callable[[Any], Found]) -> Found:
        """Return what a function of a module makes of an object that never changes, as long as the object lives."""
        return self._shared((make, id(source)), lambda: make(source), source)

    def _shared(self, key: Hashable, make: Callable[[], Found], source: Any) -> Found:
        with self._lock:
            entry = self._entries.get(key)
            if entry is None or (entry.source is not None and entry.source() is not source):
                self._drop(key)
                entry = self._entries[key] = _Entry(source=None if source is None else weakref.ref(source))
            self._entries.move_to_end(key)
        # Only those who want the same wait here; who wants something else goes on.
        with holding(entry.lock):
            found = entry.made
            if not found:
                try:
                    entry.value, entry.made = make(), True
                except BaseException:
                    with self._lock:
                        if self._entries.get(key) is entry:
                            self._drop(key)
                    raise
        with self._lock:
            self._hits, self._misses = self._hits + found, self._misses + (not found)
        if not found:
            self.weigh(key)
        return cast(Found, entry.value)

    def touch(self, key: Hashable) -> None:
        """Take note that somebody still looks at what belongs to a key."""
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)

    def weigh(self, key: Hashable) -> bool:
        """Take note that what belongs to a key has grown, and let go of what has not been asked for the longest.

        Return whether there is room for it.
        Sessions may still hold what is let go: what has a method `let_go` is told, to take less.
        """
        dropped: list[Any] = []
        with self._lock:
            if (entry := self._entries.get(key)) is None:
                return False
            size = size_of(entry.value)
            self._bytes += size - entry.size
            entry.size = size
            while self._bytes > self.limit and self._entries:
                dropped.append(self._drop(next(iter(self._entries))))
        for value in dropped:
            if hasattr(value, "let_go"):
                value.let_go()
        return key in self._entries

    def _drop(self, key: Hashable) -> Any:
        if (entry := self._entries.pop(key, None)) is None:
            return None
        self._bytes -= entry.size
        return entry.value

    def clear(self) -> None:
        """Let go of everything; how often it was of use is remembered."""
        with self._lock:
            self._entries.clear()
            self._bytes = 0

    def statistics(self) -> Statistics:
        """Return what is held now, and how often it was of use."""
        with self._lock:
            trainings = sum(isinstance(key, tuple) and key[0] == TRAINING for key in self._entries)
            return Statistics(trainings, len(self._entries), self._bytes, self.limit, self._hits, self._misses)


TRAINING = "training"
"""The keys of trainings begin with this."""


def size_of(value: Any) -> int:
    """Return about how many bytes something takes: arrays what they hold, what has `nbytes` what it says."""
    if value is None or isinstance(value, str | int | float):  # most of a tree, so they come first
        return sys.getsizeof(value)
    if hasattr(value, "nbytes"):
        return int(value.nbytes)
    if isinstance(value, Mapping):
        return sum(size_of(each) for each in value.values())
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return sum(size_of(each) for each in value)
    return sys.getsizeof(value)


def content_of(dataset: Dataset) -> str:
    """Return what tells one data set from another, be their names the same: a digest of all that is in them."""
    digest = hashlib.blake2b(digest_size=32)
    for each in fields(dataset):
        value = getattr(dataset, each.name)
        if isinstance(value, np.ndarray):
            digest.update(repr(value.shape).encode())
            digest.update(np.ascontiguousarray(value).tobytes())
        else:
            digest.update(repr(value).encode())
    return digest.hexdigest()


def megabytes_in(text: str | None) -> float:
    """Return the megabytes that the environment variable asks for; the usual ones where it makes no sense."""
    try:
        asked = DEFAULT_MEGABYTES if text is None else float(text)
    except ValueError:
        asked = -1.0
    if isfinite(asked) and asked >= 0:
        return asked
    logging.getLogger(__name__).warning(
        "SLOPEWISE_STORE_MB must be a number of megabytes, 0 or more, not %r; %g are used.", text, DEFAULT_MEGABYTES
    )
    return DEFAULT_MEGABYTES


STORE = Store(int(megabytes_in(os.environ.get("SLOPEWISE_STORE_MB")) * 1e6))
"""The store of this process."""


def statistics() -> Statistics:
    """Return what the store of this process holds, and how often it was of use."""
    return STORE.statistics()
