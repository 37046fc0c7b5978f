"""How smoothly a long run plays, and what the server does meanwhile, beside the usual `st.fragment`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import monotonic

from playwright.sync_api import Browser

from benchmarks.browsers import chromium, fresh_page, open_lesson
from benchmarks.interleaved import interleaved
from benchmarks.report import Measurement, times
from benchmarks.servers import APP, COMPARED, Server, serving

_EPOCHS = 4000
_ROUNDS = 3
_WATCHED_MS = 5000
_SETTLE_MS = 500
_PICTURES_A_SECOND = 55
_AS_MANY = 10
_CPU_PERCENT = 2
_LINK = f"study_hours?epochs={_EPOCHS}"


@dataclass(frozen=True)
class Watched:
    """What was seen of one playback: pictures and frames a second, the server's CPU in percent of a core.

    None stands for what was not looked at, or what the system does not say.
    """

    pictures: float
    frames: float | None
    cpu: float | None


def measure() -> Iterator[Measurement]:
    """Watch both ways of playing the same run in turns."""
    with serving(APP) as app, serving(COMPARED / "fragment_playback.py") as usual, chromium() as browser:
        ways = {"ours": partial(watch, browser, app, _LINK), "reference": partial(_fragment, browser, usual)}
        seen = interleaved(ways, _ROUNDS)
    ours, reference = (median(watched.pictures for watched in seen[way]) for way in ways)
    frames = median(watched.frames or 0 for watched in seen["ours"])
    yield Measurement(
        f"playing {_EPOCHS} epochs, distinct pictures a second", f"{ours:.1f}", f"{reference:.1f}", "",
        f"≥ {_PICTURES_A_SECOND}", ours >= _PICTURES_A_SECOND,
    )  # fmt: skip
    yield Measurement("  frames a second the browser gave meanwhile", f"{frames:.1f}")
    ratio = ours / reference
    yield Measurement(
        "  as many pictures as by st.fragment", "", "", times(ratio), f"≥ {_AS_MANY} ×", ratio >= _AS_MANY
    )
    yield _cpu([watched.cpu for watched in seen["ours"]], [watched.cpu for watched in seen["reference"]])


def watch(browser: Browser, server: Server, link: str) -> Watched:
    """Watch a lesson, named by its link below the app's address, play to its end, once all of it is trained."""
    with fresh_page(browser) as page:
        open_lesson(page, f"{server.url}/{link}")
        page.wait_for_selector(".slopewise-player[data-growing=false]:not(.live)")
        before, begin = server.cpu_seconds(), monotonic()
        counted = page.evaluate("probes.playback()")
        cpu = _percent(before, server.cpu_seconds(), monotonic() - begin)
    return Watched(counted["pictures"] / counted["seconds"], counted["frames"] / counted["seconds"], cpu)


def _fragment(browser: Browser, server: Server) -> Watched:
    """Count in the chart that shows the most: three charts of one epoch may arrive in three frames."""
    with fresh_page(browser) as page:
        pictures: dict[int, int] = {}
        page.expose_function("seen", lambda chart, count: pictures.update({chart: count}))
        page.goto(server.url)
        page.wait_for_function("document.querySelectorAll('.js-plotly-plot .scatterlayer path.js-line').length >= 2")
        page.evaluate("() => void probes.reportCharts()")
        page.get_by_text("Play").click()
        page.wait_for_timeout(_SETTLE_MS)
        earlier, before, begin = dict(pictures), server.cpu_seconds(), monotonic()
        page.wait_for_timeout(_WATCHED_MS)
        took = monotonic() - begin
        cpu = _percent(before, server.cpu_seconds(), took)
    most = max(count - earlier.get(chart, 0) for chart, count in pictures.items())
    return Watched(most / took, None, cpu)


def _percent(before: float | None, after: float | None, seconds: float) -> float | None:
    return None if before is None or after is None else 100 * (after - before) / seconds


def _cpu(ours: list[float | None], reference: list[float | None]) -> Measurement:
    what, target = "  the server's CPU meanwhile, of one core", f"< {_CPU_PERCENT}%"
    mine, usual = ([cpu for cpu in series if cpu is not None] for series in (ours, reference))
    if not mine or not usual:
        return Measurement(what, "not measured", "not measured", "", target)
    percent = median(mine)
    return Measurement(what, f"{percent:.1f}%", f"{median(usual):.1f}%", "", target, percent < _CPU_PERCENT)
