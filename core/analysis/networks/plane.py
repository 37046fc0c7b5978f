"""The plane in which most of a run's path through its parameters lies, and the loss over it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from core.analysis.surface import axis
from core.networks import build_problem, evaluated
from core.training import History

Floats = NDArray[np.float64]
_TOGETHER = 100
"""So many networks are evaluated at once."""


@dataclass(frozen=True, eq=False)
class PathPlane:
    """A plane through the parameters of a run's last epoch (Li et al. 2018, Visualizing the Loss Landscape).

    Attributes:
        centre: The last epoch's parameters, shape `(P,)`.
        directions: Two that are orthogonal and of length 1, that which holds more of the path first, shape `(2, P)`.
        share: How much of the path lies in the plane, from 0 to 1: of the sum over all epochs of the squared distances
            from the last one. It is 1 for a run that has not moved.
    """

    centre: Floats
    directions: Floats
    share: float

    def project(self, parameters: Floats) -> Floats:
        """Return where parameters of shape `(…, P)` lie in the plane, shape `(…, 2)`; the last epoch is at 0, 0."""
        return np.asarray((parameters - self.centre) @ self.directions.T)


def path_plane(run: History) -> PathPlane:
    """Return the plane of the two main directions of a run's path: those of the largest squared distances from its end.

    The start lies on the negative side of both.

    Args:
        run: With two parameters at least.

    Raises:
        ValueError: If the run has a single parameter.
    """
    if run.parameters.shape[1] < 2:
        raise ValueError("a plane needs two parameters at least, not 1.")
    centre = run.parameters[-1]
    away = run.parameters - centre
    # A run that diverges leaves far beyond what can be squared.
    scale = float(np.abs(away).max()) or 1.0
    sizes, vectors = np.linalg.eigh((away / scale).T @ (away / scale))
    directions = vectors[:, :-3:-1].T
    directions = directions * np.where(directions @ away[0] > 0, -1.0, 1.0)[:, None]
    total = float(sizes.sum())
    return PathPlane(centre, directions, float(min(1.0, sizes[-2:].sum() / total)) if total > 0 else 1.0)


@torch.inference_mode()
def plane_losses(run: History, plane: PathPlane, first: ArrayLike, second: ArrayLike) -> Floats:
    """Return the loss over all rows, with its penalty, at each node of a grid, shape `(len(second), len(first))`.

    Args:
        run: Of a network.
        plane: Where the grid lies.
        first: Places along the first direction, shape `(W,)`.
        second: Places along the second, shape `(V,)`.

    Raises:
        ValueError: If the run is not that of a network, or if the axes are not vectors of finite numbers.
    """
    along, across = axis("first", first), axis("second", second)
    recipe = replace(run.recipe, device="cpu")
    problem = build_problem(run.dataset, recipe, np.ones(1), plane.centre[None])
    places = np.stack([each.ravel() for each in np.meshgrid(along, across)], axis=1)
    theta = torch.from_numpy(plane.centre + places @ plane.directions).to(problem.design.dtype)
    found = [evaluated(problem, part, differentiate=False)[0] for part in torch.split(theta, _TOGETHER)]
    return np.asarray(torch.cat(found).to(torch.float64).numpy().reshape(len(across), len(along)))
