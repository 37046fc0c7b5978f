"""Centre features, bring them to length 1 and factorise them: what every exact answer is computed from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data import settled

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Factored:
    """Features as `means + q r norms`.

    Attributes:
        q: Shape `(n, d)`, columns of length 1 at right angles to each other, and to a column of ones if centred.
        r: Shape `(d, d)`, upper triangular.
        means: Shape `(d,)`; 0 if the features were not centred.
        rest: Shape `(d,)`, what rounding has left out of the means.
        norms: Shape `(d,)`, the lengths of the centred columns; 1 where that is 0.
    """

    q: Floats
    r: Floats
    means: Floats
    rest: Floats
    norms: Floats

    def weights(self, along: Floats, lengths: Floats) -> Floats:
        """Return the weights, shape `(d, t)`, of fits that are `q along`.

        Args:
            along: Shape `(d, t)`.
            lengths: Of the targets, shape `(t,)`; a weight that moves them by no more than their rounding is 0.
        """
        return settled(np.linalg.solve(self.r, along) / self.norms[:, None], lengths / self.norms[:, None])

    def biases(self, weights: Floats, centre: Floats, lengths: Floats) -> Floats:
        """Return the biases, shape `(t,)`, of fits that are `centre` where the features are at their means."""
        terms = np.abs(centre) + np.abs(self.means) @ np.abs(weights) + lengths / np.sqrt(len(self.q))
        return settled(centre - self.means @ weights - self.rest @ weights, terms)


def factored(features: Floats, *, centred: bool = True) -> Factored:
    """Factorise features of shape `(n, d)`; centred and scaled, neither large means nor units cost digits."""
    means = features.mean(axis=0) if centred else np.zeros(features.shape[1])
    columns = features - means
    rest = columns.mean(axis=0) if centred else means
    columns -= rest
    norms = np.linalg.norm(columns, axis=0)
    norms = np.where(norms > 0, norms, 1.0)
    q, r = np.linalg.qr(columns / norms)
    return Factored(q, r, means, rest, norms)
