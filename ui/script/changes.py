"""Parameters that were set by hand in the middle of a training, in its script."""

from __future__ import annotations

from itertools import groupby

from core.model import Recipe
from core.training import History

AFTER_EPOCH = "set_by_hand(epoch + 1)"


def change_lines(run: History) -> list[str]:
    """Return the lines that set what was set by hand, before the loop: a function of the epoch, called for epoch 0."""
    changed = _reached(run)
    if not changed:
        return []
    lines = ["", "", "def set_by_hand(epoch):", "    with torch.no_grad():"]
    for epoch, group in groupby(changed, key=lambda change: change[0]):
        lines.append(f"        if epoch == {epoch}:")
        lines += [f"            {place_of(run, index)} = {value!r}" for _, index, value in group]
    return [*lines, "", "", "set_by_hand(0)"]


def after_epoch_lines(run: History) -> list[str]:
    """Return the line at the end of an epoch in the loop, where something is set."""
    return [f"    {AFTER_EPOCH}  # the optimizer remembers what it did before"] if _reached(run) else []


def place_of(run: History, index: int) -> str:
    """Return where a parameter of a network is in its layers, as code."""
    network, dataset = run.recipe.network, run.dataset
    assert network is not None
    for layer, (rows, columns) in enumerate(network.shapes(dataset.d, dataset.t)):
        if index < rows * columns:
            row, column = divmod(index, columns)
            name = f"bias[{column}]" if row == rows - 1 else f"weight[{column}, {row}]"
            return f"layers[{layer}].{name}"
        index -= rows * columns
    raise ValueError(f"the network has no parameter {index} beyond its last.")


def _reached(run: History) -> list[tuple[int, int, float]]:
    recipe: Recipe = run.recipe
    return [change for change in recipe.changed if change[0] <= int(run.epochs[-1])]
