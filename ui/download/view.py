"""The view to take a run away: its picture, the lesson in one file, its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from core.tables import csv_of
from ui.download.page import html_page
from ui.download.picture_buttons import picture_buttons
from ui.lessons.registry import LESSONS
from ui.player import PlayerContent


def take_away(shown: PlayerContent, caption: str, tables: Mapping[str, Callable[[], pd.DataFrame]]) -> None:
    """Offer what is on show as files; each is made when it is asked for.

    Args:
        shown: What the player shows.
        caption: A sentence for the file that plays, plain text.
        tables: By name what to offer as CSV.
    """
    title = next(lesson.title for lesson in LESSONS if lesson.name == shown.name.replace("-", "_"))
    st.markdown(
        "The **picture** as it stands above. The **lesson** as one file that plays in any browser, from a USB stick or "
        "in a learning platform, without a network. The **numbers** with all their digits, as CSV."
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="take_away"):
        picture_buttons()
        st.download_button(
            "Lesson as HTML", lambda: html_page(shown, title, caption), f"{shown.name}.html", "text/html",
            key="take_html", icon=":material/play_circle:", on_click="ignore",
        )  # fmt: skip
        for name, table in tables.items():
            _table_button(name, table, f"{shown.name}-{name.lower()}.csv")
    st.caption(
        "The file plays what is on show now, with its ruler; settings that need retraining work only in the app. SVG "
        "is a vector drawing; a 3-D view becomes an image."
    )


def _table_button(name: str, table: Callable[[], pd.DataFrame], file_name: str) -> None:
    st.download_button(
        f"{name} as CSV", lambda: csv_of(table()), file_name, "text/csv",
        key=f"take_{name.lower()}", icon=":material/table:", on_click="ignore",
    )  # fmt: skip
