"""How soon a released control has its final picture, beside the round trip of the barest page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count
from statistics import median

from playwright.sync_api import Page

from benchmarks.browsers import chromium, fresh_page, open_lesson
from benchmarks.interleaved import interleaved
from benchmarks.report import Measurement, at_most, percentile, seconds
from benchmarks.servers import APP, COMPARED, serving

_ROUNDS = 15
_TIMES = 2.5
_EPOCHS = 1000
_Times = dict[str, float]


def measure() -> Iterator[Measurement]:
    """Press a key on the ruler, enter a number of epochs, and press a key on the bare page, in turns."""
    with (
        serving(APP) as app, serving(COMPARED / "bare_slider.py") as bare, chromium() as browser,
        fresh_page(browser) as lesson, fresh_page(browser) as other, fresh_page(browser) as plain,
    ):  # fmt: skip
        open_lesson(lesson, f"{app.url}/study_hours?epochs={_EPOCHS}")
        open_lesson(other, f"{app.url}/study_hours?epochs={_EPOCHS}&epoch={_EPOCHS}")
        plain.goto(bare.url)
        plain.get_by_role("slider").focus()
        turn = count(1)
        ways = {
            "bare": partial(_bare, plain),
            "ruler": partial(_ruler, lesson),
            "epochs": lambda: _epochs(other, _EPOCHS + 10 * next(turn)),
        }
        taken = interleaved(ways, _ROUNDS, warm_up=2)
    bare_times = [times["final"] for times in taken["bare"]]
    yield from _rows("a key on the ruler", taken["ruler"], bare_times)
    yield from _rows("epochs entered", taken["epochs"], bare_times)


def _rows(what: str, taken: Sequence[_Times], bare: Sequence[float]) -> Iterator[Measurement]:
    final = [times["final"] for times in taken]
    yield at_most(f"{what} → final picture, and a bare page's round trip", final, bare, _TIMES)
    yield Measurement("  the same: p95", seconds(percentile(final, 95)), seconds(percentile(bare, 95)))
    yield Measurement("  → the first picture of the new run", seconds(median(times["canvas"] for times in taken)))
    last = median(times["rest"] for times in taken)
    yield Measurement("  → the same picture in Plotly's hands, to hover", seconds(last))


def _bare(page: Page) -> _Times:
    return _pressed(page, "ArrowRight", "probes.bareAnswer()")


def _ruler(page: Page) -> _Times:
    page.get_by_role("slider", name="Learning rate", exact=True).focus()
    return _pressed(page, "ArrowRight", "probes.rulerAnswer()")


def _epochs(page: Page, epochs: int) -> _Times:
    page.get_by_label("Epochs, typed").fill(str(epochs))
    return _pressed(page, "Enter", f"probes.epochsAnswer({epochs})")


def _pressed(page: Page, key: str, probe: str) -> _Times:
    """Return the seconds from the key to each stage of the answer."""
    page.bring_to_front()
    page.evaluate(f"() => {{ globalThis.answer = {probe}; }}")
    page.keyboard.press(key)
    return {stage: milliseconds / 1000 for stage, milliseconds in page.evaluate("globalThis.answer").items()}
