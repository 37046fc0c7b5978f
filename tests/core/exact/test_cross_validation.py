"""k-fold cross-validation of least squares is what scikit-learn gives, fold by fold."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, cross_val_score, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from core.data import Dataset, load, with_powers
from core.exact import cross_validated, left_out


@pytest.mark.parametrize(
    ("name", "parts", "degree"),
    [
        ("study_hours", 3, 1), ("study_hours", 5, 2), ("hubble_key_project", 5, 1), ("hubble_key_project", 5, 2),
        ("hubble_key_project", 10, 3), ("crop_yields_15", 4, 1),
    ],
)  # fmt: skip
def test_each_fold_is_what_scikit_learn_gives(name: str, parts: int, degree: int) -> None:
    """`cross_validate` of a `LinearRegression` over `KFold`: the same rows, both losses to 1e-10; powers as well."""
    dataset = load(name) if degree == 1 else with_powers(load(name), degree)
    kfold, (x, y) = KFold(parts), (dataset.features, dataset.targets)
    scored = cross_validate(
        make_pipeline(StandardScaler(), LinearRegression()), x, y,
        cv=kfold, scoring="neg_mean_squared_error", return_train_score=True,
    )  # fmt: skip
    found = cross_validated(dataset, parts)
    assert [fold.rows for fold in found] == [tuple(rows) for _, rows in kfold.split(x)]
    np.testing.assert_allclose([fold.training for fold in found], -scored["train_score"], rtol=1e-10)
    np.testing.assert_allclose([fold.validation for fold in found], -scored["test_score"], rtol=1e-10)


def test_drawn_folds_are_what_scikit_learn_gives_on_the_same_rows() -> None:
    """Where a seed draws the order, each fold is the fit to the other rows, by scikit-learn on these very rows."""
    dataset = load("hubble_key_project")
    found = cross_validated(dataset, 4, seed=7)
    every = np.arange(dataset.n)
    assert sorted(row for fold in found for row in fold.rows) == list(every)
    cut = [(np.setdiff1d(every, fold.rows), np.array(fold.rows)) for fold in found]
    scores = cross_val_score(
        LinearRegression(), dataset.features, dataset.targets, cv=cut, scoring="neg_mean_squared_error"
    )
    np.testing.assert_allclose([fold.validation for fold in found], -scores, rtol=1e-10)


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
