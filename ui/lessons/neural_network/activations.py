"""The activation of each hidden layer of a network: in the link, in the menu, and below the layers of the graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.model import ACTIVATIONS
from ui.lessons.neural_network.by_hand import CHANGED
from ui.session import callbacks, settings
from ui.session.settings import Setting

Names = tuple[str, ...]
ACTIVATION = "activation"
_DEFAULT = ("tanh",)


def activation_setting(layers: int) -> Setting:
    """Return the setting that holds one activation for all hidden layers, or one for each of several.

    Args:
        layers: Hidden layers that there may be at most.
    """

    def read(text: str) -> Names:
        names = tuple(text.split(","))
        if len(names) > layers or not set(names) <= set(ACTIVATIONS):
            raise ValueError(text)
        return _shortest(names)

    offered = ", ".join(ACTIVATIONS)
    wanted = f"one of {offered}, for all hidden layers, or one for each of them, such as tanh,relu"
    return Setting(ACTIVATION, _DEFAULT, read, wanted, write=",".join)


def fitted(names: Sequence[str], layers: int) -> Names:
    """Return one activation for all, or one for each of so many layers: too many are cut, the last serves the rest."""
    if not layers:
        return tuple(names[:1])
    return _shortest(tuple(names[min(layer, len(names) - 1)] for layer in range(layers)))


def _shortest(names: Names) -> Names:
    return names[:1] if len(set(names)) == 1 else names


def settle() -> list[str]:
    """Fit the activations of a link to its hidden layers; return a sentence where it had others than these need."""
    state = st.session_state
    names, layers = state[ACTIVATION], state["layers"]
    if len(names) in (1, len(layers)):
        return []
    state[ACTIVATION] = fitted(names, len(layers))
    count = "1 hidden layer" if len(layers) == 1 else f"{len(layers) or 'no'} hidden layers"
    return [
        f"`{ACTIVATION}` names {len(names)} activations, but the network has {count}: "
        f"{','.join(state[ACTIVATION])} is used. Name one for all layers, or one for each."
    ]


@callbacks.uninterrupted
def fit_to_layers() -> None:
    """Keep the activations of the layers that a person's choice of hidden layers has left."""
    settings.user_changed()
    st.session_state[CHANGED] = ()  # another network has other parameters
    st.session_state[ACTIVATION] = fitted(st.session_state[ACTIVATION], len(st.session_state["layers"]))


def release(names: Sequence[str] | None) -> None:
    """Take over what a person chose below the layers, once these are a setting; no player offers another name.

    Args:
        names: One for each hidden layer; None where nothing was chosen.
    """
    state = st.session_state
    if names and set(names) <= set(ACTIVATIONS):
        state[ACTIVATION] = tuple(names)
    state[ACTIVATION] = fitted(state[ACTIVATION], len(state["layers"]))


def offered(present: Names) -> dict[Any, str]:
    """Return what the menu for all layers offers: each activation, and those of the layers where they differ."""
    alike = {(name,): choice.label for name, choice in ACTIVATIONS.items()}
    return alike if present in alike else {**alike, present: labelled(present)}


def labelled(names: Sequence[str]) -> str:
    """Return the activations of layers in words, from the first layer to the last; one where all are the same."""
    return " - ".join(ACTIVATIONS[name].label for name in _shortest(tuple(names)))
