"""Where two classes are equally probable by a linear classifier of two features: straight borders, in data units."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from core.data import Scaler

_LEVEL = 1e-12


def scores(parameters: np.ndarray, scaler: Scaler, outputs: int) -> np.ndarray:
    """Return what each class gets for a unit of each feature, and its bias in the last row, shape `(d + 1, classes)`.

    Args:
        parameters: Shape `(P,)`, in training units.
        scaler: From data units to training units.
        outputs: Of the classifier; one is the second class's, and the first class gets 0.
    """
    theta = np.asarray(parameters, dtype=float).reshape(-1, outputs)
    weights = theta[:-1] / scaler.feature_scale[:, None]
    found = np.vstack([weights, theta[-1] - scaler.feature_shift @ weights])
    return np.hstack([np.zeros_like(found), found]) if outputs == 1 else found


def borders(given: np.ndarray, window: Sequence[tuple[float, float]], threshold: float = 0.5) -> np.ndarray:
    """Return the pieces of the borders inside a window, each from one end to the other, shape `(m, 2, 2)`.

    Args:
        given: As `scores` returns it, of two features.
        window: From where to where each feature goes.
        threshold: Of two classes, the probability of the second at the border.
    """
    shifted = given.copy()
    if given.shape[1] == 2:
        shifted[-1, 1] -= np.log(threshold / (1 - threshold))
    (left, right), (bottom, top) = window
    sides = [((-1, 0), left), ((1, 0), -right), ((0, -1), bottom), ((0, 1), -top)]
    pieces = []
    for one, other in combinations(range(given.shape[1]), 2):
        # Everything that must not be above 0: outside of the window, and a third class that is more probable.
        limits = [np.array([*normal, offset], dtype=float) for normal, offset in sides]
        limits += [shifted[:, k] - shifted[:, one] for k in range(given.shape[1]) if k not in (one, other)]
        piece = _clipped(shifted[:, other] - shifted[:, one], limits)
        if piece is not None:
            pieces.append(piece)
    return np.array(pieces).reshape(-1, 2, 2)


def _clipped(line: np.ndarray, limits: Sequence[np.ndarray]) -> np.ndarray | None:
    """Return the ends of that part of a line on which no limit is above 0, shape `(2, 2)`; None where there is none."""
    normal = line[:2]
    length = float(normal @ normal)
    if not np.isfinite(length) or not length:
        return None
    foot, along = -line[2] * normal / length, np.array([-normal[1], normal[0]]) / np.sqrt(length)
    low, high = -np.inf, np.inf
    for limit in limits:
        at, slope = float(limit[:2] @ foot + limit[2]), float(limit[:2] @ along)
        if abs(slope) < _LEVEL:
            if at > 0:
                return None
        elif slope > 0:
            high = min(high, -at / slope)
        else:
            low = max(low, -at / slope)
    return np.array([foot + low * along, foot + high * along]) if low < high else None


def turned(before: np.ndarray, now: np.ndarray, one: int, other: int) -> float:
    """Return by how many degrees, 0 to 180, the border between two classes has turned, in units of the features.

    Args:
        before: As `scores` returns it.
        now: Likewise.
        one: The number of a class.
        other: That of another.
    """
    first, second = (each[:2, other] - each[:2, one] for each in (before, now))
    sine, cosine = first[0] * second[1] - first[1] * second[0], first @ second
    return float(np.degrees(abs(np.arctan2(sine, cosine))))
