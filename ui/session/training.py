"""Train for a page: at once where it is quick, a little at each run of the page where it takes long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from core.data import Dataset
from core.exact import Stability
from core.model import Recipe
from core.training import Family, History, count_parameters, stream
from ui.session.patience import Patience
from ui.session.ruler import few_stops, stops
from ui.session.runs import Runs
from ui.session.store import STORE, TRAINING, content_of
from ui.session.streamlit_inside import run_again
from ui.session.thinning import kept_epochs, kept_of, whole_until
from ui.session.turns import others_meanwhile

MAX_EPOCHS = 20_000
"""So many epochs a page trains at most."""
PATIENCE_SECONDS = 0.4
"""How long a run of the page trains before it shows what there is and comes back for more, at least."""
SENT_BYTES = "_sent_bytes"
"""Under this key the session notes how much the player was sent last."""
_BYTES_PER_SECOND = 1e6
"""So much is sent at most while a run grows: what is large is sent less often."""
_PULSE_SECONDS = 0.1
"""After so long a page that trains looks whether the browser wants something."""

_TRAININGS = "_trainings"
"""Under this key the session holds its trainings, each by the name of what is trained."""
_BETWEEN = "between"
"""The name of the run of a rate that is none of the ruler's stops."""


@dataclass(eq=False)
class Training:
    """How far one session has asked for runs; the runs themselves are shared with all who want the same.

    Attributes:
        key: What is trained: content of the data, recipe without its rate and its epochs, rates, starts; and the number
            of epochs, where it would not be kept otherwise.
        runs: What has been trained so far, by this session or another; it may go beyond what is planned here.
        planned: The last epoch that is asked for.
        stopped_at: The epoch at which the person has stopped it, None if nobody did.
    """

    key: tuple[object, ...]
    runs: Runs
    planned: int
    stopped_at: int | None = None

    @property
    def stopped(self) -> bool:
        """Return whether the person has stopped it."""
        return self.stopped_at is not None

    @property
    def seconds(self) -> float:
        """Return what it has taken so far, whoever trained it."""
        return self.runs.seconds

    @property
    def growing(self) -> bool:
        """Return whether epochs are still to come."""
        return not self.runs.ended and not self.stopped and self.runs.last_epoch < self.planned

    @property
    def last_epoch(self) -> int:
        """Return the last epoch trained so far, of those that are asked for."""
        last = min(self.runs.last_epoch, self.planned)
        return last if self.stopped_at is None else min(last, self.stopped_at)

    def plan(self, epochs: int) -> bool:
        """Ask for so many epochs: fewer are there at once, more go on from where the runs are; return if it is news."""
        news = epochs != self.planned
        if news:
            self.planned, self.stopped_at = epochs, None
        return news

    def advance(self, seconds: float) -> None:
        """Train for about so long; at least one chunk, so that patience is never lost."""
        if not self.growing:
            return
        patience = Patience(seconds)
        grown = False
        with others_meanwhile():
            while self.growing and self.runs.one_chunk(self.planned):
                grown = True
                if patience.over:
                    break
        if grown and not STORE.weigh(self.key) and not self.growing:
            self.runs.let_go()  # the store has had no room for them since they were begun

    def stop(self) -> None:
        """Leave it at what has been trained, for this session alone."""
        if self.stopped_at is None:
            self.stopped_at = self.last_epoch

    def family(self) -> Family:
        """Return all runs, as far as they have come and are asked for."""
        return self.runs.family(self.last_epoch, self.planned)


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
    not, the page shows as far as it has come, and calls `continue_training` last. Of many long runs not every epoch is
    kept, as `kept_of` says; of a single one, and of linear runs from many starts, all
    are.

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
    begun = None if starts is None else starts.tobytes()
    # Starts of a line are drawn by every epoch; those of networks are many numbers, and only looked at.
    many = len(rates) if starts is None or recipe.network is None else len(starts)
    kept = None if starts is not None and recipe.network is None else _kept_of(dataset, recipe, many)
    odd = None if kept is None or recipe.epochs in kept else recipe.epochs
    record = kept if kept is None or odd is None else np.append(kept, odd)
    key = (TRAINING, content_of(dataset), replace(endless, learning_rate=1.0), rates, begun, odd)
    held = _held()
    training = held.get(slot)
    if training is None or training.key != key or (training.runs.thin and training.planned != recipe.epochs):

        def begin() -> Runs:
            remaining = stream(dataset, endless, learning_rates, starts=starts, record=record)
            return Runs(remaining, kept_epochs if many > 1 else None)

        runs = STORE.shared(key, begin)
        training = Training(key, runs, recipe.epochs)
        held[slot] = training
        training.advance(PATIENCE_SECONDS)
        return training
    STORE.touch(key)
    if training.plan(recipe.epochs):
        training.advance(PATIENCE_SECONDS)
    return training


