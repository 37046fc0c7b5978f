"""The mathematics of Slopewise, without any user interface: what a notebook needs. All else is in the packages."""

from core.data import DATASETS, Dataset, load
from core.exact import least_squares, minimum, stability
from core.model import Recipe
from core.tables import own_dataset, read_table
from core.training import History, stream, sweep, train

__all__ = [
    "DATASETS",
    "Dataset",
    "History",
    "Recipe",
    "least_squares",
    "load",
    "minimum",
    "own_dataset",
    "read_table",
    "stability",
    "stream",
    "sweep",
    "train",
]
