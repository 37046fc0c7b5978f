"""How smoothly Loss Explorer follows a data point that is dragged: points, losses, best lines and landscape at once."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from playwright.sync_api import Browser

from benchmarks.browsers import chromium, fresh_page, open_lesson
from benchmarks.report import Measurement
from benchmarks.servers import APP, Server, serving

_SECONDS = 4
_PICTURES_A_SECOND = 55
_MOVED = {
    "four scores with contours": "loss_explorer?best=true",
    "24 galaxies, Huber": "loss_explorer?data=hubble_key_project_24&loss=huber&best=true",
    "two slices": "loss_explorer?ground=slices&best=true",
}


def measure() -> Iterator[Measurement]:
    """Drag the second point round and round, a place a frame; the CPU is the server's, of one core, meanwhile."""
    with serving(APP) as app, chromium() as browser:
        for name, link in _MOVED.items():
            pictures, cpu, said = _moved(browser, app, link)
            yield Measurement(
                f"moving a point: {name}", f"{pictures:.1f}", cpu, "", f"≥ {_PICTURES_A_SECOND}",
                pictures >= _PICTURES_A_SECOND,
            )  # fmt: skip
            yield Measurement("  messages to the server meanwhile", str(said), "", "", "0", said == 0)


def _moved(browser: Browser, app: Server, link: str) -> tuple[float, str, int]:
    """Return distinct pictures a second, the server's CPU in words, and the messages it got."""
    sent: list[str | bytes] = []
    with fresh_page(browser) as page:
        page.on("websocket", lambda socket: socket.on("framesent", lambda payload: sent.append(payload)))
        open_lesson(page, f"{app.url}/{link}")
        box = page.locator(".slopewise-point").nth(1).bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        sent.clear()
        before, begin = app.cpu_seconds(), monotonic()
        seen = page.evaluate("seconds => probes.circle(seconds)", _SECONDS)
        after, took = app.cpu_seconds(), monotonic() - begin
        said = len(sent)
    cpu = "" if before is None or after is None else f"{100 * (after - before) / took:.1f}% CPU"
    return seen["pictures"] / seen["seconds"], cpu, said
