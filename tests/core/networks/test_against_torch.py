"""Our networks go the way of `torch.nn.Sequential`, autograd and `torch.optim`."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
import torch

from core.data import Dataset
from core.model import OPTIMIZERS, Recipe
from core.networks import INITIALIZERS, Network, layers_of
from core.training import stream, sweep, train

ACTIVATED = {
    "identity": torch.nn.Identity,
    "relu": torch.nn.ReLU,
    "leaky_relu": torch.nn.LeakyReLU,
    "tanh": torch.nn.Tanh,
    "sigmoid": torch.nn.Sigmoid,
}
CRITERIA = {
    "mse": torch.nn.functional.mse_loss,
    "huber": torch.nn.functional.huber_loss,
    "cross_entropy": lambda z, y: (
        torch.nn.functional.binary_cross_entropy_with_logits(z, y)
        if y.shape[1] == 1
        else torch.nn.functional.cross_entropy(z, y)
    ),
    "brier": lambda z, y: torch.nn.functional.mse_loss(z.sigmoid() if y.shape[1] == 1 else z.softmax(1), y),
}
EPOCHS = 200
# With larger steps the adaptive ones jump to and fro over a kink or a narrow valley, where a last digit grows.
RATES = {"rmsprop": 0.0005, "adam": 0.005}


def cloud(outputs: int) -> Dataset:
    """Return 30 points in the plane, of so many classes that no line parts."""
    draws = np.random.default_rng(outputs)
    points = draws.normal(size=(30, 2))
    kind = (np.hypot(*points.T) * 1.5).astype(int) % max(outputs, 2)
    return Dataset.from_arrays(points, kind[:, None] if outputs == 1 else np.eye(outputs)[kind])


def sequential(network: Network, dataset: Dataset, seed: int) -> torch.nn.Sequential:
    """Return the network as a course would write it, its parameters drawn by torch."""
    torch.manual_seed(seed)
    sizes = (dataset.d, *network.widths, dataset.t)
    names = (*network.activations, "identity")
    parts = [
        [torch.nn.Linear(m, k, dtype=torch.float64), ACTIVATED[name]()]
        for (m, k), name in zip(pairwise(sizes), names, strict=True)
    ]
    return torch.nn.Sequential(*(part for pair in parts for part in pair))


def flat(model: torch.nn.Sequential) -> np.ndarray:
    """Return a model's parameters in the order of `Network`, shape `(P,)`."""
    linear = [part for part in model if isinstance(part, torch.nn.Linear)]
    layers = [torch.cat([part.weight.T, part.bias[None]]).reshape(-1) for part in linear]
    return torch.cat(layers).detach().numpy()


def put(model: torch.nn.Sequential, network: Network, dataset: Dataset, theta: np.ndarray) -> None:
    """Give a model the parameters of one of our networks."""
    layers = layers_of(torch.from_numpy(theta.copy()), network.shapes(dataset.d, dataset.t))
    linear = [part for part in model if isinstance(part, torch.nn.Linear)]
    with torch.no_grad():
        for part, layer in zip(linear, layers, strict=True):
            part.weight.copy_(layer[:-1].T)
            part.bias.copy_(layer[-1])


def walked(model: torch.nn.Sequential, dataset: Dataset, recipe: Recipe) -> tuple[np.ndarray, np.ndarray]:
    """Return parameters and losses after each epoch of the loop that a course would write."""
    x, y = torch.from_numpy(dataset.features.copy()), torch.from_numpy(dataset.targets.copy())
    weights = [p for p in model.parameters() if p.ndim == 2]

    def cost(rows):
        penalty = sum(recipe.weight_decay / 2 * w.square().sum() + recipe.l1 * w.abs().sum() for w in weights)
        return CRITERIA[recipe.loss](model(x[rows]), y[rows]) + penalty

    rate, parameters = recipe.learning_rate, list(model.parameters())
    optimizer = {
        "sgd": lambda: torch.optim.SGD(parameters, rate),
        "momentum": lambda: torch.optim.SGD(parameters, rate, momentum=recipe.momentum),
        "nesterov": lambda: torch.optim.SGD(parameters, rate, momentum=recipe.momentum, nesterov=True),
        "rmsprop": lambda: torch.optim.RMSprop(parameters, rate),
        "adagrad": lambda: torch.optim.Adagrad(parameters, rate),
        "adam": lambda: torch.optim.Adam(parameters, rate),
    }[recipe.optimizer]()
    everything, order = torch.arange(dataset.n), torch.Generator().manual_seed(recipe.seed)
    visited, losses = [flat(model)], [cost(everything).item()]
    for epoch in range(recipe.epochs):
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate_after(epoch)
        whole = recipe.batch_size in (None, dataset.n)
        rows = everything if whole else torch.randperm(dataset.n, generator=order)
        for batch in torch.split(rows, recipe.batch_size or dataset.n):
            optimizer.zero_grad()
            cost(batch).backward()
            optimizer.step()
        visited.append(flat(model))
        losses.append(cost(everything).item())
    return np.array(visited), np.array(losses)


