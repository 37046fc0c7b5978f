"""Weights and biases that a person sets in the graph, at an epoch: in the link, in the training, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import streamlit as st

from core.data import Dataset, quantity
from core.model import MAX_CHANGES, Changes, Network, Recipe
from core.training import train
from ui.page.values import Trained
from ui.session import settings
from ui.session.settings import Setting
from ui.text.numbers import brief, in_six_digits

CHANGED = "changed"
MAX_EPOCHS = 5_000
"""So many epochs a network is trained at most."""
LARGEST = 100.0
"""No parameter is set further from 0."""
_MAX_STEPS = 20_000
"""A run without a change is trained again, to say what the change did, for no more steps than are quickly done."""
_SAID = 3


def changed_setting() -> Setting:
    """Return the setting that holds what was set: after which epoch, which parameter, to what."""
    wanted = (
        f"at most {MAX_CHANGES} changes, each as epoch:parameter:value such as 200:3:-2, from the first epoch to the "
        f"last, the values from -{LARGEST:g} to {LARGEST:g}"
    )
    return Setting(CHANGED, (), _read, wanted, write=write_changes, longest=800)


def _read(text: str) -> Changes:
    triples = [part.split(":") for part in text.split(",")]
    if any(len(triple) != 3 or not all(_is_count(each) for each in triple[:2]) for triple in triples):
        raise ValueError(text)
    return usable(tuple((int(epoch), int(index), settings.number_of(value)) for epoch, index, value in triples))


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6


def usable(changes: Sequence[tuple[int, int, float]]) -> Changes:
    """Return changes as a link can carry them.

    Raises:
        ValueError: If they are too many, not in the order of their epochs, or beyond what can be set.
    """
    if any(abs(value) > LARGEST or not 0 <= epoch <= MAX_EPOCHS for epoch, _, value in changes):
        raise ValueError(f"changes must lie within {LARGEST:g} and {MAX_EPOCHS:,} epochs.")
    rounded = tuple((epoch, index, in_six_digits(value) if value else 0.0) for epoch, index, value in changes)
    return Recipe(network=Network(), changed=rounded).changed


def write_changes(changes: Changes) -> str:
    """Write what was set as the link carries it."""
    return ",".join(f"{epoch}:{index}:{value:g}" for epoch, index, value in changes)


def fitting(changes: Changes, size: int) -> Changes:
    """Return the changes of parameters that a network of so many has."""
    return tuple(change for change in changes if change[1] < size)


def settle(dataset: Dataset, recipe: Recipe) -> list[str]:
    """Let go what the page's network has no parameter for; return a sentence where there was any."""
    state, network = st.session_state, recipe.network
    assert network is not None
    size = network.size(dataset.d, dataset.t)
    if recipe.changed == state[CHANGED]:
        return []
    state[CHANGED] = recipe.changed
    return [
        f"`{CHANGED}` sets a parameter that the network does not have: it has {size:,}, counted from 0. "
        "That is left out."
    ]


def release(changes: Sequence[Sequence[float]] | None) -> None:
    """Take over what a person set in the graph; at the end of a run it is trained on for as long again.

    Args:
        changes: Triples of an epoch, a parameter and a value; None where nothing was set.
    """
    if changes is None or any(epoch != int(epoch) or index != int(index) for epoch, index, _ in changes):
        return
    state = st.session_state
    try:
        state[CHANGED] = usable([(int(epoch), int(index), value) for epoch, index, value in changes])
    except ValueError:  # no player offers what a link cannot carry
        return
    last = state[CHANGED][-1][0] if state[CHANGED] else 0
    if last >= state["epochs"]:
        state["epochs"] = min(MAX_EPOCHS, 2 * last)


def name_of(index: int, network: Network, dataset: Dataset) -> str:
    """Return what a parameter is called: from where to where a weight leads, or whose bias it is."""
    shapes = network.shapes(dataset.d, dataset.t)
    for layer, (rows, columns) in enumerate(shapes, 1):
        if index < rows * columns:
            row, column = divmod(index, columns)
            outputs = dataset.target_names if dataset.t > 1 else ("the output",)
            to = outputs[column] if layer == len(shapes) else f"neuron {column + 1} of layer {layer}"
            came = dataset.feature_names[row] if layer == 1 and row < rows - 1 else f"neuron {row + 1}"
            return f"the bias of {to}" if row == rows - 1 else f"the weight from {came} to {to}"
        index -= rows * columns
    raise ValueError(f"the network has no parameter {index} beyond its last.")


@lru_cache(maxsize=128)
def _before(dataset: Dataset, recipe: Recipe, index: int) -> tuple[float, float] | None:
    """Return a parameter's value and the loss at the end of a run, or None where that would take long."""
    batches = -(-dataset.n // (recipe.batch_size or dataset.n))
    if recipe.epochs * batches > _MAX_STEPS:
        return None
    run = train(dataset, recipe)
    return None if run.diverged_at is not None else (float(run.parameters[-1, index]), float(run.losses[-1]))


def said(trained: Trained, epoch: int) -> str | None:
    """Say what was set by hand, and what that did to the loss up to an epoch."""
    changes = [change for change in trained.recipe.changed if change[0] < len(trained.run.losses)]
    shown = [_sentence(trained, place, epoch) for place in range(len(changes))][-_SAID:]
    more = len(changes) - len(shown)
    return " ".join([f"**{quantity(more, 'more change')} by hand came before.**"] * bool(more) + shown) or None


def _sentence(trained: Trained, place: int, epoch: int) -> str:
    recipe, run, network = trained.recipe, trained.run, trained.recipe.network
    assert network is not None
    at, index, value = recipe.changed[place]
    same = [change for change in recipe.changed[place + 1 :] if change[0] == at]
    words = f"**At epoch {at:,} you set {name_of(index, network, trained.dataset)}"
    before = _before(trained.dataset, replace(recipe, epochs=at, changed=recipe.changed[:place]), index)
    if before is None or same:
        return f"{words} to {brief(value)}.**"
    came, loss, after = before[0], before[1], float(run.losses[at])
    did = "rose" if after > loss else "fell" if after < loss else "stayed"
    then = f"; after {quantity(epoch - at, 'more epoch')} it is {brief(float(run.losses[epoch]))}" if epoch > at else ""
    return f"{words} from {brief(came)} to {brief(value)}:** the loss {did} from {brief(loss)} to {brief(after)}{then}."
