"""What the server sends to every browser, and what it takes from none: no browser is needed to ask."""

from __future__ import annotations

import gzip
import http.client
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import pytest

from core.tables import MAX_BYTES
from tests.browser.raw_session import raw_session
from tests.browser.served import Server, serve
from ui.browser.assets import module_paths, player_path, plotly_path

FOR_GOOD = "public, max-age=31536000, immutable"


def ask(
    server: Server, path: str, headers: dict[str, str], method: str = "GET", body: bytes | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    """Return the answer to one request, and its bytes as they came."""
    place = urlsplit(server.url)
    line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=120)
    try:
        line.request(method, f"{place.path}{path}", body, headers)
        answer = line.getresponse()
        return answer, answer.read()
    finally:
        line.close()


def streamlit_files(server: Server) -> list[str]:
    """Return the scripts and styles that Streamlit's page asks for first."""
    _, page = ask(server, "", {})
    return re.findall(r'"\./(static/(?:js|css)/[^"]+)"', page.decode())


@pytest.fixture(scope="module")
def below_a_base_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An app that is served below a folder of the address."""
    with serve(tmp_path_factory.mktemp("below") / "server.log", "school/lessons") as running:
        yield running


@pytest.mark.parametrize("served", ["server", "below_a_base_path"])
def test_files_travel_packed_and_are_kept_for_good(request, served):
    """Plotly.js, the player's files and Streamlit's: once packed, small, kept, and the same as those not packed."""
    server = request.getfixturevalue(served)
    again = module_paths()[0].replace(player_path(), f"{player_path()}/again-3")
    for path in [plotly_path(), module_paths()[0], again, *streamlit_files(server)[:2], streamlit_files(server)[-1]]:
        answer, content = ask(server, path, {"Accept-Encoding": "gzip, br"})
        plain_answer, plain = ask(server, path, {})
        assert (answer.status, plain_answer.status) == (200, 200), path
        assert answer.headers["Content-Encoding"] == "gzip"
        assert plain_answer.headers["Content-Encoding"] is None
        assert gzip.decompress(content) == plain
        for each in (answer, plain_answer):
            assert each.headers["Cache-Control"] == FOR_GOOD
            assert each.headers["Vary"] == "Accept-Encoding"
            kind = "text/css" if path.endswith(".css") else "text/javascript"
            assert each.headers["Content-Type"].partition(";")[0] == kind

        head, nothing = ask(server, path, {"Accept-Encoding": "gzip"}, method="HEAD")
        assert (head.status, nothing) == (200, b"")
        assert head.headers["Content-Length"] == str(len(content))
        known, nothing = ask(server, path, {"Accept-Encoding": "gzip", "If-None-Match": f"W/{answer.headers['ETag']}"})
        assert (known.status, nothing) == (304, b"")


def test_a_file_over_the_stated_limit_is_refused_by_the_server(server):
    """Whoever sends without the page's widget is held to what the page says, too; a file within it is taken."""
    cookie, _ = ask(server, "_stcore/health", {})
    token = SimpleCookie(cookie.headers["Set-Cookie"])["_streamlit_xsrf"].value
    with raw_session(server, "study_hours") as session:
        for size, status in ((MAX_BYTES, 204), (MAX_BYTES + 1_000_000, 413), (20 * MAX_BYTES, 413)):
            assert upload(server, session.name, token, size) == status, size
    assert "Traceback" not in server.log_from(0)


def test_metrics_show_what_visitors_share(server):
    """Who opens a lesson after others finds their training: hits rise, trainings stay, all within the limit."""
    link = "epochs=73&start=random&seed=731"
    with raw_session(server, "study_hours", link):
        first = metrics(server)
        with raw_session(server, "study_hours", link) as second:
            then = metrics(server)
            assert second.exceptions == []
    assert 0 < first["trainings"] <= first["entries"]
    assert then["trainings"] == first["trainings"]
    assert then["misses_total"] == first["misses_total"]
    assert then["hits_total"] > first["hits_total"]
    assert 0 < then["bytes"] <= then["limit_bytes"]


def metrics(server: Server) -> dict[str, int]:
    """Return what the server says of its store; soon after its start it has yet to say anything."""
    names = ("trainings", "entries", "bytes", "limit_bytes", "hits", "misses")
    query = "&".join(f"families=slopewise_store_{name}" for name in names)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        answer, text = ask(server, f"_stcore/metrics?{query}", {})
        assert answer.status == 200
        if found := re.findall(r"^slopewise_store_(\w+) (\d+)$", text.decode(), re.MULTILINE):
            return {name: int(value) for name, value in found}
        time.sleep(0.1)
    raise TimeoutError("the server never said what its store holds")


def upload(server: Server, session: str, token: str, size: int) -> int:
    """Send so many bytes as a file, without a word on how many they are; return how the server answers."""
    place = urlsplit(server.url)
    line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=120)
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    parts = [head, *[b"1,2\n" * 25_000] * (size // 100_000), b"\r\n--x--\r\n"]
    headers = {
        "Content-Type": "multipart/form-data; boundary=x", "X-Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}",
    }  # fmt: skip
    # The server may answer and hang up before it has read everything.
    with suppress(BrokenPipeError, ConnectionResetError):
        line.request(
            "PUT", f"{place.path}_stcore/upload_file/{session}/file", iter(parts), headers, encode_chunked=True
        )
    try:
        return line.getresponse().status
    finally:
        line.close()
