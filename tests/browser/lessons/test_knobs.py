"""The knobs of a lecture turn by mouse, keyboard and finger: schedule, warm-up, weight decay, L1."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

PHONE = {"width": 390, "height": 844}


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name)


def test_a_schedule_by_mouse_and_a_price_by_keyboard(page, open_lesson):
    """The link has both; the rates are named above the loss, and the best fit moves with every stop of the slider."""
    lesson = open_lesson(page, "?epochs=60&epoch=60")
    lesson.toggle("All controls")
    lesson.choose("Schedule", "Cosine")
    expect(page).to_have_url(re.compile("schedule=cosine"))
    lesson.at_rest()
    expect(page.get_by_text("The learning rate changes on the way")).to_be_visible()
    assert "learning rate" in page.evaluate("document.querySelector('.slopewise-graph')._fullData.map((t) => t.name)")
    decay = slider(page, "Weight decay λ")
    decay.focus()
    for value in ("0.001", "0.002"):
        decay.press("ArrowRight")
        expect(page).to_have_url(re.compile(f"weight_decay={value}"))
    decay.press("End")
    expect(page).to_have_url(re.compile("weight_decay=1000"))
    expect(page.get_by_text("The best fit is the ridge solution.")).to_be_visible()
    lesson.at_rest()
    decay.press("Home")
    expect(page).not_to_have_url(re.compile("weight_decay"))
    expect(page.get_by_text("The best fit is the ridge solution.")).to_be_hidden()


def test_a_price_by_finger(new_page, open_lesson):
    """A tap on the middle of the slider sets it there, on a phone, and a warm-up takes its number from the keys."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    lesson = open_lesson(page, "?all_controls=true&epochs=60")
    page.get_by_role("group", name="L1 penalty α", exact=True).scroll_into_view_if_needed()
    box = slider(page, "L1 penalty α").evaluate(
        """(thumb) => {
          const { x, y, width, height } = thumb.closest("[data-testid=stSlider]").getBoundingClientRect();
          const at = thumb.getBoundingClientRect();
          return [x + width / 2, at.y + at.height / 2];
        }"""
    )
    page.touchscreen.tap(*box)
    expect(page).to_have_url(re.compile("l1=[0-9.]+"))
    expect(page.get_by_text("The best fit is the lasso solution.")).to_be_visible()
    lesson.field("Warm-up epochs").fill("20")
    lesson.field("Warm-up epochs").press("Enter")
    expect(page).to_have_url(re.compile("warm_up=20"))
    lesson.at_rest()


def test_a_curve_by_its_degree(page, open_lesson):
    """Dragged by keys, the slider bends the model: more weights, a curve in the picture, and a rate that converges."""
    lesson = open_lesson(page, "?data=study_hours&all_controls=true&held_out=0.25", "crop_yields")
    degree = slider(page, "Degree")
    degree.focus()
    degree.press("ArrowRight")
    expect(page).to_have_url(re.compile("degree=2"))
    degree.press("ArrowRight")
    expect(page).to_have_url(re.compile("degree=3"))
    expect(page.get_by_text("The curve is still a linear model")).to_be_visible()
    lesson.at_rest()
    assert page.evaluate("document.querySelector('.slopewise-graph')._fullData.some((t) => t.x?.length > 100)")
    lesson.button("To end").click()
    lesson.wait_for_epoch(100)
    lesson.at_rest()
    degree.press("Home")
    expect(page).not_to_have_url(re.compile("degree"))
    expect(page.get_by_text("The curve is still a linear model")).to_be_hidden()
    lesson.at_rest()
