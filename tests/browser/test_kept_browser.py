"""The browser that the tests share leaves nothing of one test to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.kept_browser import KeptBrowser

_LEAVE = """async () => {
  localStorage.setItem("left", "1");
  sessionStorage.setItem("left", "1");
  document.cookie = "left=1; max-age=999";
  await caches.open("left");
  await new Promise((resolve) => { indexedDB.open("left").onsuccess = resolve; });
}"""
_LEFT = """async () => [
  localStorage.length, sessionStorage.length, Number(document.cookie.includes("left")),
  (await caches.keys()).length, (await indexedDB.databases()).length,
]"""
_SCREEN = """() => [
  innerWidth, navigator.maxTouchPoints > 0, matchMedia("(prefers-color-scheme: dark)").matches,
  matchMedia("(prefers-reduced-motion: reduce)").matches, devicePixelRatio,
]"""


@pytest.fixture
def kept(playwright, server, tmp_path: Path):
    """Return a browser of this test's own."""
    browser = KeptBrowser(playwright, tmp_path, f"{server.url}_stcore/health")
    yield browser
    browser.close()


def test_the_next_test_finds_nothing(kept: KeptBrowser, server) -> None:
    """What a page stored is gone for the next one, on the same screen and on another."""
    for screen in ({}, {}, {"has_touch": True}):
        page = kept.open_page(viewport=DESKTOP, **screen)
        page.goto(f"{server.url}_stcore/health")
        assert page.evaluate(_LEFT) == [0, 0, 0, 0, 0]
        page.evaluate(_LEAVE)
        assert page.evaluate(_LEFT) == [1, 1, 1, 1, 1]
        kept.tidy()


def test_each_test_has_the_screen_it_asks_for(kept: KeptBrowser, server) -> None:
    """A phone in the dark after a desktop, and again a desktop: nothing of one is left on the other."""
    phone = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    seen = []
    for screen in (
        {"viewport": DESKTOP},
        {"viewport": PHONE, "color_scheme": "dark", "reduced_motion": "reduce", **phone},
        {"viewport": DESKTOP},
    ):
        page = kept.open_page(**screen)
        page.goto(f"{server.url}_stcore/health")
        seen.append(page.evaluate(_SCREEN))
        kept.tidy()
    desktop = [1280, False, False, False, 1]
    assert seen == [desktop, [980, True, True, True, 2], desktop]


def test_an_option_it_does_not_know_is_not_passed_over(kept: KeptBrowser) -> None:
    """Who asks for a language gets no page without it."""
    with pytest.raises(AssertionError, match=r"locale.*fresh=True"):
        kept.open_page(viewport=DESKTOP, locale="de-DE")


def test_a_browser_that_ends_is_followed_by_another(kept: KeptBrowser, server) -> None:
    """One crash costs the test in which it happens, not all that come after it."""
    page = kept.open_page(viewport=DESKTOP)
    devices = page.context.new_cdp_session(page)
    with page.context.expect_event("close"):
        devices.send("Browser.close")
    kept.tidy()
    page = kept.open_page(viewport=DESKTOP)
    page.goto(f"{server.url}_stcore/health")
    assert page.evaluate(_LEFT) == [0, 0, 0, 0, 0]
