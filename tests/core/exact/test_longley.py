"""Longley's data, which brought the programs of 1967 down, come out right to the certified digits."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from core.data import DATASETS, Dataset, fit_scaler, load
from core.exact import digits_note, least_squares, minimum, trusted_digits
from core.model import Recipe
from core.tables import own_dataset, parse_table, read_table
from tests.core.rational import solved

# Longley 1967, Journal of the American Statistical Association 62, 819.
FILE = Path(__file__).parents[1] / "tables" / "longley.csv"
# National Institute of Standards and Technology, Statistical Reference Datasets: weights, then the bias.
CERTIFIED = (
    15.0618722713733, -0.358191792925910e-01, -2.02022980381683, -1.03322686717359, -0.511041056535807e-01,
    1829.15146461355, -3482258.63459582,
)  # fmt: skip
ERRORS = (
    84.9149257747669, 0.0334910077722432, 0.488399681651699, 0.214274163161675, 0.226073200069370, 455.478499142212,
    890420.383607373,
)  # fmt: skip


@pytest.fixture(scope="module")
def longley() -> Dataset:
    table = read_table(FILE.read_bytes(), FILE.name)
    data = own_dataset(table, table.names[1:], table.names[:1])
    assert data.dropped == ()
    return data.dataset


def exact(dataset: Dataset) -> list[Fraction]:
    """Solve the normal equations in rational numbers, from the decimals of the file."""
    return solved(dataset.features, dataset.targets[:, 0], lambda value: Fraction(str(value)))


def test_rational_arithmetic_agrees_with_the_certificate(longley: Dataset) -> None:
    """The oracle itself gives the certified coefficients, to their 15 digits."""
    np.testing.assert_allclose([float(value) for value in exact(longley)], CERTIFIED, rtol=2e-15 * 5)


def test_least_squares_agrees_with_the_certificate(longley: Dataset) -> None:
    """Coefficients, standard errors, residual deviation and R² have at least nine certified digits."""
    found = least_squares(longley)
    np.testing.assert_allclose(found.parameters, CERTIFIED, rtol=1e-9)
    np.testing.assert_allclose(found.standard_errors, ERRORS, rtol=1e-9)
    assert np.sqrt(found.sse / found.degrees_of_freedom) == pytest.approx(304.854073561965, rel=1e-9)
    assert found.r_squared == pytest.approx([0.995479004577296], rel=1e-12)


@pytest.mark.parametrize("scaling", ["none", "max", "zscore", "zscore_features"])
def test_the_minimum_agrees_with_the_certificate(longley: Dataset, scaling: str) -> None:
    """The floor under the runs stands at the certified coefficients, to at least seven digits, in any scaling."""
    found = minimum(longley, Recipe(learning_rate=0.01, epochs=1, scaling=scaling))
    there = fit_scaler(longley, scaling).parameters_to_data_units(found.parameters)
    np.testing.assert_allclose(there, CERTIFIED, rtol=1e-8)


def certain(dataset: Dataset) -> float:
    """Return how many digits of the worst coefficient agree with rational arithmetic."""
    oracle = np.array([float(value) for value in exact(dataset)])
    found = least_squares(dataset)
    size = np.maximum(np.abs(oracle), found.standard_errors)
    return float(-np.log10(np.maximum(np.abs(found.parameters - oracle) / size, 1e-17)).min())


@pytest.mark.parametrize("degree", range(1, 9))
def test_trusted_digits_hold_for_powers(degree: int) -> None:
    """Powers of x grow alike: each one more costs digits, and those left are right."""
    x = np.arange(1, 31) / 3
    y = np.round(x + np.random.default_rng(1).normal(size=30), 3)
    dataset = Dataset.from_arrays(np.column_stack([x**power for power in range(1, degree + 1)]), y)
    assert 14 - 1.4 * degree < trusted_digits(dataset) <= certain(dataset)


@pytest.mark.parametrize("offset", [0, 1e3, 1e6, 1e9, 1e12])
def test_trusted_digits_hold_far_from_zero(offset: float) -> None:
    """A feature that hardly varies beside its size keeps fewer digits, and those are right."""
    x = np.arange(1, 31) / 3
    dataset = Dataset.from_arrays(x + offset, np.round(x + np.random.default_rng(1).normal(size=30), 3))
    assert trusted_digits(dataset) <= certain(dataset)
    assert trusted_digits(dataset) == pytest.approx(15 - np.log10(1 + offset / 10), abs=2)


def test_trusted_digits_of_longley(longley: Dataset) -> None:
    """At least seven digits are promised, and kept."""
    assert 7 <= trusted_digits(longley) <= certain(longley)


def test_longleys_data_say_that_they_are_ill_conditioned(longley: Dataset) -> None:
    """The digits shown can be trusted, and the sentence says how few more there are; the built-in data have no note."""
    said = digits_note(longley, 10)
    assert said is not None
    assert said.startswith("The data are ill-conditioned: about 11 digits of the exact answer, enough for the 10 shown")
    assert [name for name in DATASETS if digits_note(load(name), 10)] == []


def test_digits_that_cannot_be_trusted_are_told() -> None:
    """Years around a million million leave few digits of the intercept."""
    far = Dataset.from_arrays([[1e12 + i] for i in range(5)], [1.0, 2.0, 4.0, 3.0, 5.0])
    assert "too ill-conditioned for the 6 digits shown" in str(digits_note(far))


def test_ill_conditioned_data_say_so() -> None:
    """A table whose answer has fewer digits than are shown carries a note, others do not."""
    rows = "".join(f"{10**12 + i / 3:.3f},{i + i % 3 / 100}\n" for i in range(20))
    notes = own_dataset(parse_table("x,y\n" + rows), ["x"], ["y"]).notes
    assert any("too ill-conditioned for the 6 digits shown of the exact answer: about 4 of" in note for note in notes)
    assert not own_dataset(parse_table("x,y\n1,2\n2,3.5\n3,4\n"), ["x"], ["y"]).notes
