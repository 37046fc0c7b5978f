"""The controls of noise and of rows held out, and what is said of the noise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from core.data import Dataset, noise_written
from core.exact import least_squares
from ui.figures.parts import named
from ui.own_data.session import chosen_data
from ui.page.all_controls import in_sight
from ui.page.data.by_click import can_click
from ui.page.data.variants import BY_CLICK, LARGEST_SEED, LARGEST_SHARE, all_rows, clean_rows, most_noise
from ui.session import callbacks, fields, settings
from ui.session.settings import Setting
from ui.text.numbers import written


def variant_controls(chosen: Sequence[Setting], *, noised: Callable[[], None] = settings.user_changed) -> None:
    """Draw the controls of noise, and of rows held out where the page can hold some out.

    Args:
        chosen: The page's settings.
        noised: Called when a person has changed the noise.
    """
    if in_sight(chosen, "noise", "noise_seed"):
        _noise_controls(noised)
    if "held_out" in [setting.name for setting in chosen] and validates(chosen):
        _held_out_controls()


def validates(chosen: Sequence[Setting]) -> bool:
    """Return whether what concerns rows held out is in sight."""
    return in_sight(chosen, "held_out", "held_rows", "split_seed", "folds", BY_CLICK)


def _noise_controls(noised: Callable[[], None]) -> None:
    dataset = chosen_data(st.session_state["data"])
    unit = dataset.target_units[0] if len(set(dataset.target_units)) == 1 else ""
    label, most = named("Noise", unit), most_noise(dataset)
    with fields.labelled(label):
        fields.number(
            label, "noise", 0.0, most, step=float(f"{most / 2000:.0e}"), format="%g", width=130,
            label_visibility="collapsed", on_change=noised,
        )  # fmt: skip
    if st.session_state["noise"]:
        with fields.labelled("Noise seed"):
            fields.number(
                "Noise seed", "noise_seed", 0, LARGEST_SEED, width=130, label_visibility="collapsed", on_change=noised,
            )  # fmt: skip


def _held_out_controls() -> None:
    state = st.session_state
    with fields.labelled("Share held out"):
        fields.number(
            "Share held out", "held_out", 0.0, LARGEST_SHARE, step=0.05, format="%g", width=130,
            label_visibility="collapsed", on_change=_by_share,
        )  # fmt: skip
    if state["held_out"] and not state["held_rows"]:
        with fields.labelled("Split seed"):
            fields.number("Split seed", "split_seed", 0, LARGEST_SEED, width=130, label_visibility="collapsed")
    if can_click():
        fields.toggle("Hold out by click", BY_CLICK)
    if state["held_rows"]:
        fields.button("Hold out none", icon=":material/undo:", on_click=_hold_out_none)


@callbacks.uninterrupted
def _by_share() -> None:
    """Hold out by share, in place of what was named by hand."""
    settings.user_changed()
    st.session_state["held_rows"] = ()


@callbacks.uninterrupted
def _hold_out_none() -> None:
    settings.user_changed()
    st.session_state.update(held_rows=(), held_out=0.0)


def noise_added(clean: Dataset) -> str:
    """Say what noise is added to the targets.

    Args:
        clean: The data without it.
    """
    state = st.session_state
    return (
        "**Noise is added to the targets**: normal noise with a standard deviation of "
        f"{noise_written(clean, state['noise'])}, drawn with seed {state['noise_seed']}"
    )


def noise_note() -> str | None:
    """Say what the noise on the page's data has done to the exact answer; None where there is none."""
    state = st.session_state
    if not state["noise"]:
        return None
    clean, noisy = clean_rows(state), all_rows(state)
    before, now = (least_squares(each) for each in (clean, noisy))
    said = (
        f"{noise_added(clean)}. The lowest possible mean squared error is {written(now.mse, 4)} now; without the noise "
        f"it was {written(before.mse, 4)}."
    )
    if clean.d == clean.t == 1:
        slopes = (written(float(each.parameters[0]), 4) for each in (now, before))
        said += " The best slope is {} now; it was {}.".format(*slopes)
    return said
