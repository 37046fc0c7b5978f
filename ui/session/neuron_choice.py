"""Which row goes through a network, and which of its neurons is looked at: three settings, and the fields for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from ui.session import fields, settings
from ui.session.settings import Setting

_MAX_ROWS = 1_000_000


@dataclass(frozen=True)
class NeuronChoice:
    """A row and a neuron, all from 0; the layer after the last hidden one is that of the outputs."""

    row: int
    layer: int
    neuron: int


def neuron_settings(layers: int, neurons: int) -> list[Setting]:
    """Return the settings of a row, of a layer and of a neuron in it, each counted from 1.

    Args:
        layers: Hidden layers that a network may have.
        neurons: Neurons that a layer may have.
    """
    return [
        settings.whole_number("row", 1, 1, _MAX_ROWS),
        settings.whole_number("layer", 1, 1, layers + 1),
        settings.whole_number("neuron", 1, 1, neurons),
    ]


def neuron_choice(rows: int, sizes: Sequence[int]) -> NeuronChoice:
    """Return what is chosen, or the first where a network has no such layer or neuron; of the rows then the last.

    Args:
        rows: How many there are.
        sizes: Neurons of each layer, that of the outputs last.
    """
    state = st.session_state
    layer = state["layer"] - 1 if state["layer"] <= len(sizes) else 0
    neuron = state["neuron"] - 1 if state["neuron"] <= sizes[layer] else 0
    return NeuronChoice(min(state["row"], rows) - 1, layer, neuron)


def neuron_fields(rows: int, sizes: Sequence[int]) -> NeuronChoice:
    """Draw the fields, a menu only where there is something to choose, and return what is chosen."""
    if st.session_state["row"] > rows:
        st.session_state["row"] = rows
    chosen = neuron_choice(rows, sizes)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        fields.number("Row", "row", 1, rows, width=130)
        if len(sizes) > 1:
            fields.menu("Layer", "layer", {i + 1: layer_name(i, len(sizes)) for i in range(len(sizes))}, 170)
        if sizes[chosen.layer] > 1:
            fields.menu("Neuron", "neuron", {j + 1: str(j + 1) for j in range(sizes[chosen.layer])}, 110)
    return chosen


def layer_name(layer: int, layers: int) -> str:
    """Return what a layer is called, from 0, of so many with that of the outputs."""
    return "Output" if layer == layers - 1 else f"Hidden layer {layer + 1}"
