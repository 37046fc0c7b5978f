"""A session without a browser, which can say to the server what no browser would."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.browser.lesson import PATIENCE_MS
from tests.browser.served import Server


@dataclass
class RawSession:
    """A session on one page.

    Attributes:
        socket: The line to the server.
        page: The lesson.
        query: Its settings in the link.
        script: What Streamlit calls the page.
        player: What Streamlit calls the player.
        name: What Streamlit calls the session.
        shown: What the player was last sent, packed.
        exceptions: What the page said of errors.
    """

    socket: ClientConnection
    page: str
    query: str
    script: str = ""
    player: str = ""
    name: str = ""
    shown: bytes = b""
    exceptions: list[str] = field(default_factory=list)

    def say(self, widgets: dict[str, str]) -> None:
        """Ask for a run with these values of widgets as JSON, and read all that comes until it is finished."""
        asked = BackMsg()
        asked.rerun_script.query_string = self.query
        asked.rerun_script.page_name = "" if self.script else self.page
        asked.rerun_script.page_script_hash = self.script
        for name, value in widgets.items():
            widget = asked.rerun_script.widget_states.widgets.add(id=name)
            if name.endswith("__events"):
                widget.json_trigger_value = value
            else:
                widget.json_value = value
        self.socket.send(asked.SerializeToString())
        while not self._finished(ForwardMsg.FromString(self.socket.recv(PATIENCE_MS / 1000, decode=False))):
            pass

    def turn_to(self, page: str) -> None:
        """Go to another page by its bare link."""
        self.page, self.script, self.query = page, "", ""
        self.say({})

    def release(self, payload: str) -> None:
        """Send a text of JSON as what the player released."""
        self.trigger(self.player, payload)

    def trigger(self, component: str, payload: str, event: str = "released") -> None:
        """Send a text of JSON as what happened in a component."""
        happened = f'[{{"event": {json.dumps(event)}, "value": {payload}}}]'
        self.say({f"$$STREAMLIT_INTERNAL_KEY_{component}__events": happened, component: "{}"})

    def _finished(self, message: Any) -> bool:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.name = message.new_session.initialize.session_id
        elif kind == "navigation":
            self.script = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                self.exceptions.append(element.exception.message)
            elif element.WhichOneof("type") == "bidi_component":
                component = element.bidi_component
                if component.component_name == "slopewise_player":
                    self.player, self.shown = component.id, component.bytes
        elif kind == "script_finished":
            return bool(message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY)
        return False


@contextmanager
def raw_session(server: Server, page: str, query: str = "", cookie: str = "") -> Iterator[RawSession]:
    """Open a lesson without a browser, and leave it; with the cookie of a proxy on the app that it names."""
    address = f"{server.url.replace('http', 'ws')}_stcore/stream"
    headers = {"Cookie": cookie} if cookie else None
    with connect(
        address, subprotocols=["streamlit"], additional_headers=headers, max_size=None, compression=None
    ) as socket:  # type: ignore[list-item]
        session = RawSession(socket, page, query)
        session.say({})
        yield session