def train_on_ruler(
    dataset: Dataset, recipe: Recipe, limits: Stability, default_rate: float
) -> tuple[list[Training], Family, History]:
    """Return the session's trainings for the ruler, the runs of its stops so far, and the run of the recipe's rate.

    The stops are trained once, whatever rate is chosen. A rate that is none of them has a training of its own, as has
    one of them where not every epoch of theirs is kept: the run on show is whole.

    Args:
        dataset: Features and targets.
        recipe: How to train.
        limits: They tell where on the ruler the stops are; those of networks are where they always are.
        default_rate: The lesson's own rate, a stop too.

    Raises:
        ValueError: If the recipe does not fit the data set or the machine.
    """
    rates = few_stops(default_rate) if recipe.network else stops(limits.critical_rate, default_rate)
    whole = whole_until(len(rates), count_parameters(dataset, recipe), MAX_EPOCHS, gradients=recipe.network is None)
    training = train_in_session(dataset, recipe, rates)
    family, place = training.family(), int(np.searchsorted(rates, recipe.learning_rate))
    at_stop = recipe.learning_rate in rates
    whole = 0 if training.runs.thin else whole
    if at_stop and recipe.epochs <= whole:
        _held().pop(_BETWEEN, None)
        return [training], family, family[place]
    between = train_in_session(dataset, recipe, None, slot=_BETWEEN)
    run = between.family()[0]
    if at_stop:
        # Until the run of its own has come as far, what the ruler has whole of it: more epochs never begin anew.
        begun = family.up_to(min(whole, training.last_epoch), planned=recipe.epochs)[place]
        run = max(run, begun, key=lambda each: int(each.epochs[-1]))
    return [training, between], family, run


def _kept_of(dataset: Dataset, recipe: Recipe, runs: int) -> np.ndarray | None:
    """Return which epochs are kept of so many runs; None for all."""
    return kept_of(runs, count_parameters(dataset, recipe), MAX_EPOCHS, gradients=recipe.network is None)


def growing(trainings: Sequence[Training]) -> bool:
    """Return whether more epochs of any of them are to come."""
    return any(each.growing for each in trainings)


def continue_training(*trainings: Training) -> None:
    """Train a little further, those behind first, and run the page anew, until all is trained.

    It comes last on a page: what is on screen has been drawn in this run and does not fade while the work goes on.
    Streamlit ends the run here when the browser has gone or a control has changed. What another page, or another
    choice, has trained is let go.
    """
    state, held = st.session_state, _held()
    for slot in [slot for slot, training in held.items() if training not in trainings]:
        del held[slot]
    if not growing(trainings):
        return
    patience = Patience(max(PATIENCE_SECONDS, state.get(SENT_BYTES, 0) / _BYTES_PER_SECOND))
    while behind := sorted((each for each in trainings if each.growing), key=lambda each: each.last_epoch):
        for training in behind:
            training.advance(min(_PULSE_SECONDS, PATIENCE_SECONDS) / len(behind))
        if patience.over:
            break
        state.get("any")  # ends the run here if the browser has asked for something
    run_again()


def under_way() -> bool:
    """Return whether the page's own training, that of its ruler and of its run, still has epochs to come."""
    found = (_held().get(slot) for slot in ("", _BETWEEN))
    return growing([training for training in found if training is not None])


def stop_training() -> None:
    """Stop the session's trainings where they stand."""
    for training in _held().values():
        training.stop()


def _held() -> dict[str, Training]:
    held: dict[str, Training] = st.session_state.setdefault(_TRAININGS, {})
    return held
