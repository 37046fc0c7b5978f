"""Import the heavy packages in the background, and pack Plotly.js, before the first lesson asks for them."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import threading

from ui import lessons
from ui.browser.assets import packed_plotly
from ui.session.turns import others_meanwhile

# The start page needs none of these; leaving it the interpreter for this long makes it usable first.
_HEAD_START_SECONDS = 2.0
_IMPORTING = threading.Lock()
_IMPORTED = threading.Event()


def warm_up() -> None:
    """Import what every page needs, then start a daemon thread that prepares what lessons need, and return.

    It is called before the first visit: later its thread and this one's would import at the same time.
    """
    importlib.import_module("ui.shell.router")
    timer = threading.Timer(_HEAD_START_SECONDS, _prepare)
    timer.daemon = True
    timer.start()


def import_lessons() -> None:
    """Import what the lessons need, if it is not there yet.

    One thread at a time: of two that import packages which use one another, each may find the other's half done.
    """
    # Every visit comes by here: a lock, or a look into folders, would make hundreds wait for one another.
    if _IMPORTED.is_set():
        return
    with others_meanwhile(), _IMPORTING:
        for module in pkgutil.walk_packages(lessons.__path__, f"{lessons.__name__}."):
            importlib.import_module(module.name)
        _IMPORTED.set()


def _prepare() -> None:
    packed_plotly()
    import_lessons()
    # Not before: the store needs what the lessons need.
    importlib.import_module("ui.shell.metrics").publish_store()
    # Streamlit collects garbage after every run of a page. What the imports made lives as long as the server:
    # looking through it each time would hold up every answer by a fifth of a second.
    gc.collect()
    gc.freeze()
