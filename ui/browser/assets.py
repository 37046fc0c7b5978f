"""The files the browser fetches: the player's own modules and the installed Plotly.js."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from os import PathLike, stat_result
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_PLAYER = Path(__file__).parents[1] / "player" / "static"
_FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}


@cache
def player_path() -> str:
    """Return the URL folder of the player's modules; it changes with their content, so no cache goes stale."""
    digest = hashlib.sha256()
    for file in sorted(file for file in _PLAYER.rglob("*") if file.is_file()):
        digest.update(file.relative_to(_PLAYER).as_posix().encode() + file.read_bytes())
    return f"player-{digest.hexdigest()[:12]}"


@cache
def module_paths() -> tuple[str, ...]:
    """Return the URLs of the player's modules."""
    return tuple(f"{player_path()}/{file.relative_to(_PLAYER).as_posix()}" for file in sorted(_PLAYER.rglob("*.js")))


@cache
def plotly_path() -> str:
    """Return the URL of Plotly.js, named after the installed release."""
    return f"plotly-{version('plotly')}/plotly.min.js"


@cache
def packed_plotly() -> bytes:
    """Return Plotly.js, gzipped: packing its 4.8 MB takes a processor half a second, so it is done once."""
    return gzip.compress(_plotly(), 9, mtime=0)


def _plotly() -> bytes:
    return files("plotly").joinpath("package_data", "plotly.min.js").read_bytes()


def loader(module: str, what: str = "") -> str:
    """Return a component's script: the address of one of the modules, which mounts what Python sends.

    Only the address travels with every run; the modules themselves are fetched once a tab. Streamlit's own
    script tells where the app is served, also below a base path or behind a proxy that strips one.

    Args:
        module: Its file, below the player's folder.
        what: A person's word for what it shows: where it did not arrive a sentence says so, with a button to try
            again. Without a word nobody sees it, and it is fetched anew until it is there.
    """
    script = (Path(__file__).parent / "loader.js").read_text(encoding="utf-8")
    parts = {"folder": player_path(), "module": module, "plotly": plotly_path(), "what": what}
    for place, text in parts.items():
        script = script.replace(f"{{{{{place}}}}}", text)
    return script


def routes() -> list[BaseRoute]:
    """Return the routes to all these files, for ``st.App(routes=…)``, below the app's base path."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    home = f"/{base}/" if base else "/"
    modules = _Lasting(directory=_PLAYER)
    return [
        # The same files once more, for a browser that remembers that one of them failed.
        Mount(f"{home}{player_path()}/again-{{tries:int}}", modules),
        Mount(home + player_path(), modules),
        Route(home + plotly_path(), _send_plotly),
    ]


class _Lasting(StaticFiles):
    """Files whose address changes with their content."""

    def file_response(
        self, full_path: PathLike[str] | str, stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Return a file that the browser may keep for good."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(_FOR_GOOD)
        return response


async def _send_plotly(request: Request) -> Response:
    """Return Plotly.js, as it was packed once for all browsers."""
    headers = {**_FOR_GOOD, "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return Response(await run_in_threadpool(_plotly), media_type="text/javascript", headers=headers)
    packed = await run_in_threadpool(packed_plotly)
    return Response(packed, media_type="text/javascript", headers={**headers, "Content-Encoding": "gzip"})
