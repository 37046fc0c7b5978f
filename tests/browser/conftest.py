"""The app, a browser, and pages in it; after each test nothing may have gone wrong behind its back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlparse

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Dialog,
    Page,
    Playwright,
    Request,
    WebError,
    expect,
    sync_playwright,
)

from tests.browser.find_browser import find_installed, missing
from tests.browser.kept_browser import KeptBrowser
from tests.browser.lesson import PATIENCE_MS, Lesson
from tests.browser.served import CHROMIUM_ARGS, Server, serve
from ui.browser.assets import player_path

DESKTOP = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 844}
expect.set_options(timeout=PATIENCE_MS)
# Streamlit's own: it answers a browser that has just gone by closing a closed socket.
_GONE = re.compile(
    r"(ERROR:\s+)?Exception in ASGI application\n(?:(?!Exception in ASGI application).)*?starlette_websocket\.py"
    r"(?:(?!Exception in ASGI application).)*?"
    r'WebSocketDisconnected: Cannot call "send" once a close message has been sent\.\n',
    re.DOTALL,
)
TROUBLE = ("Traceback", "Uncaught", "Exception", "ERROR")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of a browser, or of the proxy, that is not there; `tests/conftest.py` says so in the end."""
    absent = set(missing())
    out = [item for item in items if absent & {mark.args[0] for mark in item.iter_markers("xdist_group") if mark.args}]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(tmp_path_factory.mktemp("app") / "server.log") as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=find_installed(), args=CHROMIUM_ARGS)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def kept_browser(
    playwright: Playwright, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KeptBrowser]:
    """Return a browser that is quick for what it has loaded before."""
    kept = KeptBrowser(playwright, tmp_path_factory.mktemp("profile"), f"{server.url}_stcore/health")
    yield kept
    kept.close()


def assert_quiet(server: Server, mark: int) -> None:
    """The server has had nothing to complain of since its log was `mark` bytes long."""
    log = _GONE.sub("", server.log_from(mark))
    assert not any(word in log for word in TROUBLE), log


class Witness:
    """Notes what no test may cause in any of its pages."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.seen: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        """Watch all pages of a context."""
        context.on("weberror", self._error)
        context.on("dialog", self._dialog)
        context.on("request", self._request)

    def leave(self, context: BrowserContext) -> None:
        """Watch a context no longer."""
        context.remove_listener("weberror", self._error)
        context.remove_listener("dialog", self._dialog)
        context.remove_listener("request", self._request)

    def watch_page(self, page: Page) -> None:
        """Watch what a page says to the server."""
        page.on("websocket", lambda socket: self._host(socket.url))

    def _error(self, error: WebError) -> None:
        self.seen.append(f"page error: {error.error}")

    def _dialog(self, dialog: Dialog) -> None:
        self.seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        self._host(request.url)

    def _host(self, url: str) -> None:
        parts = urlparse(url)
        if parts.scheme not in ("data", "blob", "file") and parts.hostname != "127.0.0.1":
            self.seen.append(f"another host: {url}")


@pytest.fixture
def new_page(
    request: pytest.FixtureRequest, kept_browser: KeptBrowser, server: Server
) -> Iterator[Callable[..., Page]]:
    """Open pages that share nothing; after the test no page has raised and the server has nothing to complain of.

    The first is in the kept browser, where a load costs half, unless it asks for `fresh=True`: as on a first visit.
    Every other is in a fresh context, like another person's.
    """
    witness, mark = Witness(), server.log_size()
    contexts: list[BrowserContext] = []

    def open_page(*, fresh: bool = False, **options: Any) -> Page:
        options = {"viewport": DESKTOP, **options}
        if fresh or contexts:
            browser: Browser = request.getfixturevalue("browser")
            page = browser.new_context(**options).new_page()
        else:
            page = kept_browser.open_page(**options)
        contexts.append(page.context)
        page.context.set_default_timeout(PATIENCE_MS)
        witness.watch(page.context)
        witness.watch_page(page)
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            if page.locator('[data-testid="stException"]').count():
                witness.seen.append(f"exception on the page: {page.locator('[data-testid=stException]').inner_text()}")
        if context == kept_browser.context:
            kept_browser.tidy()
        else:
            context.close()
        witness.leave(context)
    assert witness.seen == []
    assert_quiet(server, mark)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """Return an empty page of 1280 × 720."""
    return new_page()


@pytest.fixture
def open_lesson(server: Server) -> Callable[..., Lesson]:
    """Return how to open a lesson on a page by the query of a link, and wait until it stands still."""
    return lambda page, query="", name="study_hours": Lesson(page, server.url).open(query, name)


@pytest.fixture
def call(page: Page, server: Server) -> Callable[..., Any]:
    """Return how to call a function of one of the player's modules with plain lists, numbers and text."""
    # Any page of the app's own will do; a script on its own is there at once.
    page.goto(f"{server.url}{player_path()}/model/numbers.js")

    def call_function(module: str, function: str, *arguments: Any) -> Any:
        return page.evaluate(
            """async ([url, name, given]) => {
              const typed = (value) => {
                const numbers = Array.isArray(value) && value.every((each) => typeof each === "number");
                if (Array.isArray(value)) return numbers ? Float64Array.from(value) : value.map(typed);
                if (value === null || typeof value !== "object") return value;
                return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, typed(child)]));
              };
              const plain = (value) => {
                if (ArrayBuffer.isView(value)) return Array.from(value);
                if (Array.isArray(value)) return value.map(plain);
                if (value === null || typeof value !== "object") return value;
                return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plain(child)]));
              };
              return plain((await import(url))[name](...given.map(typed)));
            }""",
            [f"{server.url}{player_path()}/{module}.js", function, list(arguments)],
        )

    return call_function
