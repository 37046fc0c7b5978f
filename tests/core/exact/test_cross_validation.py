"""k-fold cross-validation of least squares is what NumPy's least squares gives fold by fold."""

from __future__ import annotations

import numpy as np
import pytest

from core.data import Dataset, load
from core.exact import cross_validated, left_out


@pytest.mark.parametrize(("name", "parts"), [("study_hours", 3), ("hubble_key_project", 5), ("crop_yields_15", 4)])
def test_each_fold_is_fitted_without_its_rows(name: str, parts: int) -> None:
    """KFold(parts) of scikit-learn: n // k rows a fold, one more in the first n % k; both losses by `lstsq`."""
    dataset = load(name)
    design = np.column_stack([dataset.features, np.ones(dataset.n)])
    sizes = [dataset.n // parts + (i < dataset.n % parts) for i in range(parts)]
    begin = 0
    for fold, size in zip(cross_validated(dataset, parts), sizes, strict=True):
        rows = np.arange(begin, begin + size)
        begin += size
        others = np.setdiff1d(np.arange(dataset.n), rows)
        theta, *_ = np.linalg.lstsq(design[others], dataset.targets[others])
        errors = design @ theta - dataset.targets
        assert fold.rows == tuple(rows)
        assert fold.training == pytest.approx((errors[others] ** 2).mean(), rel=1e-9)
        assert fold.validation == pytest.approx((errors[rows] ** 2).mean(), rel=1e-9)


def test_a_fold_a_row_is_leaving_one_out() -> None:
    """With as many folds as rows the losses are the squared errors of rows that the fit has not seen."""
    dataset = load("study_hours")
    found = [fold.validation for fold in cross_validated(dataset, dataset.n)]
    np.testing.assert_allclose(found, left_out(dataset).unseen[:, 0] ** 2, rtol=1e-9)


def test_what_determines_no_fit_has_no_number() -> None:
    """Where a feature is the same in all other rows, or these are too few, the fold says so."""
    dataset = Dataset.from_arrays([1.0, 1.0, 1.0, 2.0], [1.0, 2.0, 3.0, 4.0])
    assert [fold.validation is None for fold in cross_validated(dataset, 4)] == [False, False, False, True]
    assert all(fold.training is None for fold in cross_validated(load("crop_yields"), 2))
