"""The page About: found in the navigation, readable for everyone, also on a phone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.appearance import serious
from tests.browser.conftest import PHONE
from tests.browser.lesson import PATIENCE_MS


def test_about_is_for_everyone(new_page, server):
    """axe-core finds nothing serious, light or dark; a phone shows all of it; a lesson is one press away."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{server.url}about", wait_until="commit")
    expect(page.get_by_role("heading", name="About Slopewise")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("MIT licence")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    assert serious(page) == []
    page.get_by_test_id("stMain").get_by_role("link", name="Loss Explorer").click()
    expect(page.get_by_role("heading", name="Loss Explorer")).to_be_visible(timeout=PATIENCE_MS)
