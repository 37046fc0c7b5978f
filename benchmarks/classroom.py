"""A class on one server: students as real sessions, by Streamlit's own protocol. Run by ``make bench-class``.

Each opens a lesson at a moment of the first ten seconds; then, every 4 to 12 seconds, the ruler is released or the
epochs are changed. The load runs on the same machine as the server and takes a part of its processors.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from benchmarks import coming_and_going
from benchmarks.report import percentile
from benchmarks.servers import APP, Server, serving
from benchmarks.students import FORGOTTEN_SECONDS, Times, coming

_LESSONS = ("study_hours", "loss_explorer", "gradient_descent_animator", "hubble_age", "crop_yields", "perceptron")
_ARRIVING_SECONDS = 10
_PAUSE_SECONDS = (4.0, 12.0)


@dataclass(frozen=True)
class Group:
    """Some students, and the lesson and settings that each opens, by their number."""

    what: str
    students: int
    opens: Callable[[int], tuple[str, str]]


GROUPS = {
    "100": Group("100 on Study Hours", 100, lambda _: ("study_hours", "")),
    "300": Group("300 on Study Hours", 300, lambda _: ("study_hours", "")),
    "perceptron": Group("100 on Perceptron", 100, lambda _: ("perceptron", "")),
    "lessons": Group(
        "100 over six lessons, each its own seed", 100, lambda i: (_LESSONS[i % 6], f"start=random&seed={i}")
    ),
    "longest": Group("20 at 20,000 epochs", 20, lambda _: ("study_hours", "epochs=20000")),
}


async def _attend(url: str, group: Group, number: int, until: float, times: Times) -> None:
    """Come, act until the lesson is over, and leave."""
    dice = random.Random(number)
    await asyncio.sleep(dice.uniform(0, _ARRIVING_SECONDS))
    try:
        async with coming(url, *group.opens(number), times) as student:
            count = 0
            while monotonic() < until:
                await asyncio.sleep(dice.uniform(*_PAUSE_SECONDS))
                count += 1
                times.answers.append(await student.act(dice, count))
    except Exception as problem:
        times.errors.append(f"{type(problem).__name__}: {problem}")


async def _lesson(server: Server, group: Group, seconds: float) -> tuple[Times, int]:
    """Let a group work for so long; return its times and the most memory that the server took meanwhile."""
    times, most = Times(), 0
    until = monotonic() + seconds
    students = [asyncio.create_task(_attend(server.url, group, each, until, times)) for each in range(group.students)]
    while not all(student.done() for student in students):
        await asyncio.sleep(0.5)
        most = max(most, server.megabytes())
    return times, most


def _measure(group: Group, seconds: float, forgotten: float) -> str:
    """Return a group's row of the table, on a server of its own."""
    with serving(APP) as server:
        once = Group("", 1, group.opens)
        asyncio.run(_lesson(server, once, 15))  # The first visitor waits for the imports, which is not the question.
        rest = server.megabytes()
        times, most = asyncio.run(_lesson(server, group, seconds))
        after = "-"
        if forgotten:
            asyncio.run(asyncio.sleep(forgotten))
            asyncio.run(_lesson(server, once, 0))
            after = f"{server.megabytes()}"
    first, answers = (
        " / ".join(f"{percentile(each, percent):.2f}" for percent in (50, 95)) if each else "none"
        for each in (times.first, times.answers)
    )
    kinds = "; ".join(sorted({error.splitlines()[0][:80] for error in times.errors})[:3])
    errors = f"{len(times.errors)} {kinds}".strip()
    return " | ".join((group.what.ljust(40), first.ljust(15), answers.ljust(15), f"{rest} / {most} / {after}", errors))


def main() -> None:
    """Print the table: all groups, or those named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("groups", nargs="*", help=f"of {', '.join(GROUPS)}; all without one")
    parser.add_argument("--seconds", type=float, default=60, help="how long a lesson lasts (60)")
    parser.add_argument("--stay", action="store_true", help="do not wait until those who left are forgotten")
    parser.add_argument(
        "--coming-and-going", action="store_true", help="instead: the memory while students come and go all the time"
    )
    asked = parser.parse_args()
    if unknown := set(asked.groups) - set(GROUPS):
        parser.error(f"no group is called {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    if asked.coming_and_going:
        coming_and_going.measure(asked.seconds)
        return
    print("students | first page p50 / p95, s | answer p50 / p95, s | memory at rest / most / after, MB | errors")
    for name in asked.groups or GROUPS:
        print(_measure(GROUPS[name], asked.seconds, 0 if asked.stay else FORGOTTEN_SECONDS), flush=True)


if __name__ == "__main__":
    main()
