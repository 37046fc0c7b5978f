"""How smoothly a lesson plays from its file on disk, beside the same run in the app."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from benchmarks.browsers import chromium, fresh_page, open_lesson
from benchmarks.interleaved import interleaved
from benchmarks.playback import watch
from benchmarks.report import Measurement, times
from benchmarks.servers import APP, Server, serving

_ROUNDS = 3
_PICTURES_A_SECOND = 55
_MAX_MB = 6
_LINK = "study_hours?epochs=4000"


def measure() -> Iterator[Measurement]:
    """Play the same run from disk and in the app in turns."""
    with serving(APP) as app, chromium() as browser, tempfile.TemporaryDirectory() as folder:
        file = _saved(browser, app, Path(folder))
        ways = {"file": partial(_play, browser, file), "app": lambda: watch(browser, app, _LINK).pictures}
        seen = interleaved(ways, _ROUNDS)
        size = file.stat().st_size / 1e6
    ours, reference = (median(seen[way]) for way in ways)
    yield Measurement(
        "playing from one file on disk, distinct pictures a second", f"{ours:.1f}", f"in the app: {reference:.1f}",
        times(ours / reference), f"≥ {_PICTURES_A_SECOND}", ours >= _PICTURES_A_SECOND,
    )  # fmt: skip
    yield Measurement("  size of the file", f"{size:.1f} MB", "", "", f"< {_MAX_MB} MB", size < _MAX_MB)


def _saved(browser: Browser, app: Server, folder: Path) -> Path:
    with fresh_page(browser) as page:
        open_lesson(page, f"{app.url}/{_LINK}")
        page.get_by_text("Download", exact=True).click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Lesson as HTML").click()
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
    return path


def _play(browser: Browser, file: Path) -> float:
    with fresh_page(browser) as page:
        page.context.set_offline(True)
        open_lesson(page, file.as_uri())
        counted = page.evaluate("probes.playback()")
    return float(counted["pictures"] / counted["seconds"])
