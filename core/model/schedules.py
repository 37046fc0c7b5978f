"""Define the learning-rate schedules: by what the learning rate of each epoch is multiplied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.data import registry

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Schedule:
    """A way to change the learning rate while a run is trained.

    Attributes:
        name: URL-safe key.
        label: Words for a menu.
        latex: The rate η of the steps that follow epoch τ, from the rate η₀, a length of T epochs and a factor γ.
        function: `function(epochs, length, factor)` returns what multiplies the rate after each of the epochs since
            the warm-up, an array of any shape; `length` is in epochs.
    """

    name: str
    label: str
    latex: str
    function: Callable[[Floats, int, float], Floats]


def constant(epochs: Floats, length: int, factor: float) -> Floats:  # noqa: ARG001 (all have one signature)
    """Return 1: the rate stays."""
    return np.ones_like(epochs)


def step(epochs: Floats, length: int, factor: float) -> Floats:
    """Multiply by the factor each time so many epochs have passed, as `StepLR`."""
    return factor ** np.floor(epochs / length)


def exponential(epochs: Floats, length: int, factor: float) -> Floats:
    """Fall by the same part each epoch, to the factor after so many, as `ExponentialLR(factor ** (1 / length))`."""
    return factor ** (epochs / length)


def cosine(epochs: Floats, length: int, factor: float) -> Floats:  # noqa: ARG001
    """Fall along half a cosine to 0 after so many epochs, as `CosineAnnealingLR`, and stay there."""
    return (1 + np.cos(np.pi * np.minimum(epochs / length, 1))) / 2


SCHEDULES = registry(
    [
        Schedule("constant", "Constant", r"\eta = \eta_0", constant),
        Schedule("step", "In steps", r"\eta = \eta_0\, \gamma^{\lfloor \tau / T \rfloor}", step),
        Schedule("exponential", "Exponential", r"\eta = \eta_0\, \gamma^{\tau / T}", exponential),
        Schedule("cosine", "Cosine", r"\eta = \eta_0\, \frac{1 + \cos(\pi \min(\tau / T, 1))}{2}", cosine),
    ]
)


def rate_factors(name: str, epochs: ArrayLike, *, length: int, factor: float, warm_up: int = 0) -> Floats:
    """Return what multiplies the learning rate of the steps that follow each epoch, of the epochs' shape.

    During a warm-up of w epochs the rate rises evenly, from 1/(w + 1) of itself, as `LinearLR` has it; then the
    schedule begins.

    Args:
        name: A name from `SCHEDULES`.
        epochs: From 0.
        length: The schedule's T, in epochs, at least 1.
        factor: Its γ, above 0 and at most 1.
        warm_up: The warm-up's length in epochs.
    """
    after = np.asarray(epochs, dtype=np.float64)
    rising = (after + 1) / (warm_up + 1)
    return np.where(after < warm_up, rising, SCHEDULES[name].function(np.maximum(after - warm_up, 0), length, factor))
