"""Windows of Firefox and of WebKit, under the same few controls: the tools that drive them have little in common."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import BrowserContext, Playwright

from tests.browser.find_browser import find_firefox, find_webkit
from tests.browser.lesson import PATIENCE_MS
from tests.browser.served import free_port

Place = tuple[float, float]
DESKTOP = (1280, 720)
# WebKit has no graphics card here and draws by the processor: beside other work it once took a minute for a page.
_PATIENCE_SECONDS = 2 * PATIENCE_MS / 1000
# By the code points that WebDriver has for them.
_KEYS = {"ArrowLeft": "\ue012", "ArrowRight": "\ue014"}

_LISTEN = """() => {
  window.slopewiseTrouble = [];
  addEventListener("error", ({ message }) => slopewiseTrouble.push(`page error: ${message}`));
  addEventListener("unhandledrejection", ({ reason }) => slopewiseTrouble.push(`unhandled: ${reason}`));
}"""
_TROUBLE = """() => [
  ...(window.slopewiseTrouble ?? ["nobody listened"]),
  ...[...document.querySelectorAll("[data-testid=stException]")].map((e) => `exception on the page: ${e.innerText}`),
]"""
# Give the focus to what people know by a name, once keys reach the page and it is not being drawn anew.
_FOCUS = """(name) => {
  const app = document.querySelector("[data-testid=stApp]");
  if (!document.hasFocus() || (app && app.dataset.testScriptState !== "notRunning")) return false;
  const named = (e) => (e.getAttribute("aria-label") ?? e.innerText ?? "").split("\\n").some((t) => t.trim() === name);
  const found = [...document.querySelectorAll("button, [role=slider], input")].find(
    (e) => named(e) && e.getClientRects().length && !e.disabled && !e.closest("[data-stale=true]"),
  );
  found?.focus();
  return Boolean(found) && document.activeElement === found;
}"""


class Driver(Protocol):
    """What a tool must be able to do to a window."""

    def go(self, url: str) -> None:
        """Leave the page for another, whose errors are noted from its beginning."""

    def ask(self, function: str, *given: Any) -> Any:
        """Return what a JavaScript function says of the page."""

    def move(self, place: Place) -> None:
        """Move the mouse."""

    def drag(self, *way: Place) -> None:
        """Press the mouse at the first place, move it along the others, and let go."""

    def press(self, key: str) -> None:
        """Press a key."""

    def choose_file(self, path: Path) -> None:
        """Choose a file in the page's field for files."""

    def resize(self, width: int, height: int) -> None:
        """Make the page as large as that."""


class Window:
    """A window of a browser, for all that people do in it."""

    def __init__(self, driver: Driver, downloads: Path) -> None:
        """Take what drives the window, and the folder below which its downloads arrive."""
        self.driver = driver
        self.downloads = downloads
        self._trouble: list[str] = []
        self._opened = False

    def go(self, url: str) -> None:
        """Open a page."""
        self._note_trouble()
        self.driver.go(url)
        self._opened = True

    def ask(self, function: str, *given: Any) -> Any:
        """Return what a JavaScript function says of the page."""
        return self.driver.ask(function, *given)

    def wait_for(self, function: str, *given: Any) -> Any:
        """Wait until a JavaScript function says something that counts as true, and return it."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not (said := self.ask(function, *given)):
            assert time.monotonic() < deadline, f"in vain: {function} of {given}"
            time.sleep(0.05)
        return said

    def focus(self, name: str) -> None:
        """Give the focus to a control by its name, once it is there."""
        self.wait_for(_FOCUS, name)

    def push(self, name: str) -> None:
        """Push a button by its name; with the keyboard, as what comes late may move it away from under a mouse."""
        self.focus(name)
        self.driver.press(" ")

    def download(self, pattern: str) -> Path:
        """Wait until a file whose name fits has come, to its last line, and return its path."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while time.monotonic() < deadline:
            for path in self.downloads.rglob(pattern):
                if path.read_bytes().rstrip().endswith(b"</html>"):
                    return path
            time.sleep(0.05)
        raise AssertionError(f"no {pattern} below {self.downloads}")

    def trouble(self) -> list[str]:
        """Return what went wrong on the pages since this was last asked, and leave the last one."""
        self.go("about:blank")
        said, self._trouble = self._trouble, []
        return said

    def _note_trouble(self) -> None:
        if self._opened:
            self._trouble += self.ask(_TROUBLE)


