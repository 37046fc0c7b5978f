"""What all starts can reach, and when they agree, is exact."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from core.cosmology import hubble_time
from core.data import Dataset, fit_scaler, load
from core.exact import draw_starts, least_squares, slope_spread, stability
from core.model import Recipe
from core.training import sweep

FIRST_VISIT = Recipe(0.05, 500, scaling="max")
CORNERS = [(-1, -1), (-1, 1), (1, -1), (1, 1)]


def corners_to_fifty_digits(epochs: int) -> tuple[float, float]:
    """Return the extreme slopes of the lesson's training from the corners, by powers of its map."""
    dataset = load("hubble_key_project")
    with mpmath.workdps(50):
        x, y = ([mpmath.mpf(str(v)) for v in column[:, 0]] for column in (dataset.features, dataset.targets))
        u, v, n = [a / max(x) for a in x], [b / max(y) for b in y], len(x)
        hessian = 2 * mpmath.matrix([[sum(a * a for a in u), sum(u)], [sum(u), n]]) / n
        right = 2 * mpmath.matrix([sum(a * b for a, b in zip(u, v, strict=True)), sum(v)]) / n
        answer = mpmath.lu_solve(hessian, right)
        power = (mpmath.eye(2) - mpmath.mpf("0.05") * hessian) ** epochs
        unit = max(y) / max(x)
        slopes = [unit * (answer + power * (mpmath.matrix(corner) - answer))[0] for corner in CORNERS]
        return float(min(slopes)), float(max(slopes))


@pytest.mark.parametrize(
    ("epochs", "low", "high"), [(300, "41.94", "88.95"), (500, "65.48", "83.70"), (1000, "78.98", "80.69")]
)
def test_slopes_of_every_start(epochs: int, low: str, high: str) -> None:
    """At 300 epochs the slopes lie 41.94 to 88.95, at 500 65.48 to 83.70, at 1000 78.98 to 80.69."""
    spread = slope_spread(load("hubble_key_project"), FIRST_VISIT)
    found = [float(end) for end in spread.at(epochs)]
    np.testing.assert_allclose(found, corners_to_fifty_digits(epochs), rtol=1e-10)
    assert [f"{end:.2f}" for end in found] == [low, high]


def test_hubble_times_of_every_start() -> None:
    """At 300 epochs the Hubble times still lie 10.99 to 23.32 billion years."""
    low, high = slope_spread(load("hubble_key_project"), FIRST_VISIT).at(300)
    assert [f"{time:.2f}" for time in hubble_time([high, low])] == ["10.99", "23.32"]


def test_the_exact_slope_is_that_of_least_squares() -> None:
    """The spread closes in on the exact slope in data units."""
    spread = slope_spread(load("hubble_key_project"), FIRST_VISIT)
    np.testing.assert_allclose(spread.exact, 80.37766723384681, rtol=1e-10)
    np.testing.assert_allclose(spread.at(20_000), [spread.exact] * 2, rtol=1e-10)


def test_1117_epochs_bring_every_start_within_a_hundredth() -> None:
    """At 1117 epochs every start is within 1%, at 1116 the worst is not, in 50 digits too."""
    spread = slope_spread(load("hubble_key_project"), FIRST_VISIT)
    assert spread.agreed_after(0.01) == 1117
    off = [max(abs(end / 80.37766723384681 - 1) for end in corners_to_fifty_digits(n)) for n in (1116, 1117)]
    assert off[1] < 0.01 < off[0]


