"""Another learning rate in mid-run: the rates a run had before, in the link and under the player."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.data import Dataset, quantity
from core.model import MAX_RATE_CHANGES, Recipe
from core.training import History
from ui.page import controls
from ui.page.data import variants
from ui.player import PlayerState
from ui.session import callbacks, settings
from ui.session.ruler import RATES
from ui.session.settings import Setting
from ui.session.training import MAX_EPOCHS
from ui.text.numbers import in_six_digits, rate_written, written

RateChanges = tuple[tuple[int, float], ...]
EARLIER = "earlier"
_NEXT = "next_rate"


def rate_changes_setting() -> Setting:
    """Return the setting that holds the earlier rates, each after the last epoch it was used for."""
    wanted = (
        f"at most {MAX_RATE_CHANGES} epochs with their learning rates, such as 120:0.01,300:0.03, the epochs increasing"
    )
    return Setting(EARLIER, (), read_rate_changes, wanted, write=write_rate_changes)


def read_rate_changes(text: str) -> RateChanges:
    """Read earlier rates from a link.

    Raises:
        ValueError: If they are not pairs of an increasing epoch and a usable rate, or too many.
    """
    pairs = [part.split(":") for part in text.split(",")]
    if any(len(pair) != 2 or not (pair[0].isascii() and pair[0].isdigit() and len(pair[0]) < 6) for pair in pairs):
        raise ValueError(text)
    changes = tuple((int(end), in_six_digits(settings.number_of(rate))) for end, rate in pairs)
    if any(not RATES[0] <= rate <= RATES[1] for _, rate in changes):
        raise ValueError(text)
    return Recipe(epochs=MAX_EPOCHS, earlier=changes).earlier


def write_rate_changes(changes: RateChanges) -> str:
    """Write earlier rates as the link carries them."""
    return ",".join(f"{end}:{rate:g}" for end, rate in changes)


def within(changes: RateChanges, epochs: int) -> tuple[RateChanges, str | None]:
    """Return the rates that end before a run does, and a note on those that do not."""
    kept = tuple(change for change in changes if change[0] < epochs)
    if kept == changes:
        return kept, None
    late = ", ".join(f"{end:,}" for end, _ in changes[len(kept) :])
    return kept, (
        f"The learning rate was to change after epoch {late}, but the run has {quantity(epochs, 'epoch')}: that change "
        "is left out. Train for more epochs to bring it back."
    )


def described(chosen: Any) -> tuple[Dataset, Recipe]:
    """Return the data set and the recipe that settings describe, with the earlier rates that end before the run does.

    Args:
        chosen: Values of the settings, by their names: those of the page, or those that were kept.
    """
    return variants.described(chosen, earlier=within(chosen[EARLIER], chosen["epochs"])[0])


def rate_changes_up_to(recipe: Recipe, epoch: int) -> RateChanges:
    """Return the rates that a run had up to an epoch."""
    ended = tuple(change for change in recipe.earlier if change[0] < epoch)
    return (*ended, (epoch, recipe.base_rate_after(epoch - 1))) if epoch else ()


def turning_point(run: History, epoch: int) -> int:
    """Return the epoch at which a run can go on with another rate: the one on show, but before it has diverged."""
    last = int(run.epochs[-1])
    return min(epoch, last if run.diverged_at is None else max(0, run.diverged_at - 1))


def rate_controls(run: History, epoch: int) -> None:
    """Draw what changes the rate in mid-run: another rate from the epoch on show, and a way back to a single one.

    Args:
        run: The run on show.
        epoch: The epoch on show.
    """
    at, recipe = turning_point(run, epoch), run.recipe
    if at and len(rate_changes_up_to(recipe, at)) <= MAX_RATE_CHANGES and at < MAX_EPOCHS:
        with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small"):
            st.markdown("Rate")
            st.number_input(
                "New learning rate", *RATES, value=in_six_digits(recipe.learning_rate / 2), key=_NEXT, format="%g",
                step=0.001, label_visibility="collapsed", width=105, on_change=settings.user_changed,
            )  # fmt: skip
            st.button(f"Continue from epoch {at:,}", icon=":material/alt_route:", on_click=_continue, args=(recipe, at))
    elif at:
        st.markdown(f"At most {MAX_RATE_CHANGES} rate changes. Press *Undo rate change* to start over.")
    else:
        st.markdown("Pause at any epoch to go on from there at another rate.")
    if recipe.earlier:
        st.button("Undo rate change", icon=":material/undo:", on_click=forget)


def released(chosen: PlayerState, **flat: Any) -> None:
    """Take over what a person chose in the player: a run that got shorter is the beginning of the one on show.

    Args:
        chosen: What it was.
        **flat: As for `controls.released`.
    """
    controls.released(chosen, **flat)
    state = st.session_state
    kept, late = within(state[EARLIER], state["epochs"])
    if chosen.epochs is not None and late:
        state["learning_rate"], state[EARLIER] = state[EARLIER][len(kept)][1], kept


@callbacks.uninterrupted
def _continue(recipe: Recipe, epoch: int) -> None:
    state = st.session_state
    settings.user_changed()
    # A field that was emptied asks for no other rate.
    state["learning_rate"] = in_six_digits(state[_NEXT] or recipe.base_rate_after(epoch))
    state[EARLIER], state["epoch"] = rate_changes_up_to(recipe, epoch), epoch
    if epoch >= state["epochs"]:
        state["epochs"] = min(MAX_EPOCHS, 2 * epoch)


@callbacks.uninterrupted
def forget() -> None:
    """Go back to a single learning rate, for the person, who asked by a button."""
    settings.user_changed()
    st.session_state[EARLIER] = ()


@callbacks.uninterrupted
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
        "later rates were never used. Change the rate earlier, or undo the rate changes."
    )


def rate_changes_note(run: History) -> str | None:
    """Say which rates the run has had, and what each did to the loss."""
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
    return f"**The rate changed on the way:** {'; '.join(said)}. The curve shows them all."


def _loss(run: History, epoch: int) -> str:
    return written(float(run.losses[epoch]), 4)
