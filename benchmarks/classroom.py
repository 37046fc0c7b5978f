"""A class on one server: students as real sessions, by Streamlit's own protocol. Run by ``make bench-class``.

Each opens a lesson at a moment of the first ten seconds; then, every 4 to 12 seconds, the ruler is released or the
epochs are changed. The load runs on the same machine as the server and takes a part of its processors.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, perf_counter
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.report import percentile
from benchmarks.servers import APP, Server, serving

_LESSONS = ("study_hours", "loss_explorer", "gradient_descent_animator", "hubble_age", "crop_yields", "perceptron")
_ARRIVING_SECONDS = 10
_PAUSE_SECONDS = (4.0, 12.0)
_RATES = (0.001, 0.0051, 0.01, 0.02, 0.03)
_EPOCHS = (500, 1000, 2000, 4000)
_PATIENCE_SECONDS = 120
# A session that lost its browser lives on for two minutes, and is freed when somebody comes after that.
_FORGOTTEN_SECONDS = 130


@dataclass(frozen=True)
class Group:
    """Some students, and the lesson and settings that each opens, by their number."""

    what: str
    students: int
    opens: Callable[[int], tuple[str, str]]


@dataclass
class Times:
    """Seconds until the first page was there, seconds until each answer was, and what went wrong."""

    first: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


GROUPS = {
    "100": Group("100 on Study Hours", 100, lambda _: ("study_hours", "")),
    "300": Group("300 on Study Hours", 300, lambda _: ("study_hours", "")),
    "perceptron": Group("100 on Perceptron", 100, lambda _: ("perceptron", "")),
    "lessons": Group(
        "100 over six lessons, each its own seed", 100, lambda i: (_LESSONS[i % 6], f"start=random&seed={i}")
    ),
    "longest": Group("20 at 20,000 epochs", 20, lambda _: ("study_hours", "epochs=20000")),
}


@dataclass
class Student:
    """One session: what it was told of its page, and what its widgets hold."""

    socket: ClientConnection
    page: str
    query: str
    times: Times
    script: str = ""
    player: str = ""
    epochs: str = ""
    chosen: int = 0

    async def ask(self, **events: str) -> float:
        """Ask for a run of the page, with these triggers; return the seconds until it is finished."""
        asked = BackMsg()
        run = asked.rerun_script
        run.query_string, run.page_script_hash, run.page_name = self.query, self.script, self.page
        if self.player:
            run.widget_states.widgets.add(id=self.player, json_value="{}")
        if self.epochs and self.chosen:
            run.widget_states.widgets.add(id=self.epochs, int_value=self.chosen)
        for component, value in events.items():
            run.widget_states.widgets.add(id=f"$$STREAMLIT_INTERNAL_KEY_{component}__events", json_trigger_value=value)
        begin = perf_counter()
        await self.socket.send(asked.SerializeToString())
        while not self._finished(
            ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(decode=False), _PATIENCE_SECONDS))
        ):
            pass
        return perf_counter() - begin

    async def act(self, dice: random.Random, number: int) -> float:
        """Release the ruler, or in one of four times change the epochs."""
        if dice.random() < 0.25 and self.epochs:
            self.chosen = dice.choice(_EPOCHS)
            return await self.ask()
        changes = {"learning_rate": [number, dice.choice(_RATES), ""]}
        said = {"player": "a" * 8, "message": number, "holds": [], "changes": changes}
        return await self.ask(**{self.player: json.dumps([{"event": "released", "value": said}])})

    def _finished(self, message: Any) -> bool:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.script = message.new_session.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            which = element.WhichOneof("type")
            if which == "exception":
                self.times.errors.append(element.exception.message)
            elif which == "bidi_component" and element.bidi_component.component_name == "slopewise_player":
                self.player = element.bidi_component.id
            elif which == "number_input" and element.number_input.label in ("Epochs", "Iterations"):
                self.epochs = element.number_input.id
        return kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


async def _attend(url: str, group: Group, number: int, until: float, times: Times) -> None:
    """Come, act until the lesson is over, and leave."""
    dice = random.Random(number)
    await asyncio.sleep(dice.uniform(0, _ARRIVING_SECONDS))
    page, query = group.opens(number)
    begin = perf_counter()
    address = f"{url.replace('http', 'ws')}/_stcore/stream"
    try:
        async with connect(
            address, subprotocols=["streamlit"], max_size=None, compression=None,  # type: ignore[list-item]
            ping_interval=None, open_timeout=_PATIENCE_SECONDS,
        ) as socket:  # fmt: skip
            student = Student(socket, page, query, times)
            await student.ask()
            times.first.append(perf_counter() - begin)
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
        most = max(most, memory(server))
    return times, most


def memory(server: Server) -> int:
    """Return the megabytes of memory that a server takes now; 0 where the system does not say (not Linux)."""
    with suppress(OSError):
        for line in Path(f"/proc/{server.process}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) // 1000
    return 0


def _measure(group: Group, seconds: float, forgotten: float) -> str:
    """Return a group's row of the table, on a server of its own."""
    with serving(APP) as server:
        once = Group("", 1, group.opens)
        asyncio.run(_lesson(server, once, 15))  # The first visitor waits for the imports, which is not the question.
        rest = memory(server)
        times, most = asyncio.run(_lesson(server, group, seconds))
        after = "-"
        if forgotten:
            asyncio.run(asyncio.sleep(forgotten))
            asyncio.run(_lesson(server, once, 0))
            after = f"{memory(server)}"
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
    asked = parser.parse_args()
    if unknown := set(asked.groups) - set(GROUPS):
        parser.error(f"no group is called {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    print("students | first page p50 / p95, s | answer p50 / p95, s | memory at rest / most / after, MB | errors")
    for name in asked.groups or GROUPS:
        print(_measure(GROUPS[name], asked.seconds, 0 if asked.stay else _FORGOTTEN_SECONDS), flush=True)


if __name__ == "__main__":
    main()
