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
class Slot:
    """What an optimizer remembers: `gain` times each gradient, or its square, added to `decay` times what it was.

    Attributes:
        name: In words.
        gain: How much of the new one is added.
        decay: How much of the old is kept; None for the recipe's momentum.
        squared: Whether squared gradients are added up.
    """

    name: str
    gain: float
    decay: float | None
    squared: bool = False

    def kept(self, momentum: float) -> float:
        """Return how much of the old is kept."""
        return momentum if self.decay is None else self.decay

    def add(self, remembered: Tensor, gradient: Tensor, momentum: float) -> None:
        """Add a gradient to what is remembered, in place."""
        kept = self.kept(momentum)
        if self.squared:
            remembered.mul_(kept).addcmul_(gradient, gradient, value=self.gain)
        elif kept + self.gain == 1:
            remembered.lerp_(gradient, self.gain)  # as torch.optim rounds a mean
        else:
            remembered.mul_(kept).add_(gradient, alpha=self.gain)


_VELOCITY = Slot("velocity", 1.0, None)
_RMSPROP = Slot("squares", 0.01, 0.99, squared=True)
_ADAGRAD = Slot("squares", 1.0, 1.0, squared=True)
_MEANS = Slot("means", 0.1, 0.9)
_SQUARES = Slot("squares", 0.001, 0.999, squared=True)


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
        slots: What the rule remembers, each of the parameters' shape; all start at 0.
        uses_momentum: Whether the recipe's momentum matters.
    """

    name: str
    label: str
    latex: str
    function: Callable[[Tensor, Tensor, OptimizerState, Tensor, float, int], None]
    slots: tuple[Slot, ...] = ()
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
    _VELOCITY.add(velocity, gradient, momentum)
    parameters.addcmul_(learning_rates, velocity, value=-1)


def nesterov(
    parameters: Tensor, gradient: Tensor, state: OptimizerState, learning_rates: Tensor, momentum: float, step: int
) -> None:
    """Step along the velocity looked one step ahead (Sutskever et al. 2013, in torch's form)."""
    (velocity,) = state
    _VELOCITY.add(velocity, gradient, momentum)
    ahead = gradient.add(velocity, alpha=momentum)
    parameters.addcmul_(learning_rates, ahead, value=-1)


def rmsprop(
    parameters: Tensor, gradient: Tensor, state: OptimizerState, learning_rates: Tensor, momentum: float, step: int
) -> None:
    """Divide each step by the root of a running mean of squared gradients (Hinton 2012)."""
    (squares,) = state
    _RMSPROP.add(squares, gradient, momentum)
    parameters.addcdiv_(learning_rates * gradient, squares.sqrt().add_(1e-8), value=-1)


def adagrad(
    parameters: Tensor, gradient: Tensor, state: OptimizerState, learning_rates: Tensor, momentum: float, step: int
) -> None:
    """Divide each step by the root of the sum of squared gradients (Duchi et al. 2011)."""
    (squares,) = state
    _ADAGRAD.add(squares, gradient, momentum)
    parameters.addcdiv_(learning_rates * gradient, squares.sqrt().add_(1e-10), value=-1)


def adam(
    parameters: Tensor, gradient: Tensor, state: OptimizerState, learning_rates: Tensor, momentum: float, step: int
) -> None:
    """Step along a mean of gradients over the root of a mean of their squares (Kingma and Ba 2015)."""
    means, squares = state
    _MEANS.add(means, gradient, momentum)
    _SQUARES.add(squares, gradient, momentum)
    correction = 1 - _MEANS.kept(momentum) ** step
    spread = squares.sqrt().div_(math.sqrt(1 - _SQUARES.kept(momentum) ** step)).add_(1e-8)
    parameters.addcdiv_(learning_rates * means, spread, value=-1 / correction)


OPTIMIZERS = registry(
    [
        Optimizer("sgd", "Gradient descent", r"\theta \leftarrow \theta - \eta\, g", sgd),
        Optimizer(
            "momentum",
            "Momentum",
            r"v \leftarrow \mu v + g,\quad \theta \leftarrow \theta - \eta\, v",
            momentum_sgd,
            slots=(_VELOCITY,),
            uses_momentum=True,
        ),
        Optimizer(
            "nesterov",
            "Nesterov momentum",
            r"v \leftarrow \mu v + g,\quad \theta \leftarrow \theta - \eta\,(g + \mu v)",
            nesterov,
            slots=(_VELOCITY,),
            uses_momentum=True,
        ),
        Optimizer(
            "rmsprop",
            "RMSprop",
            r"s \leftarrow 0.99\, s + 0.01\, g^2,\quad"
            r" \theta \leftarrow \theta - \eta\, \frac{g}{\sqrt{s} + 10^{-8}}",
            rmsprop,
            slots=(_RMSPROP,),
        ),
        Optimizer(
            "adagrad",
            "Adagrad",
            r"s \leftarrow s + g^2,\quad \theta \leftarrow \theta - \eta\, \frac{g}{\sqrt{s} + 10^{-10}}",
            adagrad,
            slots=(_ADAGRAD,),
        ),
        Optimizer(
            "adam",
            "Adam",
            r"m \leftarrow 0.9\, m + 0.1\, g,\quad s \leftarrow 0.999\, s + 0.001\, g^2,\quad"
            r" \theta \leftarrow \theta - \eta\,"
            r" \frac{m / (1 - 0.9^k)}{\sqrt{s / (1 - 0.999^k)} + 10^{-8}}",
            adam,
            slots=(_MEANS, _SQUARES),
        ),
    ]
)
