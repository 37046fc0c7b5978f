"""Training, step by step or many runs at once, and the history that it leaves."""

from core.training.by_autograd import network_step_by_autograd, step_by_autograd
from core.training.cost import BLOCK
from core.training.engine import DIVERGENCE_FACTOR, stream, sweep, train
from core.training.family import Ends, Family
from core.training.history import History, parameter_names
from core.training.problem import Problem, build_exact_problem, build_problem, evaluate, gradient
from core.training.recording import Record
from core.training.reducing import reduced
from core.training.runs import broadcast_runs, count_parameters, pair_runs
from core.training.updates import update

__all__ = [
    "BLOCK",
    "DIVERGENCE_FACTOR",
    "Ends",
    "Family",
    "History",
    "Problem",
    "Record",
    "broadcast_runs",
    "build_exact_problem",
    "build_problem",
    "count_parameters",
    "evaluate",
    "gradient",
    "network_step_by_autograd",
    "pair_runs",
    "parameter_names",
    "reduced",
    "step_by_autograd",
    "stream",
    "sweep",
    "train",
    "update",
]
