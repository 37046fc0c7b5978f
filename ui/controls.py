"""The controls of a training run: native widgets whose values live in the page's URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal

import streamlit as st

from core import DEVICES, LOSSES, OPTIMIZERS, SCALINGS, Dataset, History, Recipe
from ui import guessing, settings
from ui.numbers import in_six_digits
from ui.own.held import OWN, chosen_data, labels, turned
from ui.player import PlayerState
from ui.ruler import RATES
from ui.settings import Setting

MOST_EPOCHS = 20_000
_MOST_STEPS = 500
"""Steps an epoch that a batch size on offer may take."""
_LARGEST_SEED = 2**31 - 1
_STARTS = ("zeros", "random")


def recipe_settings(
    datasets: Sequence[str], rows: Sequence[int], *, start_by_hand: bool = True, **defaults: Any
) -> list[Setting]:
    """Return the settings that fix a training run.

    Args:
        datasets: Names a person may choose from; the first is the default.
        rows: Batch sizes a person may choose beside all rows.
        start_by_hand: Whether a start may be a slope and an intercept beside the names of starts.
        **defaults: Fields of `Recipe` that this lesson begins with.
    """
    recipe = Recipe(**defaults)
    return [
        settings.choice("data", datasets, datasets[0]),
        settings.number(
            "learning_rate", recipe.learning_rate, *RATES, f"a number above 0, such as {recipe.learning_rate:g}"
        ),
        settings.whole_number("epochs", recipe.epochs, 1, MOST_EPOCHS),
        settings.choice("loss", tuple(LOSSES), recipe.loss),
        settings.choice("optimizer", tuple(OPTIMIZERS), recipe.optimizer),
        settings.number("momentum", recipe.momentum, 0.0, 0.99, "a number from 0 to 0.99"),
        settings.choice("batch_size", ("all", *map(str, rows)), "all"),
        settings.choice("scaling", tuple(SCALINGS), recipe.scaling),
        Setting("start", "zeros", _read_start, "zeros, random, or slope and intercept such as 5,40", write=write_start)
        if start_by_hand
        else settings.choice("start", _STARTS, "zeros"),
        settings.whole_number("seed", recipe.seed, 0, _LARGEST_SEED),
        settings.choice("device", [name for name, device in DEVICES.items() if device.function()], recipe.device),
        settings.whole_number("epoch", 0, 0, MOST_EPOCHS),
        settings.whole_number("step", 1, 1, MOST_EPOCHS),
        settings.switch("predict"),
    ]


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


def sizes_for(sizes: Sequence[int], rows: int) -> list[int]:
    """Return the batch sizes that suit so many rows: not more than all, and not thousands of steps an epoch."""
    return [size for size in sizes if rows / _MOST_STEPS <= size <= rows]


def recipe_controls(chosen: Sequence[Setting], *, rows: int = 0, without: Sequence[str] = ()) -> None:
    """Draw the controls in a row that wraps; the least needed ones fold away.

    Args:
        chosen: The page's settings.
        rows: Rows of the data set, where batch sizes are offered by it.
        without: Names of settings that have no say now: a control without effect is left out.
    """
    options = {setting.name: setting.options for setting in chosen}
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        menu("Data", "data", labels(options["data"]), 245, turned if OWN in options["data"] else settings.spoken)
        st.number_input("Epochs", 1, MOST_EPOCHS, step=100, key="epochs", on_change=settings.spoken, width=140)
        menu("Loss", "loss", {name: LOSSES[name].label for name in options["loss"]})
        menu("Optimizer", "optimizer", {name: OPTIMIZERS[name].label for name in options["optimizer"]})
        if "scaling" not in without:
            menu("Scaling", "scaling", {name: SCALINGS[name].label for name in options["scaling"]})
        menu("Batch size", "batch_size", _batches(options["batch_size"], rows), 110)
        with st.popover("More", icon=":material/tune:"):
            _lesser_controls(options, rows)


def _batches(sizes: Sequence[str], rows: int) -> dict[str, str]:
    small = [size for size in sizes if size != "all"]
    if rows:
        fitting = sizes_for([int(size) for size in small], rows)
        small = [size for size in small if int(size) in fitting or size == st.session_state["batch_size"]]
    return {"all": "All rows", **{size: size for size in small}}


def _lesser_controls(options: dict[str, tuple[str, ...]], rows: int) -> None:
    state = st.session_state
    if "shuffle" in options and state["batch_size"] != "all" and int(state["batch_size"]) < rows:
        st.toggle("Shuffle the rows", key="shuffle", on_change=settings.spoken)
    # A slider that is disabled is hardly legible; one that has no say is left out.
    if state["optimizer"] in ("momentum", "nesterov"):
        st.slider("Momentum", 0.0, 0.99, step=0.01, key="momentum", on_change=settings.spoken)
    starts: dict[Any, str] = {"zeros": "Zeros", "random": "Random, as PyTorch draws it"}
    if state["start"] not in starts:
        starts[state["start"]] = f"By hand: {write_start(state['start'])}"
    menu("Start", "start", starts)
    st.number_input("Seed", 0, _LARGEST_SEED, key="seed", on_change=settings.spoken)
    menu("Device", "device", {name: DEVICES[name].label for name in options["device"]})
    predict_first()


def predict_first() -> None:
    """Draw the switch by which Play asks for a guess first."""
    st.toggle("Predict first", key="predict", on_change=settings.spoken, help="A guess is asked first, and scored.")


def menu(
    label: str,
    key: str,
    options: Mapping[Any, str],
    width: int | Literal["stretch"] = "stretch",
    on_change: Callable[[], None] = settings.spoken,
) -> None:
    """Draw a menu of a setting's options: what each is in the link, and what it is called."""
    st.selectbox(
        label, list(options), format_func=lambda option: options.get(option, ""), key=key,
        on_change=on_change, filter_mode=None, width=width,
    )  # fmt: skip


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
        start=state["start"], seed=state["seed"], device=state["device"],
        dtype="float32" if state["device"] == "mps" else "float64", **fields,
    )  # fmt: skip


