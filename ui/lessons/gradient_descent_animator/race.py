"""A race: up to three more runs on the page's landscape, each with its optimizer, learning rate and batch size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

import streamlit as st

from core.data import Dataset, quantity
from core.model import OPTIMIZERS, Recipe
from core.training import Family, History
from ui.player.palette import Meaning
from ui.session import callbacks, fields, settings
from ui.session.ruler import RATES
from ui.session.settings import Setting
from ui.session.training import Training, train_in_session
from ui.text.numbers import in_six_digits, rate_written

PLACES: tuple[Meaning, ...] = ("first", "second", "third", "fourth")
"""The colours of the runs, by their place at the start; the first is the page's own run."""

_SIZES = ("1", "2", "4", "all")
_OUT = ""
_SHORT = MappingProxyType({
    "sgd": "Gradient descent", "momentum": "Momentum", "nesterov": "Nesterov", "rmsprop": "RMSprop",
    "adagrad": "Adagrad", "adam": "Adam",
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
    """A run on the landscape: its colour, what it is trained with, the run so far, and what legends call its path."""

    place: Meaning
    recipe: Recipe
    run: History
    name: str = "path"

    @property
    def described(self) -> str:
        """Return what the run is trained with, in words."""
        step = "" if self.recipe.batch_size is None else " a step"
        rows = f"{_batch(self.recipe)}{step}"
        return f"{OPTIMIZERS[self.recipe.optimizer].label} at {rate_written(self.recipe.learning_rate)}, {rows}"


def named(entrants: Sequence[Entrant]) -> list[Entrant]:
    """Return the runs, each named after its optimizer; those with the same one say in brackets what differs."""
    return [replace(entrant, name=_name(entrant, entrants)) for entrant in entrants]


def _name(entrant: Entrant, entrants: Sequence[Entrant]) -> str:
    own = entrant.recipe
    alike = [each.recipe for each in entrants if each is not entrant and each.recipe.optimizer == own.optimizer]
    if not alike:
        return _SHORT[own.optimizer]
    said = []
    if any(each.learning_rate != own.learning_rate for each in alike):
        said.append(rate_written(own.learning_rate))
    if any(each.batch_size != own.batch_size for each in alike):
        said.append(_batch(own))
    if any((each.learning_rate, each.batch_size) == (own.learning_rate, own.batch_size) for each in alike):
        said.append(f"run {PLACES.index(entrant.place) + 1}")
    return f"{_SHORT[own.optimizer]} ({', '.join(said)})"


def _batch(recipe: Recipe) -> str:
    return "all rows" if recipe.batch_size is None else quantity(recipe.batch_size, "row")


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
    name, label = f"racer{place}", f"Run {place}"
    racer: Racer | None = st.session_state[name]
    _fill(name, racer)
    changed = partial(_take_over, name, fallback)
    with st.container(horizontal=True, key=f"row_{name}", gap="xsmall", width=400):
        names = {key: f"{place}: {_SHORT.get(key, 'none')}" for key in (_OUT, *_SHORT)}
        fields.menu(f"{label}: optimizer", f"{name}_optimizer", names, 146, changed)
        if racer is None:
            return
        fields.number(
            f"{label}: rate", f"{name}_rate", *RATES, on_change=changed, format="%g", step=0.001, width=108,
        )  # fmt: skip
        sizes = {size: _rows(size) for size in _SIZES}
        fields.menu(f"{label}: batch size", f"{name}_size", sizes, 130, changed)


def _rows(size: str) -> str:
    return "All rows" if size == "all" else quantity(int(size), "row")


def _fill(name: str, racer: Racer | None) -> None:
    """Bring a racer from the setting into its fields."""
    state = st.session_state
    state[f"{name}_optimizer"] = racer.optimizer if racer else _OUT
    for part in ("rate", "size"):
        state.pop(f"{name}_{part}", None)
    if racer:
        state[f"{name}_rate"], state[f"{name}_size"] = racer.learning_rate, str(racer.batch_size or "all")


def _chosen_racer(name: str, fallback: Racer) -> Racer | None:
    """Return what a racer's fields say; those of one that only joins say what the fallback has."""
    state = st.session_state
    optimizer = state[f"{name}_optimizer"]
    if optimizer == _OUT:
        return None
    size = state.get(f"{name}_size", str(fallback.batch_size or "all"))
    rate = state.get(f"{name}_rate") or fallback.learning_rate
    return Racer(optimizer, in_six_digits(rate), None if size == "all" else int(size))


@callbacks.uninterrupted
def _take_over(name: str, fallback: Racer) -> None:
    settings.user_changed()
    st.session_state[name] = _chosen_racer(name, st.session_state[name] or fallback)


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
    return named(entrants), trainings
