"""Clients that crowd the server, without a browser: the others keep what is theirs, and are answered."""

from __future__ import annotations

import json
import socket
from contextlib import ExitStack
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.browser.conftest import TROUBLE
from tests.browser.raw_session import RawSession, raw_session

HALF_OPEN = 50
RELEASES = 100
HANDSHAKE = "GET /_stcore/stream HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"


def released(session: RawSession, number: int, rate: float) -> BackMsg:
    """Return what a player says when its ruler is released."""
    said = {"player": "a" * 8, "message": number, "holds": [], "changes": {"learning_rate": [number, rate, ""]}}
    asked = BackMsg()
    asked.rerun_script.query_string, asked.rerun_script.page_script_hash = session.query, session.script
    asked.rerun_script.widget_states.widgets.add(
        id=f"$$STREAMLIT_INTERNAL_KEY_{session.player}__events",
        json_trigger_value=json.dumps([{"event": "released", "value": said}]),
    )
    return asked


def test_others_are_answered_beside_a_crowd(server):
    """Lines that say half a handshake, and one that releases without reading: a student's settings stay hers."""
    mark = server.log_size()
    place = urlsplit(server.url)
    with ExitStack() as crowd, raw_session(server, "study_hours", "epochs=60&epoch=7") as student:
        before = student.query
        for _ in range(HALF_OPEN):
            line = crowd.enter_context(socket.create_connection((place.hostname, place.port), 60))
            line.sendall(HANDSHAKE.encode())
        hasty = crowd.enter_context(raw_session(server, "study_hours", "epochs=50"))
        for number in range(1, RELEASES + 1):
            hasty.socket.send(released(hasty, number, 0.01 + number / 10_000).SerializeToString())
        with raw_session(server, "crop_yields", "epochs=70") as newcomer:
            assert "epochs=70" in newcomer.query
            assert newcomer.exceptions == []
        student.say({})
        assert (student.query, student.exceptions) == (before, [])
    log = server.log_from(mark)
    assert not any(word in log for word in TROUBLE), log
