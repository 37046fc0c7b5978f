"""The data of the Classifier: students by their hours, penguins by their bills; and what each begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import streamlit as st

from core.data import CLASSIFIED, Dataset, load_classes, passed
from ui.session import callbacks, settings
from ui.session.settings import Setting

STUDENTS, THREE = "passed", "penguins"
DATA: Mapping[str, str] = MappingProxyType({
    STUDENTS: "Students: passed or not",
    **{name: CLASSIFIED[name].label for name in ("penguins_adelie_chinstrap", "penguins_adelie_gentoo", THREE)},
})  # fmt: skip
"""What the menu offers: one feature; two species that overlap a little; two that do not; three species."""
_FIRST: Mapping[str, Any] = MappingProxyType({"learning_rate": 0.3, "scaling": "none"})
"""What the students begin with: the defaults of these settings."""
_OF_PENGUINS: Mapping[str, Any] = MappingProxyType({"learning_rate": 3.0, "scaling": "zscore_features"})


def data_setting() -> Setting:
    """Return the setting of the data; a link to penguins means their scaling and rate, where it names no other."""
    return replace(settings.choice("data", tuple(DATA), STUDENTS), brings=begins_with)


def begins_with(name: str) -> Mapping[str, Any]:
    """Return the settings that data begin with beside the page's defaults, by their names."""
    return {} if name == STUDENTS else _OF_PENGUINS


def dataset_of(chosen: Any) -> Dataset:
    """Return the data set that settings choose, read-only."""
    return passed(chosen["pass_mark"]) if chosen["data"] == STUDENTS else _penguins(chosen["data"])


@lru_cache(maxsize=8)
def _penguins(name: str) -> Dataset:
    return load_classes(name)


@callbacks.uninterrupted
def suit(before: str) -> None:
    """Have data of another kind begin with what suits them, where a person has left rate and scaling as they were.

    Args:
        before: The data that were on show.
    """
    settings.user_changed()
    state = st.session_state
    usual, suits = ({**_FIRST, **begins_with(name)} for name in (before, state["data"]))
    state.update({name: suits[name] for name in suits if suits[name] != usual[name] and state[name] == usual[name]})
    if STUDENTS in (before, state["data"]) and not isinstance(state["start"], str):
        state["start"] = "zeros"  # a weight and a bias are no two weights
