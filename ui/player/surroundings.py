"""What is around the moving things of a player: panels, live numbers, handles, and what theory says of rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core import Stability
from ui.player.tracks import Form, Owner, Reciprocal


@dataclass(frozen=True)
class Readout:
    """A live number: its name, unit and colour, and what it shows.

    ``show`` is ``"epoch"``, ``"loss"``, ``"gradient"`` or ``"step"`` (of the parameter ``index``; a step is
    −learning rate × gradient), or ``"form"``.
    """

    key: str
    label: str
    colour: str
    show: Literal["epoch", "loss", "gradient", "step", "form"]
    unit: str = ""
    index: int = 0
    form: Form | Reciprocal | None = None
    of: Owner = "run"


@dataclass(frozen=True)
class Panel:
    """A subplot: the names of its axes as traces name them (``"x2"``, ``"y2"``), or of its 3-D scene (``"scene"``).

    Attributes:
        share: Its width beside those of the others in a row.
    """

    x: str
    y: str = ""
    share: float = 1.0

    @property
    def is_scene(self) -> bool:
        """Tell whether the panel is three-dimensional."""
        return self.x.startswith("scene")


@dataclass(frozen=True)
class Hand:
    """A line to hold by hand: two ends in ``panel``, and its place in the panel ``landscape``; either may be None.

    Attributes:
        x: Where the two ends are, shape `(2,)`.
        form: Heights there from the two parameters.
        parameters: Where the line lies at first, shape `(2,)`, in training units.
        names: Accessible names of the ends, if there are any, and of the place in the landscape, if there is one.
        trains: Whether training begins anew wherever the hand comes to rest, and a click in the landscape leads there.
    """

    panel: int | None
    landscape: int | None
    x: np.ndarray | None
    form: Form | None
    parameters: tuple[float, float]
    names: tuple[str, ...]
    trains: bool = False


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
    """Where theory says that a learning rate stops gliding and stops converging, and what it does beyond."""

    glide: float
    critical: float
    beyond: str = "diverges"

    @classmethod
    def of(cls, stability: Stability) -> Limits | None:
        """Return what theory says of a recipe's learning rates; None where it is silent."""
        return cls(stability.glide_rate, stability.critical_rate) if stability.holds else None
