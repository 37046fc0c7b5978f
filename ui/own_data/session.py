"""The data that a person brought: the session holds them, its lessons share them, and the link carries small ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from core.data import DATASETS, Dataset, load
from core.exact import stability
from core.model import Recipe
from core.tables import Table, own_dataset, read_link, write_link
from ui.own_data.words import inert, inert_dataset
from ui.session import callbacks, settings
from ui.session.ruler import RATES
from ui.session.settings import Setting

OWN = "own"
"""What the own data are called in the setting ``data``, and the setting that carries them."""
_OWN_DATA = "_own_data"
_BROUGHT = "_own_brought"
_SHOWN = "_own_shown"
_LINE = "_own_line"
_KEPT = "kept"
"""The setting in which a page keeps a run as A."""
_MOVED_BY_USER = ("points", "line", "delta")
"""What the user moved on the data before means nothing on new ones."""
_LONGEST_LINK = 2000
_MAX_IN_LINK = 2000
"""Rows; more never fit."""
_LOST = (
    "The link names a person's own data, but does not carry them: large ones stay in the session of who brought them. "
    "Bring them again by *Your own data*."
)
_SLOW = 300
"""A rate so many times below the safe one learns nothing that anyone would wait for."""


@dataclass(frozen=True, eq=False)
class OwnData:
    """Own data in a session.

    Attributes:
        dataset: As the lessons show it.
        link: The text that carries it in a link; None where it is too large.
    """

    dataset: Dataset
    link: str | None


def own_setting() -> Setting:
    """Return the setting that carries own data; None where there are none, or where they are too large."""
    return Setting(OWN, None, str, "what this app wrote there", longest=_LONGEST_LINK)


def own_data() -> Dataset | None:
    """Return the session's own data, if there are any."""
    kept: OwnData | None = st.session_state.get(_OWN_DATA)
    return kept.dataset if kept else None


def settle(notes: list[str], default: str, *, line: bool = True) -> None:
    """Bring the own data that the page's settings name into the session, and into its link.

    Args:
        notes: What in the link was not usable; what is wrong with its own data is added.
        default: What is shown instead of own data that cannot be had.
        line: Whether the lesson takes one feature and one target; the first of each, if there are more.
    """
    state = st.session_state
    state[_LINE] = line
    if (brought := state.pop(_BROUGHT, None)) is not None:
        _hold(brought)
        state.update({name: None for name in _MOVED_BY_USER if name in state})
    if names_own() and (problem := take_over(_OWN_DATA, _read)):
        notes.append(f"{problem} Here is “{DATASETS[default].label}” instead.")
        state["data"] = default if state["data"] == OWN else state["data"]
        forget_kept()
    kept: OwnData | None = state.get(_OWN_DATA)
    state[OWN] = kept.link if kept and names_own() else None
    state[_SHOWN] = state["data"] == OWN


def names_own() -> bool:
    """Return whether the page shows own data, or keeps a run on them as A."""
    return OWN in (st.session_state["data"], dict(st.session_state.get(_KEPT) or ()).get("data"))


def forget_kept() -> None:
    """Let go of A where it was trained on own data, which are no longer these."""
    if dict(st.session_state.get(_KEPT) or ()).get("data") == OWN:
        st.session_state[_KEPT] = None


def take_over(key: str, read: Callable[[str], Dataset]) -> str | None:
    """Hold the own data of a link; return what is wrong where there are none to be had.

    Args:
        key: Where the session holds them.
        read: Reads what the link carries; raises a `ValueError` with a sentence where it cannot.
    """
    state, kept = st.session_state, st.session_state.get(key)
    text = state[OWN]
    # What a page remembers of an earlier visit is older than what the session holds; what a link says is newer.
    if text is not None and st.query_params.get(OWN) == text and (kept is None or kept.link != text):
        try:
            state[key] = OwnData(read(text), text)
        except ValueError as problem:
            return inert(str(problem))
    elif kept is None:
        return _LOST
    return None


def chosen_data(name: str) -> Dataset:
    """Return a data set by its name in the settings: a built-in one, or the session's own."""
    own = own_data()
    if name != OWN or own is None:
        return load(name)
    return first_line(own) if st.session_state[_LINE] else own