# Every optimizer with every loss, and every activation, initializer and number of outputs with each of both.
PAIRS = [
    (loss, optimizer, list(ACTIVATED)[(i + j) % 5], list(INITIALIZERS)[(2 * i + j) % 5], (i + j // 2) % 3 + 1)
    for (i, loss), (j, optimizer) in product(enumerate(CRITERIA), enumerate(OPTIMIZERS))
]


@pytest.mark.parametrize(("loss", "optimizer", "activation", "initializer", "outputs"), PAIRS)
def test_a_run_agrees_with_torch(loss, optimizer, activation, initializer, outputs):
    """Parameters and losses agree at 1e-9 over 200 epochs."""
    dataset, network = cloud(outputs), Network((4, 3), (activation, "tanh"), initializer, 0.7)
    recipe = Recipe(
        learning_rate=RATES.get(optimizer, 0.02), epochs=EPOCHS, loss=loss, optimizer=optimizer, seed=5, network=network
    )
    run = train(dataset, recipe)
    model = sequential(network, dataset, 5)
    put(model, network, dataset, run.parameters[0])
    parameters, losses = walked(model, dataset, recipe)
    np.testing.assert_allclose(run.parameters, parameters, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(run.losses, losses, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("optimizer", "activation"), list(product(OPTIMIZERS, ACTIVATED)))
def test_l1_agrees_with_torch(optimizer, activation):
    """Loss + λ Σ |w|, biases free and no slope at 0, is that of autograd with every optimizer and activation."""
    dataset, network = cloud(2), Network((3, 2), activation)
    recipe = Recipe(
        learning_rate=RATES.get(optimizer, 0.02), epochs=EPOCHS, loss="cross_entropy", optimizer=optimizer, seed=7,
        network=network, l1=0.003,
    )  # fmt: skip
    run = train(dataset, recipe)
    model = sequential(network, dataset, 7)
    parameters, losses = walked(model, dataset, recipe)
    np.testing.assert_allclose(run.parameters, parameters, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(run.losses, losses, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    "changes",
    [
        {"batch_size": 7},
        {"weight_decay": 0.03, "l1": 0.002},
        {"schedule": "cosine", "schedule_length": 150, "warm_up": 20},
        {"batch_size": 3, "optimizer": "adam", "weight_decay": 0.01, "learning_rate": 0.003},
    ],
)
def test_knobs_agree_with_torch(changes):
    """Mini-batches, penalties on large weights and schedules do what they do in torch."""
    dataset, network = cloud(1), Network((5,))
    recipe = Recipe(
        **{"learning_rate": 0.05, "epochs": EPOCHS, "loss": "cross_entropy", "seed": 3, **changes}, network=network
    )
    run = train(dataset, recipe)
    parameters, losses = walked(sequential(network, dataset, 3), dataset, recipe)
    np.testing.assert_allclose(run.parameters, parameters, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(run.losses, losses, rtol=1e-9, atol=1e-9)


def test_decoupled_decay_agrees_with_adamw():
    """Adam with decoupled decay is `torch.optim.AdamW`, biases left alone."""
    dataset, network = cloud(1), Network((4,))
    recipe = Recipe(
        learning_rate=0.02,
        epochs=EPOCHS,
        loss="cross_entropy",
        optimizer="adam",
        weight_decay=0.1,
        decoupled=True,
        network=network,
    )
    model = sequential(network, dataset, 0)
    weights, biases = ([p for p in model.parameters() if p.ndim == n] for n in (2, 1))
    groups = [{"params": weights, "weight_decay": 0.1}, {"params": biases, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, 0.02)
    x, y = torch.from_numpy(dataset.features.copy()), torch.from_numpy(dataset.targets.copy())
    for _ in range(EPOCHS):
        optimizer.zero_grad()
        CRITERIA["cross_entropy"](model(x), y).backward()
        optimizer.step()
    np.testing.assert_allclose(train(dataset, recipe).parameters[-1], flat(model), rtol=0, atol=1e-9)


@pytest.mark.parametrize("widths", [(), (3,), (8, 8)])
def test_a_start_is_the_one_that_torch_draws(widths):
    """The initializer `torch` draws what a `torch.nn.Sequential` draws after `torch.manual_seed`, to the last digit."""
    dataset, network = cloud(3), Network(widths)
    (start,) = network.starts(2, 3, [11])
    assert (start == flat(sequential(network, dataset, 11))).all()


def test_xavier_and_he_are_those_of_torch():
    """A layer's weights are those of `torch.nn.init`, its biases 0."""
    for name, init in (
        ("xavier", torch.nn.init.xavier_uniform_),
        ("he", lambda w, generator: torch.nn.init.kaiming_normal_(w, nonlinearity="relu", generator=generator)),
    ):
        weight = torch.empty(4, 2, dtype=torch.float64)
        init(weight, generator=torch.Generator().manual_seed(9))
        (start,) = Network((), initializer=name).starts(2, 4, [9])
        assert (start.reshape(3, 4) == np.vstack([weight.T.numpy(), np.zeros(4)])).all()


def test_many_runs_at_once_are_each_as_alone():
    """A family from several rates and starts holds what each of its runs is by itself."""
    dataset, network = cloud(1), Network((4, 2))
    recipe = Recipe(epochs=60, loss="cross_entropy", optimizer="adam", network=network)
    rates, starts = np.array([0.003, 0.03, 0.3]), network.starts(2, 1, [1, 2, 3])
    runs = sweep(dataset, recipe, rates, starts=starts)
    for rate, seed, run in zip(rates, (1, 2, 3), runs, strict=True):
        alone = replace(recipe, learning_rate=rate, seed=seed)
        np.testing.assert_allclose(run.parameters, train(dataset, alone).parameters, atol=1e-10)


@pytest.mark.parametrize("batch_size", [None, 8])
def test_epochs_that_are_kept_are_those_of_the_whole_run(batch_size):
    """Every seventh epoch and the last, of a stream or at once, are those of the run that keeps all."""
    dataset, network = cloud(1), Network((4,))
    recipe = Recipe(epochs=101, loss="brier", learning_rate=0.5, batch_size=batch_size, network=network)
    whole = train(dataset, recipe)
    (some,) = sweep(dataset, recipe, record=lambda epochs: epochs % 7 == 0)
    assert some.epochs.tolist() == [*range(0, 101, 7), 101]
    assert (some.parameters == whole.parameters[some.epochs]).all()
    assert (some.losses == whole.losses[some.epochs]).all()
    assert next(len(chunk.epochs) for chunk in stream(dataset, recipe)) == 1


def test_a_run_that_diverges_ends_there_and_the_others_go_on():
    """A rate that is too large is cut at its first epoch beyond the limit; smaller ones are as without it."""
    dataset, network = cloud(1), Network((), "identity")
    recipe = Recipe(epochs=300, loss="mse", network=network)
    runs = sweep(dataset, recipe, [0.1, 50.0])
    assert runs.diverged_at[0] is None
    assert runs.diverged_at[1] == runs[1].epochs[-1]
    assert np.isfinite(runs[1].parameters).all()
    alone = sweep(dataset, recipe, [0.1])
    np.testing.assert_allclose(runs[0].losses, alone[0].losses, rtol=1e-12)
    assert len(runs[0].epochs) == 301
