"""A race: up to three more runs on the page's landscape, each with its optimizer, learning rate and batch size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

import streamlit as st

from core import OPTIMIZERS, Dataset, Family, History, Recipe
from ui import settings
from ui.numbers import in_six_digits, rate_written
from ui.palette import Meaning
from ui.ruler import RATES
from ui.settings import Setting
from ui.training import Training, train_in_session

PLACES: tuple[Meaning, ...] = ("first", "second", "third", "fourth")
"""The colours of the runs, by their place at the start; the first is the page's own run."""

_SIZES = ("1", "2", "4", "all")
_OUT = ""
_SHORT = MappingProxyType({
    "sgd": "Plain descent", "momentum": "Momentum", "nesterov": "Nesterov", "rmsprop": "RMSprop", "adagrad": "Adagrad",
    "adam": "Adam",
})  # fmt: skip
"""The optimizers' names where there is little room."""


@dataclass(frozen=True)
class Racer:
    """What one more run is trained with; ``batch_size`` is a number of rows, or None for all of them."""

    optimizer: str
    learning_rate: float
    batch_size: int | None

    @property
    def written(self) -> str:
        """Return the racer as a link carries it."""
        return f"{self.optimizer} {self.learning_rate:g} {self.batch_size or 'all'}"

    def recipe(self, recipe: Recipe, rows: int) -> Recipe:
        """Return the recipe of this racer's run: that of the page's run, but for what the racer has of its own."""
        size = None if self.batch_size is None else min(self.batch_size, rows)
        return replace(recipe, optimizer=self.optimizer, learning_rate=self.learning_rate, batch_size=size, earlier=())


@dataclass(frozen=True)
class Entrant:
    """A run in the race: the colour of its place, what it is trained with, and the run as far as it has come."""

    place: Meaning
    recipe: Recipe
    run: History

    @property
    def name(self) -> str:
        """Return the run's place and what it is trained with."""
        return f"{self.place.capitalize()}: {self.described}"

    @property
    def legend(self) -> str:
        """Return what a legend calls the run's path."""
        return "path" if self.place == "model" else self.place.capitalize()

    @property
    def described(self) -> str:
        """Return what the run is trained with, in words."""
        size = self.recipe.batch_size
        rows = "all rows" if size is None else f"{size} {'row' if size == 1 else 'rows'} a step"
        return f"{OPTIMIZERS[self.recipe.optimizer].label} at {rate_written(self.recipe.learning_rate)}, {rows}"


def racer_setting(place: int, default: Racer | None) -> Setting:
    """Return the setting of one more racer; ``none`` where there is none.

    Args:
        place: From 2 to 4.
        default: Who runs there at first.
    """
    wanted = "an optimizer, a rate and a batch size, such as adam 0.5 all, or none"
    return Setting(f"racer{place}", default, read_racer, wanted, write=lambda racer: racer.written if racer else "none")


def read_racer(text: str) -> Racer | None:
    """Read a racer from a link.

    Raises:
        ValueError: If it is neither none nor an optimizer, a usable rate and a batch size.
    """
    if text == "none":
        return None
    optimizer, rate, size = text.split(" ")
    learning_rate = in_six_digits(settings.number_of(rate))
    if optimizer not in OPTIMIZERS or size not in _SIZES or not RATES[0] <= learning_rate <= RATES[1]:
        raise ValueError(text)
    return Racer(optimizer, learning_rate, None if size == "all" else int(size))


def racer_controls(place: int, fallback: Racer) -> None:
    """Draw one racer's controls in a row: its optimizer, and where it runs its rate and batch size.

    Args:
        place: From 2 to 4.
        fallback: Rate and batch size of a racer that joins.
    """
    name, label = f"racer{place}", PLACES[place - 1].capitalize()
    racer: Racer | None = st.session_state[name]
    _fill(name, racer)
    changed = partial(_take_over, name, fallback)
    with st.container(horizontal=True, key=f"row_{name}", gap="xsmall", width=400):
        st.selectbox(
            f"{label}: optimizer", [_OUT, *_SHORT], format_func=lambda key: f"{label}: {_SHORT.get(key, 'none')}",
            key=f"{name}_optimizer", on_change=changed, filter_mode=None, label_visibility="collapsed", width=180,
        )  # fmt: skip
        if racer is None:
            return
        st.number_input(
            f"{label}: rate", *RATES, key=f"{name}_rate", format="%g", step=0.001, on_change=changed,
            label_visibility="collapsed", width=100,
        )  # fmt: skip
        st.selectbox(
            f"{label}: batch size", list(_SIZES), format_func=_rows, key=f"{name}_size", on_change=changed,
            filter_mode=None, label_visibility="collapsed", width=100,
        )  # fmt: skip


def _rows(size: str) -> str:
    return {"all": "All rows", "1": "1 row"}.get(size, f"{size} rows")


def _fill(name: str, racer: Racer | None) -> None:
    """Bring a racer from the setting into its widgets where they say something else, as after a link."""
    state = st.session_state
    if racer == _spoken(name, racer):
        return
    state[f"{name}_optimizer"] = racer.optimizer if racer else _OUT
    if racer:
        state[f"{name}_rate"], state[f"{name}_size"] = racer.learning_rate, str(racer.batch_size or "all")


def _spoken(name: str, fallback: Racer | None) -> Racer | None:
    """Return what a racer's widgets say; those not drawn yet say what the fallback has."""
    state = st.session_state
    optimizer = state.get(f"{name}_optimizer")
    if optimizer is None or fallback is None or optimizer == _OUT:
        return None
    size = state.get(f"{name}_size", str(fallback.batch_size or "all"))
    rate = state.get(f"{name}_rate") or fallback.learning_rate
    return Racer(optimizer, in_six_digits(rate), None if size == "all" else int(size))


def _take_over(name: str, fallback: Racer) -> None:
    settings.spoken()
    st.session_state[name] = _spoken(name, st.session_state[name] or fallback)


def train_racers(dataset: Dataset, run: History) -> tuple[list[Entrant], list[Training]]:
    """Return who runs, the page's own run first, and the trainings behind the others."""
    entrants, trainings = [Entrant(PLACES[0], run.recipe, run)], []
    for place in (2, 3, 4):
        racer: Racer | None = st.session_state[f"racer{place}"]
        if racer is None:
            continue
        own = racer.recipe(run.recipe, dataset.n)
        training = train_in_session(dataset, own, None, slot=f"_racer{place}")
        family: Family = training.family()
        trainings.append(training)
        entrants.append(Entrant(PLACES[place - 1], own, family[0]))
    return entrants, trainings
