"""The script that Streamlit runs for every page and every change."""

from __future__ import annotations

from ui.session.turns import turn
from ui.shell.router import route

with turn():
    route()
