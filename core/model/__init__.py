"""What can be chosen: the recipe of a training, losses, activations, optimizers, networks, starts and devices."""

from core.model.activations import ACTIVATIONS, Activation
from core.model.changes import MAX_CHANGES, Changes
from core.model.class_losses import ALL_LOSSES, CLASS_LOSSES, probabilities, right
from core.model.devices import DEVICES, choose_device, finish
from core.model.initializers import INITIALIZERS
from core.model.losses import LOSSES
from core.model.network import Network, layers_of
from core.model.optimizers import OPTIMIZERS
from core.model.penalties import decay_weights, penalty, penalty_gradient
from core.model.recipe import MAX_RATE_CHANGES, Recipe
from core.model.schedules import SCHEDULES
from core.model.starts import STARTS, TORCH_DTYPES

__all__ = [
    "ACTIVATIONS",
    "ALL_LOSSES",
    "CLASS_LOSSES",
    "DEVICES",
    "INITIALIZERS",
    "LOSSES",
    "MAX_CHANGES",
    "MAX_RATE_CHANGES",
    "OPTIMIZERS",
    "SCHEDULES",
    "STARTS",
    "TORCH_DTYPES",
    "Activation",
    "Changes",
    "Network",
    "Recipe",
    "choose_device",
    "decay_weights",
    "finish",
    "layers_of",
    "penalty",
    "penalty_gradient",
    "probabilities",
    "right",
]
