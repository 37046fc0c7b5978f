"""A browser that keeps what it has compiled: one test's pages load in a third of the time of a first visit."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Playwright

from tests.browser.find_browser import find_installed
from tests.browser.served import CHROMIUM_ARGS

# Playwright sets these for a whole browser; a window's size, the colours and the motion belong to a page.
_OF_THE_BROWSER = ("has_touch", "is_mobile", "device_scale_factor")
_OF_THE_PAGE = ("color_scheme", "reduced_motion")
# All that a page can leave behind, but for the files and the compiled scripts: what the app serves by a name of
# its content never changes.
_TRACES = "cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage,shared_storage"

# All pages of the app are drawn by one process, which lives as long as one of them: the next finds in its memory what
# the last one's scripts were compiled to.
_ARGS = [*CHROMIUM_ARGS, "--process-per-site"]


class KeptBrowser:
    """A Chromium with a profile on disk, where V8 keeps the scripts' bytecode; a fresh context compiles it all anew.

    Its first page stays open at `home`, and with it the process that draws the pages.
    There is one for a worker, and one test at a time has its pages in it. It starts anew, on the same profile, where
    a test wants another screen. `tidy` leaves nothing for the next test to find.
    """

    def __init__(self, playwright: Playwright, profile: Path, home: str) -> None:
        """Take the folder of the profile, and a page of the app without a script; nothing starts yet."""
        self.context: BrowserContext | None = None
        self._playwright = playwright
        self._profile = profile
        self._home = home
        self._options: dict[str, Any] = {}

    def open_page(self, **options: Any) -> Page:
        """Open a page by the options of Playwright's `new_context`."""
        page = self._launched(options).new_page()
        page.set_viewport_size(options["viewport"])
        page.emulate_media(**{name: options[name] for name in _OF_THE_PAGE if name in options})
        return page

    def _launched(self, options: dict[str, Any]) -> BrowserContext:
        unknown = set(options) - {"viewport", *_OF_THE_BROWSER, *_OF_THE_PAGE}
        assert not unknown, f"the kept browser does not know {unknown}: open the page with fresh=True"
        wanted = {name: options[name] for name in _OF_THE_BROWSER if options.get(name)}
        if self.context and self._options != wanted:
            self.close()
        if not self.context:
            self._options = wanted
            self.context = self._playwright.chromium.launch_persistent_context(
                self._profile, executable_path=find_installed(), args=_ARGS, **wanted
            )
            self.context.pages[0].goto(self._home)
            self.context.on("close", self._ended)
        return self.context

    def _ended(self, context: BrowserContext) -> None:
        # A browser may also end by itself, if it crashes: the next page starts another.
        if context == self.context:
            self.context = None

    def tidy(self) -> None:
        """Close the pages, and clear what they have stored."""
        if not self.context:
            return
        # A browser without a page would end.
        first, *pages = self.context.pages
        origins = {f"{parts.scheme}://{parts.netloc}" for page in pages if (parts := urlsplit(page.url)).netloc}
        for page in pages:
            page.close()
        devices = self.context.new_cdp_session(first)
        for origin in origins:
            devices.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": _TRACES})
        devices.detach()
        self.context.clear_cookies()
        self.context.clear_permissions()

    def close(self) -> None:
        """End the browser; its profile stays."""
        if self.context:
            self.context.close()
