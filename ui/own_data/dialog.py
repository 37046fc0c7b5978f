"""The dialog in which a person brings data: from a file, the clipboard, the keyboard, or by clicks into a picture."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from types import MappingProxyType

import numpy as np
import pandas as pd
import streamlit as st

from core.data import Dataset
from core.tables import MAX_BYTES, MAX_FEATURES, MAX_ROWS, Table, parse_table, read_table, tabulate
from ui.lessons.registry import PAGES
from ui.own_data.choose import choose
from ui.own_data.opening import close, offer, opening_button
from ui.own_data.reading import Brought, read
from ui.own_data.session import bring, keep, link_query, own_data
from ui.own_data.words import inert
from ui.session import callbacks

_OPEN = "_own_open"
_BEGUN, _TYPED = "_own_begun", "_own_typed"
"""The table to type into as it begins, and as it was left: under which key, and its cells."""
_WAYS = MappingProxyType({"file": "Upload", "paste": "Paste", "type": "Type", "click": "Click"})
_EMPTY_ROWS = 6
_MAX_TYPED = 200
_LIMITS = (
    f"Up to {MAX_BYTES // 1_000_000} MB, {MAX_ROWS:,} rows and {MAX_FEATURES} features. Your data stay in this "
    "session and are never written to disk; small ones are part of the link, and whoever has the link can read them."
)


def own_button(*, line: bool) -> None:
    """Draw the button that opens the dialog, and the dialog as long as it is open.

    Args:
        line: Whether the lesson takes one feature and one target.
    """
    opening_button(_OPEN, partial(_dialog, line=line))


def _close() -> None:
    close(_OPEN)


@st.dialog("Your own data", width="medium", icon=":material/upload_file:", on_dismiss=_close)
def _dialog(*, line: bool) -> None:
    st.caption(_LIMITS)
    way = st.segmented_control(
        "How", list(_WAYS), default="file", required=True, format_func=_WAYS.__getitem__, key="own_way",
        label_visibility="collapsed", persist_state="session",
    )  # fmt: skip
    try:
        if way == "click":
            _clicked()
            return
        brought = uploaded() if way == "file" else pasted() if way == "paste" else _typed(line=line)
        if brought is None:
            return
        chosen = choose(brought, read(brought), line=line)
    except ValueError as problem:
        st.error(inert(str(problem)), icon=":material/error:")
        return
    offer(chosen, _OPEN, bring)


def uploaded() -> Brought | None:
    """Draw the field for a file; return what was uploaded."""
    # Of any kind: instruments write tables to .dat, .asc, .lvm, and what is no table is refused in a sentence.
    file = st.file_uploader("A table: text or Excel", key="own_file", max_upload_size=MAX_BYTES // 1_000_000)
    if file is None:
        return None
    return Brought(file.file_id, lambda layout: read_table(file.getvalue(), file.name, layout=layout))


def pasted() -> Brought | None:
    """Draw the field for cells to paste; return what was pasted."""
    text = st.text_area(
        "Cells copied from a spreadsheet, or lines of numbers", key="own_paste", height=170,
        persist_state="session", placeholder="hours\tscore\n1\t48\n2\t52\n3\t71",
    )  # fmt: skip
    st.button("Read", icon=":material/table:")
    return Brought(text, lambda layout: parse_table(text, layout=layout)) if text.strip() else None


def _typed(*, line: bool) -> Brought | None:
    own = _own_to_edit(line=line)
    return typed(_cells(own) if own else empty(["x", "y"] if line else ["x1", "x2", "x3", "y"]), own)


def typed(begun: list[list[str]], own: Dataset | None = None) -> Brought | None:
    """Draw a table to type into; return what was typed, once there are two rows of it.

    Args:
        begun: The cells that it begins with, the names first.
        own: The data that these are, for their title and units.
    """
    st.caption("The first row holds the names, the last column is what to predict. Add rows at the end.")
    key = f"own_typed_{abs(hash(repr(begun)))}"
    # A table that was out of sight has lost its value: it begins again with what was typed.
    if key not in st.session_state:
        before = st.session_state.get(_TYPED)
        st.session_state[_BEGUN] = (
            before[1] if before and before[0] == key else pd.DataFrame(begun, columns=_letters(begun))
        )
    columns = list(st.session_state[_BEGUN].columns)
    cells = st.data_editor(
        st.session_state[_BEGUN],
        key=key,
        num_rows="dynamic",
        hide_index=True,
        height=290,
        column_config={column: st.column_config.TextColumn() for column in columns},
    )
    st.session_state[_TYPED] = key, cells
    rows = _rows_of(cells)
    if rows is None:
        return None
    names = next(place for place, row in enumerate(rows, 1) if any(row))
    return Brought(
        repr(rows),
        lambda layout: _with_units(tabulate(rows, layout=replace(layout, names_row=names)), own),
        menus=False,
    )


def _with_units(table: Table, own: Dataset | None) -> Table:
    if own is None or table.names != (*own.feature_names, *own.target_names):
        return table
    return replace(table, title=own.title, units=(*own.feature_units, *own.target_units))


def _rows_of(typed: pd.DataFrame) -> list[list[str]] | None:
    """Return what was typed, without the columns that have nothing below the names; None before there are two rows."""
    cells = typed.fillna("").astype(str).to_numpy()
    rows = [[" ".join(cell.split()) for cell in row] for row in cells]
    filled = [row for row in rows if any(row)]
    if sum(map(any, filled[1:])) < 1 or len(filled) < 3:
        return None
    used = [i for i in range(len(rows[0])) if any(row[i] for row in filled[1:])]
    return [[row[i] for i in used] for row in rows]


def _own_to_edit(*, line: bool) -> Dataset | None:
    """Return the present own data, if the lesson shows all of their columns and they are few enough to edit."""
    own = own_data()
    return own if own is not None and own.n <= _MAX_TYPED and (not line or own.d == own.t == 1) else None


def _cells(own: Dataset) -> list[list[str]]:
    numbers = np.hstack([own.features, own.targets]).tolist()
    return [[*own.feature_names, *own.target_names], *([repr(value) for value in row] for row in numbers)]


def empty(names: list[str]) -> list[list[str]]:
    """Return an empty table to type into, below some names."""
    return [names, *([""] * len(names) for _ in range(_EMPTY_ROWS))]


def _letters(rows: list[list[str]]) -> list[str]:
    return [chr(ord("A") + i) for i in range(len(rows[0]))]


def _clicked() -> None:
    st.markdown(
        "In the Loss Explorer a click into the picture adds a point, and a double-click on a point, or the Delete key, "
        "removes it. There, *Use in the Animator* takes the points along."
    )
    if st.button("Click points into the picture", type="primary", icon=":material/ads_click:", on_click=_use_two):
        st.switch_page(PAGES / "loss_explorer.py", query_params=link_query() | {"add": "true"})


@callbacks.uninterrupted
def _use_two() -> None:
    """Begin with two points, the fewest that have a line."""
    keep(Dataset.from_arrays([2.0, 8.0], [3.0, 7.0], title="Clicked points"))
    _close()


def use_in_animator(dataset: Dataset) -> None:
    """Draw the button that takes points along into the Gradient Descent Animator, as the session's own data."""
    if st.button("Use in the Animator", icon=":material/downhill_skiing:", on_click=_use_points, args=(dataset,)):
        st.switch_page(PAGES / "gradient_descent_animator.py", query_params=link_query())


@callbacks.uninterrupted
def _use_points(dataset: Dataset) -> None:
    keep(dataset)
    st.session_state["points"] = None
