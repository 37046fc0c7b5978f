"""Each guide is played from its first step to its last, and what a step promises is what the page then shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.appearance import serious, too_wide
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.lesson import PATIENCE_MS, Lesson
from ui.guides.steps import guides

HANDS = {"study_hours": "keyboard", "perceptron": "touch"}
"""All other guides are played with the mouse."""
PRESS = {"mouse": Locator.click, "touch": Locator.tap, "keyboard": lambda button: button.press("Enter")}

# A number below the pictures, by the beginning of its name, lies between two others.
_READS = """([label, low, high]) => [...document.querySelectorAll(".slopewise-player [data-readout]")].some((card) => {
  const value = Number(card.querySelector("dd").textContent.replace("−", "-").replaceAll(",", ""));
  return card.querySelector("dt").textContent.startsWith(label) && value >= low && value <= high;
})"""


def do(lesson: Lesson, task: Mapping[str, Any], press: Any) -> None:
    """Do what a step asks for: press a button of the player or of the page, or type a learning rate."""
    if "press" in task:
        press(lesson.button(task["press"]))
    elif "button" in task:
        press(lesson.page.get_by_role("button", name=task["button"], exact=True))
    else:
        field = lesson.root.get_by_role("textbox", name="Learning rate, typed")
        field.fill(str(task["rate"]))
        field.press("Enter")


def keeps(lesson: Lesson, promise: Mapping[str, Any]) -> None:
    """Wait until the page shows what a step promises."""
    if "epoch" in promise:
        lesson.wait_for_epoch(promise["epoch"])
    if "loss" in promise:
        lesson.wait_for("Number(d.loss) >= a[0] && Number(d.loss) <= a[1]", promise["loss"])
    for label, (low, high) in promise.get("readouts", {}).items():
        lesson.page.wait_for_function(_READS, arg=[label, low, high], timeout=PATIENCE_MS)
    if "verdict" in promise:
        expect(lesson.root.locator(".slopewise-verdict")).to_have_text(promise["verdict"])
    if "handles" in promise:
        expect(lesson.root.get_by_role("slider", name=re.compile("^Line at "))).to_have_count(promise["handles"])
    if "text" in promise:
        expect(lesson.page.get_by_test_id("stMain")).to_contain_text(promise["text"])


@pytest.mark.parametrize("name", guides())
def test_a_guide_keeps_its_promises(new_page, open_lesson, name):
    """By mouse, by keys alone, or by a finger on a phone: settings, task, promise, and on to the next step."""
    hand = HANDS.get(name, "mouse")
    press = PRESS[hand]
    page = new_page(**({"viewport": PHONE, "has_touch": True, "is_mobile": True} if hand == "touch" else {}))
    lesson = open_lesson(page, "", name)
    press(page.get_by_role("button", name="Guide me", exact=True))
    steps = guides()[name].steps
    for number, step in enumerate(steps, 1):
        title = f"Step {number} of {len(steps)}: {step.title}"
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        expect(page.get_by_role("status").filter(has_text=title)).to_have_count(1)
        lesson.at_rest()
        lesson.wait_for_url(guide=str(number))
        onward = page.get_by_role("button", name="Finish" if number == len(steps) else "Next", exact=True)
        if hand == "keyboard" and number > 1:
            expect(onward).to_be_focused()
        for task in step.does:
            do(lesson, task, press)
        keeps(lesson, step.expect)
        assert too_wide(page) == []
        press(onward)
    expect(page.locator(".st-key-guide")).to_have_count(0)
    lesson.wait_for_url(guide=None)


def test_a_step_has_a_link_and_leaves_room_for_the_pictures(page, open_lesson):
    """Back leads to the step before with its settings; at 1280 × 720 pictures and ruler stay on the first screen."""
    lesson = open_lesson(page, "?guide=2")
    page.get_by_role("button", name="Next", exact=True).click()
    lesson.wait_for_url(guide="3")
    lesson.at_rest()
    page.go_back()
    expect(page.get_by_role("heading", name="Step 2 of 5: ")).to_be_visible()
    lesson.at_rest().wait_for_epoch(1000)
    for part in (".slopewise-graph", ".slopewise-transport", ".slopewise-ruler", ".slopewise-readouts"):
        box = page.locator(part).first.bounding_box()
        assert box["y"] + box["height"] <= DESKTOP["height"], part
    assert serious(page) == []
    page.get_by_role("button", name="Leave the guide", exact=True).click()
    expect(page.locator(".st-key-guide")).to_have_count(0)
    lesson.wait_for_url(guide=None, hours="4", epoch="1000")
