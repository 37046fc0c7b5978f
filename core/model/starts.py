"""Choose the parameters training starts from."""

# ruff: noqa: ARG001 (every start has the same signature)

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import torch
from numpy.typing import NDArray

from core.data import Choice, registry

TORCH_DTYPES: Mapping[str, torch.dtype] = MappingProxyType({"float64": torch.float64, "float32": torch.float32})


def zeros(d: int, t: int, seed: int, dtype: torch.dtype) -> NDArray[np.float64]:
    """Return (d + 1) t zeros."""
    return np.zeros((d + 1) * t)


def random(d: int, t: int, seed: int, dtype: torch.dtype) -> NDArray[np.float64]:
    """Return what `torch.manual_seed(seed); torch.nn.Linear(d, t, dtype=dtype)` draws.

    Weights and biases are uniform within ±1/√d. The generator is private: the global one is not touched.
    """
    generator = torch.Generator().manual_seed(seed)
    # The same arithmetic as kaiming_uniform_(a=√5), so that no last digit differs.
    weight_bound = math.sqrt(3.0) * (math.sqrt(2.0 / (1 + math.sqrt(5) ** 2)) / math.sqrt(d))
    weight = torch.empty(t, d, dtype=dtype).uniform_(-weight_bound, weight_bound, generator=generator)
    bias = torch.empty(t, dtype=dtype).uniform_(-1 / math.sqrt(d), 1 / math.sqrt(d), generator=generator)
    theta = torch.cat([weight.T, bias[None]]).to(torch.float64)
    return np.asarray(theta.reshape(-1).numpy())


def uniform(d: int, t: int, seed: int, dtype: torch.dtype) -> NDArray[np.float64]:
    """Return what `torch.manual_seed(seed); torch.rand(d, t, dtype=dtype); torch.rand(t, dtype=dtype)` draws."""
    generator = torch.Generator().manual_seed(seed)
    weight, bias = (torch.rand(*shape, generator=generator, dtype=dtype) for shape in ((d, t), (t,)))
    return np.asarray(torch.cat([weight.reshape(-1), bias]).to(torch.float64).numpy())


STARTS = registry(
    [
        Choice("zeros", "All zero", r"\theta_0 = 0", zeros),
        Choice("random", "Random", r"\theta_0 \sim \mathrm{U}(-1/\sqrt d,\; 1/\sqrt d)", random),
        Choice("uniform", "Uniform in [0, 1)", r"\theta_0 \sim \mathrm{U}[0, 1)", uniform),
    ]
)
