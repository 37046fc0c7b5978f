"""Serve Slopewise: Streamlit's ASGI app, its assets and a background warm-up."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from ui.browser.assets import file_at
from ui.browser.packed import PackedFiles
from ui.shell import memory
from ui.shell.warm_up import warm_up

# Runs are small and people many: sessions share the processors, not the halves of a small matrix.
# Read by torch when it is imported, which is later than this.
os.environ.setdefault("OMP_NUM_THREADS", "1")


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Start the warm-up beside the server, so that the first page does not wait for torch; keep its memory low."""
    memory.use_one_heap()
    warm_up()
    keeping = asyncio.create_task(memory.keep_low())
    keeping.add_done_callback(_raise)
    yield {}
    keeping.cancel()


def _raise(ended: asyncio.Task[None]) -> None:
    """Raise what has ended a task, for the log: nobody waits for it."""
    if not ended.cancelled():
        ended.result()


app = st.App("ui/shell/script.py", middleware=[Middleware(PackedFiles, file_at=file_at)], lifespan=lifespan)
