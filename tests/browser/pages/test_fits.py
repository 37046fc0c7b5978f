"""The browser's losses, best lines and contours are those of `core`, on data drawn at random."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from core.analysis import landscape
from core.data import Dataset, fit_scaler, load
from core.exact import MEASURES, best_line, measured_surface
from core.model import Recipe
from ui.figures.line_tracks import training_model
from ui.text.numbers import trimmed

SIZES = (2, 3, 4, 8, 23, 60)


def drawn(seed: int, n: int) -> Dataset:
    """Return n points on no line, with an outlier, on a scale of their own."""
    random = np.random.default_rng(seed)
    scale = 10.0 ** random.integers(-2, 4, size=2)
    x = scale[0] * random.uniform(1, 5, n)
    y = scale[1] * (2 * x / scale[0] + random.normal(size=n))
    y[0] += 10 * scale[1]
    return Dataset.from_arrays(x, y)


def sides(dataset: Dataset) -> tuple[list[float], list[float]]:
    return dataset.features[:, 0].tolist(), dataset.targets[:, 0].tolist()


def test_losses_of_errors(call):
    """Each measure of random errors, small and large beside δ, is the one of `core`, and so is each point's part."""
    errors = np.random.default_rng(3).normal(0, 30, size=25)
    for name, delta in product(MEASURES, (0.1, 20.0, 500.0)):
        wanted = float(MEASURES[name].function(errors, delta))
        assert call("model/losses", "lossOfErrors", name, errors.tolist(), delta) == pytest.approx(wanted, rel=1e-13)
        part = call("model/losses", "pointLoss", name, errors[0], delta)
        assert part == pytest.approx(float(MEASURES[name].point(errors[0], delta)), rel=1e-13)


@pytest.mark.parametrize("costs", [{"weight_decay": 0.3}, {"l1": 2.0, "decays_biases": True}])
def test_a_line_costs_what_its_weights_do(call, costs):
    """The loss of the user's own line is that of `core`, with the penalty on large weights."""
    recipe = Recipe(scaling="max", **costs)
    dataset, line = load("study_hours"), [-0.4, 0.7]
    model = training_model(dataset, recipe, fit_scaler(dataset, recipe.scaling))
    form = {"offset": model.form.offset.tolist(), "weights": model.form.weights.ravel().tolist()}
    sent = {"loss": "mse", "form": form, "targets": model.targets.tolist(), "penalty": model.penalty.ravel().tolist()}
    wanted = landscape(dataset, recipe, line[:1], line[1:])[0, 0]
    assert call("model/losses", "lossOf", sent, line) == pytest.approx(wanted, rel=1e-13)


def test_losses_of_many_lines(call):
    """The grid of a landscape is that of `core`, row by row; squares are summed from moments, and are as exact."""
    dataset = drawn(11, 23)
    slopes, intercepts = np.linspace(-3, 8, 7), np.linspace(-900, 400, 5)
    for name in MEASURES:
        found = call("model/losses", "lossGrid", name, *sides(dataset), 7.0, slopes.tolist(), intercepts.tolist())
        wanted = measured_surface(dataset, name, slopes, intercepts, delta=7.0)
        np.testing.assert_allclose(np.reshape(found, wanted.shape), wanted, rtol=1e-10)


@pytest.mark.parametrize("name", MEASURES)
def test_best_lines(call, name):
    """The browser's best line is as good as that of `core` to 1e-8, and for squares it is the same line."""
    for n, seed in product(SIZES, range(4)):
        dataset = drawn(100 * n + seed, n)
        spread = float(np.std(dataset.targets))
        for delta in (1e-3 * spread, 0.3 * spread, 30 * spread):
            wanted = best_line(dataset, name, delta=delta)
            slope, intercept = call("model/fits", "bestLine", name, *sides(dataset), delta)
            here = measured_surface(dataset, name, [slope], [intercept], delta=delta).item()
            # Through two points the loss is 0 but for rounding.
            assert here <= wanted.loss * (1 + 1e-8) + 1e-20 * spread**2 + (1e-12 * spread if n == 2 else 0)
            if MEASURES[name].trained_as == "mse":
                assert [slope, intercept] == pytest.approx(wanted.parameters.tolist(), rel=1e-8, abs=1e-8 * spread)


@pytest.mark.parametrize("delta", [0.01, 1.0, 40.0])
def test_the_best_line_by_huber_has_no_gradient(call, delta):
    """At the browser's line the clipped residuals balance, in sum and about the centre, to 1e-10."""
    for seed in range(8):
        dataset = drawn(seed, 24)
        x, y = dataset.features[:, 0], dataset.targets[:, 0]
        size = delta * float(np.std(y)) / 10
        slope, intercept = call("model/fits", "bestLine", "huber", x.tolist(), y.tolist(), size)
        pulls = np.clip((slope * x + intercept - y) / size, -1, 1)
        # Residuals are as exact as the heights they come from.
        tolerance = 1e-10 + 1e-13 * np.abs(y).max() / size
        assert abs(pulls.mean()) < tolerance
        assert abs((pulls * (x - x.mean())).mean() / x.std()) < tolerance


