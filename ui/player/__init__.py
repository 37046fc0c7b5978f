"""The player: Python describes a moving picture once, the browser plays it, the server sleeps meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import isfinite
from pathlib import Path as FilePath
from typing import Any, TypeVar

import streamlit as st

from core.training import Family
from ui.browser.assets import loader
from ui.player.asking import Answer, answer_in
from ui.player.blob import Content, pack
from ui.player.content import PlayerContent, described
from ui.player.coordinates import Column, Coordinate, Count, Form, LossForm, Place, Reciprocal
from ui.player.packing import kept_rows, packed_family, unless_cached
from ui.player.protocol import Exchange
from ui.player.row_choice import RowChoice, RowPoints, RowsChosen, rows_in
from ui.player.surroundings import Epochs, Heading, Limits, LineHandles, Panel, Readout
from ui.player.tracks import Arrow, Bundle, Dots, Line, Lowest, Owner, Path, Point, Squares, Sticks, Swarm, Track
from ui.session import callbacks, settings
from ui.session.store import STORE
from ui.session.streamlit_inside import run_again
from ui.session.thinning import kept_epochs
from ui.session.training import SENT_BYTES

__all__ = [
    "Arrow", "Bundle", "Column", "Coordinate", "Count", "Dots", "Epochs", "Form", "Heading", "Limits", "Line",
    "LineHandles", "LossForm", "Lowest", "Owner", "Panel", "Path", "Place", "PlayerContent", "PlayerState", "Point",
    "Readout", "Reciprocal", "RowChoice", "RowPoints", "Squares", "Sticks", "Swarm", "Track", "described",
    "kept_epochs", "kept_rows", "player",
]  # fmt: skip

_CACHED = "_families_cached"
"""Under this key the session notes which families of runs the tab holds, whichever player they came for."""
Made = TypeVar("Made")
_SHEETS = sorted((FilePath(__file__).parent / "static").rglob("*.css"), key=lambda sheet: sheet.name)

_component = st.components.v2.component(
    "slopewise_player",
    js=loader("player.js", "picture"),
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
        row: The row shown in a neuron, or chosen by its point, from 0.
        phase: The phase of an iteration that a neuron shows, from 0.
        guess: The answer to what was asked before the run is played.
        epochs: For how many epochs to train.
        flat: Whether a flat picture is wanted, in a browser without 3-D.
        held: The rows held out by their points.
        layers: The neurons of each hidden layer.
        activations: The name of the activation of each hidden layer.
        changed: Parameters of a network that were set, each as an epoch, its index and its value.
        seed: The seed of the start that is to be on show.
    """

    learning_rate: float | None = None
    epoch: int | None = None
    start: tuple[float, ...] | None = None
    points: tuple[tuple[float, float], ...] | None = None
    delta: float | None = None
    row: int | None = None
    phase: int | None = None
    guess: Answer | None = None
    epochs: int | None = None
    flat: bool = False
    held: RowsChosen | None = None
    layers: tuple[int, ...] | None = None
    activations: tuple[str, ...] | None = None
    changed: tuple[tuple[float, ...], ...] | None = None
    seed: int | None = None


def player(
    describe: Callable[[], dict[str, Any]],
    *,
    key: str,
    family: Family | None,
    epoch: int = 0,
    shared: Hashable = None,
    on_release: Callable[[PlayerState], None],
) -> PlayerContent:
    """Show a training run as a moving picture with transport and ruler; return what it shows, to take it away.

    Args:
        describe: Returns what is shown, as `described` does; not called where another session has done so.
        key: The player's identity: with the same key it keeps its time, speed and zoom across runs.
        family: The runs of the ruler, thinned to what the eye can tell apart; None hides the ruler.
        epoch: Where to stand; the browser follows unless the person has moved on since.
        shared: All that determines what is shown, the runs of the ruler too, for sessions that show the same to
            describe and pack it once; None where no other session can show it.
        on_release: Called before the next run of the page with what was chosen.
    """
    packed = None if family is None else packed_family(family)
    sent = packed and unless_cached(packed, st.session_state.get(_CACHED, ()))
    tree = _once(shared, "described", describe)
    content = _once(shared, "whole" if sent is packed else "cached", lambda: pack({**tree, "family": sent}))
    _mount(key, content, epoch, tree["subject"], on_release)
    # A file has nobody who could judge a guess or train on other rows, nor more on its ruler than the page had.
    parts = [{**part, "editable": None} if "editable" in part else part for part in tree["parts"]]
    alone = {"guess": None, "rows": None, "row_points": None, "parts": parts}
    shown = {**tree, "family": None if tree["guess"] else packed, **alone}
    return PlayerContent(tree["name"], epoch, shown, chooses_row=tree["row_points"] is not None)


