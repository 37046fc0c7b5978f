"""The tools at the head of every lesson: what the server does of them, and what it says of the others."""

from __future__ import annotations

import pytest

from core.data import load
from tests.ui.visits import link_of, press, said, visit
from ui.lessons.registry import LESSONS
from ui.page.toolbar import BUTTONS
from ui.text.glossary import entry_for
from ui.text.shortcuts import shortcuts_of

CHANGED = {
    "study_hours": {"learning_rate": "0.02", "epochs": "300", "epoch": "40", "fit": "true", "kept": "epochs:30"},
    "loss_explorer": {"line": "10,400", "loss": "mae", "add": "true", "predict": "true"},
    "gradient_descent_animator": {"view": "race", "ground": "surface", "optimizer": "adam", "start": "5,40"},
    "hubble_age": {"view": "sure", "resamples": "500", "cosmology": "lambda_cdm"},
    "crop_yields": {"scaling": "none", "view": "plane", "temperature": "80"},
    "classifier": {"pass_mark": "80", "view": "both", "start": "-2,9", "threshold": "0.7", "weight_decay": "0.1"},
    "neural_network": {"data": "sine", "layers": "3,2", "data_noise": "0.3", "activation": "relu", "epoch": "7"},
    "perceptron": {"loss": "mse", "phase": "update", "row": "3", "epochs": "100"},
}


@pytest.mark.parametrize("name", [lesson.name for lesson in LESSONS])
def test_reset_gives_a_lesson_all_its_defaults_back(name: str) -> None:
    """Whatever a link has set, the lesson is then as its bare link shows it; without a note, for nothing was wrong."""
    page = visit(name, **CHANGED[name])
    assert link_of(page)
    press(page, "Reset lesson")
    assert link_of(page) == {}
    assert not page.warning
    assert said(page) == said(visit(name))


def test_reset_keeps_own_data_and_other_lessons() -> None:
    """Data of one's own are not shown any more, but can be chosen again; another lesson is as it was left."""
    page = visit("study_hours", learning_rate="0.02")
    page.switch_page("../../pages/gradient_descent_animator.py")
    page.session_state["_own_brought"] = load("hubble_1929")
    page.run()
    assert link_of(page)["data"] == "own"
    press(page, "Reset lesson")
    assert link_of(page) == {}
    menu = next(menu for menu in page.selectbox if menu.label == "Data")
    assert load("hubble_1929").title in menu.options
    page.switch_page("../../pages/study_hours.py").run()
    assert link_of(page) == {"learning_rate": "0.02"}


def test_every_tool_says_what_it_does() -> None:
    """Each button has its sentence in the glossary, by which it is explained under the pointer."""
    assert [name for name in (*BUTTONS, "Reset lesson") if entry_for(name) is None] == []


def test_the_shortcuts_are_those_of_the_lesson() -> None:
    """Where nothing plays none plays; the neuron has its phases; every lesson fills the screen."""
    keys = {lesson.name: [key for key, _ in shortcuts_of(lesson.name)] for lesson in LESSONS}
    assert [name for name, each in keys.items() if "Space" not in each] == ["loss_explorer"]
    assert [name for name, each in keys.items() if "B, N" in each] == ["perceptron"]
    assert all("F" in each for each in keys.values())
