"""How many starts of two neurons learn exclusive or, as docs/model.md says."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from core.data import Dataset
from core.model import Recipe
from core.networks import Network
from core.training import sweep

MODEL = Path(__file__).parents[3] / "docs" / "model.md"
CORNERS = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
STARTS = 2000


def test_the_share_of_starts_that_learn_is_the_one_in_the_book():
    """Of 2,000 starts the share is that of docs/model.md within four standard errors; others stop at ½ log 2."""
    stated = float(re.search(r"(\d+) % have all four right", MODEL.read_text(encoding="utf-8"))[1]) / 100
    dataset, network = Dataset.from_arrays(CORNERS, CORNERS.prod(axis=1) < 0), Network((2,))
    recipe = Recipe(loss="cross_entropy", learning_rate=0.5, epochs=2000, network=network)
    starts = network.starts(2, 1, range(10_000, 10_000 + STARTS))
    losses = sweep(dataset, recipe, starts=starts, record=()).losses[:, -1]
    learned = losses < 0.1
    assert learned.mean() == pytest.approx(stated, abs=4 * np.sqrt(stated * (1 - stated) / STARTS))
    assert np.median(losses[~learned]) == pytest.approx(np.log(2) / 2, abs=0.001)
