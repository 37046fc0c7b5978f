"""The still pictures of runs that go downhill: landscape as a map or in space, loss curves, data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.data import Dataset, Scaler
from core.exact import Minimum, Stability
from core.model import Recipe
from core.training import Family, History
from ui.figures.landscape import contours, landscape_of, landscape_window, surface
from ui.figures.line import data_picture
from ui.figures.loss_curve import loss_picture
from ui.figures.parts import EXACT, Picture, axis_title, composed, mark, title_line
from ui.lessons.gradient_descent_animator.race import Entrant
from ui.player import Panel
from ui.player.palette import Meaning, light

LANDSCAPE, CURVE, DATA = range(3)
FLAT = (Panel("x", "y", share=1.6), Panel("x2", "y2"), Panel("x3", "y3"))
SPACE = (Panel("scene", share=1.6, flat="Show the map"), *FLAT[1:])
_FAR = 30
"""A start is far when it lies so many times the size of data and answer away from the answer."""
_NAMES = ("shallow", "steep")
_WIDE = {
    "aspectmode": "manual", "aspectratio": {"x": 1.35, "y": 1.35, "z": 0.8},
    "camera": {"eye": {"x": 1.3, "y": -1.6, "z": 0.8}, "center": {"x": 0, "y": 0, "z": -0.28}},
}  # fmt: skip
"""A wide panel shows a wide landscape, seen from where the valley comes down."""


def descent_figure(
    dataset: Dataset,
    scaler: Scaler,
    entrants: Sequence[Entrant],
    family: Family,
    answer: Minimum,
    directions: Stability | None,
    *,
    space: bool,
    overlay: Sequence[History] = (),
    held_out: Dataset | None = None,
) -> go.Figure:
    """Draw all that stands still around one run, or around several that race.

    Args:
        dataset: One feature, one target.
        scaler: From data units to training units.
        entrants: The runs on show, from one start.
        family: The runs of the ruler.
        answer: The exact answer.
        directions: Its eigen-directions are drawn through the answer; None where the loss has no such.
        space: Whether the landscape is a surface in space, or a map.
        overlay: Runs that were kept, which the landscape has room for, too.
        held_out: Rows that no run learns from, for which the picture of the data has room.
    """
    runs = [entrant.run for entrant in entrants]
    recipe, start = runs[0].recipe, runs[0].parameters[0]
    far = is_far(dataset, scaler, start, answer)
    window = landscape_window([*runs, *overlay], family, answer, start=np.zeros(2) if far else start)
    races = len(entrants) > 1
    curves: list[tuple[Meaning, str]] = [] if races else [("loss", "━ this run")]
    lines: list[tuple[Meaning, str]] = [] if races else [("model", "━ model")]
    legend: list[tuple[Meaning, str]] = [(each.place, f"━ {each.name}") for each in entrants]
    legend.append(("exact", "● best fit" if space else "✕ best fit"))
    if space:
        landscape = space_picture(SPACE[LANDSCAPE], dataset, recipe, answer, window, legend)
    else:
        word = "→ step" if steps_are_plain(recipe, dataset.n) else "→ −gradient"
        arrow: list[tuple[Meaning, str]] = [] if races else [("gradient", word)]
        landscape = map_picture(FLAT[LANDSCAPE], dataset, recipe, answer, window, [*arrow, *legend], directions)
    curve = loss_picture(FLAT[CURVE], runs[0], answer, others=runs[1:], entries=curves)
    data = data_picture(FLAT[DATA], dataset, scaler, answer, title="Data", entries=lines, held_out=held_out)
    figure = composed((landscape, curve, data), SPACE if space else FLAT)
    return figure.update_scenes(_WIDE) if space else figure


def steps_are_plain(recipe: Recipe, rows: int) -> bool:
    """Return whether an epoch is one step of −learning rate × gradient."""
    return recipe.optimizer == "sgd" and recipe.batch_size in (None, rows)


def is_far(dataset: Dataset, scaler: Scaler, start: np.ndarray, answer: Minimum) -> bool:
    """Return whether a start is so far from the answer that a landscape with both would show neither.

    Args:
        dataset: One feature, one target; its size says what is far.
        scaler: From data units to training units.
        start: Shape `(2,)`, in training units.
        answer: The exact answer.
    """
    height = float(np.abs(scaler.scale_targets(dataset.targets)).max())
    width = float(np.abs(scaler.scale_features(dataset.features)).max())
    size = np.maximum(np.abs(answer.parameters), [height / (width or 1.0), height])
    return bool((np.abs(start - answer.parameters) > _FAR * size).any())


def map_picture(
    panel: Panel,
    dataset: Dataset,
    recipe: Recipe,
    answer: Minimum,
    window: np.ndarray,
    legend: Sequence[tuple[Meaning, str]],
    directions: Stability | None = None,
    title: str = "Landscape",
) -> Picture:
    """Draw the landscape as a map: its contours, the exact answer, and the eigen-directions through it.

    Args:
        panel: Where.
        dataset: One feature, one target.
        recipe: Its loss and scaling matter.
        answer: The exact answer.
        window: What to show, shape `(2, 2)`, as `landscape_window` returns it.
        legend: Entries of the title line.
        directions: Where the eigen-directions come from, or None.
        title: Of the picture.
    """
    landscape = landscape_of(dataset, recipe, window, answer.loss)
    entries, traces = list(legend), [contours(panel, landscape)]
    if directions is not None:
        entries.append(("exact", "┄ eigen-directions"))
        traces += [_direction(panel, directions, answer, window, i) for i in range(2)]
    scaled = "" if recipe.scaling == "none" else ", scaled"
    return Picture(
        [*traces, mark(panel, "exact answer", "exact", answer.parameters)],
        title_line(panel, title, entries),
        {"range": window[0], "title": axis_title(f"Slope{scaled}")},
        {"range": window[1], "title": axis_title(f"Intercept{scaled}")},
    )


def _direction(panel: Panel, limits: Stability, answer: Minimum, window: np.ndarray, i: int) -> dict[str, Any]:
    """Return a thin line through the answer along an eigenvector, from border to border."""
    along = limits.eigenvectors[:, i]
    # How far to go each way until the first border is met; a direction along an axis never meets the other two.
    reach = np.divide(window.T - answer.parameters, along, out=np.full((2, 2), np.inf), where=np.abs(along) > 1e-12)
    low, high = (float(np.abs(part).min()) for part in (reach[reach < 0], reach[reach > 0]))
    ends = answer.parameters + np.outer([-low, high], along)
    said = f"{_NAMES[i]} direction<br>curvature {limits.eigenvalues[i]:.6g}<extra></extra>"
    return {
        "x": ends[:, 0], "y": ends[:, 1], "mode": "lines", "name": f"{_NAMES[i]} direction", "xaxis": panel.x,
        "yaxis": panel.y, "line": {"color": light("exact"), "width": 1.3, "dash": "dot"}, "hovertemplate": said,
        **EXACT,
    }  # fmt: skip


def space_picture(
    panel: Panel,
    dataset: Dataset,
    recipe: Recipe,
    answer: Minimum,
    window: np.ndarray,
    legend: Sequence[tuple[Meaning, str]],
) -> Picture:
    """Draw the landscape as a surface that can be turned, its loss on a logarithmic axis."""
    landscape = landscape_of(dataset, recipe, window, answer.loss, padding=0)
    high = float(landscape.heights.max())
    lowest = max(answer.loss, 1e-12 * high)
    scaled = "" if recipe.scaling == "none" else ", scaled"
    return Picture(
        [surface(panel, landscape)],
        title_line(panel, "Loss landscape", list(legend)),
        {"range": window[0], "title": {"text": f"Slope{scaled}"}},
        {"range": window[1], "title": {"text": f"Intercept{scaled}"}},
        {
            "type": "log", "range": np.log10([lowest / 1.15, high * 1.1]), "exponentformat": "power", "dtick": 1,
            "title": {"text": ""},  # beside a small picture it would lie out of sight
        },
    )  # fmt: skip
