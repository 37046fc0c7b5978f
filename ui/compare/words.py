"""What differs between A and B, and what came of it, said in the numbers of both runs."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from core.analysis import arrival, differences
from core.data import DATASETS, SCALINGS, quantity
from core.exact import Minimum
from core.model import ACTIVATIONS, ALL_LOSSES, DEVICES, INITIALIZERS, OPTIMIZERS, Network
from core.training import History, parameter_names
from ui.compare.runs import Kept
from ui.session.rates import schedule_written
from ui.session.settings import quoted
from ui.text.numbers import rate_written, written
from ui.text.words import listed

THINGS = MappingProxyType({
    "data": "the data",
    "learning_rate": "the learning rate",
    "epochs": "the number of epochs",
    "loss": "the loss",
    "optimizer": "the optimizer",
    "momentum": "the momentum",
    "batch_size": "the batch size",
    "shuffle": "the order of the rows",
    "scaling": "the scaling",
    "activation": "the activation",
    "schedule": "the schedule",
    "warm_up": "the warm-up",
    "weight_decay": "the weight decay",
    "l1": "the L1 penalty",
    "decays_biases": "whether biases are penalised",
    "decoupled": "the kind of weight decay",
    "start": "the start",
    "network": "the network",
    "changed": "what was set by hand",
    "seed": "the seed",
    "device": "the device",
    "dtype": "the precision",
})  # fmt: skip
"""What each thing that may differ is called."""
_LINE = ("slope", "intercept")
_REGISTRIES = MappingProxyType({
    "loss": ALL_LOSSES, "optimizer": OPTIMIZERS, "scaling": SCALINGS, "activation": ACTIVATIONS,
})  # fmt: skip


def difference_note(named: Sequence[str]) -> str:
    """Say in what A and B differ.

    Args:
        named: Of each thing its name with both values.
    """
    if not named:
        return "**A and B do not differ**, so B hides A. Change one thing, such as the rate, and see what it does."
    if len(named) == 1:
        return f"**A and B differ in one thing: {named[0]}.**"
    return (
        f"**A and B differ in {len(named)} things: {listed(named)}.** So you cannot tell which of them made the "
        "difference: change one thing at a time."
    )


def comparison_note(kept: Kept | None, run: History, answer: Minimum | None, epoch: int) -> str | None:
    """Say in what A and B differ, how far each is at an epoch, and when each arrives.

    Args:
        kept: What is kept as A; None says nothing.
        run: The run on show, which is B.
        answer: The exact answer of B's loss, in its training units; None where there is none.
        epoch: The epoch on show; before the end of both runs their ends are given next to it.
    """
    if kept is None:
        return None
    own = kept.own
    fields = differences(own, run)
    named = [f"{THINGS[field]} ({value_written(field, own)} against {value_written(field, run)})" for field in fields]
    if kept.seen is None:
        return f"{difference_note(named)} {_apart(own, run)}"
    end = int(max(kept.seen.epochs[-1], run.epochs[-1]))
    said = [difference_note(named), *(_standing(kept, run, at) for at in sorted({min(epoch, end), end}))]
    said.append(_ended(kept, run, end))
    if kept.same_data:
        said += [_carried_over(own, run), _arrivals(kept, run, answer) if answer else ""]
    else:
        said.append("Each loss is that of its own data; A's line was fitted to other data and is not drawn here.")
    return " ".join(part for part in said if part)


def value_written(field: str, run: History) -> str:
    """Return what a run was trained with, in words: the value of a field of its recipe, or its data."""
    recipe = run.recipe
    if field == "device":
        return DEVICES[run.device].label
    if field in _REGISTRIES:
        choice: Any = _REGISTRIES[field][getattr(recipe, field)]
        return str(choice.label)
    if field == "data":
        dataset = run.dataset
        return dataset.title if dataset.origin in DATASETS else quoted(dataset.title)
    if field == "learning_rate":
        earlier = [f"{rate_written(rate)} up to epoch {end:,}" for end, rate in recipe.earlier]
        return ", then ".join([*earlier, rate_written(recipe.learning_rate)])
    if field == "batch_size":
        return "all rows" if recipe.batch_size in (None, run.dataset.n) else f"{recipe.batch_size:,}"
    if field == "schedule":
        return schedule_written(recipe)
    if field == "warm_up":
        return quantity(recipe.warm_up, "epoch")
    if field in ("weight_decay", "l1"):
        return rate_written(getattr(recipe, field)) if getattr(recipe, field) else "none"
    if field == "changed":
        return ", ".join(f"parameter {i + 1} to {v:g} at epoch {e:,}" for e, i, v in recipe.changed) or "nothing"
    if field == "decays_biases":
        return "they are" if recipe.decays_biases else "they are not"
    if field == "decoupled":
        return "decoupled" if recipe.decoupled else "in the gradient"
    if field == "shuffle":
        return "shuffled" if recipe.shuffle else "as in the table"
    if field == "network":
        return "a linear model" if recipe.network is None else network_written(recipe.network)
    if field == "start" and recipe.network is not None and isinstance(recipe.start, str):
        return str(INITIALIZERS[recipe.network.initializer].label)
    if field == "start":
        return recipe.start if isinstance(recipe.start, str) else ", ".join(written(n, 4) for n in recipe.start)
    value = getattr(recipe, field)
    return f"{value:,}" if isinstance(value, int) and field != "seed" else f"{value}"


def network_written(network: Network) -> str:
    """Return a network's hidden layers and their activations in a few words."""
    if not network.widths:
        return "no hidden layer"
    names = [ACTIVATIONS[name].label for name in network.activations]
    bends = names[0] if len(set(names)) == 1 else "-".join(names)
    return f"{'-'.join(map(str, network.widths))} {bends}"


