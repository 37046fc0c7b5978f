"""A in the pictures of B: of all that moves a dashed copy, a word in each legend, room on the axes, its numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.data import fit_scaler
from core.training import History
from ui.compare.runs import Kept
from ui.figures.legend import entries_of, rename
from ui.player import Column, Dots, Form, Line, LossForm, Panel, Path, Point, Readout, Reciprocal
from ui.player.network_form import NetworkForm, NetworkLoss
from ui.player.networks import Border, Field
from ui.player.plane import Plane

_MAX_READOUTS = 10
"""So many numbers stand in one row on a laptop."""
_LESS = 0.75
"""A's points are this much smaller than B's."""
_SIGNS = ((Plane, "▦"), (Line | Path | Border, "╌"), (Point | Dots, "◆"))
"""How A is known in a legend, by what shows it best."""
_LINES = "━▦"
"""The signs of a line and of a plane that move."""
_CLOCK: tuple[Any, ...] = ("epoch", "loss", Column("epoch"), Column("loss"))


@dataclass(frozen=True, eq=False)
class PlayerContent:
    """What the player is given of both runs."""

    figure: go.Figure
    tracks: Sequence[Any]
    readouts: Sequence[Readout]
    others: Sequence[History]


def overlaid(
    kept: Kept | None,
    figure: go.Figure,
    tracks: Sequence[Any],
    panels: Sequence[Panel],
    readouts: Sequence[Readout],
    *,
    others: Sequence[History] = (),
    without: Collection[int] = (),
) -> PlayerContent:
    """Return figure, tracks and numbers of the run on show, with those of A beside them.

    Args:
        kept: What is kept as A; None leaves all as it is.
        figure: All that stands still.
        tracks: All that moves.
        panels: The subplots.
        readouts: The live numbers.
        others: More runs that the tracks know by their places.
        without: Panels that have no room for A.
    """
    if kept is None or kept.seen is None:
        return PlayerContent(figure, tracks, readouts, others)
    place = len(others)
    copies = [
        _copy(track, kept, place)
        for track in tracks
        if track.panel not in without and _shows_run(track, only_loss=not kept.same_data)
    ]
    _widen_axes(figure, panels, copies, kept.seen)
    numbers = _with_numbers(readouts, place, only_loss=not kept.same_data)
    return PlayerContent(figure, [*copies, *tracks], numbers, [*others, kept.seen])


def _shows_run(track: Any, *, only_loss: bool) -> bool:
    """Return whether something shows where the run on show is: its line or plane, its path or points."""
    if not isinstance(track, Line | Plane | Path | Point | Dots | Field) or track.of != "run":
        return False
    if isinstance(track, Line | Plane | Field):
        return not only_loss
    if isinstance(track.y, LossForm | NetworkLoss):
        return False  # one curve of A's is enough; its number stands beside
    coordinates = [track.x, track.y, *([track.z] if not isinstance(track, Dots) and track.z is not None else [])]
    if only_loss:
        return all(coordinate in _CLOCK for coordinate in coordinates if not isinstance(coordinate, np.ndarray | Form))
    return isinstance(track, Path) or any(map(_moves, coordinates))


def _moves(place: Any) -> bool:
    """Return whether a point's coordinate follows the run."""
    form = place.form if isinstance(place, Reciprocal) else place
    if isinstance(form, Form):
        return bool(form.weights.any()) or form.inner is not None
    return isinstance(place, Column)


def _copy(track: Any, kept: Kept, place: int) -> Any:
    """Return a track for A: dashed, smaller, in A's colour."""
    if isinstance(track, Field):
        return _border(track, kept, place)
    style: dict[str, Any] = {"of": place, "colour": "kept", "name": f"A: {track.name}"}
    if isinstance(track, Line | Plane | Path):
        style |= {"dash": True, "width": 0.8 * track.width}
    else:
        style["size"] = _LESS * track.size
    if isinstance(track, Dots):
        style["symbol"] = "diamond"
    # A's own activation bends A's curve; what becomes of a network's output is no choice.
    recipe = kept.own.recipe
    bent = {
        field: replace(value, activation=recipe.activation)
        for field in ("form", "x", "y")
        if recipe.network is None and isinstance(value := getattr(track, field, None), Form) and value.inner is not None
    }
    return replace(track, **style, **bent)


