"""Bring features and targets to training units, and parameters back to data units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.data.dataset import Dataset
from core.data.precision import settled
from core.data.registries import registry, require_choice

Columns = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Scaler:
    """The affine map between data units and training units: `scaled = (value - shift) / scale`.

    Attributes:
        feature_shift: Shape `(d,)`.
        feature_scale: Shape `(d,)`, above 0.
        target_shift: Shape `(t,)`.
        target_scale: Shape `(t,)`, above 0.
    """

    feature_shift: Columns
    feature_scale: Columns
    target_shift: Columns
    target_scale: Columns

    def scale_features(self, features: ArrayLike) -> Columns:
        """Return features of shape `(…, d)` in training units."""
        return np.asarray((np.asarray(features, float) - self.feature_shift) / self.feature_scale)

    def scale_targets(self, targets: ArrayLike) -> Columns:
        """Return targets of shape `(…, t)` in training units."""
        return np.asarray((np.asarray(targets, float) - self.target_shift) / self.target_scale)

    def unscale_features(self, features: ArrayLike) -> Columns:
        """Return features of shape `(…, d)` in data units."""
        return np.asarray(np.asarray(features, float) * self.feature_scale + self.feature_shift)

    def unscale_targets(self, targets: ArrayLike) -> Columns:
        """Return targets, or predictions, of shape `(…, t)` in data units."""
        return np.asarray(np.asarray(targets, float) * self.target_scale + self.target_shift)

    def parameters_to_data_units(self, parameters: ArrayLike) -> Columns:
        """Return the same linear model for unscaled data.

        Args:
            parameters: Shape `(…, P)`, weights and biases in training units.

        Raises:
            ValueError: If the last axis is not P = (d + 1) t long.
        """
        weights, biases = self._split(parameters)
        weights = weights * (self.target_scale / self.feature_scale[:, None])
        return _merge(weights, self._shifted(weights, biases * self.target_scale, 1))

    def parameters_to_training_units(self, parameters: ArrayLike) -> Columns:
        """Return the same linear model for scaled data; the inverse of `parameters_to_data_units`.

        Args:
            parameters: Shape `(…, P)`, weights and biases in data units.

        Raises:
            ValueError: If the last axis is not P = (d + 1) t long.
        """
        weights, biases = self._split(parameters)
        biases = self._shifted(weights, biases, -1) / self.target_scale
        return _merge(weights * (self.feature_scale[:, None] / self.target_scale), biases)

    def _shifted(self, weights: Columns, biases: Columns, sign: int) -> Columns:
        """Return biases, in the targets' units, with the shifts or without them; 0 where these cancel."""
        there = biases + sign * (self.target_shift - np.einsum("d,...dt->...t", self.feature_shift, weights))
        moved = np.einsum("d,...dt->...t", np.abs(self.feature_shift), np.abs(weights))
        return settled(there, np.abs(biases) + np.abs(self.target_shift) + moved)

    def _split(self, parameters: ArrayLike) -> tuple[Columns, Columns]:
        d, t = len(self.feature_shift), len(self.target_shift)
        values = np.asarray(parameters, dtype=np.float64)
        if values.ndim == 0 or values.shape[-1] != (d + 1) * t:
            raise ValueError(f"parameters must have shape (…, {(d + 1) * t}), not {values.shape}.")
        theta = values.reshape(*values.shape[:-1], d + 1, t)
        return theta[..., :-1, :], theta[..., -1, :]


def _merge(weights: Columns, biases: Columns) -> Columns:
    theta = np.concatenate([weights, biases[..., None, :]], axis=-2)
    return theta.reshape(*theta.shape[:-2], -1)


def leave_unscaled(columns: Columns) -> tuple[Columns, Columns]:
    """Return shift 0 and scale 1 for each column."""
    return np.zeros(columns.shape[1]), np.ones(columns.shape[1])


def by_maximum(columns: Columns) -> tuple[Columns, Columns]:
    """Return shift 0 and each column's maximum as scale.

    A column without positive numbers is divided by its largest magnitude, a column of zeros by 1.
    """
    maximum = columns.max(axis=0)
    magnitude = np.abs(columns).max(axis=0)
    scale = np.where(maximum > 0, maximum, magnitude)
    return np.zeros(columns.shape[1]), np.where(scale > 0, scale, 1.0)


def by_deviation(columns: Columns) -> tuple[Columns, Columns]:
    """Return each column's mean as shift and its population standard deviation as scale, or 1 if constant."""
    constant = columns.min(axis=0) == columns.max(axis=0)
    shift = np.where(constant, columns[0], columns.mean(axis=0))
    scale = np.where(constant, 1.0, columns.std(axis=0))
    return shift, np.where(scale > 0, scale, 1.0)


ColumnRule = Callable[[Columns], tuple[Columns, Columns]]


@dataclass(frozen=True)
class Scaling:
    """How features and targets are brought to training units.

    Attributes:
        name: URL-safe key.
        label: Words for a menu.
        latex: Formula for one column.
        features: From feature columns `(n, d)` to shift and scale `(d,)`.
        targets: From target columns `(n, t)` to shift and scale `(t,)`.
    """

    name: str
    label: str
    latex: str
    features: ColumnRule
    targets: ColumnRule

    def function(self, dataset: Dataset) -> Scaler:
        """Return the affine map that this scaling gives for a data set."""
        return Scaler(*self.features(dataset.features), *self.targets(dataset.targets))


SCALINGS = registry(
    [
        Scaling("none", "None", "x", leave_unscaled, leave_unscaled),
        Scaling("max", "Divide by maximum", r"\frac{x}{\max x}", by_maximum, by_maximum),
        Scaling(
            "zscore",
            "z-score of all columns",
            r"\frac{x - \bar x}{\sigma_x}",
            by_deviation,
            by_deviation,
        ),
        Scaling("zscore_features", "z-score of features", r"\frac{x - \bar x}{\sigma_x}", by_deviation, leave_unscaled),
    ]
)


def fit_scaler(dataset: Dataset, scaling: str) -> Scaler:
    """Return the map between the data set's units and training units.

    Raises:
        ValueError: If `scaling` is not one of `SCALINGS`.
    """
    return SCALINGS[require_choice("scaling", scaling, SCALINGS)].function(dataset)
