"""Take one step of a run apart: the per-sample gradients, their sum, the optimizer's rule with what it remembers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.analysis.per_sample import PerSampleGradients, per_sample_gradients
from core.model import OPTIMIZERS, TORCH_DTYPES, Recipe, decay_weights, penalty_gradient
from core.training import History, Problem, build_problem, step_by_autograd, update

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Step:
    """One step of training, whatever is trained, in training units.

    Attributes:
        epoch: The epoch it follows.
        step: Which step after that epoch, from 0.
        steps: How many an epoch has.
        number: Of the step in the whole run, counted from 1.
        rate: The learning rate.
        penalty: What the penalty on large weights adds to the gradient, shape `(P,)`.
        shrunk: By what a decoupled weight decay multiplies each parameter before the step, shape `(P,)`.
        before: What the optimizer remembers before the step, by name, each of shape `(P,)`.
        after: What it remembers after it.
        old: Parameters before the step, shape `(P,)`.
        new: Parameters after it.
        gradient_apart: Largest difference from the gradient that PyTorch's `backward` finds.
        new_apart: Largest difference from the parameters that a step of `torch.optim` gives.
    """

    epoch: int
    step: int
    steps: int
    number: int
    rate: float
    penalty: Floats
    shrunk: Floats
    before: Mapping[str, Floats]
    after: Mapping[str, Floats]
    old: Floats
    new: Floats
    gradient_apart: float
    new_apart: float


@dataclass(frozen=True, eq=False, kw_only=True)
class OneStep(Step):
    """One step of a linear run, or of a neuron's.

    Attributes:
        part: What each row of the step predicts, misses and adds to the gradient.
    """

    part: PerSampleGradients

    @property
    def gradient(self) -> Floats:
        """Return the gradient over the rows of the step, with what the penalty adds, shape `(P,)`."""
        return self.part.gradient


def one_step(run: History, epoch: int, step: int = 0) -> OneStep:
    """Return a step of a run; at its last epoch, the one that would come next.

    Args:
        run: Every epoch of it, from the first.
        epoch: The epoch it follows, one of the run.
        step: Which step after it, from 0; the whole data set at once is a single step.

    Raises:
        ValueError: If the run lacks epochs or has no such epoch, or the epoch no such step.
    """
    run.require_every_epoch()
    recipe, count = run.recipe, run.dataset.n
    size = recipe.batch_size or count
    steps = -(-count // size)
    if not 0 <= epoch < len(run.epochs):
        raise ValueError(f"epoch must be one of the run's, 0 to {len(run.epochs) - 1}, not {epoch}.")
    if not 0 <= step < steps:
        raise ValueError(f"step must be one of the epoch's, 0 to {steps - 1}, not {step}.")
    problem = build_problem(run.dataset, replace(recipe, device="cpu"), np.ones(1), run.parameters[:1])
    walk = _walk_to(run, problem, epoch, step)
    number, rate = epoch * steps + step + 1, recipe.rate_after(epoch)
    after = _Walk(walk.theta.clone(), tuple(slot.clone() for slot in walk.optimizer_state), walk.rows)
    slope = _update(problem, after, rate, number)
    x, y = problem.design[walk.rows, :-1], problem.targets[walk.rows]
    seen, moved = step_by_autograd(recipe, x, y, walk.theta, walk.optimizer_state, rate, number)
    part = per_sample_gradients(problem, walk.theta, walk.rows, slope)
    added = penalty_gradient(recipe, walk.theta) if recipe.penalised else torch.zeros_like(walk.theta)
    before, optimizer_state = (_named(recipe.optimizer, each.optimizer_state) for each in (walk, after))
    return OneStep(
        epoch=epoch, step=step, steps=steps, number=number, rate=rate, part=part, penalty=_flat(added),
        shrunk=_flat(_shrunk(recipe, walk.theta, rate)), before=before, after=optimizer_state,
        old=_flat(walk.theta), new=_flat(after.theta),
        gradient_apart=_apart(slope, seen), new_apart=_apart(after.theta, moved),
    )  # fmt: skip


def _shrunk(recipe: Recipe, theta: Tensor, rate: float) -> Tensor:
    """Return what a decoupled decay leaves of each parameter, as a part of it."""
    left = torch.ones_like(theta)
    if recipe.decoupled and recipe.weight_decay:
        decay_weights(recipe, left, torch.full((theta.shape[1],), rate, dtype=theta.dtype))
    return left


@dataclass(frozen=True, eq=False)
class _Walk:
    """Where a run stands before a step: parameters, optimizer state, and the rows of that step."""

    theta: Tensor
    optimizer_state: tuple[Tensor, ...]
    rows: Tensor


def _walk_to(run: History, problem: Problem, epoch: int, step: int) -> _Walk:
    recipe, count, size = run.recipe, len(problem.design), problem.batch_size
    shape = problem.starts.shape[1:]

    def at(k: int) -> Tensor:
        return torch.tensor(run.parameters[k]).to(problem.design.dtype).view(shape)

    if size == count:
        return _Walk(at(epoch), _remembered(run, epoch, shape), torch.arange(count))
    nothing = np.zeros((len(OPTIMIZERS[recipe.optimizer].slots), run.parameters.shape[1]))
    # Where nothing is remembered, only the present epoch is walked again, otherwise from the last one noted.
    first, known = max((m for m in run.optimizer_states if m[0] <= epoch), key=lambda m: m[0], default=(0, nothing))
    optimizer_state = tuple(torch.tensor(slot).to(problem.design.dtype).view(shape) for slot in known)
    for k, order in enumerate(_orders(run, epoch + 1)):
        if k < (first if optimizer_state else epoch):
            continue
        theta, batches = at(k), torch.split(order, size)
        for i, rows in enumerate(batches):
            if k == epoch and i == step:
                return _Walk(theta, optimizer_state, rows)
            _update(problem, _Walk(theta, optimizer_state, rows), recipe.rate_after(k), k * len(batches) + i + 1)
    raise AssertionError("an epoch has all its steps")


def _orders(run: History, epochs: int) -> Iterator[Tensor]:
    """Yield the order of the rows in each epoch, as training draws them."""
    count, generator = run.dataset.n, torch.Generator().manual_seed(run.recipe.seed)
    for _ in range(epochs):
        yield torch.randperm(count, generator=generator) if run.recipe.shuffle else torch.arange(count)


def _remembered(run: History, epoch: int, shape: torch.Size) -> tuple[Tensor, ...]:
    """Return what the optimizer remembers after so many epochs of one step each.

    The run knows the gradient of each of these steps, and every optimizer state is a linear recurrence of them.
    """
    gradients, remembered = run.gradients[:epoch], []
    for slot in OPTIMIZERS[run.recipe.optimizer].slots:
        added, kept = gradients**2 if slot.squared else gradients, slot.kept(run.recipe.momentum)
        weights = slot.gain * kept ** np.arange(epoch - 1, -1, -1.0)
        last = weights @ added
        remembered.append(torch.tensor(last).to(TORCH_DTYPES[run.recipe.dtype]).view(shape))
    return tuple(remembered)


@torch.inference_mode()
def _update(problem: Problem, walk: _Walk, rate: float, number: int) -> Tensor:
    """Change parameters and optimizer state in place by the gradient over the walk's rows, and return it."""
    rates = torch.full((walk.theta.shape[1],), rate, dtype=walk.theta.dtype)
    return update(problem, walk.theta, walk.rows, walk.optimizer_state, rates, number)


def _named(optimizer: str, optimizer_state: tuple[Tensor, ...]) -> Mapping[str, Floats]:
    return MappingProxyType(
        {slot.name: _flat(held) for slot, held in zip(OPTIMIZERS[optimizer].slots, optimizer_state, strict=True)}
    )


def _flat(tensor: Tensor) -> Floats:
    return np.asarray(tensor.to(torch.float64).flatten().numpy())


def _apart(one: Tensor, other: Tensor) -> float:
    """Return the largest absolute difference; 0 if the first is not finite, as after a divergence."""
    return float((one - other).abs().nan_to_num(nan=0.0).max()) if one.isfinite().all() else 0.0
