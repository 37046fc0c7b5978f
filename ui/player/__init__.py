"""The player: Python describes a moving picture once, the browser plays it, the server sleeps meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path as FilePath
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from core import Family, History
from ui import palette
from ui.assets import loader
from ui.player.asking import Answer, Guess, answer_in
from ui.player.blob import pack
from ui.player.losses import LossTrack, Points
from ui.player.packing import Known, digest_of, kept_epochs, plain, whole
from ui.player.sheet import SheetTrack
from ui.player.shown import Shown
from ui.player.surroundings import Hand, Limits, Model, Panel, Readout
from ui.player.tracks import (
    Arrow,
    Bundle,
    Column,
    Coordinate,
    Dots,
    Form,
    Line,
    Owner,
    Path,
    Place,
    Point,
    Reciprocal,
    Squares,
    Sticks,
    Swarm,
    Track,
)  # fmt: skip

__all__ = [
    "Arrow", "Bundle", "Column", "Coordinate", "Dots", "Form", "Hand", "Limits", "Line", "Model", "Owner", "Panel",
    "Path", "Place", "PlayerState", "Point", "Readout", "Reciprocal", "Shown", "Squares", "Sticks", "Swarm", "Track",
    "kept_epochs", "player",
]  # fmt: skip

_SHEETS = sorted((FilePath(__file__).parent / "static").glob("*.css"))

_component = st.components.v2.component(
    "slopewise_player",
    js=loader("player.js"),
    css="".join(sheet.read_text(encoding="utf-8") for sheet in _SHEETS),
    isolate_styles=False,
)


@dataclass(frozen=True)
class PlayerState:
    """What the person chose in the player; None where nothing was chosen.

    Attributes:
        learning_rate: The rate released on the ruler.
        epoch: The epoch at which the player was paused.
        start: Parameters of the line to train from, in training units.
        points: Where the data points are, each with its x and y.
        delta: Huber's δ.
        row: The row that flows through a neuron, from 0.
        phase: The phase of an iteration that a neuron shows, from 0.
        guess: The answer to what was asked before the run is played.
    """

    learning_rate: float | None = None
    epoch: int | None = None
    start: tuple[float, ...] | None = None
    points: tuple[tuple[float, float], ...] | None = None
    delta: float | None = None
    row: int | None = None
    phase: int | None = None
    guess: Answer | None = None


def player(
    figure: go.Figure,
    tracks: Sequence[Track | LossTrack | SheetTrack],
    *,
    key: str,
    title: str,
    panels: Sequence[Panel],
    readouts: Sequence[Readout],
    run: History,
    family: Family | None,
    model: Model | None = None,
    others: Sequence[History] = (),
    limits: Limits | None = None,
    hand: Hand | None = None,
    points: Points | None = None,
    guess: Guess | None = None,
    parts: Sequence[Any] = (),
    transport: bool = True,
    epoch: int = 0,
    growing: bool = False,
    height: int = 330,
    view: str = "",
    on_release: Callable[[PlayerState], None],
) -> Shown:
    """Show a training run as a moving picture with transport and ruler; return what it shows, to take it away.

    Args:
        figure: All that stands still, in the light colours of the palette; one subplot a panel.
        tracks: All that moves, each bound to a panel.
        key: The player's identity: with the same key it keeps its time, speed and zoom across runs.
        title: Accessible name.
        panels: The subplots, in the order in which they are placed side by side, or one below another.
        readouts: The live numbers.
        run: The run to show, every epoch of it.
        family: The runs of the ruler, thinned to what the eye can tell apart; None hides the ruler.
        model: How the browser computes the loss of a line held by hand.
        others: More runs on the same clock; tracks and readouts name them by their place here.
        limits: Learning rates that part gliding, zig-zagging and diverging; None where theory is silent.
        hand: A line to hold by hand.
        points: Data points to hold by hand.
        guess: What is asked before the run is played, and what was guessed; None where it just plays.
        parts: More blocks that keep in step with the picture, dataclasses with a ``kind`` that
            ``static/parts.js`` knows.
        transport: Whether there is something to play.
        epoch: Where to stand; the browser follows unless the person has moved on since.
        growing: Whether more epochs will follow, so that the end is not the end.
        height: Of the pictures, in CSS pixels, when side by side.
        view: What the axes show; as long as it stays the same, so do zoom and pan.
        on_release: Called before the next run of the page with what was chosen.
    """
    known = st.session_state.setdefault(f"{key}_known", Known())
    name = key.removesuffix("_player").replace("_", "-")
    packed = None if family is None else known.packed(family)
    content = {
        **_still(figure, tracks, panels, view or key, height), "name": name, "title": title, "palette": palette.both(),
        "readouts": plain(readouts), "model": plain(model), "limits": plain(limits), "hand": plain(hand),
        "points": plain(points), "guess": plain(guess), "run": whole(run), "others": [whole(each) for each in others],
        "parts": plain(parts), "transport": transport, "growing": growing,
        "family": packed and known.unless_held(packed),
    }  # fmt: skip

    def released() -> None:
        payload = st.session_state[key].get("released")
        known.hear(payload)
        on_release(_state(payload))

    _component(key=key, data=pack(content, epoch=epoch, turn=known.turn), height="content", on_released_change=released)
    # A file has nobody who could judge a guess, nor more on its ruler than the page had.
    return Shown(name, epoch, {**content, "family": None if guess else packed, "guess": None})


def _still(figure: go.Figure, tracks: Any, panels: Sequence[Panel], view: str, height: int) -> dict[str, Any]:
    """Return all that stands still, and what tells whether it differs."""
    still = {
        "figure": json.loads(figure.to_json()), "tracks": plain(tracks), "panels": plain(panels),
        "view": view, "height": height,
    }  # fmt: skip
    return {**still, "still": digest_of(pack(still))}


def _state(payload: Any) -> PlayerState:
    """Read what the browser sent; a person can send anything, so nothing but finite numbers passes."""
    if not isinstance(payload, dict):
        return PlayerState()
    return PlayerState(
        learning_rate=_number(payload.get("learning_rate")),
        epoch=_whole(payload.get("epoch")),
        start=_numbers(payload.get("start")),
        points=_pairs(payload.get("points")),
        delta=_number(payload.get("delta")),
        row=_whole(payload.get("row")),
        phase=_whole(payload.get("phase")),
        guess=answer_in(payload.get("guess")),
    )


def _whole(value: Any) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


def _numbers(values: Any) -> tuple[float, ...] | None:
    """Return a list's numbers, if it is one and holds nothing else."""
    numbers = [_number(value) for value in values] if isinstance(values, list) else []
    return tuple(n for n in numbers if n is not None) if numbers and None not in numbers else None


def _pairs(values: Any) -> tuple[tuple[float, float], ...] | None:
    """Return a list's pairs of numbers, if it is one and holds nothing else."""
    numbers = [_numbers(value) for value in values] if isinstance(values, list) else []
    pairs = tuple((pair[0], pair[1]) for pair in numbers if pair is not None and len(pair) == 2)
    return pairs if pairs and len(pairs) == len(numbers) else None


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if isfinite(value) else None
    except OverflowError:  # an integer beyond every float
        return None
