"""How soon the picture follows a finger on the ruler, and what the server hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Page

from benchmarks.browsers import chromium, fresh_page, open_lesson
from benchmarks.report import Measurement, percentile, seconds
from benchmarks.servers import APP, serving
from core import Recipe, load, stability
from ui.ruler import stops

_WITHIN = 0.033
_SWEEPS = 3
_MOVES = 60
_RULER = 'input[aria-label="Learning rate"]'


def measure() -> Iterator[Measurement]:
    """Drag the ruler from end to end and back, and release it."""
    with serving(APP) as server, chromium() as browser, fresh_page(browser) as page:
        sent: list[str | bytes] = []
        page.on("websocket", lambda socket: socket.on("framesent", lambda payload: sent.append(payload)))
        open_lesson(page, f"{server.url}/study_hours?epochs=4000")
        page.evaluate("rates => probes.followRuler(rates)", _rates())
        sent.clear()
        _drag(page)
        followed = page.evaluate("probes.followed")
        while_dragging = len(sent)
        _release(page)
        on_release = len(sent) - while_dragging
    latencies = [step["milliseconds"] / 1000 for step in followed]
    slowest = percentile(latencies, 95)
    yield Measurement(
        f"dragging the ruler, {len(followed)} inputs, input to picture: p95",
        seconds(slowest), "", "", f"≤ {1000 * _WITHIN:.0f} ms", slowest <= _WITHIN,
    )  # fmt: skip
    since_pointer = [step["sincePointer"] / 1000 for step in followed]
    yield Measurement("  the same: median", seconds(median(latencies)))
    yield Measurement("  p95 from the pointer's own time stamp", seconds(percentile(since_pointer, 95)))
    redrawn = sum(step["redrawn"] for step in followed)
    yield Measurement("  inputs after which the canvas had other pixels", f"{redrawn} of {len(followed)}")
    yield Measurement("  messages to the server until release", str(while_dragging), "", "", "0", while_dragging == 0)
    yield Measurement("  messages to the server on release", str(on_release), "", "", "1", on_release == 1)


def _rates() -> list[float]:
    dataset, recipe = load("study_hours"), Recipe()
    return [float(rate) for rate in stops(stability(dataset, recipe).critical_rate, recipe.learning_rate)]


def _drag(page: Page) -> None:
    box = page.locator(_RULER).bounding_box()
    assert box is not None
    y, left, width = box["y"] + box["height"] / 2, box["x"] + 12, box["width"] - 24
    page.mouse.move(left, y)
    page.mouse.down()
    for sweep in range(_SWEEPS):
        for step in range(_MOVES + 1):
            part = step / _MOVES if sweep % 2 == 0 else 1 - step / _MOVES
            page.mouse.move(left + part * width, y)
    page.wait_for_function("probes.pending === 0")


def _release(page: Page) -> None:
    page.mouse.up()
    page.wait_for_function(
        "probes.urlRate() === Number(document.querySelector('.slopewise-player').dataset.learningRate)"
    )
    page.wait_for_selector(".slopewise-player:not(.live)")
