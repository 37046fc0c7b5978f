"""The dialog in which a person brings data for a network: one or two inputs, and a column of classes or of numbers."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import streamlit as st

from core.data import Dataset, kinds_of_rows, quantity
from core.tables import (
    MAX_BYTES,
    MAX_CLASSES,
    MAX_INPUTS,
    MAX_ROWS,
    Table,
    class_columns,
    first_learned,
    kinds_of,
    learned_dataset,
    numbers_of,
)
from ui.own_data.choose import words_of, write_left_out
from ui.own_data.dialog import empty, pasted, typed, uploaded
from ui.own_data.learned import MAX_LEARNED, bring, own_learned, usable
from ui.own_data.opening import close, offer, opening_button
from ui.own_data.reading import Brought, other_reading, read
from ui.own_data.words import inert
from ui.text.words import listed

_OPEN = "_own_learned_open"
_WAYS = MappingProxyType({"file": "Upload", "paste": "Paste", "type": "Type"})
_KINDS = MappingProxyType({"classes": "Classes to tell apart", "numbers": "A number to predict"})
_MAX_TYPED = 200
_LIMITS = (
    f"One or two columns of numbers, and a column to learn: words are up to {MAX_CLASSES} classes. Up to "
    f"{MAX_BYTES // 1_000_000} MB and {MAX_ROWS:,} rows. Your data stay in this session and are never written to disk; "
    "small ones are part of the link, and whoever has the link can read them."
)


def own_button() -> None:
    """Draw the button that opens the dialog, and the dialog as long as it is open."""
    opening_button(_OPEN, _dialog)


def _close() -> None:
    close(_OPEN)


@st.dialog("Your own data", width="medium", icon=":material/upload_file:", on_dismiss=_close)
def _dialog() -> None:
    st.caption(_LIMITS)
    way = st.segmented_control(
        "How", list(_WAYS), default="file", required=True, format_func=_WAYS.__getitem__, key="own_learned_way",
        label_visibility="collapsed", persist_state="session",
    )  # fmt: skip
    try:
        found = uploaded() if way == "file" else pasted() if way == "paste" else typed(_cells())
        chosen = None if found is None else _choose(with_classes(found))
    except ValueError as problem:
        st.error(inert(str(problem)), icon=":material/error:")
        return
    offer(chosen, _OPEN, bring)


def with_classes(brought: Brought) -> Brought:
    """Return a table to be read as one whose target may be words."""
    return replace(
        brought, key=f"learned {brought.key}", read=lambda layout: brought.read(replace(layout, classes=True))
    )


def _cells() -> list[list[str]]:
    """Return the present own data as cells, or an empty table."""
    own = own_learned()
    if own is None or own.n > _MAX_TYPED:
        return empty(["x1", "x2", "class"])
    last = [own.classes[kind] for kind in kinds_of_rows(own)] if own.classes else map(repr, own.targets[:, 0].tolist())
    rows = [[*map(repr, row), end] for row, end in zip(own.features.tolist(), last, strict=True)]
    return [[*own.feature_names, "class" if own.classes else own.target_names[0]], *rows]


def _choose(brought: Brought) -> Dataset | None:
    """Draw the choice of columns, and what it leads to; return the data set if it can be used.

    Raises:
        ValueError: With a sentence, if these columns make no data set to learn from.
    """
    table = read(brought)
    features, target, of_classes = _columns(table)
    if not features:
        st.info("Choose one or two inputs.", icon=":material/info:")
        return None
    title, units = words_of(table, list(dict.fromkeys([*features, *([] if of_classes else [target])])))
    own = learned_dataset(table, features, target, of_classes=of_classes, title=title, units=units)
    write_left_out(own.dropped, len(table.rows) + len(table.dropped))
    for note in own.notes:
        st.info(inert(note), icon=":material/info:")
    other_reading(brought, table, [*features, *([] if of_classes else [target])])
    chosen = usable(own.dataset)
    st.markdown(f"**{_counted(own.dataset)}** can be used.{_cut(own.dataset, chosen)}")
    return chosen


def _columns(table: Table) -> tuple[list[str], str, bool]:
    numbers, classes = numbers_of(table), class_columns(table)
    first, last = first_learned(table)
    key = "_".join(table.names)
    left, right = st.columns(2)  # one below the other on a phone
    features = left.multiselect(
        "Inputs, one or two", numbers, first, max_selections=MAX_INPUTS, key=f"own_inputs_{key}"
    )
    offered = [name for name in table.names if name in (*numbers, *classes)]
    target = right.selectbox("Target, to learn", offered, offered.index(last), key=f"own_learned_{key}")
    if not {target} <= set(numbers) & set(classes):
        return features, target, target in classes
    kind = right.segmented_control(
        f"{inert(target)} has {len(set(kinds_of(table, target)) - {''})} different values. They are", list(_KINDS),
        default="classes", required=True, format_func=_KINDS.__getitem__, key=f"own_kind_{target}_{key}",
    )  # fmt: skip
    return features, target, kind == "classes"


def _counted(dataset: Dataset) -> str:
    """Return how many rows there are, and how many of each class."""
    rows = quantity(dataset.n, "row")
    if not dataset.classes:
        return rows
    kinds = kinds_of_rows(dataset)
    return f"{rows}: " + listed(
        [f"{int((kinds == kind).sum()):,} of {inert(name)}" for kind, name in enumerate(dataset.classes)]
    )


def _cut(whole: Dataset, used: Dataset) -> str:
    if used.n == whole.n:
        return ""
    each = ", of each class the same part" if whole.classes else ""
    return (
        f" The network gets {used.n:,} of them, evenly over the table{each}: with more than {MAX_LEARNED:,} it would "
        "keep you waiting."
    )
