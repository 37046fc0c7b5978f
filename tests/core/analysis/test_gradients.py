"""What is shown of a gradient is 0 where it is 0, and the gradient itself elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from core.analysis import settled_gradients
from core.data import DATASETS, Dataset, load
from core.exact import least_squares, stability
from core.model import Recipe
from core.training import sweep, train


@pytest.mark.parametrize("loss", ["mse", "sse", "huber"])
@pytest.mark.parametrize("name", ["study_hours", "hubble_key_project", "crop_yields"])
def test_scaled_targets_have_no_pull_on_the_bias(name: str, loss: str) -> None:
    """Standardised targets add up to 0: from 0 a squared loss pulls at no bias, whatever rounding leaves of the sum."""
    run = train(load(name), Recipe(scaling="zscore", loss=loss, learning_rate=0.001, epochs=1))
    biases = settled_gradients(run)[0, -run.dataset.t :]
    assert loss == "huber" or (biases == 0).all()
    assert (settled_gradients(run)[0, : -run.dataset.t] == run.gradients[0, : -run.dataset.t]).all()


def test_a_line_that_is_met_pulls_at_nothing() -> None:
    """From the exact line through all points the gradients are 0."""
    data = Dataset.from_arrays(np.arange(1.0, 9), 0.1 * np.arange(1.0, 9) + 0.7)
    start = tuple(least_squares(data).parameters.tolist())
    run = train(data, Recipe(start=start, learning_rate=0.01, epochs=3))
    assert (settled_gradients(run) == 0).all()


@pytest.mark.parametrize("name", [name for name in DATASETS if name != "perceptron"])
def test_real_gradients_stay(name: str) -> None:
    """Nothing that a run learns by is touched, alone or among others."""
    data = load(name)
    rate = 0.5 / float(stability(data, Recipe(scaling="max")).eigenvalues[-1])
    recipe = Recipe(scaling="max", learning_rate=rate, epochs=50)
    run = train(data, recipe)
    np.testing.assert_array_equal(settled_gradients(run), run.gradients)
    family = sweep(data, recipe, [rate / 2, rate])
    np.testing.assert_array_equal(settled_gradients(family), family.gradients)
