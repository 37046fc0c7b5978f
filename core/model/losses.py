"""Define the losses, each beside its derivative, with the conventions of `torch.nn`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from core.data import registry


@dataclass(frozen=True)
class Loss:
    """A loss and its derivative with respect to the predictions.

    Both take predictions of shape `(n, …, t)` and targets that broadcast to it.
    `function` reduces rows and targets and returns shape `(…)`; `derivative` keeps the predictions' shape.

    Attributes:
        name: URL-safe key.
        label: Words for a menu.
        latex: Formula in predictions ŷ and targets y.
        function: The loss itself.
        derivative: Its derivative with respect to each prediction.
        quadratic: Whether the loss is a squared error, so that its gradient is linear in the parameters.
    """

    name: str
    label: str
    latex: str
    function: Callable[[Tensor, Tensor], Tensor]
    derivative: Callable[[Tensor, Tensor], Tensor]
    quadratic: bool = False


def mse(predictions: Tensor, targets: Tensor) -> Tensor:
    """Return the mean of squared errors over rows and targets, without a factor 1/2."""
    return (predictions - targets).square_().mean(dim=(0, -1))


def mse_derivative(predictions: Tensor, targets: Tensor) -> Tensor:
    """Return 2 (ŷ − y) / (n t)."""
    return (predictions - targets).mul_(2 / _elements(predictions))


def sse(predictions: Tensor, targets: Tensor) -> Tensor:
    """Return the sum of squared errors over rows and targets."""
    return (predictions - targets).square_().sum(dim=(0, -1))


def sse_derivative(predictions: Tensor, targets: Tensor) -> Tensor:
    """Return 2 (ŷ − y)."""
    return (predictions - targets).mul_(2)


def mae(predictions: Tensor, targets: Tensor) -> Tensor:
    """Return the mean of absolute errors over rows and targets, as `torch.nn.L1Loss`."""
    return (predictions - targets).abs_().mean(dim=(0, -1))


def mae_derivative(predictions: Tensor, targets: Tensor) -> Tensor:
    """Return sign(ŷ − y) / (n t), which is 0 where the error is 0."""
    return (predictions - targets).sign_().div_(_elements(predictions))


def huber(predictions: Tensor, targets: Tensor) -> Tensor:
    """Return the mean Huber loss with δ = 1, as `torch.nn.HuberLoss`: e²/2 up to 1, |e| − 1/2 beyond."""
    size = (predictions - targets).abs_()
    inner = size.clamp(max=1)
    return (inner * (size - inner / 2)).mean(dim=(0, -1))


def huber_derivative(predictions: Tensor, targets: Tensor) -> Tensor:
    """Return the error clipped to [−1, 1], over n t."""
    return (predictions - targets).clamp_(-1, 1).div_(_elements(predictions))


def _elements(predictions: Tensor) -> int:
    return predictions.shape[0] * predictions.shape[-1]


LOSSES = registry(
    [
        Loss(
            "mse",
            "Mean squared error",
            r"\frac{1}{n t}\sum (\hat y - y)^2",
            mse,
            mse_derivative,
            quadratic=True,
        ),
        Loss(
            "sse",
            "Sum of squared errors",
            r"\sum (\hat y - y)^2",
            sse,
            sse_derivative,
            quadratic=True,
        ),
        Loss(
            "mae",
            "Mean absolute error",
            r"\frac{1}{n t}\sum |\hat y - y|",
            mae,
            mae_derivative,
        ),
        Loss(
            "huber",
            "Huber loss",
            r"\frac{1}{n t}\sum \begin{cases}\frac12 e^2 & |e| \le 1\\ |e| - \frac12 & |e| > 1\end{cases},"
            r"\quad e = \hat y - y",
            huber,
            huber_derivative,
        ),
    ]
)
