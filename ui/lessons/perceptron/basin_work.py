"""The map of which starts learn: begun when first needed, finished when all else has been drawn, shared by all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from threading import Lock

import streamlit as st

from core.data import Dataset
from core.model import Recipe
from core.neuron import Basins, stream_basins
from ui.lessons.perceptron.basin_map import TICKS
from ui.session.patience import Patience
from ui.session.store import STORE, content_of
from ui.session.streamlit_inside import run_again
from ui.session.turns import others_meanwhile

_SLOT = "_basins"
_AT_ONCE_SECONDS = 0.25
"""How long the first picture may wait for the map."""
_PATIENCE_SECONDS = 0.1


@dataclass
class BasinWork:
    """A map under way, for all sessions that want the same; it is worked on only while one of them asks.

    Attributes:
        key: What is trained: content of the data, recipe without its start.
        remaining: What is still to do.
        found: The map, when it is done.
    """

    key: tuple[object, ...]
    remaining: Iterator[Basins | None]
    found: Basins | None = None
    _lock: Lock = field(default_factory=Lock, repr=False)

    def advance(self, seconds: float) -> None:
        """Work for about so long; on one part at least, so that patience is never lost."""
        patience = Patience(seconds)
        with others_meanwhile():
            while self.found is None:
                # Many sessions may want the same: one part at a time, never two.
                with self._lock:
                    self.found = next(self.remaining, self.found)
                if patience.over:
                    break
        if self.found is not None:
            STORE.weigh(self.key)

    @property
    def nbytes(self) -> int:
        """Return how many bytes the numbers of the map take, as far as it is done."""
        found = self.found
        return 0 if found is None else found.parameters.nbytes + found.losses.nbytes + found.dead.nbytes


def basins_in_session(dataset: Dataset, recipe: Recipe) -> BasinWork:
    """Return the session's map for a recipe, whatever its start; one of another recipe is abandoned.

    What is quick is there at once; for what is not, the page calls `continue_training` last.

    Raises:
        ValueError: If the recipe does not train a neuron as `core.neuron.find_basins` wants.
    """
    plain = replace(recipe, start="zeros", seed=0)
    key = ("basins", content_of(dataset), plain)
    work: BasinWork | None = st.session_state.get(_SLOT)
    if work is None or work.key != key:
        work = STORE.shared(key, lambda: BasinWork(key, stream_basins(dataset, plain, TICKS, TICKS)))
        st.session_state[_SLOT] = work
        work.advance(_AT_ONCE_SECONDS)
    return work


def continue_training(work: BasinWork) -> None:
    """Finish the map and run the page anew. It comes last on a page: all else has been drawn in this run."""
    if work.found is not None:
        return
    pulse = st.empty()
    while work.found is None:
        work.advance(_PATIENCE_SECONDS)
        pulse.empty()  # Streamlit ends the run here when the browser has gone or a control has changed.
    run_again()
