"""The data of a lesson with powers, with noise and with rows held out: settings, and what cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from core.data import MAX_DEGREE, Dataset, drawn_rows, noise_written, quantity, split, with_noise, with_powers
from core.exact import least_squares
from core.model import Recipe
from ui.compare.keeping import KEPT, chosen_as_kept
from ui.figures.thinning import row_name
from ui.own_data.session import chosen_data
from ui.page import controls
from ui.session import settings
from ui.session.settings import Setting

BY_CLICK = "hold_by_click"
"""The switch by which a click on a point holds its row out."""
LARGEST_SEED = 2**31 - 1
LARGEST_SHARE = 0.5
_LARGEST_NOISE = 1e99
_TIMES_SPREAD = 100
"""Noise so many times as large as the spread of the targets leaves nothing of them."""
_FEWEST = 4
"""Rows that a run learns from at least."""
_MOST_BY_HAND = 100
_POWERS, _NOISE, _HELD_OUT = ("degree",), ("noise", "noise_seed"), ("held_out", "held_rows", "split_seed")


def power_settings() -> list[Setting]:
    """Return the setting of the powers of a single feature."""
    return [settings.whole_number("degree", 1, 1, MAX_DEGREE)]


def noise_settings() -> list[Setting]:
    """Return the settings of noise on the targets."""
    return [
        settings.number("noise", 0.0, 0.0, _LARGEST_NOISE, "a number of at least 0, such as 5"),
        settings.whole_number("noise_seed", 0, 0, LARGEST_SEED),
    ]


def held_out_settings() -> list[Setting]:
    """Return the settings of rows held out: their share and what draws them, or their numbers, also by a click."""
    wanted = "numbers of rows, such as 2,5"
    return [
        settings.number("held_out", 0.0, 0.0, LARGEST_SHARE, f"a share of the rows from 0 to {LARGEST_SHARE:g}"),
        settings.whole_number("split_seed", 0, 0, LARGEST_SEED),
        Setting("held_rows", (), _read_rows, wanted, write=_write_rows, longest=8 * _MOST_BY_HAND),
        settings.switch(BY_CLICK),
        settings.whole_number("folds", 4, 2, 20),
    ]


def _write_rows(rows: Sequence[int]) -> str:
    return ",".join(map(str, rows))


def _read_rows(text: str) -> tuple[int, ...]:
    parts = text.split(",")
    if len(parts) > _MOST_BY_HAND or any(not (p.isascii() and p.isdigit() and len(p) < 8 and int(p)) for p in parts):
        raise ValueError(text)
    return tuple(sorted({int(part) for part in parts}))


def described(chosen: Any, **more: Any) -> tuple[Dataset, Recipe]:
    """Return the data set to train on, noise and all, and the recipe that settings describe.

    Args:
        chosen: Values of the settings, by their names: those of the page, or those that were kept.
        **more: As for `controls.recipe_of`.
    """
    dataset = _parted(chosen)[0]
    return dataset, controls.recipe_of(dataset, chosen, **more)


def all_rows(chosen: Any) -> Dataset:
    """Return the data set that settings describe, powers, noise and all, before rows are held out."""
    return with_noise(clean_rows(chosen), chosen["noise"], chosen["noise_seed"])


def clean_rows(chosen: Any) -> Dataset:
    """Return the data set that settings describe, with powers, before noise is added."""
    dataset, degree = chosen_data(chosen["data"]), chosen.get("degree", 1)
    return dataset if degree == 1 else with_powers(dataset, degree)


def rows_held_out(chosen: Any) -> Dataset | None:
    """Return the rows that settings hold out; None where they hold out none."""
    return _parted(chosen)[1]


def _parted(chosen: Any) -> tuple[Dataset, Dataset | None]:
    dataset = all_rows(chosen)
    rows = numbers_held_out(chosen, dataset.n)
    if not rows:
        return dataset, None
    # A row keeps its number, whatever other rows are held out.
    named = replace(dataset, row_names=tuple(row_name(dataset, row) for row in range(dataset.n)))
    return split(named, rows)


def numbers_held_out(chosen: Any, count: int) -> tuple[int, ...]:
    """Return the numbers of the rows held out, from 0: of those named by hand, else of those drawn.

    Args:
        chosen: Values of the settings, by their names.
        count: Rows of the data set.
    """
    if chosen["held_rows"]:
        return tuple(row - 1 for row in chosen["held_rows"])
    return drawn_rows(count, chosen["held_out"], chosen["split_seed"]) if chosen["held_out"] else ()


def settle(page_settings: Sequence[Setting]) -> list[str]:
    """Leave out what cannot be done to the page's data, or to those of A; return a sentence on each."""
    names = [setting.name for setting in page_settings]
    state, notes = st.session_state, []
    # What another page has chosen means nothing here.
    state["degree"] = state["degree"] if "degree" in names else 1
    every = ((_POWERS, _too_curved), (_NOISE, _too_noisy), (_HELD_OUT, too_few))
    checks = [(group, problem) for group, problem in every if group[0] in names]
    for group, problem in checks:
        if said := problem(state):
            notes.append(f"{said} {_take_back(page_settings, group, problem)}")
    kept = chosen_as_kept(page_settings) if checks else None
    if kept is not None and (said := next(filter(None, (problem(kept) for _, problem in checks)), None)):
        notes.append(f"What was kept as A cannot be trained: {said} A is left out.")
        state[KEPT] = None
    return notes


