"""As many digits as are promised agree with rational arithmetic, on data of any shape."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from core.data import Dataset
from core.exact import digits_note, least_squares, trusted_digits
from tests.core.rational import Floats, solved

READINGS: dict[str, Callable[[float], Fraction]] = {
    "as they are stored": Fraction,
    "as the decimals that they were": lambda value: Fraction(repr(value)),
}


def kept(features: Floats, targets: Floats, read: Callable[[float], Fraction]) -> float:
    """Return how many digits of the worst coefficient are right, below its standard error none being asked for."""
    found = least_squares(Dataset.from_arrays(features, targets))
    errors, digits = np.nan_to_num(found.standard_errors), 17.0
    for here, there, error in zip(found.parameters, solved(features, targets, read), errors, strict=True):
        off, size = float(abs(Fraction(float(here)) - there)), max(float(abs(there)), float(error))
        digits = min(digits, -math.log10(off / size) if off else 17.0)
    return digits


def rounded(values: Floats, digits: int) -> Floats:
    return np.array([[float(f"{value:.{digits}g}") for value in row] for row in values])


def drawn(seed: int) -> tuple[Floats, Floats]:
    """Return rows in units of their own, near 0 or far off, alike or not, with noise from all to none."""
    draw = np.random.default_rng(seed)
    n, d = int(draw.integers(6, 25)), int(draw.integers(1, 4))
    x = draw.normal(size=(n, d)) * 10.0 ** draw.uniform(-3, 3, size=d)
    x += draw.choice([0, 0, 1, 300]) * 10.0 ** draw.uniform(-3, 3, size=d)
    if seed % 3 == 0:
        x[:, -1] = x[:, 0] + 1e-3 * x[:, -1]
    y = x @ (draw.normal(size=d) * 10.0 ** draw.uniform(-6, 6, size=d)) + 10.0 ** draw.uniform(-9, 3)
    if seed % 2:
        y = y + draw.normal(size=n) * np.abs(y).max() * 10.0 ** draw.uniform(-12, 0)
    digits = (6, 9, 12)[seed // 6 % 3]
    return rounded(x, digits), rounded(y[:, None], digits)[:, 0]


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("part", range(4))
def test_promises_are_kept(part: int, reading: str) -> None:
    """400 tables, read exactly as they are stored and as the decimals that were rounded when they were stored."""
    promised = []
    for seed in range(100 * part, 100 * part + 100):
        features, targets = drawn(seed)
        if features.shape[1] > 1 and np.linalg.cond(features - features.mean(axis=0)) > 1e12:
            continue
        promised.append(trusted_digits(Dataset.from_arrays(features, targets)))
        assert promised[-1] == 0 or promised[-1] <= kept(features, targets, READINGS[reading]), seed
    # What is promised is of use, too: many digits of most tables.
    assert np.median(promised) >= 8


@pytest.mark.parametrize("intercept", [Fraction(1, 2**k) for k in range(0, 41, 5)])
def test_a_small_intercept_beside_large_targets(intercept: Fraction) -> None:
    """Every factor of 1000 between targets and intercept costs three digits, until nothing is left but 0."""
    for seed in range(12):
        draw = np.random.default_rng(seed)
        x = draw.integers(1, 1000, size=15).astype(float)
        slope = int(draw.integers(1, 1000))
        targets = slope * x + float(intercept)
        dataset = Dataset.from_arrays(x, targets)
        if least_squares(dataset).parameters[1] == 0:
            assert intercept < 2e-15 * targets.max()
            continue
        digits = trusted_digits(dataset)
        assert digits <= kept(x[:, None], targets, Fraction)
        assert digits == pytest.approx(max(0, 14.5 - math.log10(slope * 500 / intercept)), abs=2.5)


def test_a_coefficient_of_0_costs_nothing() -> None:
    """A line through the origin, a flat line and a feature without a say have a 0 that is exact: no digits are lost."""
    x = np.arange(1.0, 21)
    other = np.array([3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4])
    for features, targets in (
        (x, 2 * x), (x, 0.7 * x), (x, np.full(20, 7.0)), (np.column_stack([x, other]), 3 * x + 1), (x / 10, x / 5),
    ):  # fmt: skip
        dataset = Dataset.from_arrays(features, targets)
        assert (least_squares(dataset).parameters == 0).sum() >= 1
        assert trusted_digits(dataset) >= 11
        assert digits_note(dataset, 10) is None or trusted_digits(dataset) < 12


def test_a_tiny_coefficient_is_named_as_a_cause() -> None:
    """Where neither features nor their size are to blame, the sentence says what else takes the digits."""
    x = np.arange(1.0, 11)
    said = str(digits_note(Dataset.from_arrays(x, 1000 * x + 2.0**-30)))
    assert "or a coefficient is tiny beside what the others add up to." in said
