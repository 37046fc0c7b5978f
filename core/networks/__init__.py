"""Networks of neurons, many at once: forward, backward, a step; `core.training` takes them from epoch to epoch."""

from core.model import INITIALIZERS, Network, layers_of
from core.networks.problem import Problem, build_problem
from core.networks.propagation import Forward, forward
from core.networks.steps import State, advance, at_rates, begin, evaluated, select

__all__ = [
    "INITIALIZERS",
    "Forward",
    "Network",
    "Problem",
    "State",
    "advance",
    "at_rates",
    "begin",
    "build_problem",
    "evaluated",
    "forward",
    "layers_of",
    "select",
]
