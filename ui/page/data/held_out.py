"""The rows that a run does not learn from, and how it does on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from core.analysis import losses_on
from core.data import Dataset, fit_scaler
from core.training import History
from ui.figures.held_out import loss_form
from ui.player import LossForm
from ui.player.network_form import NetworkLoss
from ui.session.store import STORE, content_of


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Rows held out, beside a run that has not seen them.

    Attributes:
        dataset: The rows.
        losses: The run's loss on them at each epoch, shape `(k + 1,)`, in its training units.
        form: The same as the browser computes it.
    """

    dataset: Dataset
    losses: np.ndarray
    form: LossForm | NetworkLoss

    @property
    def best(self) -> int:
        """Return the first epoch at which the loss on them is lowest."""
        return int(np.nanargmin(self.losses))


def judged(unseen: Callable[[Any], Dataset | None], run: History) -> HeldOut | None:
    """Return the rows that a page holds out, and how a run does on them; None where it holds out none.

    Args:
        unseen: From the page's settings to those rows, as `Page` has it.
        run: As far as it may be seen.
    """
    rows = unseen(st.session_state)
    if rows is None:
        return None
    scaler = fit_scaler(run.dataset, run.recipe.scaling)
    return HeldOut(rows, _losses(run, rows), loss_form(scaler, run.recipe, rows))


def _losses(run: History, rows: Dataset) -> np.ndarray:
    """Return a run's losses on rows; those of a network, which take a while, once for all who look at the same run."""
    if run.recipe.network is None:
        return losses_on(run, rows)
    key = ("losses on", content_of(run.dataset), run.recipe, len(run.epochs), content_of(rows))
    return STORE.shared(key, lambda: losses_on(run, rows))
