"""The noise of mini-batches is that of all batches that there are."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from core.analysis import gradient_noise
from core.data import Dataset, load
from core.model import Recipe
from core.training import train


@pytest.mark.parametrize("loss", ["mse", "sse", "mae", "huber"])
@pytest.mark.parametrize("size", [1, 2, 4, 7, 8])
def test_noise_is_the_spread_over_all_batches(loss: str, size: int) -> None:
    """Every choice of so many rows is trained on for no step; its gradients spread as the formula says."""
    dataset, theta = load("study_hours"), (7.0, 40.0)
    gradients = []
    for rows in combinations(range(8), size):
        some = Dataset.from_arrays(dataset.features[list(rows)], dataset.targets[list(rows)])
        gradients.append(train(some, Recipe(epochs=0, loss=loss, start=theta)).gradients[0])
    noise = gradient_noise(dataset, Recipe(loss=loss, batch_size=size), theta)
    np.testing.assert_allclose(noise, np.std(gradients, axis=0), rtol=1e-10, atol=1e-12)


def test_all_rows_have_no_noise() -> None:
    """The full batch is the same each time, also where it is the only row."""
    assert gradient_noise(load("study_hours"), Recipe(), (0, 0)).tolist() == [0, 0]
    assert gradient_noise(Dataset.from_arrays([3.0], [5.0]), Recipe(batch_size=1), (0, 0)).tolist() == [0, 0]


def test_several_targets_and_scaling() -> None:
    """Each parameter has its own noise, in training units."""
    noise = gradient_noise(load("crop_yields"), Recipe(batch_size=2, scaling="zscore"), np.zeros(8))
    assert noise.shape == (8,)
    assert (noise > 0).all()


def test_a_batch_larger_than_the_data_is_refused() -> None:
    """The message says how many rows there are."""
    with pytest.raises(ValueError, match="at most the 8 rows"):
        gradient_noise(load("study_hours"), Recipe(batch_size=9), (0, 0))
