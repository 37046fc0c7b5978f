"""The moving things of a player: what each one is bound to, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ui.player.coordinates import Coordinate, Form, Place

Owner = Literal["run", "user", "guess loss", "guess age", "guess line"] | int
"""Whose parameters a track follows: the run's at the present epoch, the user's own line, those of another run, or
the heights of a guess."""


@dataclass(frozen=True)
class Path:
    """A path revealed up to the present epoch; the rest of the run is shown faintly. ``z`` is for 3-D panels."""

    panel: int
    x: Coordinate
    y: Coordinate
    colour: str
    name: str
    width: float = 2.5
    ghost: bool = True
    of: Owner = "run"
    z: Coordinate | None = None
    dash: bool = False
    kind: Literal["path"] = "path"


@dataclass(frozen=True)
class Line:
    """A line or curve that changes shape: heights ``form`` over the places ``x``, shape `(m,)`."""

    panel: int
    x: np.ndarray
    form: Form
    colour: str
    name: str
    width: float = 3.5
    dash: bool = False
    of: Owner = "run"
    kind: Literal["line"] = "line"


@dataclass(frozen=True)
class Point:
    """A point; ``drop`` draws the dotted way to both axes. ``z`` is for 3-D panels."""

    panel: int
    x: Place
    y: Place
    colour: str
    name: str
    size: float = 13
    drop: bool = False
    of: Owner = "run"
    z: Place | None = None
    kind: Literal["point"] = "point"


@dataclass(frozen=True)
class Dots:
    """Many points at once, `n` rows: predictions against targets, or predictions on a curve."""

    panel: int
    x: np.ndarray | Form
    y: np.ndarray | Form
    colour: str
    name: str
    size: float = 9
    symbol: Literal["circle", "diamond", "square", "ring"] = "circle"
    of: Owner = "run"
    kind: Literal["dots"] = "dots"


@dataclass(frozen=True)
class Lowest:
    """A ring where a curve over the epochs is lowest."""

    panel: int
    x: Coordinate
    y: Coordinate
    colour: str
    name: str
    size: float = 13
    of: Owner = "run"
    kind: Literal["lowest"] = "lowest"


@dataclass(frozen=True)
class Sticks:
    """Residuals as upright lines between the targets ``y`` and the heights ``form`` at ``x``, shapes `(n,)`."""

    panel: int
    x: np.ndarray
    y: np.ndarray
    form: Form
    colour: str
    name: str
    width: float = 2
    of: Owner = "run"
    kind: Literal["sticks"] = "sticks"


@dataclass(frozen=True)
class Squares:
    """Residuals as squares between the targets ``y`` and the heights ``form`` at ``x``, shapes `(n,)`.

    A square that has no room in its panel is not drawn: one that the edge cuts off would look like a smaller error.

    Attributes:
        near: All squares are shown only while no residual is larger than this, in units of ``y``; None for always.
    """

    panel: int
    x: np.ndarray
    y: np.ndarray
    form: Form
    colour: str
    name: str
    near: float | None = None
    of: Owner = "run"
    kind: Literal["squares"] = "squares"


@dataclass(frozen=True)
class Arrow:
    """The step to come, in a panel whose axes are parameters 0 and 1: −learning rate × gradient × ``factor``.

    Attributes:
        least: Pixels; a shorter step is shown so long, and paler, so that its direction can be seen.
        goal: Where the best parameters are: a short step is never shown as longer than the way there.
    """

    panel: int
    colour: str
    name: str
    of: Owner = "run"
    factor: float = 1.0
    least: float = 0.0
    goal: np.ndarray | None = None
    kind: Literal["arrow"] = "arrow"


@dataclass(frozen=True)
class Bundle:
    """Many lines at once, each with heights over the places ``x``, that glide from one kept epoch to the next.

    Attributes:
        x: Shape `(m,)`.
        epochs: Shape `(K,)`, increasing, from 0.
        heights: Shape `(K, B, m)`; it travels in single precision. A line with a number that is not finite is left out.
    """

    panel: int
    x: np.ndarray
    epochs: np.ndarray
    heights: np.ndarray
    colour: str
    name: str
    width: float = 1.2
    alpha: float = 0.15
    kind: Literal["bundle"] = "bundle"


@dataclass(frozen=True)
class Swarm:
    """Many points at once that glide from one kept epoch to the next.

    Attributes:
        epochs: Shape `(K,)`, increasing, from 0.
        x: Shape `(K, B)`, or ``"epoch"`` where all of them move with time.
        y: Shape `(K, B)`; both travel in single precision. A point that is not finite is left out.
    """

    panel: int
    epochs: np.ndarray
    x: np.ndarray | Literal["epoch"]
    y: np.ndarray
    colour: str
    name: str
    size: float = 5
    alpha: float = 0.5
    kind: Literal["swarm"] = "swarm"


Track = Path | Line | Point | Dots | Lowest | Sticks | Squares | Arrow | Bundle | Swarm
