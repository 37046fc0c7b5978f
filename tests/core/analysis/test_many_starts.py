"""Starts that learn are counted as anybody would count them, and as many as docs/model.md says."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest

from core.analysis import LEARNED, accuracies_on, scores_at, train_starts
from core.data import drawn_rows, generate, split
from core.model import Network, Recipe
from core.training import train

MODEL = Path(__file__).parents[3] / "docs" / "model.md"
WHOLE = generate("exclusive_or")
ROWS, _ = split(WHOLE, drawn_rows(WHOLE.n, 0.25, 0))
"""Those from which Neural Network learns, where nothing else is asked for."""


def recipe_of(*widths: int, **fields: object) -> Recipe:
    """Return how the guide of Neural Network trains."""
    return Recipe(**{"learning_rate": 1.0, "epochs": 2000, "loss": "cross_entropy", "device": "cpu",
                     "network": Network(widths, "tanh"), **fields})  # fmt: skip


def test_each_start_ends_as_it_does_alone() -> None:
    """Its loss and its score are those of a run of its seed; classes are counted, of numbers R² is taken."""
    cases = ("exclusive_or", "cross_entropy", 1.0), ("three_blobs", "brier", 1.0), ("sine", "mse", 0.1)
    for data, loss, rate in cases:
        dataset, seeds = generate(data), (3, 11, 4)
        recipe = recipe_of(3, epochs=80, loss=loss, learning_rate=rate)
        found = train_starts(dataset, recipe, seeds)
        runs = [train(dataset, recipe_of(3, epochs=80, loss=loss, learning_rate=rate, seed=seed)) for seed in seeds]
        assert found.losses == pytest.approx([run.losses[-1] for run in runs])
        if loss == "mse":
            expected = [1 - run.losses[-1] / dataset.targets.var() for run in runs]
        else:
            expected = [accuracies_on(run, dataset)[-1] for run in runs]
        assert found.scores == pytest.approx(expected)
        assert scores_at(dataset, recipe, [run.parameters[-1] for run in runs]) == pytest.approx(expected)
        assert list(found.learned) == [score >= LEARNED for score in expected]


def test_a_start_that_diverged_has_not_learned() -> None:
    """Whatever its numbers were when it flew apart."""
    found = train_starts(generate("sine"), recipe_of(8, loss="mse", learning_rate=50.0, epochs=200), range(4))
    assert np.isnan(found.scores).any()
    assert not found.learned[np.isnan(found.scores)].any()


def test_the_share_for_two_neurons_is_the_one_in_the_book() -> None:
    """Other seeds, and fewer, give the share of docs/model.md within three standard errors of both together."""
    stated = re.search(r"two tanh neurons (\d+) % of 2,000 starts", MODEL.read_text(encoding="utf-8"))
    assert stated is not None
    share, found = float(stated[1]) / 100, train_starts(ROWS, recipe_of(2), range(20_000, 20_400))
    error = math.sqrt(share * (1 - share) * (1 / 2000 + 1 / 400))
    assert found.share == pytest.approx(share, abs=3 * error)
    assert 0 < found.standard_error == pytest.approx(math.sqrt(found.share * (1 - found.share) / 400))


def test_what_cannot_be_counted_is_said() -> None:
    """No network, or no seed."""
    with pytest.raises(ValueError, match="must have a network"):
        train_starts(ROWS, Recipe(loss="mse"), range(3))
    with pytest.raises(ValueError, match="at least one"):
        train_starts(ROWS, recipe_of(2), [])
