"""Take one step as anyone would in PyTorch, with `backward` and `torch.optim`: what our own step is held against.

The rules of `torch.optim` are called as functions: its classes import PyTorch's compiler at the first step, which takes
seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from torch.optim.adagrad import adagrad
from torch.optim.adam import adam
from torch.optim.rmsprop import rmsprop
from torch.optim.sgd import sgd

from core.model import Recipe, layers_of

_LOSSES: Mapping[str, Callable[[Tensor, Tensor], Tensor]] = MappingProxyType(
    {
        "mse": functional.mse_loss,
        "sse": lambda predictions, targets: functional.mse_loss(predictions, targets, reduction="sum"),
        "mae": functional.l1_loss,
        "huber": functional.huber_loss,
        "cross_entropy": lambda outputs, targets: (
            functional.binary_cross_entropy_with_logits(outputs, targets)
            if outputs.shape[1] == 1
            else functional.cross_entropy(outputs, targets)
        ),
        "brier": lambda outputs, targets: functional.mse_loss(
            outputs.sigmoid() if outputs.shape[1] == 1 else outputs.softmax(dim=1), targets
        ),
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
# With the defaults of the classes.
_PLAIN: Mapping[str, Any] = MappingProxyType({"foreach": False, "weight_decay": 0, "maximize": False})
_SGD: Callable[..., None] = partial(sgd, dampening=0, **_PLAIN)
_RMSPROP: Callable[..., None] = partial(rmsprop, alpha=0.99, eps=1e-8, momentum=0, centered=False, **_PLAIN)
_ADAGRAD: Callable[..., None] = partial(adagrad, lr_decay=0, eps=1e-10, **_PLAIN)
_ADAM: Callable[..., None] = partial(adam, amsgrad=False, beta1=0.9, beta2=0.999, eps=1e-8, **_PLAIN)


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
    predictions = _ACTIVATIONS[recipe.activation](x @ parameter[:-1]) + parameter[-1]
    paid = parameter if recipe.decays_biases else parameter[:-1]
    decay = 0.0 if recipe.decoupled else recipe.weight_decay
    penalty = decay / 2 * paid.square().sum() + recipe.l1 * paid.abs().sum()
    (_LOSSES[recipe.loss](predictions, y) + penalty).backward()  # type: ignore[no-untyped-call]
    if recipe.decoupled:
        with torch.no_grad():
            paid.mul_(1 - rate * recipe.weight_decay)
    gradient = parameter.grad
    assert gradient is not None
    with torch.no_grad():
        _step(recipe, parameter, gradient, [slot.clone() for slot in optimizer_state], rate, number)
    return gradient, parameter.detach()


def network_step_by_autograd(
    recipe: Recipe, x: Tensor, y: Tensor, theta: Tensor, optimizer_state: Sequence[Tensor], rate: float, number: int
) -> tuple[Tensor, Tensor]:
    """Return the gradient of a network and its parameters after a step, both of theta's shape.

    Args:
        recipe: Its network, loss, penalties, optimizer and momentum matter.
        x: Features of the step's rows, shape `(m, d)`.
        y: Targets, shape `(m, t)`.
        theta: Shape `(P,)`, in the order of `Network`.
        optimizer_state: What the optimizer remembers, each of theta's shape.
        rate: The learning rate.
        number: Of the step, counted from 1.
    """
    network = recipe.network
    assert network is not None
    parameter, value = theta.clone().requires_grad_(), x
    layers = layers_of(parameter, network.shapes(x.shape[1], y.shape[1]))
    for layer, name in zip(layers, (*network.activations, "identity"), strict=True):
        value = _ACTIVATIONS[name](value @ layer[:-1] + layer[-1])
    paid = torch.from_numpy(network.weights(x.shape[1], y.shape[1]) | recipe.decays_biases).to(theta)
    decay = 0.0 if recipe.decoupled else recipe.weight_decay
    penalty = decay / 2 * (paid * parameter).square().sum() + recipe.l1 * (paid * parameter).abs().sum()
    (_LOSSES[recipe.loss](value, y) + penalty).backward()  # type: ignore[no-untyped-call]
    gradient = parameter.grad
    assert gradient is not None
    with torch.no_grad():
        if recipe.decoupled:
            parameter.mul_(1 - rate * recipe.weight_decay * paid)
        _step(recipe, parameter, gradient, [slot.clone() for slot in optimizer_state], rate, number)
    return gradient, parameter.detach()


def _step(
    recipe: Recipe, parameter: Tensor, gradient: Tensor, remembered: list[Tensor], rate: float, number: int
) -> None:
    """Change parameters in place."""
    before = [parameter], [gradient], *([slot] for slot in remembered)
    steps = [torch.tensor(float(number - 1))]
    if recipe.optimizer == "adam":
        _ADAM(*before, [], steps, lr=rate)
    elif recipe.optimizer == "adagrad":
        _ADAGRAD(*before, steps, lr=rate)
    elif recipe.optimizer == "rmsprop":
        _RMSPROP(*before, [], [], steps, lr=rate)
    elif recipe.optimizer == "sgd":
        _SGD(*before, [None], lr=rate, momentum=0, nesterov=False)
    else:
        _SGD(*before, lr=rate, momentum=recipe.momentum, nesterov=recipe.optimizer == "nesterov")
