"""The axes of a loss curve as a person wants them: linear or logarithmic, in epochs, steps or rows, all or the first.

Every picture of a loss is made over epochs, on an axis of logarithms. Here it is shown otherwise, when all is in it:
the exact answer, the run kept as A, a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go

from core.training import History
from ui.figures.legend import entries_of, rename
from ui.figures.loss_curve import LOWEST, RATE, ROOM, floor_line, rate_line
from ui.figures.parts import EXACT
from ui.player import Column, Count, Line, Lowest, Owner, Panel, Path, Point
from ui.player.asking import Guess

Unit = Literal["epochs", "steps", "rows"]
_TITLES: Mapping[str, str] = MappingProxyType({"steps": "Step", "rows": "Rows seen"})
_ABOVE, _BELOW = 1.06, 0.04
"""What a linear axis leaves free above the highest loss, and as a part of that below 0: the curve lies on neither."""
_PLAIN = 5
"""Losses below this power of ten are written without one."""
_CLOCK = ("epoch", Column("epoch"))


@dataclass(frozen=True)
class LossAxes:
    """How a loss curve is shown.

    Attributes:
        linear: Whether its loss is on a linear axis rather than on one of logarithms.
        unit: What lies along the horizontal axis.
        first: So many epochs are shown, from the start; None for all.
        step: What an epoch is called.
    """

    linear: bool = False
    unit: Unit = "epochs"
    first: int | None = None
    step: str = "epoch"

    @property
    def usual(self) -> bool:
        """Return whether the loss is shown as every picture of it is made."""
        return not self.linear and self.unit == "epochs" and self.first is None

    def count(self, run: History) -> Count:
        """Return what an epoch of a run is in the axis's unit."""
        return Count(per_epoch(run, self.unit), self.first)


def per_epoch(run: History, unit: Unit) -> int:
    """Return how many steps an epoch of a run has, how many rows it sees, or 1."""
    rows = run.dataset.n
    return {"epochs": 1, "steps": -(-rows // (run.recipe.batch_size or rows)), "rows": rows}[unit]


@dataclass(frozen=True, eq=False)
class _Curves:
    """The loss curves of one panel, with what decides how far its axes reach."""

    figure: go.Figure
    panel: Panel
    place: int
    runs: Sequence[History]
    lowest: float
    guessed: Sequence[float]

    @property
    def still(self) -> list[Any]:
        """Return what stands still in the panel."""
        return [trace for trace in self.figure.data if trace.type == "scatter" and (trace.xaxis or "x") == self.panel.x]


def shown_in(
    axes: LossAxes,
    figure: go.Figure,
    tracks: Sequence[Any],
    panels: Sequence[Panel],
    runs: Mapping[Owner, History],
    *,
    lowest: float,
    guessed: Sequence[float] = (),
) -> list[Any]:
    """Have the loss curves of a figure shown in other axes; return the tracks for them.

    Args:
        axes: How the loss is to be shown.
        figure: All that stands still; it is changed.
        tracks: All that moves.
        panels: The subplots.
        runs: The run on show as ``"run"``, and those beside it by their places.
        lowest: The lowest possible loss.
        guessed: Losses that were guessed.
    """
    if axes.usual:
        return list(tracks)
    curves = [each for each in tracks if isinstance(each, Path) and (each.x, each.y) == ("epoch", "loss")]
    places = {curve.panel for curve in curves}
    for place in places:
        inside = [runs[curve.of] for curve in curves if curve.panel == place]
        panel = _Curves(figure, panels[place], place, inside, lowest, guessed)
        _count(axes, panel)
        if axes.linear:
            _level(axes, panel)
        _draw_rates_anew(axes, panel, runs["run"])
    return [_counted(each, axes, runs) if each.panel in places else each for each in tracks]


def _counted(track: Any, axes: LossAxes, runs: Mapping[Owner, History]) -> Any:
    """Return a track with its place in the axis's unit; what is no run's is counted as the run on show."""
    count = axes.count(runs.get(track.of, runs["run"]))
    if isinstance(track, Path | Point | Lowest) and track.x in _CLOCK:
        return replace(track, x=count)
    if isinstance(track, Line):
        return replace(track, x=track.x * count.per_epoch)
    if isinstance(track, Point) and isinstance(track.x, float):
        return replace(track, x=track.x * count.per_epoch)
    return track


def _count(axes: LossAxes, curves: _Curves) -> None:
    """Put a panel's horizontal axis, and what lies along it, into the axis's unit, up to the last epoch shown."""
    axis = curves.figure.layout[_axis("x", curves.panel)]
    low, high = (float(end) for end in axis.range)
    ends = [min(high, run.recipe.epochs, axes.first or np.inf) * per_epoch(run, axes.unit) for run in curves.runs]
    end = max(1.0, *ends)
    for trace in curves.still:
        if len(trace.x) == 2 and trace.x[1] == high:
            trace.x = (low, end)
    title = _TITLES.get(axes.unit, axis.title.text)
    if axes.first and axes.first < high:
        title += f" (first {axes.first})" if axes.unit == "epochs" else f" (first {axes.first} {axes.step}s)"
    axis.update(range=(low, end), title_text=title)


def _level(axes: LossAxes, curves: _Curves) -> None:
    """Put a panel's losses on a linear axis from 0 on, which has a place for a lowest loss of 0, too."""
    figure, panel = curves.figure, curves.panel
    losses = [run.losses[: (axes.first or len(run.losses)) + 1] for run in curves.runs]
    top = _ABOVE * max(*(float(np.nanmax(each)) for each in losses), curves.lowest, *curves.guessed, 1e-300)
    if any(trace.name == RATE for trace in curves.still):
        top *= 1 + ROOM
    figure.layout[_axis("y", panel)].update(
        type="linear", range=(-_BELOW * top, top), minexponent=_PLAIN,
        dtick=None, tickmode="auto", tickvals=None, ticktext=None,
    )  # fmt: skip
    exact = [trace for trace in figure.data if trace.legendgroup == EXACT["legendgroup"]]
    # Where no exact answer is in the picture at all, it is hidden.
    if exact and not any(trace.name == LOWEST for trace in exact):
        figure.add_trace(floor_line(panel, figure.layout[_axis("x", panel)].range, curves.lowest))
        rename(figure, curves.place, [*entries_of(figure, curves.place), ("exact", f"┅ {LOWEST}")])


def _draw_rates_anew(axes: LossAxes, curves: _Curves, run: History) -> None:
    """Draw the schedule of the run on show, where it is drawn, in the axes as they are now."""
    low, high = curves.figure.layout[_axis("y", curves.panel)].range
    times = per_epoch(run, axes.unit)
    last = int(np.ceil(curves.figure.layout[_axis("x", curves.panel)].range[1] / times))
    for trace in curves.still:
        if trace.name == RATE:
            top = high if not axes.linear else 0.98 * high  # a line along the very edge would be cut in half
            drawn = rate_line(curves.panel, run.recipe, last, low, top, linear=axes.linear)
            trace.update(drawn | {"x": drawn["x"] * times})


def _axis(letter: str, panel: Panel) -> str:
    return f"{letter}axis{(panel.x if letter == 'x' else panel.y)[1:]}"


def guess_in(axes: LossAxes, guess: Guess, run: History) -> Guess:
    """Return a guess with the place of its loss in the axis's unit."""
    times = per_epoch(run, axes.unit)
    questions = [
        replace(each, x=each.x * times) if each.key == "loss" and each.x is not None else each
        for each in guess.questions
    ]
    return replace(guess, questions=tuple(questions))
