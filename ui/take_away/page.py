"""One HTML file of what a player shows: it plays from disk, without a server and without the network."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import streamlit as st

from ui.player.blob import pack
from ui.player.shown import Shown
from ui.take_away.slim import slimmed

_PLAYER = Path(__file__).parent.parent / "player" / "static"
_OWN = Path(__file__).parent / "static"
_PLACE = re.compile(r"\{\{(\w+)\}\}")
_RELATIVE = re.compile(r"""(\bfrom\s*|\bimport\s*)(["'])\./(\w+)\.js\2""")
_FONT = "'Source Sans', 'Source Sans Pro', system-ui, sans-serif"
_MOST_RUN_BYTES = 3_400_000
"""Of the packed run: with Plotly.js, 2 MB so packed, and the letters the file stays below 6 MB."""


def html_page(shown: Shown, title: str, caption: str) -> bytes:
    """Return a page that shows and plays what a player shows.

    Args:
        shown: What the player shows.
        title: The page's title and heading, plain text.
        caption: A sentence below it, plain text.
    """
    parts = {
        "title": escape(title),
        "caption": escape(caption),
        "run": _run(shown),
        **_still_parts(),
    }
    # In one pass: what is put in is not looked through for more places.
    return _PLACE.sub(lambda place: parts[place[1]], _text(_OWN / "page.html")).encode()


def _run(shown: Shown) -> str:
    """Pack the run, thinned where it would be too large."""
    content = alone(shown.content)
    for thinner in slimmed(content):
        packed = _packed(pack(thinner, epoch=shown.epoch))
        if len(packed) <= _MOST_RUN_BYTES:
            break
    return packed


def alone(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is shown where no server listens: no start to train from, no guess to tell, nothing more to come."""
    hand = content["hand"]
    waits = hand and hand["trains"] and content["transport"]
    return {**content, "growing": False, "guess": None, "hand": None if waits else hand}


@cache
def _still_parts() -> dict[str, str]:
    """Return what is the same in every file: Plotly.js, the player and its looks."""
    plotly = files("plotly").joinpath("package_data", "plotly.min.js").read_bytes()
    sheets = [*sorted(_PLAYER.glob("*.css")), _OWN / "page.css"]
    return {
        "plotly": _packed(plotly),
        "modules": json.dumps({"imports": _modules()}),
        "script": _by_name(_text(_OWN / "page.js")),
        "style": "\n".join(map(_text, sheets)),
        "letters": _letters(),
        "themes": _themes(),
    }


def _modules() -> dict[str, str]:
    """Return the player's modules by name, each as an address that holds it: a file has no neighbours to fetch."""
    return {
        f"slopewise/{file.stem}": f"data:text/javascript;base64,{_base64(_by_name(_text(file)).encode())}"
        for file in sorted(_PLAYER.glob("*.js"))
    }


def _by_name(script: str) -> str:
    return _RELATIVE.sub(r"\1\2slopewise/\3\2", script)


def _themes() -> str:
    """Return what Streamlit tells the player of the theme, for light and dark."""
    names = {"primary": "primaryColor", "background": "backgroundColor",
             "secondary-background": "secondaryBackgroundColor", "text": "textColor"}  # fmt: skip
    light, dark = (
        " ".join(f"--st-{name}-color: {st.get_option(f'theme.{theme}.{option}')};" for name, option in names.items())
        for theme in ("light", "dark")
    )
    always = f"--st-font: {_FONT}; --st-code-font: monospace; --st-base-radius: {st.get_option('theme.baseRadius')};"
    return f":root {{ {always} {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"


def _letters() -> str:
    """Return the app's own font, which the machine that shows the file need not have."""
    (font,) = Path(str(files("streamlit").joinpath("static", "static", "media"))).glob("SourceSansVF-Upright*.woff2")
    address = f"data:font/woff2;base64,{_base64(font.read_bytes())}"
    return f"@font-face {{ font-family: 'Source Sans'; font-weight: 200 900; src: url({address}) format('woff2'); }}"


def _packed(content: bytes) -> str:
    """Return bytes as letters that mean nothing to HTML."""
    return _base64(gzip.compress(content, 9, mtime=0))


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
