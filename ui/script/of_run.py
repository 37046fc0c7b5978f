"""The receipt of a training run."""

from __future__ import annotations

from collections.abc import Sequence

from core.analysis import Rounding
from core.data import Dataset
from core.training import History
from ui.script.data import MAX_SHOWN, PREVIEW_ROWS, data_section, scaling_section
from ui.script.held_out import held_out_section, validation_section
from ui.script.knobs import penalty_section, schedule_section
from ui.script.network_proof import network_receipt, network_result
from ui.script.proof import parameters_of, receipt_section, result_section
from ui.script.sections import Receipt, Section, file_name, opening
from ui.script.training import model_section, overflow_section, training_section


def receipt_of(
    run: History, tolerance: Rounding, extra: Sequence[Section] = (), *, held_out: Dataset | None = None
) -> Receipt:
    """Return the script of a run: its data, model, loss, optimizer and loop, and the numbers it ends with.

    Args:
        run: The run on screen.
        tolerance: How far its numbers may differ where they are rounded otherwise.
        extra: What a lesson adds to the result, from `weights` and `biases` in data units.
        held_out: Rows that the run has not learned from, by which the script judges it, too.
    """
    recipe = run.recipe
    return received(
        run,
        [
            scaling_section(run.dataset, recipe.scaling, recipe.dtype),
            None if held_out is None else held_out_section(held_out, recipe),
            model_section(run),
            schedule_section(recipe),
            penalty_section(recipe),
            training_section(run),
            *_checked(run, tolerance, extra),
            None if held_out is None else validation_section(run, tolerance, held_out),
            overflow_section(run),
        ],
    )


def _checked(run: History, tolerance: Rounding, extra: Sequence[Section]) -> list[Section]:
    """Return the sections with the result and the assertions."""
    if run.recipe.network is not None:
        return [network_result(run), *extra, network_receipt(run, tolerance)]
    return [result_section(run), *extra, receipt_section(run, tolerance, parameters_of(run))]


def received(run: History, steps: Sequence[Section | None]) -> Receipt:
    """Return a receipt: the opening, the data of a run, and what is done with them."""
    dataset, first = run.dataset, opening(run.recipe.dtype)
    done = tuple(step for step in steps if step is not None)
    sections = (first, data_section(dataset, run.recipe.dtype), *done)
    large = dataset.n > MAX_SHOWN
    shown = (first, data_section(dataset, run.recipe.dtype, rows=PREVIEW_ROWS), *done) if large else sections
    return Receipt(file_name(dataset.name), sections, shown)
