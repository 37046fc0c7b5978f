"""Where a run stands is said by one of a few cases, and each of them is true of the run."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from core.analysis import NEAR, THERE, misses, standing
from core.data import SCALINGS, fit_scaler, load
from core.exact import minimum, stability
from core.model import LOSSES, OPTIMIZERS, Recipe
from core.training import train

CRITICAL = 0.03802227


def case_of(epoch: int, data: str = "study_hours", **recipe: Any) -> str:
    dataset, chosen = load(data), Recipe(**{"learning_rate": 0.01, "epochs": max(epoch, 1000), **recipe})
    run = train(dataset, chosen)
    epoch = min(epoch, int(run.epochs[-1]))
    scaler, answer = fit_scaler(dataset, chosen.scaling), minimum(dataset, chosen)
    return standing(run, epoch, scaler, answer, stability(dataset, chosen)).case


@pytest.mark.parametrize(
    ("case", "epoch", "recipe"),
    [
        ("start", 0, {}),
        ("start there", 0, {"start": (7.36904762, 41.96428571)}),
        ("coming", 5, {}),
        ("coming, slow", 300, {}),
        ("nearly, slow", 1000, {}),
        ("there", 3000, {}),
        ("hardly moved", 10, {"learning_rate": 1e-6}),
        ("hardly moved", 1000, {"learning_rate": 1e-7}),
        ("overshooting", 3, {"learning_rate": 0.03}),
        ("overshooting", 17, {"learning_rate": 0.038}),
        ("diverging", 3, {"learning_rate": 0.05}),
        ("diverging", 3, {"learning_rate": 0.0388, "epochs": 10}),
        ("diverged", 1000, {"learning_rate": 0.05}),
        ("trembling", 1000, {"batch_size": 2}),
        ("circling", 100, {"loss": "mae", "learning_rate": 0.1}),
        ("there", 1000, {"optimizer": "adam", "learning_rate": 2.0}),
        ("flat", 1000, {"data": "study_hours_x10", "learning_rate": 1e-4}),
        ("flat", 500, {"data": "hubble_key_project", "learning_rate": 0.05, "scaling": "max"}),
    ],
)
def test_cases(case: str, epoch: int, recipe: dict[str, Any]) -> None:
    """A run at an epoch is the case that a person would call it."""
    assert case_of(epoch, **recipe) == case


def test_swings_at_the_critical_rate() -> None:
    """Exactly at the critical rate, and only there, a run swings for ever: z-scored data have theirs at 1."""
    recipe = {"scaling": "zscore", "learning_rate": 1.0}
    assert case_of(50, **recipe) == "swings"
    assert case_of(50, **recipe | {"learning_rate": 0.9}) != "swings"


@pytest.mark.parametrize("choices", list(product(LOSSES, OPTIMIZERS)), ids=" ".join)
def test_what_is_said_is_true(choices: tuple[str, str]) -> None:
    """For every loss, optimizer and scaling: right and nearly right only where predictions are; falling where it is."""
    loss, optimizer = choices
    dataset = load("study_hours")
    for scaling, rate in product(SCALINGS, (0.003, 0.3)):
        recipe = Recipe(learning_rate=rate, epochs=200, loss=loss, optimizer=optimizer, scaling=scaling)
        run, answer, scaler = train(dataset, recipe), minimum(dataset, recipe), fit_scaler(dataset, scaling)
        for epoch in {0, 1, 7, 60, 200} & set(run.epochs.tolist()) | {int(run.epochs[-1])}:
            found = standing(run, epoch, scaler, answer, stability(dataset, recipe))
            off = misses(run, scaler, run.parameters[epoch], answer)
            assert (found.case == "diverged") <= (run.diverged_at is not None)
            if found.case in ("there", "nearly", "nearly, slow") and loss != "mae":
                assert off <= (THERE if found.case == "there" else NEAR)
            if found.case in ("coming", "coming, slow", "flat", "hardly moved", "overshooting"):
                assert run.losses[epoch] <= run.losses[0]
                assert found.off > NEAR
            if found.case in ("higher", "diverging"):
                assert run.losses[epoch] > run.losses[0]


def test_predictions_are_compared_in_data_units() -> None:
    """A model that is off by half the spread of the best predictions misses by a half, however it was trained."""
    dataset = load("study_hours")
    for scaling in SCALINGS:
        recipe = Recipe(epochs=0, scaling=scaling)
        run, answer, scaler = train(dataset, recipe), minimum(dataset, recipe), fit_scaler(dataset, scaling)
        best = scaler.parameters_to_data_units(answer.parameters)
        higher = best + np.array([0.0, 0.5 * abs(best[0]) * dataset.features.std()])
        assert misses(run, scaler, scaler.parameters_to_training_units(higher), answer) == pytest.approx(0.5)
