"""The closer look at k-fold cross-validation: each part of the rows is predicted by the fit to all others."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.data import Dataset, quantity
from core.exact import cross_validated
from ui.figures.parts import named
from ui.figures.thinning import row_name
from ui.session import fields
from ui.text.numbers import written
from ui.text.words import listed

NAME = "Cross-validation"
MAX_FOLDS = 20
_LISTED = 6


def folds_look(dataset: Dataset, seed: int) -> None:
    """Draw the table of the folds, and the field for how many.

    Args:
        dataset: All rows.
        seed: Draws their order.
    """
    state, most = st.session_state, min(MAX_FOLDS, dataset.n)
    state["folds"] = min(state["folds"], most)
    with fields.labelled("Folds"):
        fields.number("Folds", "folds", 2, most, width=130, label_visibility="collapsed")
    parts = cross_validated(dataset, state["folds"], seed)
    st.markdown(
        f"**Each of the {dataset.n:,} rows is held out once.** The rows are parted into "
        f"{quantity(len(parts), 'fold')}, in an order drawn with seed {seed}. For each fold least squares is fitted to "
        "all other rows and judged by the rows of the fold, which it has not seen."
    )
    unit = dataset.target_units[0] if len(set(dataset.target_units)) == 1 else ""
    loss = named("mean squared error", f"{unit}²" if unit else "")
    lines = [f"| Fold | held out | {loss}, training | validation |", "|--:|:--|--:|--:|"]
    for number, fold in enumerate(parts, 1):
        cells = ["–" if value is None else written(value, 5) for value in (fold.training, fold.validation)]
        lines.append(f"| {number} | {_rows(dataset, fold.rows)} | {' | '.join(cells)} |")
    st.markdown("\n".join(lines))
    found = [fold.validation for fold in parts if fold.validation is not None]
    if len(found) < len(parts):
        st.markdown("Where there is no number, the other rows are too few, or too alike, to determine the fit.")
    if len(found) > 1:
        st.markdown(
            f"The mean validation loss is **{written(float(np.mean(found)), 5)}**, and from fold to fold it varies by "
            f"a standard deviation of {written(float(np.std(found)), 3)}: so much does one validation loss depend on "
            "which rows happen to be held out."
        )


def _rows(dataset: Dataset, rows: tuple[int, ...]) -> str:
    if len(rows) > _LISTED:
        return quantity(len(rows), "row")
    if dataset.row_names:
        return listed([row_name(dataset, row) for row in rows])
    return f"{'row' if len(rows) == 1 else 'rows'} {listed([str(row + 1) for row in rows])}"
