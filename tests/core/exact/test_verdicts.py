"""What theory says of a rate is what a run does: on both borders, and a thousandth to either side."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import torch

from core.analysis import behaviour
from core.data import DATASETS, SCALINGS, load
from core.exact import Stability, stability
from core.model import Recipe
from core.training import History, sweep, train

RULES = [("sgd", 0.0), *((rule, m) for rule in ("momentum", "nesterov") for m in (0.5, 0.9, 0.99))]
AROUND = (0.999, 1.0, 1.001)
one_feature = pytest.mark.parametrize("name", [name for name in DATASETS if load(name).d == load(name).t == 1])
every_set = pytest.mark.parametrize(("name", "scaling"), [(name, scaling) for name in DATASETS for scaling in SCALINGS])
every_rule = pytest.mark.parametrize(("optimizer", "momentum"), RULES)


def steepness(run: History, limits: Stability) -> np.ndarray:
    """Return the size of the gradient's part along the steepest directions, at each epoch."""
    steepest = limits.eigenvectors[:, limits.eigenvalues > limits.eigenvalues[-1] * (1 - 1e-9)]
    gradients = run.gradients.reshape(len(run.losses), run.dataset.d + 1, run.dataset.t)
    return np.linalg.norm(np.einsum("pj,ept->ejt", steepest, gradients), axis=(1, 2))


def growth(run: History, limits: Stability) -> float:
    """Return by what a run's steepness has grown from its second quarter to its last."""
    sizes, quarter = steepness(run, limits), len(run.losses) // 4
    return float(sizes[-quarter:].max() / sizes[quarter : 2 * quarter].max())


@every_rule
@every_set
def test_around_the_critical_rate(name: str, scaling: str, optimizer: str, momentum: float) -> None:
    """A thousandth below it the steepest part of a run shrinks, at it it stays for ever, above it it grows."""
    # What was there before a run swings dies out as momentumᵏ.
    epochs = 8000 if momentum == 0.99 else 2000
    dataset, recipe = load(name), Recipe(epochs=epochs, scaling=scaling, optimizer=optimizer, momentum=momentum)
    limits = stability(dataset, recipe)
    rates = [share * limits.critical_rate for share in AROUND]
    below, at, above = sweep(dataset, recipe, rates)
    sizes = steepness(below, limits)
    assert sizes[-epochs // 4 :].max() < 0.5 * sizes.max()
    assert growth(at, limits) == pytest.approx(1, abs=1e-6)
    assert growth(above, limits) > 2
    assert [limits.verdict(rate) for rate in rates] == ["oscillates", "swings", "diverges"]
    assert [behaviour(run, limits) for run in (below, at, above)] == ["oscillates", "swings", "diverges"]


@cache
def crosses(optimizer: str, momentum: float, products: tuple[float, ...]) -> list[bool]:
    """Train bowls of such curvatures at rate 1 with torch's own optimizer, and tell which distances change sides."""
    curvature = torch.tensor(products, dtype=torch.float64)
    place = torch.ones_like(curvature, requires_grad=True)
    descent = torch.optim.SGD([place], lr=1.0, momentum=momentum, nesterov=optimizer == "nesterov")
    crossed, steps = torch.zeros(len(products), dtype=torch.bool), {0.0: 20, 0.5: 400, 0.9: 2500, 0.99: 25_000}
    for _ in range(steps[momentum]):
        before = place.detach().abs()
        place.grad = curvature * place.detach()
        descent.step()
        # A step onto the answer itself may miss it by rounding.
        crossed |= place.detach() < -1e-9 * before
    return [bool(each) for each in crossed]


@every_rule
def test_around_the_border_of_smooth_runs(optimizer: str, momentum: float) -> None:
    """Up to it no distance changes sides, a thousandth above it one does, as torch's own steps show.

    With momentum that is so small and so late that it takes a run along one direction alone to see it.
    """
    products, verdicts = [], []
    for name in DATASETS:
        for scaling in SCALINGS:
            limits = stability(load(name), Recipe(scaling=scaling, optimizer=optimizer, momentum=momentum))
            rates = [share * limits.monotone_rate for share in AROUND]
            products += [rate * limits.eigenvalues[-1] for rate in rates]
            verdicts.append([limits.verdict(rate) for rate in rates])
    assert crosses(optimizer, momentum, tuple(products)) == [False, False, True] * len(verdicts)
    assert verdicts == [["converges smoothly", "converges smoothly", "oscillates"]] * len(verdicts)


@every_rule
@every_set
def test_smooth_and_unsmooth_runs(name: str, scaling: str, optimizer: str, momentum: float) -> None:
    """On the data themselves: below the border no part of a run changes sides, well above it the steepest does."""
    dataset, recipe = load(name), Recipe(epochs=400, scaling=scaling, optimizer=optimizer, momentum=momentum)
    limits = stability(dataset, recipe)
    above = 1.5 if optimizer == "sgd" else min(200.0, 0.5 * limits.critical_rate / limits.monotone_rate)
    for share, smooth in ((0.95, True), (above, False)):
        run = train(dataset, replace(recipe, learning_rate=share * limits.monotone_rate))
        gradients = run.gradients.reshape(len(run.losses), dataset.d + 1, dataset.t)
        along = np.einsum("pj,ept->ejt", limits.eigenvectors, gradients)
        sizes = np.abs(gradients).max()
        # A part that has come down to rounding, or never was more, has no side.
        crossed = (along * np.sign(along[0]) < -1e-9 * np.maximum(np.abs(along[0]), 1e-3 * sizes)).any()
        assert bool(crossed) is not smooth
        assert limits.verdict(share * limits.monotone_rate) == ("converges smoothly" if smooth else "oscillates")


@one_feature
@pytest.mark.parametrize("loss", ["mse", "sse"])
def test_z_scored_data_at_the_critical_rate(name: str, loss: str) -> None:
    """At 1, for a sum 1/n, every run on z-scored data keeps its loss for ever, and is said to, on every data set."""
    dataset = load(name)
    rate = 1.0 if loss == "mse" else 1 / dataset.n
    run = train(dataset, Recipe(rate, 5000, loss=loss, scaling="zscore"))
    limits = stability(dataset, run.recipe)
    np.testing.assert_allclose(run.losses, run.losses[0], rtol=1e-8)
    assert limits.verdict(rate) == behaviour(run, limits) == "swings"
    assert limits.epochs_within(0.5, rate) is None


@one_feature
def test_z_scored_data_at_half_of_it(name: str) -> None:
    """At 0.5 every run on z-scored data is there after one epoch, without overshooting: it converges smoothly."""
    dataset = load(name)
    run = train(dataset, Recipe(0.5, 5, scaling="zscore"))
    limits = stability(dataset, run.recipe)
    assert np.abs(run.gradients[1]).max() < 1e-12
    assert limits.verdict(0.5) == behaviour(run, limits) == "converges smoothly"
