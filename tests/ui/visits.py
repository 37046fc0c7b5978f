"""Visit the app's pages without a browser: open, press, and read what they say and send."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

_TOOK = re.compile(r", in [\d.,]+( × 10\S+)? s\.")
SHELL = Path(__file__).parents[2] / "ui" / "shell" / "script.py"
Unpack = Callable[[bytes], Any]


def visit(page: str, **link: str | list[str]) -> AppTest:
    """Open a lesson by a link."""
    app = AppTest.from_file(SHELL, default_timeout=60)
    app.switch_page(f"../../pages/{page}.py")
    for name, value in link.items():
        app.query_params[name] = value
    return app.run()


def follow(app: AppTest) -> AppTest:
    """Run the page after its link was changed, as back and forward do."""
    app.session_state["_gone_through"] = True
    app.run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    """Press the first button whose name begins so; the page must not raise."""
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert not app.exception
    return app


def closer_views(app: AppTest) -> list[str]:
    """Return the names of the closer views that the page offers."""
    groups = [group for group in app.get("button_group") if group.proto.label.startswith("Look closer")]
    return [option for group in groups for option in group.options]


def look_closer(app: AppTest, view: str) -> AppTest:
    """Open one of the closer views; the page must not raise."""
    groups = [group for group in app.get("button_group") if group.proto.label.startswith("Look closer")]
    next(group for group in groups if view in group.options).set_value(view).run()
    assert not app.exception
    return app


def train_for(app: AppTest, epochs: int) -> AppTest:
    """Choose so many epochs, as the player's slider does."""
    app.session_state["epochs"], app.session_state["_user_changed"] = epochs, True
    app.run()
    assert not app.exception
    return app


def key_of(app: AppTest, name: str) -> str:
    """Return the key of the widget that shows a setting."""
    return f"{name} {app.session_state['_shown'][name][0]}"


def shown_in(widgets: Sequence[Any]) -> list[str]:
    """Return the settings that widgets show."""
    return [widget.key.rpartition(" ")[0] for widget in widgets if widget.key]


def message(app: AppTest) -> bytes:
    """Return what the page sent to the browser's player, packed; who answered whom, at 8 to 32, is left blank."""
    (player,) = (part for part in app.get("bidi_component") if part.proto.component_name == "slopewise_player")
    sent = bytes(player.proto.bytes)
    return sent[:8] + bytes(24) + sent[32:]


def sent(app: AppTest, unpack: Unpack) -> Any:
    """Return what the page sent to the browser's player."""
    return unpack(message(app))


def said(app: AppTest) -> str:
    """Return all that the page says in words, but for how long training took: no two visits share that."""
    words = (app.title, app.header, app.markdown, app.warning, app.error, app.info, app.caption)
    return _TOOK.sub(", in … s.", "\n".join(element.value for kind in words for element in kind))


def link_of(app: AppTest) -> dict[str, str]:
    """Return the page's settings in its link."""
    return {name: "".join(value) for name, value in app.query_params.items()}
