"""A table whose rows are points of the pictures: a row that is pointed at, or has the focus, lights up its point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from ui.browser.assets import loader

_component = st.components.v2.component(
    "slopewise_rows", js=loader("blocks/rows_table.js", "table"), isolate_styles=False
)


@dataclass(frozen=True)
class Row:
    """A row: its name and its cells as text, and which row of the data set it is; None if it is none alone."""

    cells: tuple[str, ...]
    row: int | None = None


def rows_table(title: str, columns: Sequence[str], rows: Sequence[Row], sums: Sequence[str] = (), *, key: str) -> None:
    """Show a table below which its sums stay in sight.

    Args:
        title: Accessible name.
        columns: Titles.
        rows: Their cells, one a column.
        sums: The last row, one cell a column, or none.
        key: The table's identity: with the same key it keeps focus and place across runs.
    """
    data = {"title": title, "columns": list(columns), "rows": [asdict(row) for row in rows], "sums": list(sums)}
    _component(key=key, data=data, height="content")
