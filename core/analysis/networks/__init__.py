"""What is found out about the run of a network: one row forward and back, a step, the plane of its path."""

from core.analysis.networks.backpropagation import LayerPass, RowPass, backpropagate
from core.analysis.networks.plane import PathPlane, path_plane, plane_losses
from core.analysis.networks.steps import MAX_STEPS, NetworkStep, network_step

__all__ = [
    "MAX_STEPS",
    "LayerPass",
    "NetworkStep",
    "PathPlane",
    "RowPass",
    "backpropagate",
    "network_step",
    "path_plane",
    "plane_losses",
]
