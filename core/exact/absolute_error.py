"""Find where a sum of absolute errors is smallest, as a linear programme."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from core.data import settled

Floats = NDArray[np.float64]
_TOLERANCE = 1e-10  # the smallest that HiGHS takes
_ROUNDED = 1e-12


def least_absolute(design: Floats, y: Floats) -> Floats:
    """Return a corner θ, shape `(p,)`, where Σ |design θ − y| is smallest.

    The dual programme is solved, which has a variable a row: maximise yᵀd with designᵀd = 0 and |d| ≤ 1. The prices
    of its equations are −θ (Koenker and Bassett 1978, Econometrica 46, 33).

    Args:
        design: Shape `(n, p)`, columns at right angles to each other and of one length.
        y: Shape `(n,)`, of size 1.

    Raises:
        ArithmeticError: If the programme is not solved.
    """
    n, p = design.shape
    # Numbers of size 1, whatever the units: the solver's tolerances are absolute.
    unit = np.sqrt(n)
    solution = linprog(
        -y, A_eq=unit * design.T, b_eq=np.zeros(p), bounds=(-1, 1), method="highs",
        options={"primal_feasibility_tolerance": _TOLERANCE, "dual_feasibility_tolerance": _TOLERANCE},
    )  # fmt: skip
    if solution.x is None:
        raise ArithmeticError(f"The linear programme was not solved: {solution.message}")
    return np.asarray(-unit * solution.eqlin.marginals)


def first_best_line(x: Floats, y: Floats) -> tuple[float, float]:
    """Return slope and intercept of the line with the least absolute errors; of equally good ones the first.

    Some line through two points is best. They are tried in the order of the rows, as `fits.js` in the browser does:
    where several are best, the page names the one that it draws.

    Args:
        x: Shape `(n,)`, for a few rows; at least two values.
        y: Shape `(n,)`.
    """
    i, j = np.triu_indices(len(x), 1)
    i, j = i[x[i] != x[j]], j[x[i] != x[j]]
    slopes = (y[j] - y[i]) / (x[j] - x[i])
    sums = np.abs(y - y[i, None] - slopes[:, None] * (x - x[i, None])).sum(axis=1)
    # A line that is better by rounding alone is another corner of the same floor.
    best = int((sums <= sums.min() * (1 + _ROUNDED)).argmax())
    return float(slopes[best]), float(settled(y[i[best]] - slopes[best] * x[i[best]], np.abs(y).max()))
