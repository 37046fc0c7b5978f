"""The choice of features and target in a table that a person brought, and a word on each row that is left out."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.data import Dataset
from core.tables import MAX_FEATURES, Dropped, Table, first_choice, own_dataset
from ui.own_data.reading import Brought, other_reading
from ui.own_data.words import inert, inert_dataset
from ui.session.settings import quoted

MAX_TARGETS = 4
_NAMED = 3
_LISTED = 200


def choose(brought: Brought, table: Table, *, line: bool) -> Dataset | None:
    """Draw the choice, and what it leads to; return the data set if it can be used.

    Args:
        brought: What a person brought.
        table: As it was read.
        line: Whether the lesson takes one feature and one target.

    Raises:
        ValueError: With a sentence, if these columns make no data set with one exact answer.
    """
    features, targets = _columns(table, line=line)
    if not features or not targets:
        st.info("Choose at least one feature and one target.", icon=":material/info:")
        return None
    title, units = words_of(table, list(dict.fromkeys([*features, *targets])))  # one may be chosen twice on the way
    own = own_dataset(table, features, targets, title=title, units=units)
    write_left_out(own.dropped, len(table.rows) + len(table.dropped))
    for note in own.notes:
        st.info(inert(note), icon=":material/info:")
    other_reading(brought, table, [*features, *targets])
    st.markdown(f"**{own.dataset.n:,} rows** can be used.")
    return inert_dataset(own.dataset)


def _columns(table: Table, *, line: bool) -> tuple[list[str], list[str]]:
    first, last = first_choice(table)
    key = "_".join(table.names)
    left, right = st.columns(2)  # one below the other on a phone
    if line:
        feature = left.selectbox("Feature x", table.names, table.names.index(first[0]), key=f"own_x_{key}")
        target = right.selectbox("Target y, to predict", table.names, table.names.index(last), key=f"own_y_{key}")
        return [feature], [target]
    features = left.multiselect(
        f"Features, up to {MAX_FEATURES}", table.names, first,
        max_selections=MAX_FEATURES, key=f"own_features_{key}",
    )  # fmt: skip
    targets = right.multiselect(
        f"Targets to predict, up to {MAX_TARGETS}", table.names, [last], max_selections=MAX_TARGETS,
        key=f"own_targets_{key}",
    )  # fmt: skip
    return features, targets


def words_of(table: Table, names: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Draw the fields for title and units, which may be left empty; those of another table begin with its own."""
    with st.expander("Title and units"):
        title = st.text_input(
            "Title", table.title, max_chars=60, placeholder="Your own data", key=f"own_title_{table.title}"
        )
        with st.container(horizontal=True):
            units = {
                name: st.text_input(
                    f"Unit of {inert(name)}",
                    table.unit(name),
                    max_chars=12,
                    key=f"own_unit_{name}_{table.unit(name)}",
                    width=150,
                )
                for name in names
            }
    return title.strip(), {name: unit.strip() for name, unit in units.items()}


def write_left_out(dropped: Sequence[Dropped], kept: int) -> None:
    """Count and name the rows that cannot be used."""
    if not dropped:
        return
    reasons = [_reason(row) for row in dropped]
    rows = len({row.row for row in dropped})
    said = f"**{rows:,} of {kept:,} rows {'is' if rows == 1 else 'are'} left out**: {'; '.join(reasons[:_NAMED])}"
    st.warning(said + ("." if len(reasons) <= _NAMED else "; …"), icon=":material/playlist_remove:")
    if len(reasons) > _NAMED:
        with st.expander("All rows that are left out"):
            more = len(reasons) - _LISTED
            st.markdown("\n".join(f"- {reason}" for reason in reasons[:_LISTED]))
            if more > 0:
                st.caption(f"… and {more:,} more.")


def _reason(row: Dropped) -> str:
    cell = f"{quoted(row.cell.strip('“”'))} " if row.cell else ""
    column = f"{inert(row.column)} " if row.column else ""
    return f"row {row.row}: {column}{cell}{inert(row.why)}"
