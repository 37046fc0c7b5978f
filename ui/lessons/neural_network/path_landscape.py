"""The loss in the plane of the two main directions of the run's path, and the path in it."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from core.analysis.networks import PathPlane, path_plane, plane_losses
from ui.figures.landscape import Landscape, contours
from ui.figures.loss_curve import loss_picture
from ui.figures.parts import Picture, axis_title, composed, padded, title_line
from ui.lessons.neural_network.pictures import CURVE, DATA, PANELS
from ui.page.values import Trained
from ui.player import Form, Path, Point, Track
from ui.text.numbers import percent

LANDSCAPE = "landscape"
_NODES = 40
_PADDING = 0.35
_HIGHEST = 1e30
_NARROWEST = 0.05
"""The shorter side is at least this part of the longer one."""


def shows_landscape(trained: Trained) -> bool:
    """Return whether the first picture is the landscape: not while a guess is asked, for it shows the whole path."""
    return bool(st.session_state["view"] == LANDSCAPE and not trained.guess.asks)


def has_room_for_a(trained: Trained) -> bool:
    """Return whether A's path can be seen in the same plane: a network of the same form, trained on the same data."""
    kept, run = trained.pinned, trained.run
    if kept is None or kept.seen is None:
        return True
    return kept.same_data and kept.seen.parameters.shape[1] == run.parameters.shape[1]


def axes_word(trained: Trained) -> str:
    """Return what the axes are: those of another run are others."""
    run = trained.run
    return f"{LANDSCAPE} {crc32(repr((run.recipe, len(run.epochs))).encode())}"


def landscape_figure(trained: Trained) -> go.Figure:
    """Draw all that stands still: the map, and the losses beside it."""
    return composed((_landscape_picture(trained), loss_picture(PANELS[CURVE], trained.run, None)), PANELS)


def _landscape_picture(trained: Trained) -> Picture:
    """Return the loss over the plane as a map, its title saying how much of the path the plane holds."""
    run, plane = trained.run, path_plane(trained.run)
    first, second = (np.linspace(*padded(low, high, _PADDING), _NODES) for low, high in _extent(trained, plane))
    # Around a run that has diverged losses pass what the map's single precision holds.
    heights = np.nan_to_num(plane_losses(run, plane, first, second), nan=_HIGHEST).clip(max=_HIGHEST)
    below = float(heights[heights > 0].min(initial=np.inf))
    shown = Landscape(first, second, heights, below if np.isfinite(below) else 1e-12)
    trace = contours(PANELS[DATA], shown) | {"hovertemplate": "loss %{customdata:.5g}<extra></extra>"}
    title = f"Landscape, with {percent(plane.share)} of the path"
    return Picture(
        [trace], title_line(PANELS[DATA], title, [("model", "━ path")]),
        {"range": (first[0], first[-1]), "title": axis_title("First direction")},
        {"range": (second[0], second[-1]), "title": axis_title("Second direction")},
    )  # fmt: skip


def _extent(trained: Trained, plane: PathPlane) -> list[tuple[float, float]]:
    """Return from where to where the path goes along both directions."""
    places = plane.project(trained.run.parameters)
    low, high = places.min(axis=0), places.max(axis=0)
    short = np.maximum(0, _NARROWEST * float((high - low).max()) - (high - low)) / 2
    return [(float(a), float(b)) for a, b in zip(low - short, high + short, strict=True)]


def path_tracks(trained: Trained) -> list[Track]:
    """Return the path in the plane, and where the run is now; other rates of the ruler go through the same plane."""
    plane = path_plane(trained.run)
    x, y = (Form(np.array([-float(each @ plane.centre)]), each[None]) for each in plane.directions)
    return [Path(DATA, x, y, "model", "path"), Point(DATA, x, y, "model", "the network now")]


def landscape_note(trained: Trained) -> str | None:
    """Say what plane it is, how much of the path it holds, and what it shows of other rates; None where it is not."""
    if not shows_landscape(trained):
        return None
    share, count = path_plane(trained.run).share, trained.run.parameters.shape[1]
    return (
        f"**The landscape is a cut through the loss over all {count:,} parameters:** the plane through those of the "
        "last epoch, along the two directions in which the path goes furthest. This plane holds "
        f"{percent(share)} of the path, by the squares of the distances from its end. The colours are the loss in the "
        "plane: the less of the path it holds, the more the run's own loss differs. While you drag the learning rate, "
        "you see the other run's path in this same plane; when you let go, the plane is that of the new run."
    )
