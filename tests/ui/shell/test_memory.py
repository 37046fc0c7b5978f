"""Memory that is free goes back to the system, and what was held for people goes when all have left."""

from __future__ import annotations

import asyncio
import platform
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat
from pathlib import Path

import pytest

from ui.session.store import STORE
from ui.shell import memory

ROOT = Path(__file__).parents[3]

_HOLES = """
import re
from pathlib import Path
from ui.shell import memory

def megabytes():
    return int(re.search(r"VmRSS:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) / 1000

blocks = [bytearray(b"1" * 100_000) for _ in range(4000)]
del blocks[::2]
before = megabytes()
memory.give_back()
print(before - megabytes())
"""

_HEAPS = """
import re, threading
from pathlib import Path
from ui.shell import memory

{first}
ready = threading.Barrier(9)
def work():
    held = bytearray(b"1" * 50_000)
    ready.wait()
    ready.wait()
for _ in range(8):
    threading.Thread(target=work, daemon=True).start()
ready.wait()
# glibc reserves 64 MiB for each heap but the first, most of which nobody may touch yet.
spans = re.findall(r"^(\\w+)-(\\w+) ---p", Path("/proc/self/maps").read_text(), re.M)
print(sum(60 << 20 < int(end, 16) - int(begin, 16) <= 64 << 20 for begin, end in spans))
ready.wait()
"""


def _said(script: str) -> float:
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(ran.stdout)


def _without_glibc() -> bool:
    """Return whether this system's C library is another: there is nothing to call then, and calling does no harm."""
    assert (memory._glibc() is None) == (platform.libc_ver()[0] != "glibc")
    return memory._glibc() is None


def test_memory_between_what_is_still_held_is_given_back() -> None:
    """Of 400 MB every second block is freed: the C library keeps those 200 MB until it is told to return them."""
    if _without_glibc():
        memory.give_back()
    else:
        assert _said(_HOLES) > 150


def test_all_threads_share_one_heap() -> None:
    """Eight threads make heaps of their own, unless they are told to share the first."""
    if _without_glibc():
        memory.use_one_heap()
    else:
        assert _said(_HEAPS.format(first="")) >= 4
        assert _said(_HEAPS.format(first="memory.use_one_heap()")) == 0


def test_what_was_held_for_people_goes_when_all_have_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """While anybody is there or may come back, it stays; a server that nobody has visited lets go of nothing."""
    people = chain([0, 0, 2, 1], repeat(0))
    held: list[int] = []

    def count() -> int:
        held.append(STORE.statistics().entries)
        return next(people)

    async def look_six_times() -> None:
        keeping = asyncio.create_task(memory.keep_low())
        while len(held) < 6:
            await asyncio.sleep(0.001)
        keeping.cancel()

    monkeypatch.setattr(memory, "count_sessions", count)
    monkeypatch.setattr(memory, "_EVERY_SECONDS", 0.0)
    STORE.clear()
    STORE.shared(("a", "training"), lambda: [1, 2])
    # In a thread of its own: a browser's test of the same process may have a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, look_six_times()).result()
    assert held[:6] == [1, 1, 1, 1, 1, 0]
