"""Another learning rate in mid-run: the legs a run has behind it, in the link and under the player."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import MOST_LEGS, Dataset, History, Recipe
from ui import controls, settings
from ui.controls import MOST_EPOCHS
from ui.numbers import in_six_digits, rate_written, written
from ui.ruler import RATES
from ui.settings import Setting

Legs = tuple[tuple[int, float], ...]
EARLIER = "earlier"
_NEXT = "next_rate"


def legs_setting() -> Setting:
    """Return the setting that holds the rates of earlier legs, each after the last epoch it was used for."""
    wanted = f"at most {MOST_LEGS} epochs with their learning rates, such as 120:0.01,300:0.03, the epochs increasing"
    return Setting(EARLIER, (), read_legs, wanted, write=write_legs)


def read_legs(text: str) -> Legs:
    """Read legs from a link.

    Raises:
        ValueError: If they are not pairs of an increasing epoch and a usable rate, or too many.
    """
    pairs = [part.split(":") for part in text.split(",")]
    if any(len(pair) != 2 or not (pair[0].isascii() and pair[0].isdigit() and len(pair[0]) < 6) for pair in pairs):
        raise ValueError(text)
    legs = tuple((int(end), in_six_digits(settings.number_of(rate))) for end, rate in pairs)
    if any(not RATES[0] <= rate <= RATES[1] for _, rate in legs):
        raise ValueError(text)
    return Recipe(epochs=MOST_EPOCHS, earlier=legs).earlier


def write_legs(legs: Legs) -> str:
    """Write legs as the link carries them."""
    return ",".join(f"{end}:{rate:g}" for end, rate in legs)


def within(legs: Legs, epochs: int) -> tuple[Legs, str | None]:
    """Return the legs that end before a run does, and a note on those that do not."""
    kept = tuple(leg for leg in legs if leg[0] < epochs)
    if kept == legs:
        return kept, None
    late = ", ".join(f"{end:,}" for end, _ in legs[len(kept) :])
    return kept, (
        f"The learning rate was to change after epoch {late}, but the run has {epochs:,} epochs: that change is left "
        "out. More epochs bring it back."
    )


def described(chosen: Any) -> tuple[Dataset, Recipe]:
    """Return the data set and the recipe that settings describe, with the legs that end before the run does.

    Args:
        chosen: Values of the settings, by their names: those of the page, or those that were kept.
    """
    return controls.described(chosen, earlier=within(chosen[EARLIER], chosen["epochs"])[0])


def legs_up_to(recipe: Recipe, epoch: int) -> Legs:
    """Return the legs that a run has behind it at an epoch."""
    ended = tuple(leg for leg in recipe.earlier if leg[0] < epoch)
    return (*ended, (epoch, recipe.rate_after(epoch - 1))) if epoch else ()


def turning_point(run: History, epoch: int) -> int:
    """Return the epoch at which a run can go on with another rate: the one on show, but before it has diverged."""
    last = int(run.epochs[-1])
    return min(epoch, last if run.diverged_at is None else max(0, run.diverged_at - 1))


def leg_controls(run: History, epoch: int) -> None:
    """Draw what changes the rate in mid-run: another rate from the epoch on show, and a way back to a single one.

    Args:
        run: The run on show.
        epoch: The epoch on show.
    """
    at, recipe = turning_point(run, epoch), run.recipe
    if at and len(legs_up_to(recipe, at)) <= MOST_LEGS and at < MOST_EPOCHS:
        with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small"):
            st.markdown("New rate")
            st.number_input(
                "New learning rate", *RATES, value=in_six_digits(recipe.learning_rate / 2), key=_NEXT, format="%g",
                step=0.001, label_visibility="collapsed", width=115, on_change=settings.spoken,
            )  # fmt: skip
            st.button(f"Continue from epoch {at:,}", icon=":material/alt_route:", on_click=_continue, args=(recipe, at))
    elif at:
        st.markdown(f"Rates have changed {MOST_LEGS} times; forget the earlier ones to change them again.")
    else:
        st.markdown("Pause at any epoch to go on from there at another rate.")
    if recipe.earlier:
        st.button("Forget earlier", icon=":material/undo:", on_click=forget)


def _continue(recipe: Recipe, epoch: int) -> None:
    state = st.session_state
    settings.spoken()
    # A field that was emptied asks for no other rate.
    state["learning_rate"] = in_six_digits(state[_NEXT] or recipe.rate_after(epoch))
    state[EARLIER], state["epoch"] = legs_up_to(recipe, epoch), epoch
    if epoch >= state["epochs"]:
        state["epochs"] = min(MOST_EPOCHS, 2 * epoch)


def forget() -> None:
    """Go back to a single learning rate, for the person, who asked by a button."""
    settings.spoken()
    st.session_state[EARLIER] = ()


def go_to_single_rate(rate: float) -> None:
    """Train at one rate from the start, for the person, who asked by a button."""
    forget()
    st.session_state["learning_rate"] = rate


def early_divergence_note(run: History) -> str | None:
    """Say it when a run diverged before its last rate had its turn."""
    at, recipe = run.diverged_at, run.recipe
    if at is None or not recipe.earlier or at > recipe.earlier[-1][0]:
        return None
    return (
        f"**The run diverged at epoch {at:,}**, while it trained at {rate_written(recipe.rate_after(at - 1))}: the "
        "later rates never had their turn. Change the rate earlier, or forget the earlier ones."
    )


def legs_note(run: History) -> str | None:
    """Say which rates the run has had, and what each leg did to the loss."""
    recipe = run.recipe
    if not recipe.earlier:
        return None
    ends = [end for end, _ in recipe.earlier] + [int(run.epochs[-1])]
    rates = [rate for _, rate in recipe.earlier] + [recipe.learning_rate]
    said, begin = [], 0
    for end, rate in zip(ends, rates, strict=True):
        if begin >= len(run.losses) - 1:
            break
        last = min(end, len(run.losses) - 1)
        said.append(
            f"{rate_written(rate)} from epoch {begin:,} to {last:,} (loss {_loss(run, begin)} → {_loss(run, last)})"
        )
        begin = last
    return f"**The rate changed on the way:** {'; '.join(said)}. The curve keeps its past."


def _loss(run: History, epoch: int) -> str:
    return written(float(run.losses[epoch]), 4)
