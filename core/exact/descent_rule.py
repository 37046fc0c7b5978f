"""Say what descent, plain, with momentum or Nesterov's, makes of one direction of a quadratic bowl."""

from __future__ import annotations

import cmath
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

_APART = 1e-7
"""Roots that are nearer to each other, as a part of their size, are told apart by so much."""
_BLOCK, _LARGEST_BLOCK = 4096, 1 << 20
_COUNTABLE = 10**12
_ROUNDING = 1e-9


@dataclass(frozen=True)
class DescentRule:
    """Full-batch descent along a direction of curvature λ at rate η: all of it follows from the product p = ηλ.

    Each distance from the optimum follows from the two before it, e″ = (z₁ + z₂) e′ − z₁ z₂ e (Polyak 1964). With
    momentum m the roots are z = 1 − w, where

        w² − (1 − m + a p) w + p = 0,    a = 1 for momentum, 1 + m for Nesterov's as torch has it,

    and the first step leads from 1 to 1 − a p. Without momentum w is 1 and p: each step multiplies by 1 − p.

    Attributes:
        momentum: In [0, 1).
        nesterov: Whether the step looks ahead.
    """

    momentum: float = 0.0
    nesterov: bool = False

    @property
    def plain(self) -> bool:
        """Return whether a step is −learning rate × gradient and nothing else."""
        return self.momentum == 0

    @property
    def smooth(self) -> float:
        """Return the largest p at which the distance never changes sides: both roots are real, none below 0."""
        m = self.momentum
        return float(((1 - m) / (1 + (m if self.nesterov else math.sqrt(m)))) ** 2)

    @property
    def critical(self) -> float:
        """Return the p at which a root is −1: from side to side for ever, neither nearer nor further."""
        m = self.momentum
        return 2 * (1 + m) / (1 + 2 * m) if self.nesterov else 2 * (1 + m)

    @property
    def _ahead(self) -> float:
        return 1 + self.momentum if self.nesterov else 1.0

    def factor(self, product: float) -> float:
        """Return by what an epoch multiplies the distance in the long run: the root furthest from 0.

        Of two roots that turn, a conjugate pair, it is their size.
        """
        root = max((1 - w for w in self._gaps(product)), key=abs)
        return abs(root) if root.imag else root.real

    def distances(self, product: float, epochs: ArrayLike) -> NDArray[np.float64]:
        """Return the distance after so many epochs of a run that begins at rest at distance 1."""
        narrow, wide = self._gaps(product, apart=True)
        after = np.asarray(epochs, dtype=np.float64)
        parts = ((wide - self._ahead * product, narrow), (self._ahead * product - narrow, wide))
        with np.errstate(over="ignore"):
            powers = [share * np.exp(after * complex(_log_size(w), cmath.phase(1 - w))) for share, w in parts]
        return np.asarray(((powers[0] + powers[1]) / (wide - narrow)).real)

    def epochs_within(self, fraction: float, product: float) -> int | None:
        """Return from which epoch on the distance stays within a fraction of the first; None if it never does.

        Args:
            fraction: Above 0 and below 1.
            product: Above 0.
        """
        narrow, wide = self._gaps(product, apart=True)
        decay, ahead = -max(_log_size(narrow), _log_size(wide)), self._ahead * product
        if decay <= 0:
            return None
        size = (abs(wide - ahead) + abs(ahead - narrow)) / abs(wide - narrow)
        # Here the bound on what is left is within; the distance itself may be sooner.
        end, length = max(1, math.ceil(math.log(size / fraction) / decay)), _BLOCK
        while 1 < end < _COUNTABLE:
            block = np.arange(max(1, end - length), end)
            over = np.abs(self.distances(product, block)) > fraction * (1 + _ROUNDING)
            if over.any():
                return int(block[over][-1]) + 1
            end, length = int(block[0]), min(2 * length, _LARGEST_BLOCK)
        return end

    def _gaps(self, product: float, *, apart: bool = False) -> tuple[complex, complex]:
        """Return 1 − z of both roots, each to its last digits; `apart` if their difference must not be 0."""
        total = 1 - self.momentum + self._ahead * product
        root = cmath.sqrt(total * total - 4 * product)
        if apart and abs(root) < _APART * total:
            return (total - _APART * total) / 2, (total + _APART * total) / 2
        wide = (total + root) / 2
        return product / wide, wide


PLAIN = DescentRule()


def _log_size(w: complex) -> float:
    """Return ln |1 − w|, with all its digits where 1 − w is close to 1, and a number where it is 0."""
    size = abs(1 - w)
    if size < 0.5:
        return math.log(size) if size > 1e-300 else -700.0
    return math.log1p(w.real * (w.real - 2) + w.imag**2) / 2