def _written(dataset: Dataset) -> str | None:
    """Write data as the link carries them: how many of the columns are features, and the table; None if too long."""
    if dataset.n > _MAX_IN_LINK:
        return None
    values = np.hstack([dataset.features, dataset.targets]).tolist()
    table = Table(
        (*dataset.feature_names, *dataset.target_names),
        tuple(tuple(repr(value).removesuffix(".0") for value in row) for row in values),
        tuple(range(1, dataset.n + 1)),
        title=dataset.title,
        units=(*dataset.feature_units, *dataset.target_units),
    )
    text = write_link(table)
    return text and f"{dataset.d}.{text}"


def _read(text: str) -> Dataset:
    """Read what `_written` wrote.

    Raises:
        ValueError: With a sentence, if it did not write that.
    """
    count, _, link = text.partition(".")
    table = read_link(link)
    features = int(count) if count in map(str, range(1, len(table.names))) else 1
    return inert_dataset(own_dataset(table, table.names[:features], table.names[features:]).dataset)


def first_line(dataset: Dataset) -> Dataset:
    """Return the first feature and the first target of a data set, for a lesson that takes one of each."""
    if dataset.d == dataset.t == 1:
        return dataset
    return inert_dataset(
        replace(
            dataset,
            features=dataset.features[:, :1],
            targets=dataset.targets[:, :1],
            feature_names=dataset.feature_names[:1],
            feature_units=dataset.feature_units[:1],
            target_names=dataset.target_names[:1],
            target_units=dataset.target_units[:1],
        )
    )


def bring(dataset: Dataset) -> None:
    """Leave data for the page to hold when it next begins, before its widgets are drawn."""
    st.session_state[_BROUGHT] = dataset


def keep(dataset: Dataset) -> None:
    """Hold data as the session's own, in place of those before, and show them on this page: for a callback."""
    settings.user_changed()
    _hold(dataset)


def _hold(dataset: Dataset) -> None:
    own = inert_dataset(dataset)
    st.session_state[_OWN_DATA] = OwnData(own, _written(own))
    # The link of the data before is still in the URL: left here, it would be read over these.
    st.session_state[OWN] = st.session_state[_OWN_DATA].link
    st.session_state["data"] = OWN
    forget_kept()
    choose_rate()


def link_query() -> dict[str, str]:
    """Return what a link to another lesson says, so that it shows the own data."""
    link = st.session_state[_OWN_DATA].link
    return {"data": OWN} | ({OWN: link} if link else {})


def labels(names: Sequence[str]) -> dict[str, str]:
    """Return what the menu of data sets offers: the built-in ones, and the own ones once there are some."""
    own = own_data()
    offered = {name: DATASETS[name].label for name in names if name != OWN}
    return offered | ({OWN: own.title} if own and OWN in names else {})


@callbacks.uninterrupted
def on_dataset_change() -> None:
    """Hear that a person chose from the menu of data sets; to or from own data, the rate may have to follow."""
    settings.user_changed()
    if st.session_state.get(_SHOWN) or st.session_state["data"] == OWN:
        choose_rate()


def choose_rate() -> None:
    """Choose a round safe learning rate, where the present one would not converge on the data or hardly move."""
    state = st.session_state
    if "learning_rate" not in state or state.get("optimizer") not in ("sgd", "momentum", "nesterov"):
        return
    dataset, momentum = chosen_data(state["data"]), state.get("momentum", Recipe.momentum)
    for scaling in (state["scaling"], "zscore"):
        recipe = Recipe(loss=state["loss"], optimizer=state["optimizer"], momentum=momentum, scaling=scaling)
        limits, rate = stability(dataset, recipe), state["learning_rate"]
        state["scaling"] = scaling
        if limits.safe_rate / _SLOW <= rate and limits.verdict(rate) in ("converges smoothly", "oscillates"):
            return
        # On raw data far from 1 even a safe rate is beyond what the ruler has.
        if RATES[0] < 0.1 * limits.safe_rate and limits.critical_rate < RATES[1]:
            break
    state["learning_rate"] = float(f"{0.95 * limits.safe_rate:.1e}")
