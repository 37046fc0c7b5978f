"""How soon the picture follows a finger on the ruler and on the epochs, and what the server receives of it."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Page

from benchmarks.browsers import chromium, fresh_page, open_lesson
from benchmarks.report import Measurement, percentile, seconds
from benchmarks.servers import APP, serving
from core.data import load
from core.exact import stability
from core.model import Recipe
from ui.browser.assets import player_path
from ui.session.ruler import few_stops, stops

_WITHIN = 0.033
_SWEEPS = 3
_MOVES = 60
_MAX = 20_000
_SLIDERS = {
    "the ruler": ("Learning rate", "study_hours?epochs=4000"),
    "the ruler of 8-8 neurons": ("Learning rate", "neural_network?layers=8,8&data=spirals&optimizer=adam"),
    "the epochs": ("Epochs", f"study_hours?epochs={_MAX}&epoch={_MAX}"),
    "the epochs of a race": ("Epochs", f"gradient_descent_animator?epochs={_MAX}&epoch={_MAX}&view=race"),
    "the epochs of a plane in 3-D": ("Epochs", f"crop_yields?epochs={_MAX}&epoch={_MAX}&view=plane"),
}
_SAYS = {"Learning rate": ("learningRate", "learning_rate"), "Epochs": ("epochs", "epochs")}


def measure() -> Iterator[Measurement]:
    """Drag each slider from end to end and back, and release it."""
    for what, (slider, link) in _SLIDERS.items():
        yield from _dragged(what, slider, link)


def _dragged(what: str, slider: str, link: str) -> Iterator[Measurement]:
    said, setting = _SAYS[slider]
    with serving(APP) as server, chromium() as browser, fresh_page(browser) as page:
        sent: list[str | bytes] = []
        page.on("websocket", lambda socket: socket.on("framesent", lambda payload: sent.append(payload)))
        open_lesson(page, f"{server.url}/{link}")
        page.evaluate("given => probes.follow(...given)", [slider, said, _stops(page, slider, server.url)])
        sent.clear()
        _drag(page, f'input[aria-label="{slider}"]')
        followed = page.evaluate("probes.followed")
        while_dragging = len(sent)
        _release(page, said, setting)
        on_release = len(sent) - while_dragging
    yield from _rows(what, followed, while_dragging, on_release)


def _rows(what: str, followed: list[dict[str, float]], while_dragging: int, on_release: int) -> Iterator[Measurement]:
    latencies = [step["milliseconds"] / 1000 for step in followed]
    slowest = percentile(latencies, 95)
    yield Measurement(
        f"dragging {what}, {len(followed)} inputs, input to picture: p95",
        seconds(slowest), "", "", f"≤ {1000 * _WITHIN:.0f} ms", slowest <= _WITHIN,
    )  # fmt: skip
    since_pointer = [step["sincePointer"] / 1000 for step in followed]
    yield Measurement("  the same: median", seconds(median(latencies)))
    yield Measurement("  p95 from the pointer's own time stamp", seconds(percentile(since_pointer, 95)))
    redrawn = sum(step["redrawn"] for step in followed)
    yield Measurement("  inputs after which the canvas had other pixels", f"{redrawn} of {len(followed)}")
    yield Measurement("  messages to the server until release", str(while_dragging), "", "", "0", while_dragging == 0)
    yield Measurement("  messages to the server on release", str(on_release), "", "", "1", on_release == 1)


def _stops(page: Page, slider: str, url: str) -> list[float]:
    if slider == "Learning rate" and "neural_network" in page.url:
        return [float(rate) for rate in few_stops(1.0)]
    if slider == "Learning rate":
        dataset, recipe = load("study_hours"), Recipe()
        return [float(rate) for rate in stops(stability(dataset, recipe).critical_rate, recipe.learning_rate)]
    module = f"{url}/{player_path()}/controls/epochs.js"
    return list(page.evaluate(f"most => import('{module}').then((epochs) => epochs.stopsUpTo(most, most))", _MAX))


def _drag(page: Page, slider: str) -> None:
    box = page.locator(slider).bounding_box()
    assert box is not None
    y, left, width = box["y"] + box["height"] / 2, box["x"] + 12, box["width"] - 24
    page.mouse.move(left, y)
    page.mouse.down()
    for sweep in range(_SWEEPS):
        for step in range(_MOVES + 1):
            part = step / _MOVES if sweep % 2 == 0 else 1 - step / _MOVES
            page.mouse.move(left + part * width, y)
    # What is let go of differs from what was there.
    page.mouse.move(left + 0.7 * width, y)
    page.wait_for_function("probes.pending === 0")


def _release(page: Page, said: str, setting: str) -> None:
    page.mouse.up()
    page.wait_for_function(
        "([said, name]) => probes.inLink(name) === document.querySelector('.slopewise-player').dataset[said]",
        arg=[said, setting],
    )
    page.wait_for_selector(".slopewise-player:not(.live)")
