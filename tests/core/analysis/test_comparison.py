"""Of two runs it is known what differs, and one is carried over exactly into the units and the loss of the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from core.analysis import differences, seen_in
from core.data import SCALINGS, Dataset, fit_scaler, load
from core.model import LOSSES, Recipe
from core.training import train

STUDY = load("study_hours")
CRITERIA = {
    "mse": torch.nn.MSELoss(),
    "sse": torch.nn.MSELoss(reduction="sum"),
    "mae": torch.nn.L1Loss(),
    "huber": torch.nn.HuberLoss(),
}


def differing(one: dict[str, Any], other: dict[str, Any], dataset: Dataset = STUDY) -> tuple[str, ...]:
    """Return what differs between two short runs."""
    short: dict[str, Any] = {"epochs": 3, "learning_rate": 0.01}
    return differences(train(dataset, Recipe(**{**short, **one})), train(dataset, Recipe(**{**short, **other})))


@pytest.mark.parametrize(
    ("one", "other", "named"),
    [
        ({}, {}, ()),
        ({}, {"learning_rate": 0.02}, ("learning_rate",)),
        ({}, {"learning_rate": 0.02, "earlier": ((1, 0.01),)}, ("learning_rate",)),
        ({}, {"epochs": 4}, ("epochs",)),
        ({}, {"loss": "mae"}, ("loss",)),
        ({}, {"optimizer": "adam"}, ("optimizer",)),
        ({}, {"scaling": "zscore"}, ("scaling",)),
        ({}, {"activation": "relu"}, ("activation",)),
        ({}, {"device": "cpu"}, ()),
        ({}, {"dtype": "float32"}, ("dtype",)),
        ({}, {"batch_size": 2}, ("batch_size",)),
        ({}, {"batch_size": 8}, ()),
        ({"batch_size": 2}, {"batch_size": 2, "shuffle": False}, ("shuffle",)),
        ({}, {"shuffle": False}, ()),
        ({"batch_size": 2}, {"batch_size": 2, "seed": 1}, ("seed",)),
        ({}, {"seed": 1}, ()),
        ({"start": "random"}, {"start": "random", "seed": 1}, ("seed",)),
        ({}, {"start": "random"}, ("start",)),
        ({}, {"start": (5.0, 40.0)}, ("start",)),
        ({}, {"start": (0.0, 0.0)}, ()),
        ({}, {"momentum": 0.5}, ()),
        ({"optimizer": "momentum"}, {"optimizer": "momentum", "momentum": 0.5}, ("momentum",)),
        ({"optimizer": "momentum"}, {"optimizer": "nesterov", "momentum": 0.5}, ("optimizer", "momentum")),
        ({"optimizer": "momentum", "momentum": 0}, {"optimizer": "momentum", "momentum": 0.5}, ("momentum",)),
        ({}, {"optimizer": "momentum", "momentum": 0}, ()),
        ({}, {"optimizer": "nesterov", "momentum": 0}, ()),
        ({"optimizer": "momentum", "momentum": 0}, {"optimizer": "nesterov", "momentum": 0}, ()),
        ({"optimizer": "momentum", "momentum": 0}, {"optimizer": "adam", "momentum": 0}, ("optimizer",)),
        ({}, {"earlier": ((1, 0.01),)}, ()),
        ({}, {"earlier": ((1, 0.02),)}, ("learning_rate",)),
        ({"earlier": ((1, 0.02), (2, 0.02))}, {"earlier": ((2, 0.02),)}, ()),
        ({}, {"learning_rate": 0.02, "epochs": 9, "loss": "sse"}, ("learning_rate", "epochs", "loss")),
    ],
)
def test_what_differs_is_named(one: dict[str, Any], other: dict[str, Any], named: tuple[str, ...]) -> None:
    """Every field that has an effect is named, whichever run comes first; one without effect is not."""
    assert differing(one, other) == named
    assert differing(other, one) == named


def test_the_device_that_was_used_counts() -> None:
    """The CPU is the CPU, chosen by itself or by hand; two runs that chose by themselves may have chosen otherwise."""
    itself, by_hand = (train(STUDY, Recipe(epochs=3, device=device)) for device in ("auto", "cpu"))
    assert (itself.device, by_hand.device) == ("cpu", "cpu")
    np.testing.assert_array_equal(itself.parameters, by_hand.parameters)
    assert differences(itself, by_hand) == ()
    elsewhere = replace(itself, device="cuda")
    assert differences(itself, elsewhere) == differences(elsewhere, by_hand) == ("device",)


def test_what_comes_to_the_same_is_the_same_run() -> None:
    """A momentum of 0, and a rate change to the same rate, change no number of a run."""
    plain = train(STUDY, Recipe(0.01, 20))
    for same in ({"optimizer": "momentum"}, {"optimizer": "nesterov"}, {"earlier": ((5, 0.01),)}):
        run = train(STUDY, Recipe(0.01, 20, momentum=0, **same))
        np.testing.assert_allclose(run.parameters, plain.parameters, rtol=1e-12)


def test_other_data_is_a_difference() -> None:
    """Data differ by their numbers, not by their name."""
    run = train(STUDY, Recipe(epochs=3))
    renamed = train(replace(STUDY, name="other"), Recipe(epochs=3))
    moved = train(replace(STUDY, targets=STUDY.targets + 1), Recipe(epochs=3))
    assert differences(run, renamed) == ()
    assert differences(run, moved) == differences(moved, run) == ("data",)


def judged(dataset: Dataset, scaling: str, loss: str, theta: np.ndarray) -> tuple[float, np.ndarray]:
    """Return loss and gradient by autograd, in training units."""
    scaler = fit_scaler(dataset, scaling)
    x = torch.tensor(scaler.scale_features(dataset.features))
    y = torch.tensor(scaler.scale_targets(dataset.targets))
    weights = torch.tensor(theta, requires_grad=True)
    table = weights.view(dataset.d + 1, dataset.t)
    value = CRITERIA[loss](x @ table[:-1] + table[-1], y)
    value.backward()
    assert weights.grad is not None
    return value.item(), weights.grad.numpy()


@pytest.mark.parametrize("loss", list(LOSSES))
@pytest.mark.parametrize("scaling", list(SCALINGS))
@pytest.mark.parametrize("own", ["none", "zscore"])
@pytest.mark.parametrize("name", ["study_hours", "crop_yields"])
def test_a_run_is_seen_in_other_units_and_by_another_loss(name: str, own: str, scaling: str, loss: str) -> None:
    """It predicts the same in data units, and its losses and gradients are those of autograd, to 1e-10."""
    dataset = load(name)
    rate = 0.1 if own == "zscore" else 1e-6
    run = train(dataset, Recipe(learning_rate=rate, epochs=20, scaling=own, start="random"))
    seen = seen_in(run, Recipe(scaling=scaling, loss=loss, learning_rate=9.0))
    np.testing.assert_allclose(seen.in_data_units(), run.in_data_units(), rtol=1e-10, atol=1e-10)
    assert seen.epochs.tolist() == run.epochs.tolist()
    assert seen.recipe == replace(run.recipe, scaling=scaling, loss=loss)
    for row in (0, 7, 20):
        value, gradient = judged(dataset, scaling, loss, seen.parameters[row])
        np.testing.assert_allclose(seen.losses[row], value, rtol=1e-10)
        np.testing.assert_allclose(seen.gradients[row], gradient, rtol=1e-10, atol=1e-10 * np.abs(gradient).max())


def test_a_run_in_its_own_units_is_itself() -> None:
    """Where scaling and loss are the same nothing is computed anew."""
    run = train(STUDY, Recipe(epochs=3))
    assert seen_in(run, Recipe(learning_rate=1.0, optimizer="adam")) is run


def test_a_run_that_diverged_is_seen_up_to_where_it_left() -> None:
    """All numbers that are shown of it are finite, and it is still known where it diverged."""
    run = train(STUDY, Recipe(learning_rate=0.5, epochs=100))
    seen = seen_in(run, Recipe(scaling="zscore", loss="huber"))
    assert seen.diverged_at == run.diverged_at is not None
    assert len(seen.epochs) == len(run.epochs)
    huge = replace(run, parameters=run.parameters * np.where(run.epochs < 2, 1, 1e160)[:, None])
    cut = seen_in(huge, Recipe(loss="sse"))
    assert cut.epochs.tolist() == [0, 1]
    assert np.isfinite(cut.losses).all()


def test_an_activation_between_the_units_is_refused() -> None:
    """A curve that bends in scaled units has no counterpart in others, and the refusal says so."""
    run = train(STUDY, Recipe(epochs=3, scaling="zscore", activation="tanh"))
    with pytest.raises(ValueError, match="no counterpart in data units"):
        seen_in(run, Recipe())
