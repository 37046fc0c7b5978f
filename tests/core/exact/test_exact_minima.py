"""No point is better than the minimum: a bound from below, found in another way, says so for whatever data."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import lsq_linear

from core.data import DATASETS, Dataset, load
from core.exact import best_line, measured_surface, minimum
from core.model import Recipe

Floats = NDArray[np.float64]
WITHIN = 1e-9
DELTAS = (1e-6, 1e-4, 1e-2, 1.0, 30.0, 1e3)


def bound(features: Floats, y: Floats, errors: Floats, delta: float | None) -> float:
    """Return a number that no model's sum of Huber losses, or of absolute errors where δ is None, is below.

    For any u at right angles to the features and to 1, and no larger than δ anywhere, Fenchel's inequality says
    Σ h(e) ≥ −uᵀy − uᵀu / 2, and Σ |e| ≥ −uᵀy with u up to 1, whatever the model. The best u is the derivative at the
    minimum; it is guessed from errors, and put right on the rows near a kink, but whatever it is, the bound holds.
    """
    x = (features - features.mean(axis=0)) / np.ptp(features, axis=0)
    q, _ = np.linalg.qr(np.column_stack([x, np.ones(len(y))]))
    unit = float(np.abs(errors).max())
    # At right angles to u, a model can be taken off the targets: only what is left of them matters.
    left, errors = (y - y.mean()) / unit, errors / unit
    left = left - q @ (q.T @ left)
    limit = 1.0 if delta is None else delta / unit
    near = np.abs(errors) <= (0 if delta is None else limit) + 1e-10
    u = np.sign(errors) * limit if delta is None else np.clip(errors, -limit, limit)
    u[near] = balanced(q, u, near, limit)
    u -= q @ (q.T @ u)
    u *= limit / max(limit, float(np.abs(u).max()))
    lowest = -math.fsum(u * left) - (0.0 if delta is None else math.fsum(u * u) / 2)
    return lowest * (unit if delta is None else unit**2)


def balanced(q: Floats, u: Floats, near: NDArray[np.bool_], limit: float) -> Floats:
    """Return derivatives of rows near a kink that, with the others', have no part along the design."""
    rest = q[~near].T @ u[~near]
    moved = u[near] - np.linalg.pinv(q[near].T) @ (rest + q[near].T @ u[near])
    if (np.abs(moved) <= limit).all():
        return np.asarray(moved)
    return np.asarray(limit * lsq_linear(q[near].T, -rest / limit, bounds=(-1, 1), tol=1e-15).x)


def assert_smallest(dataset: Dataset, delta: float | None, scaling: str = "none") -> None:
    """Find the minimum, measure it anew at its parameters, and hold it against the bound."""
    best = minimum(dataset, Recipe(loss="mae" if delta is None else "huber", scaling=scaling), delta=delta or 1.0)
    x, y = training_units(dataset, scaling)
    theta, lowest = best.parameters.reshape(-1, dataset.t), 0.0
    errors = x @ theta[:-1] + theta[-1] - y
    size = np.abs(errors)
    rows = size if delta is None else np.where(size <= delta, size**2 / 2, delta * (size - delta / 2))
    for column, missed in zip(y.T, errors.T, strict=True):
        lowest += bound(x, column, missed, delta)
    np.testing.assert_allclose(best.loss, math.fsum(rows.ravel()) / y.size, rtol=1e-10)
    assert best.loss * y.size <= lowest * (1 + WITHIN)


def training_units(dataset: Dataset, scaling: str) -> tuple[Floats, Floats]:
    """Scale as the recipe does, written down once more."""
    x, y = dataset.features, dataset.targets
    if scaling == "zscore":
        return (x - x.mean(axis=0)) / x.std(axis=0), (y - y.mean(axis=0)) / y.std(axis=0)
    return x, y


def drawn(seed: int, *, spread: float = 12) -> tuple[Dataset, float]:
    """Return features and targets with tails from light to none at all, in units of their own, and targets' unit."""
    draw = np.random.default_rng(seed)
    n, d = round(20 * 100 ** draw.uniform()), int(draw.integers(1, 5))
    x = draw.standard_t(draw.choice([1.5, 3, 50]), size=(n, d))
    x += draw.choice([0, 0, 3, 1000]) + draw.choice([0, 0, 100]) * x[:, :1] * (np.arange(d) > 0)
    y = x @ draw.normal(size=d) + draw.standard_t(draw.choice([1, 1.5, 3, 50]), size=n)
    if seed % 5 == 0:  # whole numbers: many rows on the best line, many lines through rows
        x, y = np.round(2 * x + draw.integers(0, 3, size=(n, d))), np.round(y)
    units = 10.0 ** draw.uniform(-spread, spread, size=d + 1)
    return Dataset.from_arrays(x * units[:-1], y * units[-1]), float(units[-1])


@pytest.mark.parametrize("part", range(10))
def test_absolute_errors_of_300_lines(part: int) -> None:
    """Light and heavy tails, 20 to 2,000 rows, one to four features, units from 10⁻¹² to 10¹²."""
    for seed in range(30 * part, 30 * part + 30):
        assert_smallest(drawn(seed)[0], None)


