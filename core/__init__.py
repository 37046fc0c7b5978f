"""The mathematics of Slopewise: data sets, training, exact answers; no user interface."""

from core.activations import ACTIVATIONS
from core.dataset import Dataset
from core.datasets import DATASETS, load
from core.devices import DEVICES
from core.history import Family, History, parameter_names
from core.landscape import landscape
from core.least_squares import LeastSquares, least_squares
from core.losses import LOSSES
from core.minimum import Minimum, minimum
from core.optimizers import OPTIMIZERS
from core.recipe import Recipe
from core.registry import Choice
from core.scaling import SCALINGS, Scaler, fit_scaler
from core.stability import Stability, stability
from core.starts import STARTS
from core.training import LIMIT, stream, sweep, train

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "DEVICES",
    "LIMIT",
    "LOSSES",
    "OPTIMIZERS",
    "SCALINGS",
    "STARTS",
    "Choice",
    "Dataset",
    "Family",
    "History",
    "LeastSquares",
    "Minimum",
    "Recipe",
    "Scaler",
    "Stability",
    "fit_scaler",
    "landscape",
    "least_squares",
    "load",
    "minimum",
    "parameter_names",
    "stability",
    "stream",
    "sweep",
    "train",
]
