"""Data sets made of others: noise, powers, rows held out."""

from __future__ import annotations

import numpy as np
import pytest

from core.data import Dataset, drawn_rows, folds, load, split, with_noise, with_powers
from core.exact import least_squares

STUDY = load("study_hours")


def test_noise_has_its_size_and_its_seed() -> None:
    """Twice as much noise is the same noise, twice as large; another seed is another; 0 is none; features stay."""
    once, twice, other = (with_noise(STUDY, size, seed) for size, seed in ((1.5, 3), (3.0, 3), (1.5, 4)))
    np.testing.assert_allclose(twice.targets - STUDY.targets, 2 * (once.targets - STUDY.targets), rtol=1e-12)
    assert not np.allclose(once.targets, other.targets)
    assert with_noise(STUDY, 0, 3) is STUDY
    assert np.array_equal(once.features, STUDY.features)
    many = with_noise(Dataset.from_arrays(np.arange(20_000.0), np.zeros(20_000)), 2.0, 0)
    assert many.targets.std() == pytest.approx(2, rel=0.02)
    assert len({once.name, twice.name, other.name}) == 3


def test_powers_are_a_polynomial() -> None:
    """Least squares on powers is NumPy's polynomial fit; names and units say what each column is."""
    cubic = with_powers(STUDY, 3)
    weights = least_squares(cubic).parameters
    wanted = np.polynomial.polynomial.polyfit(STUDY.features[:, 0], STUDY.targets[:, 0], 3)
    np.testing.assert_allclose([weights[-1], *weights[:-1]], wanted, rtol=1e-9)
    name, unit = STUDY.feature_names[0], STUDY.feature_units[0]
    assert cubic.feature_names == (name, f"{name}²", f"{name}³")
    assert cubic.feature_units == (unit, f"{unit}²", f"{unit}³")
    assert with_powers(STUDY, 1) is STUDY


def test_a_split_has_every_row_once() -> None:
    """Rows keep their order, values and names."""
    crops = load("crop_yields")
    kept, held_out = split(crops, [3, 0, 3])
    assert np.array_equal(held_out.features, crops.features[[0, 3]])
    assert np.array_equal(kept.targets, crops.targets[[1, 2, 4]])
    assert (kept.row_names, held_out.row_names) == tuple(
        tuple(crops.row_names[row] for row in rows) if crops.row_names else () for rows in ((1, 2, 4), (0, 3))
    )


@pytest.mark.parametrize("share", [0.01, 0.25, 0.5, 0.99])
def test_drawn_rows_are_a_share(share: float) -> None:
    """As many as the share says, at least one and not all; the same seed draws the same."""
    rows = drawn_rows(8, share, 7)
    assert len(rows) == min(7, max(1, round(8 * share))) == len(set(rows))
    assert rows == drawn_rows(8, share, 7) == tuple(sorted(rows))
    assert len({drawn_rows(8, 0.5, seed) for seed in range(30)}) > 10


def test_folds_are_those_of_scikit_learn() -> None:
    """Without a seed: runs of rows, the first n mod k of them one row longer (KFold's documentation)."""
    assert folds(8, 3) == ((0, 1, 2), (3, 4, 5), (6, 7))
    drawn = folds(8, 3, seed=1)
    assert sorted(row for fold in drawn for row in fold) == list(range(8))
    assert [len(fold) for fold in drawn] == [3, 3, 2]


@pytest.mark.parametrize(
    ("attempt", "wanted"),
    [
        (lambda: with_noise(STUDY, -1, 0), "noise must be a finite number of at least 0, not -1"),
        (lambda: with_noise(STUDY, 1e101, 0), "makes targets larger"),
        (lambda: with_powers(load("crop_yields"), 2), "powers are of a single feature, not of 3"),
        (lambda: with_powers(STUDY, 10), "degree must be a whole number from 1 to 9, not 10"),
        (lambda: with_powers(Dataset.from_arrays([1e30, 2.0], [1.0, 2.0]), 4), "to the power of 4 is larger"),
        (lambda: split(STUDY, []), "from 1 to 7 of the 8 rows can be held out, not 0"),
        (lambda: split(STUDY, range(8)), "from 1 to 7 of the 8 rows can be held out, not 8"),
        (lambda: split(STUDY, [8]), r"rows held out must be from 0 to 7, not \[8\]"),
        (lambda: drawn_rows(8, 1.0, 0), "the share held out must lie between 0 and 1, not 1.0"),
        (lambda: drawn_rows(1, 0.5, 0), "takes at least 2 rows, not 1"),
        (lambda: folds(8, 9), "folds must be from 2 to the 8 rows, not 9"),
    ],
)
def test_what_cannot_be_is_refused(attempt, wanted: str) -> None:
    """A sentence says what came and what was wanted."""
    with pytest.raises(ValueError, match=wanted):
        attempt()
