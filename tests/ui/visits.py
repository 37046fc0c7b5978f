"""Visit the app's pages without a browser: open, press, and read what they say and send."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

SHELL = Path(__file__).parents[2] / "ui" / "shell.py"
Unpack = Callable[[bytes], Any]


def visit(page: str, **link: str | list[str]) -> AppTest:
    """Open a lesson by a link."""
    app = AppTest.from_file(SHELL, default_timeout=60)
    app.switch_page(f"../pages/{page}.py")
    for name, value in link.items():
        app.query_params[name] = value
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    """Press the first button whose name begins so; the page must not raise."""
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert not app.exception
    return app


def message(app: AppTest) -> bytes:
    """Return what the page sent to the browser's player, packed."""
    (player,) = (part for part in app.get("bidi_component") if part.proto.component_name == "slopewise_player")
    return bytes(player.proto.bytes)


def sent(app: AppTest, unpack: Unpack) -> Any:
    """Return what the page sent to the browser's player."""
    return unpack(message(app))


def said(app: AppTest) -> str:
    """Return all that the page says in words."""
    words = (app.title, app.header, app.markdown, app.warning, app.error, app.info, app.caption)
    return "\n".join(element.value for kind in words for element in kind)


def link_of(app: AppTest) -> dict[str, str]:
    """Return the page's settings in its link."""
    return {name: "".join(value) for name, value in app.query_params.items()}
