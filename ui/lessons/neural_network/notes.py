"""What to notice in a network's run, with all digits: its parameters, its neurons, and rows that it has not seen."""

from __future__ import annotations

import streamlit as st

from core.data import quantity
from core.model import INITIALIZERS
from ui import compare
from ui.lessons.neural_network import by_hand
from ui.lessons.neural_network.activations import labelled
from ui.lessons.neural_network.own_notes import own_notes, share_note
from ui.lessons.neural_network.path_landscape import landscape_note
from ui.lessons.neural_network.penalty_note import penalty_note
from ui.lessons.neural_network.plain import Seen
from ui.lessons.neural_network.view import shows_hidden
from ui.page.data.validation import validation_note
from ui.page.values import Trained
from ui.text.numbers import percent
from ui.text.words import listed

_HIDDEN = (
    "**The first picture shows the points as the output sees them:** not where they lie, but what two neurons of the "
    "last hidden layer make of them. The output can only draw a straight line here. So the layers before it have to "
    "move the classes apart."
)


def answers_on(trained: Trained) -> list[str | None]:
    """Return what a person asked for: the points as the output sees them, and how A and B differ."""
    return [
        by_hand.said(trained, st.session_state["epoch"]),
        _HIDDEN if shows_hidden(trained) else None,
        share_note(trained),
        landscape_note(trained),
        compare.comparison_note(trained.kept, trained.run, None, st.session_state["epoch"]),
    ]


def notes_on(trained: Trained, epoch: int) -> list[str | None]:
    """Return what there is to notice at an epoch, in this run's numbers."""
    seen = Seen(trained, epoch)
    return [
        *own_notes(trained, epoch),
        _size_note(trained),
        _start_note(trained),
        _dead_note(seen),
        _twins_note(seen),
        _saturated_note(seen),
        validation_note(trained, epoch),
        penalty_note(trained, epoch),
        "**No exact answer stands beside a network.** Its loss has many valleys: swap two neurons of a layer, and the "
        "network says the same with other weights. Which valley a run ends in depends on its start.",
    ]


def _size_note(trained: Trained) -> str:
    dataset, network = trained.dataset, trained.recipe.network
    assert network is not None
    shapes = network.shapes(dataset.d, dataset.t)
    weights = sum((rows - 1) * columns for rows, columns in shapes)
    biases = sum(columns for _, columns in shapes)
    hidden = f"{quantity(len(network.widths), 'hidden layer')} of {listed([str(width) for width in network.widths])}"
    bend = labelled(network.activations)
    of_biases = "bias" if biases == 1 else "biases"
    built = (
        f"{hidden} {'neuron' if network.widths == (1,) else 'neurons'} ({bend})"
        if network.widths
        else "no hidden layer"
    )
    return (
        f"**The network has {weights + biases:,} parameters**: {weights:,} weights and {biases:,} {of_biases}. "
        f"It has {built}, and learns from {quantity(dataset.n, 'row')}."
    )


def _start_note(trained: Trained) -> str:
    network, recipe = trained.recipe.network, trained.recipe
    assert network is not None
    wide = f" with a standard deviation of {network.spread:g}" if network.initializer == "normal" else ""
    return (
        f"**The start:** {INITIALIZERS[network.initializer].label}{wide}, seed {recipe.seed}. At seed {recipe.seed} "
        "every rate of the ruler starts from the same weights."
    )


def _dead_note(seen: Seen) -> str | None:
    found = seen.neurons
    if not found.dead:
        return None
    names = listed([f"{neuron} of layer {layer}" for layer, neuron in found.dead])
    return (
        f"**Dead ReLU neurons:** at epoch {seen.epoch:,} neuron {names} is 0 at every one of the "
        f"{seen.trained.dataset.n:,} rows. The slope of ReLU is 0 there, so no gradient reaches its weights. Only a "
        "change in the layers before it can wake it; in the first layer nothing does, but a penalty."
    )


def _twins_note(seen: Seen) -> str | None:
    twins = seen.neurons.twins
    if not twins:
        return None
    (layer, one), (_, other) = twins[0]
    pairs = "is 1 such pair" if len(twins) == 1 else f"are {len(twins):,} such pairs"
    return (
        f"**Twins:** neurons {one} and {other} of layer {layer} have the same weights, coming in and going out. They "
        "have the same gradient, too, so that they stay alike for ever: two neurons do the work of one. That is why "
        f"weights are drawn at random. There {pairs} "
        f"at epoch {seen.epoch:,}."
    )


def _saturated_note(seen: Seen) -> str | None:
    share = seen.neurons.saturated
    if share is None or share < 0.01:
        return None
    return (
        f"**Saturation:** over all rows and hidden neurons, {percent(share)} of the activations lie where tanh or "
        "sigmoid is less than a twentieth as steep as at 0. What comes back through them is as small."
    )
