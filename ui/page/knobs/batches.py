"""The setting and the controls of the batch size, and of the order in which batches take the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from ui.session import fields, settings
from ui.session.settings import Setting

POWERS_OF_TWO = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
_MAX_STEPS = 500
"""Steps an epoch that a batch size on offer may take."""


def batch_setting(sizes: Sequence[int], once: Sequence[int] = ()) -> Setting:
    """Return the setting of how many rows a step takes.

    Args:
        sizes: Those on offer beside all rows.
        once: Others that were on offer in the past: links with them go on working.
    """
    offered = ("all", *map(str, sizes))
    return replace(settings.choice("batch_size", (*offered, *map(str, once)), "all"), options=offered)


def sizes_for(sizes: Sequence[int], rows: int) -> list[int]:
    """Return the batch sizes that suit so many rows: not more than all, and not thousands of steps an epoch."""
    return [size for size in sizes if rows / _MAX_STEPS <= size <= rows]


def batch_controls(options: Mapping[str, Sequence[str]], rows: int) -> None:
    """Draw the menu of batch sizes, and the switch for the order of the rows where it matters.

    Args:
        options: What each setting of the page has on offer.
        rows: Rows of the data set; 0 where all sizes are on offer.
    """
    state = st.session_state
    fields.menu("Batch size", "batch_size", _named(options["batch_size"], rows), 110)
    if "shuffle" in options and state["batch_size"] != "all" and int(state["batch_size"]) < rows:
        fields.toggle("Shuffle the rows", "shuffle")


def _named(offered: Sequence[str], rows: int) -> dict[str, str]:
    """Return the sizes on offer and that on show, by what the link calls them."""
    sizes = [int(size) for size in offered if size != "all"]
    if rows:
        sizes = sizes_for(sizes, rows)
    if (present := st.session_state["batch_size"]) != "all":
        sizes.append(int(present))
    return {"all": "All rows", **{str(size): str(size) for size in sorted({*sizes})}}
