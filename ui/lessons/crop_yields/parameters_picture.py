"""The picture of all weights and biases over the epochs, all that stands still: exact answers and labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.data import Dataset
from core.exact import Minimum
from core.training import History
from ui.figures.parts import EXACT, RIM, Picture, axis_title, padded, title_line
from ui.lessons.crop_yields.names import colours, label
from ui.player import Panel
from ui.player.palette import Meaning, light

_LETTER, _GAP = 0.029, 0.03
"""Width of a label's letter, and of the gap before the label, as parts of the picture's: so in every size of window."""
_LABEL_HEIGHT, _AROUND = 15, 76
"""Of a label, and of what stands above and below the picture, in CSS pixels."""


def parameters_picture(
    panel: Panel, dataset: Dataset, run: History, answer: Minimum, target: int, height: int
) -> Picture:
    """Draw the exact answers at the end of the run, and a name beside each parameter's last place.

    Args:
        panel: Where.
        dataset: Features and targets.
        run: The run on show.
        answer: The exact answer.
        target: Number of the target whose parameters are named where not all can be.
        height: Of all pictures, in CSS pixels.
    """
    last = _last_epoch(run)
    low, high = parameter_window(run, answer)
    ends = np.clip(run.parameters[-1], low, high)
    words = [label(name) for name in (*dataset.feature_names, "bias")]
    gap = _LABEL_HEIGHT / (height - _AROUND)
    # Where not all labels have room, those of the chosen target have.
    labelled = range(dataset.t) if len(ends) * gap <= 1 else [target]
    chosen = [i for i in range(len(ends)) if i % dataset.t in labelled]
    heights = np.full(len(ends), np.nan)
    heights[chosen] = spread(ends[chosen], gap * (high - low), low, high)
    width = last / (1 - _GAP - _LETTER * max(map(len, words)))
    traces: list[dict[str, Any]] = [{
        "x": [last] * len(ends), "y": answer.parameters, "mode": "markers", "name": "exact answer",
        "xaxis": panel.x, "yaxis": panel.y, "hovertemplate": "%{y:.6g}",
        "marker": {"symbol": "x", "size": 8, "color": light("exact"), "line": {**RIM, "width": 1}}, **EXACT,
    }]  # fmt: skip
    for i in labelled:
        traces.append({
            "x": [last + _GAP * width] * len(words), "y": heights[i :: dataset.t], "text": words,
            "mode": "text", "textposition": "middle right", "xaxis": panel.x, "yaxis": panel.y, "hoverinfo": "skip",
            "textfont": {"color": light(colours(dataset)[i])}, "name": dataset.target_names[i],
        })  # fmt: skip
    entries: list[tuple[Meaning, str]] = [
        (c, f"━ {label(name)}") for c, name in zip(colours(dataset), dataset.target_names, strict=True)
    ]
    scaled = "" if run.recipe.scaling == "none" else ", scaled"
    return Picture(
        traces,
        title_line(panel, "Weights and biases", [*entries, ("exact", "✕ best fit")]),
        {"range": [0, width], "tickvals": _ticks(last), "title": axis_title("Epoch")},
        {"range": [low, high], "title": axis_title(f"Weight or bias{scaled}")},
    )


def _last_epoch(run: History) -> int:
    return max(4, int(run.epochs[-1])) if run.diverged_at is not None else max(1, run.recipe.epochs)


def _ticks(last: int) -> np.ndarray:
    """Return round epochs from 0 to the last: none right of it, where the labels are."""
    power = 10.0 ** np.floor(np.log10(last))
    step = max(1.0, next(s * power / 10 for s in (1, 2, 2.5, 5, 10, 20) if last <= 5.5 * s * power / 10))
    return np.arange(0, last + 1e-9, step)


def parameter_window(run: History, answer: Minimum) -> tuple[float, float]:
    """Return the part of the axis on which the parameters move: start, answer, and the way unless it leads far off."""
    ends = np.concatenate([run.parameters[0], answer.parameters])
    low, high = float(ends.min()), float(ends.max())
    reach = 0.5 * (high - low)
    seen = np.clip(run.parameters, low - reach, high + reach)
    return padded(float(np.nanmin([seen.min(), low])), float(np.nanmax([seen.max(), high])))


def spread(values: Sequence[float] | np.ndarray, gap: float, low: float, high: float) -> np.ndarray:
    """Move values apart, each as little as can be, their order kept: a gap between any two, half a one at the rims.

    Args:
        values: Shape `(k,)`.
        gap: The least distance between two.
        low: None goes below it, as long as there is room for all.
        high: None goes above it.
    """
    order = np.argsort(values, kind="stable")
    blocks: list[list[float]] = []  # of values less their place in the row: sum and count
    for place, value in enumerate(np.asarray(values, float)[order]):
        blocks.append([value - place * gap, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, count = blocks.pop()
            blocks[-1] = [blocks[-1][0] + total, blocks[-1][1] + count]
    level = np.repeat([total / count for total, count in blocks], [int(count) for _, count in blocks])
    # Less their place in the row, all have the same lowest and highest place.
    level = np.clip(level, low + gap / 2, high - gap * (len(order) - 0.5))
    moved = np.empty(len(order))
    moved[order] = level + gap * np.arange(len(order))
    return moved
