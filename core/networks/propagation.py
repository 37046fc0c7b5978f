"""Propagate rows forward through many networks at once, and the loss's derivative back."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor

from core.model import ACTIVATIONS
from core.model.losses import Loss
from core.model.network import Network


class Forward(NamedTuple):
    """What rows became on their way through B networks.

    Attributes:
        inner: For each layer what goes into its activation, shape `(B, n, k)`.
        outer: For each layer what comes out of it, likewise; the last are the network's outputs.
    """

    inner: list[Tensor]
    outer: list[Tensor]

    @property
    def outputs(self) -> Tensor:
        """Return the network's outputs, shape `(B, n, t)`."""
        return self.outer[-1]


def forward(network: Network, layers: list[Tensor], rows: Tensor) -> Forward:
    """Return what the rows become, layer by layer.

    Args:
        network: Its activations matter.
        layers: Parameters of B networks, each of shape `(B, m + 1, k)`.
        rows: Features in training units, shape `(n, d)`.
    """
    inner: list[Tensor] = []
    outer: list[Tensor] = []
    value = rows
    for layer, name in zip(layers, (*network.activations, "identity"), strict=True):
        inner.append((value @ layer[:, :-1]).add_(layer[:, -1:]))
        value = ACTIVATIONS[name].function(inner[-1])
        outer.append(value)
    return Forward(inner, outer)


def backward(
    network: Network, layers: list[Tensor], rows: Tensor, passed: Forward, slope: Tensor, into: list[Tensor]
) -> None:
    """Write the gradient of the loss with respect to all parameters into views of it.

    Args:
        network: Its activations matter.
        layers: Parameters, as for `forward`.
        rows: Features, shape `(n, d)`.
        passed: What `forward` returned.
        slope: Derivative of the loss with respect to the outputs, shape `(B, n, t)`.
        into: Where the gradient goes, of the layers' shapes.
    """
    names = (*network.activations, "identity")
    for i in reversed(range(len(layers))):
        if names[i] != "identity":
            slope = slope * ACTIVATIONS[names[i]].derivative(passed.inner[i], passed.outer[i])
        below = passed.outer[i - 1] if i else rows
        into[i][:, :-1] = below.mT @ slope
        into[i][:, -1] = slope.sum(dim=1)
        if i:
            slope = slope @ layers[i][:, :-1].mT


def losses(loss: Loss, outputs: Tensor, targets: Tensor) -> Tensor:
    """Return each network's loss, shape `(B,)`, from outputs `(B, n, t)` and targets `(n, t)`."""
    return loss.function(outputs.transpose(0, 1), targets[:, None])


def loss_slope(loss: Loss, outputs: Tensor, targets: Tensor) -> Tensor:
    """Return the derivative of each network's loss with respect to its outputs, shape `(B, n, t)`."""
    return loss.derivative(outputs.transpose(0, 1), targets[:, None]).transpose(0, 1)
