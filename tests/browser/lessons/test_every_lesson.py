"""What holds for every lesson: it fits the screen, everyone can use it, it plays while the server sleeps."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.appearance import below_the_fold, serious
from tests.browser.conftest import DESKTOP
from tests.browser.lesson import Lesson
from ui.lessons.registry import LESSONS

NAMES = [lesson.name for lesson in LESSONS]


@pytest.mark.parametrize("name", NAMES)
def test_the_first_screen_is_whole_and_for_everyone(page, open_lesson, name):
    """At 1280 × 720 pictures and controls are seen without scrolling; axe-core finds nothing serious, light or dark.

    The tools of the page are at its right end, beside the title. Then the run plays.
    """
    lesson = open_lesson(page, "", name)
    assert below_the_fold(page) == []
    tools = page.locator(".st-key-toolbar").bounding_box()
    assert (tools["x"] + tools["width"], tools["y"] + tools["height"] < 100) == (DESKTOP["width"] - 24, True)
    assert serious(page) == []
    # Loss Explorer has no epochs: there the person moves the line and the points.
    if name != "loss_explorer":
        plays_without_a_word_to_the_server(lesson.turn_to("?epochs=4000"))


def plays_without_a_word_to_the_server(lesson):
    """While a run plays its picture changes with the frames, and nothing is sent to the server."""
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 20")
    lesson.sent.clear()
    frames = lesson.frames(1.0)
    assert lesson.sent == []
    assert len({digest for _, digest in frames}) > len(frames) / 2
    lesson.button("Pause").click()
    lesson.at_rest()


def test_the_course_leads_from_lesson_to_lesson(page, server):
    """From the start page the first button and then “Next” alone go through all lessons in order, and home."""
    page.goto(server.url)
    page.get_by_role("button", name=f"Start with {LESSONS[0].title}").click()
    for place, lesson in enumerate(LESSONS):
        Lesson(page, server.url).arrive(lesson.title)
        following = LESSONS[place + 1].title if place + 1 < len(LESSONS) else None
        page.get_by_role("link", name=f"Next: {following}" if following else "Back to the start").click()
    expect(page.get_by_role("heading", name="Slopewise")).to_be_visible()
