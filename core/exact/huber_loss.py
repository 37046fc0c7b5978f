"""Find where a sum of Huber losses is smallest, by Newton's method from large δ down to small ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_ROUNDS = 100
_SMALLEST = 1e-10
_TRACE = 1e-12


def least_huber(design: Floats, y: Floats, delta: float) -> Floats:
    """Return θ, shape `(p,)`, where the sum of Huber losses of design θ − y is smallest.

    With δ as large as the largest error, least squares is the answer: here θ = 0. From there δ falls, by a factor
    of ten at most, and each answer is the start for the next (Madsen and Nielsen 1993, SIAM Journal on Optimization
    3, 223). Errors add up to 1 or more whatever θ is, because their squares do; so below δ = 10⁻¹⁰ / n
    the loss is that of absolute errors to ten digits, and the answer stays.

    Args:
        design: Shape `(n, p)`, columns of length 1 at right angles to each other.
        y: Shape `(n,)`, at right angles to them; its largest size is 1.
        delta: Above 0.
    """
    theta = np.zeros(design.shape[1])
    last = max(delta, _SMALLEST / len(y))
    stages = int(np.ceil(-np.log10(last))) if last < 1 else 0
    for each in np.geomspace(1, last, stages + 1)[1:]:
        theta = _newton(design, y, theta, float(each))
    return theta


def _newton(design: Floats, y: Floats, theta: Floats, delta: float) -> Floats:
    """Go to the bottom of the quadratic piece, as far as it pays: exact once no row changes its piece any more."""
    errors = design @ theta - y
    smallest = np.finfo(float).eps * np.sqrt(len(y)) * (1 + delta)
    for _ in range(_ROUNDS):
        pulls, inside = np.clip(errors, -delta, delta), np.abs(errors) <= delta
        gradient = design.T @ pulls
        if np.linalg.norm(gradient) <= smallest:
            break
        # Rows outside have no curvature; a trace of it keeps the step finite where few rows are inside.
        curvature = design[inside].T @ design[inside] + _TRACE * np.eye(len(theta))
        step = -np.linalg.solve(curvature, gradient)
        theta = theta + _length(errors, design @ step, delta) * step
        errors = design @ theta - y
        if _same_piece(pulls, inside, errors, delta):
            break
    return theta


def _same_piece(pulls: Floats, inside: NDArray[np.bool_], errors: Floats, delta: float) -> bool:
    """Return whether every row is still inside, or beyond on the same side, as it was."""
    outside = ~inside
    return bool(np.array_equal(inside, np.abs(errors) <= delta) and (pulls[outside] * errors[outside] > 0).all())


def _length(errors: Floats, rates: Floats, delta: float) -> float:
    """Return how far along a way the loss falls: its slope there is a broken line that only rises; this is its zero.

    Args:
        errors: Shape `(n,)`, now.
        rates: Shape `(n,)`, by which they change a unit of the way.
        delta: Above 0.
    """
    errors, rates = errors[rates != 0], rates[rates != 0]
    enters, leaves = (sign * delta / np.abs(rates) - errors / rates for sign in (-1, 1))
    inside = (enters <= 0) & (leaves > 0)
    corners, changes = np.concatenate([enters, leaves]), np.concatenate([rates**2, -(rates**2)])
    order = np.argsort(corners)
    order = order[corners[order] > 0]
    corners = np.concatenate([[0.0], corners[order]])
    curvatures = (rates**2)[inside].sum() + np.concatenate([[0.0], np.cumsum(changes[order])])
    slopes = rates @ np.clip(errors, -delta, delta) + np.concatenate(
        [[0.0], np.cumsum(np.diff(corners) * curvatures[:-1])]
    )
    rising = np.flatnonzero(slopes >= 0)
    if not len(rising):
        return float(corners[-1])
    at = int(rising[0])
    if at == 0:
        return 0.0
    share = slopes[at - 1] / (slopes[at - 1] - slopes[at])
    return float(corners[at - 1] + share * (corners[at] - corners[at - 1]))
