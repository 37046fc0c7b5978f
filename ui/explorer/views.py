"""Look closer at a loss: its formulas, and the same numbers from PyTorch."""

from __future__ import annotations

import streamlit as st

from core import MEASURES, Dataset, loss_table
from ui.explorer.notes import errors_of
from ui.explorer.pictures import Choice
from ui.numbers import trimmed
from ui.player import Shown
from ui.take_away.view import take_away


def formulas(dataset: Dataset, choice: Choice) -> None:
    """Show every measure's formula with its value for the line on show."""
    errors = errors_of(dataset, choice.line)
    for measure in MEASURES.values():
        value = trimmed(float(measure.function(errors, choice.delta)))
        st.latex(rf"\text{{{measure.symbol}}} = {measure.latex} = {_tex(value)}")
    st.caption(
        f"Here n = {dataset.n} and δ = {trimmed(choice.delta)}. MSE, SSE and RMSE rise and fall together, so they "
        "share their best line; textbooks sometimes put ½ before the sum, which changes no best line either."
    )


def _tex(text: str) -> str:
    mantissa, times, power = text.replace("−", "-").partition(" × 10")
    return rf"{mantissa} \times 10^{{{power.translate(_PLAIN)}}}" if times else mantissa


_PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def code(dataset: Dataset, choice: Choice) -> None:
    """Show a script that a person can paste and run."""
    st.markdown("The same numbers from plain PyTorch: paste it into Python, it needs nothing but `torch`.")
    st.code(loss_listing(dataset, choice), language="python")


def loss_listing(dataset: Dataset, choice: Choice) -> str:
    """Return a script that prints every measure of the line on these points."""
    slope, intercept = choice.line
    return f"""import torch
from torch.nn import functional as F

x = torch.tensor({dataset.features[:, 0].tolist()}, dtype=torch.float64)
y = torch.tensor({dataset.targets[:, 0].tolist()}, dtype=torch.float64)
predictions = {slope!r} * x + {intercept!r}

print("MSE", F.mse_loss(predictions, y).item())
print("SSE", F.mse_loss(predictions, y, reduction="sum").item())
print("RMSE", F.mse_loss(predictions, y).sqrt().item())
print("MAE", F.l1_loss(predictions, y).item())
print("Huber", F.huber_loss(predictions, y, delta={choice.delta!r}).item())
"""


def take_loss_away(shown: Shown, dataset: Dataset, choice: Choice) -> None:
    """Offer the picture, the lesson and the account of the line as files."""
    caption = (
        f"{dataset.title}: the {MEASURES[choice.loss].symbol} of a line. Drag the line by its ends, or drag a point, "
        "and the loss follows."
    )
    take_away(shown, caption, {"Losses": lambda: loss_table(dataset, choice.line, delta=choice.delta)})
