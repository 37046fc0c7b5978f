"""The table in which a person edits the points; what cannot be used is said, and the last usable points stay."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core.data import Dataset
from ui.lessons.loss_explorer.points import Cells, Pair, cells_of, edited, points_from, points_of, titles
from ui.session import callbacks, settings

_TABLE = "_points_table"


@dataclass
class _Table:
    """A table as a session has it open: its rows before the edits, the points on show, and what is wrong with it."""

    number: int
    columns: Cells
    rows: list[Cells]
    shown: tuple[Pair, ...]
    complaint: str = ""

    @property
    def key(self) -> str:
        return f"points_table_{self.number}"


def points_table(original: Dataset, dataset: Dataset) -> None:
    """Draw the points as a table to edit.

    Args:
        original: The data set before any point was moved.
        dataset: As it is on show.
    """
    table: _Table | None = st.session_state.get(_TABLE)
    shown, columns = points_of(dataset), titles(dataset)
    if table is None or table.shown != shown or table.columns != columns:
        # The points were moved elsewhere: the table begins anew, under another key, with no edits.
        table = _Table(table.number + 1 if table else 0, columns, cells_of(shown), shown)
        st.session_state[_TABLE] = table
    st.markdown("Edit a cell, add a row at the end, or mark rows and delete them; the pictures follow.")
    # Text, so that whatever is typed or pasted arrives, and can be commented on.
    st.data_editor(
        pd.DataFrame(table.rows, columns=list(columns)),
        key=table.key,
        num_rows="dynamic",
        hide_index=True,
        width="content",
        column_config={column: st.column_config.TextColumn(width=200) for column in columns},
        on_change=_take_over,
        args=(table, points_of(original)),
    )
    if table.complaint:
        st.warning(f"{table.complaint} Until then the last usable points stay.", icon=":material/edit_off:")
    st.caption(f"Source: {dataset.source}.")


@callbacks.uninterrupted
def _take_over(table: _Table, original: tuple[Pair, ...]) -> None:
    settings.user_changed()
    try:
        points = points_from(edited(table.rows, table.columns, st.session_state[table.key]), table.columns)
    except ValueError as problem:
        table.complaint = str(problem)
        return
    table.complaint, table.shown = "", points
    st.session_state["points"] = None if points == original else points
