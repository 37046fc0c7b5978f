"""The five measures are torch's where torch has them, and each point's parts make up the whole."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as some
from numpy.typing import NDArray

from core.data import Dataset, load
from core.exact import MEASURES, best_line, measured_surface
from core.model import LOSSES

RTOL = 1e-10
DELTA = 50.0
ORACLES = {
    "mse": torch.nn.MSELoss(),
    "sse": torch.nn.MSELoss(reduction="sum"),
    "rmse": lambda p, y: torch.nn.functional.mse_loss(p, y).sqrt(),
    "mae": torch.nn.L1Loss(),
    "huber": torch.nn.HuberLoss(delta=DELTA),
}
every_measure = pytest.mark.parametrize("name", MEASURES)
errors_drawn = some.lists(some.floats(-500, 500), min_size=1, max_size=20)


@every_measure
@given(errors=errors_drawn)
def test_measures_are_torchs(name: str, errors: list[float]) -> None:
    """Each is PyTorch's loss of the same errors, from either side."""
    wanted = ORACLES[name](torch.tensor(errors, dtype=torch.float64), torch.zeros(len(errors)).double()).item()
    here = MEASURES[name].function(errors, DELTA)
    np.testing.assert_allclose(here, wanted, rtol=1e-12, atol=1e-300)
    assert MEASURES[name].function([-error for error in errors], DELTA) == here


@pytest.mark.parametrize("name", LOSSES)
@given(errors=errors_drawn)
def test_measures_are_the_losses_of_training(name: str, errors: list[float]) -> None:
    """What is measured here by a name is what training under that name makes small."""
    predictions = torch.tensor(errors, dtype=torch.float64)[:, None]
    trained = LOSSES[name].function(predictions, torch.zeros_like(predictions)).item()
    np.testing.assert_allclose(MEASURES[name].function(errors), trained, rtol=1e-12, atol=1e-300)


def four_errors() -> NDArray[np.float64]:
    """Return target less prediction of the four scores under 9x + 350: 40, −10, 90, −30."""
    scores = load("four_scores")
    predictions = 9 * scores.features[:, 0] + 350
    np.testing.assert_array_equal(predictions, [440, 530, 620, 710])
    return np.asarray(scores.targets[:, 0] - predictions)


@pytest.mark.parametrize(
    ("name", "value"),
    [("mse", 2675.0), ("sse", 10700.0), ("rmse", math.sqrt(2675)), ("mae", 42.5), ("huber", 42.0)],
)
def test_the_four_scores(name: str, value: float) -> None:
    """(1600 + 100 + 8100 + 900) / 4 = 2675, its root 51.72, (40 + 10 + 90 + 30) / 4 = 42.5."""
    np.testing.assert_allclose(MEASURES[name].function(four_errors()), value, rtol=RTOL)


def test_the_parts_of_the_four_scores() -> None:
    """The third student alone makes up 8100 of 10,700."""
    np.testing.assert_array_equal(MEASURES["mse"].point(four_errors(), 1.0), [1600, 100, 8100, 900])
    assert round(float(MEASURES["rmse"].function(four_errors())), 2) == 51.72


def test_what_2550_would_need() -> None:
    """A mean of 2550 would need the last prediction to be 700, 20 above the score of 680."""
    errors = four_errors()
    errors[3] = 680 - 700
    np.testing.assert_allclose(MEASURES["mse"].function(errors), 2550, rtol=RTOL)


@pytest.mark.parametrize(("name", "factor"), [("mse", 1), ("rmse", 1), ("mae", 1), ("huber", 1), ("sse", 2)])
def test_more_predictions_are_not_more_loss(name: str, factor: int) -> None:
    """With every student counted twice the means stay, and only the sum doubles."""
    errors = four_errors()
    twice = MEASURES[name].function(np.concatenate([errors, errors]), 7.0)
    np.testing.assert_allclose(twice, factor * MEASURES[name].function(errors, 7.0), rtol=RTOL)


def test_many_lines_at_once() -> None:
    """Errors `(n, L)` give one number a line, that of the line alone."""
    errors = np.random.default_rng(5).normal(size=(6, 4))
    for measure in MEASURES.values():
        together = measure.function(errors, 0.7)
        np.testing.assert_allclose(together, [measure.function(column, 0.7) for column in errors.T], rtol=1e-13)


@pytest.mark.parametrize("delta", [0.0, -1.0, math.inf, math.nan])
def test_a_delta_must_be_above_nothing(delta: float) -> None:
    """A δ of zero, below, or no number is refused, by the measures and by the best lines."""
    for use in (
        lambda: MEASURES["huber"].function([1.0], delta),
        lambda: best_line(load("four_scores"), "huber", delta=delta),
    ):
        with pytest.raises(ValueError, match="delta must be a finite number above 0, not"):
            use()


