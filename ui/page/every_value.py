"""Closer looks at all values of a knob; those at momentum and batch size are trained when they are opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from core.analysis import Outcomes, outcomes_of
from core.data import quantity
from core.exact import Verdict, stability
from core.model import LOSSES, Recipe
from ui.figures.rates import Knob, OutcomesView
from ui.page.controls import go_to
from ui.page.every_rate import NAME, draw_outcomes, every_rate, lowest_of, pressed_value, why_hidden
from ui.page.knobs.batches import sizes_for
from ui.page.values import Trained
from ui.session import callbacks, settings
from ui.session.store import STORE, content_of
from ui.session.turns import others_meanwhile
from ui.text.numbers import rate_written
from ui.text.words import listed

MOMENTUM = Knob(
    "Every momentum",
    "Momentum",
    "momentum",
    "values of momentum",
    lambda value: f"{value:g}",
    logarithmic=False,
    near=True,
)
BATCH_SIZE = Knob(
    "Every batch size", "Batch size (rows a step)", "batch size", "batch sizes", lambda value: f"{value:,.0f}",
    ticks=True, near=True,
)  # fmt: skip
ORDERS = 7
"""In so many orders of the rows each size of batches is trained: one alone may have been lucky."""
MAX_STEPS = 30_000
"""So many steps all runs of a picture take together at most: a second or two."""
_MOMENTA = (*(tenth / 10 for tenth in range(10)), 0.95, 0.99)


def every_value(trained: Trained, whose: str = "") -> Mapping[str, Callable[[], None]]:
    """Return the closer looks at every rate and, where they apply, at every momentum and every size of batches.

    Args:
        trained: What the page has trained.
        whose: Which run they are about, in a sentence, where there are several on screen.
    """
    looks: dict[str, Callable[[], None]] = {NAME: lambda: every_rate(trained, whose)}
    # Those at momentum and batch size are judged by the lowest possible loss.
    if trained.exact is None or not {"momentum", "batch_size"} <= {setting.name for setting in trained.page.settings}:
        return looks
    recipe, rows = trained.recipe, trained.dataset.n
    if recipe.optimizer in ("momentum", "nesterov"):
        momenta = {value: replace(recipe, momentum=value) for value in sorted({*_MOMENTA, recipe.momentum})}
        looks[MOMENTUM.title] = lambda: _look(trained, MOMENTUM, momenta, recipe.momentum, whose)
    sizes = {float(size): replace(recipe, batch_size=size) for size in _sizes(trained)}
    if len(sizes) > 1:
        looks[BATCH_SIZE.title] = lambda: _look(trained, BATCH_SIZE, sizes, float(recipe.batch_size or rows), whose)
    return looks


def _sizes(trained: Trained) -> list[int]:
    """Return the batch sizes on offer, all rows the last, and that on show."""
    rows = trained.dataset.n
    offered = next(setting.options for setting in trained.page.settings if setting.name == "batch_size")
    sizes = sizes_for([int(size) for size in offered if size != "all"], rows)
    return sorted({*sizes, trained.recipe.batch_size or rows, rows})


def _look(trained: Trained, knob: Knob, recipes: Mapping[float, Recipe], present: float, whose: str) -> None:
    if said := why_hidden(trained):
        st.markdown(said)
        return
    seeds = _seeds(trained.recipe) if knob is BATCH_SIZE and trained.recipe.shuffle else ()
    recipes = _in_short(recipes, trained.dataset.n, len(seeds))
    found, recipe = _found(trained, recipes, seeds), recipes[present]
    # The first order is that of the run on show.
    loss = float(found.orders[0, list(recipes).index(present)])
    # Theory speaks of all rows at once, so of no other size.
    verdicts = [_verdict(trained, each) if knob is MOMENTUM else None for each in recipes.values()]
    view = OutcomesView(
        found, verdicts, None, trained.answer.loss, present, loss, LOSSES[recipe.loss].label,
        f"after {quantity(found.epoch, trained.page.step)}", knob,
    )  # fmt: skip
    says = f"{lowest_of(view)} {_growing(view)}".strip()
    draw_outcomes(view, says, knob.title, partial(_clicked, knob, trained.dataset.n), whose)
    st.markdown(" ".join(_explained(trained, recipe, knob, seeds)))


def _seeds(recipe: Recipe) -> tuple[int, ...]:
    """Return the seeds of the orders, that of the run on show the first, which the others follow."""
    return tuple(recipe.seed + after for after in range(ORDERS))


def _in_short(recipes: Mapping[float, Recipe], rows: int, orders: int) -> dict[float, Recipe]:
    """Return recipes of one rate for no more epochs than are quickly done."""
    steps = 0
    for recipe in recipes.values():
        each = -(-rows // (recipe.batch_size or rows))
        steps += each * (max(1, orders) if each > 1 else 1)
    most = max(1, MAX_STEPS // steps)
    return {value: replace(each, epochs=min(each.epochs, most), earlier=()) for value, each in recipes.items()}


def _found(trained: Trained, recipes: Mapping[float, Recipe], seeds: tuple[int, ...]) -> Outcomes:
    """Return what recipes come to: trained once for all who look at the same."""
    key = ("outcomes", content_of(trained.dataset), tuple(recipes.values()), seeds)
    with others_meanwhile():
        return STORE.shared(key, lambda: outcomes_of(trained.dataset, recipes, seeds))


def _verdict(trained: Trained, recipe: Recipe) -> Verdict | None:
    limits = stability(trained.dataset, recipe)
    return limits.verdict(recipe.learning_rate) if limits.holds else None


def _growing(view: OutcomesView) -> str:
    """Say at which values the loss grows, in all orders of the rows or in some."""
    found, knob = view.found, view.knob
    grown = (~np.isfinite(found.orders)).sum(axis=0)
    always = [knob.write(value) for value in found.values[grown == len(found.orders)].tolist()]
    some = [
        f"at {knob.write(float(value))} in {count} of {len(found.orders)} orders"
        for value, count in zip(found.values, grown, strict=True)
        if 0 < count < len(found.orders)
    ]
    said = f"At {knob.word} {listed(always)} the loss grows without end." if always and found.best is not None else ""
    return f"{said} The loss grows without end {listed(some)}.".strip() if some else said


def _explained(trained: Trained, recipe: Recipe, knob: Knob, seeds: tuple[int, ...]) -> list[str]:
    """Say what the points are, how to go to a run, and in what they differ from the run on show."""
    rate, rows = rate_written(recipe.learning_rate), f"{trained.dataset.n:,} rows"
    if seeds:
        said = [
            f"Each point is the median of {len(seeds)} runs at the learning rate {rate}, trained for this picture: "
            f"each has another order of the rows, drawn from the seeds {seeds[0]} to {seeds[-1]}. The band holds all "
            f"of them. Their loss is that of all {rows}; in a batch of all rows the order changes nothing.",
            f"The ring is the order of the run on show, seed {seeds[0]}.",
        ]
    else:
        said = [f"Each point is a run at the learning rate {rate}, trained for this picture."]
        said.append(f"Its loss is that of all {rows}.")
    named = knob.axis.partition(" (")[0]
    said.append(f"A click goes to the run there; **{named}** in the controls does so by the keyboard.")
    if recipe.epochs < trained.recipe.epochs:
        said.append(
            f"So that it takes a moment only, these runs end after {quantity(recipe.epochs, trained.page.step)}; "
            f"the run on show has {trained.recipe.epochs:,}."
        )
    if trained.recipe.earlier:
        said.append("They have this rate from the beginning; the run on show has had another one before.")
    return said


@callbacks.uninterrupted
def _clicked(knob: Knob, rows: int) -> None:
    value = pressed_value(knob.title)
    settings.user_changed()
    if value is None:
        return
    if knob is MOMENTUM and 0 <= value <= _MOMENTA[-1]:
        go_to(momentum=value)
    if knob is BATCH_SIZE and 1 <= value <= rows:
        go_to(batch_size="all" if value == rows else f"{value:.0f}")
