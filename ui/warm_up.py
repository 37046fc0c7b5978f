"""Import the heavy packages in the background, before the first lesson asks for them."""

from __future__ import annotations

import gc
import importlib
import threading

# The start page needs none of these; leaving it the interpreter for this long makes it usable first.
_HEAD_START_SECONDS = 2.0
_WANTED = (
    "core", "ui.line_tracks", "ui.closer", "ui.controls", "ui.explorer.views", "ui.descent.views", "ui.hubble.answers",
    "ui.crops.closer", "ui.neuron.fate_work",
)  # fmt: skip


def warm_up() -> None:
    """Start a daemon thread that imports what lessons import, then return at once."""
    timer = threading.Timer(_HEAD_START_SECONDS, _import_all)
    timer.daemon = True
    timer.start()


def _import_all() -> None:
    for name in _WANTED:
        importlib.import_module(name)
    # Streamlit collects garbage after every run of a page. What the imports made lives as long as the server:
    # looking through it each time would hold up every answer by a fifth of a second.
    gc.collect()
    gc.freeze()
