"""What the browser evaluates at every frame is the model."""

from __future__ import annotations

import numpy as np
import pytest

from core.data import SCALINGS, fit_scaler, load
from ui.figures.forms import affine_form, parameters_form, prediction_form
from ui.player import Form

CASES = pytest.mark.parametrize(
    ("name", "scaling"), [(name, s) for name in ("study_hours", "crop_yields", "crop_yields_15") for s in SCALINGS]
)


def value(form: Form, parameters: np.ndarray) -> np.ndarray:
    return np.asarray(form.offset + form.weights @ parameters)


def test_an_affine_function_is_found_again() -> None:
    """Offset and weights are those of the function."""
    weights = np.array([[1.0, 2.0], [-3.0, 0.5], [0.0, 4.0]])
    form = affine_form(lambda p: weights @ p + [7.0, 8.0, 9.0], 2)
    np.testing.assert_array_equal(form.offset, [7, 8, 9])
    np.testing.assert_array_equal(form.weights, weights)


@CASES
def test_predictions(name: str, scaling: str) -> None:
    """Each target's form gives what the scaled features, the parameters and the targets' scale give."""
    dataset = load(name)
    scaler = fit_scaler(dataset, scaling)
    parameters = np.random.default_rng(1).normal(size=(dataset.d + 1) * dataset.t)
    theta = parameters.reshape(-1, dataset.t)
    scaled = scaler.scale_features(dataset.features) @ theta[:-1] + theta[-1]
    expected = scaled * scaler.target_scale + scaler.target_shift
    for target in range(dataset.t):
        form = prediction_form(scaler, dataset.features, target)
        np.testing.assert_allclose(value(form, parameters), expected[:, target], rtol=1e-9)


@CASES
def test_parameters_in_data_units(name: str, scaling: str) -> None:
    """Each target's weights and bias are those of the unscaled data."""
    dataset = load(name)
    scaler = fit_scaler(dataset, scaling)
    parameters = np.random.default_rng(2).normal(size=(dataset.d + 1) * dataset.t)
    expected = scaler.parameters_to_data_units(parameters).reshape(-1, dataset.t)
    for target in range(dataset.t):
        np.testing.assert_allclose(value(parameters_form(scaler, target), parameters), expected[:, target], rtol=1e-9)
