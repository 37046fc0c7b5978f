"""Take networks from epoch to epoch: the engine of recipes that have one."""

from __future__ import annotations

import torch
from torch import Tensor

from core import networks
from core.networks import Problem, State, at_rates, select
from core.training.problem import Stretch

__all__ = ["advance", "at_rates", "begin", "loss_of_zeros", "present", "select"]


def begin(problem: Problem) -> tuple[State, Stretch]:
    """Return the runs at epoch 0."""
    state = networks.begin(problem)
    return state, present(state)


def present(state: State) -> Stretch:
    """Return the runs' present epoch."""
    return _stretch(state.losses[:, None], state.theta[:, None])


def advance(state: State, epochs: int) -> tuple[State, Stretch]:
    """Return the runs so many epochs later, and what they went through."""
    state, losses, visited = networks.advance(state, epochs)
    return state, _stretch(losses, visited)


@torch.inference_mode()
def loss_of_zeros(problem: Problem) -> Tensor:
    """Return the loss of a network whose parameters are 0, shape `(1,)`."""
    return networks.evaluated(problem, torch.zeros_like(problem.starts[:1]), differentiate=False)[0]


def _stretch(losses: Tensor, visited: Tensor) -> Stretch:
    """Return epochs without their gradients: they would double what is kept, and follow from the parameters."""

    @torch.inference_mode()
    def at(columns: Tensor, runs: Tensor | slice) -> tuple[Tensor, Tensor]:
        parameters = visited[runs][:, columns.to(visited.device)].clone()
        return parameters, parameters[..., :0]

    return Stretch(losses, at)
