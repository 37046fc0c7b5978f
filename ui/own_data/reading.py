"""How a table was read, in one line of small menus that a person can change, and its first rows below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.data import quantity
from core.tables import SEPARATORS, Layout, LayoutError, Table, column_of, defused, numbers_of
from ui.own_data.words import inert
from ui.session import callbacks

_ASKED = "_own_layout"
"""What a person said of how a table is to be read: of which table, and what."""
_READ = "_own_read"
_PREVIEW = 5
_MAX_SHOWN = 12
_ROWS_TO_TRY = 12
_DECIMALS = MappingProxyType({".": "point", ",": "comma", "": "both"})
_LEFT_OUT = MappingProxyType({True: "left out", False: "kept"})
_FOLLOW = MappingProxyType({"names_row": ("units_row", "first_row"), "units_row": ("first_row",)})
"""What is seen anew once something else was said."""


@dataclass(frozen=True)
class Brought:
    """A table that a person brought, not yet read.

    Attributes:
        key: Tells it from others.
        read: Reads it, once it is known what was said of how.
        menus: Whether how it is read can be changed.
    """

    key: str
    read: Callable[[Layout], Table]
    menus: bool = True


def read(brought: Brought) -> Table:
    """Read a table as a person said, and draw the menus in which that is said, and its first rows.

    Raises:
        ValueError: With a sentence, if it is no table; the menus are there all the same where they may help.
    """
    asked = _asked(brought.key)
    known: tuple[tuple[str, Layout], Table] | None = st.session_state.get(_READ)
    try:
        table = known[1] if known and known[0] == (brought.key, asked) else brought.read(asked)
    except LayoutError:
        if brought.menus:
            _menus(brought.key, asked, None)
        raise
    st.session_state[_READ] = (brought.key, asked), table
    if brought.menus:
        _menus(brought.key, asked, table)
        _preview(table)
    return table


def forget() -> None:
    """Let go of the table that was read last."""
    st.session_state.pop(_READ, None)


def _asked(key: str) -> Layout:
    said: tuple[str, Layout] | None = st.session_state.get(_ASKED)
    return said[1] if said and said[0] == key else Layout()


def _menus(key: str, asked: Layout, table: Table | None) -> None:
    """Draw a menu for each thing that was decided, with what was decided in it."""
    found = table.layout if table else asked
    rows = table.heads if table else tuple(range(1, _ROWS_TO_TRY + 1))
    with st.container(horizontal=True, gap="small", key="own_layout"):
        if table is None or len(table.sheets) > 1:
            _menu(key, "Sheet", "sheet", table.sheets if table else (), {}, found.sheet)
        if table is None or found.separator is not None:
            _menu(key, "Separator", "separator", tuple(SEPARATORS), SEPARATORS, found.separator)
        _menu(key, "Decimal mark", "decimal", (".", ","), _DECIMALS, _decimal(table) if table else found.decimal)
        _menu(key, "Names", "names_row", (0, *rows), {}, found.names_row)
        _menu(key, "Units", "units_row", (0, *rows), {}, found.units_row)
        _menu(key, "Data from", "first_row", rows, {}, found.first_row)
        for label, field in (("Remarks", "remarks"), ("Totals", "totals")):
            if getattr(found, field) is not None:
                _menu(key, label, field, (True, False), _LEFT_OUT, getattr(found, field))
    if asked != Layout():
        st.button("Read it as at first", icon=":material/undo:", on_click=_forget_asked, key="own_layout_undo")


def _menu(key: str, label: str, field: str, options: Sequence[Any], words: Any, value: object) -> None:
    """Draw a menu that shows what was decided, whatever it showed before."""
    offered = list(options) if value in options or (value is None and not options) else [value, *options]
    if not offered:
        return
    name = f"own_layout_{field}"
    st.session_state[name] = value
    st.selectbox(
        label, offered, key=name, format_func=lambda option: _in_words(option, words), on_change=_say,
        args=(key, field), placeholder="—", width=126,
    )  # fmt: skip


def _in_words(option: object, words: Any) -> str:
    if option is None:
        return "not found"
    if option in words:
        return str(words[option])
    if isinstance(option, int):
        return f"row {option}" if option else "none"
    return inert(str(option))


@callbacks.uninterrupted
def _say(key: str, field: str) -> None:
    """Hear what a person said of how the table is to be read."""
    said = {field: st.session_state[f"own_layout_{field}"]}
    again = [each.name for each in fields(Layout) if each.name != field] if field == "sheet" else _FOLLOW.get(field, ())
    st.session_state[_ASKED] = key, replace(_asked(key), **said, **dict.fromkeys(again))


@callbacks.uninterrupted
def _forget_asked() -> None:
    st.session_state.pop(_ASKED, None)


def _decimal(table: Table) -> str:
    """Return the decimal mark of the numbers that have one; nothing if columns differ."""
    if table.layout.decimal:
        return table.layout.decimal
    columns = [name for name in numbers_of(table) if any("." in c or "," in c for c in table.column(name))]
    marks = {column_of(table, name).decimal for name in columns} or {"."}
    return marks.pop() if len(marks) == 1 else ""


def other_reading(brought: Brought, table: Table, names: Sequence[str]) -> None:
    """Offer the other reading of numbers whose point or comma may stand for decimals or for thousands."""
    columns = [column_of(table, name) for name in names]
    doubtful = next((column for column in columns if column.doubtful), None)
    if doubtful is None or doubtful.doubtful is None:
        return
    cell, value = doubtful.doubtful
    st.button(
        f"Read {inert(cell)} as {value:.15g}", icon=":material/swap_horiz:", key="own_layout_other",
        on_click=_say_decimal, args=(brought.key, "," if doubtful.decimal == "." else "."),
    )  # fmt: skip


@callbacks.uninterrupted
def _say_decimal(key: str, mark: str) -> None:
    st.session_state[_ASKED] = key, replace(_asked(key), decimal=mark)


def _preview(table: Table) -> None:
    """Show the first rows as they were read: numbers as numbers, whatever they looked like."""
    names = table.names[:_MAX_SHOWN]
    numbers = set(numbers_of(table))
    shown = {"row": [str(number) for number in table.row_numbers[:_PREVIEW]]}
    for place, name in enumerate(names):
        cells = table.column(name)[:_PREVIEW]
        if name in numbers:
            values = column_of(table, name).values[:_PREVIEW]
            cells = tuple(f"{v:.15g}" if np.isfinite(v) else c for v, c in zip(values, cells, strict=True))
        unit = f" ({inert(table.unit(name))})" if table.unit(name) else ""
        label = f"{inert(defused(name))}{unit}"
        shown[label if label not in shown else f"{label} {place + 1}"] = [defused(cell)[:60] for cell in cells]
    st.dataframe(pd.DataFrame(shown), hide_index=True)
    st.caption(_caption(table, len(table.names) - len(names)))


def _caption(table: Table, more: int) -> str:
    rows = len(table.rows) + len(table.dropped)
    said = (
        f"The first {min(_PREVIEW, len(table.rows))} of {quantity(rows, 'row')} as read, with their places in the file."
    )
    if more > 0:
        said += f" {quantity(more, 'more column')} on the right."
    if table.remarks:
        said += f" No data: {_ranges(table.remarks)}."
    return said


def _ranges(numbers: Sequence[int]) -> str:
    """Name rows, those that follow one another by the first and the last."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    shown = [f"{first}–{last}" if first < last else str(first) for first, last in spans[:_MAX_SHOWN]]
    return f"row{'s' if len(numbers) > 1 else ''} {', '.join(shown)}{', …' if len(spans) > _MAX_SHOWN else ''}"
