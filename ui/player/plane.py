"""The moving things of a model with several features: a plane in space, predictions beside data, and its equations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ui.player.coordinates import Form
from ui.player.tracks import Owner


@dataclass(frozen=True)
class Plane:
    """A plane that moves in a 3-D panel, as a net over a grid of places.

    Attributes:
        x: Shape `(g,)`.
        y: Shape `(h,)`.
        form: Heights, `g · h` rows: those over all y at the first x, then at the second, and so on.
    """

    panel: int
    x: np.ndarray
    y: np.ndarray
    form: Form
    colour: str
    name: str
    width: float = 1.5
    dash: bool = False
    of: Owner = "run"
    kind: Literal["plane"] = "plane"


@dataclass(frozen=True)
class Stems:
    """Predictions in a 3-D panel, each on an upright line that ends at its target: the line is the residual.

    Attributes:
        x: Shape `(n,)`.
        y: Shape `(n,)`.
        z: Targets, shape `(n,)`.
        form: Predictions, `n` rows.
    """

    panel: int
    x: np.ndarray
    y: np.ndarray
    z: np.ndarray
    form: Form
    colour: str
    name: str
    size: float = 9
    width: float = 2
    of: Owner = "run"
    kind: Literal["stems"] = "stems"


PlaneTrack = Plane | Stems


@dataclass(frozen=True)
class Equation:
    """One target's prediction, written out: its name, its factors' names, and numbers from the parameters.

    Attributes:
        form: A weight for each factor and a bias, `len(factors) + 1` rows.
        result: A prediction to write behind it, one row, or None.
        unit: Of that prediction.
    """

    name: str
    colour: str
    factors: tuple[str, ...]
    form: Form
    result: Form | None = None
    unit: str = ""


@dataclass(frozen=True)
class Equations:
    """The equations of a model below the pictures, in step with them.

    Attributes:
        long: Whether an equation may take several lines.
    """

    rows: tuple[Equation, ...]
    long: bool = False
    kind: Literal["equations"] = "equations"