class _Firefox:
    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        context.add_init_script(f"({_LISTEN})()")
        self._page = context.new_page()

    def go(self, url: str) -> None:
        # In a tab of its own: from a file to a server Firefox changes the tab's process, and the keys do not follow.
        left, self._page = self._page, self._context.new_page()
        left.close()
        self._page.goto(url, wait_until="commit")

    def ask(self, function: str, *given: Any) -> Any:
        return self._page.evaluate(f"(given) => ({function})(...given)", list(given))

    def move(self, place: Place) -> None:
        self._page.mouse.move(*place)

    def drag(self, *way: Place) -> None:
        self.move(way[0])
        self._page.mouse.down()
        for place in way[1:]:
            self.move(place)
        self._page.mouse.up()

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)

    def choose_file(self, path: Path) -> None:
        self._page.locator("input[type=file]").set_input_files(path)

    def resize(self, width: int, height: int) -> None:
        self._page.set_viewport_size({"width": width, "height": height})


class _WebKit:
    """By the commands of the W3C's WebDriver, which are few and plain JSON."""

    def __init__(self, session: str) -> None:
        self._session = session

    def go(self, url: str) -> None:
        self.ask("() => { window.slopewiseLeft = true; }")
        self._send("url", url=url)
        # The driver does not wait for a page to load, so that this one is listened to while it does.
        while not self._arrived():
            time.sleep(0.01)

    def _arrived(self) -> bool:
        try:
            return bool(self.ask(f"() => !window.slopewiseLeft && (({_LISTEN})(), true)"))
        except RuntimeError as refusal:
            # Asked in the very moment in which the page before went away.
            if "before the unload event" not in str(refusal):
                raise
            return False

    def ask(self, function: str, *given: Any) -> Any:
        return self._send("execute/sync", script=f"return ({function})(...arguments)", args=list(given))

    def move(self, place: Place) -> None:
        self._act("pointer", [_moved(place)])

    def drag(self, *way: Place) -> None:
        first, *others = map(_moved, way)
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        self._act("pointer", [first, down, *others, up])

    def press(self, key: str) -> None:
        value = _KEYS.get(key, key)
        self._act("key", [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}])

    def _act(self, source: str, actions: list[dict[str, Any]]) -> None:
        self._send("actions", actions=[{"type": source, "id": source, "actions": actions}])

    def choose_file(self, path: Path) -> None:
        found = self._send("element", using="css selector", value="input[type=file]")
        self._send(f"element/{next(iter(found.values()))}/value", text=str(path))

    def resize(self, width: int, height: int) -> None:
        self._send("window/rect", width=width, height=height)
        bars = height - self.ask("() => innerHeight")
        self._send("window/rect", width=width, height=height + bars)

    def _send(self, command: str, **body: Any) -> Any:
        return send(f"{self._session}/{command}", body)


def _moved(place: Place) -> dict[str, Any]:
    return {"type": "pointerMove", "x": round(place[0]), "y": round(place[1]), "duration": 0}


def send(url: str, body: dict[str, Any] | None = None, method: str | None = None) -> Any:
    """Send a command to a driver and return its answer."""
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, content, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_MS / 1000) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as refusal:
        with refusal:
            raise RuntimeError(f"{url}: {refusal.read().decode()}") from None


@contextmanager
def open_firefox(playwright: Playwright, home: Path) -> Iterator[Window]:
    """Open a window of Firefox on a screen of its own, by WebDriver BiDi."""
    with _screen() as display:
        launched = playwright.firefox.launch(
            channel="moz-firefox", executable_path=find_firefox(), env={**os.environ, "DISPLAY": display},
            downloads_path=home,
        )  # fmt: skip
        context = launched.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
        yield Window(_Firefox(context), home)
        launched.close()


@contextmanager
def open_webkit(home: Path) -> Iterator[Window]:
    """Open a window of WebKit on a screen of its own, by WebDriver."""
    paths = find_webkit()
    assert paths
    path, browser = paths
    asked = {
        "pageLoadStrategy": "none",
        "webkitgtk:browserOptions": {"binary": browser, "args": ["--automation"]},
    }
    url = f"http://127.0.0.1:{(port := free_port())}"
    with _screen() as display, _running([path, f"--port={port}"], DISPLAY=display, HOME=str(home)):
        _wait_for_driver(url)
        session = f"{url}/session/{send(f'{url}/session', {'capabilities': {'alwaysMatch': asked}})['sessionId']}"
        try:
            driver = _WebKit(session)
            driver.resize(*DESKTOP)
            yield Window(driver, home)
        finally:
            send(session, method="DELETE")


def _wait_for_driver(url: str) -> None:
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < deadline:
        try:
            send(f"{url}/status")
            return
        except urllib.error.URLError:
            time.sleep(0.05)
    raise RuntimeError(f"no driver at {url}")


@contextmanager
def _screen() -> Iterator[str]:
    """Run a screen that nobody sees, on a number that is free: without one no browser draws in 3-D."""
    with _running(["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]) as running:
        assert running.stdout
        yield f":{running.stdout.readline().strip()}"


@contextmanager
def _running(command: list[str], **environment: str) -> Iterator[subprocess.Popen[str]]:
    env = {**os.environ, **environment}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env) as running:
        try:
            yield running
        finally:
            running.terminate()
