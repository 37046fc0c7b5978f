"""What each question asks, which answers it takes, and how a run judges them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.data import Dataset, load
from core.exact import stability
from core.model import Recipe
from core.training import History, train
from ui.guessing.kind import Kind
from ui.guessing.kinds import age_kind, behaviour_kind, loss_kind, round_half
from ui.guessing.line import line_kind


def run_of(rate: float = 0.01, epochs: int = 100, **fields: object) -> History:
    return train(load("study_hours"), Recipe(rate, epochs, **fields))  # type: ignore[arg-type]


def behaves(run: History) -> Kind:
    return behaviour_kind(run, stability(run.dataset, run.recipe))


@pytest.mark.parametrize(
    ("epochs", "half"), [(1, 1), (2, 1), (3, 1), (4, 2), (10, 5), (99, 20), (100, 50), (1000, 500), (20_000, 10_000)]
)
def test_a_round_half(epochs: int, half: int) -> None:
    """The epoch asked about is 1, 2 or 5 with zeros, at most half of all."""
    assert round_half(epochs) == half


def test_a_loss_is_judged_by_its_factor() -> None:
    """The verdict tells the loss of that very epoch, the factor and the points."""
    run = run_of()
    kind, truth = loss_kind(run, 1), float(run.losses[50])
    assert kind.due == 50
    assert kind.question.asks == "What will the loss be after 50 epochs?"
    assert kind.question.scored == "4 points within a factor of 1.1, 3 within 1.5, 2 within 2, 1 within 5."
    verdict = kind.judges((1.26 * truth,))
    assert verdict.points == 3
    assert verdict.said == f"It is {truth:.1f}: within a factor of 1.26. 3 of 4 points."
    assert kind.says((40.0,)) == "40 after 50 epochs"


def test_a_loss_of_a_run_that_left() -> None:
    """Where the run diverged before, a guess above the first loss has half the points, any other none."""
    run = run_of(0.1)
    assert run.diverged_at is not None
    kind = loss_kind(run, 1)
    assert kind.judges((2 * float(run.losses[0]),)).points == 2
    below = kind.judges((1.0,))
    assert below.points == 0
    assert f"diverged at epoch {run.diverged_at}" in below.said


def test_behaviour_where_theory_decides() -> None:
    """The verdict names the limits; another word has no points."""
    kind = behaves(run_of(0.03))
    assert [name for name, _ in kind.question.options] == ["converges smoothly", "oscillates", "swings", "diverges"]
    assert kind.judges("oscillates").said == (
        "It overshoots but converges (oscillates), for 0.03 is between 0.01901 and 0.03802: 4 of 4 points."
    )  # fmt: skip
    assert kind.judges("converges smoothly").points == kind.judges("diverges").points == 0


@pytest.mark.parametrize(
    ("rate", "name", "said"),
    [(0.5, "converges smoothly", "It converges smoothly, for 0.5 is not above 0.5000"),
     (1.0, "swings", "It swings for ever, for 1 is the critical rate"),
     (1.1, "diverges", "It diverges, for 1.1 is above 1.000")],
)  # fmt: skip
@pytest.mark.parametrize("data", ["study_hours", "hubble_1929", "perceptron"])
def test_behaviour_on_a_border(data: str, rate: float, name: str, said: str) -> None:
    """On z-scored data 0.5 and 1 are the borders, whatever rounding made of them, and only one answer is right."""
    run = train(load(data), Recipe(rate, 100, scaling="zscore"))
    kind = behaves(run)
    assert kind.judges(name).said == f"{said}: 4 of 4 points."
    assert sum(kind.judges(other).points for other, _ in kind.question.options) == 4


def test_a_run_that_passed_the_limit_on_its_way() -> None:
    """Where theory would have it come back no border is given as the reason."""
    pair = Dataset.from_arrays([2.0, -2.0], [0.0, 0.0])
    recipe = Recipe(epochs=20_000, optimizer="momentum", momentum=0.99999, start=(1.0, 0.0))
    rate = (1 - 1e-9) * stability(pair, recipe).critical_rate
    run = train(pair, replace(recipe, learning_rate=rate))
    assert run.diverged_at is not None
    assert behaves(run).judges("diverges").said == "It diverges: 4 of 4 points."


def test_behaviour_where_theory_is_silent() -> None:
    """With Adam the question is what the loss does."""
    kind = behaves(run_of(optimizer="adam"))
    assert [name for name, _ in kind.question.options] == ["falls", "rises", "diverges"]
    assert kind.judges("falls").said == "It never rises: 4 of 4 points."


def test_a_line_is_judged_by_its_distance() -> None:
    """The model's own line earns all points, a level one at the mean few; the marks draw it through both ends."""
    run = run_of(epochs=1000)
    kind = line_kind(run, 0)
    slope, intercept = run.in_data_units()[-1]
    ends = (slope * 1 + intercept, slope * 8 + intercept)
    assert kind.judges(ends).points == 4
    assert kind.judges(kind.question.heights).points == 0
    (line,) = kind.tracks
    heights = line.form.weights @ np.array([10.0, 17.0])  # type: ignore[union-attr]
    assert heights == pytest.approx(9 + line.x, rel=1e-12)  # type: ignore[union-attr, operator]


def test_a_neurons_line_is_judged_by_its_predictions() -> None:
    """With tanh the model is no line in its parameters; its predictions at the rows are what counts."""
    run = train(load("perceptron"), Recipe(0.001, 50, activation="tanh", start=(0.3, 0.4)))
    kind = line_kind(run, 0, "iteration")
    assert "after 50 iterations" in kind.question.asks
    x, (w, b) = run.dataset.features[:, 0], run.parameters[-1]
    flat = float((b + np.tanh(w * x)).mean())
    away = np.sqrt(((flat - b - np.tanh(w * x)) ** 2).mean()) / run.dataset.targets.std()
    assert f"{away:.3g}"[:4] in kind.judges((flat, flat)).said


def test_an_age_is_judged_by_its_factor() -> None:
    """The age asked for is that of the slope at that epoch; a falling line has none."""
    run = train(load("hubble_key_project"), Recipe(0.05, 500, scaling="max"))
    kind = age_kind(run, 2, lambda slope: 1000 / slope)
    truth = 1000 / run.in_data_units()[200, 0]
    assert kind.due == 200
    assert kind.judges((truth,)).points == 4
    assert age_kind(run, 2, lambda slope: -slope).judges((13.8,)).points == 0


@pytest.mark.parametrize(
    ("guessed", "takes"), [((40.0,), True), ((0.0,), False), ((-1.0,), False), ((1.0, 2.0), False), ((), False),
                           ("converges smoothly", False), ("", False)],
)  # fmt: skip
def test_a_number_above_0_is_wanted(guessed: object, takes: bool) -> None:
    """Whatever a browser sends, only one number above 0 is a guess of a loss."""
    assert loss_kind(run_of(), 1).takes(guessed) is takes  # type: ignore[arg-type]


def test_options_and_lines_take_their_own() -> None:
    """An option by its name alone; a line by two heights, below 0 too."""
    kind = behaves(run_of())
    assert kind.takes("converges smoothly")
    assert not kind.takes("rises")
    assert not kind.takes((1.0,))
    assert line_kind(run_of(), 0).takes((-3.0, 4.0))
    assert not line_kind(run_of(), 0).takes((4.0,))
