"""The rows that a run does not learn from, and how it does on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from core.analysis import losses_on
from core.data import Dataset, fit_scaler
from core.training import History
from ui.figures.held_out import loss_form
from ui.page.data.variants import rows_held_out
from ui.player import LossForm
from ui.session.settings import Setting


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
    form: LossForm

    @property
    def best(self) -> int:
        """Return the first epoch at which the loss on them is lowest."""
        return int(np.nanargmin(self.losses))


def judged(page_settings: Sequence[Setting], run: History) -> HeldOut | None:
    """Return the rows that a page holds out, and how a run does on them; None where it holds out none.

    Args:
        page_settings: The page's settings.
        run: As far as it may be seen.
    """
    can = "held_out" in [setting.name for setting in page_settings]
    rows = rows_held_out(st.session_state) if can else None
    if rows is None:
        return None
    scaler = fit_scaler(run.dataset, run.recipe.scaling)
    return HeldOut(rows, losses_on(run, rows), loss_form(scaler, run.recipe, rows))
