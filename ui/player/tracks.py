"""The moving things of a player: what each one is bound to, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Owner = Literal["run", "hand"]
"""Whose parameters a track follows: the run's at the present epoch, or the line held by hand."""


@dataclass(frozen=True)
class Form:
    """Affine forms of the parameters: ``offset + weights @ parameters``.

    Attributes:
        offset: Shape `(m,)`.
        weights: Shape `(m, P)`.
    """

    offset: np.ndarray
    weights: np.ndarray


@dataclass(frozen=True)
class Column:
    """A column of the run: ``"epoch"``, ``"loss"`` or the number of a parameter."""

    column: Literal["epoch", "loss"] | int


@dataclass(frozen=True)
class Path:
    """A path revealed up to the present epoch; the rest of the run is shown faintly."""

    panel: int
    x: Literal["epoch", "loss"] | int
    y: Literal["epoch", "loss"] | int
    colour: str
    name: str
    width: float = 2.5
    ghost: bool = True
    of: Owner = "run"
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
    """A point; ``drop`` draws the dotted way to both axes."""

    panel: int
    x: Column | float
    y: Column | Form
    colour: str
    name: str
    size: float = 13
    drop: bool = False
    of: Owner = "run"
    kind: Literal["point"] = "point"


@dataclass(frozen=True)
class Squares:
    """Residuals as squares between the targets ``y`` and the heights ``form`` at ``x``, shapes `(n,)`."""

    panel: int
    x: np.ndarray
    y: np.ndarray
    form: Form
    colour: str
    name: str
    of: Owner = "run"
    kind: Literal["squares"] = "squares"


Track = Path | Line | Point | Squares


@dataclass(frozen=True)
class Readout:
    """A live number: its name, unit and colour, and what it shows.

    ``show`` is ``"epoch"``, ``"loss"``, ``"gradient"`` (of the parameter ``index``) or ``"form"``.
    """

    key: str
    label: str
    colour: str
    show: Literal["epoch", "loss", "gradient", "form"]
    unit: str = ""
    index: int = 0
    form: Form | None = None
    of: Owner = "run"


@dataclass(frozen=True)
class Panel:
    """A subplot: the names of its axes, as traces name them (``"x2"``, ``"y2"``)."""

    x: str
    y: str


@dataclass(frozen=True)
class Hand:
    """A line to hold by hand: two ends in ``panel``, and its place in the panel ``landscape``.

    Attributes:
        x: Where the two ends are, shape `(2,)`.
        form: Heights there from the two parameters.
        parameters: Where the line lies at first, shape `(2,)`, in training units.
        names: Accessible names of the two ends and of the place in the landscape.
    """

    panel: int
    landscape: int
    x: np.ndarray
    form: Form
    parameters: tuple[float, float]
    names: tuple[str, str, str]


@dataclass(frozen=True)
class Model:
    """What the browser needs to know the loss of a line held by hand, in training units.

    Attributes:
        loss: Name of the loss.
        form: Predictions from parameters, `n` rows.
        targets: Shape `(n,)`.
    """

    loss: str
    form: Form
    targets: np.ndarray


@dataclass(frozen=True)
class Limits:
    """Where theory says that a learning rate stops gliding and stops converging."""

    glide: float
    critical: float
