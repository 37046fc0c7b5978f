"""Fewer controls at a first visit: the others unfold by a switch, which the link carries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from ui.session import fields, settings
from ui.session.settings import Setting

ALL = "all_controls"
_IN_SIGHT = "_in_sight"
"""Under this key the session notes which of the other controls each page has drawn while they were folded."""


def all_controls_setting() -> Setting:
    """Return the setting by which a page draws all its controls."""
    return settings.switch(ALL)


@contextmanager
def controls_row(
    page_settings: Sequence[Setting], *, basic: Collection[str] = (), without: Collection[str] = ()
) -> Iterator[Callable[[str], bool]]:
    """Draw what follows into a row of controls that wraps, with the switch that unfolds all of them at its end.

    Args:
        page_settings: The page's settings.
        basic: Names of settings whose control a first visit has.
        without: Names of settings that have no say now: a control without effect is left out.

    Yields:
        Whether the control of a setting is drawn, by the setting's name.
    """

    def drawn(name: str) -> bool:
        return name not in without and (name in basic or in_sight(page_settings, name))

    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        yield drawn
        fields.toggle("All controls", ALL)


def in_sight(page_settings: Sequence[Setting], *names: str) -> bool:
    """Return whether a control that a first visit does not need is drawn.

    It is where all are, and where one of its settings is not what the lesson begins with: what has a say is seen. Then
    it stays, so that no menu goes away under the hand that chooses the first option again.

    Args:
        page_settings: The page's settings.
        *names: Those that the control is for.
    """
    state = st.session_state
    drawn = state.setdefault(_IN_SIGHT, {}).setdefault(state.get("_page"), set())
    if state[ALL]:
        drawn.clear()
        return True
    if any(state[name] != settings.default_of(page_settings, name) for name in names):
        drawn.update(names)
    return not drawn.isdisjoint(names)
