"""The formulas teach: each symbol is told in words, and the numbers put in are the run's and satisfy the formula."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.analysis import line_gradients
from core.data import SCALINGS, load
from core.exact import MEASURES
from core.model import ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES, Recipe
from core.training import History, train
from tests.ui.formulas.latex_value import Known, sides
from tests.ui.visits import look_closer, said, visit
from ui.formulas.blocks import Fold, Said, Section
from ui.formulas.case import FORMS
from ui.formulas.symbols import symbols_in
from ui.formulas.view import Meanings, line_account, line_case, run_account
from ui.lessons.registry import LESSONS

EPOCH = 3


def account(run: History, epoch: int = EPOCH) -> dict[str, Section]:
    """Return the sections of a run by their titles, when symbols and numbers have been checked."""
    sections, words = run_account(run, epoch)
    check(sections, words)
    return {section.title: section for section in sections}


def check(sections: Sequence[Section], words: Meanings) -> None:
    """Check that each symbol is told in words, and that numbers that are called equal are."""
    formulas = [formula for section in sections for formula in section.formulas()]
    assert set(symbols_in(formulas)) <= set(words)
    assert letters(formulas) <= letters(shown for shown, _ in words.values())
    numbers = [(formula, sides(formula)) for formula in formulas]
    for formula, values in numbers:
        assert all(one.meets(other) for one, other in itertools.pairwise(values)), formula
    assert sum(len(values) > 1 for _, values in numbers) >= 3


def letters(formulas: Iterator[str] | Sequence[str]) -> set[str]:
    """Return the letters of formulas, Latin and Greek, whatever is above or below them."""
    drawn = r"\\(?:begin|end|text|operatorname|mathrm)\{\w+\}"
    signs = "frac|sqrt|left|right|sum|times|cdots?|quad|leftarrow|le|underset|max|min|tanh|exp|in|hat|bar|mathsf"
    signs += "|cos|pi|lfloor|rfloor"
    plain = (re.sub(rf"{drawn}|\\(?:{signs})(?![a-z])", " ", formula) for formula in formulas)
    return {found for text in plain for found in re.findall(r"\\[a-z]+|[A-Za-z]", text)}


def last(section: Section, begins: str) -> Known:
    """Return the number with which the last formula with numbers ends that begins so."""
    found = [sides(formula) for formula in section.formulas() if formula.startswith(begins)]
    return [values for values in found if values][-1][-1]


def is_written(value: float, found: Known) -> bool:
    """Return whether a number is the written one, to the digits written."""
    return found.low - 1e-13 <= value <= found.high + 1e-13


COSTS = ({}, {"weight_decay": 0.3}, {"l1": 0.2}, {"weight_decay": 0.1, "l1": 0.4, "decays_biases": True})


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_schedule_and_penalty_on_large_weights(optimizer: str, schedule: str) -> None:
    """Loss, penalty and gradient add up to those of the run; the rate is that of the step, in and after a warm-up."""
    for i, (costs, size, warm_up) in enumerate(itertools.product(COSTS, (None, 3), (0, 2, 4))):
        decoupled = optimizer == "adam" and i % 2 == 1
        recipe = Recipe(
            0.003, 9, optimizer=optimizer, schedule=schedule, schedule_length=2, warm_up=warm_up, batch_size=size,
            decoupled=decoupled, scaling="zscore", start=(0.3, -0.2), **costs,
        )  # fmt: skip
        run = train(load("study_hours"), recipe)
        found = account(run)
        assert ("The penalty on large weights" in found) == bool(costs)
        assert ("The learning rate of this epoch" in found) == (schedule != "constant" or warm_up > 0)
        if costs:
            penalty = found["The penalty on large weights"]
            assert is_written(run.losses[EPOCH], last(penalty, "J ="))
            added = [line for line in penalty.formulas() if line.startswith("g =")]
            if added and size is None:
                assert is_written(run.gradients[EPOCH, 0], last(penalty, "g ="))
        if recipe.scheduled:
            assert is_written(recipe.rate_after(EPOCH), last(found["The learning rate of this epoch"], r"\eta ="))
        if size is None:
            assert is_written(run.parameters[EPOCH + 1, 0], last(found["The step"], "w"))


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_one_epoch_as_the_run_has_it(loss: str, optimizer: str) -> None:
    """Loss, gradient, and the new weight and bias are the run's for every scaling, activation and size of a batch."""
    for i, (scaling, activation) in enumerate(itertools.product(SCALINGS, ACTIVATIONS)):
        size = (None, None, 1, 3)[i % 4]
        recipe = Recipe(
            0.001, 5, loss, optimizer, batch_size=size, scaling=scaling, activation=activation, start=(0.3, -0.2)
        )
        run = train(load("study_hours"), recipe)
        found = account(run)
        assert ("Scaling" in found) == (scaling != "none")
        assert is_written(run.losses[EPOCH], last(found["The loss"], "L ="))
        if size is None:
            for j, name in enumerate("wb"):
                gradient = last(found["The gradient"], rf"\frac{{\partial L}}{{\partial {name}}} =")
                assert is_written(run.gradients[EPOCH, j], gradient)
                assert is_written(run.parameters[EPOCH + 1, j], last(found["The step"], rf"{name} \leftarrow"))


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("scaling", SCALINGS)
def test_several_features_and_targets(loss: str, scaling: str) -> None:
    """In matrices, with their shapes and one entry written out; that entry is the run's."""
    run = train(load("crop_yields"), Recipe(1e-5, 5, loss, scaling=scaling))
    found = account(run)
    words = " ".join(block.text for block in found["The model"].blocks if isinstance(block, Said))
    assert "here n = 5, d = 3 and t = 2, so X is 5 × 3 and W is 3 × 2" in words
    for j, name in ((0, "W_{1,1}"), (6, "b_{1}")):
        assert is_written(
            run.gradients[EPOCH, j], last(found["The gradient"], rf"\frac{{\partial L}}{{\partial {name}}} =")
        )
        assert is_written(run.parameters[EPOCH + 1, j], last(found["The step"], rf"{name} \leftarrow"))