def _once(shared: Hashable, what: str, make: Callable[[], Made]) -> Made:
    return make() if shared is None else STORE.shared((what, shared), make)


def _mount(key: str, content: Content, epoch: int, subject: str, on_release: Callable[[PlayerState], None]) -> None:
    """Show in the browser what was packed, and receive what is released there."""
    exchange = st.session_state.setdefault(f"{key}_exchange", Exchange())

    @callbacks.uninterrupted
    def receive() -> None:
        payload = st.session_state[key].get("released") if key in st.session_state else None
        if exchange.is_new(payload):
            on_release(_state(exchange.changes_in(payload)))
            settings.remember()
            exchange.take(payload)
            st.session_state[_CACHED] = exchange.holds

    settings.listen(receive)
    data = content.message(exchange.envelope(content.digest, epoch, subject))
    st.session_state[SENT_BYTES] = len(data)
    mounted = _component(key=key, data=data, height="content", on_released_change=receive)
    if exchange.is_new(mounted.released):
        # The first message to a session that is new, after a server's restart: nothing was there yet to receive it.
        receive()
        run_again()


def _state(payload: dict[str, Any]) -> PlayerState:
    """Read what the browser released; a person can send anything, so nothing but finite numbers passes."""
    return PlayerState(
        learning_rate=_number(payload.get("learning_rate")),
        epoch=_integer(payload.get("epoch")),
        start=_numbers(payload.get("start")),
        points=_pairs(payload.get("points")),
        delta=_number(payload.get("delta")),
        row=_integer(payload.get("row")),
        phase=_integer(payload.get("phase")),
        guess=answer_in(payload.get("guess")),
        epochs=_integer(payload.get("epochs")),
        flat=payload.get("flat") is True,
        held=rows_in(payload.get("held")),
        layers=_integers(payload.get("layers")),
        activations=_names(payload.get("activations")),
        changed=_triples(payload.get("changed")),
        seed=_integer(payload.get("seed")),
    )


def _integer(value: Any) -> int | None:
    number = _number(value)
    return None if number is None or number != int(number) else int(number)


def _integers(values: Any) -> tuple[int, ...] | None:
    """Return a list's whole numbers, if it is one and holds nothing else; it may be empty."""
    numbers = [_integer(value) for value in values] if isinstance(values, list) else [None]
    return tuple(n for n in numbers if n is not None) if None not in numbers else None


def _names(values: Any) -> tuple[str, ...] | None:
    """Return a list's names, if it is one and holds nothing else; whoever takes them knows which there are."""
    named = isinstance(values, list) and values and all(isinstance(value, str) for value in values)
    return tuple(values) if named else None


def _numbers(values: Any) -> tuple[float, ...] | None:
    """Return a list's numbers, if it is one and holds nothing else."""
    numbers = [_number(value) for value in values] if isinstance(values, list) else []
    return tuple(n for n in numbers if n is not None) if numbers and None not in numbers else None


def _triples(values: Any) -> tuple[tuple[float, ...], ...] | None:
    """Return a list's triples of numbers, if it is one and holds nothing else; it may be empty."""
    numbers = [_numbers(value) for value in values] if isinstance(values, list) else [None]
    triples = tuple(triple for triple in numbers if triple is not None and len(triple) == 3)
    return triples if len(triples) == len(numbers) else None


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
