"""The run that was kept as A: trained again from its recipe, and seen as the run on show would see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.analysis import same_data, seen_in
from core.data import Dataset, fit_scaler, plural, quantity
from core.model import Recipe
from core.training import History
from ui.compare.keeping import chosen_as_kept
from ui.session.settings import Setting
from ui.session.training import Training, train_in_session
from ui.text.numbers import rate_written


@dataclass(frozen=True, eq=False)
class Kept:
    """A beside the run on show, which is B.

    Attributes:
        training: A's training, which may still grow.
        own: A as it was trained.
        seen: A in B's training units and by B's loss; on other data its own losses; None where nothing of it can be
            compared.
        same_data: Whether both were trained on the same numbers.
        step: What the lesson calls an epoch.
    """

    training: Training
    own: History
    seen: History | None
    same_data: bool
    step: str = "epoch"

    @property
    def described(self) -> str:
        """Return A in a few words."""
        recipe = self.own.recipe
        rates = [rate for _, rate in recipe.earlier] + [recipe.learning_rate]
        return (
            f"{plural(len(rates), 'rate')} {', '.join(map(rate_written, rates))}, {quantity(recipe.epochs, self.step)}"
        )


def kept_run(
    page_settings: Sequence[Setting],
    described: Callable[[Mapping[str, Any]], tuple[Dataset, Recipe]],
    run: History,
    *,
    step: str = "epoch",
) -> Kept | None:
    """Return what the page keeps as A beside the run on show; None if it keeps nothing.

    Args:
        page_settings: The page's settings.
        described: From values of settings, by their names, to the data set and the recipe they describe.
        run: The run on show.
        step: What the lesson calls an epoch.
    """
    chosen = chosen_as_kept(page_settings)
    if chosen is None:
        return None
    dataset, recipe = described(chosen)
    training = train_in_session(dataset, recipe, None, slot="_kept")
    own = training.family()[0]
    same = same_data(dataset, run.dataset)
    return Kept(training, own, _seen(own, run, same=same), same, step)


def _seen(own: History, run: History, *, same: bool) -> History | None:
    if same and own.recipe.network is not None and own.recipe.scaling != run.recipe.scaling:
        return None
    if same:
        return seen_in(own, run.recipe)
    return own if own.recipe.loss == run.recipe.loss and _alike(own.dataset, run.dataset) and _raw(own, run) else None


def _alike(one: Dataset, other: Dataset) -> bool:
    """Return whether two data sets speak of the same quantities: then their losses have the same units."""
    return (one.target_names, one.target_units) == (other.target_names, other.target_units)


def _raw(*runs: History) -> bool:
    """Return whether all targets were trained on in their own units."""
    scalers = [fit_scaler(run.dataset, run.recipe.scaling) for run in runs]
    return all(
        not s.target_shift.any() and np.array_equal(s.target_scale, np.ones_like(s.target_scale)) for s in scalers
    )


def places(kept: Kept | None) -> Sequence[History]:
    """Return A's run where its parameters are comparable with B's, for a landscape to make room for; else nothing."""
    return [kept.seen] if kept and kept.seen and kept.same_data else []


def trainings(kept: Kept | None) -> Sequence[Training]:
    """Return the training behind A, where there is one."""
    return [] if kept is None else [kept.training]
