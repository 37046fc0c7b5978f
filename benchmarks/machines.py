"""Two apps behind the proxy against one: how many releases a second they answer.

    python -m benchmarks.machines

Students as sessions of their own over Streamlit's websocket, each releasing the ruler as soon as the last answer
has come. All go through the proxy of `deploy/`; its cookie says whether they share one app or are halved between two.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import count, cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.interleaved import interleaved
from benchmarks.report import Measurement, header, row, times
from tests.browser.proxied import COOKIE, Machines, proxied
from tests.browser.raw_session import RawSession, raw_session
from tests.ui.conftest import unpacked

_STUDENTS, _ROUNDS, _SECONDS, _TARGET = 8, 5, 6.0, 1.6
_RATES = (0.001, 0.0051, 0.01, 0.02, 0.03)


class _Student:
    """A session that releases one rate after another, as a browser that holds the runs it was sent."""

    def __init__(self, session: RawSession) -> None:
        self._session, self._messages, self._rates = session, count(1), cycle(_RATES)
        content = unpacked(session.shown)
        self._subject, self._holds = content["subject"], [content["family"]["digest"]]

    def release(self) -> None:
        """Release the ruler at the next rate and wait for the answer."""
        number = next(self._messages)
        changes = {"learning_rate": [number, next(self._rates), self._subject]}
        said = {"player": "a" * 8, "message": number, "holds": self._holds, "changes": changes}
        self._session.release(json.dumps(said))


def _answers(students: Sequence[_Student]) -> float:
    """Return how many releases a second were answered to these students together."""
    end = perf_counter() + _SECONDS

    def go_on(student: _Student) -> int:
        answered = 0
        while perf_counter() < end:
            student.release()
            answered += 1
        return answered

    begin = perf_counter()
    with ThreadPoolExecutor(len(students)) as threads:
        answered = sum(threads.map(go_on, students))
    return answered / (perf_counter() - begin)


def _arrive(machines: Machines, stack: ExitStack, apps: Sequence[str]) -> list[_Student]:
    """Open the lesson for all students, in turn at these apps."""
    cookies = [f"{COOKIE}={apps[i % len(apps)]}" for i in range(_STUDENTS)]
    opened = (stack.enter_context(raw_session(machines.proxy, "study_hours", cookie=cookie)) for cookie in cookies)
    return [_Student(session) for session in opened]


def measure() -> Iterator[Measurement]:
    """Compare two apps with one, turn by turn."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        machines = stack.enter_context(proxied(Path(folder), 2))
        both = list(machines.apps)
        classes = {"one": both[:1], "two": both}
        tasks = {name: partial(_answers, _arrive(machines, stack, apps)) for name, apps in classes.items()}
        seen = interleaved(tasks, _ROUNDS, warm_up=1)
    one, two = median(seen["one"]), median(seen["two"])
    yield Measurement(
        f"releases answered a second, {_STUDENTS} students, two apps beside one",
        f"{two:.1f}", f"{one:.1f}", times(two / one), f"≥ {times(_TARGET)}", two / one >= _TARGET,
    )  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit("usage: python -m benchmarks.machines")
    print(header(), flush=True)
    for measured in measure():
        print(row(measured), flush=True)
