"""What a player shows, as a value: whoever takes it away, or shows the same, computes nothing again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from core.training import History
from ui.player import palette
from ui.player.asking import Guess
from ui.player.blob import pack
from ui.player.coordinates import LossForm
from ui.player.explaining import with_meanings, words_of
from ui.player.losses import LossTrack, Points
from ui.player.networks import NetworkTrack
from ui.player.packing import run_payload, to_wire
from ui.player.plane import PlaneTrack
from ui.player.row_choice import RowChoice, RowPoints
from ui.player.surroundings import Epochs, Heading, Limits, LineHandles, Panel, Readout
from ui.player.tracks import Track


@dataclass(frozen=True, eq=False)
class PlayerContent:
    """All that the browser needs to show what is on show, the ruler's whole family too.

    Attributes:
        name: For names of files, such as `study-hours`.
        epoch: Where the player stands.
        content: The tree that travels to the browser, before it is packed.
        chooses_row: Whether a click on a point chooses its row, which a file cannot.
    """

    name: str
    epoch: int
    content: Mapping[str, Any]
    chooses_row: bool = False


def described(
    figure: go.Figure,
    tracks: Sequence[Track | LossTrack | PlaneTrack | NetworkTrack],
    *,
    name: str,
    title: str,
    panels: Sequence[Panel],
    readouts: Sequence[Readout],
    run: History,
    view: str,
    model: LossForm | None = None,
    others: Sequence[History] = (),
    limits: Limits | None = None,
    handles: LineHandles | None = None,
    points: Points | None = None,
    rows: RowChoice | None = None,
    row_points: RowPoints | None = None,
    guess: Guess | None = None,
    parts: Sequence[Any] = (),
    transport: bool = True,
    epochs: Epochs | None = None,
    growing: bool = False,
    height: int = 330,
    heading: Heading | None = None,
    subject: str = "",
) -> dict[str, Any]:
    """Return all that a player shows but the runs of its ruler, as a tree that can be packed.

    Args:
        figure: All that stands still, in the light colours of the palette; one subplot a panel.
        tracks: All that moves, each bound to a panel.
        name: For names of files, such as `study_hours`.
        title: Accessible name.
        panels: The subplots, in the order in which they are placed side by side, or one below another.
        readouts: The live numbers.
        run: The run to show, every epoch of it.
        view: What the axes show; as long as it stays the same, so do zoom and pan.
        model: How the browser computes the loss of the user's own line.
        others: More runs on the same clock; tracks and readouts name them by their place here.
        limits: Learning rates that part smooth convergence, oscillation and divergence; None where theory is silent.
        handles: Those of a line that the user can drag.
        points: Data points that the user can drag.
        rows: Data points that hold their rows out.
        row_points: Data points of which a click chooses one row.
        guess: What is asked before the run is played, and what was guessed; None where it just plays.
        parts: More blocks that keep in step with the picture, dataclasses with a ``kind`` that
            ``static/blocks/parts.js`` knows.
        transport: Whether there is something to play.
        epochs: For how many epochs the run is trained; None hides the slider.
        growing: Whether more epochs will follow, so that the end is not the end.
        height: Of the pictures, in CSS pixels, when side by side.
        heading: What stands above the pictures where they fill a screen.
        subject: What points, start, δ, row and guess are about; what was released about another is let go.
    """
    picture = json.loads(figure.to_json())
    return {
        **_still(picture, tracks, panels, view, height), "name": name.replace("_", "-"), "title": title,
        "palette": palette.both(), "words": words_of(picture, panels), "readouts": with_meanings(to_wire(readouts)),
        "parts": with_meanings(to_wire(parts)), "heading": to_wire(heading), "subject": subject,
        "model": to_wire(model), "limits": to_wire(limits),
        "handles": to_wire(handles), "points": to_wire(points), "rows": to_wire(rows),
        "row_points": to_wire(row_points),
        "guess": to_wire(guess), "run": run_payload(run),
        "others": [run_payload(each) for each in others], "transport": transport, "growing": growing,
        "epochs": with_meanings(to_wire(epochs)),
    }  # fmt: skip


def _still(picture: Any, tracks: Any, panels: Sequence[Panel], view: str, height: int) -> dict[str, Any]:
    """Return all that stands still, and what tells whether it differs."""
    still = {
        "figure": picture, "tracks": to_wire(tracks), "panels": to_wire(panels), "view": view, "height": height
    }  # fmt: skip
    return {**still, "still": pack(still).digest}
