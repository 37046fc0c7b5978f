"""Say what a network is: its hidden layers, their activations, and how its parameters are drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from core.data import require_choice
from core.model.activations import ACTIVATIONS
from core.model.initializers import INITIALIZERS
from core.model.starts import TORCH_DTYPES

Floats = NDArray[np.float64]
MAX_LAYERS = 8
MAX_NEURONS = 64


@dataclass(frozen=True)
class Network:
    """Layers of neurons, each fed by all of the layer before; the last layer, of outputs, has no activation.

    All parameters of a network lie in one vector of length P: layer by layer a matrix of shape `(m + 1, k)` for m
    inputs and k neurons, row by row, biases in its last row. Without a hidden layer it is the linear model's.

    Attributes:
        widths: Neurons in each hidden layer, 1 to 64; at most 8 layers, or none.
        activations: A name from `ACTIVATIONS` for each hidden layer; one alone serves all.
        initializer: A name from `INITIALIZERS`.
        spread: Standard deviation of the initializer `normal`, finite and above 0.

    Raises:
        ValueError: If a field is none of that; the message says what came and what was wanted.
    """

    widths: tuple[int, ...] = ()
    activations: tuple[str, ...] = ("tanh",)
    initializer: str = "torch"
    spread: float = 1.0

    def __post_init__(self) -> None:
        widths = _widths(self.widths)
        settled = {
            "widths": widths,
            "activations": _activations(self.activations, len(widths)),
            "initializer": require_choice("initializer", self.initializer, INITIALIZERS),
            "spread": _spread(self.spread),
        }
        for field, value in settled.items():
            object.__setattr__(self, field, value)

    def shapes(self, inputs: int, outputs: int) -> tuple[tuple[int, int], ...]:
        """Return the shape `(m + 1, k)` of each layer's parameters, that of the outputs last."""
        sizes = (inputs, *self.widths, outputs)
        return tuple((below + 1, above) for below, above in pairwise(sizes))

    def size(self, inputs: int, outputs: int) -> int:
        """Return the number of parameters, P."""
        return sum(rows * columns for rows, columns in self.shapes(inputs, outputs))

    def starts(self, inputs: int, outputs: int, seeds: ArrayLike, dtype: str = "float64") -> Floats:
        """Return the parameters that each seed draws, shape `(B, P)`.

        The initializer `torch` draws what `torch.manual_seed(seed)` and a `torch.nn.Sequential` of the same layers do.

        Args:
            inputs: Features of a row.
            outputs: Outputs of the network.
            seeds: Shape `(B,)`, whole numbers of at least 0.
            dtype: `"float64"` or `"float32"`, as numbers are drawn.
        """
        draw, precision = INITIALIZERS[self.initializer].function, TORCH_DTYPES[dtype]
        shapes = self.shapes(inputs, outputs)

        def drawn(seed: int) -> Tensor:
            draws = torch.Generator().manual_seed(seed)
            return torch.cat([draw(m - 1, k, self.spread, draws, precision).reshape(-1) for m, k in shapes])

        found = torch.stack([drawn(int(seed)) for seed in np.atleast_1d(np.asarray(seeds))])
        return np.asarray(found.to(torch.float64).numpy())

    def weights(self, inputs: int, outputs: int) -> NDArray[np.bool_]:
        """Return which parameters are weights, not biases, shape `(P,)`."""
        shapes = self.shapes(inputs, outputs)
        return np.concatenate([np.arange(m * k) < (m - 1) * k for m, k in shapes])


def layers_of(theta: Tensor, shapes: Iterable[tuple[int, int]]) -> list[Tensor]:
    """Return views of the parameters, layer by layer, each of shape `(…, m + 1, k)`.

    Args:
        theta: Shape `(…, P)`.
        shapes: Those of `Network.shapes`.
    """
    found, begin = [], 0
    for rows, columns in shapes:
        end = begin + rows * columns
        found.append(theta[..., begin:end].view(*theta.shape[:-1], rows, columns))
        begin = end
    return found


def _widths(value: object) -> tuple[int, ...]:
    wanted = f"widths must be at most {MAX_LAYERS} whole numbers from 1 to {MAX_NEURONS}"
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > MAX_LAYERS:
        raise ValueError(f"{wanted}, not {value!r}.")
    whole = [each for each in value if isinstance(each, int | np.integer) and not isinstance(each, bool)]
    if len(whole) < len(value) or any(not 1 <= each <= MAX_NEURONS for each in whole):
        raise ValueError(f"{wanted}, not {value!r}.")
    return tuple(int(each) for each in whole)


def _activations(value: object, layers: int) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else value
    if not isinstance(names, Sequence) or len(names) not in (1, layers):
        raise ValueError(f"activations must be one name, or one for each of the {layers} hidden layers, not {value!r}.")
    found = tuple(require_choice("an activation", name, ACTIVATIONS) for name in names)
    return found * layers if len(found) == 1 else found


def _spread(value: object) -> float:
    number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or value <= 0:  # type: ignore[arg-type, operator]
        raise ValueError(f"spread must be a finite number above 0, not {value!r}.")
    return float(value)  # type: ignore[arg-type]
