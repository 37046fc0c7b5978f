"""Define the losses of classes, each beside its derivative with respect to a network's outputs, before any sigmoid."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import torch
from torch import Tensor
from torch.nn import functional

from core.data import registry
from core.model.losses import LOSSES, Loss


def probabilities(outputs: Tensor) -> Tensor:
    """Return the probability of each class, of the outputs' shape `(…, t)`.

    One output is the logarithm of the odds of the second of two classes; several are the logarithms of the classes'
    odds, up to a common number. Outputs of ±1,000 are no trouble.
    """
    return outputs.sigmoid() if outputs.shape[-1] == 1 else outputs.softmax(dim=-1)


def cross_entropy(outputs: Tensor, targets: Tensor) -> Tensor:
    """Return the mean over rows of −log p of the right class.

    It is `torch.nn.BCEWithLogitsLoss` for one output, whose targets are 0 and 1, and `torch.nn.CrossEntropyLoss` for
    several, whose targets are rows of one 1 and otherwise 0.
    """
    if outputs.shape[-1] == 1:
        return (functional.softplus(outputs, threshold=50) - outputs * targets).mean(dim=(0, -1))
    return (outputs.logsumexp(dim=-1) - (outputs * targets).sum(dim=-1)).mean(dim=0)


def cross_entropy_derivative(outputs: Tensor, targets: Tensor) -> Tensor:
    """Return (p − y) / n."""
    return (probabilities(outputs) - targets).div_(len(outputs))


def squared_probabilities(outputs: Tensor, targets: Tensor) -> Tensor:
    """Return the mean of squared differences between probabilities and targets, over rows and outputs (Brier 1950)."""
    return (probabilities(outputs) - targets).square_().mean(dim=(0, -1))


def squared_probabilities_derivative(outputs: Tensor, targets: Tensor) -> Tensor:
    """Return its derivative by the chain rule, through the sigmoid or the softmax."""
    p = probabilities(outputs)
    slope = (p - targets).mul_(2 / (len(outputs) * outputs.shape[-1]))
    if outputs.shape[-1] == 1:
        return slope * p * (1 - p)
    return p * (slope - (slope * p).sum(dim=-1, keepdim=True))


CLASS_LOSSES = registry(
    [
        Loss(
            "cross_entropy",
            "Cross-entropy",
            r"-\frac{1}{n}\sum \log p_{y}",
            cross_entropy,
            cross_entropy_derivative,
        ),
        Loss(
            "brier",
            "Squared error of probabilities",
            r"\frac{1}{n t}\sum (p - y)^2",
            squared_probabilities,
            squared_probabilities_derivative,
        ),
    ]
)

ALL_LOSSES: Mapping[str, Loss] = MappingProxyType({**LOSSES, **CLASS_LOSSES})
"""The losses of numbers and those of classes."""


def right(outputs: Tensor, targets: Tensor) -> Tensor:
    """Return for each row whether the most probable class is the right one, shape `(…)` of outputs `(…, t)`."""
    if outputs.shape[-1] == 1:
        return ((outputs > 0) == (targets > 0.5))[..., 0]
    return torch.eq(outputs.argmax(dim=-1), targets.argmax(dim=-1))
