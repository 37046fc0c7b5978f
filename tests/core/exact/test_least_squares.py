"""The closed form is right to the last digits, or says why there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from core.data import Dataset, load
from core.exact import least_squares
from core.model import Recipe
from core.training import train

# Longley 1967; certified values: NIST Statistical Reference Datasets.
LONGLEY = np.array([
    [60323, 83.0, 234289, 2356, 1590, 107608, 1947],
    [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
    [60171, 88.2, 258054, 3682, 1616, 109773, 1949],
    [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
    [63221, 96.2, 328975, 2099, 3099, 112075, 1951],
    [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
    [64989, 99.0, 365385, 1870, 3547, 115094, 1953],
    [63761, 100.0, 363112, 3578, 3350, 116219, 1954],
    [66019, 101.2, 397469, 2904, 3048, 117388, 1955],
    [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
    [68169, 108.4, 442769, 2936, 2798, 120445, 1957],
    [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
    [68655, 112.6, 482704, 3813, 2552, 123366, 1959],
    [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
    [69331, 115.7, 518173, 4806, 2572, 127852, 1961],
    [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
])  # fmt: skip


def test_longleys_data_come_out_right() -> None:
    """On the classic ill-conditioned table all certified values are met to nine digits or more."""
    exact = least_squares(Dataset.from_arrays(LONGLEY[:, 1:], LONGLEY[:, 0]))
    parameters = [
        15.0618722713733, -0.358191792925910e-01, -2.02022980381683, -1.03322686717359,
        -0.511041056535807e-01, 1829.15146461355, -3482258.63459582,
    ]  # fmt: skip
    errors = [
        84.9149257747669, 0.334910077722432e-01, 0.488399681651699, 0.214274163161675,
        0.226073200069370, 455.478499142212, 890420.383607373,
    ]  # fmt: skip
    np.testing.assert_allclose(exact.parameters, parameters, rtol=1e-9)
    np.testing.assert_allclose(exact.standard_errors, errors, rtol=1e-9)
    np.testing.assert_allclose([exact.sse, *exact.r_squared], [836424.055505915, 0.995479004577296], rtol=1e-9)
    assert exact.degrees_of_freedom == 9


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(-99, 99), st.integers(-99, 99)), min_size=3, max_size=20))
def test_lines_agree_with_scipy(points: list[tuple[int, int]]) -> None:
    """Slope, intercept, their errors and R² are those of an independent routine."""
    x, y = np.array(points, dtype=float).T
    assume(len(set(x)) > 1 and len(set(y)) > 1)
    ours, theirs = least_squares(Dataset.from_arrays(x, y)), stats.linregress(x, y)
    np.testing.assert_allclose(ours.parameters, [theirs.slope, theirs.intercept], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(ours.r_squared, [theirs.rvalue**2], rtol=1e-9, atol=1e-9)
    # SciPy has them from 1 − r², which keeps half the digits where the line is perfect.
    tolerance = 1e-6 * (1 + np.abs(ours.parameters).max())
    np.testing.assert_allclose(
        ours.standard_errors, [theirs.stderr, theirs.intercept_stderr], rtol=1e-6, atol=tolerance
    )
    assert ours.degrees_of_freedom == len(points) - 2


@settings(max_examples=40, deadline=None, database=None, derandomize=True)
@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(1, 3), st.booleans())
def test_residuals_are_orthogonal_to_the_features(seed: int, d: int, t: int, through_origin: bool) -> None:
    """No feature, and without an origin no constant either, can explain what is left."""
    draw = np.random.default_rng(seed)
    x, y = draw.normal(5, 1, (d + 4, d)), draw.normal(0, 1, (d + 4, t))
    exact = least_squares(Dataset.from_arrays(x, y), through_origin=through_origin)
    theta = exact.parameters.reshape(d + 1, t)
    left = y - x @ theta[:-1] - theta[-1]
    np.testing.assert_allclose(x.T @ left, 0, atol=1e-10)
    if through_origin:
        assert not theta[-1].any()
    else:
        np.testing.assert_allclose(left.sum(0), 0, atol=1e-10)
    np.testing.assert_allclose([exact.sse, exact.mse], [(left**2).sum(), (left**2).mean()], rtol=1e-9)


@pytest.mark.parametrize(
    ("x", "y", "through_origin", "message"),
    [
        ([3], [5], False, "least_squares needs at least 2 rows for 2 parameters a target, not 1 row."),
        (
            [[1, 2, 3], [4, 5, 7]],
            [1, 2],
            False,
            "needs at least 4 rows for 4 parameters a target, not 2 rows.",
        ),
        ([2, 2, 2], [1, 2, 3], False, "feature 'x' must take at least two values, but is 2 in every row."),
        ([0.1] * 3, [1, 2, 3], False, "feature 'x' must take at least two values, but is 0.1 in every row."),
        ([0, 0], [1, 2], True, "feature 'x' must not be 0 everywhere, but is 0 in every row."),
        (
            [[1, 2], [2, 4], [3, 6], [5, 10]],
            [1, 2, 3, 4],
            False,
            "features must be linearly independent, but 'x2' is a combination of the others.",
        ),
    ],
)
def test_undetermined_parameters_are_refused(x: Any, y: Any, through_origin: bool, message: str) -> None:
    """The message says what came and what was wanted."""
    with pytest.raises(ValueError, match=message):
        least_squares(Dataset.from_arrays(x, y), through_origin=through_origin)


@pytest.mark.parametrize("apart", [1e4, 1e6, 1e8, 1e10])
def test_features_that_differ_by_little_are_no_combination(apart: float) -> None:
    """Whole numbers that differ in their last digits alone are fitted, with the digits that are left, not refused."""
    draw = np.random.default_rng(2)
    x = draw.integers(-30, 30, size=40) * apart
    difference = draw.integers(-4, 5, size=40)
    exact = least_squares(Dataset.from_arrays(np.column_stack([x, x + difference]), 3.0 * difference + 2))
    np.testing.assert_allclose(exact.parameters, [-3, 3, 2], rtol=1e-14 * apart)


@pytest.mark.parametrize("offset", [0, 1e3, 1e6, 1e9])
def test_combinations_are_refused_far_from_0_too(offset: float) -> None:
    """Rounding of the means does not make two columns differ that are multiples of one another."""
    draw = np.random.default_rng(3)
    for n in (5, 40, 1000):
        x = draw.integers(-1000, 1000, size=n) + offset
        with pytest.raises(ValueError, match="is a combination of the others"):
            least_squares(Dataset.from_arrays(np.column_stack([x, 3 * x - 7]), draw.normal(size=n)))


def test_exactly_enough_rows_leave_no_errors_to_estimate() -> None:
    """Two points give the line through them; its standard errors are not a number, not 0."""
    exact = least_squares(Dataset.from_arrays([1, 3], [2, 8]))
    np.testing.assert_allclose(exact.parameters, [3, -1], rtol=1e-14)
    assert exact.degrees_of_freedom == 0
    assert np.isnan(exact.standard_errors).all()
    one = least_squares(Dataset.from_arrays([2], [8]), through_origin=True)
    np.testing.assert_allclose(one.parameters, [4, 0], rtol=1e-14)


def test_constant_targets_have_no_r_squared() -> None:
    """A flat line fits perfectly and explains nothing, for there is nothing to explain."""
    exact = least_squares(Dataset.from_arrays([1, 2, 4], [7, 7, 7]))
    np.testing.assert_allclose(exact.parameters, [0, 7], atol=1e-14)
    assert np.isnan(exact.r_squared).tolist() == [True]
    # A mean that rounding moves off the constant is no spread either; the other target keeps its own R².
    pair = least_squares(Dataset.from_arrays([1, 2, 4], [[0.1, 1], [0.1, 2], [0.1, 4]]))
    np.testing.assert_allclose(pair.r_squared, [np.nan, 1])


@pytest.mark.parametrize("name", ["crop_yields", "crop_yields_15"])
@pytest.mark.parametrize("through_origin", [False, True])
def test_every_target_has_its_own_r_squared(name: str, through_origin: bool) -> None:
    """Apples alone have the R² they have beside oranges, and in kilograms the one they have in tons."""
    both = load(name)
    alone = [replace(both, targets=both.targets[:, [i]], target_names=(), target_units=()) for i in range(2)]
    found = least_squares(both, through_origin=through_origin).r_squared
    assert found.shape == (2,)
    assert found[0] != found[1]
    apart = [least_squares(dataset, through_origin=through_origin).r_squared[0] for dataset in alone]
    np.testing.assert_allclose(found, apart, rtol=1e-13)
    heavy = replace(both, targets=both.targets * [1000, 1])
    np.testing.assert_allclose(least_squares(heavy, through_origin=through_origin).r_squared, found, rtol=1e-12)


def test_the_optimum_has_no_gradient() -> None:
    """Training that starts at the closed form stays there."""
    for name in ("study_hours", "crop_yields"):
        exact = least_squares(load(name))
        history = train(load(name), Recipe(1e-5, 100, start=exact.parameters))
        np.testing.assert_allclose(history.parameters[-1], exact.parameters, rtol=1e-9)
        np.testing.assert_allclose(history.losses, exact.mse, rtol=1e-9)
