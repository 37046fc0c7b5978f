"""The player: Python describes a moving picture once, the browser plays it, the server sleeps meanwhile."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from math import isfinite
from pathlib import Path as FilePath
from typing import Any, cast

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from core import Family, History
from ui import palette
from ui.assets import player_path, plotly_path
from ui.player.blob import pack
from ui.player.tracks import (
    Column,
    Form,
    Hand,
    Limits,
    Line,
    Model,
    Panel,
    Path,
    Point,
    Readout,
    Squares,
    Track,
)

__all__ = [
    "Column", "Form", "Hand", "Limits", "Line", "Model", "Panel", "Path", "PlayerState", "Point", "Readout",
    "Squares", "Track", "kept_epochs", "player",
]  # fmt: skip

# Only the address travels with every run; the modules themselves are fetched once a tab. Streamlit's own
# script tells where the app is served, also below a base path or behind a proxy that strips one.
_LOADER = f"""
const streamlit = document.querySelector('script[type="module"][src*="static/js/"]').src;
const home = new URL("../../", streamlit);
const modules = import(new URL("{player_path()}/player.js", home));
let latest = 0;
export default function (component) {{
  const call = ++latest;
  let cleanup, gone = false;
  modules.then((m) => {{ if (!gone) cleanup = m.mount(component, new URL("{plotly_path()}", home).href); }});
  return () => {{ gone = true; cleanup?.(); }};
}}
"""

_component = st.components.v2.component(
    "slopewise_player",
    js=_LOADER,
    css=(FilePath(__file__).parent / "static" / "player.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True)
class PlayerState:
    """What the person chose in the player; None where nothing was chosen.

    Attributes:
        learning_rate: The rate released on the ruler.
        epoch: The epoch at which the player was paused.
        start: Parameters of the line to train from, in training units.
    """

    learning_rate: float | None = None
    epoch: int | None = None
    start: tuple[float, ...] | None = None


def player(
    figure: go.Figure,
    tracks: Sequence[Track],
    *,
    key: str,
    title: str,
    panels: Sequence[Panel],
    readouts: Sequence[Readout],
    run: History,
    family: Family | None,
    model: Model,
    limits: Limits | None = None,
    hand: Hand | None = None,
    epoch: int = 0,
    growing: bool = False,
    height: int = 330,
    view: str = "",
    on_release: Callable[[PlayerState], None],
) -> None:
    """Show a training run as a moving picture with transport and ruler.

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
        limits: Learning rates that part gliding, zig-zagging and diverging; None where theory is silent.
        hand: A line to hold by hand.
        epoch: Where to stand; the browser follows unless the person has moved on since.
        growing: Whether more epochs will follow, so that the end is not the end.
        height: Of the pictures, in CSS pixels, when side by side.
        view: What the axes show; as long as it stays the same, so do zoom and pan.
        on_release: Called before the next run of the page with what was chosen.
    """
    known = st.session_state.setdefault(f"{key}_known", _Known())
    content = {
        "name": key, "title": title, "figure": json.loads(figure.to_json()), "palette": palette.both(),
        "tracks": [_plain(track) for track in tracks], "panels": [_plain(panel) for panel in panels],
        "readouts": [_plain(readout) for readout in readouts], "model": _plain(model),
        "limits": _plain(limits), "hand": _plain(hand), "run": _whole(run),
        "family": None if family is None else _unless_known(_thinned(family), known.family),
        "growing": growing, "height": height, "view": view or key,
    }  # fmt: skip

    def released() -> None:
        payload = st.session_state[key].get("released")
        known.hear(payload)
        on_release(_state(payload))

    _component(key=key, data=pack(content, epoch=epoch, turn=known.turn), height="content", on_released_change=released)


@dataclass
class _Known:
    """What the browser has said it knows: its latest turn, and the ruler's family it holds."""

    turn: int = 0
    family: str = ""

    def hear(self, payload: Any) -> None:
        if isinstance(payload, dict):
            turn, family = payload.get("turn"), payload.get("family")
            self.turn = turn if isinstance(turn, int) and 0 <= turn < 2**32 else self.turn
            self.family = family if isinstance(family, str) else self.family


def _unless_known(family: dict[str, Any], known: str) -> dict[str, Any]:
    """Return the family with its digest, or the digest alone if the browser holds it: it is the largest part."""
    digest = hashlib.blake2b(digest_size=8)
    for column in (family["rates"], family["losses"], *family["parameters"]):
        digest.update(column.tobytes())
    name = digest.hexdigest()
    return {"digest": name} if name == known else {"digest": name, **family}


def _state(payload: Any) -> PlayerState:
    """Read what the browser sent; a person can send anything, so nothing but finite numbers passes."""
    if not isinstance(payload, dict):
        return PlayerState()
    rate, epoch = _number(payload.get("learning_rate")), _number(payload.get("epoch"))
    start = payload.get("start")
    numbers = [_number(value) for value in start] if isinstance(start, list) else []
    return PlayerState(
        learning_rate=rate,
        epoch=None if epoch is None else int(epoch),
        start=tuple(n for n in numbers if n is not None) if numbers and None not in numbers else None,
    )


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if isfinite(value) else None
    except OverflowError:  # an integer beyond every float
        return None


def _plain(value: Any) -> Any:
    """Turn dataclasses into dicts and numbers into what `pack` takes; arrays become float64."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, np.ndarray):
        return value.astype(np.float64)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _whole(run: History) -> dict[str, Any]:
    return {
        "rate": run.recipe.learning_rate,
        "planned": run.recipe.epochs,
        "epochs": run.epochs.astype(np.int32),
        "losses": run.losses,
        "parameters": list(run.parameters.T),
        "gradients": list(run.gradients.T),
        "diverged_at": run.diverged_at,
    }


_DENSE_EPOCHS = 200
_SPARSE_EPOCHS = 400


def kept_epochs(epochs: int) -> np.ndarray:
    """Return the epochs of a long run that the ruler's family keeps, shape `(k,)`.

    The first 200 are kept all, since most happens there, then every s-th and the last. The stride s is odd,
    so that a path that leaps from side to side at every epoch still does.
    """
    stride = max(1, (epochs - _DENSE_EPOCHS) // _SPARSE_EPOCHS) | 1
    sparse = np.arange(_DENSE_EPOCHS, epochs + 1, stride)
    return np.unique(np.concatenate([np.arange(min(_DENSE_EPOCHS, epochs + 1)), sparse, [epochs]]))


def _thinned(family: Family) -> dict[str, Any]:
    """Lay the runs of a family end to end in float32, thinned alike, each up to its divergence."""
    kept = kept_epochs(int(family.epochs[-1]))
    shown = np.isfinite(family.losses[:, kept]) & np.isfinite(family.parameters[:, kept]).all(axis=2)
    single = cast(Callable[[np.ndarray], np.ndarray], lambda array: array.astype(np.float32))
    with np.errstate(over="ignore"):
        columns = {
            "losses": single(family.losses[:, kept][shown]),
            "parameters": [single(column) for column in family.parameters[:, kept][shown].T],
            "gradients": [single(column) for column in family.gradients[:, kept][shown].T],
        }
    return {
        "rates": family.learning_rates.astype(np.float64),
        "offsets": np.concatenate([[0], shown.sum(axis=1).cumsum()]).astype(np.int32),
        "epochs": np.broadcast_to(kept, shown.shape)[shown].astype(np.int32),
        "diverged_at": np.array([-1 if at is None else at for at in family.diverged_at], dtype=np.int32),
        **columns,
    }
