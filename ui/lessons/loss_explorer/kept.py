"""A line that was kept as A, with its loss and its points, beside the line on show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import plotly.graph_objects as go

from core.analysis import same_data
from core.data import Dataset
from core.exact import MEASURES
from core.model import Recipe
from core.training import History, train
from ui import compare
from ui.lessons.loss_explorer.beginnings import beginning_of
from ui.lessons.loss_explorer.noise import clean_points, noisy_points
from ui.lessons.loss_explorer.notes import errors_of, line_written
from ui.lessons.loss_explorer.pictures import DATA, LANDSCAPE, Choice, span_of
from ui.lessons.loss_explorer.points import with_points
from ui.lessons.loss_explorer.tracks import over
from ui.player import Line, Track
from ui.player.losses import Account, LossTrack, Number, Stand
from ui.session.settings import Setting
from ui.text.numbers import trimmed


@dataclass(frozen=True, eq=False)
class KeptLine:
    """A: a line with the points, the loss and the δ that it was kept with."""

    dataset: Dataset
    line: tuple[float, float]
    loss: str
    delta: float

    @property
    def described(self) -> str:
        """Return A in a few words."""
        return f"{line_written(self.line, 4)}, {MEASURES[self.loss].symbol}"


def kept_line(page_settings: Sequence[Setting]) -> KeptLine | None:
    """Return the line that the page keeps as A; None if it keeps nothing."""
    chosen = compare.chosen_as_kept(page_settings)
    if chosen is None:
        return None
    original, beginning = noisy_points(chosen), beginning_of(clean_points(chosen))
    dataset = with_points(original, chosen["points"])
    return KeptLine(dataset, chosen["line"] or beginning.line, chosen["loss"], chosen["delta"] or beginning.delta)


def runs(kept: KeptLine | None) -> list[History]:
    """Return A for the player: a run that stands at its line."""
    return [train(kept.dataset, Recipe(epochs=0, start=kept.line))] if kept else []


def figure_with(kept: KeptLine | None, figure: go.Figure, choice: Choice) -> go.Figure:
    """Name A in the legends of the points and of the landscape."""
    if kept:
        compare.name_in_legend(figure, DATA, "╌")
        if choice.landscape != "slices":
            compare.name_in_legend(figure, LANDSCAPE, "●")
    return figure


def tracks_of(kept: KeptLine | None, original: Dataset, dataset: Dataset, choice: Choice) -> list[Track | LossTrack]:
    """Return A's line, dashed, and its place in the landscape, judged on the points and by the loss on show."""
    if kept is None:
        return []
    span = np.array(span_of(original, dataset))
    line = Line(DATA, span, over(span), "kept", "A", width=3, dash=True, of=0)
    return [
        line,
        *([] if choice.landscape == "slices" else [Stand(LANDSCAPE, choice.loss, "kept", "A", size=11, of=0)]),
    ]


def account_with(kept: KeptLine | None, account: Account, choice: Choice) -> Account:
    """Add A's loss, by the measure and on the points on show, and its line."""
    if kept is None:
        return account
    symbol = MEASURES[choice.loss].symbol
    numbers = (
        Number("kept_loss", f"A: {symbol}", "kept", measure=choice.loss, of=0),
        Number("kept_slope", "A: slope w", "kept", index=0, of=0),
        Number("kept_intercept", "A: intercept b", "kept", index=1, of=0),
    )
    return replace(account, line=(*account.line, *numbers))


def kept_note(kept: KeptLine | None, dataset: Dataset, choice: Choice) -> str | None:
    """Say in what A and B differ, and what each loses: on the points on show, and A on its own."""
    if kept is None:
        return None
    measure = MEASURES[choice.loss]
    errors = (errors_of(dataset, line) for line in (kept.line, choice.line))
    a, b = (trimmed(float(measure.function(each, choice.delta))) for each in errors)
    said = (
        f"{compare.difference_note(_named(kept, dataset, choice))} On the points on show A has {measure.symbol} {a}, "
        f"B {b}."
    )
    same_loss = kept.loss == choice.loss and (kept.loss != "huber" or kept.delta == choice.delta)
    if same_data(kept.dataset, dataset) and same_loss:
        return said
    own = MEASURES[kept.loss]
    value = trimmed(float(own.function(errors_of(kept.dataset, kept.line), kept.delta)))
    return f"{said} As it was kept, with its own points and loss, A had {own.symbol} {value}."


def _named(kept: KeptLine, dataset: Dataset, choice: Choice) -> list[str]:
    """Return each thing in which A and B differ, with both values."""
    named = []
    if kept.dataset.name != dataset.name:
        named.append(f"the data ({kept.dataset.title} against {dataset.title})")
    elif not same_data(kept.dataset, dataset):
        named.append(f"the points ({_moved(kept.dataset, dataset)})")
    if kept.line != choice.line:
        named.append(f"the line ({line_written(kept.line, 4)} against {line_written(choice.line, 4)})")
    if kept.loss != choice.loss:
        named.append(f"the loss ({MEASURES[kept.loss].symbol} against {MEASURES[choice.loss].symbol})")
    if kept.loss == choice.loss == "huber" and kept.delta != choice.delta:
        named.append(f"δ ({trimmed(kept.delta)} against {trimmed(choice.delta)})")
    return named


def _moved(one: Dataset, other: Dataset) -> str:
    if one.n != other.n:
        return f"{one.n} against {other.n}"
    moved = (one.features != other.features).any(axis=1) | (one.targets != other.targets).any(axis=1)
    return f"{int(moved.sum())} of {one.n} moved"
