"""Look closer: one step with its numbers, the formulas, the code, the data, files, and common mistakes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

import pandas as pd
import streamlit as st

from core.analysis import Rounding
from core.data import Dataset
from core.tables import data_table, history_table
from core.training import History
from ui.download.caption import recipe_caption
from ui.download.view import take_away
from ui.figures.parts import ROWS
from ui.formulas.view import run_formulas
from ui.one_step.network import network_step_view
from ui.one_step.view import one_step_view
from ui.page import mistakes
from ui.page.data.held_out import HeldOut
from ui.page.values import Page
from ui.player import PlayerContent
from ui.script.of_run import receipt_of
from ui.script.sections import Receipt
from ui.script.view import run_code
from ui.session import fields

ONE_STEP, FORMULAS, CODE, DATA, DOWNLOAD = "One step", "The formulas", "The code", "The data", "Download"
_NONE: Mapping[str, Callable[[], None]] = MappingProxyType({})


def look_closer(
    page: Page,
    dataset: Dataset,
    run: History,
    epoch: int,
    *,
    shown: PlayerContent,
    code: Callable[..., Receipt] = receipt_of,
    whose: str = "",
    word: str = "epoch",
    racers: Sequence[str] = (),
    more: Mapping[str, Callable[[], None]] = _NONE,
    held: HeldOut | None = None,
) -> None:
    """Offer closer views of a run: one step with its numbers, the formulas, its code, its data, common mistakes.

    Only the one that is open is sent: formulas, code and tables cost the browser more than the pictures.

    Args:
        page: Whose run it is, and whose mistakes are listed.
        dataset: What the run was trained on.
        run: The run on show.
        epoch: The epoch it stands at.
        shown: What the player shows of it.
        code: From the run, and how far its numbers may differ, to its script.
        whose: Which run code and formulas are of, in a sentence, where there are several on screen.
        word: What the lesson calls an epoch.
        racers: What each run beside it was trained with, in words, where it is raced.
        more: Deeper views of this lesson alone: a name, and what draws it.
        held: The rows that the run has not learned from; None where there are none.
    """
    basics = {
        ONE_STEP: lambda: _one_step(run, epoch, shown),
        FORMULAS: lambda: run_formulas(run, epoch, word=word, whose=whose),
        DATA: lambda: _data(dataset, held),
        mistakes.NAME: lambda: mistakes.list_mistakes(page),
    }
    deeper = {
        **more,
        CODE: lambda: run_code(run, _validating(code, held), whose),
        DOWNLOAD: lambda: _take_away(dataset, run, shown, racers, held),
    }
    look_at(basics, deeper)


def _one_step(run: History, epoch: int, shown: PlayerContent) -> None:
    if run.recipe.network is None:
        one_step_view(run, epoch, highlights=_has_rows(shown))
    else:
        network_step_view(run, epoch, clicks=shown.chooses_row)


def _has_rows(shown: PlayerContent) -> bool:
    """Return whether a picture has a point for each row of the data."""
    return any(trace.get("meta") == ROWS for trace in shown.content["figure"]["data"])


def look_at(basics: Mapping[str, Callable[[], None]], deeper: Mapping[str, Callable[[], None]]) -> None:
    """Offer closer views by their names, those that everybody may want first, and draw the one that is open."""
    st.header("Look closer", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", key="closer_views"):
        view = fields.one_or_none("Look closer", "closer", {"Basics": list(basics), "Deeper": list(deeper)})
    if view is not None:
        {**basics, **deeper}[view]()


def _validating(code: Callable[..., Receipt], held: HeldOut | None) -> Callable[[History, Rounding], Receipt]:
    """Return what writes a script that judges the run by the rows held out, too."""
    return code if held is None else partial(code, held_out=held.dataset)


def _take_away(
    dataset: Dataset, run: History, shown: PlayerContent, racers: Sequence[str], held: HeldOut | None
) -> None:
    tables = {"History": lambda: _history(run, held), "Data": lambda: _table(dataset, held)}
    take_away(shown, recipe_caption(run, racers), tables)


def _history(run: History, held: HeldOut | None) -> pd.DataFrame:
    table = history_table(run)
    return table if held is None else table.assign(validation_loss=held.losses)


def _table(dataset: Dataset, held: HeldOut | None) -> pd.DataFrame:
    """Return the data as a table; where rows are held out, it has them all, and says which they are."""
    if held is None:
        return data_table(dataset)
    return pd.concat([data_table(dataset).assign(Used="to train on"), data_table(held.dataset).assign(Used="held out")])


def _data(dataset: Dataset, held: HeldOut | None) -> None:
    st.dataframe(_table(dataset, held), hide_index=True, width="content")
    st.caption(f"Source: {dataset.source}.")
