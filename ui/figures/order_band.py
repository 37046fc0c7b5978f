"""The band that holds what each value of a knob comes to in several orders of the rows, and the line of the medians."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.analysis import Outcomes
from ui.player.palette import light
from ui.text.numbers import written


def order_band(found: Outcomes, least: float, row: float) -> list[dict[str, Any]]:
    """Return the traces that lie under the points; none where there is one order.

    Args:
        found: What each value comes to.
        least: The lowest height drawn.
        row: At which height what grows is drawn.
    """
    if len(found.orders) == 1:
        return []
    heights = np.clip(np.where(np.isfinite(found.orders), found.orders, row), least, None)
    low, high, median = heights.min(axis=0), heights.max(axis=0), np.where(found.grows, np.nan, found.losses)
    return [
        {
            "x": [*found.values, *found.values[::-1]], "y": [*high, *low[::-1]], "mode": "lines", "name": "all orders",
            "fill": "toself", "fillcolor": light("loss"), "opacity": 0.2, "hoverinfo": "skip",
            "line": {"width": 0, "color": light("loss")},
        },
        {
            "x": found.values, "y": np.clip(median, least, None), "mode": "lines", "name": "median of the orders",
            "line": {"width": 2, "color": light("loss")}, "hoverinfo": "skip",
        },
    ]  # fmt: skip


def order_hover(found: Outcomes, at: int) -> str:
    """Return how far the losses of one value lie apart, after their median; nothing where there is one order."""
    if len(found.orders) == 1:
        return ""
    least, most = (float(end(found.orders[:, at])) for end in (np.min, np.max))
    return f"<br>{len(found.orders)} orders: from {written(least)} " + (
        f"to {written(most)}" if np.isfinite(most) else "to one that grows without end"
    )
