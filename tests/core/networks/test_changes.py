"""A parameter that is set by hand: training goes on from there as PyTorch does, and what came before stays."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import torch

from core.model import Recipe
from core.networks import Network
from core.training import History, stream, sweep, train
from tests.core.networks.test_against_torch import cloud, flat, sequential

NETWORK = Network((3, 2), ("tanh", "relu"))
CHANGED = ((40, 1, -2.0), (40, 8, 0.5), (90, 19, 1.5))
OPTIMIZERS = {
    "sgd": lambda model: torch.optim.SGD(model.parameters(), lr=0.05),
    "momentum": lambda model: torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9),
    "adam": lambda model: torch.optim.Adam(model.parameters(), lr=0.05),
}


def recipe_of(optimizer: str) -> Recipe:
    """Return a training in which three parameters are set."""
    return Recipe(0.05, 150, loss="cross_entropy", optimizer=optimizer, network=NETWORK, changed=CHANGED)


def by_torch(optimizer: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the parameters and losses of a loop that sets a weight, a bias and the output's bias in place."""
    dataset = cloud(1)
    model = sequential(NETWORK, dataset, 0)
    steps = OPTIMIZERS[optimizer](model)
    x, y = torch.tensor(dataset.features), torch.tensor(dataset.targets)
    parameters, losses = [], []
    for epoch in range(151):
        with torch.no_grad():
            if epoch == 40:
                model[0].weight[1, 0] = -2.0
                model[0].bias[2] = 0.5
            if epoch == 90:
                model[4].bias[0] = 1.5
        steps.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(model(x), y)
        parameters.append(flat(model))
        losses.append(loss.item())
        loss.backward()
        steps.step()
    return np.array(parameters), np.array(losses)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_training_goes_on_from_what_was_set_as_pytorch_does(optimizer: str) -> None:
    """The epoch has what was set, the optimizer keeps its moments, and no epoch before it has changed."""
    recipe = recipe_of(optimizer)
    run = train(cloud(1), recipe)
    parameters, losses = by_torch(optimizer)
    np.testing.assert_allclose(run.parameters, parameters, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(run.losses, losses, rtol=1e-9, atol=1e-9)
    plain = train(cloud(1), replace(recipe, changed=()))
    np.testing.assert_array_equal(run.parameters[:40], plain.parameters[:40])
    assert (run.parameters[40, [1, 8]] == [-2.0, 0.5]).all()


def test_it_is_the_same_in_a_sweep_in_chunks_and_for_fewer_epochs() -> None:
    """All rates of a ruler are set alike; an epoch beyond the end changes nothing; epoch 0 is another start."""
    recipe, dataset = recipe_of("adam"), cloud(1)
    run = train(dataset, recipe)
    assert (sweep(dataset, recipe, [0.01, 0.05])[0].parameters[90, 19]) == 1.5
    chunks = [chunk[0].parameters for chunk in stream(dataset, recipe, [0.05])]
    np.testing.assert_allclose(np.concatenate(chunks), run.parameters, rtol=1e-12)
    short: History = train(dataset, replace(recipe, epochs=60))
    np.testing.assert_allclose(short.parameters, run.parameters[:61], rtol=1e-12)
    assert train(dataset, replace(recipe, changed=((0, 0, 3.0),))).parameters[0, 0] == 3.0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (((5, 0),), "at most 30 triples"), (((-1, 0, 1.0),), "at most 30 triples"),
        (((5, 0, float("nan")),), "finite value"), (tuple((1, 0, 1.0) for _ in range(31)), "at most 30 triples"),
        (((5, 0, 1.0), (4, 0, 1.0)), "must not decrease"), (((5, 20, 1.0),), "below the network's 20 parameters"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_refused_in_a_sentence(changed: object, message: str) -> None:
    """With what came and what was wanted."""
    with pytest.raises(ValueError, match=re.escape(message)):
        train(cloud(1), Recipe(0.05, 10, loss="cross_entropy", network=NETWORK, changed=changed))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="there is none"):
        Recipe(changed=CHANGED)
