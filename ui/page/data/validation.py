"""What rows held out show of a run: their points and loss in its player, the best epoch, a sentence, a way to stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from core.data import quantity
from ui.figures.held_out import hollow, with_hollow, with_validation
from ui.figures.thinning import drawn, row_name
from ui.page import controls
from ui.page.data.by_click import line_places
from ui.page.data.cross_validation import NAME, folds_look
from ui.page.data.held_out import HeldOut
from ui.page.data.variant_controls import validates
from ui.page.data.variants import all_rows
from ui.page.values import Display, Page, Trained
from ui.player import Column, Lowest, Path, Point, Readout
from ui.session import fields
from ui.text.numbers import written

_WORSE = 1.01
"""From here on a validation loss has grown since it was lowest."""


def validated(
    display: Display,
    held: HeldOut | None,
    *,
    data: int,
    curve: int | None,
    points: Sequence[dict[str, Any]] | None = None,
    tracks: Sequence[Any] = (),
) -> Display:
    """Return what the player shows, with the rows held out: hollow points, their loss with its best epoch, its number.

    Args:
        display: What it shows without them.
        held: The rows held out; None changes nothing.
        data: Place of the panel with the data.
        curve: Place of the panel with the loss; None where there is none.
        points: Traces of the hollow points; None for those of a feature and a target.
        tracks: What moves with them.
    """
    if held is None:
        return display
    figure, panels = display.figure, display.panels
    with_hollow(figure, panels[data], data, hollow_points(display, held, data) if points is None else points)
    moving, readouts = [*display.tracks, *tracks], list(display.readouts)
    place = next((i for i, each in enumerate(readouts) if each.show == "loss"), None)
    if place is not None:
        number = Readout(
            "validation_loss", "Validation loss", "validation", "form", readouts[place].unit, form=held.form
        )
        readouts.insert(place + 1, number)
    if curve is not None:
        with_validation(figure, panels[curve], curve, held.losses)
        moving += [
            Path(curve, "epoch", held.form, "validation", "validation loss"),
            Lowest(curve, "epoch", held.form, "validation", "lowest validation loss"),
            Point(curve, Column("epoch"), held.form, "validation", "validation loss here"),
        ]
    return replace(display, figure=figure, tracks=moving, readouts=readouts)


def hollow_points(display: Display, held: HeldOut, data: int) -> list[dict[str, Any]]:
    """Return the rows held out of one feature and one target as hollow points."""
    some = drawn(held.dataset)
    names = [row_name(some, i) for i in range(some.n)]
    return [hollow(display.panels[data], 11, names, **place) for place in line_places(some)]


def look(page: Page) -> Mapping[str, Callable[[], None]]:
    """Return the closer look at cross-validation, where what concerns rows held out is in sight."""
    state = st.session_state
    if "held_out" not in [setting.name for setting in page.settings] or not validates(page.settings):
        return {}
    return {NAME: lambda: folds_look(all_rows(state), state["split_seed"])}


def held_out_note(trained: Trained, where: str) -> str | None:
    """Say that rows are held out from several runs, and where it is shown how a run does on them; None without any.

    Args:
        trained: What the page has trained.
        where: The name of the view that shows it.
    """
    held = trained.held
    if held is None:
        return None
    return (
        f"{_how_many(held, trained)}, and no run learns from {_them(held)}. How a run does on {_them(held)} is shown "
        f"for **{where}**."
    )


def _how_many(held: HeldOut, trained: Trained) -> str:
    rows = held.dataset.n
    return f"**{rows:,} of the {rows + trained.run.dataset.n:,} rows {'is' if rows == 1 else 'are'} held out**"


def _them(held: HeldOut) -> str:
    return "it" if held.dataset.n == 1 else "them"


def validation_note(trained: Trained, epoch: int) -> str | None:
    """Say how the run does on the rows it learns from and on those held out, in its numbers; None where none are.

    Args:
        trained: What the page has trained.
        epoch: The epoch on show.
    """
    held, run = trained.held, trained.run
    if held is None:
        return None
    penalised = run.recipe.penalised
    known = run.losses - run.penalties() if penalised else run.losses
    of = ", without the penalty on its weights," if penalised else ""
    when = f"After {quantity(epoch, 'epoch')}" if epoch else "At the start"
    said = (
        f"{_how_many(held, trained)}, and the run learns nothing from {_them(held)}. {when} the loss{of} is "
        f"{written(known[epoch], 4)} on the rows that it learns from, and {written(held.losses[epoch], 4)} on those "
        "held out."
    )
    best, last = held.best, int(run.epochs[-1])
    least, end = (written(held.losses[at], 4) for at in (best, last))
    if run.diverged_at is not None:
        return f"{said} Both grow without end: the steps are too long."
    if best == last:
        return f"{said} The validation loss is lowest at the end, at {end}: training longer has not made it worse."
    lowest = f"The validation loss is lowest after {quantity(best, 'epoch')}, at {least}"
    said = f"{said} {lowest}; at the end of the run it is {end}."
    if held.losses[last] <= _WORSE * held.losses[best]:
        return f"{said} That is nearly the same."
    if known[last] < known[best]:
        return (
            f"{said} From there on the model comes closer to the rows that it knows, and further from those that it "
            "does not: **it overfits**."
        )
    return f"{said} Both losses were lower there."


def stop_there(trained: Trained) -> None:
    """Offer to stop the training where the loss on the rows held out is lowest, if that is on the way."""
    held = trained.held
    if held is None or not 0 < held.best < trained.recipe.epochs:
        return
    fields.button(
        f"Stop there: after {quantity(held.best, 'epoch')} the validation loss is lowest",
        icon=":material/flag:", on_click=controls.go_to_epochs, kwargs={"epochs": held.best},
    )  # fmt: skip
