"""Scaling is an affine map that can be undone."""

from __future__ import annotations

import numpy as np
import pytest

from core.data import SCALINGS, Dataset, fit_scaler, load


@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("name", ["hubble_1929", "crop_yields"])
def test_parameters_go_there_and_back(name: str, scaling: str) -> None:
    """Data units to training units and back is the identity, for one vector and for a stack."""
    dataset = load(name)
    scaler = fit_scaler(dataset, scaling)
    count = (dataset.d + 1) * dataset.t
    for shape in [(count,), (4, 3, count)]:
        theta = np.random.default_rng(1).normal(size=shape)
        there = scaler.parameters_to_training_units(theta)
        assert there.shape == shape
        np.testing.assert_allclose(scaler.parameters_to_data_units(there), theta, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(
        scaler.unscale_targets(scaler.scale_targets(dataset.targets)), dataset.targets, rtol=1e-14
    )
    np.testing.assert_allclose(
        scaler.unscale_features(scaler.scale_features(dataset.features)), dataset.features, rtol=1e-14
    )


def test_each_scaling_does_what_it_says() -> None:
    """Maxima become 1; z-scores have mean 0 and population deviation 1; features alone leave targets."""
    dataset = load("crop_yields_15")
    maximum = fit_scaler(dataset, "max")
    assert (maximum.scale_features(dataset.features).max(0) == 1).all()
    assert (maximum.scale_targets(dataset.targets).max(0) == 1).all()
    for name in ("zscore", "zscore_features"):
        x = fit_scaler(dataset, name).scale_features(dataset.features)
        np.testing.assert_allclose(x.mean(0), 0, atol=1e-14)
        np.testing.assert_allclose(np.sqrt((x**2).mean(0)), 1, rtol=1e-14)
    y = fit_scaler(dataset, "zscore").scale_targets(dataset.targets)
    np.testing.assert_allclose((y**2).mean(0), 1, rtol=1e-14)
    for name in ("none", "zscore_features"):
        np.testing.assert_array_equal(fit_scaler(dataset, name).scale_targets(dataset.targets), dataset.targets)


@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("value", [0.0, 0.1, -3.0])
def test_a_constant_column_is_not_divided_by_zero(scaling: str, value: float) -> None:
    """Scales stay above 0, and a constant column has z-score exactly 0."""
    dataset = Dataset.from_arrays([value] * 7, [value] * 7)
    scaler = fit_scaler(dataset, scaling)
    assert scaler.feature_scale[0] > 0
    assert scaler.target_scale[0] > 0
    if scaling == "zscore":
        assert (scaler.feature_scale[0], scaler.target_scale[0]) == (1, 1)
        assert not scaler.scale_features(dataset.features).any()
        assert not scaler.scale_targets(dataset.targets).any()


def test_negative_columns_keep_their_direction() -> None:
    """A column without positive numbers is divided by its largest magnitude, not flipped."""
    scaler = fit_scaler(Dataset.from_arrays([-1, -4], [0, -2]), "max")
    assert (scaler.feature_scale[0], scaler.target_scale[0]) == (4, 2)


def test_the_maximum_is_that_of_the_numbers_not_of_their_sizes() -> None:
    """A column from −8 to 2 is divided by 2, though −8 is larger in size: its maximum becomes 1."""
    dataset = Dataset.from_arrays([[-8, -3], [2, 1], [0.5, 0.25]], [-100, 10, 40])
    scaler = fit_scaler(dataset, "max")
    np.testing.assert_array_equal(scaler.feature_scale, [2, 1])
    np.testing.assert_array_equal(scaler.target_scale, [40])
    assert not scaler.feature_shift.any()
    np.testing.assert_array_equal(scaler.scale_features(dataset.features), [[-4, -3], [1, 1], [0.25, 0.25]])
    np.testing.assert_array_equal(scaler.scale_targets(dataset.targets)[:, 0], [-2.5, 0.25, 1])


def test_wrong_names_and_shapes_are_refused() -> None:
    """An unknown scaling and parameters of the wrong length are named."""
    with pytest.raises(ValueError, match=r"scaling must be one of none, max, zscore, .* not 'min'."):
        fit_scaler(load("study_hours"), "min")
    scaler = fit_scaler(load("study_hours"), "max")
    for convert in (scaler.parameters_to_data_units, scaler.parameters_to_training_units):
        with pytest.raises(ValueError, match=r"parameters must have shape \(…, 2\), not \(3,\)."):
            convert([1, 2, 3])
        with pytest.raises(ValueError, match=r"parameters must have shape \(…, 2\), not \(\)."):
            convert(1.0)
