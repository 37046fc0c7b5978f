"""Look closer: the formulas with the numbers in them, the code, the data, and what the tutorial said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core import LOSSES, OPTIMIZERS, Dataset, History, parameter_names
from ui.listing import listing
from ui.numbers import rate_written, written


def look_closer(dataset: Dataset, run: History, epoch: int, *, said: Sequence[str]) -> None:
    """Draw four tabs about a run: formulas with its numbers, its code, its data, the tutorial's claims."""
    st.header("Look closer", anchor=False)
    formulas, code, table, claims = st.tabs(["The formulas", "The code", "The data", "What the tutorial said"])
    with formulas:
        _formulas(run, epoch)
    with code:
        st.markdown("This run as plain PyTorch: paste it into Python, it needs nothing but `torch`.")
        st.code(listing(dataset, run.recipe), language="python")
    with table:
        st.dataframe(frame_of(dataset), hide_index=True, width="content")
        st.caption(f"Source: {dataset.source}.")
    with claims:
        for claim in said:
            st.markdown(f"- {claim}")


def frame_of(dataset: Dataset) -> pd.DataFrame:
    """Return a data set as a table with units in the titles."""
    columns: dict[str, Any] = {}
    if dataset.row_names:
        columns["Name"] = list(dataset.row_names)
    for names, units, values in (
        (dataset.feature_names, dataset.feature_units, dataset.features),
        (dataset.target_names, dataset.target_units, dataset.targets),
    ):
        columns |= {
            f"{name} ({unit})" if unit else name: values[:, i]
            for i, (name, unit) in enumerate(zip(names, units, strict=True))
        }
    return pd.DataFrame(columns)


def _formulas(run: History, epoch: int) -> None:
    recipe = run.recipe
    st.latex(LOSSES[recipe.loss].latex)
    st.latex(OPTIMIZERS[recipe.optimizer].latex)
    if recipe.optimizer != "sgd" or recipe.batch_size is not None or epoch >= len(run.epochs) - 1:
        return
    st.markdown(f"The step from epoch {epoch:,} to {epoch + 1:,}: new = old − learning rate × gradient")
    names = parameter_names(run.dataset)
    for i, name in enumerate(names):
        old, gradient, new = run.parameters[epoch, i], run.gradients[epoch, i], run.parameters[epoch + 1, i]
        st.latex(
            rf"{name}:\quad {_tex(new)} = {_tex(old)} - {rate_written(recipe.learning_rate)} \times ({_tex(gradient)})"
        )


def _tex(value: float) -> str:
    return written(value).replace("−", "-").replace(" × ", r"\times ").translate(_EXPONENTS)


_EXPONENTS = str.maketrans({"⁻": "^{-}", **{c: f"^{i}" for i, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}})
