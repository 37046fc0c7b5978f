"""The receipt of a training run."""

from __future__ import annotations

from collections.abc import Sequence

from core import History, Rounding
from ui.receipt.data import FEW, MOST_SHOWN, data_section, scaling_section
from ui.receipt.proof import parameters_of, receipt_section, result_section
from ui.receipt.sections import Receipt, Section, file_name, opening
from ui.receipt.training import model_section, overflow_section, training_section


def receipt_of(run: History, room: Rounding, extra: Sequence[Section] = ()) -> Receipt:
    """Return the script of a run: its data, model, loss, optimizer and loop, and the numbers it ends with.

    Args:
        run: The run on screen.
        room: How far its numbers may differ where they are rounded otherwise.
        extra: What a lesson adds to the result, from `weights` and `biases` in data units.
    """
    recipe = run.recipe
    return received(
        run,
        [
            scaling_section(run.dataset, recipe.scaling, recipe.dtype),
            model_section(run),
            training_section(run),
            result_section(run),
            *extra,
            receipt_section(run, room, parameters_of(run)),
            overflow_section(run),
        ],
    )


def received(run: History, steps: Sequence[Section | None]) -> Receipt:
    """Return a receipt: the opening, the data of a run, and what is done with them."""
    dataset, first = run.dataset, opening(run.recipe.dtype)
    done = tuple(step for step in steps if step is not None)
    sections = (first, data_section(dataset, run.recipe.dtype), *done)
    few = dataset.n > MOST_SHOWN
    shown = (first, data_section(dataset, run.recipe.dtype, rows=FEW), *done) if few else sections
    return Receipt(file_name(dataset.name), sections, shown)
