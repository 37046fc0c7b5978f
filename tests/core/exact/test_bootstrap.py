"""Resamples are fitted as one would fit them one by one, and refused where there is nothing to fit."""

from __future__ import annotations

import numpy as np
import pytest

from core.cosmology import hubble_time
from core.data import Dataset, load
from core.exact import bootstrap, least_squares


@pytest.mark.parametrize("name", ["hubble_key_project", "hubble_1929", "study_hours"])
def test_each_line_is_the_least_squares_of_its_resample(name: str) -> None:
    """The same rows drawn with the same generator and fitted one at a time by `polyfit` give the same lines."""
    dataset = load(name)
    x, y = dataset.features[:, 0], dataset.targets[:, 0]
    rows = np.random.default_rng(3).integers(dataset.n, size=(100, dataset.n))
    found = bootstrap(dataset, 100, seed=3)
    lines = np.array([np.polyfit(x[row], y[row], 1) for row in rows])
    np.testing.assert_allclose(found.slopes, lines[:, 0], rtol=1e-8)
    np.testing.assert_allclose(found.intercepts, lines[:, 1], rtol=1e-8, atol=1e-8)
    assert found.redrawn == 0


def test_the_interval_holds_the_middle() -> None:
    """Of 2000 slopes 95% lie in the percentile interval; it holds the fitted one and is near Student's."""
    dataset = load("hubble_key_project")
    found = bootstrap(dataset, 2000, seed=0)
    low, high = found.slope_interval(0.95)
    assert ((found.slopes >= low) & (found.slopes <= high)).mean() == pytest.approx(0.95, abs=1e-3)
    assert low < least_squares(dataset).parameters[0] < high
    assert (low, high) == pytest.approx(tuple(least_squares(dataset).intervals()[0]), rel=0.06)
    narrow = found.slope_interval(0.5)
    assert low < narrow[0] < narrow[1] < high


@pytest.mark.parametrize("seed", range(5))
def test_three_ages_agree(seed: int) -> None:
    """12.2, 13.1 and 13.6 billion years lie in the interval of the Hubble time, whatever the seed."""
    low, high = hubble_time(bootstrap(load("hubble_key_project"), seed=seed).slope_interval()[::-1])
    assert all(low < age < high for age in (12.2, 13.1, 13.6))


def test_the_seed_decides() -> None:
    """The same seed gives the same lines to the last bit, another seed others."""
    dataset = load("hubble_key_project")
    once, again, other = (bootstrap(dataset, 50, seed=seed) for seed in (1, 1, 2))
    assert (once.slopes == again.slopes).all()
    assert (once.intercepts == again.intercepts).all()
    assert not (once.slopes == other.slopes).any()


def test_resamples_without_a_line_are_drawn_anew() -> None:
    """With two points half of all resamples hold one of them twice; each line goes through both in the end."""
    pair = Dataset.from_arrays([1.0, 3.0], [2.0, 8.0])
    found = bootstrap(pair, 400, seed=0)
    np.testing.assert_allclose(found.slopes, 3)
    np.testing.assert_allclose(found.intercepts, -1, atol=1e-12)
    assert 300 < found.redrawn < 500


def test_far_from_zero() -> None:
    """Features far from 0 cost no digits: the lines of x + 10⁸ have the slopes of x."""
    dataset = load("study_hours")
    far = Dataset.from_arrays(dataset.features + 1e8, dataset.targets)
    np.testing.assert_allclose(bootstrap(far, 50).slopes, bootstrap(dataset, 50).slopes, rtol=1e-9)


@pytest.mark.parametrize("resamples", [0, -1, 1.5, True, "many"])
def test_no_resamples_are_refused(resamples: object) -> None:
    """Zero resamples, or what is no number of them, gets a sentence with what came and what is wanted."""
    with pytest.raises(ValueError, match=rf"resamples must be a whole number of at least 1, not {resamples!r}"):
        bootstrap(load("hubble_key_project"), resamples)  # type: ignore[arg-type]


def test_data_without_a_line_are_refused() -> None:
    """One row, all x equal, or several features cannot be resampled into lines."""
    for x in ([4.0], [4.0, 4.0, 4.0]):
        with pytest.raises(ValueError, match="must take at least two values, but is 4 in every row"):
            bootstrap(Dataset.from_arrays(x, x))
    with pytest.raises(ValueError, match="one feature and one target, not 3 and 2"):
        bootstrap(load("crop_yields"))


@pytest.mark.parametrize("confidence", [0, 1, -0.5, 95])
def test_confidence_is_a_part_of_one(confidence: float) -> None:
    """A confidence of nothing, everything or 95 is refused."""
    dataset = load("study_hours")
    with pytest.raises(ValueError, match="confidence must be between 0 and 1"):
        bootstrap(dataset, 10).slope_interval(confidence)
    with pytest.raises(ValueError, match="confidence must be between 0 and 1"):
        least_squares(dataset).intervals(confidence)