@pytest.mark.parametrize("scaling", ["none", "max", "zscore", "zscore_features"])
@pytest.mark.parametrize("loss", ["mse", "sse"])
@pytest.mark.parametrize("part", [0.05, 0.5, 0.55, 0.9])
def test_the_corners_are_the_extremes(scaling: str, loss: str, part: float) -> None:
    """Trained from the corners, the slopes reach the spread at every epoch; from starts inside they stay within."""
    dataset = load("study_hours")
    recipe = Recipe(1, 80, loss, scaling=scaling)
    recipe = Recipe(part * stability(dataset, recipe).critical_rate, 80, loss, scaling=scaling)
    scaler = fit_scaler(dataset, scaling)

    def slopes(starts: object) -> np.ndarray:
        return scaler.parameters_to_data_units(sweep(dataset, recipe, starts=starts).parameters)[..., 0]

    low, high = slope_spread(dataset, recipe).at(np.arange(81))
    at_corners, inside = slopes(CORNERS), slopes(draw_starts(50))
    size = np.abs(at_corners).max()
    np.testing.assert_allclose(low, at_corners.min(axis=0), atol=1e-9 * size)
    np.testing.assert_allclose(high, at_corners.max(axis=0), atol=1e-9 * size)
    assert (inside >= low - 1e-9 * size).all()
    assert (inside <= high + 1e-9 * size).all()


@pytest.mark.parametrize("scaling", ["none", "max", "zscore", "zscore_features"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_agreement_is_for_good_and_not_before(scaling: str, part: float) -> None:
    """From the epoch named on every start stays within the fraction, and one epoch before one does not."""
    dataset = load("study_hours")
    rate = part * stability(dataset, Recipe(scaling=scaling)).critical_rate
    spread = slope_spread(dataset, Recipe(rate, scaling=scaling))
    agreed = spread.agreed_after(0.01)
    assert agreed is not None
    low, high = spread.at(np.arange(agreed + 500))
    off = np.maximum(np.abs(low - spread.exact), np.abs(high - spread.exact)) / abs(spread.exact)
    assert (off[agreed:] <= 0.01).all()
    assert agreed == 0 or off[agreed - 1] > 0.01


@pytest.mark.parametrize("rate", [1e-12, 1.0, 1e6])
def test_starts_that_never_agree(rate: float) -> None:
    """A rate that is too small for a million epochs, or diverges, has no such epoch; nothing overflows aloud."""
    spread = slope_spread(load("hubble_key_project"), Recipe(rate, scaling="max"))
    assert spread.agreed_after(0.01) is None
    assert len(spread.at([0, 100_000])) == 2


def test_a_level_line_is_never_agreed_on_by_parts() -> None:
    """A fraction of a slope of 0 is nothing, and nothing is agreed on."""
    level = Dataset.from_arrays([-1.0, 0.0, 1.0], [2.0, 5.0, 2.0])
    assert abs(least_squares(level).parameters[0]) < 1e-12
    assert slope_spread(level, Recipe(0.1)).agreed_after(0.01) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"optimizer": "adam"},
        {"optimizer": "momentum"},
        {"optimizer": "nesterov"},
        {"loss": "mae"},
        {"batch_size": 1},
        {"activation": "relu"},
    ],
    ids=str,
)
def test_without_theory_there_is_no_spread(fields: dict[str, object]) -> None:
    """Where descent is no affine map of the start, the spread is refused."""
    with pytest.raises(ValueError, match="plain descent over all rows"):
        slope_spread(load("study_hours"), Recipe(**fields))  # type: ignore[arg-type]


def test_several_features_have_no_one_slope() -> None:
    """Three features and two targets are refused too."""
    with pytest.raises(ValueError, match="needs a line"):
        slope_spread(load("crop_yields"), Recipe(scaling="zscore_features"))


def test_starts_are_drawn_from_the_square() -> None:
    """They lie in (−1, 1)², fill it, and follow from the seed; none at all are refused."""
    starts = draw_starts(200, seed=4)
    assert starts.shape == (200, 2)
    assert (np.abs(starts) < 1).all()
    assert (starts.min(axis=0) < -0.9).all()
    assert (starts.max(axis=0) > 0.9).all()
    assert (starts == draw_starts(200, seed=4)).all()
    assert not (starts == draw_starts(200, seed=5)).any()
    assert draw_starts(3, parameters=5).shape == (3, 5)
    with pytest.raises(ValueError, match="at least 1, not 0"):
        draw_starts(0)
