"""Find the exact minimum of the cross-entropy of a linear classifier, where there is one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.special import log_softmax, softmax

from core.data import Dataset, fit_scaler
from core.model import Recipe

Floats = NDArray[np.float64]
MAX_STEPS = 100
"""Newton's method needs about ten; some more with little weight decay on classes that can be told apart."""
SMALLEST_SHARE = 1e-6
"""Of a step: where that much of it does not help, rounding hides the rest."""
MARGIN = 1e-9
"""Of a plane between the classes: below it is rounding of the linear programme."""


@dataclass(frozen=True, eq=False)
class Optimum:
    """Where the cross-entropy is smallest.

    Attributes:
        parameters: Shape `(P,)`, in training units, each feature's weights for all outputs, then the biases; None where
            classes can be told apart without a mistake and large weights cost nothing: then the loss falls towards 0
            for ever, and the weights grow.
        loss: The loss there, with its penalty; 0 where there is no smallest one.
    """

    parameters: Floats | None
    loss: float


def logistic_optimum(dataset: Dataset, recipe: Recipe) -> Optimum:
    """Return the smallest cross-entropy of a linear classifier, by Newton's method, to about fifteen digits.

    With several outputs and no penalty, equal numbers can be added to all of them without any change; of these
    parameters the ones whose outputs add up to 0 are returned. With a penalty that biases do not pay, that holds for
    the biases.

    Args:
        dataset: Features, and targets of 0 and 1: one column for two classes, or a column for each.
        recipe: Its scaling of the features and its weight decay matter, and whether biases decay.

    Raises:
        ValueError: If the features depend on one another, so that without decay many parameters serve as well.
    """
    features = fit_scaler(dataset, recipe.scaling).scale_features(dataset.features)
    # In columns of mean 0 and size 1, so that neither units nor large means cost digits.
    means, sizes = features.mean(axis=0), features.std(axis=0)
    sizes = np.where(sizes > 0, sizes, 1.0)
    design = np.column_stack([(features - means) / sizes, np.ones(dataset.n)])
    back = np.diag([*(1 / sizes), 1.0])
    back[-1, :-1] = -means / sizes
    decay = back.T @ np.diag([recipe.weight_decay] * dataset.d + [recipe.weight_decay * recipe.decays_biases]) @ back
    if not recipe.weight_decay:
        if np.linalg.matrix_rank(design) < design.shape[1]:
            raise ValueError("the features depend on one another: many parameters serve as well; use weight decay.")
        if can_be_separated(design, dataset.targets):
            return Optimum(None, 0.0)
    theta, value = _newton(design, dataset.targets, decay)
    return Optimum((back @ theta).ravel(), value)


def _newton(design: Floats, targets: Floats, decay: Floats) -> tuple[Floats, float]:
    """Return parameters `(p, t)` and loss of the minimum: Newton's steps, shortened where they would lead too far."""
    theta = np.zeros((design.shape[1], targets.shape[1]))
    value, slope, curvature = _evaluated(design, targets, decay, theta)
    for _ in range(MAX_STEPS):
        # The curvature is 0 in a direction that changes nothing; the smallest solution stays out of it.
        move = np.linalg.lstsq(curvature, slope.ravel(), rcond=1e-14)[0].reshape(theta.shape)
        gain, share = float((move * slope).sum()), 1.0
        while (found := _evaluated(design, targets, decay, theta - share * move))[0] > value - share * gain / 4:
            share /= 2
            if share < SMALLEST_SHARE:  # nothing but rounding is left
                return theta, value
        theta, (value, slope, curvature) = theta - share * move, found
    return theta, value


def can_be_separated(design: Floats, targets: Floats) -> bool:
    """Return whether a linear classifier can have each row right: then the loss has no minimum.

    That is so when some parameters put each row on the side of its class, or on the border, but not all on the border
    (Albert and Anderson 1984); a linear programme looks for them.

    Args:
        design: Shape `(n, p)`, a column of ones with it.
        targets: Shape `(n, t)`, 0 and 1.
    """
    p, t = design.shape[1], targets.shape[1]
    if t == 1:
        margins = design * (2 * targets - 1)
    else:
        kinds = targets.argmax(axis=1)
        rows = [
            np.kron(x, np.eye(t)[kind] - np.eye(t)[other])
            for x, kind in zip(design, kinds, strict=True)
            for other in range(t)
            if other != kind
        ]
        margins, p = np.array(rows), p * t
    size = np.abs(margins).max(axis=0)
    margins = margins / np.where(size > 0, size, 1)
    found = linprog(-margins.sum(axis=0), A_ub=-margins, b_ub=np.zeros(len(margins)), bounds=[(-1, 1)] * p)
    return bool(found.success and float(found.fun or 0) < -MARGIN * len(margins))


def _evaluated(design: Floats, targets: Floats, decay: Floats, theta: Floats) -> tuple[float, Floats, Floats]:
    """Return the loss, its gradient, shape `(p, t)`, and its curvature, shape `(p t, p t)`."""
    n, t = targets.shape
    outputs = design @ theta
    logits, kinds = outputs, targets
    if t == 1:  # two classes by one output are two outputs, one of which is 0
        logits, kinds = np.hstack([0 * outputs, outputs]), np.hstack([1 - targets, targets])
    shares = softmax(logits, axis=1)[:, -t:]
    penalty = float((theta * (decay @ theta)).sum()) / 2
    value = -float((log_softmax(logits, axis=1) * kinds).sum()) / n + penalty
    slope = design.T @ (shares - targets) / n + decay @ theta
    spread = shares[:, :, None] * (np.eye(t) - shares[:, None, :])
    curvature = np.einsum("ni,nj,nab->iajb", design, design, spread).reshape(theta.size, theta.size) / n
    return value, slope, curvature + np.kron(decay, np.eye(t))
