"""The optimum of logistic regression is exact, and none is claimed where there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import logsumexp

from core.data import Dataset, fit_scaler
from core.data.classes import penguins
from core.exact import logistic_optimum
from core.model import Recipe
from core.networks import Network
from core.training import train

HOURS = np.array([0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5])
PASSED = np.array([0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1])


def overlapping(outputs: int) -> Dataset:
    """Return 60 points of classes that overlap, far from 0 and in unlike units."""
    draws = np.random.default_rng(3)
    kinds = np.arange(60) % max(outputs, 2)
    points = (draws.normal(size=(60, 2)) + kinds[:, None] * [0.8, -0.5]) * [1e-3, 200] + [5, 4000]
    return Dataset.from_arrays(points, kinds if outputs == 1 else np.eye(outputs)[kinds])


def by_scipy(dataset: Dataset, decay: float) -> np.ndarray:
    """Return outputs of the minimum that SciPy finds, from features of mean 0 and size 1, decay on those weights."""
    x = (dataset.features - dataset.features.mean(axis=0)) / dataset.features.std(axis=0)
    x, y = np.column_stack([x, np.ones(dataset.n)]), dataset.targets
    if dataset.t == 1:
        y = np.hstack([1 - y, y])

    def spread(theta):
        theta = theta.reshape(3, dataset.t)
        return np.hstack([0 * theta, theta]) if dataset.t == 1 else theta

    def cost(theta):
        z = x @ spread(theta)
        return (logsumexp(z, axis=1) - (z * y).sum(axis=1)).mean() + decay / 2 * (theta.reshape(3, -1)[:2] ** 2).sum()

    def slope(theta):
        z = x @ spread(theta)
        share = np.exp(z - logsumexp(z, axis=1, keepdims=True)) - y
        found = x.T @ share[:, -dataset.t :] / dataset.n
        found[:2] += decay * theta.reshape(3, -1)[:2]
        return found.ravel()

    found = minimize(cost, np.zeros(3 * dataset.t), jac=slope, method="BFGS", options={"gtol": 1e-14, "maxiter": 5000})
    return x @ found.x.reshape(3, dataset.t)


def test_hours_and_passing_are_those_of_the_textbook():
    """Twenty students' hours and passing: 1.5046 an hour and -4.0777, as Wikipedia's article and R's glm have them."""
    found = logistic_optimum(Dataset.from_arrays(HOURS, PASSED), Recipe(loss="cross_entropy"))
    np.testing.assert_allclose(found.parameters, [1.5046454, -4.0777134], atol=5e-8)
    assert 2 * 20 * found.loss == pytest.approx(16.0598, abs=5e-5)


@pytest.mark.parametrize(("outputs", "decay"), [(1, 0.0), (3, 0.0), (1, 0.05), (3, 0.05)])
def test_the_optimum_agrees_with_scipy(outputs, decay):
    """Outputs agree to 10 digits of their size with what SciPy's BFGS finds, whatever the features' units."""
    dataset = overlapping(outputs)
    recipe = Recipe(loss="cross_entropy", weight_decay=decay, scaling="zscore_features")
    theta = logistic_optimum(dataset, recipe).parameters.reshape(3, outputs)
    z = (dataset.features - dataset.features.mean(axis=0)) / dataset.features.std(axis=0)
    ours, theirs = np.column_stack([z, np.ones(dataset.n)]) @ theta, by_scipy(dataset, decay)
    if outputs > 1:
        ours, theirs = (each - each.mean(axis=1, keepdims=True) for each in (ours, theirs))
    np.testing.assert_allclose(ours, theirs, atol=1e-7 * np.abs(theirs).max())


@pytest.mark.parametrize("outputs", [1, 3])
def test_no_step_leads_below_the_optimum(outputs):
    """There the gradient is 0 to 14 digits, in the features' own units, too."""
    dataset = overlapping(outputs)
    found = logistic_optimum(dataset, Recipe(loss="cross_entropy"))
    z = np.column_stack([dataset.features, np.ones(60)]) @ found.parameters.reshape(3, outputs)
    logits = np.hstack([0 * z, z]) if outputs == 1 else z
    share = np.exp(logits - logsumexp(logits, axis=1, keepdims=True))[:, -outputs:]
    x = (dataset.features - dataset.features.mean(axis=0)) / dataset.features.std(axis=0)
    assert np.abs(np.column_stack([x, np.ones(60)]).T @ (share - dataset.targets) / 60).max() < 1e-11


