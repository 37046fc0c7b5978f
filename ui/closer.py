"""Look closer: the formulas with the numbers in them, the code, the data, and what the tutorial said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core import LOSSES, OPTIMIZERS, Dataset, History, parameter_names
from ui.listing import listing
from ui.numbers import rate_written, written

_VIEWS = ("The formulas", "The code", "The data", "What the tutorial said")


def look_closer(dataset: Dataset, run: History, epoch: int, *, said: Sequence[str]) -> None:
    """Offer four closer views of a run: formulas with its numbers, its code, its data, the tutorial's claims.

    Only the one that is open is sent: formulas, code and tables cost the browser more than the pictures.
    """
    st.header("Look closer", anchor=False)
    view = st.segmented_control("Look closer", _VIEWS, key="closer", label_visibility="collapsed")
    if view == _VIEWS[0]:
        _formulas(run, epoch)
    elif view == _VIEWS[1]:
        st.markdown("This run as plain PyTorch: paste it into Python, it needs nothing but `torch`.")
        st.code(listing(dataset, run.recipe), language="python")
    elif view == _VIEWS[2]:
        st.dataframe(frame_of(dataset), hide_index=True, width="content")
        st.caption(f"Source: {dataset.source}.")
    elif view == _VIEWS[3]:
        st.markdown("\n".join(f"- {claim}" for claim in said))


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
