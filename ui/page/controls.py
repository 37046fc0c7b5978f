"""The controls of a training run: native widgets whose values live in the page's URL."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

import streamlit as st

from core.data import SCALINGS, Dataset
from core.model import DEVICES, LOSSES, OPTIMIZERS, Recipe
from core.training import History
from ui import guessing
from ui.own_data.session import OWN, chosen_data, labels, on_dataset_change
from ui.page.all_controls import controls_row
from ui.page.knobs import training as knobs
from ui.page.knobs.axes import axes_controls, axes_settings
from ui.page.knobs.batches import batch_controls
from ui.player import Epochs, PlayerState
from ui.session import callbacks, fields, settings
from ui.session.ruler import RATES
from ui.session.settings import Setting
from ui.session.training import MAX_EPOCHS
from ui.text.numbers import in_six_digits

_LARGEST_SEED = 2**31 - 1
_WIDTH = 230
"""Of a menu, in pixels: the longest option can be read, and few menus do not stretch over the page."""
_STARTS = ("zeros", "random")


def recipe_settings(
    datasets: Sequence[str], batches: Setting, *, custom_start: bool = True, **defaults: Any
) -> list[Setting]:
    """Return the settings that fix a training run.

    Args:
        datasets: Names a person may choose from; the first is the default.
        batches: The setting of the batch size.
        custom_start: Whether a start may be a slope and an intercept beside the names of starts.
        **defaults: Fields of `Recipe` that this lesson begins with.
    """
    recipe = Recipe(**defaults)
    return [
        settings.choice("data", datasets, datasets[0]),
        settings.number(
            "learning_rate", recipe.learning_rate, *RATES, f"a number above 0, such as {recipe.learning_rate:g}"
        ),
        settings.whole_number("epochs", recipe.epochs, 1, MAX_EPOCHS),
        settings.choice("loss", tuple(LOSSES), recipe.loss),
        settings.choice("optimizer", tuple(OPTIMIZERS), recipe.optimizer),
        settings.number("momentum", recipe.momentum, 0.0, 0.99, "a number from 0 to 0.99"),
        batches,
        settings.choice("scaling", tuple(SCALINGS), recipe.scaling),
        start_setting("slope and intercept such as 5,40")
        if custom_start
        else settings.choice("start", _STARTS, "zeros"),
        settings.whole_number("seed", recipe.seed, 0, _LARGEST_SEED),
        settings.choice("device", [name for name, device in DEVICES.items() if device.function()], recipe.device),
        settings.whole_number("epoch", 0, 0, MAX_EPOCHS),
        settings.whole_number("step", 1, 1, MAX_EPOCHS),
        settings.switch("predict"),
        *knobs.knob_settings(),
        *axes_settings(),
    ]


def start_setting(numbers: str) -> Setting:
    """Return the setting of a start with a name, or of two numbers; `numbers` says which, with an example."""
    return Setting("start", "zeros", _read_start, f"zeros, random, or {numbers}", write=write_start)


def _read_start(text: str) -> str | tuple[float, ...]:
    if text in _STARTS:
        return text
    # As the link carries them: the run on show is the run of the link.
    numbers = tuple(in_six_digits(settings.number_of(part)) for part in text.split(","))
    if len(numbers) != 2 or not all(abs(number) < 1e9 for number in numbers):
        raise ValueError(text)
    return numbers


def write_start(start: str | tuple[float, ...]) -> str:
    """Write a start as the link carries it."""
    return start if isinstance(start, str) else ",".join(f"{number:.6g}" for number in start)


def recipe_controls(
    chosen: Sequence[Setting], *, basic: Collection[str] = ("loss",), rows: int = 0, without: Sequence[str] = ()
) -> None:
    """Draw the controls in a row that wraps; those that a first visit does not need unfold by a switch.

    Args:
        chosen: The page's settings.
        basic: Names of settings that this lesson begins with, beside the data.
        rows: Rows of the data set, where batch sizes are offered by it.
        without: Names of settings that have no say now: a control without effect is left out.
    """
    options = {setting.name: setting.options for setting in chosen}
    with controls_row(chosen, basic=basic, without=without) as drawn:
        on_change = on_dataset_change if OWN in options["data"] else settings.user_changed
        fields.menu("Data", "data", labels(options["data"]), 250, on_change)
        if drawn("loss"):
            fields.menu("Loss", "loss", {name: LOSSES[name].label for name in options["loss"]}, _WIDTH)
        optimizer_controls(chosen, drawn)
        if drawn("scaling"):
            fields.menu("Scaling", "scaling", {name: SCALINGS[name].label for name in options["scaling"]}, _WIDTH)
        if drawn("batch_size"):
            batch_controls(options, rows)
        knobs.schedule_controls(drawn)
        knobs.penalty_controls(drawn, adam=st.session_state["optimizer"] == "adam")
        _lesser_controls(options, drawn)
        axes_controls(drawn)


def optimizer_controls(chosen: Sequence[Setting], drawn: Callable[[str], bool]) -> None:
    """Draw the menu of a page's optimizers, and the slider of the momentum where the one on show has any.

    Args:
        chosen: The page's settings.
        drawn: Whether the control of a setting is drawn, by its name.
    """
    if not drawn("optimizer"):
        return
    names = next(setting.options for setting in chosen if setting.name == "optimizer")
    fields.menu("Optimizer", "optimizer", {name: OPTIMIZERS[name].label for name in names}, _WIDTH)
    # A slider that is disabled is hardly legible; one that has no say is left out.
    if st.session_state["optimizer"] in ("momentum", "nesterov"):
        fields.slider("Momentum", "momentum", 0.0, 0.99, 0.01)


def _lesser_controls(options: Mapping[str, Sequence[str]], drawn: Callable[[str], bool]) -> None:
    start = st.session_state["start"]
    if drawn("start"):
        starts: dict[Any, str] = {"zeros": "Zeros", "random": "Random, as PyTorch draws it"}
        if start not in starts:
            starts[start] = f"By hand: {write_start(start)}"
        fields.menu("Start", "start", starts, _WIDTH)
    if drawn("seed"):
        fields.number("Seed", "seed", 0, _LARGEST_SEED, width=130)
    if drawn("device"):
        fields.menu("Device", "device", {name: DEVICES[name].label for name in options["device"]}, 160)
    knobs.precision_control(drawn)
    if drawn("predict"):
        predict_first()


def predict_first() -> None:
    """Draw the switch by which Play asks for a guess first."""
    fields.toggle("Predict first", "predict", help="Students guess before each run; the app keeps the score.")


def recipe_of(dataset: Dataset, chosen: Mapping[str, Any] | None = None, **fields: Any) -> Recipe:
    """Return the recipe that settings describe, for this data set.

    Args:
        dataset: No batch is larger than it.
        chosen: Values of the settings, by their names; None for those of the page.
        **fields: Further fields of `Recipe`, which this lesson alone has settings for.
    """
    state: Any = st.session_state if chosen is None else chosen
    size = state["batch_size"]
    return Recipe(
        learning_rate=state["learning_rate"], epochs=state["epochs"], loss=state["loss"],
        optimizer=state["optimizer"], momentum=state["momentum"],
        batch_size=None if size == "all" else min(int(size), dataset.n), scaling=state["scaling"],
        start=state["start"], seed=state["seed"], device=state["device"], **knobs.knobs_of(state), **fields,
    )  # fmt: skip


def described(chosen: Any, **fields: Any) -> tuple[Dataset, Recipe]:
    """Return the data set and the recipe that settings describe.

    Args:
        chosen: Values of the settings, by their names: those of the page, or those that were kept.
        **fields: Further fields of `Recipe`, which this lesson alone has settings for.
    """
    dataset = chosen_data(chosen["data"])
    return dataset, recipe_of(dataset, chosen, **fields)


def released(chosen: PlayerState, **flat: Any) -> None:
    """Take over what a person chose in the player, before the page runs again.

    Args:
        chosen: What it was.
        **flat: Settings of the flat picture, for a person whose browser draws nothing in 3-D.
    """
    settings.user_changed()
    guessing.receive(chosen.guess)
    if chosen.learning_rate is not None and RATES[0] <= chosen.learning_rate <= RATES[1]:
        st.session_state["learning_rate"] = chosen.learning_rate
    if chosen.start is not None and len(chosen.start) == 2:
        with suppress(ValueError):  # a line dragged beyond what a link can say stays in the player
            st.session_state["start"] = _read_start(write_start(chosen.start))
    if chosen.epochs is not None and 1 <= chosen.epochs <= MAX_EPOCHS:
        st.session_state["epochs"] = chosen.epochs
    if chosen.flat:
        st.session_state.update(flat)
    if chosen.epoch is not None and 0 <= chosen.epoch <= MAX_EPOCHS:
        st.session_state["epoch"] = chosen.epoch


def epochs_slider(label: str = "Epochs", others: int = 0, most: int = MAX_EPOCHS) -> Epochs:
    """Return the slider of the page's epochs, for the player.

    Args:
        label: What they are called.
        others: How many of the player's other runs, from the first, are trained for as many.
        most: So many can be chosen.
    """
    return Epochs(st.session_state["epochs"], most, label, others)


def epoch_on_show(run: History) -> int:
    """Return the epoch at which pictures and words stand: 0 before anything was played, and after "To start"."""
    epoch: int = st.session_state["epoch"]
    return min(epoch, int(run.epochs[-1]))


@callbacks.uninterrupted
def go_to_epochs(epochs: int) -> None:
    """Train so many epochs and stand at the last one, for the person, who asked by a button."""
    settings.user_changed()
    st.session_state["epochs"] = st.session_state["epoch"] = epochs


@callbacks.uninterrupted
def go_to_rate(rate: float) -> None:
    """Choose a learning rate for the person, who asked by a button."""
    go_to(learning_rate=rate)


@callbacks.uninterrupted
def go_to(**values: Any) -> None:
    """Choose settings for the person, who asked by a button."""
    settings.user_changed()
    st.session_state.update(values)
