"""Back and forward through lessons: each stands as it was at that entry of the browser's history."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import urlparse

import pytest
from playwright.sync_api import expect

from tests.browser.lesson import PATIENCE_MS, Lesson
from tests.browser.slow_line import SlowLine
from ui.lessons.registry import LESSONS

TITLES = {lesson.name: lesson.title for lesson in LESSONS}


def entry(lesson: Lesson) -> tuple[str, str, float | None]:
    """Return what tells one entry from another: the page, its settings, and the loss that is shown."""
    url = urlparse(lesson.at_rest().page.url)
    return url.path, url.query, lesson.shown.loss


def by_the_bar(lesson: Lesson, name: str) -> None:
    lesson.page.get_by_role("link", name=TITLES[name]).first.click()
    lesson.page.wait_for_function("name => location.pathname === `/${name}`", arg=name, timeout=PATIENCE_MS)
    lesson.arrive(TITLES[name])


def change(lesson: Lesson) -> None:
    before = lesson.page.url
    if lesson.page.url.partition("?")[0].endswith("loss_explorer"):
        lesson.handle("Left end of the line").press("ArrowUp")
    else:
        lesson.button("Step forward").click()
    lesson.page.wait_for_function("before => location.href !== before", arg=before, timeout=PATIENCE_MS)


def go(lesson: Lesson, by: int, expected: tuple[str, str, float | None]) -> None:
    lesson.page.evaluate("by => history.go(by)", by)
    lesson.page.wait_for_function(
        "([path, query]) => location.pathname === path && location.search === (query && `?${query}`)",
        arg=expected[:2],
        timeout=PATIENCE_MS,
    )
    lesson.arrive(TITLES[expected[0].strip("/")])
    lesson.wait_for("Number(d.loss) === a", expected[2])
    assert entry(lesson) == expected


def walk_back_and_forward(lesson: Lesson, entries: list[tuple[str, str, float | None]]) -> None:
    """From the last of four entries back to the second, and to the last again."""
    for by, expected in ((-1, 2), (-1, 1), (1, 2), (1, 3)):
        go(lesson, by, entries[expected])


def trail(lesson: Lesson, *steps: Callable[[Lesson], None]) -> list[tuple[str, str, float | None]]:
    """Take steps, and return the entry before the first and after each."""
    entries = [entry(lesson)]
    for step in steps:
        step(lesson)
        entries.append(entry(lesson))
    return entries


@pytest.mark.parametrize("name", ["study_hours", "loss_explorer"])
def test_a_lesson_that_was_come_back_to_is_one_entry(page, open_lesson, name):
    """A lesson left with settings and found again by the bar: back leads to the lesson between, forward to this one."""
    lesson = open_lesson(page, "", name)
    entries = trail(lesson, change, partial(by_the_bar, name="perceptron"), partial(by_the_bar, name=name))
    assert entries[3] == entries[1] != entries[0]
    walk_back_and_forward(lesson, entries)


def test_a_lesson_whose_settings_come_together_with_it_is_one_entry(page, open_lesson):
    """What the server says comes all at once, as in a busy browser: Streamlit adds the settings before the lesson."""
    line = SlowLine(page)
    lesson = open_lesson(page, "", "loss_explorer")

    def back_by_the_bar(lesson: Lesson) -> None:
        line.holding = True
        lesson.page.get_by_role("link", name=TITLES["loss_explorer"]).first.click()
        line.wait_for_answer()
        line.holding = False
        line.release()
        lesson.arrive(TITLES["loss_explorer"])

    entries = trail(lesson, change, partial(by_the_bar, name="perceptron"), back_by_the_bar)
    assert entries[3] == entries[1] != entries[0]
    walk_back_and_forward(lesson, entries)


def test_a_late_run_of_the_page_that_was_left_leads_nobody_back(page, open_lesson):
    """Back is pressed before the browser has heard of a run of this page: its word does not undo the step back."""
    line = SlowLine(page)
    lesson = open_lesson(page, "", "loss_explorer")
    by_the_bar(lesson, "study_hours")
    line.holding = True
    lesson.ruler.press("ArrowRight")
    of_this_page = line.wait_for_answer()
    page.evaluate("history.back()")
    page.wait_for_function("location.pathname === '/loss_explorer'", timeout=PATIENCE_MS)
    line.release(of_this_page)
    expect(page.get_by_role("heading", name=TITLES["study_hours"], exact=True)).to_be_visible()
    page.wait_for_timeout(500)
    assert urlparse(page.url).path == "/loss_explorer"


def test_a_leap_through_the_history_finds_each_lesson_as_it_was(page, open_lesson):
    """Two entries back at once to a bare link: the defaults that it showed, not what was chosen after it."""
    lesson = open_lesson(page, "", "hubble_age")
    entries = trail(lesson, change, partial(by_the_bar, name="perceptron"))
    go(lesson, -2, entries[0])
    page.evaluate(
        """async () => {
          for (const by of [1, -1]) {
            const moved = new Promise((end) => addEventListener("popstate", end, { once: true }));
            history.go(by);
            await moved;
          }
        }"""
    )
    go(lesson, 1, entries[1])
