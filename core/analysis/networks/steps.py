"""Take one step of a network's run apart: the gradient over its rows, what the optimizer remembers, where it leads."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.analysis.networks.backpropagation import RowPass, pass_of
from core.analysis.single_step import Step
from core.model import OPTIMIZERS
from core.model.optimizers import Slot
from core.networks import Problem, build_problem, evaluated
from core.training import History, network_step_by_autograd

Floats = NDArray[np.float64]
MAX_STEPS = 10_000
"""So many steps before it may have to be gone again to know what the optimizer remembers."""
_FORGOTTEN = 1e-20
"""Less than this part of what was remembered has no digit left."""
_TOGETHER = 256
"""So many epochs have their gradients taken at once."""


@dataclass(frozen=True, eq=False, kw_only=True)
class NetworkStep(Step):
    """One step of a network's run.

    Attributes:
        rows: The rows it is taken over, shape `(m,)`.
        way: Of one of these rows, forward and back.
        gradient: Of the loss over these rows, with what the penalty adds, shape `(P,)`.
    """

    rows: NDArray[np.int64]
    way: RowPass
    gradient: Floats

    def of(self, places: NDArray[np.int64]) -> NetworkStep:
        """Return the same step with some of the parameters alone."""
        names = ("gradient", "penalty", "shrunk", "old", "new")
        parts = {name: getattr(self, name)[places] for name in names}
        before, after = ({name: held[places] for name, held in each.items()} for each in (self.before, self.after))
        return replace(self, **parts, before=before, after=after)


def network_step(run: History, epoch: int, row: int) -> NetworkStep:
    """Return the step after an epoch in which a row is used; at the last epoch, the one that would come next.

    Args:
        run: Of a network, every epoch of it from the first.
        epoch: The epoch it follows, one of the run.
        row: From 0; with mini-batches it decides which step of the epoch it is.

    Raises:
        ValueError: If the run is not that of a network or lacks epochs, if it has no such epoch or row, or if more
            than `MAX_STEPS` steps would have to be gone again.
    """
    run.require_every_epoch()
    if not 0 <= epoch < len(run.epochs):
        raise ValueError(f"epoch must be one of the run's, 0 to {len(run.epochs) - 1}, not {epoch}.")
    if not 0 <= row < run.dataset.n:
        raise ValueError(f"row must be one of the data set's, 0 to {run.dataset.n - 1}, not {row}.")
    recipe = replace(run.recipe, device="cpu")
    problem = build_problem(run.dataset, recipe, np.ones(1), run.parameters[:1])
    theta, memory, rows, step = _walk_to(run, problem, epoch, row)
    steps = math.ceil(run.dataset.n / problem.batch_size)
    number, rate = epoch * steps + step + 1, recipe.rate_after(epoch)
    new, after = theta.clone(), [slot.clone() for slot in memory]
    gradient = _step(problem, new, after, rows, rate, number)
    plain = evaluated(replace(problem, recipe=replace(recipe, weight_decay=0.0, l1=0.0)), theta, rows)[1]
    assert plain is not None
    x, y = problem.design[rows], problem.targets[rows]
    seen, moved = network_step_by_autograd(recipe, x, y, theta[0], [slot[0] for slot in memory], rate, number)
    kept = 1 - rate * recipe.weight_decay * problem.paid if recipe.decoupled else torch.ones_like(theta)
    before, after_it = _named(recipe.optimizer, memory), _named(recipe.optimizer, after)
    return NetworkStep(
        epoch=epoch, step=step, steps=steps, number=number, rate=rate, rows=rows.numpy(),
        way=pass_of(problem, theta[0], row), gradient=_flat(gradient), penalty=_flat(gradient - plain),
        shrunk=_flat(kept), before=before, after=after_it, old=_flat(theta), new=_flat(new),
        gradient_apart=_apart(gradient[0], seen), new_apart=_apart(new[0], moved),
    )  # fmt: skip


def _walk_to(run: History, problem: Problem, epoch: int, row: int) -> tuple[Tensor, list[Tensor], Tensor, int]:
    """Return parameters, what the optimizer remembers, and the rows of the step that uses a row; and its place."""
    slots, count, size = OPTIMIZERS[run.recipe.optimizer].slots, run.dataset.n, problem.batch_size
    if size == count:
        memory = [_remembered(run, problem, epoch, slot) for slot in slots]
        return _at(run, problem, epoch), memory, torch.arange(count), 0
    steps = math.ceil(count / size)
    back = max((_horizon(slot, run.recipe.momentum) for slot in slots), default=0)
    first = max(0, epoch - math.ceil(back / steps)) if math.isfinite(back) else 0
    if (epoch - first) * steps > MAX_STEPS:
        raise ValueError(f"what the optimizer remembers is that of {(epoch - first) * steps:,} steps, too many to go.")
    memory = [torch.zeros_like(problem.starts) for _ in slots]
    for k, order in enumerate(_orders(run, epoch + 1)):
        if k < first:
            continue
        theta = _at(run, problem, k)
        for i, rows in enumerate(torch.split(order, size)):
            if k == epoch and row in rows:
                return theta, memory, rows, i
            _step(problem, theta, memory, rows, run.recipe.rate_after(k), k * steps + i + 1)
    raise AssertionError("a row is in one of the steps")


def _at(run: History, problem: Problem, epoch: int) -> Tensor:
    return torch.tensor(run.parameters[epoch : epoch + 1]).to(problem.starts)


def _orders(run: History, epochs: int) -> Iterator[Tensor]:
    """Yield the order of the rows in each epoch, as training draws them."""
    count, generator = run.dataset.n, torch.Generator().manual_seed(run.recipe.seed)
    for _ in range(epochs):
        yield torch.randperm(count, generator=generator) if run.recipe.shuffle else torch.arange(count)


def _horizon(slot: Slot, momentum: float) -> float:
    """Return after how many steps a gradient is forgotten."""
    kept = slot.kept(momentum)
    if kept == 1:
        return math.inf
    return 1.0 if kept == 0 else math.ceil(math.log(_FORGOTTEN) / math.log(kept))


@torch.inference_mode()
def _remembered(run: History, problem: Problem, epoch: int, slot: Slot) -> Tensor:
    """Return what is remembered after so many epochs of one step each, by the gradients at their parameters."""
    kept, horizon = slot.kept(run.recipe.momentum), _horizon(slot, run.recipe.momentum)
    held = torch.zeros_like(problem.starts)
    for begin in range(max(0, epoch - int(horizon)) if math.isfinite(horizon) else 0, epoch, _TOGETHER):
        end = min(begin + _TOGETHER, epoch)
        gradients = evaluated(problem, torch.tensor(run.parameters[begin:end]).to(held))[1]
        assert gradients is not None
        weights = slot.gain * kept ** torch.arange(end - begin - 1, -1, -1, dtype=held.dtype)
        held = kept ** (end - begin) * held + weights @ (gradients**2 if slot.squared else gradients)
    return held


@torch.inference_mode()
def _step(problem: Problem, theta: Tensor, memory: list[Tensor], rows: Tensor, rate: float, number: int) -> Tensor:
    """Change parameters and what is remembered in place by the gradient over some rows, and return it."""
    recipe, rates = problem.recipe, torch.full((1, 1), rate, dtype=theta.dtype)
    gradient = evaluated(problem, theta, rows)[1]
    assert gradient is not None
    if recipe.decoupled and recipe.weight_decay:
        theta.sub_(rates * recipe.weight_decay * problem.paid * theta)
    OPTIMIZERS[recipe.optimizer].function(theta, gradient, tuple(memory), rates, recipe.momentum, number)
    return gradient


def _named(optimizer: str, memory: list[Tensor]) -> Mapping[str, Floats]:
    slots = OPTIMIZERS[optimizer].slots
    return MappingProxyType({slot.name: _flat(held) for slot, held in zip(slots, memory, strict=True)})


def _flat(tensor: Tensor) -> Floats:
    return np.asarray(tensor.to(torch.float64).flatten().numpy())


def _apart(one: Tensor, other: Tensor) -> float:
    """Return the largest absolute difference; 0 if the first is not finite, as after a divergence."""
    return float((one - other).abs().nan_to_num(nan=0.0).max()) if one.isfinite().all() else 0.0
