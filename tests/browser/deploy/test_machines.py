"""Three apps behind the proxy of `deploy/`: a browser stays with its app, and an app that is killed loses nothing."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.browser.conftest import DESKTOP, assert_quiet
from tests.browser.lesson import PATIENCE_MS, Lesson
from tests.browser.proxied import COOKIE, Machines, proxied

# Four processes of its own: in one worker, and only where the proxy is.
pytestmark = pytest.mark.xdist_group("HAProxy")

STUDENTS, RECONNECTS = 20, 10
CONNECTED = "() => document.querySelector('[data-testid=stApp]').dataset.testConnectionState === 'CONNECTED'"


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with proxied(tmp_path_factory.mktemp("machines")) as running:
        yield running


def first_visit(machines: Machines) -> str:
    """Return the cookie that a browser without one is given."""
    with urlopen(machines.proxy.url, timeout=PATIENCE_MS / 1000) as answer:
        given = answer.headers["Set-Cookie"].partition(";")[0]
    return str(given)


def visit(machines: Machines, cookie: str, session: str = "") -> str:
    """Open a line to the server as Streamlit's page does, ask for a run, leave; return which session that was."""
    address = f"{machines.proxy.url.replace('http', 'ws')}_stcore/stream"
    known = ["streamlit", "no-token", session] if session else ["streamlit"]
    found = ""
    with connect(
        address, subprotocols=known, additional_headers={"Cookie": cookie}, max_size=None, open_timeout=60
    ) as socket:  # type: ignore[arg-type]
        assert "Set-Cookie" not in socket.response.headers
        asked = BackMsg()
        asked.rerun_script.page_name = "about"
        socket.send(asked.SerializeToString())
        while True:
            message = ForwardMsg.FromString(socket.recv(PATIENCE_MS / 1000, decode=False))
            if message.WhichOneof("type") == "new_session":
                found = message.new_session.initialize.session_id
            elif message.WhichOneof("type") == "script_finished":
                return found


def wait_until_left(machines: Machines) -> None:
    """Wait until no app takes anybody for connected any more: a session that still is cannot be taken up again."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while machines.metric("active_sessions ") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert machines.metric("active_sessions ") == 0


def test_no_reconnect_lands_elsewhere(machines: Machines) -> None:
    """Twenty students from one address are spread over all apps; each of 200 reconnects finds its own session."""
    cookies = [first_visit(machines) for _ in range(STUDENTS)]
    assert {cookie.partition("=")[2] for cookie in cookies} == set(machines.apps)
    sessions = [visit(machines, cookie) for cookie in cookies]
    assert len(set(sessions)) == STUDENTS
    for _ in range(RECONNECTS):
        wait_until_left(machines)
        assert [visit(machines, cookie, known) for cookie, known in zip(cookies, sessions, strict=True)] == sessions
    wait_until_left(machines)
    assert machines.metric('session_events_total{type="reconnect"}') == STUDENTS * RECONNECTS


def app_of(page: Page) -> str:
    """Return which app a browser is with."""
    return next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == COOKIE)


def test_a_killed_app_loses_nothing(machines: Machines, browser: Browser) -> None:
    """Its student is on another app, sees the same run at the same epoch and goes on; the neighbour notices nothing."""
    pages: dict[str, Page] = {}
    lines: dict[Page, int] = {}
    while len(pages) < 2:
        page = browser.new_context(viewport=DESKTOP).new_page()
        page.set_default_timeout(PATIENCE_MS)
        lines[page] = 0
        page.on("websocket", lambda _, page=page: lines.update({page: lines[page] + 1}))
        Lesson(page, machines.proxy.url).open("?epochs=300&learning_rate=0.01&epoch=3")
        pages[app_of(page)] = page
    (lost, one), (kept, other) = pages.items()
    mine, neighbour = Lesson(one, machines.proxy.url), Lesson(other, machines.proxy.url)
    before = mine.shown

    # Another line is opened as soon as one of the other apps has answered.
    with one.expect_websocket(timeout=PATIENCE_MS):
        os.kill(machines.apps[lost].pid, signal.SIGKILL)
    one.wait_for_function(CONNECTED)
    expect(one.locator(".slopewise-offline")).to_have_count(0)
    mine.at_rest()
    assert app_of(one) != lost
    assert mine.shown == before
    mine.ruler.focus()
    one.keyboard.press("ArrowRight")
    mine.wait_for_url(learning_rate="0.011", epochs="300", epoch="3")
    mine.expect_text("A rate of 0.011 converges smoothly.")

    neighbour.ruler.focus()
    other.keyboard.press("ArrowRight")
    neighbour.wait_for_url(learning_rate="0.011", epochs="300", epoch="3")
    neighbour.at_rest()
    assert (app_of(other), lines[other]) == (kept, 1)

    one.reload()
    mine.at_rest()
    assert (mine.shown.epoch, mine.shown.learning_rate) == (3, 0.011)
    for page in pages.values():
        page.context.close()
    for name, app in machines.apps.items():
        if name != lost:
            assert_quiet(app, 0)
