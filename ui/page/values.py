"""The plain values that go through a lesson's page: what it is, what it has trained, what its player shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from core.data import Dataset, Scaler
from core.exact import Minimum, Stability, minimum
from core.model import Recipe
from core.training import Family, History
from ui import compare
from ui.guessing import Guessing
from ui.guides.session import guide_setting
from ui.own_data.session import settle
from ui.page import controls
from ui.page.all_controls import all_controls_setting
from ui.page.data.held_out import HeldOut
from ui.page.data.variants import rows_held_out
from ui.player import Panel, Readout, RowChoice, RowPoints
from ui.session.settings import Setting
from ui.session.training import MAX_EPOCHS, Training


def no_rows(_: Any) -> None:
    """Return the rows that a page holds out which can hold out none."""


@dataclass(frozen=True, eq=False)
class Page:
    """A lesson's page, whatever is chosen on it.

    Attributes:
        name: Its file's name.
        settings: All that its link carries.
        described: From values of settings, by their names, to the data set and the recipe they describe.
        unseen: From values of settings to the rows that are held out; None where none are.
        step: What the lesson calls an epoch.
        most_epochs: So many its runs have at most.
        one_line: Whether it takes one feature and one target of people's own data.
        settle: Brings people's own data that the settings name into the session, as `own_data.session.settle` does.
    """

    name: str
    settings: Sequence[Setting]
    described: Callable[[Any], tuple[Dataset, Recipe]] = controls.described
    unseen: Callable[[Any], Dataset | None] = no_rows
    step: str = "epoch"
    most_epochs: int = MAX_EPOCHS
    one_line: bool = True
    settle: Callable[..., None] = settle


def page_of(name: str, chosen: Sequence[Setting], **more: Any) -> Page:
    """Return a lesson's page by its settings and further fields of `Page`; A, guide and *All controls* are settings."""
    if "held_out" in [setting.name for setting in chosen]:
        more = {"unseen": rows_held_out, **more}
    return Page(
        name, [*chosen, all_controls_setting(), compare.kept_setting(chosen), guide_setting(name, chosen)], **more
    )


def exactly(dataset: Dataset, recipe: Recipe) -> Minimum | None:
    """Return the exact answer of a linear model; None for a network."""
    return minimum(dataset, recipe) if recipe.network is None else None


@dataclass(frozen=True, eq=False)
class Trained:
    """What a page has trained, as far as it may be seen.

    Attributes:
        page: Whose settings it was trained by.
        dataset: Features and targets.
        recipe: How the run was trained.
        scaler: From data units to training units.
        exact: The exact answer; None where there is none, or none is known.
        limits: The curvature by which the ruler has its stops; of a network, that of a linear model in its place.
        theory: What is proved of the recipe's learning rates; of networks nothing is.
        run: The run on show; while its guess is asked, its beginning alone.
        family: The runs of the ruler.
        kept: What is kept as A; None for nothing.
        guess: What is asked before the run is shown, and what was guessed.
        trainings: Those of the ruler, of the run, and of A.
        held: The rows that the run does not learn from, and how it does on them; None where there are none.
    """

    page: Page
    dataset: Dataset
    recipe: Recipe
    scaler: Scaler
    exact: Minimum | None
    limits: Stability
    theory: Stability
    run: History
    family: Family
    kept: compare.Kept | None
    guess: Guessing
    trainings: Sequence[Training]
    held: HeldOut | None = None

    @property
    def answer(self) -> Minimum:
        """Return the exact answer, on a page where there is one."""
        assert self.exact is not None, "of a network no exact answer is known"
        return self.exact

    @property
    def lowest(self) -> float:
        """Return the lowest possible loss; where it is not known 0, below which none is."""
        return 0.0 if self.exact is None else self.exact.loss

    @property
    def pinned(self) -> compare.Kept | None:
        """Return A, where it may be seen beside the run."""
        return self.guess.after(self.kept)

    @property
    def rows_held_out(self) -> Dataset | None:
        """Return the rows that the run does not learn from."""
        return None if self.held is None else self.held.dataset


@dataclass(frozen=True, eq=False, kw_only=True)
class Display:
    """What a page's player shows.

    Attributes:
        figure: All that stands still.
        tracks: All that moves.
        panels: The subplots.
        readouts: The live numbers.
        others: More runs, trained for as many epochs; tracks and readouts name them by their place.
        without: Panels that have no room for A.
        named: Names and colours of the runs, where there are several beside A: that on show first.
        takes_guess: Whether what was guessed is drawn in it. While it is asked, it always is.
        rows: Points that hold their rows out by a click; None where a click does not.
        row_points: Points of which a click chooses the row to look at; None where a click does not.
    """

    figure: go.Figure
    tracks: Sequence[Any]
    panels: Sequence[Panel]
    readouts: Sequence[Readout] = ()
    others: Sequence[History] = ()
    without: Collection[int] = ()
    named: tuple[tuple[str, str], ...] = ()
    takes_guess: bool = True
    rows: RowChoice | None = None
    row_points: RowPoints | None = None
