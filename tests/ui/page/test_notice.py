"""What to notice is said in the right numbers."""

from __future__ import annotations

import re

import numpy as np
import pytest

from core.data import Dataset, Scaler, fit_scaler, load
from core.exact import Minimum, Stability, minimum, stability
from core.model import Recipe
from core.training import History
from core.training import train as trained
from ui.figures.line import Reference
from ui.page import notice

FROM_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
LOOKS_RIGHT = "the line that looks right"


def numbers(text: str | None) -> list[float]:
    """Return every number a sentence holds, as a person reads it."""
    assert text is not None
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text).replace("−", "-")
    plain = re.sub(r" × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "e" + m[1].translate(FROM_SUPERSCRIPTS), plain)
    return [float(found) for found in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", plain)]


def says(text: str | None, *values: float, digits: int = 3) -> bool:
    """Return whether a sentence holds each value, to so many digits."""
    found = np.array(numbers(text))
    return all(bool((np.abs(found - value) <= abs(value) * 10.0**-digits / 2 + 1e-12).any()) for value in values)


class _Case:
    """A run with all that sentences about it need."""

    def __init__(self, name: str, **choices: object) -> None:
        self.dataset: Dataset = load(name)
        self.recipe = Recipe(**choices)  # type: ignore[arg-type]
        self.scaler: Scaler = fit_scaler(self.dataset, self.recipe.scaling)
        self.run: History = trained(self.dataset, self.recipe)
        self.answer: Minimum = minimum(self.dataset, self.recipe)
        self.limits: Stability = stability(self.dataset, self.recipe)

    def flat_note(self) -> str | None:
        return notice.flat_note(self.scaler, self.run, self.answer, self.limits)


def test_reading_numbers() -> None:
    """The reader of these tests understands how the house writes."""
    assert numbers("slope −1.5, 168,000 epochs, 4.7 × 10¹⁰, 1e−5") == [-1.5, 168000, 4.7e10, 1e-5]


def test_a_flat_curve_far_from_the_answer_is_called_so() -> None:
    """The run looks flat; the note has its line, the exact one, and how long it would take."""
    case = _Case("study_hours_x10", learning_rate=0.0001, epochs=1000)
    note = case.flat_note()
    assert says(note, 1000)
    assert says(note, 14.47201543368762, 17.17383476704508, 619 / 84, 419.64285714285717)
    found = re.search(r"about ([\d,]+) epochs to come within ([\d.]+)%", note or "")
    assert found
    needed, within = int(found[1].replace(",", "")), float(found[2]) / 100
    # By hand: the shallow eigenvalue shrinks the distance by 1 − 0.0001 × 0.4116365 each epoch.
    assert needed == pytest.approx(np.log(within) / np.log(1 - 0.0001 * 0.4116365042359113), rel=0.005)


def test_the_epochs_named_are_enough() -> None:
    """Trained for as long as the note says, slope and intercept are as near as it says, and not much sooner."""
    case = _Case("study_hours_x10", learning_rate=0.0001, epochs=1000)
    found = re.search(r"about ([\d,]+) epochs to come within ([\d.]+)%", case.flat_note() or "")
    assert found
    needed, within = int(found[1].replace(",", "")), float(found[2]) / 100
    longer = _Case("study_hours_x10", learning_rate=0.0001, epochs=needed)
    off = np.abs(longer.run.parameters / longer.answer.parameters - 1).max(axis=1)
    assert off[-1] <= 1.02 * within
    assert off[int(0.9 * needed)] > within


@pytest.mark.parametrize(
    "case",
    [
        _Case("study_hours", learning_rate=0.03, epochs=5000),
        _Case("study_hours", learning_rate=0.5, epochs=100, scaling="zscore"),
        _Case("study_hours", learning_rate=0.05, epochs=100),
        _Case("study_hours", learning_rate=0.01, epochs=5),
        _Case("study_hours", epochs=0),
    ],
    ids=["arrived", "arrived at once", "diverged", "short", "no epochs"],
)
def test_other_runs_are_not_called_flat(case: _Case) -> None:
    """A run that has arrived, diverged or hardly begun gets no such note."""
    assert case.flat_note() is None


def test_at_the_critical_rate_no_direction_is_called_done() -> None:
    """There the loss is flat because the run swings for ever, and just below it is the steep direction that is slow."""
    swinging = _Case("study_hours", scaling="zscore", learning_rate=1.0, epochs=100)
    assert notice.looks_flat(swinging.run)
    assert swinging.flat_note() is None
    critical = swinging.limits.critical_rate
    slow = _Case("study_hours", scaling="zscore", learning_rate=0.999999 * critical, epochs=100)
    note = slow.flat_note() or ""
    assert "Along the steep direction of the valley each step overshoots by almost as much as it was off." in note
    assert "is done" not in note


def test_a_flat_run_without_theory_names_no_epochs() -> None:
    """Where no formula tells how long it takes, the note does not guess."""
    case = _Case("study_hours_x10", learning_rate=0.01, epochs=2000, optimizer="adagrad")
    assert notice.looks_flat(case.run)
    note = case.flat_note()
    assert note
    assert "epochs to come within" not in note


@pytest.mark.parametrize("name", ["study_hours", "study_hours_x10"])
def test_a_line_that_looks_right(name: str) -> None:
    """Its mean squared error, the exact one, the slope's interval and the centroid are those of the facts."""
    tenfold = name == "study_hours_x10"
    reference = Reference(LOOKS_RIGHT, (9.18, 338.15 if tenfold else 33.815))
    note = notice.reference_note(load(name), reference)
    part = 1 if tenfold else 0.01
    assert says(note, 3223.6975 * part, 1501.9345 * part, digits=7)
    assert says(note, 5.679, 9.059, digits=3)
    assert says(note, 9.18, 338.15 if tenfold else 33.815)
    centre = (45, 751.25) if tenfold else (4.5, 75.125)
    assert says(note, *centre, digits=5)


def test_the_distance_from_the_answer() -> None:
    """After ten epochs the note has the facts' slope, intercept and loss, and how far each is off."""
    case = _Case("study_hours", learning_rate=0.01, epochs=1000)
    note = notice.distance_note(case.scaler, case.run, 10, case.answer)
    w, b, loss = 14.09500353972441, 4.101157230784968, 310.2255627012728
    assert says(note, 10, w, b, loss, 619 / 84, 41.964285714285715, 15.019345238095237, digits=5)
    assert says(note, w - 619 / 84, 41.964285714285715 - b, loss / 15.019345238095237, digits=2)
    assert "So the slope is 6.73 too high, the intercept 37.9 too low" in note


def test_the_distance_of_a_scaled_run_is_in_data_units() -> None:
    """The Hubble run of 500 epochs has the slope 74.59, whatever units it was trained in."""
    case = _Case("hubble_key_project", learning_rate=0.05, epochs=500, scaling="max")
    note = notice.distance_note(case.scaler, case.run, 500, case.answer)
    assert says(note, 74.58874874267154, 80.37766723384681, -30.667903548881114, digits=4)
    assert says(note, 0.01989221096702794, digits=4)


@pytest.mark.parametrize(("rate", "verdict"), [(0.01, "converges smoothly"), (0.03, "oscillates"), (0.05, "diverges")])
def test_the_verdict(rate: float, verdict: str) -> None:
    """The note has the verdict, both limits, the condition number and its root."""
    case = _Case("study_hours", learning_rate=rate, epochs=1)
    note = notice.verdict_note(case.recipe, case.limits)
    assert f"{rate} {verdict}" in note
    assert says(note, 0.03802225978320234 / 2, 0.03802225978320234, 131.7543148776499, digits=3)
    assert says(note, 131.7543148776499**0.5, digits=2)


@pytest.mark.parametrize("name", ["study_hours", "hubble_1929", "perceptron"])
def test_the_verdict_at_the_critical_rate(name: str) -> None:
    """On z-scored data 1 is the critical rate: neither oscillating nor diverging, whatever rounding made of it."""
    case = _Case(name, learning_rate=1.0, epochs=1, scaling="zscore")
    note = notice.verdict_note(case.recipe, case.limits)
    assert note.startswith(
        "**A rate of 1 swings for ever.** Up to 0.5000 every direction converges smoothly; from there to 1.000 "
    )


@pytest.mark.parametrize(("optimizer", "critical"), [("momentum", 3.8), ("nesterov", 3.8 / 2.8)])
def test_the_verdict_with_momentum(optimizer: str, critical: float) -> None:
    """The borders are those of the rule: at 0.05 momentum 0.9 still converges, Nesterov's does not."""
    case = _Case("study_hours", learning_rate=0.05, epochs=1, optimizer=optimizer)
    note = notice.verdict_note(case.recipe, case.limits)
    assert f"0.05 {'oscillates' if optimizer == 'momentum' else 'diverges'}." in note
    assert says(note, critical / 52.600766272276374)


@pytest.mark.parametrize("choice", [{"optimizer": "adam"}, {"loss": "mae"}, {"batch_size": 2}])
def test_no_verdict_without_theory(choice: dict[str, object]) -> None:
    """Other optimizers, losses and mini-batches get no verdict."""
    case = _Case("study_hours", epochs=1, **choice)
    note = notice.verdict_note(case.recipe, case.limits)
    assert not re.search(r"\*\*A rate of .* (converges smoothly|oscillates|diverges)", note)


@pytest.mark.parametrize(("at", "outside"), [(5.5, False), (1.0, False), (8.0, False), (8.01, True), (-3.0, True)])
def test_predictions(at: float, outside: bool) -> None:
    """The note has what the model and the exact answer predict, and warns beyond the data only."""
    case = _Case("study_hours", learning_rate=0.01, epochs=10)
    note = notice.prediction_note(case.dataset, case.scaler, case.run, 10, case.answer, at)
    assert says(note, 14.09500353972441 * at + 4.101157230784968, 619 / 84 * at + 41.964285714285715, digits=4)
    assert ("extrapolates" in note) == outside
