"""What the server runs on."""

from __future__ import annotations

from uvicorn.loops.auto import auto_loop_factory


def test_the_server_runs_on_the_event_loop_that_is_required() -> None:
    """Uvicorn takes uvloop: on asyncio's own, page and server wait for one another at each message."""
    loop = auto_loop_factory()()
    loop.close()
    assert type(loop).__module__.startswith("uvloop")
