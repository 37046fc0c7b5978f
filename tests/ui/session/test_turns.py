"""One page is written at a time: whoever comes meanwhile waits, but not for what takes long."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from ui.session.store import Store
from ui.session.turns import others_meanwhile, turn

PATIENCE_SECONDS = 60


def started(work: Callable[[], None]) -> threading.Thread:
    """Start a thread as Streamlit does for each run of a page."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def assert_ended(*threads: threading.Thread) -> None:
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive()


def test_two_pages_are_never_written_at_once() -> None:
    """Eight threads add to what they have read before; nothing is lost, and no two are ever inside together."""
    inside, most, count = 0, 0, 0

    def page() -> None:
        nonlocal inside, most, count
        for _ in range(200):
            with turn():
                inside += 1
                most = max(most, inside)
                read = count
                sum(range(50))
                count = read + 1
                inside -= 1

    assert_ended(*[started(page) for _ in range(8)])
    assert (most, count) == (1, 1600)


def test_another_page_is_written_while_one_trains() -> None:
    """The first can only end once the second has had its whole turn."""
    trains, written = threading.Event(), threading.Event()
    order = []

    def long_page() -> None:
        with turn():
            with others_meanwhile():
                trains.set()
                assert written.wait(PATIENCE_SECONDS)
            order.append("long")

    def short_page() -> None:
        assert trains.wait(PATIENCE_SECONDS)
        with turn():
            order.append("short")
        written.set()

    assert_ended(started(long_page), started(short_page))
    assert order == ["short", "long"]


def test_a_page_that_ends_halfway_keeps_nobody_waiting() -> None:
    """Neither one that raises in its turn, nor one that raises while others have theirs."""
    with pytest.raises(KeyError), turn():
        raise KeyError("in its turn")
    with pytest.raises(KeyError), turn(), others_meanwhile():
        raise KeyError("while others have theirs")

    def page() -> None:
        with turn():
            pass

    assert_ended(started(page))


def test_who_wants_what_another_page_makes_gives_its_turn_to_that_page() -> None:
    """The first trains while it makes what both show, and needs another turn; the second has it, and waits for it."""
    store, making, has_turn = Store(1000), threading.Event(), threading.Event()
    shown = []

    def make() -> str:
        with others_meanwhile():
            making.set()
            assert has_turn.wait(PATIENCE_SECONDS)
        return "made once"

    def first() -> None:
        with turn():
            shown.append(store.shared("key", make))

    def second() -> None:
        assert making.wait(PATIENCE_SECONDS)
        with turn():
            has_turn.set()
            shown.append(store.shared("key", lambda: "made twice"))

    assert_ended(started(first), started(second))
    assert shown == ["made once", "made once"]


def test_without_a_turn_nothing_is_waited_for() -> None:
    """What trains outside a page, such as a test or a notebook, neither takes nor gives a turn."""

    def outside() -> None:
        with others_meanwhile():
            pass

    with turn():
        assert_ended(started(outside))

    def page() -> None:
        with turn(), others_meanwhile(), others_meanwhile():
            pass

    assert_ended(started(page), started(page))
