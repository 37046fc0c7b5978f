"""The landscape of a loss: which part of it to show, as contours on a map or as a surface in space."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.analysis import landscape
from core.data import Dataset
from core.exact import Minimum
from core.model import Recipe
from core.training import Family, History
from ui.figures.parts import padded
from ui.player import Panel, kept_rows
from ui.player.palette import light

_GRID = 51
_WIDEST = 48
_RAMP = ((0.0, light("low")), (0.5, light("middle")), (1.0, light("high")))


@dataclass(frozen=True, eq=False)
class Landscape:
    """Losses over a grid, in training units.

    Attributes:
        slopes: Shape `(W,)`.
        intercepts: Shape `(V,)`.
        heights: Shape `(V, W)`.
        floor: The least loss there is.
    """

    slopes: np.ndarray
    intercepts: np.ndarray
    heights: np.ndarray
    floor: float

    @property
    def above_zero(self) -> np.ndarray:
        """Return the heights with nothing at or below 0, which has no logarithm."""
        return np.asarray(np.maximum(self.heights, max(self.floor, 1e-12 * float(self.heights.max()))))


def landscape_of(
    dataset: Dataset, recipe: Recipe, window: np.ndarray, floor: float, padding: float = 0.35
) -> Landscape:
    """Return the losses over a window and some padding around it, where a person finds them who pans a little.

    Args:
        dataset: One feature, one target.
        recipe: Its loss and scaling matter.
        window: Low and high of slope and intercept, in training units, shape `(2, 2)`.
        floor: The least loss there is.
        padding: On each side, as a part of the window.
    """
    slopes, intercepts = (np.linspace(*padded(low, high, padding), _GRID) for low, high in window)
    return Landscape(slopes, intercepts, landscape(dataset, recipe, slopes, intercepts), floor)


def contours(panel: Panel, landscape: Landscape) -> dict[str, Any]:
    """Return a map of the landscape: contours of the logarithm of the loss, so that the valley's bottom shows."""
    return {
        "type": "contour", "x": landscape.slopes, "y": landscape.intercepts,
        "z": np.log10(landscape.above_zero).astype(np.float32),
        "customdata": landscape.heights.astype(np.float32), "showscale": False, "ncontours": 18,
        "xaxis": panel.x, "yaxis": panel.y, "colorscale": _RAMP,
        "line": {"color": light("contour"), "width": 0.8}, "name": "loss",
        "hovertemplate": "slope %{x:.4g}<br>intercept %{y:.4g}<br>loss %{customdata:.5g}<extra></extra>",
    }  # fmt: skip


def surface(panel: Panel, landscape: Landscape) -> dict[str, Any]:
    """Return the landscape as a surface in a 3-D panel whose upright axis is logarithmic."""
    heights = landscape.above_zero.astype(np.float32)
    return {
        "type": "surface", "x": landscape.slopes, "y": landscape.intercepts, "z": heights,
        "surfacecolor": np.log10(heights), "scene": panel.x, "showscale": False, "opacity": 0.92, "name": "loss",
        "colorscale": _RAMP,
        "contours": {axis: _wire(values) for axis, values in (("x", landscape.slopes), ("y", landscape.intercepts))},
        "lighting": {"ambient": 0.85, "diffuse": 0.35, "specular": 0.05},
        "hovertemplate": "slope %{x:.4g}<br>intercept %{y:.4g}<br>loss %{z:.5g}<extra></extra>",
    }  # fmt: skip


def _wire(values: np.ndarray) -> dict[str, Any]:
    """Return lines on a surface at equal distances, by which the eye reads its shape."""
    low, high = float(values[0]), float(values[-1])
    return {"show": True, "color": light("contour"), "width": 1, "start": low, "end": high, "size": (high - low) / 14}


def landscape_window(
    runs: Sequence[History],
    family: Family | None,
    answer: Minimum,
    others: Sequence[np.ndarray] = (),
    *,
    start: np.ndarray | None = None,
) -> np.ndarray:
    """Return the part of the landscape to show: low and high of each parameter, of a line shape `(2, 2)`.

    It holds the start, the exact answer, the others, the runs on show and the paths of the runs that do not
    diverge, but the paths only so far beyond the way from start to answer, so that a wild one does not shrink
    the rest.

    Args:
        runs: The runs on show, the first of which sets the measure; one kept as A may begin elsewhere.
        family: The runs of the ruler, or None.
        answer: The exact answer.
        others: More places to hold, in training units.
        start: Where the runs are taken to begin, or None for where they do.
    """
    start = runs[0].parameters[0] if start is None else start
    way = np.abs(answer.parameters - start)
    way = np.maximum(way, 0.05 * np.maximum(np.abs(answer.parameters), 0.1 * way.max()) + 1e-9)
    inside = [start, *others, answer.parameters - way / 3, answer.parameters + way / 3]
    for i, run in enumerate(runs):
        own = np.maximum(way, np.abs(answer.parameters - run.parameters[0])) if i else way
        inside += _extent(run.parameters[kept_rows(run.epochs)], answer.parameters, 2.3 * own)
    if family is not None:
        calm = np.array([at is None for at in family.diverged_at])
        # The widest leaps are among the first; later ones matter for the shallow direction only.
        some = kept_rows(family.epochs)
        some = np.concatenate([some[:_WIDEST], some[_WIDEST::32], some[-1:]])
        inside += _extent(family.parameters[calm][:, some].reshape(-1, len(start)), answer.parameters, 1.25 * way)
    return np.array([padded(float(column.min()), float(column.max())) for column in np.array(inside).T])


def _extent(paths: np.ndarray, centre: np.ndarray, reach: np.ndarray) -> list[np.ndarray]:
    """Return the lowest and highest corner of the paths, shape `(k, 2)`, no further than `reach` from the centre."""
    if not len(paths):
        return []
    corners = (np.nanmin(paths, axis=0), np.nanmax(paths, axis=0))
    return [np.clip(corner, centre - reach, centre + reach) for corner in corners]
