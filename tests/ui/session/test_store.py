"""The store of a process: bounded, the least recently used out first, each thing made once for all who wait for it."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.data import load
from ui.session.store import DEFAULT_MEGABYTES, TRAINING, Store, content_of, megabytes_in

KILOBYTE = 1000


def numbers(kilobytes: int) -> np.ndarray:
    return np.zeros(kilobytes * KILOBYTE, np.uint8)


class Grows:
    """A thing that takes more when it has been worked on."""

    nbytes = KILOBYTE


def test_what_was_not_asked_for_the_longest_goes_first() -> None:
    """The limit holds at every moment, and what was used last stays."""
    store = Store(3 * KILOBYTE)
    made = []
    for key in ("a", "b", "c", "a", "d", "a", "b"):
        store.shared(key, lambda key=key: (made.append(key), numbers(1))[1])  # type: ignore[misc]
        assert store.statistics().bytes <= 3 * KILOBYTE
    assert made == ["a", "b", "c", "d", "b"]
    found = store.statistics()
    assert (found.entries, found.hits, found.misses, found.trainings) == (3, 2, 5, 0)


def test_what_grows_is_weighed_again() -> None:
    """A training that has grown pushes others out; one larger than the limit is not held at all."""
    store, grows = Store(3 * KILOBYTE), Grows()
    store.shared("other", lambda: numbers(1))
    store.shared((TRAINING, 1), lambda: grows)
    assert (store.statistics().bytes, store.statistics().trainings) == (2 * KILOBYTE, 1)
    grows.nbytes = 3 * KILOBYTE
    store.weigh((TRAINING, 1))
    assert (store.statistics().bytes, store.statistics().entries) == (3 * KILOBYTE, 1)
    grows.nbytes = 4 * KILOBYTE
    store.weigh((TRAINING, 1))
    assert (store.statistics().bytes, store.statistics().entries) == (0, 0)


def test_many_who_wait_for_one_thing_make_it_once() -> None:
    """Threads that ask at the same moment all get the one thing; who asks for another is not held up by them."""
    store, made, found, release = Store(KILOBYTE), [], [], threading.Event()

    def make() -> np.ndarray:
        made.append(1)
        assert release.wait(60)
        return numbers(1)

    threads = [threading.Thread(target=lambda: found.append(store.shared("slow", make))) for _ in range(12)]
    for thread in threads:
        thread.start()
    assert store.shared("other", lambda: 1) == 1
    release.set()
    for thread in threads:
        thread.join(60)
    assert len(made) == 1
    assert len(found) == 12
    assert len({id(each) for each in found}) == 1


def test_what_could_not_be_made_is_tried_again() -> None:
    """An error goes to who asked, and leaves nothing behind."""
    store = Store(KILOBYTE)
    with pytest.raises(ZeroDivisionError):
        store.shared("key", lambda: 1 // 0)
    assert store.statistics().entries == 0
    assert store.shared("key", lambda: 2) == 2


def _total(numbers: np.ndarray) -> Any:
    return [numbers.sum()]


def test_what_is_made_of_an_object_is_that_object_s() -> None:
    """The same object gives the same result again, another one its own."""
    store, one, other = Store(100 * KILOBYTE), np.ones(3), np.ones(4)
    assert store.derived(one, _total) is store.derived(one, _total)
    assert store.derived(other, _total) == [4]


def test_data_are_told_apart_by_their_content() -> None:
    """One number or one name changed makes another data set, the same name or not; the same content is the same."""
    dataset = load("study_hours")
    targets = dataset.targets.copy()
    targets[0, 0] += 1e-9
    assert content_of(dataset) == content_of(replace(dataset))
    others = [replace(dataset, targets=targets), replace(dataset, target_names=("marks",)), replace(dataset, name="x")]
    assert len({content_of(each) for each in [dataset, *others]}) == 4


@pytest.mark.parametrize(("text", "megabytes"), [(None, DEFAULT_MEGABYTES), ("64", 64), ("0", 0), ("0.5", 0.5)])
def test_the_limit_is_the_servers(text: str | None, megabytes: float) -> None:
    """The environment variable says how much may be held; without it 256 MB."""
    assert megabytes_in(text) == megabytes


@pytest.mark.parametrize("text", ["", "much", "-1", "inf", "nan"])
def test_a_limit_without_sense_is_told(text: str, caplog: pytest.LogCaptureFixture) -> None:
    """The log says what came and what was wanted, and the usual limit holds."""
    with caplog.at_level(logging.WARNING):
        assert megabytes_in(text) == DEFAULT_MEGABYTES
    assert f"SLOPEWISE_STORE_MB must be a number of megabytes, 0 or more, not {text!r}" in caplog.text
