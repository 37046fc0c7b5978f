"""How soon a large table of one's own is trained on and on screen, beside a small one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from time import perf_counter

import numpy as np
from playwright.sync_api import Browser

from benchmarks.browsers import chromium, fresh_page, open_lesson
from benchmarks.interleaved import interleaved
from benchmarks.report import Measurement, seconds, times
from benchmarks.servers import APP, Server, serving

_ROUNDS = 3
_MAX_SECONDS = 3
_FEATURES = 8
_ROWS = {"ours": 10_000, "reference": 20}
_SHOWN = """(first) => {
  const player = document.querySelector(".slopewise-player[data-shown=true]");
  return player && player.dataset.loss !== first && location.search.includes("data=own");
}"""


def measure() -> Iterator[Measurement]:
    """Give files of both sizes to Crop Yields in turns, and use them."""
    with serving(APP) as app, chromium() as browser:
        tables = {name: _table(rows) for name, rows in _ROWS.items()}
        ways = {name: partial(_use, browser, app, table) for name, table in tables.items()}
        taken = interleaved(ways, _ROUNDS, warm_up=1)
    ours, reference = (float(np.median(taken[name])) for name in _ROWS)
    yield Measurement(
        "a file of 10,000 rows × 8 features → trained and on screen", seconds(ours), f"20 rows: {seconds(reference)}",
        times(ours / reference), f"≤ {_MAX_SECONDS} s", ours <= _MAX_SECONDS,
    )  # fmt: skip


def _table(rows: int) -> bytes:
    generator = np.random.default_rng(0)
    features = generator.normal(size=(rows, _FEATURES))
    targets = features @ np.arange(1, _FEATURES + 1) + generator.normal(size=rows)
    names = ",".join([*(f"feature {i}" for i in range(1, _FEATURES + 1)), "target"])
    return "\n".join(
        [names, *(",".join(f"{n:.6f}" for n in row) for row in np.column_stack([features, targets]))]
    ).encode()


def _use(browser: Browser, app: Server, table: bytes) -> float:
    """Return the seconds from the file until it can be used, and from “Use these data” until its run is shown."""
    with fresh_page(browser) as page:
        open_lesson(page, f"{app.url}/crop_yields")
        first = page.evaluate("document.querySelector('.slopewise-player').dataset.loss")
        page.get_by_role("button", name="Your own data").click()
        page.wait_for_selector("input[type=file]", state="attached")
        begin = perf_counter()
        file = {"name": "table.csv", "mimeType": "text/csv", "buffer": table}
        page.locator("input[type=file]").set_input_files(file)
        use = page.get_by_role("button", name="Use these data")
        use.wait_for()
        read = perf_counter() - begin
        begin = perf_counter()
        use.click()
        page.wait_for_function(_SHOWN, arg=first)
        return read + perf_counter() - begin
