"""The moving things of a lesson on losses: points that can be moved, and all that follows from them in the browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ui.player.tracks import Owner

Dash = Literal["dash", "dot", "dashdot"]


@dataclass(frozen=True)
class Points:
    """Data points that a person can move; the kinds below follow them, the user's own line, and Huber's δ.

    Attributes:
        panel: Where they can be caught.
        x: Shape `(n,)`.
        y: Shape `(n,)`.
        names: Accessible names, one a point.
        units: Of x and y.
        delta: Huber's δ, above 0.
        most: So many there may be at most where a click adds one; 0 where none can be added or removed.
    """

    panel: int
    x: np.ndarray
    y: np.ndarray
    names: tuple[str, ...]
    units: tuple[str, str]
    delta: float
    most: int = 0


@dataclass(frozen=True)
class Scores:
    """The points themselves."""

    panel: int
    colour: str
    name: str
    size: float = 12
    kind: Literal["scores"] = "scores"


@dataclass(frozen=True)
class Residuals:
    """From each point to the line: as a square, as wide as it is high, or as a stick; with the predictions."""

    panel: int
    style: Literal["squares", "sticks"]
    colour: str
    name: str
    width: float = 2.5
    size: float = 8
    kind: Literal["residuals"] = "residuals"


@dataclass(frozen=True)
class Best:
    """The best line by a measure of `core.MEASURES`, between two places ``x``, shape `(2,)`."""

    panel: int
    measure: str
    x: np.ndarray
    colour: str
    name: str
    dash: Dash
    width: float = 3
    kind: Literal["best"] = "best"


@dataclass(frozen=True)
class Cross:
    """The best line's place in a landscape whose axes are slope and intercept."""

    panel: int
    measure: str
    colour: str
    name: str
    size: float = 13
    kind: Literal["cross"] = "cross"


@dataclass(frozen=True)
class Landscape:
    """The landscape of a loss over slope and intercept, of whatever part the panel shows."""

    panel: int
    loss: str
    name: str
    kind: Literal["landscape"] = "landscape"


@dataclass(frozen=True)
class Slice:
    """A loss over one parameter of the line, 0 or 1, with the other fixed."""

    panel: int
    loss: str
    parameter: Literal[0, 1]
    colour: str
    name: str
    width: float = 3
    size: float = 13
    dash: bool = False
    kind: Literal["slice"] = "slice"


@dataclass(frozen=True)
class Shape:
    """What one point's error costs, with the points on it, and their mean."""

    panel: int
    loss: str
    colour: str
    name: str
    width: float = 3
    size: float = 11
    dash: bool = False
    kind: Literal["shape"] = "shape"


@dataclass(frozen=True)
class Stand:
    """A line's place in the landscape of its loss: on the 3-D surface, or on the map."""

    panel: int
    loss: str
    colour: str
    name: str
    size: float = 14
    of: Owner = "user"
    kind: Literal["stand"] = "stand"


@dataclass(frozen=True)
class Number:
    """A live number: a measure of `core.MEASURES`, or the parameter ``index`` of the line.

    Attributes:
        measure: Which, if its name is not the ``key``.
        of: Whose line.
    """

    key: str
    label: str
    colour: str
    unit: str = ""
    index: int | None = None
    measure: str | None = None
    of: Owner = "user"


@dataclass(frozen=True)
class Account:
    """A table with each point's part in a loss, the sum with the numbers in it, all measures, and Huber's δ.

    Attributes:
        loss: The measure on show.
        symbol: What it is called in the formula.
        columns: Titles of the seven columns: point, x, target, prediction, error, loss, share.
        names: One a point.
        measures: All measures.
        line: The line's parameters; behind them the numbers of a line that was kept.
        deltas: Values of δ to slide through, increasing.
    """

    loss: str
    symbol: str
    columns: tuple[str, ...]
    names: tuple[str, ...]
    measures: tuple[Number, ...]
    line: tuple[Number, ...]
    deltas: np.ndarray
    kind: Literal["account"] = "account"


LossTrack = Scores | Residuals | Best | Cross | Landscape | Slice | Shape | Stand
