"""The data of a lesson with noise on their targets: its settings, its controls, and what cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from core.data import Dataset, noise_written, with_noise
from core.exact import least_squares
from core.model import Recipe
from ui.compare.keeping import KEPT, chosen_as_kept
from ui.figures.parts import named
from ui.own_data.session import chosen_data
from ui.page import controls
from ui.page.all_controls import in_sight
from ui.session import fields, settings
from ui.session.settings import Setting
from ui.text.numbers import written

_LARGEST_NOISE, _LARGEST_SEED = 1e99, 2**31 - 1
_TIMES_SPREAD = 100
"""Noise so many times as large as the spread of the targets leaves nothing of them."""


def noise_settings() -> list[Setting]:
    """Return the settings of noise on the targets."""
    return [
        settings.number("noise", 0.0, 0.0, _LARGEST_NOISE, "a number of at least 0, such as 5"),
        settings.whole_number("noise_seed", 0, 0, _LARGEST_SEED),
    ]


def described(chosen: Any, **more: Any) -> tuple[Dataset, Recipe]:
    """Return the data set, noise and all, and the recipe that settings describe.

    Args:
        chosen: Values of the settings, by their names: those of the page, or those that were kept.
        **more: As for `controls.recipe_of`.
    """
    dataset = _noisy(chosen)
    return dataset, controls.recipe_of(dataset, chosen, **more)


def _noisy(chosen: Any) -> Dataset:
    return with_noise(chosen_data(chosen["data"]), chosen["noise"], chosen["noise_seed"])


def settle(page_settings: Sequence[Setting]) -> list[str]:
    """Leave out what cannot be done to the page's data, or to those of A; return a sentence on each."""
    if "noise" not in [setting.name for setting in page_settings]:
        return []
    state, notes = st.session_state, []
    if problem := _too_noisy(state):
        notes.append(f"{problem} No noise is added.")
        state["noise"] = settings.default_of(page_settings, "noise")
    kept = chosen_as_kept(page_settings)
    if kept is not None and (problem := _too_noisy(kept)):
        notes.append(f"What was kept as A cannot be trained: {problem} A is left out.")
        state[KEPT] = None
    return notes


def _too_noisy(chosen: Any) -> str | None:
    """Return what is wrong with the noise, in a sentence."""
    dataset = chosen_data(chosen["data"])
    size, most = chosen["noise"], _most_noise(dataset)
    if size <= most:
        return None
    return (
        f"Noise of {noise_written(dataset, size)} is more than {_TIMES_SPREAD} times the spread of the targets, and "
        f"would leave nothing of them; use at most {noise_written(dataset, most)}."
    )


def _most_noise(dataset: Dataset) -> float:
    """Return the largest noise that can be chosen, a round number."""
    spread = float(dataset.targets.std(axis=0).max()) or float(np.abs(dataset.targets).max()) or 1.0
    return float(f"{_TIMES_SPREAD * spread:.2g}")


def noise_controls(chosen: Sequence[Setting]) -> None:
    """Draw the fields for the noise and, where there is some, its seed.

    Args:
        chosen: The page's settings.
    """
    if not in_sight(chosen, "noise", "noise_seed"):
        return
    dataset = chosen_data(st.session_state["data"])
    unit = dataset.target_units[0] if len(set(dataset.target_units)) == 1 else ""
    most = _most_noise(dataset)
    label = named("Noise", unit)
    with fields.labelled(label):
        fields.number(
            label, "noise", 0.0, most, step=float(f"{most / 2000:.0e}"), format="%g", width=130,
            label_visibility="collapsed",
        )  # fmt: skip
    if st.session_state["noise"]:
        with fields.labelled("Noise seed"):
            fields.number("Noise seed", "noise_seed", 0, _LARGEST_SEED, width=120, label_visibility="collapsed")


def noise_note(dataset: Dataset) -> str | None:
    """Say what the noise on the page's data has done to the exact answer; None where there is none.

    Args:
        dataset: The data, noise and all.
    """
    state = st.session_state
    if not state["noise"]:
        return None
    clean, noisy = (least_squares(each) for each in (chosen_data(state["data"]), dataset))
    said = (
        f"**Noise is added to the targets**: normal noise with a standard deviation of "
        f"{noise_written(dataset, state['noise'])}, drawn with seed {state['noise_seed']}. The lowest possible mean "
        f"squared error is {written(noisy.mse, 4)} now; without the noise it was {written(clean.mse, 4)}."
    )
    if dataset.d == dataset.t == 1:
        slopes = (written(float(each.parameters[0]), 4) for each in (noisy, clean))
        said += " The best slope is {} now; it was {}.".format(*slopes)
    return said
