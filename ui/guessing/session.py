"""What was guessed in this session, and the score of it; neither is in the link."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from core.analysis import MAX_POINTS
from ui.guessing.kind import Kind
from ui.player.asking import Answer, Guessed
from ui.session import callbacks, settings

_ENTRIES, _RECEIVED = "_guesses", "_guess_received"


@dataclass(frozen=True)
class Entry:
    """A guess about one run.

    Attributes:
        key: Of the question; empty if it was skipped.
        guessed: The guess.
        points: None until the run has judged it.
        counts: Whether it is in the score: a new score leaves out all that was guessed before.
    """

    key: str
    guessed: Guessed
    points: int | None = None
    counts: bool = True


def receive(answer: Answer | None) -> None:
    """Note what the player's release said of a guess, until the page knows which run it is about."""
    if answer is not None:
        st.session_state[_RECEIVED] = answer


def entry_of(run: Hashable, kinds: Sequence[Kind]) -> Entry | None:
    """Return what was guessed about a run, now or before; None if it is still to be asked.

    Args:
        run: What tells one run from another.
        kinds: What is asked about it; an answer to anything else is no answer.
    """
    entries: dict[Hashable, Entry] = st.session_state.setdefault(_ENTRIES, {})
    answer: Answer | None = st.session_state.pop(_RECEIVED, None)
    if answer is not None and answer.forget:
        forget()
    elif answer is not None and run not in entries:
        fits = any(kind.question.key == answer.key and kind.takes(answer.guessed) for kind in kinds)
        if fits or not answer.key:
            entries[run] = Entry(answer.key, answer.guessed)
    return entries.get(run)


def note(run: Hashable, entry: Entry) -> None:
    """Note a guess that did not come from the player."""
    st.session_state.setdefault(_ENTRIES, {})[run] = entry


@callbacks.uninterrupted
def forget() -> None:
    """Begin a new score, for the person, who asked by a button; what was guessed stays guessed."""
    settings.user_changed()
    entries: dict[Hashable, Entry] = st.session_state.get(_ENTRIES, {})
    entries.update({name: replace(entry, counts=False) for name, entry in entries.items()})


def judge(run: Hashable, points: int) -> None:
    """Note a guess's points."""
    entries = st.session_state[_ENTRIES]
    entries[run] = replace(entries[run], points=points)


def score() -> str:
    """Return the session's score in words; empty before the first guess."""
    entries: dict[Hashable, Entry] = st.session_state.get(_ENTRIES, {})
    counted = [entry.points for entry in entries.values() if entry.counts and entry.points is not None]
    guesses = "1 guess" if len(counted) == 1 else f"{len(counted)} guesses"
    return f"{sum(counted)} of {MAX_POINTS * len(counted)} points in {guesses}" if counted else ""