def _row(run: History, epoch: int) -> int:
    """Return the row of an epoch; a run that has ended stands at its end."""
    return int(np.searchsorted(run.epochs, min(epoch, int(run.epochs[-1]))))


def _standing(kept: Kept, run: History, epoch: int) -> str:
    """Say where both stand at an epoch."""
    seen = kept.seen or kept.own
    rows = _row(seen, epoch), _row(run, epoch)
    parts = [f"loss {written(seen.losses[rows[0]], 4)} against {written(run.losses[rows[1]], 4)}"]
    if kept.same_data and run.recipe.network is None and run.parameters.shape[1] == 2:
        line = run.recipe.activation == "identity" and kept.own.recipe.activation == "identity"
        names = _LINE if line else parameter_names(run.dataset)
        pairs = zip(names, seen.in_data_units()[rows[0]], run.in_data_units()[rows[1]], strict=True)
        parts += [f"{name} {written(a, 4)} against {written(b, 4)}" for name, a, b in pairs]
    return f"At epoch {epoch:,}: {', '.join(parts)}."


def _ended(kept: Kept, run: History, end: int) -> str:
    """Say which of both ends before the other, and stands there."""
    for name, each in (("A", kept.seen or kept.own), ("B", run)):
        if each.epochs[-1] < end:
            verb = "ends" if each.diverged_at is None else "diverged"
            return f"{name} {verb} at epoch {each.epochs[-1]:,} and stands there."
    return ""


def _carried_over(own: History, run: History) -> str:
    """Say how A was made comparable where it was trained in other units or by another loss."""
    said = []
    if own.recipe.loss != run.recipe.loss:
        said.append(f"its loss is shown as B's ({ALL_LOSSES[run.recipe.loss].label.lower()})")
    if own.recipe.scaling != run.recipe.scaling:
        said.append("its parameters and losses are carried over into the training units of B")
    if not said:
        return ""
    note = f"So that A can be compared, {' and '.join(said)}; its models are the same."
    if run.recipe.network is not None:
        return note
    starts = own.in_data_units()[0], run.in_data_units()[0]
    if own.recipe.start == run.recipe.start and not np.allclose(*starts, rtol=1e-6, atol=1e-9):
        note += " The same start in other units is another model, so the two begin apart."
    return note


def _arrivals(kept: Kept, run: History, answer: Minimum) -> str:
    """Say when each comes within 1% of the way to the exact answer, if that is the same for both."""
    own, seen = kept.own.recipe, kept.seen or kept.own
    alike = own.loss == run.recipe.loss or (ALL_LOSSES[own.loss].quadratic and ALL_LOSSES[run.recipe.loss].quadratic)
    if not alike or own.activation != run.recipe.activation:
        return ""
    epochs = {"B": arrival(run, answer), "A": arrival(seen, answer)}
    near = "within 1% of its first distance from the exact answer"
    there = [f"{name} {{}}after {quantity(epoch, 'epoch')}" for name, epoch in epochs.items() if epoch is not None]
    if not there:
        return f"Neither has come {near}."
    missing = [f"; {name} is not" for name, epoch in epochs.items() if epoch is None]
    return f"{', '.join(there).format(f'is {near} ', '')}{''.join(missing)}."


def _apart(own: History, run: History) -> str:
    """Say why nothing of A can be drawn beside B."""
    loss = f"A's last loss, {written(float(own.losses[-1]), 4)}, is in other units than B's"
    return f"{loss}, {written(float(run.losses[-1]), 4)}: other data, scaled or measured otherwise. A is not drawn."
