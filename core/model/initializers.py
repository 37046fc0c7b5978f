"""Draw the parameters from which a network is trained, layer by layer."""

# ruff: noqa: ARG001 (every rule has the same signature)

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor

from core.data import Choice, registry


def torch_default(inputs: int, outputs: int, spread: float, draws: Generator, dtype: torch.dtype) -> Tensor:
    """Return what `torch.nn.Linear` draws: weights, then biases, uniform within ±1/√inputs."""
    weight_bound = math.sqrt(3.0) * (math.sqrt(2.0 / (1 + math.sqrt(5) ** 2)) / math.sqrt(inputs))
    weights = torch.empty(outputs, inputs, dtype=dtype).uniform_(-weight_bound, weight_bound, generator=draws)
    bound = 1 / math.sqrt(inputs)
    return _layer(weights, torch.empty(outputs, dtype=dtype).uniform_(-bound, bound, generator=draws))


def xavier(inputs: int, outputs: int, spread: float, draws: Generator, dtype: torch.dtype) -> Tensor:
    """Return weights as `torch.nn.init.xavier_uniform_` draws them (Glorot and Bengio 2010), and biases of 0."""
    bound = math.sqrt(3.0) * math.sqrt(2.0 / (inputs + outputs))
    return _layer(torch.empty(outputs, inputs, dtype=dtype).uniform_(-bound, bound, generator=draws))


def he(inputs: int, outputs: int, spread: float, draws: Generator, dtype: torch.dtype) -> Tensor:
    """Return weights as `torch.nn.init.kaiming_normal_` draws them for ReLU (He et al. 2015), and biases of 0."""
    width = math.sqrt(2.0) / math.sqrt(inputs)
    return _layer(torch.empty(outputs, inputs, dtype=dtype).normal_(0, width, generator=draws))


def normal(inputs: int, outputs: int, spread: float, draws: Generator, dtype: torch.dtype) -> Tensor:
    """Return weights and then biases from a normal distribution of mean 0 and the chosen standard deviation."""
    weights = torch.empty(outputs, inputs, dtype=dtype).normal_(0, spread, generator=draws)
    return _layer(weights, torch.empty(outputs, dtype=dtype).normal_(0, spread, generator=draws))


def zeros(inputs: int, outputs: int, spread: float, draws: Generator, dtype: torch.dtype) -> Tensor:
    """Return zeros: neurons of a layer that start alike stay alike."""
    return torch.zeros(inputs + 1, outputs, dtype=dtype)


def _layer(weights: Tensor, biases: Tensor | None = None) -> Tensor:
    """Return a layer's parameters, shape `(inputs + 1, outputs)`, its biases in the last row."""
    below = torch.zeros(len(weights), dtype=weights.dtype) if biases is None else biases
    return torch.cat([weights.T, below[None]])


INITIALIZERS = registry(
    [
        Choice("torch", "PyTorch's own", r"\mathrm{U}(-1/\sqrt{m},\; 1/\sqrt{m})", torch_default),
        Choice("xavier", "Xavier", r"\mathrm{U}\left(\pm\sqrt{6 / (m + k)}\right)", xavier),
        Choice("he", "He", r"\mathrm{N}(0,\; 2 / m)", he),
        Choice("normal", "Normal", r"\mathrm{N}(0,\; \sigma^2)", normal),
        Choice("zeros", "All zero", r"\theta_0 = 0", zeros),
    ]
)
