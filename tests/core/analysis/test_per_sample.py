"""Each point's part in the gradient of a measure of a line."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.analysis import line_gradients
from core.data import Dataset, load
from core.exact import MEASURES

TORCH = {
    "mse": lambda p, y: torch.nn.functional.mse_loss(p, y),
    "sse": lambda p, y: torch.nn.functional.mse_loss(p, y, reduction="sum"),
    "rmse": lambda p, y: torch.nn.functional.mse_loss(p, y).sqrt(),
    "mae": lambda p, y: torch.nn.functional.l1_loss(p, y),
    "huber": lambda p, y: torch.nn.functional.huber_loss(p, y, delta=7.0),
}


@pytest.mark.parametrize("measure", MEASURES)
def test_per_sample_gradients_sum_to_that_of_autograd(measure: str) -> None:
    """Whatever the measure, the columns sum to what `backward` finds."""
    dataset = load("study_hours")
    line = torch.tensor([5.0, 40.0], dtype=torch.float64, requires_grad=True)
    predictions = line[0] * torch.tensor(dataset.features[:, 0]) + line[1]
    TORCH[measure](predictions, torch.tensor(dataset.targets[:, 0])).backward()
    part = line_gradients(dataset, measure, (5.0, 40.0), delta=7.0)
    assert line.grad is not None
    assert np.allclose(part.gradient, line.grad.numpy(), rtol=1e-12)
    assert np.allclose(part.per_sample.sum(axis=0), part.gradient, rtol=1e-12)


def test_by_hand() -> None:
    """Errors 1 and −2, root mean square √2.5: each error times x over n times that root."""
    part = line_gradients(Dataset.from_arrays([1.0, 2.0], [1.0, 6.0]), "rmse", (2.0, 0.0))
    assert part.errors[:, 0].tolist() == [1, -2]
    assert np.allclose(part.per_sample, np.array([[1, 1], [-4, -2]]) / (2 * np.sqrt(2.5)))


@pytest.mark.parametrize("measure", MEASURES)
def test_a_perfect_line_has_no_gradient(measure: str) -> None:
    """Where every error is 0 so is every per-sample gradient, also that of the root, which has no gradient there."""
    assert not line_gradients(Dataset.from_arrays([1.0, 2.0], [2.0, 4.0]), measure, (2.0, 0.0)).per_sample.any()


def test_only_lines() -> None:
    """Several features, or a measure that does not exist, are refused."""
    with pytest.raises(ValueError, match="one feature"):
        line_gradients(load("crop_yields"), "mse", (0.0, 0.0))
    with pytest.raises(ValueError, match="measure must be one of"):
        line_gradients(load("study_hours"), "rms", (0.0, 0.0))
    with pytest.raises(ValueError, match="delta"):
        line_gradients(load("study_hours"), "huber", (0.0, 0.0), delta=0.0)
