"""Affine functions of a model's parameters, as the forms that the player evaluates at every frame."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.data import Scaler
from ui.player import Form


def affine_form(function: Callable[[np.ndarray], np.ndarray], count: int) -> Form:
    """Return a function of `count` parameters that is known to be affine as a form.

    Args:
        function: From parameters, shape `(P,)`, to `m` numbers.
        count: P.
    """
    offset = function(np.zeros(count))
    return Form(offset, np.stack([function(unit) - offset for unit in np.eye(count)], axis=1))


def prediction_form(scaler: Scaler, features: np.ndarray, target: int) -> Form:
    """Return one target's predictions for rows of features, shape `(m, d)`, in data units, from training parameters."""
    d, t = len(scaler.feature_shift), len(scaler.target_shift)

    def predictions(parameters: np.ndarray) -> np.ndarray:
        theta = scaler.parameters_to_data_units(parameters).reshape(d + 1, t)
        return np.asarray(features @ theta[:-1, target] + theta[-1, target])

    return affine_form(predictions, (d + 1) * t)


def parameters_form(scaler: Scaler, target: int) -> Form:
    """Return one target's weights and its bias in data units, `d + 1` rows, from training parameters."""
    d, t = len(scaler.feature_shift), len(scaler.target_shift)

    def column(parameters: np.ndarray) -> np.ndarray:
        return scaler.parameters_to_data_units(parameters).reshape(d + 1, t)[:, target]

    return affine_form(column, (d + 1) * t)
