"""Each step of each guide is usable on its page, and says what is true of its run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.guides.numbers import PAGES, numbers_in, worked, written_like
from ui.guides.plan import written_plans
from ui.guides.steps import Step, guides
from ui.lessons.registry import LESSONS

DOCS = Path(__file__).parents[3] / "docs" / "lessons"
STEPS = [(name, number, step) for name, guide in guides().items() for number, step in enumerate(guide.steps, 1)]
IDS = [f"{name} {number}" for name, number, _ in STEPS]


def test_every_lesson_has_a_guide() -> None:
    """Three to six steps each; a lesson takes about 15 minutes, and together they take that many times 15."""
    assert list(guides()) == [lesson.name for lesson in LESSONS]
    assert all(3 <= len(guide.steps) <= 6 for guide in guides().values())
    assert sum(guide.minutes for guide in guides().values()) == 15 * len(LESSONS)


@pytest.mark.parametrize(("page", "number", "step"), STEPS, ids=IDS)
def test_the_numbers_are_those_of_the_run(page: str, number: int, step: Step) -> None:
    """Each number in a step's sentences is given, or is what the step's own run says, to its last digit."""
    assert numbers_in(step) == set(step.numbers)
    run = worked(page, number)
    said = {text: written_like(text, run.value(how)) for text, how in step.numbers.items() if how != "given"}
    assert said == {text: text for text in said}


@pytest.mark.parametrize(("page", "number", "step"), STEPS, ids=IDS)
def test_the_settings_are_those_of_the_page(page: str, number: int, step: Step) -> None:
    """A link with the step alone means the step's settings; those that the task changes are settings, too."""
    known = {setting.name: setting for setting in PAGES[page].settings}
    chosen = worked(page, number).chosen
    assert {name: chosen[name] for name in step.settings} == {
        name: known[name].read(text) for name, text in step.settings.items()
    }
    assert set(step.invites) <= set(known)
    assert step.title.endswith("?")


def test_the_lesson_plans_are_up_to_date() -> None:
    """`make lessons` writes what the guides say now."""
    files = {file.name: file.read_text(encoding="utf-8") for file in DOCS.iterdir()}
    # The lecture is written by hand; test_lecture.py holds it to the pages.
    assert files.pop("lecture.md")
    assert files == written_plans()
