"""What networks say of themselves: gradients in fifty digits, extremes, refusals."""

from __future__ import annotations

import re
from dataclasses import replace

import mpmath
import numpy as np
import pytest
import torch

from core.data import Dataset, load
from core.model import CLASS_LOSSES, Recipe, probabilities, right
from core.networks import Network, build_problem, evaluated
from core.training import sweep, train

mpmath.mp.dps = 50
POINTS = np.array([[0.3, -1.2], [1.7, 0.4], [-0.9, 0.8], [0.1, 0.2]])
FUNCTIONS = {"tanh": mpmath.tanh, "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)), "identity": lambda z: z}


def exact_loss(network: Network, dataset: Dataset, loss: str, theta: list[mpmath.mpf]) -> mpmath.mpf:
    """Return the loss of the words of the mathematics, number by number."""
    numbers = iter(theta)
    layers = [
        [[next(numbers) for _ in range(columns)] for _ in range(rows)]
        for rows, columns in network.shapes(dataset.d, dataset.t)
    ]
    total = mpmath.mpf(0)
    for row, target in zip(dataset.features, dataset.targets, strict=True):
        value = [mpmath.mpf(float(x)) for x in row]
        for layer, name in zip(layers, (*network.activations, "identity"), strict=True):
            fed = [*value, mpmath.mpf(1)]
            columns = range(len(layer[0]))
            value = [FUNCTIONS[name](sum(x * w[k] for x, w in zip(fed, layer, strict=True))) for k in columns]
        if loss == "mse":
            total += sum((z - float(y)) ** 2 for z, y in zip(value, target, strict=True)) / dataset.t
        elif dataset.t == 1:
            p = 1 / (1 + mpmath.exp(-value[0]))
            total -= mpmath.log(p if target[0] else 1 - p)
        else:
            total -= mpmath.log(mpmath.exp(value[int(target.argmax())]) / sum(mpmath.exp(z) for z in value))
    return total / dataset.n


@pytest.mark.parametrize(
    ("widths", "activations", "outputs", "loss"),
    [
        ((2,), ("tanh",), 1, "cross_entropy"),
        ((3, 2), ("sigmoid", "tanh"), 3, "cross_entropy"),
        ((2,), ("tanh",), 2, "mse"),
    ],
)
def test_gradients_are_right_by_differences_in_fifty_digits(widths, activations, outputs, loss):
    """Central differences of the loss, of 50 digits and steps of 1e-15, agree with the gradient to 1e-13."""
    targets = np.array([[0.0], [1.0], [1.0], [0.0]]) if outputs == 1 else np.eye(outputs)[np.arange(4) % outputs]
    dataset, network = Dataset.from_arrays(POINTS, targets), Network(widths, activations)
    theta = network.starts(2, outputs, [4])
    problem = build_problem(dataset, Recipe(loss=loss, network=network), np.ones(1), theta)
    value, slope = evaluated(problem, torch.from_numpy(theta))
    exactly = [mpmath.mpf(float(x)) for x in theta[0]]
    assert abs(float(exact_loss(network, dataset, loss, exactly)) - float(value)) < 1e-15
    step = mpmath.mpf("1e-15")
    for i, found in enumerate(slope[0].tolist()):
        higher, lower = ([x + sign * step * (j == i) for j, x in enumerate(exactly)] for sign in (1, -1))
        ends = (exact_loss(network, dataset, loss, end) for end in (higher, lower))
        assert abs(float((next(ends) - next(ends)) / (2 * step)) - found) < 1e-13


@pytest.mark.parametrize("outputs", [1, 3])
def test_outputs_of_a_thousand_are_no_trouble(outputs):
    """Probabilities, losses and derivatives are finite at ±1,000, and right: 0, 1, and a thousand for a wrong class."""
    z = torch.tensor([[1000.0, -1000.0, 0.0][:outputs], [-1000.0, 1000.0, 0.0][:outputs]], dtype=torch.float64)
    y = torch.tensor([[1.0, 0.0, 0.0][:outputs], [1.0, 0.0, 0.0][:outputs]], dtype=torch.float64)
    assert probabilities(z)[:, 0].tolist() == [1.0, 0.0]
    assert right(z, y).tolist() == [True, False]
    entropy = CLASS_LOSSES["cross_entropy"]
    assert float(entropy.function(z, y)) == (1000.0 if outputs == 1 else 2000.0) / 2
    assert entropy.derivative(z, y)[:, 0].tolist() == [0.0, -0.5]
    assert all(torch.isfinite(loss.derivative(z, y)).all() for loss in CLASS_LOSSES.values())


def test_without_a_hidden_layer_it_is_the_linear_model():
    """A network of no hidden layer, from zeros, goes the way of `train` on the students."""
    dataset, recipe = load("study_hours"), Recipe(learning_rate=0.02, epochs=300)
    run = train(dataset, replace(recipe, network=Network((), initializer="zeros")))
    line = train(dataset, recipe)
    np.testing.assert_allclose(run.parameters, line.parameters, rtol=1e-9)
    np.testing.assert_allclose(run.losses, line.losses, rtol=1e-9)


def test_neurons_that_start_alike_stay_alike():
    """From zeros all neurons of a layer keep equal parameters: they are twins, whatever they learn."""
    draws = np.random.default_rng(0)
    dataset = Dataset.from_arrays(draws.normal(size=(20, 2)), draws.normal(size=20))
    run = train(dataset, Recipe(epochs=50, learning_rate=0.5, network=Network((3,), "sigmoid", "zeros")))
    hidden = run.parameters[-1][:9].reshape(3, 3)
    assert (hidden == hidden[:, :1]).all()
    assert np.abs(hidden).max() > 0


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: Network((0,)), "whole numbers from 1 to 64"),
        (lambda: Network((4.0,)), "whole numbers from 1 to 64"),
        (lambda: Network((2,) * 9), "at most 8"),
        (lambda: Network((2, 2), ("tanh", "tanh", "relu")), "one for each of the 2 hidden layers"),
        (lambda: Network((2,), "sine"), "one of identity"),
        (lambda: Network((2,), initializer="ones"), "one of torch"),
        (lambda: Network((2,), initializer="normal", spread=0), "above 0"),
        (lambda: train(load("study_hours"), Recipe(loss="cross_entropy", network=Network((2,)))), "must be 0 or 1"),
        (lambda: sweep(load("study_hours"), Recipe(network=Network((2,))), [0.1, -1]), "above 0"),
        (lambda: sweep(load("study_hours"), Recipe(network=Network((2,))), starts=[[1.0]]), "shape (B, 7)"),
        (lambda: train(load("study_hours"), Recipe(network=Network((2,)), start=(1.0,))), "must hold 7 numbers"),
        (lambda: Recipe(network="2,2"), "a Network or None, not '2,2'"),
        (lambda: train(load("study_hours"), Recipe(batch_size=99, network=Network((2,)))), "at most the 8 rows"),
        (lambda: train(load("study_hours"), Recipe(loss="brier")), "for a linear model"),
    ],
)  # fmt: skip
def test_what_is_no_network_is_refused_with_what_was_wanted(build, said):
    """Each refusal says what came and what was wanted."""
    with pytest.raises(ValueError, match=re.escape(said)):
        build()


def test_classes_are_not_scaled():
    """A scaling of the targets would make other numbers of 0 and 1, and is refused."""
    dataset = Dataset.from_arrays(POINTS, [0, 1, 1, 0])
    with pytest.raises(ValueError, match="zscore_features, not 'max'"):
        train(dataset, Recipe(loss="cross_entropy", scaling="max", network=Network((2,))))