def test_no_line_is_best_above_one_x(call):
    """Where all x are equal, or a point stands alone, there is no best line, and none is made up."""
    for name in MEASURES:
        assert call("model/fits", "bestLine", name, [3, 3, 3], [1, 2, 9], 1.0) is None
        assert call("model/fits", "bestLine", name, [5], [1], 1.0) is None


def test_the_absolute_error_leaves_an_outlier_alone(call):
    """Nine points on 2x + 1 and one far off: that line, exactly."""
    xs = list(range(10))
    ys = [2 * x + 1 + (1000 if x == 7 else 0) for x in xs]
    assert call("model/fits", "bestLine", "mae", xs, ys, 1.0) == [2, 1]


def test_of_equally_good_lines_both_take_the_same(call):
    """Where several lines have the least absolute errors, the page draws the one that it names."""
    for seed in range(12):
        random = np.random.default_rng(seed)
        x = np.arange(1.0, 5 + seed % 2)
        y = np.round(random.normal(0, 3, len(x)))
        wanted = best_line(Dataset.from_arrays(x, y), "mae").parameters.tolist()
        assert call("model/fits", "bestLine", "mae", x.tolist(), y.tolist(), 1.0) == pytest.approx(
            wanted, rel=1e-12, abs=0
        )


@pytest.mark.parametrize("delta", [1e-6, 1e-3, 1e9])
def test_best_lines_for_the_smallest_and_the_largest_delta(call, delta):
    """In whatever units, the browser's line is the minimum to 1e-9, with each δ that the page takes."""
    for seed in range(6):
        random = np.random.default_rng(seed)
        unit = 10.0 ** random.uniform(-6, 8)
        x, y = random.normal(100, 1, 30), unit * random.standard_t(1.5, 30)
        wanted = best_line(Dataset.from_arrays(x, y), "huber", delta=delta)
        slope, intercept = call("model/fits", "bestLine", "huber", x.tolist(), y.tolist(), delta)
        here = measured_surface(Dataset.from_arrays(x, y), "huber", [slope], [intercept], delta=delta).item()
        assert here <= wanted.loss * (1 + 1e-9)


def test_what_rounding_leaves_of_0_is_0(call):
    """Predictions, residuals and an intercept that are 0 but for rounding are, on tenths too."""
    x = [i / 10 for i in range(1, 8)]
    y = [round(0.7 * each - 0.14, 2) for each in x]
    scene = {"points": {"x": x, "y": y}, "line": [0.7, -0.14]}
    assert not any(call("tracks/curves", "errorsOf", scene))
    assert call("tracks/curves", "predictionAt", 0.2, [0.7, -0.14]) == 0
    assert call("model/fits", "bestLine", "mse", [1, 2, 3, 4, 5], [2, 4, 6, 8, 10], 1.0)[1] == 0


def test_contours_of_a_slope_are_straight(call):
    """Heights 0, 1, 2, 3 to the right: lines at multiples of 0.75 stand upright at those places, over all rows."""
    pieces = np.reshape(call("model/contours", "contours", [0, 1, 2, 3] * 3, 4, 0.75), (-1, 4))
    np.testing.assert_allclose(pieces[:, 0], pieces[:, 2])
    assert sorted(set(pieces[:, 0])) == [0.75, 1.5, 2.25, 3.0]
    for across in (0.75, 1.5, 2.25):
        rows = pieces[pieces[:, 0] == across]
        assert np.abs(rows[:, 1] - rows[:, 3]).sum() == 2


def test_contours_of_a_cone_are_circles(call):
    """Every piece of the lines of a cone lies as far from its tip as its height says, to the grid's coarseness."""
    places = np.arange(41) - 20.0
    cone = np.hypot(*np.meshgrid(places, places))
    pieces = np.reshape(call("model/contours", "contours", cone.ravel().tolist(), 41, 5), (-1, 2)) - 20
    away = np.hypot(*pieces.T)
    np.testing.assert_allclose(away, 5 * np.round(away / 5), atol=0.05)
    assert {5, 10, 15, 20} <= set(np.round(away).astype(int).tolist())


def test_numbers_are_written_as_python_writes_them(call):
    """Without idle zeros, a true minus, powers of ten."""
    for value in (2675.0, 51.720402163943003, -30.0, 0.1 + 0.2, 1449630.0, 1e-7, 0.0, 12.5):
        assert call("model/numbers", "trimmed", value) == trimmed(value)


def test_axes_make_room_in_round_steps(call):
    """1, 1.5, 2, 3, 5, 7 and 10 times powers of ten, and 1 where there is nothing to hold."""
    steps = {103.5: 150, 150: 150, 150.1: 200, 0.0071: 0.01, 7.0: 7, 1e6: 1e6, 0: 1}
    assert {value: call("tracks/curves", "roundAbove", value) for value in steps} == pytest.approx(steps, rel=1e-12)
