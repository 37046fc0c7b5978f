"""The neuron as a graph with the numbers flowing through it: what its block in the player receives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

PHASES = ("Forward", "Loss", "Backward", "Update")
"""The four phases of an iteration, in their order."""


@dataclass(frozen=True)
class Phase:
    """One phase of an iteration: its name, its line of PyTorch, and a remark."""

    name: str
    code: str
    remark: str


@dataclass(frozen=True)
class Neuron:
    """One neuron `b + f(w x)` on its rows, seen through the four phases of an iteration.

    Attributes:
        x: Shape `(n,)`, the rows' inputs.
        y: Shape `(n,)`, their targets.
        activation: A name from `core.ACTIVATIONS`.
        bend: The activation as a formula of z, such as ``"max(0, z)"``.
        loss: ``"sse"`` or ``"mse"``.
        phases: What is said of each of `PHASES`.
        decay: λ of the penalty λ/2 w² on large weights.
        l1: α of the penalty α |w|.
        on_bias: Whether the bias is penalised, too.
        row: The row shown, from 0.
        phase: The phase on show, from 0.
    """

    x: np.ndarray
    y: np.ndarray
    activation: str
    bend: str
    loss: str
    phases: tuple[Phase, ...]
    decay: float = 0.0
    l1: float = 0.0
    on_bias: bool = False
    row: int = 0
    phase: int = 0
    kind: Literal["neuron"] = "neuron"
