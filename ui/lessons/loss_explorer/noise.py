"""Noise on the points of the data set; a point that was moved or added by hand stays where it was put."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from typing import Any

import numpy as np
import streamlit as st

from core.data import Dataset, with_noise
from ui.lessons.loss_explorer.points import Pair, points_of, rounded, subset
from ui.own_data.session import chosen_data
from ui.page.data.variant_controls import noise_added
from ui.session import callbacks, settings

_NOISED = "_points_noise"
"""Under this key the session notes the noise with which the points were last shown."""


def clean_points(chosen: Any) -> Dataset:
    """Return the rows of the chosen data that the user can drag, without noise.

    Args:
        chosen: Values of the settings, by their names: those of the page, or those that were kept.
    """
    return subset(chosen_data(chosen["data"]))


def noisy_points(chosen: Any) -> Dataset:
    """Return them with the noise that is chosen, each target with as many digits as a link carries."""
    return _with_noise(clean_points(chosen), chosen["noise"], chosen["noise_seed"])


def _with_noise(dataset: Dataset, size: float, seed: int) -> Dataset:
    noisy = with_noise(dataset, size, seed)
    return replace(noisy, targets=np.vectorize(rounded)(noisy.targets)) if size else noisy


def note_noise() -> None:
    """Note the noise with which the points are shown, so that the next can take its place."""
    st.session_state[_NOISED] = st.session_state["noise"], st.session_state["noise_seed"]


@callbacks.uninterrupted
def follow_noise() -> None:
    """Have the points of the data set follow another noise, those apart that were moved or added by hand."""
    settings.user_changed()
    state = st.session_state
    before, now = _with_noise(clean_points(state), *state[_NOISED]), noisy_points(state)
    note_noise()
    if state["points"] is None:
        return
    places: dict[Pair, list[Pair]] = {}
    for old, new in zip(points_of(before), points_of(now), strict=True):
        places.setdefault(_in_link(old), []).append(_in_link(new))
    # Points that stand in one place, or every point twice, take the new places in turn.
    turns = {old: cycle(new) for old, new in places.items()}
    moved = tuple(next(turns[point]) if point in turns else point for point in state["points"])
    state["points"] = None if moved == tuple(map(_in_link, points_of(now))) else moved


def _in_link(point: Pair) -> Pair:
    return rounded(point[0]), rounded(point[1])


def noise_note(dataset: Dataset) -> str | None:
    """Say what noise the points have; None where there is none.

    Args:
        dataset: The points without it.
    """
    state = st.session_state
    if not state["noise"]:
        return None
    by_hand = " Points that you have moved or added stay where you put them." if state["points"] else ""
    return f"{noise_added(dataset)}.{by_hand}"