def _take_back(page_settings: Sequence[Setting], group: tuple[str, ...], problem: Any) -> str:
    """Give settings the values with which the page was last shown, if these can be used, else their defaults."""
    state = st.session_state
    before = state.get(f"_{state.get('_page')}", {}).get("values", {})
    default = {name: settings.default_of(page_settings, name) for name in group}
    for values in ({name: before.get(name, default[name]) for name in group}, default):
        state.update(values)
        if not problem(state):
            break
    return "The data are as they were." if any(state[name] != default[name] for name in group) else _LEFT_OUT[group]


_LEFT_OUT = {_POWERS: "The feature is used as it is.", _NOISE: "No noise is added.", _HELD_OUT: "No rows are held out."}


def _too_curved(chosen: Any) -> str | None:
    """Return why the feature's powers cannot be used, in a sentence."""
    dataset, degree = chosen_data(chosen["data"]), chosen.get("degree", 1)
    if degree == 1:
        return None
    if dataset.d > 1:
        return f"Powers are those of a single feature, and these data have {dataset.d}."
    try:
        powered = with_powers(dataset, degree)
    except ValueError:
        return f"Some values to the power of {degree} are too large to be held; use a lower degree or a larger unit."
    try:
        least_squares(powered)
    except ValueError:
        return f"These {quantity(dataset.n, 'row')} do not determine a curve of degree {degree}; use a lower one."
    return None


def _too_noisy(chosen: Any) -> str | None:
    """Return what is wrong with the noise, in a sentence."""
    dataset = chosen_data(chosen["data"])
    size, most = chosen["noise"], most_noise(dataset)
    if size <= most:
        return None
    return (
        f"Noise of {noise_written(dataset, size)} is more than {_TIMES_SPREAD} times the spread of the targets, and "
        f"would leave nothing of them; use at most {noise_written(dataset, most)}."
    )


def most_noise(dataset: Dataset) -> float:
    """Return the largest noise that can be chosen, a round number."""
    spread = float(dataset.targets.std(axis=0).max()) or float(np.abs(dataset.targets).max()) or 1.0
    return float(f"{_TIMES_SPREAD * spread:.2g}")


def too_few(chosen: Any) -> str | None:
    """Return what is wrong with the rows that settings hold out, in a sentence; None where nothing is."""
    dataset = clean_rows(chosen)
    strangers = [row for row in chosen["held_rows"] if row > dataset.n]
    if strangers:
        return f"There is no row {strangers[0]:,} to hold out: the data have {dataset.n:,} rows."
    if len(chosen["held_rows"]) > _MOST_BY_HAND:
        return (
            f"By hand at most {_MOST_BY_HAND} rows can be held out, not {len(chosen['held_rows'])}; hold out a share "
            "of the rows instead."
        )
    rows = numbers_held_out(chosen, dataset.n) if dataset.n > 1 else ()
    least = max(dataset.d + 1, _FEWEST)
    if rows and dataset.n - len(rows) < least:
        most = max(0, dataset.n - least)
        return (
            f"Holding out {len(rows):,} of the {quantity(dataset.n, 'row')} would leave {dataset.n - len(rows):,} to "
            f"learn from, and at least {least} are needed; hold out at most {most:,}."
        )
    try:
        least_squares(split(dataset, rows)[0] if rows else dataset)
    except ValueError:
        return (
            "The rows that would be left do not determine the best fit: a feature is the same in all of them, or "
            "follows from others. Hold out other rows."
        )
    return None
