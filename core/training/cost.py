"""Say what training costs before it begins: which way solves it, how much a step touches, how long chunks may be."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from core.model import LOSSES, Recipe

BLOCK = 1 << 19  # predictions a CPU evaluates at once: 4 MiB of float64
FEWER = 16
"""So many times more rows than parameters are worth putting fewer in their place; a small data set keeps its own."""


class Speed(NamedTuple):
    """What a device is taken for; no test or answer depends on how well that fits.

    Attributes:
        step: Seconds that a step takes however small it is.
        number: Seconds for a row times a parameter of a run.
        block: Predictions it evaluates at once.
    """

    step: float
    number: float
    block: int


SPEEDS = MappingProxyType(
    {
        "cpu": Speed(60e-6, 2e-9, BLOCK),  # a modest one
        "cuda": Speed(300e-6, 2e-11, 1 << 26),  # some twenty kernels a step; 512 MiB
        "mps": Speed(500e-6, 2e-10, 1 << 24),  # 64 MiB of float32
    }
)
CHUNK_SECONDS = 0.04  # what a chunk should take


def is_affine(recipe: Recipe, rows: int) -> bool:
    """Return whether the recipe's runs on so many rows are powers of an affine map.

    Runs in float32 are not: they are meant to show the rounding of the plain loop.
    """
    return (
        _sums_squares(recipe, rows)
        and recipe.optimizer in ("sgd", "momentum", "nesterov")
        and recipe.l1 == 0
        and not (recipe.decoupled and recipe.weight_decay)
    )


def is_reducible(recipe: Recipe, rows: int, parameters: int) -> bool:
    """Return whether as few rows as there are parameters a target can stand for all, and are far fewer."""
    return _sums_squares(recipe, rows) and rows >= FEWER * parameters


def _sums_squares(recipe: Recipe, rows: int) -> bool:
    return (
        LOSSES[recipe.loss].quadratic
        and recipe.activation == "identity"
        and recipe.batch_size in (None, rows)
        and recipe.dtype == "float64"
    )


def step_work(recipe: Recipe, rows: int, parameters: int, columns: int) -> int:
    """Return how many numbers a step touches; 0 where powers of a map take all steps at once.

    Args:
        recipe: How to train.
        rows: Of the data set.
        parameters: Of one target.
        columns: Runs times targets.
    """
    if is_affine(recipe, rows):
        return 0
    touched = parameters if is_reducible(recipe, rows, parameters) else recipe.batch_size or rows
    return touched * parameters * columns


def epochs_in_time(rows: int, batch_size: int, numbers: int, device: str, *, layers: int = 1) -> int:
    """Return how many epochs, step by step, a device is thought to train in the time of a chunk, at least 1.

    Args:
        rows: That an epoch goes through.
        batch_size: Rows of a step.
        numbers: Parameters of all runs.
        device: `"cpu"`, `"cuda"` or `"mps"`.
        layers: That a step goes through, there and back.
    """
    speed, steps = SPEEDS[device], -(-rows // batch_size)
    # The rows are gone through twice: by the steps, and for the losses of the epoch.
    seconds = steps * layers * speed.step + 2 * rows * numbers * speed.number
    return max(1, int(CHUNK_SECONDS / seconds))
