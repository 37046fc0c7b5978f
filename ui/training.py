"""Train for a page: at once where it is quick, a little at each run of the page where it takes long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from threading import Lock
from time import perf_counter

import numpy as np
import streamlit as st

from core import Dataset, Family, History, Recipe, Stability, stream
from ui.ruler import stops

PATIENCE_SECONDS = 0.4
"""How long a run of the page trains before it shows what there is and comes back for more."""

_SLOT = "_training"
"""Under such a key, with the name of what is trained behind it, the session holds a training."""


@dataclass
class Training:
    """Runs at many learning rates under way; it lives in one session and works only while that session asks.

    Attributes:
        key: What is trained: data set, recipe without its rate, rates.
        chunks: What has been trained so far.
        remaining: What is still to train; None when finished or stopped.
    """

    key: tuple[object, ...]
    chunks: list[Family]
    remaining: Iterator[Family] | None
    stopped: bool = False
    _joined: Family | None = field(default=None, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def growing(self) -> bool:
        """Tell whether epochs are still to come."""
        return self.remaining is not None

    @property
    def last_epoch(self) -> int:
        """Return the last epoch trained so far."""
        return int(self.chunks[-1].epochs[-1])

    def advance(self, seconds: float) -> None:
        """Train for about so long; at least one chunk, so that patience is never lost."""
        end = perf_counter() + seconds
        while self._one_chunk() and perf_counter() < end:
            pass

    def _one_chunk(self) -> bool:
        # Streamlit starts a new run of the page while the old one still trains: one chunk at a time, never two.
        with self._lock:
            chunk = None if self.remaining is None else next(self.remaining, None)
            if chunk is None:
                self.remaining = None
                return False
            self.chunks.append(chunk)
            self._joined = None
            return True

    def stop(self) -> None:
        """Leave it at what has been trained."""
        with self._lock:
            self.remaining, self.stopped = None, True

    def family(self) -> Family:
        """Return all runs, as far as they have come."""
        with self._lock:
            if self._joined is None:
                self._joined = Family.join(self.chunks)
                self.chunks = [self._joined]
            return self._joined


def train_in_session(
    dataset: Dataset,
    recipe: Recipe,
    learning_rates: np.ndarray | None,
    *,
    starts: np.ndarray | None = None,
    slot: str = "",
) -> Training:
    """Return the session's training of these runs; one of other runs is abandoned, a new one is begun.

    What is quick is finished at once; what is not, the page shows as far as it has come, and calls `go_on` last.

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
    key = (dataset.name, replace(recipe, learning_rate=1.0), rates, None if starts is None else starts.tobytes())
    training: Training | None = st.session_state.get(_SLOT + slot)
    if training is None or training.key != key:
        training = Training(key, [], stream(dataset, recipe, learning_rates, starts=starts))
        st.session_state[_SLOT + slot] = training
        training.advance(PATIENCE_SECONDS)
    return training


def train_on_ruler(dataset: Dataset, recipe: Recipe, limits: Stability) -> tuple[Training, Family, History]:
    """Return the session's training at every stop of the ruler, its runs so far, and the run of the recipe's rate.

    Args:
        dataset: Features and targets.
        recipe: How to train; its learning rate is a stop.
        limits: They tell where on the ruler the stops are.

    Raises:
        ValueError: If the recipe does not fit the data set or the machine.
    """
    rates = stops(limits.critical_rate, recipe.learning_rate)
    training = train_in_session(dataset, recipe, rates)
    family = training.family()
    return training, family, family[int(np.searchsorted(rates, recipe.learning_rate))]


def go_on(*trainings: Training) -> None:
    """Train a little further, those behind first, and run the page anew, until all is trained.

    It comes last on a page: what is on screen has been drawn in this run and does not fade while the work goes on.
    Streamlit ends the run here when the browser has gone or a control has changed.
    """
    growing = sorted((each for each in trainings if each.growing), key=lambda each: each.last_epoch)
    for training in growing:
        training.advance(PATIENCE_SECONDS / len(growing))
    if growing:
        st.rerun()


def under_way() -> bool:
    """Tell whether the page's own training, that of its ruler, still has epochs to come."""
    training: Training | None = st.session_state.get(_SLOT)
    return training is not None and training.growing


def stop_training() -> None:
    """Stop the session's trainings where they stand."""
    for key, training in st.session_state.items():
        if str(key).startswith(_SLOT):
            training.stop()
