"""Take one step as anyone would in PyTorch, with `backward` and `torch.optim`: what our own step is held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import torch
from torch import Tensor
from torch.nn import functional
from torch.optim import SGD, Adagrad, Adam, Optimizer, RMSprop

from core.model import OPTIMIZERS, Recipe

_LOSSES: Mapping[str, Callable[[Tensor, Tensor], Tensor]] = MappingProxyType(
    {
        "mse": functional.mse_loss,
        "sse": lambda predictions, targets: functional.mse_loss(predictions, targets, reduction="sum"),
        "mae": functional.l1_loss,
        "huber": functional.huber_loss,
    }
)
_ACTIVATIONS: Mapping[str, Callable[[Tensor], Tensor]] = MappingProxyType(
    {
        "identity": lambda z: z,
        "relu": functional.relu,
        "leaky_relu": functional.leaky_relu,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
    }
)


def step_by_autograd(
    recipe: Recipe, x: Tensor, y: Tensor, theta: Tensor, optimizer_state: Sequence[Tensor], rate: float, number: int
) -> tuple[Tensor, Tensor]:
    """Return the gradient and the parameters after a step, both of theta's shape.

    Args:
        recipe: Its loss, activation, optimizer and momentum matter.
        x: Features of the step's rows, shape `(m, d)`.
        y: Targets, shape `(m, t)`.
        theta: Weights and, in the last row, biases, shape `(d + 1, t)`.
        optimizer_state: What the optimizer remembers, each of theta's shape.
        rate: The learning rate.
        number: Of the step, counted from 1.
    """
    parameter = theta.clone().requires_grad_()
    optimizer = _optimizer(recipe, parameter, rate)
    names = [slot.torch_name for slot in OPTIMIZERS[recipe.optimizer].slots]
    if names:
        optimizer.state[parameter] = {
            "step": torch.tensor(float(number - 1)),
            **{name: remembered.clone() for name, remembered in zip(names, optimizer_state, strict=True)},
        }
    predictions = _ACTIVATIONS[recipe.activation](x @ parameter[:-1]) + parameter[-1]
    paid = parameter if recipe.decays_biases else parameter[:-1]
    decay = 0.0 if recipe.decoupled else recipe.weight_decay
    penalty = decay / 2 * paid.square().sum() + recipe.l1 * paid.abs().sum()
    (_LOSSES[recipe.loss](predictions, y) + penalty).backward()  # type: ignore[no-untyped-call]
    if recipe.decoupled:
        with torch.no_grad():
            paid.mul_(1 - rate * recipe.weight_decay)
    optimizer.step()
    gradient = parameter.grad
    assert gradient is not None
    return gradient, parameter.detach()


def _optimizer(recipe: Recipe, parameter: Tensor, rate: float) -> Optimizer:
    if recipe.optimizer in ("sgd", "momentum", "nesterov"):
        momentum = 0.0 if recipe.optimizer == "sgd" else recipe.momentum
        return SGD([parameter], rate, momentum=momentum, nesterov=recipe.optimizer == "nesterov" and momentum > 0)
    if recipe.optimizer == "rmsprop":
        return RMSprop([parameter], rate)
    return Adagrad([parameter], rate) if recipe.optimizer == "adagrad" else Adam([parameter], rate)
