"""Train for a page: at once where it is quick, a little at each run of the page where it takes long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from time import perf_counter

import numpy as np
import streamlit as st

from core.data import Dataset
from core.exact import Stability
from core.model import Recipe
from core.training import Family, History, stream
from ui.session.ruler import stops
from ui.session.streamlit_inside import run_again

MAX_EPOCHS = 20_000
"""So many epochs a page trains at most."""
PATIENCE_SECONDS = 0.4
"""How long a run of the page trains before it shows what there is and comes back for more."""

_SLOT = "_training"
"""Under such a key, with the name of what is trained behind it, the session holds a training."""
_BETWEEN = "_between"
"""Behind it for the run of a rate that is none of the ruler's stops."""


@dataclass
class Training:
    """Runs at many learning rates under way; it lives in one session and works only while that session asks.

    Attributes:
        key: What is trained: data set, recipe without its rate and its epochs, rates.
        chunks: What has been trained so far; it may go beyond what is planned.
        remaining: What is still to train; None when every run has ended.
        planned: The last epoch that is asked for.
        stopped: Whether the person has stopped it.
        seconds: What it has taken so far.
    """

    key: tuple[object, ...]
    chunks: list[Family]
    remaining: Iterator[Family] | None
    planned: int
    stopped: bool = False
    seconds: float = 0.0
    _asked: Family | None = field(default=None, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def growing(self) -> bool:
        """Return whether epochs are still to come."""
        return self.remaining is not None and not self.stopped and self._trained < self.planned

    @property
    def last_epoch(self) -> int:
        """Return the last epoch trained so far, of those that are asked for."""
        return min(self._trained, self.planned)

    @property
    def _trained(self) -> int:
        return int(self.chunks[-1].epochs[-1]) if self.chunks else -1

    def plan(self, epochs: int) -> bool:
        """Ask for so many epochs: fewer are there at once, more go on from where the runs are; return if it is news."""
        with self._lock:
            news = epochs != self.planned
            if news:
                self.planned, self.stopped, self._asked = epochs, False, None
            return news

    def advance(self, seconds: float) -> None:
        """Train for about so long; at least one chunk, so that patience is never lost."""
        begin = perf_counter()
        while self._one_chunk() and perf_counter() < begin + seconds:
            pass
        self.seconds += perf_counter() - begin

    def _one_chunk(self) -> bool:
        # Streamlit starts a new run of the page while the old one still trains: one chunk at a time, never two.
        with self._lock:
            if not self.growing or self.remaining is None:
                return False
            chunk = next(self.remaining, None)
            if chunk is None:
                self.remaining = None
                return False
            self.chunks.append(chunk)
            self._asked = None
            return True

    def stop(self) -> None:
        """Leave it at what has been trained."""
        with self._lock:
            self.stopped = True

    def family(self) -> Family:
        """Return all runs, as far as they have come and are asked for."""
        with self._lock:
            if self._asked is None:
                self.chunks = [Family.join(self.chunks)]
                self._asked = self.chunks[0].up_to(self.planned)
            return self._asked


def train_in_session(
    dataset: Dataset,
    recipe: Recipe,
    learning_rates: np.ndarray | None,
    *,
    starts: np.ndarray | None = None,
    slot: str = "",
) -> Training:
    """Return the session's training of these runs; one of other runs is abandoned, a new one is begun.

    Another number of epochs is no other run: it ends earlier, or goes on. What is quick is finished at once; what is
    not, the page shows as far as it has come, and calls `continue_training` last.

    Args:
        dataset: Features and targets.
        recipe: How to train; its learning rate does not matter.
        learning_rates: One run each, shape `(B,)`; None for the recipe's.
        starts: One run each, shape `(B, P)` in training units; None for the recipe's.
        slot: Tells one training of a page from another.

    Raises:
        ValueError: If the recipe does not fit the data set or the machine.
    """
    rates = (recipe.learning_rate,) if learning_rates is None else tuple(learning_rates)
    endless = replace(recipe, epochs=MAX_EPOCHS)
    key = (dataset.name, replace(endless, learning_rate=1.0), rates, None if starts is None else starts.tobytes())
    training: Training | None = st.session_state.get(_SLOT + slot)
    if training is None or training.key != key:
        training = Training(key, [], stream(dataset, endless, learning_rates, starts=starts), recipe.epochs)
        st.session_state[_SLOT + slot] = training
        training.advance(PATIENCE_SECONDS)
    elif training.plan(recipe.epochs):
        training.advance(PATIENCE_SECONDS)
    return training


def train_on_ruler(
    dataset: Dataset, recipe: Recipe, limits: Stability, default_rate: float
) -> tuple[list[Training], Family, History]:
    """Return the session's trainings for the ruler, the runs of its stops so far, and the run of the recipe's rate.

    The stops are trained once, whatever rate is chosen; a rate that is none of them has a training of its own.

    Args:
        dataset: Features and targets.
        recipe: How to train.
        limits: They tell where on the ruler the stops are.
        default_rate: The lesson's own rate, a stop too.

    Raises:
        ValueError: If the recipe does not fit the data set or the machine.
    """
    rates = stops(limits.critical_rate, default_rate)
    training = train_in_session(dataset, recipe, rates)
    family = training.family()
    if recipe.learning_rate in rates:
        st.session_state.pop(_SLOT + _BETWEEN, None)
        return [training], family, family[int(np.searchsorted(rates, recipe.learning_rate))]
    between = train_in_session(dataset, recipe, None, slot=_BETWEEN)
    return [training, between], family, between.family()[0]


def growing(trainings: Sequence[Training]) -> bool:
    """Return whether more epochs of any of them are to come."""
    return any(each.growing for each in trainings)


def continue_training(*trainings: Training) -> None:
    """Train a little further, those behind first, and run the page anew, until all is trained.

    It comes last on a page: what is on screen has been drawn in this run and does not fade while the work goes on.
    Streamlit ends the run here when the browser has gone or a control has changed.
    """
    behind = sorted((each for each in trainings if each.growing), key=lambda each: each.last_epoch)
    for training in behind:
        training.advance(PATIENCE_SECONDS / len(behind))
    if behind:
        run_again()


def under_way() -> bool:
    """Return whether the page's own training, that of its ruler and of its run, still has epochs to come."""
    found = (st.session_state.get(_SLOT + slot) for slot in ("", _BETWEEN))
    return growing([training for training in found if training is not None])


def stop_training() -> None:
    """Stop the session's trainings where they stand."""
    for key, training in st.session_state.items():
        if str(key).startswith(_SLOT):
            training.stop()
