"""What to notice about the crop yields is said in the right numbers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from core.data import Dataset, fit_scaler, load
from core.exact import least_squares, left_out, leverage, minimum, stability
from core.model import Recipe
from core.training import train
from tests.ui.page.test_notice import numbers, says
from ui.lessons.crop_yields import notice as crops
from ui.text.numbers import written

RAW, SCALED = {"learning_rate": 1e-5}, {"learning_rate": 0.5, "scaling": "zscore_features"}


@dataclass
class Case:
    """A run with all that sentences about it need."""

    choices: dict[str, Any]
    name: str = "crop_yields"
    epochs: int = 100
    recipe: Recipe = field(init=False)

    def __post_init__(self) -> None:
        """Train."""
        self.dataset = load(self.name)
        self.recipe = Recipe(epochs=self.epochs, **self.choices)
        self.scaler = fit_scaler(self.dataset, self.recipe.scaling)
        self.run = train(self.dataset, self.recipe)
        self.answer = minimum(self.dataset, self.recipe)
        self.limits = stability(self.dataset, self.recipe)
        self.raw = stability(self.dataset, replace(self.recipe, scaling="none"))

    def bias_note(self) -> str | None:
        """Say what the lesson says about the biases."""
        return crops.bias_note(self.dataset, self.run, self.answer, self.scaler, self.limits)


def test_errors_are_targets_less_predictions() -> None:
    """At epoch 0 all is predicted as 0; at the end the errors are the residuals of the exact answer."""
    case = Case(SCALED)
    np.testing.assert_array_equal(crops.errors_at(case.dataset, case.run, 0), case.dataset.targets)
    residuals = left_out(case.dataset).residuals
    np.testing.assert_allclose(crops.errors_at(case.dataset, case.run, -1), residuals, atol=2e-4)


def test_the_known_losses_are_said() -> None:
    """After 100 epochs: 153.9366202 raw, 0.4831212221 scaled, which is the floor to ten digits."""
    raw, scaled = (crops.distance_note(case.dataset, case.run, 100, case.answer) for case in (Case(RAW), Case(SCALED)))
    assert "the loss is 153.9366202, the exact answer's 0.4831212221: 318.6 times the lowest possible loss" in raw
    assert "the loss is 0.4831212221, the exact answer's 0.4831212221: 1.000 times the lowest possible loss" in scaled
    # The root mean square of the residuals of least squares, target by target.
    assert "miss apples by 0.981 ton and oranges by 0.0687 ton" in scaled


def test_batches_in_order_have_their_known_losses() -> None:
    """Fifteen rows in batches of five, in order, at 1e-5: 2868.4273482, 346.7158918 and 25.0105274."""
    case = Case({**RAW, "batch_size": 5, "shuffle": False}, "crop_yields_15")
    for epoch, loss in ((1, "2868.427348"), (10, "346.7158918"), (100, "25.01052735")):
        note = crops.distance_note(case.dataset, case.run, epoch, case.answer)
        assert f"the loss is {loss}, the exact answer's 0.9094459849" in note


def test_biases_that_were_not_learned() -> None:
    """On raw features the biases lag; the shallow direction would need millions of epochs."""
    case = Case(RAW)
    note = case.bias_note()
    assert says(note, 100, 0.00225035, 0.0034163, -1.6376129988693888, -2.218279392155951)
    needed = [n for n in numbers(note) if n > 1e6]
    # By hand: each epoch the distance shrinks by 1 − 1e-5 × 0.008192385491857385.
    assert needed == [pytest.approx(np.log(1e-3) / np.log1p(-1e-5 * 0.008192385491857385), rel=0.005)]


@pytest.mark.parametrize(
    "case",
    [Case(SCALED), Case({**SCALED, "learning_rate": 3.0}), Case(RAW, epochs=1), Case(RAW, epochs=0)],
    ids=["learned", "diverged", "hardly begun", "not begun"],
)
def test_no_word_about_biases_where_they_are_not_the_point(case: Case) -> None:
    """Where they are learned, or all is still to learn, nothing is said."""
    assert case.bias_note() is None


def test_condition_numbers_are_said() -> None:
    """2186110.82 raw and 6.9470 scaled, each with its critical rate."""
    raw, scaled = Case(RAW), Case(SCALED)
    said = crops.scaling_note(raw.dataset, raw.recipe, raw.limits, raw.raw)
    assert says(said, 2186110.82, 0.0001116728094330116, digits=9)
    assert "Scale the features" in said
    said = crops.scaling_note(scaled.dataset, scaled.recipe, scaled.limits, scaled.raw)
    assert "6.9470" in said
    assert says(said, 2186110.82, 1.0070622186364984, digits=9)


@pytest.mark.parametrize(
    ("optimizer", "name", "times"),
    [("momentum", "momentum 0.9", 1.9), ("nesterov", "Nesterov momentum 0.9", 1.9 / 2.8)],
)
def test_the_critical_rate_is_that_of_the_optimizer(optimizer: str, name: str, times: float) -> None:
    """(1 + m) times, for Nesterov's (1 + m)/(1 + 2m) times that of plain descent, raw and scaled."""
    raw, scaled = Case({"optimizer": optimizer}), Case({"optimizer": optimizer, "scaling": "zscore_features"})
    said = crops.scaling_note(raw.dataset, raw.recipe, raw.limits, raw.raw)
    assert f"{name[0].upper()}{name[1:]} on all rows diverges above" in said
    assert says(said, times * 0.0001116728094330116, digits=9)
    said = crops.scaling_note(scaled.dataset, scaled.recipe, scaled.limits, scaled.raw)
    assert f"{name} on all rows converges at any below" in said
    assert says(said, times * 1.0070622186364984, digits=9)


