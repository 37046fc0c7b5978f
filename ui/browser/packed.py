"""Files that browsers keep for good, packed once for all of them: ours, the installed Plotly.js, and Streamlit's."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
_PACKING = Lock()


@dataclass(frozen=True)
class Packed:
    """A file as it travels.

    Attributes:
        content: Its bytes, gzipped.
        tag: What tells its content from any other, for the header ETag.
    """

    content: bytes
    tag: str


def packed(file: Path) -> Packed:
    """Return a file, gzipped as small as gzip can; each file is packed once, however many ask at the same time."""
    with _PACKING:
        return _pack(file)


@cache
def _pack(file: Path) -> Packed:
    content = gzip.compress(file.read_bytes(), 9, mtime=0)
    return Packed(content, f'"{hashlib.sha256(content).hexdigest()[:16]}"')


@dataclass(frozen=True)
class PackedFiles:
    """The middleware that answers for such files itself; every other request goes on to the app.

    Streamlit sends its own files unpacked, and packs everybody else's anew for each request.
    This stands before Streamlit's own middleware, which therefore never sees these requests.

    Attributes:
        app: What answers all other requests.
        file_at: Returns the file of an address, if there is one. The address must change with the file's content.
    """

    app: ASGIApp
    file_at: Callable[[str], Path | None]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a GET or HEAD of one of the files."""
        file = self.file_at(scope["path"]) if scope["type"] == "http" else None
        if file is None or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        response = await _response(file, Headers(scope=scope))
        if scope["method"] == "HEAD" and not isinstance(response, FileResponse):
            response.body = b""
        await response(scope, receive, send)


async def _response(file: Path, asked: Headers) -> Response:
    media_type = "text/css" if file.suffix == ".css" else "text/javascript"
    if "gzip" not in asked.get("Accept-Encoding", ""):
        return FileResponse(file, headers=_HEADERS, media_type=media_type)
    content = await run_in_threadpool(packed, file)
    headers = {**_HEADERS, "ETag": content.tag}
    if content.tag in asked.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content.content, headers={**headers, "Content-Encoding": "gzip"}, media_type=media_type)
