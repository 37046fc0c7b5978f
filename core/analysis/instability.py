"""Analyse a run that diverged: its last finite epochs, the direction in which it diverged, and how fast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.exact import Stability
from core.training import Family, History

Floats = NDArray[np.float64]
_FRAMES = 5


@dataclass(frozen=True, eq=False)
class Divergence:
    """How a run diverged.

    Attributes:
        at: The epoch at which its loss passed the limit, or was no longer finite.
        last: Number of the last epoch before that.
        frames: Rows of the history to look at: at most five, the last one that is finite among them.
        direction: Shape `(d + 1,)`, for the weights of one target, then the bias; the largest is 1. The steepest
            direction where theory holds, otherwise that of the last step.
        measured: Factor by which the steps along it grew each epoch, over the frames; negative if they
            changed sides. NaN if the run diverged in its first steps.
        theory: What theory says that factor is, 1 − rate × λmax for plain descent; None where it is silent,
            or expects the run to come back from beyond the limit, as with a momentum very close to 1.
        rate: The learning rate it left with.
    """

    at: int
    last: int
    frames: range
    direction: Floats
    measured: float
    theory: float | None
    rate: float


def divergence(history: History, limits: Stability) -> Divergence | None:
    """Return how a run diverged, or None if it did not.

    In the end the steps along an eigenvector v are multiplied by the same number each epoch as the distances, 1 − ηλ
    for plain descent, so the measured factor needs no exact answer: it is (vᵀs₊ · vᵀs) / (vᵀs · vᵀs) for steps s.

    Args:
        history: A run, every epoch of it.
        limits: The curvature of its loss; its theory is used where it holds.

    Raises:
        ValueError: If the run lacks epochs.
    """
    if history.diverged_at is None:
        return None
    history.require_every_epoch()
    at, recipe = history.diverged_at, history.recipe
    # Steps of an earlier rate grow by another factor.
    begin = max((end for end, _ in recipe.earlier if end < at), default=0)
    end = len(history.losses)
    rate = recipe.rate_after(at - 1)
    factor = limits.factor(rate)
    # Of a network all parameters together are one direction.
    shape = (history.dataset.d + 1, history.dataset.t) if recipe.network is None else (-1, 1)
    theta = history.parameters.reshape(end, *shape)
    steps = np.diff(theta[max(begin, end - 1 - _FRAMES) :], axis=0)
    along = _along(steps, limits) if recipe.network is None else _last_step(steps)
    return Divergence(
        at=at,
        last=max(0, at - 1),
        frames=range(max(0, end - _FRAMES), end),
        direction=along / along[np.abs(along).argmax()],
        measured=_growth(np.einsum("p,kpt->kt", along, steps)),
        theory=factor if limits.holds and abs(factor) > 1 else None,
        rate=rate,
    )


def stable_rate(family: Family, below: float) -> float | None:
    """Return the learning rate below a bound whose run ended with the lowest loss; None if all those runs diverged.

    Args:
        family: Runs of one recipe at many rates, as far as they were trained.
        below: The bound: only smaller learning rates are considered.
    """
    left = np.array([at is not None for at in family.diverged_at])
    losses = np.where(left | (family.learning_rates >= below), np.inf, family.losses[:, -1])
    lowest = int(losses.argmin())
    return float(family.learning_rates[lowest]) if np.isfinite(losses[lowest]) else None


def _along(steps: Floats, limits: Stability) -> Floats:
    if limits.holds or not len(steps) or not steps[-1].any():
        return limits.eigenvectors[:, -1]
    # Of several targets, the one that moves most says where to.
    largest = steps[-1][:, np.linalg.norm(steps[-1] / np.abs(steps[-1]).max(), axis=0).argmax()]
    return np.asarray(largest / np.abs(largest).max())


def _last_step(steps: Floats) -> Floats:
    """Return where the last step went, shape `(P,)`; steps have shape `(k, P, 1)`."""
    if not len(steps) or not steps[-1].any():
        return np.ones(steps.shape[1])
    return np.asarray(steps[-1, :, 0] / np.abs(steps[-1]).max())


def _growth(steps: Floats) -> float:
    """Return the mean factor from step to step, with the sign of the last; steps of shape `(k, t)`."""
    sizes = np.linalg.norm(steps, axis=1)
    if len(sizes) < 2 or not (sizes > 0).all():
        return float("nan")
    turned = float((steps[-1] / sizes[-1]) @ (steps[-2] / sizes[-2]))
    return float(np.sign(turned) * np.exp(np.log(sizes[-1] / sizes[0]) / (len(sizes) - 1)))