def test_a_mean_over_rows_and_targets() -> None:
    """The mean squared error is over 5 × 2 elements; of a sum or another loss nothing is said."""
    dataset = load("crop_yields")
    assert "5 × 2 elements" in (crops.elements_note(dataset, Recipe()) or "")
    assert "10 squared errors" in (crops.elements_note(dataset, Recipe()) or "")
    assert crops.elements_note(dataset, Recipe(loss="sse")) is None
    # What it says: the curvature is half of that of one target alone.
    one = replace(dataset, targets=dataset.targets[:, :1], target_names=("Apples",), target_units=("ton",))
    both, alone = (stability(d, Recipe()).eigenvalues for d in (dataset, one))
    np.testing.assert_allclose(both, alone / 2, rtol=1e-9)


def test_one_degree_of_freedom() -> None:
    """Five rows: R², what dice would reach, and by how much the region left out is missed."""
    dataset = load("crop_yields")
    note = crops.freedom_note(dataset, left_out(dataset))
    assert "5 rows minus 4 parameters leave 1 degree of freedom:" in note
    assert says(note, 0.99918774, 0.99999606, 0.75, digits=4)
    assert "Leave Hoenn out, and the fit to the others misses its apples by 18.3 ton instead of 0.263" in note


@pytest.mark.parametrize("factor", [1, 1e-6, 1e6])
def test_units_of_one_target_do_not_touch_the_other(factor: float) -> None:
    """One's own targets have an R² each, with its name, in whatever unit one of them is; the row left out is the same.

    By hand: with x = 1, 2, 3, 4 and y = 1, 2, 3, 8 the line 2.2 x − 2 leaves 0.8, −0.4, −1.6, 1.2; R² is 1 − 4.8/29.
    """
    far = [[1, 2], [2, 4.1], [3, 5.9], [8, 8]]
    own = Dataset.from_arrays([1, 2, 3, 4], np.array(far) * [1, factor], target_names=("Rent", "Size"))
    found = left_out(own)
    note = crops.freedom_note(own, found)
    assert f"**R² is 0.834483 (Rent) and {written(found.r_squared[1])} (Size)." in note
    assert found.r_squared[0] == pytest.approx(1 - 4.8 / 29)
    assert found.r_squared[1] == pytest.approx(np.corrcoef([1, 2, 3, 4], [2, 4.1, 5.9, 8])[0, 1] ** 2)
    shares = [f"{written(found.unseen_r_squared[i])} ({name})" for i, name in enumerate(own.target_names)]
    assert f"R² is {' and '.join(shares)}." in note
    assert "Leave row 4 out, and the fit to the others misses its Rent by" in note


def test_eleven_degrees_of_freedom_are_less_than_they_seem() -> None:
    """Fifteen rows: the rows are the five regions three times over."""
    dataset = load("crop_yields_15")
    note = crops.freedom_note(dataset, left_out(dataset))
    assert "15 rows minus 4 parameters leave 11 degrees of freedom" in note
    assert "Leave row 8 out, and the fit to the others misses its oranges by 2.31 ton instead of 1.58" in note


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"batch_size": 5, "shuffle": False}, "3 steps an epoch.** Batches of 5 take the 15 rows in the order of the"),
        ({"batch_size": 2, "seed": 7}, "8 steps an epoch.** Batches of 2 take the 15 rows in an order drawn anew"),
        ({"batch_size": 1, "seed": 7}, "from seed 7"),
    ],
)  # fmt: skip
def test_order_and_seed(choices: dict[str, Any], said: str) -> None:
    """With mini-batches their number, order and seed are said."""
    assert said in (crops.order_note(load("crop_yields_15"), Recipe(**choices)) or "")


@pytest.mark.parametrize("size", [None, 15, 40])
def test_no_order_where_all_rows_are_one_batch(size: int | None) -> None:
    """With all rows in a step there is no order to speak of."""
    assert crops.order_note(load("crop_yields_15"), Recipe(batch_size=size)) is None


@pytest.mark.parametrize(
    ("region", "warning"),
    [
        ((80, 90, 60), None),
        ((60, 90, 60), "temperature runs from 69 to 102 °F"),
        ((110, 20, 99), "rainfall runs from 43 to 134 mm, humidity runs from 37 to 70 %"),
        ((102, 134, 37), "together they are like no row"),
    ],
)
def test_a_region_of_ones_own(region: tuple[float, float, float], warning: str | None) -> None:
    """Model and exact answer predict both crops; outside of what was observed there is a warning, and why."""
    case, place = Case(RAW), np.array(region, float)
    exact = least_squares(case.dataset).parameters
    seen = left_out(case.dataset)
    note = crops.region_note(case.dataset, case.run, 100, exact, place, leverage(case.dataset, place), seen)
    model = np.append(place, 1) @ case.run.parameters[-1].reshape(4, 2)
    best = np.append(place, 1) @ exact.reshape(4, 2)
    assert says(note, *model, *best, digits=4)
    assert ("warning" in note) == (warning is not None)
    assert (warning or "the exact answer") in note
