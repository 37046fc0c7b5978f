"""The server's memory while students come, act a few times and leave, again and again.

Streamlit keeps a session without a browser for two minutes, and at most 128 of them. Who leaves makes place for the
next at once, so that as many pass in minutes as in lessons; then all are forgotten, and memory is back at its rest.
"""

from __future__ import annotations

import asyncio
import random
import re
from time import monotonic
from urllib.request import urlopen

from benchmarks.servers import APP, Server, serving
from benchmarks.students import FORGOTTEN_SECONDS, Times, coming

_AT_ONCE = 10
_ACTS = 3
_PAUSE_SECONDS = (0.1, 0.5)
_SAMPLES = 12
_SETTLING_SECONDS = 15
_NEAR = 0.1


def _store(server: Server) -> int:
    with urlopen(f"{server.url}/_stcore/metrics?families=slopewise_store_bytes", timeout=60) as answer:
        said = re.findall(r"^slopewise_store_bytes (\d+)$", answer.read().decode(), re.MULTILINE)
    return int(said[0]) // 1_000_000 if said else 0


async def _visit(server: Server, dice: random.Random, times: Times) -> None:
    try:
        async with coming(server.url, "study_hours", "", times) as student:
            for number in range(1, _ACTS + 1):
                await asyncio.sleep(dice.uniform(*_PAUSE_SECONDS))
                times.answers.append(await student.act(dice, number))
    except Exception as problem:
        times.errors.append(f"{type(problem).__name__}: {problem}")


async def _come_and_go(server: Server, seconds: float, times: Times) -> None:
    """Keep all places taken for so long, and print the memory now and then."""

    async def place(number: int) -> None:
        dice = random.Random(number)
        while monotonic() < until:
            await _visit(server, dice, times)

    begin = monotonic()
    until = begin + seconds
    places = [asyncio.create_task(place(number)) for number in range(_AT_ONCE)]
    for _ in range(_SAMPLES):
        await asyncio.sleep(seconds / _SAMPLES)
        store = await asyncio.to_thread(_store, server)
        took = f"{server.megabytes():5} MB | store {store:3} MB"
        print(f"{monotonic() - begin:5.0f} s | {len(times.first):5} came | {took}", flush=True)
    await asyncio.gather(*places)


def measure(seconds: float) -> None:
    """Print the memory at rest, while students come and go for so long, and at rest again."""
    times = Times()
    with serving(APP) as server:
        # The first visitor brings what the process never gives back: the imports.
        asyncio.run(_visit(server, random.Random(0), Times()))
        asyncio.run(asyncio.sleep(_SETTLING_SECONDS))
        rest = server.megabytes()
        print(f"at rest: {rest} MB, of which the store that all share {_store(server)} MB", flush=True)
        asyncio.run(_come_and_go(server, seconds, times))
        asyncio.run(asyncio.sleep(FORGOTTEN_SECONDS))
        asyncio.run(_visit(server, random.Random(0), Times()))
        after, store = server.megabytes(), _store(server)
    verdict = "within" if after <= rest * (1 + _NEAR) else "not within"
    print(f"at rest again: {after} MB, the store {store} MB; {verdict} {_NEAR:.0%} of {rest} MB")
    print(f"{len(times.errors)} errors", *sorted(set(times.errors))[:3], sep="; ")
