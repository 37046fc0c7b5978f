"""Rows held out by their points: a click, a tap or a key holds a row out and takes it back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from core.analysis import losses_on
from core.data import load, split
from core.model import Recipe
from core.training import train
from tests.browser.conftest import PHONE
from tests.browser.lesson import Lesson


def validation_loss(*rows: int, epochs: int) -> float:
    """Return the loss by hand on rows of Study Hours, by their numbers, after a run that has not seen them."""
    kept, unseen = split(load("study_hours"), [row - 1 for row in rows])
    return float(losses_on(train(kept, Recipe(epochs=1000)), unseen)[epochs])


def row(page: Page, number: int) -> Locator:
    return page.get_by_role("button", name=f"Row {number}", exact=True)


def expect_held(lesson: Lesson, *rows: int) -> None:
    """The rows are held out, and no others: in the link, on the buttons, and hollow in the picture."""
    page = lesson.page
    lesson.wait_for_url(held_rows=",".join(map(str, rows)) or None)
    expect(page.locator(".slopewise-row[aria-pressed=true]")).to_have_count(len(rows))
    hollow = """(names) => {
      const traces = document.querySelector(".slopewise-graph").data;
      return JSON.stringify(traces.find(({ name }) => name === "held out")?.text ?? []) === JSON.stringify(names);
    }"""
    page.wait_for_function(hollow, arg=[f"Row {number}" for number in rows])
    lesson.at_rest()


def test_mouse_and_keys_hold_rows_out(page, open_lesson):
    """Clicks in a row all count, a key does the same, what cannot be is taken back with a sentence."""
    lesson = open_lesson(page, "?hold_by_click=true&held_out=0.25&epoch=300")
    drawn = [i + 1 for i in range(8) if row(page, i + 1).get_attribute("aria-pressed") == "true"]
    assert len(drawn) == 2
    for number in drawn:
        row(page, number).click()
    # The share does not come back when its last row is taken back.
    expect_held(lesson)
    lesson.wait_for_url(held_out=None)
    for number in (2, 5):
        row(page, number).click()
    expect_held(lesson, 2, 5)
    assert lesson.readout("validation_loss") == pytest.approx(validation_loss(2, 5, epochs=300), rel=1e-5)
    row(page, 5).focus()
    page.keyboard.press("ArrowRight")
    expect(row(page, 6)).to_be_focused()
    page.keyboard.press("Enter")
    expect_held(lesson, 2, 5, 6)
    expect(row(page, 6)).to_be_focused()
    assert lesson.shown.epoch == 300
    page.keyboard.press("Space")
    expect_held(lesson, 2, 5)
    for number in (1, 3):
        row(page, number).click()
    expect_held(lesson, 1, 2, 3, 5)
    row(page, 8).click()
    expect(page.get_by_text(re.compile("would leave 3 to learn from"))).to_be_visible()
    expect_held(lesson, 1, 2, 3, 5)
    page.get_by_role("button", name="Hold out none").click()
    expect_held(lesson)
    # A point in front of the curve of another picture does nothing once the mode is left.
    lesson.toggle("Hold out by click")
    expect(page.locator(".slopewise-row")).to_have_count(0)


def test_a_finger_holds_out_in_space(new_page, open_lesson):
    """On a phone a tap does it, in a flat picture and in space; another picture keeps the rows."""
    page = new_page(viewport=PHONE, has_touch=True)
    lesson = open_lesson(page, "?hold_by_click=true", "crop_yields")
    points = page.locator(".slopewise-row")
    expect(points).to_have_count(10)
    points.nth(1).tap()
    lesson.wait_for_url(held_rows="2")
    expect(page.locator(".slopewise-row[aria-pressed=true]")).to_have_count(2)
    lesson.turn_to("?hold_by_click=true&held_rows=2&view=plane")
    expect(points).to_have_count(5)
    lesson.at_rest()
    expect(page.locator(".slopewise-row[aria-pressed=true]")).to_have_count(1)
    points.nth(1).tap()
    lesson.wait_for_url(held_rows=None)
    expect(page.locator(".slopewise-row[aria-pressed=true]")).to_have_count(0)
