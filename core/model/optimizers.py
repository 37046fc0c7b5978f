"""Define the optimizers, each one step of `torch.optim` with its defaults, on many runs at once."""

# ruff: noqa: ARG001 (every rule has the same signature)

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from core.data import registry

OptimizerState = tuple[Tensor, ...]


@dataclass(frozen=True)
class Optimizer:
    """An update rule.

    Attributes:
        name: URL-safe key.
        label: Words for a menu.
        latex: The update of the parameters θ by the gradient g at rate η.
        function: `function(parameters, gradient, state, learning_rates, momentum, step)` updates
            parameters and optimizer state in place. Both have shape `(d + 1, B·t)`, `learning_rates` shape
            `(B·t,)`; `step` counts from 1.
        slots: How many tensors of the parameters' shape the rule remembers; all start at 0.
        uses_momentum: Whether the recipe's momentum matters.
    """

    name: str
    label: str
    latex: str
    function: Callable[[Tensor, Tensor, OptimizerState, Tensor, float, int], None]
    slots: int = 0
    uses_momentum: bool = False


def sgd(
    parameters: Tensor, gradient: Tensor, state: OptimizerState, learning_rates: Tensor, momentum: float, step: int
) -> None:
    """Step against the gradient."""
    parameters.addcmul_(learning_rates, gradient, value=-1)


def momentum_sgd(
    parameters: Tensor, gradient: Tensor, state: OptimizerState, learning_rates: Tensor, momentum: float, step: int
) -> None:
    """Step along a velocity, the decaying sum of all gradients so far."""
    (velocity,) = state
    velocity.mul_(momentum).add_(gradient)
    parameters.addcmul_(learning_rates, velocity, value=-1)


def nesterov(
    parameters: Tensor, gradient: Tensor, state: OptimizerState, learning_rates: Tensor, momentum: float, step: int
) -> None:
    """Step along the velocity looked one step ahead (Sutskever et al. 2013, in torch's form)."""
    (velocity,) = state
    velocity.mul_(momentum).add_(gradient)
    ahead = gradient.add(velocity, alpha=momentum)
    parameters.addcmul_(learning_rates, ahead, value=-1)


def rmsprop(
    parameters: Tensor, gradient: Tensor, state: OptimizerState, learning_rates: Tensor, momentum: float, step: int
) -> None:
    """Divide each step by the root of a running mean of squared gradients (Hinton 2012)."""
    (squares,) = state
    squares.mul_(0.99).addcmul_(gradient, gradient, value=0.01)
    parameters.addcdiv_(learning_rates * gradient, squares.sqrt().add_(1e-8), value=-1)


def adagrad(
    parameters: Tensor, gradient: Tensor, state: OptimizerState, learning_rates: Tensor, momentum: float, step: int
) -> None:
    """Divide each step by the root of the sum of squared gradients (Duchi et al. 2011)."""
    (squares,) = state
    squares.addcmul_(gradient, gradient)
    parameters.addcdiv_(learning_rates * gradient, squares.sqrt().add_(1e-10), value=-1)


def adam(
    parameters: Tensor, gradient: Tensor, state: OptimizerState, learning_rates: Tensor, momentum: float, step: int
) -> None:
    """Step along a mean of gradients over the root of a mean of their squares (Kingma and Ba 2015)."""
    means, squares = state
    means.lerp_(gradient, 0.1)
    squares.mul_(0.999).addcmul_(gradient, gradient, value=0.001)
    correction = 1 - 0.9**step
    spread = squares.sqrt().div_(math.sqrt(1 - 0.999**step)).add_(1e-8)
    parameters.addcdiv_(learning_rates * means, spread, value=-1 / correction)


OPTIMIZERS = registry(
    [
        Optimizer("sgd", "Gradient descent", r"\theta \leftarrow \theta - \eta\, g", sgd),
        Optimizer(
            "momentum",
            "Momentum",
            r"v \leftarrow \mu v + g,\quad \theta \leftarrow \theta - \eta\, v",
            momentum_sgd,
            slots=1,
            uses_momentum=True,
        ),
        Optimizer(
            "nesterov",
            "Nesterov momentum",
            r"v \leftarrow \mu v + g,\quad \theta \leftarrow \theta - \eta\,(g + \mu v)",
            nesterov,
            slots=1,
            uses_momentum=True,
        ),
        Optimizer(
            "rmsprop",
            "RMSprop",
            r"s \leftarrow 0.99\, s + 0.01\, g^2,\quad"
            r" \theta \leftarrow \theta - \eta\, \frac{g}{\sqrt{s} + 10^{-8}}",
            rmsprop,
            slots=1,
        ),
        Optimizer(
            "adagrad",
            "Adagrad",
            r"s \leftarrow s + g^2,\quad \theta \leftarrow \theta - \eta\, \frac{g}{\sqrt{s} + 10^{-10}}",
            adagrad,
            slots=1,
        ),
        Optimizer(
            "adam",
            "Adam",
            r"m \leftarrow 0.9\, m + 0.1\, g,\quad s \leftarrow 0.999\, s + 0.001\, g^2,\quad"
            r" \theta \leftarrow \theta - \eta\,"
            r" \frac{m / (1 - 0.9^k)}{\sqrt{s / (1 - 0.999^k)} + 10^{-8}}",
            adam,
            slots=2,
        ),
    ]
)
