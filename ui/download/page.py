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

from ui.browser.assets import packed_plotly
from ui.download.slim import slimmed
from ui.player.blob import Envelope, pack
from ui.player.content import PlayerContent

_PLAYER = Path(__file__).parent.parent / "player" / "static"
_OWN = Path(__file__).parent / "static"
_PLACE = re.compile(r"\{\{(\w+)\}\}")
_RELATIVE = re.compile(r"""(\bfrom\s*|\bimport\s*)(["'])\.\.?/(?:\w+/)?(\w+)\.js\2""")
_FONT = "'Source Sans', 'Source Sans Pro', system-ui, sans-serif"
_MAX_RUN_BYTES = 3_400_000
"""Of the packed run: with Plotly.js, 2 MB so packed, and the letters the file stays below 6 MB."""


def html_page(shown: PlayerContent, title: str, caption: str) -> bytes:
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


def _run(shown: PlayerContent) -> str:
    """Pack the run, thinned where it would be too large."""
    content = alone(shown.content)
    for thinner in slimmed(content):
        packed = _packed(pack(thinner).message(Envelope(shown.epoch)))
        if len(packed) <= _MAX_RUN_BYTES:
            break
    return packed


def alone(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is shown where no server listens: nothing to train, to send or to ask for, nothing more to come."""
    handles, epochs = content["handles"], content["epochs"]
    waits = handles and handles["trains"] and content["transport"]
    panels = [{**panel, "flat": ""} for panel in content["panels"]]
    here = epochs and {**epochs, "chosen": min(epochs["chosen"], last := _last_epoch(content)), "most": last}
    left = {"growing": False, "guess": None, "handles": None if waits else handles, "panels": panels, "epochs": here}
    return {**content, **left}


def _last_epoch(content: Mapping[str, Any]) -> int:
    """Return the last epoch of all runs that the ruler leads to."""
    family = content["family"]
    return max(int(content["run"]["epochs"][-1]), 0 if family is None else int(family["epochs"].max()))


@cache
def _still_parts() -> dict[str, str]:
    """Return what is the same in every file: Plotly.js, the player and its style sheets."""
    sheets = [*sorted(_PLAYER.rglob("*.css"), key=lambda sheet: sheet.name), _OWN / "page.css"]
    return {
        "plotly": _base64(packed_plotly()),
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
        for file in sorted(_PLAYER.rglob("*.js"), key=lambda module: module.name)
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