def test_training_goes_there():
    """Gradient descent on the same loss ends at the optimum."""
    dataset = Dataset.from_arrays(HOURS, PASSED)
    recipe = Recipe(loss="cross_entropy", scaling="zscore_features", learning_rate=4, epochs=600)
    run = train(dataset, replace(recipe, network=Network((), initializer="zeros")))
    found = logistic_optimum(dataset, recipe)
    np.testing.assert_allclose(run.parameters[-1], found.parameters, rtol=1e-9)
    assert run.losses[-1] == pytest.approx(found.loss, rel=1e-13)
    assert (run.losses >= found.loss * (1 - 1e-15)).all()


@pytest.mark.parametrize(
    ("features", "targets"),
    [
        ([1, 2, 3, 4], [0, 0, 1, 1]),
        ([1, 2, 2, 3], [0, 0, 1, 1]),
        ([1, 2, 3], [1, 1, 1]),
        ([1, 2, 3, 4, 5, 6], [[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]]),
    ],
)
def test_classes_that_can_be_told_apart_have_no_optimum(features, targets):
    """Apart, apart but for one point on the border, one class alone, three in a row: weights would grow for ever."""
    dataset = Dataset.from_arrays(features, targets)
    assert logistic_optimum(dataset, Recipe(loss="cross_entropy")).parameters is None
    decayed = logistic_optimum(dataset, Recipe(loss="cross_entropy", weight_decay=1e-6, decays_biases=True))
    assert np.isfinite(decayed.parameters).all()
    assert decayed.loss > 0


def test_features_that_depend_on_one_another_are_refused_without_decay():
    """Two equal columns have many optima; with decay there is one, which shares the weight."""
    dataset = Dataset.from_arrays(np.column_stack([HOURS, HOURS]), PASSED)
    with pytest.raises(ValueError, match="depend on one another"):
        logistic_optimum(dataset, Recipe(loss="cross_entropy"))
    found = logistic_optimum(dataset, Recipe(loss="cross_entropy", weight_decay=1e-3)).parameters
    assert found[0] == pytest.approx(found[1], rel=1e-9)


@pytest.mark.parametrize("scaling", ["none", "zscore_features"])
@pytest.mark.parametrize("species", [("Adelie", "Chinstrap"), ("Adelie", "Chinstrap", "Gentoo")])
def test_the_optimum_of_the_penguins_is_that_of_scipy(species, scaling):
    """SciPy's trust region with exact curvatures finds the same loss to 1e-10, and the same weights, two or three."""
    bills, recipe = penguins(species), Recipe(loss="cross_entropy", scaling=scaling)
    found, scaler = logistic_optimum(bills, recipe), fit_scaler(bills, scaling)
    z = (bills.features - bills.features.mean(axis=0)) / bills.features.std(axis=0)
    x, kinds, t = np.column_stack([z, np.ones(bills.n)]), bills.targets, bills.t
    y = np.hstack([1 - kinds, kinds]) if t == 1 else kinds
    # The first class has weights 0: that takes away the freedom to add a number to all of them.
    free = y.shape[1] - 1

    def shares(theta):
        outputs = np.hstack([np.zeros((bills.n, 1)), x @ theta.reshape(3, free)])
        return outputs - logsumexp(outputs, axis=1, keepdims=True)

    def curvature(theta):
        p = np.exp(shares(theta))[:, 1:]
        spread = p[:, :, None] * (np.eye(free) - p[:, None])
        return np.einsum("ni,nj,nab->iajb", x, x, spread).reshape(3 * free, 3 * free) / bills.n

    theirs = minimize(
        lambda theta: -(shares(theta) * y).sum() / bills.n, np.zeros(3 * free), method="trust-exact",
        jac=lambda theta: (x.T @ (np.exp(shares(theta)) - y)[:, 1:]).ravel() / bills.n, hess=curvature,
        options={"gtol": 1e-13},
    )  # fmt: skip
    assert found.loss == pytest.approx(theirs.fun, abs=1e-10)
    theta = found.parameters.reshape(3, t)
    in_mm = (theta[:2] - (theta[:2, :1] if t > 1 else 0)) / scaler.feature_scale[:, None]
    expected = theirs.x.reshape(3, free)[:2] / bills.features.std(axis=0)[:, None]
    np.testing.assert_allclose(in_mm[:, -free:], expected, rtol=1e-7)


def test_bills_that_a_line_parts_have_no_optimum():
    """A line tells every Adelie from every Gentoo; a little decay gives an optimum all the same."""
    bills = penguins(("Adelie", "Gentoo"))
    assert logistic_optimum(bills, Recipe(loss="cross_entropy")).parameters is None
    assert logistic_optimum(bills, Recipe(loss="cross_entropy", weight_decay=0.01)).loss > 0
