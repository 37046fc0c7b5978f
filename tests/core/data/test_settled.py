"""Where terms cancel to the last digit, what is told is 0, and nothing else is touched."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from core.analysis import line_gradients
from core.data import SCALINGS, Dataset, fit_scaler, linear_errors, load
from core.data.precision import settled
from core.exact import MEASURES, best_line, least_squares, minimum
from core.model import LOSSES, Recipe
from core.tables import loss_table
from core.training import train

steady = settings(max_examples=60, deadline=None, database=None, derandomize=True)
small = st.integers(-60, 60)


def test_only_rounding_is_settled() -> None:
    """Four times 2.2e-16 of the terms is the border; infinite numbers, and those that are none, stay."""
    np.testing.assert_array_equal(
        settled([8e-16, -8e-16, 9e-16, 0, np.inf], [1, 1, 1, 0, np.inf]), [0, 0, 9e-16, 0, np.inf]
    )
    assert np.isnan(settled(np.nan, 1.0))


@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("loss", LOSSES)
@steady
@example(x=[0, 55, -40], slope=1, intercept=0, unit=1, far=0)
@example(x=[44, 0, 5, 1, -29, 2, -34], slope=1, intercept=0, unit=1, far=0)
@given(
    x=st.lists(small, min_size=3, max_size=12, unique=True), slope=small, intercept=small,
    unit=st.sampled_from([1, 10]), far=st.sampled_from([0, 0, 100, 2000]),
)  # fmt: skip
def test_a_line_through_points_has_floor_0(
    loss: str, scaling: str, x: list[int], slope: int, intercept: int, unit: int, far: int
) -> None:
    """Whole numbers or tenths, in any scaling and by any loss: the floor is 0, and near 0 what is 0 of the line."""
    y = [Fraction(slope * (each + far), unit**2) + Fraction(intercept, unit**2) for each in x]
    dataset = Dataset.from_arrays([(each + far) / unit for each in x], [float(each) for each in y])
    best = minimum(dataset, Recipe(loss=loss, scaling=scaling), delta=1e-3)
    assert best.loss == 0
    assert least_squares(dataset).sse == 0
    there = fit_scaler(dataset, scaling).parameters_to_data_units(best.parameters)
    wanted = np.array([slope / unit, intercept / unit**2])
    np.testing.assert_allclose(there, wanted, rtol=1e-8, atol=1e-9)
    if far == 0:
        assert (there[wanted == 0] == 0).all()


@steady
@given(x=st.lists(st.tuples(small, small), min_size=4, max_size=12, unique=True), w=st.tuples(small, small, small))
def test_an_exact_fit_has_no_errors(x: list[tuple[int, int]], w: tuple[int, int, int]) -> None:
    """Sum and mean of squares and standard errors are 0, R² is 1, and a coefficient that is 0 is."""
    features = np.array(x, dtype=float)
    spread = features - features.mean(axis=0)
    assume(np.linalg.cond(spread) < 30)
    y = features @ w[:2] + w[2]
    assume(np.ptp(y) > 0)
    exact = least_squares(Dataset.from_arrays(features, y))
    assert (exact.sse, exact.mse, exact.r_squared) == (0, 0, 1)
    assert not exact.standard_errors.any()
    np.testing.assert_allclose(exact.parameters, w, rtol=1e-11, atol=1e-11)


def test_a_line_that_misses_by_little_is_not_exact() -> None:
    """One point in a million million beside the line is an error, and stays one."""
    x = np.arange(1.0, 6)
    y = 2 * x + 1
    y[2] += 1e-12
    assert 1e-25 < least_squares(Dataset.from_arrays(x, y)).sse < 1e-24
    assert 1e-13 < minimum(Dataset.from_arrays(x, y), Recipe(loss="mae")).loss < 3e-13


@pytest.mark.parametrize("measure", MEASURES)
def test_an_exact_line_has_no_gradient(measure: str) -> None:
    """On tenths, which are rounded, residuals, losses, per-sample gradients and their sums are 0 in every table."""
    x = np.arange(1, 8) / 10
    dataset = Dataset.from_arrays(x, np.round(0.7 * x - 0.14, 2))
    line = (0.7, -0.14)
    assert (0.7 * x - 0.14 - dataset.targets[:, 0]).any()
    assert not linear_errors(dataset.features, dataset.targets, np.reshape(line, (2, 1))).any()
    part = line_gradients(dataset, measure, line)
    assert not part.errors.any()
    assert not part.per_sample.any()
    assert part.predictions[1, 0] == 0
    table = loss_table(dataset, line, delta=1.0)
    assert not table[["Error", "Squared error", "Absolute error", "Huber loss"]].to_numpy().any()
    assert best_line(dataset, measure).loss == 0


def test_per_sample_gradients_cancel_at_the_best_line() -> None:
    """At 7.9x + 400, the best line of the four scores, the columns sum to a gradient of 0; beside it they do not."""
    scores = load("four_scores")
    for measure in ("mse", "sse", "rmse"):
        assert line_gradients(scores, measure, (7.9, 400.0)).per_sample.any()
        assert not line_gradients(scores, measure, (7.9, 400.0)).gradient.any()
        assert line_gradients(scores, measure, (7.9, 400.0000001)).gradient.all()


@pytest.mark.parametrize("scaling", SCALINGS)
def test_a_start_of_0_is_0_in_data_units(scaling: str) -> None:
    """Shifts that are added and taken away again leave no 10⁻¹⁶ of a slope or an intercept that is 0."""
    for name in ("study_hours", "crop_yields"):
        dataset = load(name)
        scaler = fit_scaler(dataset, scaling)
        nothing = np.zeros((dataset.d + 1) * dataset.t)
        start = tuple(scaler.parameters_to_training_units(nothing).tolist())
        run = train(dataset, Recipe(1e-9, 1, scaling=scaling, start=start))
        np.testing.assert_array_equal(run.in_data_units()[0], nothing)
        exact = least_squares(dataset).parameters
        if scaling == "zscore":
            assert not scaler.parameters_to_training_units(exact)[-dataset.t :].any()
