"""What momentum makes of one direction agrees with torch's own optimizer and with the eigenvalues of its step."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import torch

from core.exact import DescentRule

RULES = [DescentRule(), *(DescentRule(m, nesterov) for m in (0.5, 0.9, 0.99) for nesterov in (False, True))]
every_rule = pytest.mark.parametrize("rule", RULES, ids=str)
SHARES = (1e-4, 0.01, 0.25, 0.5, 0.9, 0.99)


@cache
def walked(rule: DescentRule, products: tuple[float, ...], steps: int) -> np.ndarray:
    """Train bowls of such curvatures from 1 at rate 1 with torch's own optimizer; shape `(steps + 1, k)`."""
    curvature = torch.tensor(products, dtype=torch.float64)
    place = torch.ones_like(curvature, requires_grad=True)
    descent = torch.optim.SGD([place], lr=1.0, momentum=rule.momentum, nesterov=rule.nesterov)
    places = [place.detach().numpy().copy()]
    for _ in range(steps):
        place.grad = curvature * place.detach()
        descent.step()
        places.append(place.detach().numpy().copy())
    return np.array(places)


def products_of(rule: DescentRule) -> tuple[float, ...]:
    """Return products from far below the critical one to just below it, the border of smoothness among them."""
    return (*(share * rule.critical for share in SHARES), 1.0, rule.smooth)


def step_of(rule: DescentRule, product: float) -> np.ndarray:
    """Return one step as a matrix of place and velocity: v ← m v + p e, e ← e − v, or e − p e − m v."""
    m, p = rule.momentum, product
    velocity = np.array([p, m])
    return np.array(
        [np.array([1.0 - p, 0.0]) - m * velocity if rule.nesterov else np.array([1.0, 0]) - velocity, velocity]
    )


@every_rule
def test_distances_are_those_torch_walks(rule: DescentRule) -> None:
    """From rest at distance 1, below, on and beyond the border, where both roots are one, and past the critical one."""
    products = (*products_of(rule), 1.02 * rule.critical)
    places = walked(rule, products, 600)
    for i, product in enumerate(products):
        np.testing.assert_allclose(
            rule.distances(product, np.arange(601)), places[:, i], rtol=1e-6, atol=1e-8, err_msg=str(product)
        )


@every_rule
def test_the_factor_is_the_largest_eigenvalue_of_a_step(rule: DescentRule) -> None:
    """With its sign where it is real, its size where a pair turns."""
    for product in (*products_of(rule)[:-1], 1.02 * rule.critical, 50.0):
        values = np.linalg.eigvals(step_of(rule, product))
        largest = values[np.abs(values).argmax()]
        expected = abs(largest) if largest.imag else largest.real
        assert rule.factor(product) == pytest.approx(expected, rel=1e-7, abs=1e-7)


@every_rule
@pytest.mark.parametrize("fraction", [0.3, 0.013, 1.7e-6])
def test_the_epoch_from_which_on_it_stays_within(rule: DescentRule, fraction: float) -> None:
    """It is one after the last that is outside, also where the distance swings in and out."""
    products = products_of(rule)
    places = np.abs(walked(rule, products, 6000))
    for i, product in enumerate(products):
        outside = int(np.flatnonzero(places[:, i] > fraction)[-1])
        found = rule.epochs_within(fraction, product)
        assert found == outside + 1 if outside < 6000 else (found or 0) > 6000


def test_without_momentum_it_is_a_power() -> None:
    """Plain descent needs ln p / ln |1 − ηλ| epochs, however many that are."""
    assert DescentRule().epochs_within(0.01, 1e-9) == pytest.approx(-np.log(0.01) * 1e9, rel=1e-8)
    assert DescentRule().epochs_within(0.01, 1e-14) == pytest.approx(-np.log(0.01) * 1e14, rel=1e-8)
    assert DescentRule().epochs_within(0.01, 1.0) == 1
    assert DescentRule().epochs_within(0.01, 2.0) is None
    assert DescentRule().epochs_within(0.01, 3.0) is None
    assert DescentRule().plain
    assert not DescentRule(0.5).plain
    # A momentum of 0 changes nothing, looked ahead or not.
    assert DescentRule(0.0, nesterov=True).factor(1.7) == pytest.approx(-0.7)


def test_the_borders_by_hand() -> None:
    """With momentum 0.25: (1 − √m)² = 1/4 and 2 (1 + m) = 5/2; Nesterov's (3/5)² = 9/25 and 5/2 : 3/2 = 5/3."""
    heavy, ahead = DescentRule(0.25), DescentRule(0.25, nesterov=True)
    assert (heavy.smooth, heavy.critical) == pytest.approx((1 / 4, 5 / 2))
    assert (ahead.smooth, ahead.critical) == pytest.approx((9 / 25, 5 / 3))
    assert (DescentRule().smooth, DescentRule().critical) == (1, 2)
