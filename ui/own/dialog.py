"""The dialog in which a person brings data: from a file, the clipboard, the keyboard, or by clicks into a picture."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd
import streamlit as st

from core import MOST_BYTES, MOST_FEATURES, MOST_ROWS, Dataset, Table, parse_table, read_table
from ui import settings
from ui.lessons import PAGES
from ui.own.choose import choose
from ui.own.held import bring, held, keep, link_query
from ui.own.words import inert

_OPEN = "_own_open"
_READ = "_own_read"
_BEGUN, _TYPED = "_own_begun", "_own_typed"
"""The table to type into as it begins, and as it was left: under which key, and its cells."""
_WAYS = MappingProxyType({"file": "Upload", "paste": "Paste", "type": "Type", "click": "Click"})
_KINDS = ("csv", "tsv", "txt", "xlsx", "xls")
_EMPTY_ROWS = 6
_MOST_TYPED = 200
_LIMITS = (
    f"Up to {MOST_BYTES // 1_000_000} MB, {MOST_ROWS:,} rows and {MOST_FEATURES} features. Your data stay in this "
    "session and are never written to disk; small sets travel in the link, which anyone you give it to can read."
)


def own_button(*, line: bool) -> None:
    """Draw the button that opens the dialog, and the dialog as long as it is open.

    Args:
        line: Whether the lesson takes one feature and one target.
    """
    st.button("Your own data", icon=":material/upload_file:", on_click=_open)
    # Kept in the session: a training under way runs the page again and again, and would close it.
    if st.session_state.get(_OPEN):
        _dialog(line=line)


def _open() -> None:
    settings.spoken()
    st.session_state[_OPEN] = True


def _close() -> None:
    settings.spoken()
    st.session_state[_OPEN] = False
    st.session_state.pop(_READ, None)


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
        table = _uploaded() if way == "file" else _pasted() if way == "paste" else _typed(line=line)
        if table is None:
            return
        chosen = choose(table, line=line)
    except ValueError as problem:
        st.error(inert(str(problem)), icon=":material/error:")
        return
    # No callback: it would get what was chosen before the last word was typed, which comes with the same click.
    if chosen is not None and st.button("Use these data", type="primary"):
        bring(chosen)
        _close()
        st.rerun()


def _uploaded() -> Table | None:
    file = st.file_uploader("A CSV, TSV or Excel file", _KINDS, key="own_file", max_upload_size=MOST_BYTES // 1_000_000)
    if file is None:
        return None
    known: tuple[str, Table] | None = st.session_state.get(_READ)
    if known is None or known[0] != file.file_id:
        known = file.file_id, read_table(file.getvalue(), file.name)
        st.session_state[_READ] = known
    return known[1]


def _pasted() -> Table | None:
    text = st.text_area(
        "Cells copied from a spreadsheet, or lines of numbers", key="own_paste", height=170,
        persist_state="session", placeholder="hours\tscore\n1\t48\n2\t52\n3\t71",
    )  # fmt: skip
    st.button("Read", icon=":material/table:")
    return parse_table(text) if text.strip() else None


def _typed(*, line: bool) -> Table | None:
    st.caption("The first row holds the names, the last column is what to predict. Add rows at the end.")
    own = _own_to_edit(line=line)
    begun = _cells(own) if own else _empty(line=line)
    key = f"own_typed_{abs(hash(repr(begun)))}"
    # A table that was out of sight has lost its value: it begins again with what was typed.
    if key not in st.session_state:
        before = st.session_state.get(_TYPED)
        st.session_state[_BEGUN] = (
            before[1] if before and before[0] == key else pd.DataFrame(begun, columns=_letters(begun))
        )
    columns = list(st.session_state[_BEGUN].columns)
    typed = st.data_editor(
        st.session_state[_BEGUN],
        key=key,
        num_rows="dynamic",
        hide_index=True,
        height=290,
        column_config={column: st.column_config.TextColumn() for column in columns},
    )
    st.session_state[_TYPED] = key, typed
    table = _table_of(typed)
    if table is None or own is None or table.names != (*own.feature_names, *own.target_names):
        return table
    return replace(table, title=own.title, units=(*own.feature_units, *own.target_units))


def _table_of(typed: pd.DataFrame) -> Table | None:
    """Read what was typed; None while there are not two rows of numbers."""
    cells = typed.fillna("").astype(str).to_numpy()
    rows = [[" ".join(cell.split()) for cell in row] for row in cells]
    filled = [row for row in rows if any(row)]
    if sum(map(any, filled[1:])) < 1 or len(filled) < 3:
        return None
    used = [i for i in range(len(rows[0])) if any(row[i] for row in filled[1:])]
    return parse_table("\n".join("\t".join(row[i] for i in used) for row in filled))


def _own_to_edit(*, line: bool) -> Dataset | None:
    """Return the present own data, if the lesson shows all of their columns and they are few enough to edit."""
    own = held()
    return own if own is not None and own.n <= _MOST_TYPED and (not line or own.d == own.t == 1) else None


def _cells(own: Dataset) -> list[list[str]]:
    numbers = np.hstack([own.features, own.targets]).tolist()
    return [[*own.feature_names, *own.target_names], *([repr(value) for value in row] for row in numbers)]


def _empty(*, line: bool) -> list[list[str]]:
    names = ["x", "y"] if line else ["x1", "x2", "x3", "y"]
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


def _use_two() -> None:
    """Begin with two points, the fewest that have a line."""
    keep(Dataset.from_arrays([2.0, 8.0], [3.0, 7.0], title="Clicked points"))
    _close()


def use_in_animator(dataset: Dataset) -> None:
    """Draw the button that takes points along into the Gradient Descent Animator, as the session's own data."""
    if st.button("Use in the Animator", icon=":material/downhill_skiing:", on_click=_use_points, args=(dataset,)):
        st.switch_page(PAGES / "gradient_descent_animator.py", query_params=link_query())


def _use_points(dataset: Dataset) -> None:
    keep(dataset)
    st.session_state["points"] = None