@pytest.mark.parametrize("part", range(10))
def test_huber_losses_of_300_lines(part: int) -> None:
    """The same lines, with δ from 10⁻⁶ to 10³, as it is and in units of the targets."""
    for seed in range(30 * part, 30 * part + 30):
        dataset, unit = drawn(seed)
        delta = 10.0 ** np.random.default_rng(seed).uniform(-6, 3)
        assert_smallest(dataset, delta)
        assert_smallest(dataset, delta * unit)


@pytest.mark.parametrize("scaling", ["none", "zscore"])
@pytest.mark.parametrize("name", DATASETS)
def test_data_that_come_with_the_app(name: str, scaling: str) -> None:
    """Absolute errors, and Huber losses with any δ, of every data set in its own units and in training units."""
    for delta in (None, *DELTAS):
        assert_smallest(load(name), delta, scaling)


@pytest.mark.parametrize("apart", [1e-4, 1e-6, 1e-8, 1e-10, 1e-12])
def test_features_that_are_almost_the_same(apart: float) -> None:
    """Two of them stand for one and their difference, which is exact here, and have its floor but for rounding."""
    for seed in range(20):
        draw = np.random.default_rng(seed)
        x = draw.normal(size=(int(draw.integers(20, 400)), 3))
        x[:, 1] = x[:, 0] + apart * x[:, 1]
        y = x.sum(axis=1) + draw.standard_t(1.5, size=len(x))
        difference = (x[:, 1] - x[:, 0]) / apart
        twin = Dataset.from_arrays(np.column_stack([x[:, 0], difference, x[:, 2]]), y)
        for delta in (None, 1e-6, 1e-2, 1.0, 1e3):
            assert_smallest(twin, delta)
            recipe, kink = Recipe(loss="mae" if delta is None else "huber"), delta or 1.0
            wanted = minimum(twin, recipe, delta=kink).loss
            assert minimum(Dataset.from_arrays(x, y), recipe, delta=kink).loss == pytest.approx(
                wanted, rel=1e-12 + 1e-16 / apart
            )


def test_dependent_features_are_refused_by_name() -> None:
    """Columns that are combinations get the sentence of least squares, never an error of the arithmetic."""
    draw = np.random.default_rng(4)
    x = draw.normal(size=(40, 3))
    x[:, 2] = x[:, 0] - 3 * x[:, 1]
    for loss in ("mae", "huber"):
        with pytest.raises(ValueError, match="is a combination of the others"):
            minimum(Dataset.from_arrays(x, draw.normal(size=40)), Recipe(loss=loss))


@pytest.mark.parametrize("delta", [1e-6, 1.0, 1e9])
def test_a_table_at_the_borders_of_the_page(delta: float) -> None:
    """Points as large as can be typed, with the smallest δ and the largest."""
    for x, y in [([1e9, -1e9, 5], [1e9, 1e9, -1e9]), ([1, 2, 3, 4], [1e9, -1e9, 1e-9, 7]), ([1, 2], [1e-9, 3e-9])]:
        dataset = Dataset.from_arrays(x, y)
        if dataset.n == 2:
            assert minimum(dataset, Recipe(loss="huber"), delta=delta).loss == 0
        else:
            assert_smallest(dataset, delta)


@pytest.mark.parametrize("n", [20, 60, 100, 101, 500, 501, 2000])
def test_the_best_line_of_the_absolute_errors_goes_through_two_points(n: int) -> None:
    """For few rows and for many it is a corner, and no line through two of the points is better, in any units."""
    draw = np.random.default_rng(n)
    for unit in (1e-12, 1.0, 1e12):
        x, y = draw.normal(size=n), unit * draw.standard_t(1.5, size=n)
        slope, intercept = best_line(Dataset.from_arrays(x, y), "mae").parameters
        sizes = np.abs(slope * x + intercept - y)
        assert (sizes <= 1e-13 * np.abs(y).max()).sum() == 2
        i, j = draw.choice(n, size=(2, 500))
        i, j = i[i != j], j[i != j]
        slopes = (y[j] - y[i]) / (x[j] - x[i])
        through = np.abs(slopes[:, None] * (x - x[i, None]) + y[i, None] - y).sum(axis=1)
        assert sizes.sum() <= through.min() * (1 + 1e-12)


def test_of_equally_good_lines_the_first_is_named() -> None:
    """Three lines through two of these points miss by 87.5 in the mean; the page draws the one of the first two."""
    dataset = Dataset.from_arrays([10, 20, 30, 40], [480, 520, 710, 400])
    np.testing.assert_allclose(best_line(dataset, "mae").parameters, [4, 440], rtol=1e-14)
    for slope, intercept in ((4.0, 440.0), (-8 / 3, 480 + 80 / 3), (-0.5, 530.0)):
        assert measured_surface(dataset, "mae", [slope], [intercept]).item() == pytest.approx(87.5, rel=1e-14)
