"""Define the activations, each beside its derivative; they act on `w x`, before the bias is added."""

# ruff: noqa: ARG001 (every derivative gets both z and the value)

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from core.data import registry


@dataclass(frozen=True)
class Activation:
    """A function of one number and its derivative.

    Attributes:
        name: URL-safe key.
        label: Words for a menu.
        latex: Formula in z = w x.
        function: Elementwise function of z.
        derivative: Its derivative, from z and the function's value there.
        homogeneous: Whether f(c z) = c f(z) for every c > 0, so that scaling can be undone.
    """

    name: str
    label: str
    latex: str
    function: Callable[[Tensor], Tensor]
    derivative: Callable[[Tensor, Tensor], Tensor]
    homogeneous: bool = False


def identity(z: Tensor) -> Tensor:
    """Return z."""
    return z


def identity_derivative(z: Tensor, value: Tensor) -> Tensor:
    """Return 1."""
    return torch.ones_like(z)


def relu(z: Tensor) -> Tensor:
    """Return max(0, z)."""
    return z.relu()


def relu_derivative(z: Tensor, value: Tensor) -> Tensor:
    """Return 1 where z > 0, otherwise 0; at z = 0 it is 0, as `torch.relu` (`clamp(min=0)` has 1 there)."""
    return (z > 0).to(z.dtype)


def leaky_relu(z: Tensor) -> Tensor:
    """Return z where z > 0, otherwise 0.01 z."""
    return torch.nn.functional.leaky_relu(z, 0.01)


def leaky_relu_derivative(z: Tensor, value: Tensor) -> Tensor:
    """Return 1 where z > 0, otherwise 0.01."""
    return torch.ones_like(z).masked_fill_(z <= 0, 0.01)


def sigmoid(z: Tensor) -> Tensor:
    """Return 1 / (1 + exp(−z))."""
    return z.sigmoid()


def sigmoid_derivative(z: Tensor, value: Tensor) -> Tensor:
    """Return f(z) (1 − f(z))."""
    return value * (1 - value)


def tanh(z: Tensor) -> Tensor:
    """Return the hyperbolic tangent of z."""
    return z.tanh()


def tanh_derivative(z: Tensor, value: Tensor) -> Tensor:
    """Return 1 − f(z)²."""
    return 1 - value.square()


ACTIVATIONS = registry(
    [
        Activation("identity", "None", "z", identity, identity_derivative, homogeneous=True),
        Activation("relu", "ReLU", r"\max(0, z)", relu, relu_derivative, homogeneous=True),
        Activation(
            "leaky_relu",
            "Leaky ReLU",
            r"\max(0, z) + 0.01 \min(0, z)",
            leaky_relu,
            leaky_relu_derivative,
            homogeneous=True,
        ),
        Activation("sigmoid", "Sigmoid", r"\frac{1}{1 + \exp(-z)}", sigmoid, sigmoid_derivative),
        Activation("tanh", "Tanh", r"\tanh z", tanh, tanh_derivative),
    ]
)
