"""One neuron: its minima, its steps, and where every start ends."""

from core.neuron.basins import Basins, find_basins, leads_back, stream_basins
from core.neuron.minima import (
    dead_relu_starts,
    level_minimum,
    neuron_minimum,
    neuron_predictions,
    polygon_area,
    pure_error,
)  # fmt: skip

__all__ = [
    "Basins",
    "dead_relu_starts",
    "find_basins",
    "leads_back",
    "level_minimum",
    "neuron_minimum",
    "neuron_predictions",
    "polygon_area",
    "pure_error",
    "stream_basins",
]
