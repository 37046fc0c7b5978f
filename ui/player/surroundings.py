"""What is around the moving things of a player: panels, live numbers, handles, and what theory says of rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.exact import BORDER, Stability
from ui.player.coordinates import Form, LossForm, Reciprocal
from ui.player.network_form import NetworkLoss
from ui.player.tracks import Owner


@dataclass(frozen=True)
class Readout:
    """A live number: its name, unit and colour, and what it shows.

    ``show`` is ``"epoch"``, ``"loss"``, ``"gradient"`` or ``"step"`` (of the parameter ``index``; a step is
    −learning rate × gradient), or ``"form"``, in so many ``digits``. What is ``lesser`` is not shown where the pictures
    fill a screen.
    """

    key: str
    label: str
    colour: str
    show: Literal["epoch", "loss", "gradient", "step", "form"]
    unit: str = ""
    index: int = 0
    form: Form | Reciprocal | LossForm | NetworkLoss | None = None
    of: Owner = "run"
    lesser: bool = False
    digits: int = 6


@dataclass(frozen=True)
class Panel:
    """A subplot: the names of its axes as traces name them (``"x2"``, ``"y2"``), or of its 3-D scene (``"scene"``).

    Attributes:
        share: Its width beside those of the others in a row.
        flat: Of a scene, the words on the button that asks for a flat picture, in a browser without 3-D.
    """

    x: str
    y: str = ""
    share: float = 1.0
    flat: str = ""

    @property
    def is_scene(self) -> bool:
        """Return whether the panel is three-dimensional."""
        return self.x.startswith("scene")


@dataclass(frozen=True)
class Heading:
    """What stands above the pictures where they fill a screen, beside what the run does.

    Attributes:
        title: Of the lesson.
        runs: Names and colours of the run on show and of those beside it, where there are several.
        step: What an epoch is called.
    """

    title: str
    runs: tuple[tuple[str, str], ...] = ()
    step: str = "epoch"


@dataclass(frozen=True)
class LineHandles:
    """Handles of a line: two ends in ``panel``, and its place in the panel ``landscape``; either may be None.

    Attributes:
        x: Where the two ends are, shape `(2,)`.
        form: Heights there from the two parameters.
        parameters: Where the line lies at first, shape `(2,)`, in training units.
        names: Accessible names of the ends, if there are any, and of the place in the landscape, if there is one.
        trains: Whether training begins anew wherever the line is let go, and a click in the landscape leads there.
    """

    panel: int | None
    landscape: int | None
    x: np.ndarray | None
    form: Form | None
    parameters: tuple[float, float]
    names: tuple[str, ...]
    trains: bool = False


@dataclass(frozen=True)
class Epochs:
    """How long a run is trained, to be chosen on a slider.

    Attributes:
        chosen: So many epochs the run is to have.
        most: So many can be chosen; the least is 1.
        label: What they are called.
        others: How many of the other runs, from the first, are trained for as many.
    """

    chosen: int
    most: int
    label: str = "Epochs"
    others: int = 0


@dataclass(frozen=True)
class Limits:
    """Where theory says that a learning rate stops being monotone and stops converging, and what it does beyond.

    Attributes:
        monotone: Up to here no direction overshoots.
        critical: Here the run swings for ever.
        beyond: The word for what it does above that.
        border: A rate within this part of one of the two is on it.
    """

    monotone: float
    critical: float
    beyond: str = "diverges"
    border: float = BORDER

    @classmethod
    def of(cls, stability: Stability) -> Limits | None:
        """Return what theory says of a recipe's learning rates; None where it is silent."""
        return cls(stability.monotone_rate, stability.critical_rate) if stability.holds else None
