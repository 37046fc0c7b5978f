"""Tables as people bring them to Neural Network: one or two inputs, and classes or a number to learn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import streamlit as st

from core.data import Dataset
from core.tables import Layout, learned_dataset, parse_table
from ui.own_data import learned
from ui.own_data.session import OWN

TABLES = {
    "one input, 2 classes": (1, 2),
    "one input, 3 classes": (1, 3),
    "two inputs, 6 classes": (2, 6),
    "one input, a number": (1, 0),
    "two inputs, a number": (2, 0),
}
"""How many inputs each has, and how many classes; none where a number is to be learned."""
_NAMES = ('"""a\\', "b'); <b>", "😀", "nan", "7", "= c'!A0")


def table(name: str, rows: int = 30) -> Dataset:
    """Return a table of columns of very different size, as the lesson shows it."""
    inputs, kinds = TABLES[name]
    draws = np.random.default_rng(5).normal(size=(rows, 2)) * (9000, 0.008) + (50_000, 0.04)
    last = [_NAMES[i % kinds] if kinds else f"{i * 7.5}" for i in range(rows)]
    lines = [f"{income:.0f}\t{share:.4f}\t{kind}" for (income, share), kind in zip(draws, last, strict=True)]
    read = parse_table("\n".join(["Income\tShare\tKind", *lines]), layout=Layout(classes=kinds > 0))
    return learned.usable(learned_dataset(read, read.names[:inputs], "Kind", of_classes=kinds > 0).dataset)


@contextmanager
def brought(name: str) -> Iterator[dict[str, str]]:
    """Have a table, or data by another name, on the page of this process, and say what a link to them carries."""
    state = st.session_state
    state["data"] = name
    if name in TABLES:
        learned.bring(table(name))
        learned.settle(notes := [], "circles")
        assert notes == []
    try:
        yield {"data": OWN, OWN: state[OWN]} if name in TABLES else {"data": name}
    finally:
        state.clear()
