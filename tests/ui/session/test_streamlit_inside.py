"""What the app uses of Streamlit that is not public is there, in the release that is installed."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import pytest
from streamlit.runtime import Runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from tests.ui.visits import visit
from ui.session import streamlit_inside

ROOT = Path(__file__).parents[3]
INSIDE = Path(streamlit_inside.__file__)


def test_it_was_looked_through_for_the_installed_release() -> None:
    """Another release may change what is not public without a word: then the module is looked through first."""
    (noted,) = re.findall(r"Streamlit ([\d.]+\d)", INSIDE.read_text(encoding="utf-8"))
    assert noted == version("streamlit"), (
        f"Streamlit {version('streamlit')} is installed, but {INSIDE.name} was written for {noted}: see that all it "
        "uses is still there and means the same, then write the new release into it."
    )


def test_a_run_of_a_page_says_how_it_was_come_to() -> None:
    """The context of a run has the word that is asked for; outside of a run there is none, and no history."""

    assert "is_history_navigation" in {field.name for field in fields(ScriptRunContext)} | set(dir(ScriptRunContext))
    assert get_script_run_ctx(suppress_warning=True) is None
    assert not streamlit_inside.came_by_history()
    assert not visit("study_hours").exception


def test_only_a_page_is_run_again() -> None:
    """Outside of a run it is a mistake, with a sentence."""
    with pytest.raises(RuntimeError, match="only a page that is run"):
        streamlit_inside.run_again()


def test_numbers_are_published_by_a_server_alone() -> None:
    """Where no server runs there is nobody to ask for them, and Streamlit says so."""
    with pytest.raises(RuntimeError):
        streamlit_inside.publish(list)


def test_sessions_are_counted_by_a_server_alone() -> None:
    """What is counted is there in this release; where no server runs there are none to count."""
    assert "_session_mgr" in inspect.getsource(Runtime.__init__)
    assert "_session_storage" in inspect.getsource(WebsocketSessionManager.__init__)
    with pytest.raises(RuntimeError):
        streamlit_inside.count_sessions()


def test_sessions_that_can_no_longer_come_back_go_when_they_are_counted() -> None:
    """Streamlit's storage holds them until something is written, or counted, and lists them no more."""
    storage = MemorySessionStorage(ttl_seconds=0)
    storage._cache["gone"] = cast(SessionInfo, object())
    assert storage.list() == []
    cache: Any = storage._cache
    assert len(cache._data) == 1
    assert len(cache) == 0
    assert len(cache._data) == 0


def test_nobody_else_uses_it() -> None:
    """No other module imports from within Streamlit's runtime."""
    users = {
        file.relative_to(ROOT).as_posix()
        for folder in ("ui", "pages", "core")
        for file in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("streamlit.runtime")
    }
    assert users == {"ui/session/streamlit_inside.py"}
