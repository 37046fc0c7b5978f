"""Say where a run of a linear model stands at an epoch, as one of a few cases that have a plain sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.data import Scaler
from core.exact import Minimum, Stability
from core.training import History

Case = Literal[
    "start", "start there", "diverged", "diverging", "higher", "will diverge", "there", "lagging", "nearly",
    "nearly, slow", "trembling", "hardly moved", "swings", "circling", "overshooting", "flat", "coming", "coming, slow",
]  # fmt: skip

THERE, NEAR, AROUND = 0.01, 0.05, 0.3
"""Predictions are right, nearly right or around the best ones within these parts of what the best ones explain."""
_LAGS = 0.05
_FLAT, _FLAT_FROM = 0.02, 50
"""A loss curve looks flat when its last tenth falls by less than this part of itself, after so many epochs."""
_HARDLY = 0.1
"""A run has hardly moved while its predictions have come less than this part of their way."""
_SEEN, _TINY = 0.005, 0.002
"""A step can be seen when it moves the predictions by this part of what the best ones explain; below, it is tiny."""
_TURNED = -0.2
_RECENT = 10


@dataclass(frozen=True)
class Standing:
    """Where a run stands.

    Attributes:
        case: Which of the cases it is.
        off: How far the predictions are from the best ones, as a part of what the best ones explain.
    """

    case: Case
    off: float


def standing(run: History, epoch: int, scaler: Scaler, answer: Minimum, limits: Stability) -> Standing:
    """Return where a run of a linear model stands at an epoch.

    Args:
        run: The run, every epoch of it.
        epoch: One of its epochs.
        scaler: From data units to its training units.
        answer: The optimum of its loss.
        limits: What is proved of its learning rates.

    Raises:
        ValueError: If the run lacks epochs.
    """
    run.require_every_epoch()
    off = misses(run, scaler, run.parameters[epoch], answer)
    if run.recipe.loss == "mae" and answer.loss > 0 and off < AROUND:
        # The best line by absolute errors need not be the only one.
        off = min(off, 5 * (float(run.losses[epoch]) / answer.loss - 1))
    return Standing(_case(run, epoch, scaler, answer, limits, off), off)


def misses(run: History, scaler: Scaler, parameters: np.ndarray, answer: Minimum) -> float:
    """Return how far a model's predictions are from the best ones, as a part of what the best ones explain.

    Of several targets it is the one that is furthest off. Where the best predictions hardly vary, the targets' own
    spread is what counts.
    """
    return _apart(run, scaler, parameters, answer.parameters, answer)


def _apart(run: History, scaler: Scaler, one: np.ndarray, other: np.ndarray, answer: Minimum) -> float:
    """Return how far the predictions of two models are apart, as a part of what the best ones explain."""
    moved = _predictions(run, scaler, one) - _predictions(run, scaler, other)
    sizes = _sizes(run, _predictions(run, scaler, answer.parameters))
    return float((np.sqrt((moved**2).mean(axis=0)) / sizes).max())


def _predictions(run: History, scaler: Scaler, parameters: np.ndarray) -> np.ndarray:
    dataset = run.dataset
    theta = scaler.parameters_to_data_units(parameters).reshape(-1, dataset.t)
    return np.asarray(dataset.features @ theta[:-1] + theta[-1])


def _sizes(run: History, best: np.ndarray) -> np.ndarray:
    targets = run.dataset.targets
    sizes = np.maximum(best.std(axis=0), 0.1 * targets.std(axis=0))
    return np.asarray(np.where(sizes > 0, sizes, np.abs(targets).max(axis=0) + (np.abs(targets).max(axis=0) == 0)))


def _case(run: History, epoch: int, scaler: Scaler, answer: Minimum, limits: Stability, off: float) -> Case:
    verdict = limits.verdict(run.recipe.rate_after(epoch)) if limits.holds else None
    if run.diverged_at is not None and epoch == len(run.losses) - 1:
        return "diverged"
    if epoch == 0:
        return "start there" if off <= THERE and not _lags(run, epoch, scaler, answer) else "start"
    if run.diverged_at is not None:
        return "diverging" if run.losses[epoch] > run.losses[0] else "will diverge"
    step = _apart(run, scaler, run.parameters[epoch], run.parameters[epoch - 1], answer)
    if off <= NEAR:
        return _near(run, epoch, scaler, answer, off, step)
    if run.losses[epoch] > run.losses[0]:
        return "diverging" if verdict == "diverges" else "higher"
    if verdict == "swings" and _turns(run, epoch):
        return "swings"
    flat, noisy, turns = _is_flat(run, epoch), is_noisy(run, answer), step > _SEEN and _turns(run, epoch)
    if noisy and off <= (AROUND if flat or turns else AROUND / 2):
        return "trembling"
    if flat and not limits.holds and _turns_often(run, epoch):
        return "circling"
    if turns and not noisy:
        return "overshooting"
    if _apart(run, scaler, run.parameters[epoch], run.parameters[0], answer) < _HARDLY * misses(
        run, scaler, run.parameters[0], answer
    ):
        return "hardly moved"
    return "flat" if flat else "coming, slow" if step < _TINY else "coming"


def _near(run: History, epoch: int, scaler: Scaler, answer: Minimum, off: float, step: float) -> Case:
    if is_noisy(run, answer):
        return "trembling"
    if _lags(run, epoch, scaler, answer):
        return "lagging"
    if off <= THERE:
        return "there"
    return "nearly, slow" if step < _TINY else "nearly"


def is_noisy(run: History, answer: Minimum) -> bool:
    """Return whether the batches of a run keep it from coming to rest: none do that fit the data exactly."""
    size = run.recipe.batch_size
    return size is not None and size < run.dataset.n and answer.loss > 1e-9 * float(run.losses[0])


def _lags(run: History, epoch: int, scaler: Scaler, answer: Minimum) -> bool:
    """Return whether a bias is far from the best one, although the predictions need not be."""
    t = run.dataset.t
    now, best = (scaler.parameters_to_data_units(each)[-t:] for each in (run.parameters[epoch], answer.parameters))
    allowed = _LAGS * np.maximum(np.abs(best), run.dataset.targets.std(axis=0))
    return bool((np.abs(now - best) > allowed).any())


def _is_flat(run: History, epoch: int) -> bool:
    before = float(run.losses[int(0.9 * epoch)])
    return epoch >= _FLAT_FROM and abs(before - float(run.losses[epoch])) <= _FLAT * abs(before)


def _turns(run: History, epoch: int) -> bool:
    """Return whether the slope of the loss points back where it came from: the last step has crossed the valley."""
    now, before = run.gradients[epoch], run.gradients[epoch - 1]
    sizes = float(np.linalg.norm(now) * np.linalg.norm(before))
    return sizes > 0 and float(now @ before) < _TURNED * sizes


def _turns_often(run: History, epoch: int) -> bool:
    recent = range(max(1, epoch - _RECENT + 1), epoch + 1)
    return sum(_turns(run, each) for each in recent) >= 0.3 * len(recent)
