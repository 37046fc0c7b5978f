"""Where a recipe is trained, and in which pieces, follows from what it costs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from core.analysis import measured_epoch_seconds
from core.data import Dataset, load
from core.model import Recipe, choose_device
from core.training import build_problem, cost
from core.training.cost import epochs_in_time, is_affine, step_work


@pytest.mark.parametrize(
    ("change", "work"),
    [
        ({}, 0),
        ({"optimizer": "nesterov", "schedule": "cosine"}, 0),
        ({"optimizer": "adam"}, 3 * 3 * 120),
        ({"l1": 0.1}, 3 * 3 * 120),
        ({"loss": "mae"}, 10**6 * 3 * 120),
        ({"optimizer": "adam", "batch_size": 1000}, 1000 * 3 * 120),
        ({"dtype": "float32"}, 10**6 * 3 * 120),
    ],
    ids=str,
)
def test_a_gpu_is_for_steps_that_touch_much(change: dict[str, Any], work: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A million rows go to a GPU only where each step goes through them: not as powers of a map, nor as few rows."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    recipe = Recipe(**change)
    assert step_work(recipe, 10**6, 3, 120) == work
    chosen = choose_device("auto", recipe.dtype, work=work).type
    assert chosen == ("cuda" if work > 10**7 else "cpu")
    assert is_affine(recipe, 10**6) == (work == 0)


def test_a_million_rows_of_a_squared_loss_stay_on_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Training chooses by that cost: told that there is a GPU, it puts no tensor there."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    x = np.linspace(0, 1, 400_000)
    problem = build_problem(Dataset.from_arrays(x, x), Recipe(), np.ones(120), np.zeros((120, 2)))
    assert problem.design.device.type == "cpu"


def test_chunks_suit_the_device() -> None:
    """What is much for a CPU is little for a GPU, whose chunks of much are longer and of little shorter."""
    much, little = (200_000, 200_000, 240), (8, 8, 240)
    assert epochs_in_time(*much, "cpu") == 1
    assert epochs_in_time(*much, "cuda") > 10
    assert 100 < epochs_in_time(*little, "cuda") < epochs_in_time(*little, "cpu")
    assert epochs_in_time(10**6, 1, 2, "cpu") == 1
    assert cost.SPEEDS["cuda"].block > cost.BLOCK


def test_time_is_taken_when_the_device_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before each reading of the clock the device is waited for, after the start too."""
    waited: list[str] = []
    monkeypatch.setattr("core.analysis.convergence.finish", lambda device: waited.append(device.type))
    measured_epoch_seconds(load("study_hours"), Recipe(optimizer="adam"))
    assert waited == ["cpu"] * 6
