"""The own data of a network: one or two inputs, and a class or a number; the session holds them, the link carries them.

They lie apart from those of the lessons about lines and planes, which have no classes.
"""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from core.data import Dataset, kinds_of_rows, thinned
from core.tables import MAX_INPUTS, Table, learned_dataset, read_link, write_link
from core.tables.links import BROKEN
from ui.own_data.session import OWN, OwnData, forget_kept, names_own, take_over
from ui.own_data.words import inert_classes

MAX_LEARNED = 1000
"""Rows that a network learns from, with those held out: more would keep a person waiting, and are taken in part."""
_OWN_DATA = "_own_learned"
_BROUGHT = "_own_learned_brought"
_LINK = re.compile(rf"([cn])([1-{MAX_INPUTS}])\.(.*)", re.DOTALL)


def own_learned() -> Dataset | None:
    """Return the session's own data for a network, if there are any."""
    kept: OwnData | None = st.session_state.get(_OWN_DATA)
    return kept.dataset if kept else None


def brought() -> bool:
    """Return whether data were brought that the page has not taken up yet."""
    return _BROUGHT in st.session_state


def bring(dataset: Dataset) -> None:
    """Leave data for the page to hold when it next begins, before its widgets are drawn."""
    st.session_state[_BROUGHT] = dataset


def settle(notes: list[str], default: str, **_: Any) -> None:
    """Bring the own data that the page's settings name into the session, and into its link.

    Args:
        notes: What in the link was not usable; what is wrong with its own data is added.
        default: What is shown instead of own data that cannot be had.
    """
    state = st.session_state
    if (new := state.pop(_BROUGHT, None)) is not None:
        state[_OWN_DATA] = OwnData(new, _written(new))
        # The link of the data before is still in the URL: left here, it would be read over these.
        state[OWN], state["data"], state["epoch"] = state[_OWN_DATA].link, OWN, 0
        forget_kept()
    if names_own() and (problem := take_over(_OWN_DATA, _read)):
        notes.append(f"{problem} Here is what the lesson begins with instead.")
        state["data"] = default if state["data"] == OWN else state["data"]
        forget_kept()
    kept: OwnData | None = state.get(_OWN_DATA)
    state[OWN] = kept.link if kept and names_own() else None


def usable(dataset: Dataset) -> Dataset:
    """Return data as the lesson shows them: no more rows than it is quick with, and words that are only words."""
    return inert_classes(thinned(dataset, MAX_LEARNED))


def _written(dataset: Dataset) -> str | None:
    """Write data as the link carries them: of what kind, how many inputs, and the table; None if too long."""
    if dataset.classes:
        kinds = kinds_of_rows(dataset).tolist()
        targets = [dataset.classes[kind] for kind in kinds]
        # A column of classes has no name of its own once it is read; a name that no input has.
        target, unit = next(name for name in ("class", "kind", "group") if name not in dataset.feature_names), ""
    else:
        targets = [_number(value) for value in dataset.targets[:, 0].tolist()]
        target, unit = dataset.target_names[0], dataset.target_units[0]
    rows = [(*map(_number, row), last) for row, last in zip(dataset.features.tolist(), targets, strict=True)]
    table = Table(
        (*dataset.feature_names, target), tuple(rows), tuple(range(1, dataset.n + 1)), title=dataset.title,
        units=(*dataset.feature_units, unit),
    )  # fmt: skip
    text = write_link(table)
    return text and f"{'c' if dataset.classes else 'n'}{dataset.d}.{text}"


def _number(value: float) -> str:
    return repr(value).removesuffix(".0")


def _read(text: str) -> Dataset:
    """Read what `_written` wrote.

    Raises:
        ValueError: With a sentence, if it did not write that.
    """
    found = _LINK.fullmatch(text)
    if found is None:
        raise ValueError(BROKEN)
    table, inputs = read_link(found[3]), int(found[2])
    if len(table.names) != inputs + 1:
        raise ValueError(BROKEN)
    return usable(learned_dataset(table, table.names[:inputs], table.names[inputs], of_classes=found[1] == "c").dataset)
