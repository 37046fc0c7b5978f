"""Let few pages be made at a time: of hundreds at once, each would be done only when all are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Semaphore

import streamlit as st

_AT_A_TIME = Semaphore(2)
"""Python runs one thread at a time; a second one goes on while the first waits, or multiplies matrices."""
_FIRST_VISITS = Semaphore(1)
"""A first page takes longest: who has one, and moves something on it, waits for one of them at most."""
_SEEN = "_seen"


@contextmanager
def turn() -> Iterator[None]:
    """Wait until it is this session's turn to make its page; a first visit leaves room for those who are there."""
    if st.session_state.get(_SEEN):
        with _AT_A_TIME:
            yield
    else:
        with _FIRST_VISITS, _AT_A_TIME:
            yield
        st.session_state[_SEEN] = True