BEST = {
    "mse": ((7.9, 400.0), 2017.5),
    "sse": ((7.9, 400.0), 8070.0),
    "rmse": ((7.9, 400.0), math.sqrt(2017.5)),
    # Through the first and the last score: (680 − 480) / 30; it misses the others by 80/3 and 290/3.
    "mae": ((20 / 3, 480 - 200 / 3), (80 / 3 + 290 / 3) / 4),
    # By hand: within 50 lie the errors of students 1, 2 and 4; the third pulls with 50.
    "huber": ((53 / 7, 400.0), 6400 / 7),
}


@every_measure
def test_best_lines_of_the_four_scores(name: str) -> None:
    """Squares are served by 7.9x + 400, absolute errors by a line through two students, Huber's in between."""
    best = best_line(load("four_scores"), name, delta=DELTA)
    np.testing.assert_allclose(best.parameters, BEST[name][0], rtol=1e-9)
    np.testing.assert_allclose(best.loss, BEST[name][1], rtol=RTOL)


@every_measure
@pytest.mark.parametrize("delta", [0.5, 20.0, 400.0])
@pytest.mark.parametrize("data", ["four_scores", "study_hours_x10", "hubble_1929"])
def test_no_line_nearby_is_better(name: str, delta: float, data: str) -> None:
    """Every measure grows, or stays, in whatever direction one leaves the best line: they are convex."""
    dataset = load(data)
    best = best_line(dataset, name, delta=delta)
    spread = np.array([1 / dataset.features.std(), 1.0]) * dataset.targets.std()
    for direction in np.linspace(0, 2 * np.pi, 40):
        for far in (1e-4, 1e-2, 1):
            slope, intercept = best.parameters + far * spread * [np.cos(direction), np.sin(direction)]
            there = measured_surface(dataset, name, [slope], [intercept], delta=delta).item()
            assert there >= best.loss * (1 - 1e-12)


def test_an_outlier_parts_the_best_lines() -> None:
    """A score dragged away takes the best line of the squares along, and leaves that of the absolute errors alone."""
    x, y = np.arange(1.0, 9), np.array([48.0, 52, 71, 68, 83, 89, 92, 98])
    y_out = y.copy()
    y_out[7] = 0
    moved = {
        name: np.abs(best_line(Dataset.from_arrays(x, y_out), name, delta=5).parameters
                     - best_line(Dataset.from_arrays(x, y), name, delta=5).parameters)[0]
        for name in ("mse", "huber", "mae")
    }  # fmt: skip
    assert moved["mse"] > 8
    assert moved["mae"] < moved["huber"] < 2


@every_measure
def test_the_surface_is_the_measure_of_each_line(name: str) -> None:
    """Rows are intercepts, columns are slopes."""
    dataset, slopes, intercepts = load("four_scores"), [9.0, 7.9, -3.0], [350.0, 400.0]
    surface = measured_surface(dataset, name, slopes, intercepts, delta=30)
    assert surface.shape == (2, 3)
    for row, intercept in enumerate(intercepts):
        for column, slope in enumerate(slopes):
            errors = slope * dataset.features[:, 0] + intercept - dataset.targets[:, 0]
            np.testing.assert_allclose(surface[row, column], MEASURES[name].function(errors, 30), rtol=1e-14)


def surface_of(name: str) -> Any:
    return measured_surface(load(name), "mse", [0.0], [0.0])


@pytest.mark.parametrize("function", [surface_of, lambda name: best_line(load(name), "mse")])
def test_more_features_are_no_line(function: Any) -> None:
    """A table with several features or targets is refused by both."""
    with pytest.raises(ValueError, match="a line needs one feature and one target, not 3 and 2"):
        function("crop_yields")


def test_unknown_measures_are_refused() -> None:
    """The message lists the names."""
    with pytest.raises(ValueError, match="measure must be one of mse, sse, rmse, mae, huber, not 'hinge'"):
        best_line(load("four_scores"), "hinge")


@pytest.mark.parametrize("name", MEASURES)
def test_no_line_is_best_where_all_x_are_equal(name: str) -> None:
    """Points above one another, or a single one, leave the slope open: a clear refusal."""
    with pytest.raises(ValueError, match="must take at least two values, but is 3 in every row"):
        best_line(Dataset.from_arrays([3.0, 3, 3], [1.0, 2, 9]), name)
    with pytest.raises(ValueError, match="needs at least 2 rows"):
        best_line(Dataset.from_arrays([3.0], [1.0]), name)
