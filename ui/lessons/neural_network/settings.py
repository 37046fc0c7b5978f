"""The settings and controls of a network's training: what its link carries, and the widgets for it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from types import MappingProxyType
from typing import Any

import streamlit as st

from core.data import GENERATED, Dataset
from core.data.generated import MOST_NOISE
from core.model import ALL_LOSSES, CLASS_LOSSES, INITIALIZERS, LOSSES, OPTIMIZERS, Network, Recipe
from ui.lessons.neural_network import activations, by_hand, data
from ui.own_data import learned
from ui.own_data.learned_dialog import own_button
from ui.own_data.session import OWN, own_setting
from ui.page import controls
from ui.page.all_controls import controls_row
from ui.page.knobs.axes import axes_controls, axes_settings
from ui.player import PlayerState
from ui.session import callbacks, fields, settings
from ui.session.neuron_choice import neuron_settings
from ui.session.ruler import RATES
from ui.session.settings import Setting

MAX_LAYERS, MAX_WIDTH = 4, 8
_LARGEST_SEED = 2**31 - 1
_SIZES = (10, 20, 50)
_OF_NUMBERS = ("mse", "huber")
_VIEWS = MappingProxyType(
    {"data": "Data", "hidden": "Last hidden layer", "landscape": "Landscape", "starts": "Twenty starts"}
)
_PENALTIES = MappingProxyType({"weight_decay": "Weight decay λ", "l1": "L1 penalty α"})
_AMOUNTS = (0.0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)
_LARGEST_SHARE = 0.8
_RATE, _RATE_OF_NUMBERS = 1.0, 0.1


@cache
def network_settings() -> tuple[Setting, ...]:
    """Return the settings that fix a run of a network, and what of it is on show."""
    return (
        own_setting(),
        settings.choice("data", (*GENERATED, OWN), "circles"),
        settings.number("learning_rate", _RATE, *RATES, "a number above 0, such as 1"),
        settings.whole_number("epochs", 1000, 1, by_hand.MAX_EPOCHS),
        Setting("layers", (4,), _read_layers, _wanted_layers(), write=write_layers),
        activations.activation_setting(MAX_LAYERS),
        settings.choice("initializer", tuple(INITIALIZERS), "torch"),
        settings.number("spread", 1.0, 0.01, 10.0, "a number from 0.01 to 10"),
        settings.choice("loss", ("cross_entropy", "brier", *_OF_NUMBERS), "cross_entropy"),
        settings.choice("optimizer", tuple(OPTIMIZERS), "sgd"),
        settings.number("momentum", 0.9, 0.0, 0.99, "a number from 0 to 0.99"),
        settings.choice("batch_size", ("all", *map(str, _SIZES)), "all"),
        *(settings.number(name, 0.0, 0.0, 1.0, "a number from 0 to 1, such as 0.01") for name in _PENALTIES),
        settings.whole_number("seed", 0, 0, _LARGEST_SEED),
        settings.number("data_noise", None, 0.0, MOST_NOISE, "a number from 0 to 2, such as 0.2"),
        settings.whole_number("data_seed", 0, 0, _LARGEST_SEED),
        settings.number(
            "validation_share", 0.25, 0.0, _LARGEST_SHARE, f"a share from 0 to {_LARGEST_SHARE:g}, such as 0.25"
        ),
        settings.whole_number("epoch", 0, 0, by_hand.MAX_EPOCHS),
        settings.choice("view", tuple(_VIEWS), "data"),
        *neuron_settings(MAX_LAYERS, MAX_WIDTH),
        settings.switch("predict"),
        by_hand.changed_setting(),
        *axes_settings(),
    )


def _wanted_layers() -> str:
    return f"none, or neurons of at most {MAX_LAYERS} hidden layers such as 4,2, each from 1 to {MAX_WIDTH}"


def _read_layers(text: str) -> tuple[int, ...]:
    if text == "none":
        return ()
    parts = text.split(",")
    if len(parts) > MAX_LAYERS or any(not (p.isascii() and p.isdigit() and len(p) == 1) for p in parts):
        raise ValueError(text)
    widths = tuple(map(int, parts))
    if not all(1 <= width <= MAX_WIDTH for width in widths):
        raise ValueError(text)
    return widths


def write_layers(widths: Sequence[int]) -> str:
    """Write the neurons of the hidden layers as the link carries them."""
    return ",".join(map(str, widths)) or "none"


def loss_of(chosen: Any) -> str:
    """Return the loss that fits the data: one of classes where these are classes."""
    fitting = tuple(CLASS_LOSSES) if data.of_classes(chosen["data"]) else _OF_NUMBERS
    return str(chosen["loss"] if chosen["loss"] in fitting else fitting[0])


def unseen(chosen: Any) -> Dataset | None:
    """Return the rows that settings hold out; None where they hold out none."""
    return data.rows_of(chosen)[1]


def described(chosen: Any) -> tuple[Dataset, Recipe]:
    """Return the data set and the recipe that settings describe.

    Args:
        chosen: Values of the settings, by their names: those of the page, or those that were kept.
    """
    dataset, size = data.rows_of(chosen)[0], chosen["batch_size"]
    bends = activations.fitted(chosen["activation"], len(chosen["layers"]))
    network = Network(chosen["layers"], bends, chosen["initializer"], chosen["spread"])
    same = ("learning_rate", "epochs", "optimizer", "momentum", *_PENALTIES, "seed")
    return dataset, Recipe(
        **{field: chosen[field] for field in same}, loss=loss_of(chosen), device="cpu", network=network,
        scaling=data.scaling_of(chosen["data"]),
        batch_size=None if size == "all" else min(int(size), dataset.n),
        changed=by_hand.fitting(chosen[by_hand.CHANGED], network.size(dataset.d, dataset.t)),
    )  # fmt: skip


def network_controls(chosen: Sequence[Setting]) -> None:
    """Draw the controls in rows that wrap; those that a first visit does not need unfold by a switch.

    Args:
        chosen: The page's settings.
    """
    state = st.session_state

    with controls_row(chosen) as drawn:
        fields.menu("Data", "data", data.labels(), 170, on_change=_suit_rate)
        fields.menu("Hidden layers", "layers", _architectures(state["layers"]), 170,
                    on_change=activations.fit_to_layers)  # fmt: skip
        fields.menu("Activation", "activation", activations.offered(state["activation"]), 150)
        controls.optimizer_controls(chosen, drawn)
        if drawn("loss"):
            fields.menu("Loss", "loss", _losses(), 220)
        if drawn("initializer"):
            fields.menu("Initializer", "initializer", {name: each.label for name, each in INITIALIZERS.items()}, 150)
        if drawn("spread") and state["initializer"] == "normal":
            fields.number("Standard deviation", "spread", 0.01, 10.0, width=150)
        if drawn("batch_size"):
            sizes = {"all": "All rows", **{str(size): str(size) for size in _SIZES}}
            fields.menu("Batch size", "batch_size", sizes, 110)
        for name, label in _PENALTIES.items():
            if drawn(name):
                fields.steps_slider(label, name, _AMOUNTS, 200)
        if drawn("validation_share"):
            fields.number("Share held out", "validation_share", 0.0, _LARGEST_SHARE, step=0.05, format="%g", width=130)
        if drawn("data_noise") and state["data"] in GENERATED:
            fields.number_or_none("Noise", "data_noise", 0.0, MOST_NOISE, _usual_noise(), width=150)
        if drawn("data_seed"):
            fields.number("Data seed", "data_seed", 0, _LARGEST_SEED, width=130)
        if drawn("seed"):
            fields.number("Seed", "seed", 0, _LARGEST_SEED, width=130)
        fields.button("Another start", icon=":material/casino:", on_click=_draw)
        own_button()
        if drawn("predict"):
            controls.predict_first()
        axes_controls(drawn)
        fields.one_of("Picture", "view", _views_on_offer(), before="Picture")


def _views_on_offer() -> dict[str, str]:
    """Return the pictures that there are: without hidden layers, and of numbers, there is no last one to show.

    The one that is chosen is among them all the same: with another network it is shown again.
    """
    state = st.session_state
    has_hidden = state["layers"] and data.has_plane(state["data"])
    return {name: label for name, label in _VIEWS.items() if name != "hidden" or has_hidden or name == state["view"]}


def _usual_noise() -> str:
    return f"{GENERATED[st.session_state['data']].noise:g}"


def _losses() -> dict[str, str]:
    fitting = CLASS_LOSSES if data.of_classes(st.session_state["data"]) else {n: LOSSES[n] for n in _OF_NUMBERS}
    return {name: ALL_LOSSES[name].label for name in fitting}


def _architectures(present: tuple[int, ...]) -> dict[Any, str]:
    usual = [(), (2,), (3,), (4,), (8,), (4, 2), (4, 4), (8, 8), (8, 8, 8), (8, 8, 8, 8)]
    return {each: " - ".join(map(str, each)) or "none" for each in dict.fromkeys([*usual, present])}


def released(chosen: PlayerState) -> None:
    """Take over what a person chose in the player: layers, what they bend by, weights and a start, too."""
    if max(chosen.epochs or 0, chosen.epoch or 0) <= by_hand.MAX_EPOCHS:  # no player offers more
        controls.released(chosen)
    by_hand.release(chosen.changed)
    if chosen.layers is not None:
        st.session_state[by_hand.CHANGED] = ()  # another network has other parameters
        with suppress(ValueError):  # no player offers what a link cannot carry
            st.session_state["layers"] = _read_layers(write_layers(chosen.layers))
    if chosen.layers is not None or chosen.activations is not None:
        activations.release(chosen.activations)
    if chosen.seed is not None and 0 <= chosen.seed <= _LARGEST_SEED:
        st.session_state["seed"] = chosen.seed


@callbacks.uninterrupted
def _suit_rate() -> None:
    """Have a first try at numbers converge, where another data set was chosen."""
    settings.user_changed()
    _choose_rate()


def settle(notes: list[str], default: str, **_: Any) -> None:
    """Bring a person's own data into the session; new ones get a rate that suits them."""
    new = learned.brought()
    learned.settle(notes, default)
    if new:
        _choose_rate()


def _choose_rate() -> None:
    """Choose the usual rate: that which classes begin with is too large for squared errors."""
    state = st.session_state
    state[by_hand.CHANGED] = ()
    of_classes = data.of_classes(state["data"])
    usual, suits = (_RATE_OF_NUMBERS, _RATE) if of_classes else (_RATE, _RATE_OF_NUMBERS)
    if state["learning_rate"] == usual:
        state["learning_rate"] = suits


@callbacks.uninterrupted
def _draw() -> None:
    """Draw another start, by the next seed."""
    settings.user_changed()
    state = st.session_state
    state["seed"], state["epoch"] = (state["seed"] + 1) % (_LARGEST_SEED + 1), 0
