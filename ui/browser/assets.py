"""The files the browser fetches: the player's own modules and the installed Plotly.js."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

import plotly
import streamlit as st

from ui.browser.packed import packed

_PLAYER = Path(__file__).parents[1] / "player" / "static"
_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_STREAMLIT = Path(st.__file__).parent / "static"


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


def packed_plotly() -> bytes:
    """Return Plotly.js, gzipped."""
    return packed(_PLOTLY).content


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


def file_at(address: str) -> Path | None:
    """Return the file that is served for good at an address, which begins with the app's base path, if there is one."""
    # The player's files stand at a second place, for a browser that remembers that one of them failed.
    return _addresses().get(re.sub(rf"(?<=/{player_path()}/)again-\d+/", "", address))


@cache
def _addresses() -> dict[str, Path]:
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    home = f"/{base}/" if base else "/"
    return {home + path: file for path, file in _files()}


def _files() -> Iterator[tuple[str, Path]]:
    for file in _PLAYER.rglob("*.*"):
        yield f"{player_path()}/{file.relative_to(_PLAYER).as_posix()}", file
    yield plotly_path(), _PLOTLY
    # Streamlit's own files bear a digest in their names; its pictures and fonts are packed as they are.
    for kind in ("js", "css"):
        for file in (_STREAMLIT / "static" / kind).glob(f"*.{kind}"):
            yield f"static/{kind}/{file.name}", file
