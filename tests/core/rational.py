"""Least squares in rational numbers, against which floating point is checked."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def solved(features: Floats, targets: Floats, read: Callable[[float], Fraction]) -> list[Fraction]:
    """Solve the normal equations in rational numbers; weights, then the bias.

    Args:
        features: One row an observation, shape `(n, d)`.
        targets: Shape `(n,)`.
        read: What a stored number stands for.
    """
    rows = [[*map(read, row), Fraction(1)] for row in features.tolist()]
    y, p = list(map(read, targets.tolist())), features.shape[1] + 1
    system = [
        [sum((row[i] * row[j] for row in rows), Fraction()) for j in range(p)]
        + [sum((row[i] * value for row, value in zip(rows, y, strict=True)), Fraction())]
        for i in range(p)
    ]
    for i in range(p):
        system[i] = [value / system[i][i] for value in system[i]]
        for j in range(p):
            if j != i:
                system[j] = [a - system[j][i] * b for a, b in zip(system[j], system[i], strict=True)]
    return [row[-1] for row in system]
