"""The files the browser fetches: the player's own modules and the installed Plotly.js."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

_PLAYER = Path(__file__).parent / "player" / "static"


@cache
def player_path() -> str:
    """Return the URL folder of the player's modules; it changes with their content, so no cache goes stale."""
    digest = hashlib.sha256()
    for file in sorted(_PLAYER.iterdir()):
        digest.update(file.name.encode() + file.read_bytes())
    return f"player-{digest.hexdigest()[:12]}"


@cache
def module_paths() -> tuple[str, ...]:
    """Return the URLs of the player's modules."""
    return tuple(f"{player_path()}/{file.name}" for file in sorted(_PLAYER.glob("*.js")))


@cache
def plotly_path() -> str:
    """Return the URL of Plotly.js, named after the installed release."""
    return f"plotly-{version('plotly')}/plotly.min.js"


def loader(module: str) -> str:
    """Return a component's script: the address of one of the modules, which mounts what Python sends.

    Only the address travels with every run; the modules themselves are fetched once a tab. Streamlit's own
    script tells where the app is served, also below a base path or behind a proxy that strips one.
    """
    return f"""
const streamlit = document.querySelector('script[type="module"][src*="static/js/"]').src;
const home = new URL("../../", streamlit);
const modules = import(new URL("{player_path()}/{module}", home));
export default function (component) {{
  let cleanup, gone = false;
  modules.then((m) => {{ if (!gone) cleanup = m.mount(component, new URL("{plotly_path()}", home).href); }});
  return () => {{ gone = true; cleanup?.(); }};
}}
"""


def routes() -> list[Mount]:
    """Return the mounts that serve both folders, for ``st.App(routes=…)``, below the app's base path."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    home = f"/{base}/" if base else "/"
    plotly_folder = plotly_path().partition("/")[0]
    return [
        Mount(home + player_path(), StaticFiles(directory=_PLAYER)),
        Mount(home + plotly_folder, StaticFiles(packages=[("plotly", "package_data")])),
    ]
