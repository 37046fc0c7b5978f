"""How soon there is something to use: after a start of the server, and at a first visit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser

from benchmarks.browsers import chromium, fresh_page
from benchmarks.interleaved import interleaved
from benchmarks.report import Measurement, at_most
from benchmarks.servers import APP, COMPARED, serving, starting

_STARTS = 3
_VISITS = 5
_TIMES = 1.5
_PICTURE = ".slopewise-player[data-ready]"
_CHART = ".js-plotly-plot .scatterlayer path.js-line"


def measure() -> Iterator[Measurement]:
    """Start both servers in turns, then visit both pages with a picture in turns."""
    with chromium() as browser:
        pages = {"ours": APP, "reference": COMPARED / "bare_page.py"}
        starts = {name: partial(_start, browser, script) for name, script in pages.items()}
        taken = interleaved(starts, _STARTS)
        yield at_most("server started → start page, and a bare page", taken["ours"], taken["reference"], _TIMES)
        with serving(APP) as app, serving(COMPARED / "bare_plotly.py") as bare:
            visits = {
                "ours": partial(_visit, browser, f"{app.url}/study_hours", _PICTURE),
                "reference": partial(_visit, browser, bare.url, _CHART),
            }
            taken = interleaved(visits, _VISITS, warm_up=1)
    what = "first visit of Study Hours → picture, and one bare chart"
    yield at_most(what, taken["ours"], taken["reference"], _TIMES)


def _start(browser: Browser, script: Path) -> float:
    """Return the seconds from starting the process until a heading can be read in a browser that is open."""
    with fresh_page(browser) as page:
        begin = perf_counter()
        with starting(script) as server:
            server.wait()
            page.goto(server.url, wait_until="commit")
            page.wait_for_selector("h1")
            return perf_counter() - begin


def _visit(browser: Browser, url: str, picture: str) -> float:
    """Return the seconds from an empty cache until the picture can be seen."""
    with fresh_page(browser) as page:
        begin = perf_counter()
        page.goto(url, wait_until="commit")
        page.wait_for_selector(picture)
        return perf_counter() - begin
