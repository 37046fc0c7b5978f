"""A server that is started anew: the page says that it is down, and nothing that the user does afterwards is lost."""

from __future__ import annotations

import os
import signal
from urllib.parse import urlparse

import pytest
from playwright.sync_api import expect

from tests.browser.lesson import PATIENCE_MS, Lesson
from tests.browser.served import serve

CONNECTED = "document.querySelector('[data-testid=stApp]').dataset.testConnectionState === 'CONNECTED'"


@pytest.fixture
def killed(page, tmp_path):
    """Return how to open a lesson on a server that is then killed, and how to start it again at the same place."""
    running = []

    def start(port=None):
        running.append(serve(tmp_path / f"{len(running)}.log", port=port))
        return running[-1].__enter__()

    def open_and_kill(query, name):
        server = start()
        lesson = Lesson(page, server.url).open(query, name)
        os.kill(server.pid, signal.SIGKILL)
        return lesson, lambda: start(urlparse(server.url).port)

    yield open_and_kill
    page.close()
    for server in reversed(running):
        server.__exit__(None, None, None)


def test_a_page_says_that_its_server_is_down(page, killed):
    """While nobody answers a sentence says so; when the server is back it goes, and the first key counts."""
    lesson, start = killed("?epochs=300&learning_rate=0.01&epoch=3", "study_hours")
    down = page.get_by_text("The server does not answer.")
    expect(down).to_be_visible()
    start()
    expect(down).to_have_count(0)
    lesson.at_rest()
    lesson.ruler.focus()
    page.keyboard.press("ArrowRight")
    lesson.wait_for_url(learning_rate="0.011", epochs="300", epoch="3")
    lesson.expect_text("A rate of 0.011 converges smoothly.")
    lesson.at_rest()
    assert lesson.shown.learning_rate == 0.011


@pytest.mark.parametrize("name", ["study_hours", "loss_explorer", "perceptron"])
def test_the_first_message_to_a_new_session_is_received(page, killed, name):
    """A release that the new server receives before anything else is answered from itself and the link."""
    silent = "export const watchConnection = () => {};"
    page.route("**/connection.js", lambda route: route.fulfill(content_type="text/javascript", body=silent))
    query = {"study_hours": "?epochs=300", "loss_explorer": "?loss=mae", "perceptron": "?epochs=300"}[name]
    lesson, start = killed(query, name)
    page.wait_for_function(f"() => !({CONNECTED})", timeout=PATIENCE_MS)
    start()
    page.wait_for_function(f"() => {CONNECTED}", timeout=PATIENCE_MS)
    before = lesson.query
    if name == "loss_explorer":
        lesson.handle("Left end of the line").press("ArrowUp")
        changed = "line"
    else:
        lesson.ruler.press("ArrowLeft")
        changed = "learning_rate"
    page.wait_for_function("name => new URL(location.href).searchParams.has(name)", arg=changed)
    lesson.at_rest()
    assert {key: value for key, value in lesson.query.items() if key != changed} == before
    if name != "loss_explorer":
        assert lesson.query[changed] == [f"{lesson.shown.learning_rate:g}"]