def _border(field: Field, kept: Kept, place: int) -> Border:
    """Return the border of A's own network, which may have other layers, where B's field is shown."""
    recipe = kept.own.recipe
    assert recipe.network is not None
    form = NetworkForm.of(recipe.network, recipe, fit_scaler(kept.own.dataset, recipe.scaling))
    return Border(field.panel, form, field.levels, "kept", "A: border", of=place)


def _widen_axes(figure: go.Figure, panels: Sequence[Panel], copies: Sequence[Any], seen: History) -> None:
    """Name A in the legends of its panels, and widen the axes of epochs and losses to hold its run."""
    for i in sorted({copy.panel for copy in copies}):
        inside = [copy for copy in copies if copy.panel == i]
        name_in_legend(figure, i, next(sign for kinds, sign in _SIGNS if any(isinstance(c, kinds) for c in inside)))
        paths = [copy for copy in inside if isinstance(copy, Path)]
        if any(path.x == "epoch" for path in paths):
            _lengthen(figure, panels[i], seen)
        if any(path.y == "loss" for path in paths):
            _heighten(figure, panels[i], seen)


def name_in_legend(figure: go.Figure, panel: int, sign: str) -> None:
    """Call the line or the place that moves in a panel B, and add A behind a sign."""
    entries = entries_of(figure, panel)
    own = next((i for i, (_, text) in enumerate(entries) if text[0] in _LINES or text == "● yours"), None)
    if own is not None:
        colour, text = entries[own]
        entries[own] = (colour, f"{text[0]} B")
    rename(figure, panel, [*entries, ("kept", f"{sign} A")])


def _axis(letter: str, name: str) -> str:
    return f"{letter}axis{name[1:]}"


def _lengthen(figure: go.Figure, panel: Panel, seen: History) -> None:
    """Let an axis of epochs, and what lies along all of it, reach as far as A's run."""
    low, high = figure.layout[_axis("x", panel.x)].range
    end = seen.recipe.epochs if seen.diverged_at is None else int(seen.epochs[-1])
    if end <= high:
        return
    figure.layout[_axis("x", panel.x)].range = (low, end)
    for trace in figure.data:
        along = trace.x if trace.type == "scatter" and (trace.xaxis or "x") == panel.x else None
        if along is not None and len(along) == 2 and (along[0], along[1]) == (low, high):
            trace.x = (low, end)


def _heighten(figure: go.Figure, panel: Panel, seen: History) -> None:
    """Let a logarithmic axis of losses hold A's first loss and its least."""
    axis = figure.layout[_axis("y", panel.y)]
    seen_losses = seen.losses[(seen.losses > 0) & np.isfinite(seen.losses)]
    if axis.type != "log" or not len(seen_losses):
        return
    low, high = axis.range
    # A loss of rounding errors has no place on the axis.
    least = max(float(seen_losses.min()), 1e-12 * float(seen_losses[0]))
    axis.range = (min(low, np.log10(least / 1.6)), max(high, np.log10(2 * float(seen_losses[0]))))


def _with_numbers(readouts: Sequence[Readout], place: int, *, only_loss: bool) -> list[Readout]:
    """Return the live numbers with A's loss and parameters; steps and gradients make room for them."""
    own = [each for each in readouts if each.of == "run"]
    # A number that stands still, such as the lowest possible loss, is the same for A.
    moving = [
        each for each in own if isinstance(each.form, LossForm) or (isinstance(each.form, Form) and _moves(each.form))
    ]
    forms = [] if only_loss else moving
    times = [] if only_loss else [each for each in own if isinstance(each.form, Reciprocal)]
    shown = [
        replace(each, key=f"kept_{each.key}", label=f"A: {each.label}", colour="kept", unit="", of=place)
        for each in (*(each for each in own if each.show == "loss"), *forms, *times[-1:])
    ]
    kept = list(readouts)
    for lesser in ("step", "gradient"):
        if len(kept) + len(shown) > _MAX_READOUTS:
            kept = [each for each in kept if each.show != lesser]
    return [*kept, *shown[: max(1, _MAX_READOUTS - len(kept))]]
