"""The gradients of runs as they are shown: 0 where the per-sample gradients cancel but for rounding."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data import fit_scaler, settled
from core.training import Family, History


def settled_gradients(run: History | Family) -> NDArray[np.float64]:
    """Return the gradients of runs, and 0 where the per-sample gradients cancel, in the shape they have.

    A gradient adds up `ℓ'(e) x` over the rows. By Cauchy and Schwarz that is at most the root mean squares of both,
    where the errors are rounded as predictions and targets are.
    """
    if run.recipe.network is not None:
        return run.gradients
    scaler = fit_scaler(run.dataset, run.recipe.scaling)
    design = np.column_stack([scaler.scale_features(run.dataset.features), np.ones(run.dataset.n)])
    targets = np.sqrt((scaler.scale_targets(run.dataset.targets) ** 2).mean())
    columns = np.repeat(np.sqrt((design**2).mean(0)), run.dataset.t)
    with np.errstate(over="ignore", invalid="ignore"):
        rows = run.dataset.n if run.recipe.loss == "sse" else 1
        errors = np.sqrt(run.losses / rows)
        slopes = np.ones_like(errors) if run.recipe.loss == "mae" else 2 * (errors + 2 * targets)
        terms = rows * slopes[..., None] * columns
    return settled(run.gradients, np.nan_to_num(terms, posinf=0))
