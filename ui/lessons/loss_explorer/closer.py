"""The closer looks at a loss: one step, its formulas, the same numbers from PyTorch, the data as a table."""

from __future__ import annotations

import streamlit as st

from core.analysis import line_gradients
from core.data import Dataset, fit_scaler
from core.exact import MEASURES
from core.tables import loss_table
from ui.download.view import take_away
from ui.formulas.latex import number
from ui.formulas.view import draw, line_account, line_case
from ui.lessons.loss_explorer.explored import Explored
from ui.lessons.loss_explorer.pictures import Choice
from ui.lessons.loss_explorer.points_table import points_table
from ui.lessons.loss_explorer.receipt import loss_receipt
from ui.one_step.per_sample import per_sample_table
from ui.page import closer, mistakes
from ui.page.values import Page
from ui.player import PlayerContent
from ui.script.view import show
from ui.text.numbers import trimmed

_ON_INTERCEPT = {
    "mse": "2 × error / n", "sse": "2 × error", "rmse": "error / (n × RMSE)",
    "mae": "(the sign of its error: 1, 0 or −1) / n", "huber": "(its error, cut to lie between −δ and δ) / n",
}  # fmt: skip
"""What a point adds to the gradient for the intercept, by measure."""


def look_closer(page: Page, explored: Explored, playing: PlayerContent) -> None:
    """Offer the views by name; each computes what it shows when it is opened."""
    dataset, choice = explored.dataset, explored.choice
    basics = {
        closer.ONE_STEP: lambda: one_step(dataset, choice),
        closer.FORMULAS: lambda: formulas(dataset, choice),
        "Edit the data": lambda: points_table(explored.original, dataset),
        mistakes.NAME: lambda: mistakes.list_mistakes(page),
    }
    deeper = {
        closer.CODE: lambda: code(dataset, choice),
        closer.DOWNLOAD: lambda: take_loss_away(playing, dataset, choice),
    }
    closer.look_at(basics, deeper)


def one_step(dataset: Dataset, choice: Choice) -> None:
    """Show how hard each point pulls at the line on show: its per-sample gradient, and their sums."""
    part = line_gradients(dataset, choice.loss, choice.line, delta=choice.delta)
    symbol = MEASURES[choice.loss].symbol
    st.markdown(
        f"**What each point contributes to the gradient of {symbol}.** The columns of contributions sum to it; a step "
        "of gradient descent goes against it. Point at a row, tap it or go there by the arrow keys, and its point "
        "lights up in the pictures."
    )
    per_sample_table(dataset, part, ("slope w", "intercept b"), fit_scaler(dataset, "none"), key="contributions")
    st.markdown(
        f"A point contributes {_ON_INTERCEPT[choice.loss]} to the gradient of the intercept, and this × its x to that "
        "of the slope."
    )
    if choice.loss == "rmse":
        st.markdown(
            "RMSE is the root of MSE, so its gradient is that of MSE, divided by 2 × RMSE: it points the same way, "
            "and its length hardly depends on how far off the line is. Where all errors are 0 it has none."
        )
    down, up = ("falls" if slope > 0 else "rises" if slope < 0 else "stays" for slope in part.gradient)
    st.markdown(f"So in the next step of gradient descent the slope {down} and the intercept {up}.")


def formulas(dataset: Dataset, choice: Choice) -> None:
    """Show how the chosen loss of the line on show comes about, its gradient, and the other losses beside it."""
    part = line_gradients(dataset, choice.loss, choice.line, delta=choice.delta)
    st.markdown("The numbers are those of your line. Move it, or a point, and they change.")
    draw(*line_account(line_case(dataset, part, choice.loss, choice.line, choice.delta)))
    st.subheader("All five losses of this line", anchor=False)
    for measure in MEASURES.values():
        value = float(measure.function(part.errors[:, 0], choice.delta))
        st.latex(rf"\text{{{measure.symbol}}} = {measure.latex} = {number(value)}")
    st.caption(
        f"Here n = {dataset.n} and δ = {trimmed(choice.delta)}. MSE, SSE and RMSE rise and fall together, so they "
        "share their best line; textbooks sometimes put ½ before the sum, which changes no best line either."
    )


def code(dataset: Dataset, choice: Choice) -> None:
    """Show a script that computes the measures on show, and checks that they come out the same."""
    show(
        loss_receipt(dataset, choice),
        "The same numbers by plain PyTorch, with the data in it. It needs nothing but `torch`, and ends in **the "
        "receipt**: assertions that every measure is the one on screen.",
    )


def take_loss_away(shown: PlayerContent, dataset: Dataset, choice: Choice) -> None:
    """Offer the picture, the lesson and the account of the line as files."""
    caption = (
        f"{dataset.title}: the {MEASURES[choice.loss].symbol} of a line. Drag the line by its ends, or drag a point, "
        "and the loss follows."
    )
    take_away(shown, caption, {"Losses": lambda: loss_table(dataset, choice.line, delta=choice.delta)})
