"""The formulas on a phone: steps unfold by touch, and long formulas break."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.appearance import too_wide
from tests.browser.conftest import PHONE
from tests.browser.lesson import Lesson

_FIT = """() => [...document.querySelectorAll(".st-key-formulas .katex-display")].every(
  (e) => e.scrollWidth <= e.clientWidth + 1)"""


def test_formulas_on_a_phone(new_page: Callable[..., Page], open_lesson: Callable[..., Lesson]) -> None:
    """With every step unfolded neither the page nor a formula is wider than the phone."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    lesson = open_lesson(page, "?epoch=7&optimizer=adam", "crop_yields")
    page.get_by_test_id("stButtonGroup").get_by_text("The formulas", exact=True).tap()
    formulas = page.locator(".st-key-formulas")
    expect(formulas.get_by_role("heading", name="Where textbooks differ")).to_be_visible()
    lesson.at_rest()
    steps = formulas.locator("summary")
    expect(steps).to_have_count(3)
    for step in steps.all():
        step.tap()
    expect(formulas.locator("details[open]")).to_have_count(3)
    expect(formulas.get_by_text("The derivative of a mean is the mean of the derivatives")).to_be_visible()
    expect(formulas.locator(".katex-error")).to_have_count(0)
    page.wait_for_function(_FIT)
    assert too_wide(page) == []