def described(chosen: Any, **fields: Any) -> tuple[Dataset, Recipe]:
    """Return the data set and the recipe that settings describe.

    Args:
        chosen: Values of the settings, by their names: those of the page, or those that were kept.
        **fields: Further fields of `Recipe`, which this lesson alone has settings for.
    """
    dataset = chosen_data(chosen["data"])
    return dataset, recipe_of(dataset, chosen, **fields)


def released(chosen: PlayerState) -> None:
    """Take over what a person chose in the player, before the page runs again."""
    settings.spoken()
    guessing.hear(chosen.guess)
    if chosen.learning_rate is not None and RATES[0] <= chosen.learning_rate <= RATES[1]:
        st.session_state["learning_rate"] = chosen.learning_rate
    if chosen.start is not None and len(chosen.start) == 2:
        with suppress(ValueError):  # a line dragged beyond what a link can say stays in the player
            st.session_state["start"] = _read_start(write_start(chosen.start))
    if chosen.epoch is not None:
        st.session_state["epoch"] = min(max(chosen.epoch, 0), MOST_EPOCHS)


def paused_epoch(run: History) -> int:
    """Return the epoch at which the page stands; 0 before anything was played."""
    epoch: int = st.session_state["epoch"]
    return min(epoch, int(run.epochs[-1]))


def go_to_epochs(epochs: int) -> None:
    """Train so many epochs and stand at the last one, for the person, who asked by a button."""
    settings.spoken()
    st.session_state["epochs"] = st.session_state["epoch"] = epochs


def go_to_rate(rate: float) -> None:
    """Choose a learning rate for the person, who asked by a button."""
    go_to(learning_rate=rate)


def go_to(**values: Any) -> None:
    """Choose settings for the person, who asked by a button."""
    settings.spoken()
    st.session_state.update(values)
