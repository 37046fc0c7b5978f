"""What is said of a classifier row by row adds up to what training sees."""

from __future__ import annotations

import numpy as np
import pytest

from core.analysis import confusion, outputs_at, probabilities_of, shares_of_loss
from core.data import Dataset, passed, penguins
from core.exact import logistic_optimum
from core.model import Network, Recipe
from core.training import train

RECIPE = Recipe(epochs=50, learning_rate=0.1, loss="cross_entropy", scaling="zscore_features", network=Network())


@pytest.mark.parametrize("dataset", [passed(), penguins(), penguins(("Adelie", "Chinstrap"))])
def test_the_rows_shares_are_the_loss(dataset: Dataset) -> None:
    """The mean of all rows' shares is the run's cross-entropy at its last epoch."""
    run = train(dataset, RECIPE)
    outputs = outputs_at(dataset, RECIPE, run.parameters[-1])
    assert outputs.shape == (dataset.n, dataset.t)
    assert shares_of_loss(outputs, dataset.targets).mean() == pytest.approx(run.losses[-1], rel=1e-12)


def test_the_optimum_says_who_passes() -> None:
    """The one who failed after four hours costs most; at ½ two of eight are taken for the other class."""
    dataset = passed()
    found = logistic_optimum(dataset, RECIPE)
    assert found.parameters is not None
    outputs = outputs_at(dataset, RECIPE, found.parameters)
    chances = probabilities_of(outputs)
    # The weight and the bias in hours come from arithmetic of 40 digits.
    by_hours = 1 / (1 + np.exp(4.3986075645601907 - 1.2623952896667758 * dataset.features))
    np.testing.assert_allclose(chances, by_hours, rtol=1e-10)
    assert shares_of_loss(outputs, dataset.targets).argmax() == 3
    assert confusion(chances, dataset.targets).tolist() == [[2, 1], [1, 4]]


def test_a_threshold_trades_one_mistake_for_the_other() -> None:
    """A probability must be above the threshold; at 1 nobody passes, and at 0 everybody does."""
    chances, targets = [[0.2], [0.6], [0.6], [0.9]], [[0], [0], [1], [1]]
    assert confusion(chances, targets, 0).tolist() == [[0, 2], [0, 2]]
    assert confusion(chances, targets, 0.5).tolist() == [[1, 1], [0, 2]]
    assert confusion(chances, targets, 0.6).tolist() == [[2, 0], [1, 1]]
    assert confusion(chances, targets, 1).tolist() == [[2, 0], [2, 0]]
    assert confusion(np.eye(3)[[0, 1, 1]], np.eye(3)[[0, 1, 2]]).tolist() == [[1, 0, 0], [0, 1, 0], [0, 1, 0]]
    with pytest.raises(ValueError, match=r"from 0 to 1, not 1\.5"):
        confusion(chances, targets, 1.5)


@pytest.mark.parametrize("outputs", [[[1000.0], [-1000.0], [-1000.0]], [[1000.0, 0, 0], [0, -1000, 0], [0, 0, -1000]]])
def test_outputs_of_a_thousand_are_no_trouble(outputs: list[list[float]]) -> None:
    """A row that is surely right costs nothing, one that is surely wrong costs a thousand, and nothing overflows."""
    targets = [[1], [0], [1]] if len(outputs[0]) == 1 else np.eye(3)
    with np.errstate(all="raise", under="ignore"):
        shares = shares_of_loss(outputs, targets)
    assert shares[0] == 0
    assert shares[2] == pytest.approx(1000, rel=1e-3)
    assert np.isfinite(probabilities_of(outputs)).all()


def test_a_recipe_without_a_network_has_no_log_odds() -> None:
    """The refusal says what came."""
    with pytest.raises(ValueError, match="must have a network, not None"):
        outputs_at(passed(), Recipe(), [0, 0])
