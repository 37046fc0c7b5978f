"""Callbacks of widgets that run to their end, however busy the server is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from ui.session.streamlit_inside import RerunException

_MAX_BEGINNINGS = 50
_Arguments = ParamSpec("_Arguments")


def uninterrupted(callback: Callable[_Arguments, None]) -> Callable[_Arguments, None]:
    """Have a callback run to its end.

    Streamlit ends one halfway, at any use of the session, where the browser has said more meanwhile, and does not
    call it again: what the user did would be done in half, or not at all. So it begins again, and nothing is lost.
    """

    @wraps(callback)
    def called(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> None:
        newer = None
        for _ in range(_MAX_BEGINNINGS):
            try:
                callback(*args, **kwargs)
                break
            except RerunException as asked:
                newer = asked
        if newer:
            raise newer

    return called
