"""What every lesson page is made of: its head, its notes, its way on, and the training behind the player."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import settings
from ui.lessons import LESSONS
from ui.training import Training, stop_training


def head(title: str, idea: str, notes: Sequence[str]) -> None:
    """Write the title, the idea in a sentence, and what in the link was not usable."""
    st.title(title, anchor=False)
    st.markdown(idea)
    if notes:
        st.warning("  \n".join(notes), icon=":material/link_off:")


def progress(training: Training, epochs: int) -> None:
    """Show how far a long training has come, with a button to stop it; it fits into a row of other controls."""
    st.progress(min(1.0, training.last_epoch / epochs), f"Training: epoch {training.last_epoch:,} of {epochs:,}")
    st.button("Stop", icon=":material/stop_circle:", on_click=_stop)


def _stop() -> None:
    settings.spoken()
    stop_training()


def labelled(label: str) -> DeltaGenerator:
    """Return a place in a row for a small control, with its label before it instead of above."""
    place = st.container(horizontal=True, vertical_alignment="center", width="content")
    place.markdown(label)
    return place


def number_or_none(label: str, key: str, low: float, high: float, hint: str) -> None:
    """Draw a small field for a number that may be left empty."""
    with labelled(label):
        st.number_input(
            label, low, high, value=None, key=key, placeholder=hint, label_visibility="collapsed", width=150,
            on_change=settings.spoken,
        )  # fmt: skip


def one_of(label: str, key: str, options: Mapping[str, str], *, before: str = "") -> None:
    """Draw a row of buttons of which one is pressed; names of settings with their words, and words before them."""
    with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small"):
        if before:
            st.markdown(before)
        st.segmented_control(
            label, list(options), required=True, format_func=lambda option: options.get(option, ""), key=key,
            label_visibility="collapsed", on_change=settings.spoken,
        )  # fmt: skip


def way_on(name: str) -> None:
    """Lead to the next lesson; after the last, home."""
    place = next(i for i, lesson in enumerate(LESSONS) if lesson.name == name)
    if place + 1 < len(LESSONS):
        following = LESSONS[place + 1]
        st.page_link(following.page, label=f"Next: {following.title}", icon=":material/arrow_forward:")
    else:
        st.caption("That was the course. Every lesson keeps what you chose: go back and try what you wondered about.")
        st.page_link("../pages/start_here.py", label="Back to the start", icon=":material/home:")
