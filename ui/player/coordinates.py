"""Where things are that move: numbers that follow from a run, or from a model's parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ui.player.network_form import NetworkLoss


@dataclass(frozen=True)
class Form:
    """Functions of the parameters: ``offset + weights @ parameters + activation(inner @ parameters)``.

    Attributes:
        offset: Shape `(m,)`.
        weights: Shape `(m, P)`.
        inner: Shape `(m, P)`, what the activation acts on; None leaves the form affine.
        activation: A name from `core.ACTIVATIONS`, or what a row of two classes costs by the log-odds of the wrong one:
            `"softplus"` for its cross-entropy, `"squared_sigmoid"` for its squared error.
    """

    offset: np.ndarray
    weights: np.ndarray
    inner: np.ndarray | None = None
    activation: str = "identity"


@dataclass(frozen=True)
class Reciprocal:
    """A number over a form of one row: ``factor / form``; nothing where the form is below 0."""

    form: Form
    factor: float


@dataclass(frozen=True)
class LossForm:
    """A loss of the parameters: that of a form's predictions against targets.

    Attributes:
        loss: A name from `core.LOSSES`.
        form: Predictions from parameters, `n` rows.
        targets: Shape `(n,)`, in the same units.
        penalty: Weight decay and L1 penalty of each parameter, shape `(P, 2)`; None where large weights cost nothing.
    """

    loss: str
    form: Form
    targets: np.ndarray
    penalty: np.ndarray | None = None


@dataclass(frozen=True)
class Column:
    """A column of the run: ``"epoch"``, ``"loss"`` or the number of a parameter."""

    column: Literal["epoch", "loss"] | int


@dataclass(frozen=True)
class Count:
    """The epochs of a run, counted in something of which each of them has several, such as steps.

    Attributes:
        per_epoch: So many an epoch.
        until: The last epoch that the axis has room for; None for all.
    """

    per_epoch: int
    until: int | None = None


Coordinate = Literal["epoch", "loss"] | int | Form | Reciprocal | LossForm | NetworkLoss | Count
"""Where a path goes: a column of the run, or what follows from the parameters there."""
Place = Column | float | Form | Reciprocal | LossForm | NetworkLoss | Count
"""Where a point is, likewise; a bare number stands still."""