@pytest.mark.parametrize("scaling", ["max", "zscore", "zscore_features"])
def test_the_way_back_to_the_units_of_the_data(scaling: str) -> None:
    """Weight and bias are those that the run has in data units; with a sigmoid there are none, and it is said."""
    run = train(load("study_hours"), Recipe(0.1, 5, scaling=scaling))
    weight, bias = run.in_data_units()[EPOCH]
    section = account(run)["Scaling"]
    assert is_written(weight, last(section, r"w_{\mathrm{data}} ="))
    assert is_written(bias, last(section, r"b_{\mathrm{data}} ="))
    bent = account(train(load("study_hours"), Recipe(0.1, 5, scaling=scaling, activation="sigmoid")))["Scaling"]
    assert any("no counterpart" in block.text for block in bent.blocks if isinstance(block, Said))


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("delta", [1.0, 20.0])
def test_a_line_of_ones_own(measure: str, delta: float) -> None:
    """Every measure of a line and its gradient, also where the line meets every point."""
    dataset = load("four_scores")
    part = line_gradients(dataset, measure, (9.0, 350.0), delta=delta)
    sections, words = line_account(line_case(dataset, part, measure, (9.0, 350.0), delta))
    check(sections, words)
    gradient = next(section for section in sections if section.title == "The gradient")
    assert is_written(part.gradient[0], last(gradient, r"\frac{\partial L}{\partial w} ="))
    assert set(FORMS) == {*MEASURES, *LOSSES}


def test_the_gradient_is_derived_in_three_steps() -> None:
    """They can be unfolded one by one, for every loss."""
    for loss in LOSSES:
        section = account(train(load("study_hours"), Recipe(0.01, 5, loss)))["The gradient"]
        titles = [block.title for block in section.blocks if isinstance(block, Fold)]
        assert [title[:7] for title in titles] == ["Step 1:", "Step 2:", "Step 3:"]


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_the_other_convention_needs_the_rate_that_is_told(optimizer: str) -> None:
    """With the sum instead of the mean, and the rate that the page names, the run is the same; and back."""
    dataset = load("study_hours")
    mean = train(dataset, Recipe(0.004, 8, "mse", optimizer))
    rate = last(account(mean)["Where textbooks differ"], r"\eta_{\mathrm{sum}} =")
    told = (rate.low + rate.high) / 2
    total = train(dataset, Recipe(told, 8, "sse", optimizer))
    np.testing.assert_allclose(total.parameters, mean.parameters, rtol=1e-4)
    assert is_written(0.004, last(account(total)["Where textbooks differ"], r"\eta_{\mathrm{mean}} ="))
    assert is_written(0.008, last(account(mean)["Where textbooks differ"], r"\eta_{1/2} ="))


def test_the_reader_of_formulas_can_fail() -> None:
    """Numbers that are off in the sixth digit are told from those that are not."""
    right, wrong = (sides(rf"w \leftarrow 1.5 - 0.01 \times \left(-{g}\right) = 9.035") for g in ("753.5", "753.6"))
    assert right[0].meets(right[1])
    assert not wrong[0].meets(wrong[1])
    assert sides(r"L = \frac{1}{2} \left(\left(-2\right)^2 + \left|-3\right|\right) = \sqrt{12.25}")[0].low < 3.5001
    assert sides(r"x_{1} = 2 + \cdots + 3") == []


def opened(page: str, **link: str) -> AppTest:
    """Open a lesson's formulas by a link."""
    app = visit(page, **link)
    look_closer(app, "The formulas")
    assert not app.exception
    return app


# Layers of neurons have as many formulas as neurons: their lesson offers none.
@pytest.mark.parametrize("lesson", [lesson.name for lesson in LESSONS if lesson.name != "neural_network"])
def test_every_lesson_has_them(lesson: str) -> None:
    """Three steps to unfold, formulas that say what their symbols are, and the epoch whose numbers they hold."""
    app = opened(lesson, epoch="2")
    assert len([unfolded for unfolded in app.expander if unfolded.label != "More precisely"]) == 3
    assert "the error, prediction − target" in said(app)
    if lesson != "loss_explorer":
        assert f"at {'iteration' if lesson == 'perceptron' else 'epoch'} 2. " in said(app)


def test_the_run_that_is_meant_is_named() -> None:
    """Beside other runs the page says whose formulas these are."""
    assert "this is the page's own" in said(opened("gradient_descent_animator", view="race", epoch="4"))


def test_single_rows_and_runs_that_left() -> None:
    """A batch of one row, the last epoch, and a run that left all bounds raise nothing."""
    assert "over 1 of the 8 errors" in said(opened("study_hours", batch_size="1", epoch="3", optimizer="adam"))
    assert "the run ends at epoch" in said(opened("study_hours", learning_rate="10", epoch="20000"))


def test_nothing_is_told_while_a_guess_is_asked() -> None:
    """Before the guess is made there is no closer look at all, so no formula with an answer in it."""
    for page in ("study_hours", "loss_explorer"):
        app = visit(page, predict="true", closer="The formulas")
        assert not app.latex
        assert not app.expander
