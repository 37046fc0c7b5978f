"""Say how far the last digits of a run may differ from one computer to the next, by training its neighbours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.data import fit_scaler
from core.model import CLASS_LOSSES, Recipe
from core.training import Family, History

NEIGHBOURS = 8
SHIFT = MappingProxyType({"float64": 1e-13, "float32": 1e-6})
"""By how much of the size of its numbers a neighbour differs: some hundred, or ten, times what rounding does."""
SHARE = MappingProxyType({"float64": 1e-9, "float32": 1e-4})
"""The least that is allowed, as a share of the numbers that went into a prediction."""
_TOLERANCE_FACTOR = 10
_WHOLE = slice(None)

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Rounding:
    """By how much the numbers of a run's last epoch may differ where they are rounded otherwise.

    Attributes:
        parameters: Shape `(P,)`, in training units.
        loss: In training units.
        grown: Whether the run makes small differences larger, so that its neighbours have decided.
    """

    parameters: Floats
    loss: float
    grown: bool


def as_far_as_trained(run: History) -> Recipe:
    """Return the recipe of a run as far as it has come: it may have been stopped, or have diverged."""
    epochs = int(run.epochs[-1])
    return replace(
        run.recipe, epochs=epochs, earlier=tuple(change for change in run.recipe.earlier if change[0] < epochs)
    )


def neighbours(run: History) -> tuple[Floats, Floats]:
    """Return learning rates, shape `(B,)`, and starts, shape `(B, P)`, that differ slightly from those of a run.

    A start of 0 is changed in every other neighbour only. A weight of 0 that feeds a nonlinear activation is never
    changed: there the neuron behaves differently than at any other weight, and 0 is exact on every computer.
    """
    recipe, start = run.recipe, run.parameters[0]
    draw = np.random.default_rng(0)
    shift = SHIFT[recipe.dtype]
    rates = recipe.learning_rate * (1 + shift * draw.choice([-1.0, 1.0], NEIGHBOURS))
    sizes = np.repeat(np.abs(start)[None], NEIGHBOURS, axis=0)
    free = np.ones(len(start), bool)
    if recipe.activation != "identity" and recipe.network is None:
        free[: -run.dataset.t] = start[: -run.dataset.t] != 0
    sizes[1::2] += np.where(free, _sizes(run, slice(1)), 0)
    return rates, start + shift * sizes * draw.choice([-1.0, 1.0], sizes.shape)


def rounding(run: History, nearby: Family) -> Rounding:
    """Return how far a run's last numbers may differ.

    The least is a share of all that was added up for a prediction, on the whole way: so large do sums and
    updates make rounding errors. Where a kink in the loss, a division by a running mean, or descent
    itself makes such errors grow, ten times the farthest of its neighbours is allowed.

    Args:
        run: The run, every epoch of it.
        nearby: What `neighbours` says, trained as far as the run, every epoch, too.

    Raises:
        ValueError: If the run lacks epochs.
    """
    run.require_every_epoch()
    share = SHARE[run.recipe.dtype]
    least, least_loss = share * _sizes(run), _least_loss(run, share * float(_predicted(run).max()))
    last = len(run.losses) - 1
    if nearby.losses.shape[1] <= last:
        return Rounding(least, least_loss, grown=False)
    with np.errstate(invalid="ignore"):
        far = _TOLERANCE_FACTOR * _farthest(nearby.parameters[:, last] - run.parameters[last])
        far_loss = _TOLERANCE_FACTOR * float(_farthest(nearby.losses[:, last] - run.losses[last]))
    grown = bool((far > least).any() or far_loss > least_loss)
    return Rounding(np.maximum(far, least), max(far_loss, least_loss), grown)


def _farthest(differences: Floats) -> Floats:
    # A neighbour may diverge an epoch earlier; infinite numbers have no distance.
    return np.asarray(np.where(np.isfinite(differences), np.abs(differences), 0).max(axis=0))


def _predicted(run: History, epochs: slice = _WHOLE) -> Floats:
    """Return the largest numbers that were added up for a prediction and its residual in epochs, shape `(t,)`."""
    if run.recipe.network is not None:
        return np.array([float(np.abs(run.parameters[epochs]).max(initial=1.0))])
    scaler = fit_scaler(run.dataset, run.recipe.scaling)
    features = np.abs(scaler.scale_features(run.dataset.features)).max(axis=0)
    targets = np.abs(scaler.scale_targets(run.dataset.targets)).max(axis=0)
    largest = np.abs(run.parameters[epochs]).max(axis=0).reshape(-1, run.dataset.t)
    return np.asarray(targets + features @ largest[:-1] + largest[-1])


def _sizes(run: History, epochs: slice = _WHOLE) -> Floats:
    """Return for each parameter, shape `(P,)`, what changes predictions by as much as they are large in epochs."""
    if run.recipe.network is not None:
        return np.full(run.parameters.shape[1], _predicted(run, epochs)[0])
    scaler = fit_scaler(run.dataset, run.recipe.scaling)
    features = scaler.scale_features(run.dataset.features)
    typical = np.sqrt(np.square(features).mean(axis=0))
    largest = np.abs(run.parameters[epochs]).max(axis=0).reshape(-1, run.dataset.t)
    predicted = _predicted(run, epochs)
    weights = np.divide(predicted, typical[:, None], out=largest[:-1].copy(), where=typical[:, None] > 0)
    return np.concatenate([weights.ravel(), predicted])


def _least_loss(run: History, off: float) -> float:
    """Return by how much the loss differs when each prediction does by `off`, and what it adds up is rounded."""
    if run.recipe.loss in CLASS_LOSSES:
        return off + SHARE[run.recipe.dtype]
    loss, elements = float(run.losses[-1]), run.dataset.n * run.dataset.t
    rounded = SHARE[run.recipe.dtype] * abs(loss)
    if run.recipe.loss in ("mae", "huber"):
        return off + rounded
    many = elements if run.recipe.loss == "sse" else 1
    return float(2 * off * np.sqrt(loss * many) + off * off * many + rounded)
