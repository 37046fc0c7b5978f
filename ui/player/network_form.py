"""What the browser must know of a network: its form, and its loss on rows of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from core.data import Dataset, Scaler
from core.model import CLASS_LOSSES, Recipe
from core.networks import Network

Output = Literal["identity", "sigmoid", "softmax"]


@dataclass(frozen=True)
class NetworkForm:
    """What the browser must know to compute a network's outputs from its parameters, laid out as `Network` says.

    The inputs are given in the units of the axes; the network sees `(value - shift) / scale`.

    Attributes:
        sizes: Inputs, neurons of each hidden layer, outputs.
        activations: A name from `core.ACTIVATIONS` for each hidden layer.
        output: What is done with the last layer's sums: nothing, or they become probabilities.
        shift: Of each input, shape `(d,)`; None for 0.
        scale: Of each input, shape `(d,)`; None for 1.
        target_shift: Of each output, shape `(t,)`, added after a product with ``target_scale``; None for 0.
        target_scale: Of each output, shape `(t,)`; None for 1.
    """

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    output: Output = "identity"
    shift: np.ndarray | None = None
    scale: np.ndarray | None = None
    target_shift: np.ndarray | None = None
    target_scale: np.ndarray | None = None

    @classmethod
    def of(cls, network: Network, recipe: Recipe, scaler: Scaler) -> NetworkForm:
        """Return the form of a network that is trained by a recipe on data with this scaler."""
        sizes = (len(scaler.feature_shift), *network.widths, len(scaler.target_shift))
        if recipe.loss in CLASS_LOSSES:
            output: Output = "sigmoid" if sizes[-1] == 1 else "softmax"
            return cls(sizes, network.activations, output, scaler.feature_shift, scaler.feature_scale)
        return cls(sizes, network.activations, "identity", scaler.feature_shift, scaler.feature_scale,
                   scaler.target_shift, scaler.target_scale)  # fmt: skip


@dataclass(frozen=True)
class NetworkLoss:
    """A loss of the parameters: that of a network on rows, such as those held out.

    Attributes:
        loss: A name from `core.ALL_LOSSES`, or `accuracy`.
        network: Its outputs are the last layer's sums, in training units.
        rows: Inputs, in the units of the axes, shape `(n, d)`.
        targets: Shape `(n, t)`, in training units.
    """

    loss: str
    network: NetworkForm
    rows: np.ndarray
    targets: np.ndarray

    @classmethod
    def of(cls, recipe: Recipe, scaler: Scaler, rows: Dataset) -> NetworkLoss:
        """Return the loss of a recipe's network on rows, which are scaled as the data that it learns from."""
        assert recipe.network is not None
        form = NetworkForm.of(recipe.network, recipe, scaler)
        plain = replace(form, output="identity", target_shift=None, target_scale=None)
        return cls(recipe.loss, plain, rows.features, scaler.scale_targets(rows.targets))


def accuracy(loss: NetworkLoss) -> NetworkLoss:
    """Return, in place of a loss of classes, the share of its rows whose most probable class is theirs, in percent."""
    return replace(loss, loss="accuracy")
