"""Look closer at a loss: its formulas, and the same numbers from PyTorch."""

from __future__ import annotations

import streamlit as st

from core import MEASURES, Dataset, fit_scaler, line_pushes, loss_table
from ui.explorer.notes import errors_of
from ui.explorer.pictures import Choice
from ui.explorer.receipt import loss_receipt
from ui.numbers import trimmed
from ui.player import Shown
from ui.receipt.view import show
from ui.step.pushes import push_table
from ui.take_away.view import take_away

_PUSHES = {
    "mse": "−2 × residual / n", "sse": "−2 × residual", "rmse": "−residual / (n × RMSE)",
    "mae": "−(1, 0 or −1: the residual's sign) / n", "huber": "−(residual, cut to lie between −δ and δ) / n",
}  # fmt: skip
"""How a point pushes on the intercept, by measure."""


def one_step(dataset: Dataset, choice: Choice) -> None:
    """Show how hard each point pulls at the line on show: its push on slope and intercept, and their sums."""
    part = line_pushes(dataset, choice.loss, choice.line, delta=choice.delta)
    symbol = MEASURES[choice.loss].symbol
    st.markdown(
        f"**How each point pushes on your line, under {symbol}.** The columns of pushes sum to the gradient of "
        f"{symbol}; a step of gradient descent goes against it. Point at a row, tap it or go there by the arrow keys, "
        "and its point lights up in the pictures."
    )
    push_table(dataset, part, ("slope w", "intercept b"), fit_scaler(dataset, "none"), key="pushes")
    st.markdown(f"On the intercept a point pushes by {_PUSHES[choice.loss]}, on the slope by that × its x.")
    if choice.loss == "rmse":
        st.markdown(
            "RMSE is the root of MSE, so its gradient is that of MSE, divided by 2 × RMSE: it points the same way, "
            "and its length hardly depends on how far off the line is. Where all residuals are 0 it has none."
        )
    down, up = ("falls" if slope > 0 else "rises" if slope < 0 else "stays" for slope in part.gradient)
    st.markdown(f"So in the next step of gradient descent the slope {down} and the intercept {up}.")


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
    """Show a script that computes the measures on show, and checks that they come out the same."""
    show(
        loss_receipt(dataset, choice),
        "The same numbers by plain PyTorch, with the data in it. It needs nothing but `torch`, and ends in **the "
        "receipt**: assertions that every measure is the one on screen.",
    )


def take_loss_away(shown: Shown, dataset: Dataset, choice: Choice) -> None:
    """Offer the picture, the lesson and the account of the line as files."""
    caption = (
        f"{dataset.title}: the {MEASURES[choice.loss].symbol} of a line. Drag the line by its ends, or drag a point, "
        "and the loss follows."
    )
    take_away(shown, caption, {"Losses": lambda: loss_table(dataset, choice.line, delta=choice.delta)})
