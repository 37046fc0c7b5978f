"""What can be chosen: the recipe of a training, losses, activations, optimizers, starts and devices."""

from core.model.activations import ACTIVATIONS, Activation
from core.model.devices import DEVICES, choose_device
from core.model.losses import LOSSES
from core.model.optimizers import OPTIMIZERS
from core.model.recipe import MAX_RATE_CHANGES, Recipe
from core.model.starts import STARTS, TORCH_DTYPES

__all__ = [
    "ACTIVATIONS",
    "DEVICES",
    "LOSSES",
    "MAX_RATE_CHANGES",
    "OPTIMIZERS",
    "STARTS",
    "TORCH_DTYPES",
    "Activation",
    "Recipe",
    "choose_device",
]
