"""The browser that watches: one Chromium, and a fresh context with the probes for every measurement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.find_browser import find_browser

_PROBES = Path(__file__).parent / "probes.js"
_ARGUMENTS = (
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip
_PATIENCE_MS = 30_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless Chromium and close it at the end.

    Raises:
        RuntimeError: If there is none on this machine.
    """
    path = find_browser()
    if path is None:
        raise RuntimeError("no Chromium found")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def fresh_page(browser: Browser) -> Iterator[Page]:
    """Open a page with an empty cache at 1280 × 720; close it at the end."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.set_default_timeout(_PATIENCE_MS)
    context.add_init_script(path=_PROBES)
    try:
        yield context.new_page()
    finally:
        context.close()


def open_lesson(page: Page, url: str) -> None:
    """Go to a lesson and wait until its picture rests in Plotly's hands."""
    page.goto(url)
    page.wait_for_selector(".slopewise-player[data-ready]:not(.live)")
