"""Networks of neurons, many trained at once; one without a hidden layer is a linear model or a classifier."""

from core.networks.initializers import INITIALIZERS
from core.networks.network import Network, layers_of
from core.networks.runs import NetworkRun, NetworkRuns
from core.networks.training import stream_networks, sweep_networks, train_network

__all__ = [
    "INITIALIZERS",
    "Network",
    "NetworkRun",
    "NetworkRuns",
    "layers_of",
    "stream_networks",
    "sweep_networks",
    "train_network",
]
