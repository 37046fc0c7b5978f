"""The mathematics of Slopewise, without any user interface: what a notebook needs. All else is in the packages.

A name brings its package when it is first asked for: whoever only reads data does not wait for PyTorch.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_NAMES = MappingProxyType({
    "data": ("DATASETS", "Dataset", "load"),
    "exact": ("least_squares", "minimum", "stability"),
    "model": ("Recipe",),
    "tables": ("own_dataset", "read_table"),
    "training": ("History", "stream", "sweep", "train"),
})  # fmt: skip


def __getattr__(name: str) -> Any:
    """Return what a name from `__all__` stands for.

    Raises:
        AttributeError: For any other name.
    """
    for package, names in _NAMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{package}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
