"""Students as real sessions, by Streamlit's own protocol: they come to a lesson, act on its page, and leave."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

FORGOTTEN_SECONDS = 130
"""A session that lost its browser lives on for two minutes, and is freed when somebody comes after that."""

_RATES = (0.001, 0.0051, 0.01, 0.02, 0.03)
_EPOCHS = (500, 1000, 2000, 4000)
_FAMILY = re.compile(rb'"family": \{"digest": "(\w+)"')
"""Where the player's message names the runs of its ruler, which a browser keeps."""
_PATIENCE_SECONDS = 120


@dataclass
class Times:
    """Seconds until the first page was there, seconds until each answer was, and what went wrong."""

    first: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class Student:
    """One session: what it was told of its page, and what its widgets hold."""

    socket: ClientConnection
    page: str
    query: str
    times: Times
    script: str = ""
    player: str = ""
    holds: list[str] = field(default_factory=list)

    async def ask(self, **events: str) -> float:
        """Ask for a run of the page, with these triggers; return the seconds until it is finished."""
        asked = BackMsg()
        run = asked.rerun_script
        run.query_string, run.page_script_hash, run.page_name = self.query, self.script, self.page
        if self.player:
            run.widget_states.widgets.add(id=self.player, json_value="{}")
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
        """Release the ruler, or in one of four times the slider of the epochs."""
        name, choices = ("epochs", _EPOCHS) if dice.random() < 0.25 else ("learning_rate", _RATES)
        changes = {name: [number, dice.choice(choices), ""]}
        said = {"player": "a" * 8, "message": number, "holds": self.holds, "changes": changes}
        return await self.ask(**{self.player: json.dumps([{"event": "released", "value": said}])})

    def _finished(self, message: Any) -> bool:
        kind = message.WhichOneof("type")
        if kind == "navigation":
            # What a new session is told first is the start page, whichever page it has asked for.
            self.script = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            which = element.WhichOneof("type")
            if which == "exception":
                self.times.errors.append(element.exception.message)
            elif which == "bidi_component" and element.bidi_component.component_name == "slopewise_player":
                self.player = element.bidi_component.id
                self.holds = [found.decode() for found in _FAMILY.findall(element.bidi_component.bytes)] or self.holds
        return kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


@asynccontextmanager
async def coming(url: str, page: str, query: str, times: Times) -> AsyncIterator[Student]:
    """Open a lesson with settings in the link, note how long its first page took, and leave at the end."""
    begin = perf_counter()
    address = f"{url.replace('http', 'ws')}/_stcore/stream"
    async with connect(
        address, subprotocols=["streamlit"], max_size=None, compression=None,  # type: ignore[list-item]
        ping_interval=None, open_timeout=_PATIENCE_SECONDS,
    ) as socket:  # fmt: skip
        student = Student(socket, page, query, times)
        await student.ask()
        times.first.append(perf_counter() - begin)
        yield student
