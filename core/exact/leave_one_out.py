"""Say how well a linear fit predicts rows it has not seen, exactly and without fitting anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data import Dataset
from core.exact.factoring import factored
from core.exact.squared_error import explained, least_squares

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LeftOut:
    """The residuals of a fit to all rows beside those of fits that have not seen the row.

    Attributes:
        leverages: Shape `(n,)`, from 1/n to 1: how much of its own prediction a row makes; they add up to d + 1.
        residuals: Shape `(n, t)`, targets less predictions of the fit to all rows.
        unseen: Shape `(n, t)`, targets less predictions of the fit without the row's group.
        r_squared: Shape `(t,)`, 1 − Σ residuals² / Σ (targets − their mean)².
        unseen_r_squared: Shape `(t,)`, the same with the unseen residuals; it can be below 0.
    """

    leverages: Floats
    residuals: Floats
    unseen: Floats
    r_squared: Floats
    unseen_r_squared: Floats


def leverage(dataset: Dataset, features: Floats) -> float:
    """Return how far a place is from the data, measured as the hat matrix measures the rows; 1/n at their mean.

    Args:
        dataset: Features and targets.
        features: The place, shape `(d,)`.

    Raises:
        ValueError: If the fit is not determined.
    """
    least_squares(dataset)
    rows = factored(dataset.features)
    along = np.linalg.solve(rows.r.T, (features - rows.means - rows.rest) / rows.norms)
    return float(1 / dataset.n + along @ along)


def left_out(dataset: Dataset, groups: Sequence[int] | None = None) -> LeftOut:
    """Leave each group of rows out in turn and predict it from the rest.

    With the hat matrix H, the fit without the rows G misses them by (I − H_GG)⁻¹ times the residuals there
    (Cook and Weisberg 1982, Residuals and Influence in Regression, section 2.2).

    Args:
        dataset: Features and targets.
        groups: Each row's group, `n` numbers; None leaves out one row at a time.

    Raises:
        ValueError: If the fit is not determined, or not without one of the groups, or if there are not as many
            groups as rows.
    """
    least_squares(dataset)
    members = np.arange(dataset.n) if groups is None else np.asarray(groups)
    if members.shape != (dataset.n,):
        raise ValueError(f"groups must hold {dataset.n} numbers, one a row, not shape {members.shape}.")
    q = factored(dataset.features).q
    # H = q qᵀ + 1/n has n² numbers: only the blocks that are asked for are made.
    leverages = np.asarray((q**2).sum(1) + 1 / dataset.n)
    centred = dataset.targets - dataset.targets.mean(0)
    residuals = centred - q @ (q.T @ centred)
    unseen = np.empty_like(residuals)
    firsts = np.unique(np.sort(members), return_index=True)[1]
    blocks = np.split(np.argsort(members, kind="stable"), firsts[1:])
    alone = np.array([rows[0] for rows in blocks if len(rows) == 1], dtype=np.intp)
    _require_rest(np.asarray(1 - leverages[alone]), alone)
    unseen[alone] = residuals[alone] / (1 - leverages[alone])[:, None]
    for rows in (rows for rows in blocks if len(rows) > 1):
        rest = np.eye(len(rows)) - q[rows] @ q[rows].T - 1 / dataset.n
        _require_rest(np.asarray(np.linalg.eigvalsh(rest)[:1]), rows)
        unseen[rows] = np.linalg.solve(rest, residuals[rows])
    shares = (explained(dataset.targets, errors) for errors in (residuals, unseen))
    return LeftOut(leverages, residuals, unseen, *shares)


def _require_rest(rest: Floats, rows: NDArray[np.intp]) -> None:
    """Refuse to leave out rows that the fit needs: without them nothing of I − H is left."""
    if len(rest) and rest.min() <= 1e-10:
        raise ValueError(f"the fit is not determined without row {rows[int(rest.argmin())] + 1} and its group.")
