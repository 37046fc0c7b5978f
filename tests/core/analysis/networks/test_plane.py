"""The plane of a path holds what it says of it, and the losses over it are those of the networks there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from core.analysis.networks import path_plane, plane_losses
from core.data import Dataset, generate
from core.model import Network, Recipe
from core.training import History, train

RUN = train(
    generate("circles", noise=None, seed=0),
    Recipe(learning_rate=1.0, epochs=150, loss="cross_entropy", weight_decay=0.001, network=Network((4, 3)), seed=1),
)


def test_the_directions_are_the_main_ones_of_the_path() -> None:
    """They are those of a singular value decomposition, and no other plane through the end holds more."""
    plane = path_plane(RUN)
    away = RUN.parameters - RUN.parameters[-1]
    _, sizes, rows = np.linalg.svd(away, full_matrices=False)
    assert plane.share == pytest.approx((sizes[:2] ** 2).sum() / (sizes**2).sum(), rel=1e-9)
    np.testing.assert_allclose(np.abs((plane.directions * rows[:2]).sum(axis=1)), 1, rtol=1e-9)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    assert (plane.project(RUN.parameters)[0] <= 0).all()
    assert plane.project(RUN.parameters)[-1].tolist() == [0, 0]


def test_the_losses_are_those_of_networks_written_plainly() -> None:
    """At the corners of a grid, with the penalty; at the end of the path it is the run's own."""
    plane, x, y = path_plane(RUN), *(torch.tensor(part.copy()) for part in (RUN.dataset.features, RUN.dataset.targets))
    found = plane_losses(RUN, plane, [-2.0, 0.0, 1.0], [0.0, 3.0])
    assert found.shape == (2, 3)
    assert found[0, 1] == pytest.approx(RUN.losses[-1], rel=1e-12)
    theta = torch.tensor(plane.centre - 2 * plane.directions[0] + 3 * plane.directions[1])
    a, b, c = theta[:12].view(3, 4), theta[12:27].view(5, 3), theta[27:].view(4, 1)
    z = (((x @ a[:-1] + a[-1]).tanh() @ b[:-1] + b[-1]).tanh()) @ c[:-1] + c[-1]
    price = 0.0005 * sum(part[:-1].square().sum() for part in (a, b, c))
    expected = torch.nn.functional.binary_cross_entropy_with_logits(z, y) + price
    assert found[1, 0] == pytest.approx(expected.item(), rel=1e-12)


def with_path(parameters: np.ndarray) -> History:
    """Return a run that has gone this way."""
    return replace(RUN, epochs=np.arange(len(parameters)), losses=np.ones(len(parameters)), parameters=parameters)


def test_of_a_path_in_three_directions_the_third_is_missing() -> None:
    """Steps of 3, 2 and 1 at right angles to one another, away from the end: 13 of 14 are in the plane."""
    path = np.zeros((4, 6))
    path[0, 4], path[1, 1], path[2, 5] = 2, 3, 1
    plane = path_plane(with_path(path))
    assert plane.share == pytest.approx(13 / 14)
    np.testing.assert_allclose(np.abs(plane.directions), np.eye(6)[[1, 4]], atol=1e-12)


def test_a_path_that_stands_still_or_has_gone_far() -> None:
    """It lies in its plane as a whole; numbers that cannot be squared do no harm."""
    assert path_plane(with_path(np.ones((3, 4)))).share == 1
    far = path_plane(with_path(np.array([[0.0, 0.0, 0.0], [1e200, 2e200, 0.0]])))
    assert far.share == pytest.approx(1)
    assert np.isfinite(far.directions).all()
    with pytest.raises(ValueError, match="two parameters at least"):
        path_plane(with_path(np.zeros((2, 1))))
    line = train(Dataset.from_arrays([[1.0], [2.0]], [1.0, 2.0]), Recipe(epochs=3))
    with pytest.raises(ValueError, match="the recipe must have a network"):
        plane_losses(line, path_plane(line), [0.0], [0.0])
