"""A closer look at every learning rate: what each of the ruler's runs comes to, in a sentence and a picture."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

import numpy as np
import streamlit as st

from core.analysis import Outcomes, outcomes
from core.data import quantity
from core.model import ALL_LOSSES
from ui.browser.assets import loader
from ui.figures.rates import OutcomesView, outcomes_figure
from ui.page.controls import go_to_rate
from ui.page.values import Trained
from ui.player import Limits, palette
from ui.session import callbacks, fields, settings
from ui.session.ruler import RATES
from ui.text.numbers import brief, rate_written, written

NAME = "Every rate"
_KEY = "every_rate"
_HEIGHT = 320
_picture = st.components.v2.component(
    "slopewise_rates", js=loader("page/rates_picture.js", "picture"), isolate_styles=False
)


def every_rate(trained: Trained, whose: str = "") -> None:
    """Show what every rate comes to, and lead to the run of one of them, by the picture or by a menu.

    Args:
        trained: What the page has trained.
        whose: Which run it is about, in a sentence, where there are several on screen.
    """
    if said := why_hidden(trained):
        st.markdown(said)
        return
    view = view_of(trained)
    draw_outcomes(view, sentence(view, trained), _KEY, _clicked, whose)
    st.markdown("Each point is a run of the ruler, really trained. A click goes to the run of the rate there.")
    fields.menu("Go to the run of", "learning_rate", _menu(view), 330)


def why_hidden(trained: Trained) -> str | None:
    """Say why a picture of many losses is not shown now, and how it is; None where it may be."""
    if trained.guess.kinds:
        return "This picture would tell what there is to guess. Switch **Predict first** off to see it."
    if _best_is_hidden(trained):
        return "This picture would tell the lowest possible loss while you look for it. Switch **Show best fit** on."
    return None


def draw_outcomes(view: OutcomesView, said: str, key: str, clicked: Callable[[], None], whose: str = "") -> None:
    """Draw what the values of a knob come to, with a sentence above.

    Args:
        view: What the picture shows.
        said: The sentence; it is the picture's name for those who do not see it, too.
        key: Of the picture.
        clicked: Called when a person has pressed a value, which `pressed_value` tells.
        whose: Which run it is about, in a sentence before it.
    """
    st.markdown(f"{whose} {said}".strip())
    data = {
        "figure": json.loads(outcomes_figure(view, _HEIGHT).to_json()), "palette": palette.both(),
        "values": [float(value) for value in view.found.values], "value": view.value, "says": said,
    }  # fmt: skip
    _picture(key=key, data=data, height="content", on_value_change=clicked)


def pressed_value(key: str) -> float | None:
    """Return the value that a person has pressed in a picture; None for what is no number."""
    value: Any = st.session_state[key].get("value") if key in st.session_state else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _best_is_hidden(trained: Trained) -> bool:
    """Return whether the page has a line of one's own, whose best is not to be given away."""
    names = [setting.name for setting in trained.page.settings]
    return "fit" in names and st.session_state["fit"] and not st.session_state["best"]


def view_of(trained: Trained) -> OutcomesView:
    """Return what the picture shows of a page's runs."""
    family, run, theory = trained.family, trained.run, trained.theory
    found = outcomes(family)
    left = run.diverged_at is not None or not run.losses[-1] <= 100 * run.losses[0]
    # Theory speaks of one rate for the whole run.
    holds = theory.holds and not run.recipe.earlier
    return OutcomesView(
        found,
        [theory.verdict(float(rate)) if holds else None for rate in found.values],
        Limits.of(theory) if holds else None,
        trained.lowest,
        run.recipe.learning_rate,
        np.nan if left else float(run.losses[-1]),
        ALL_LOSSES[run.recipe.loss].label,
        f"after {quantity(found.epoch, trained.page.step)}",
    )


def sentence(view: OutcomesView, trained: Trained) -> str:
    """Say what the rates come to: which is lowest, how many are as good, from where on the loss grows."""
    found, family = view.found, trained.family
    said = [lowest_of(view, known=trained.exact is not None), _border(found)]
    if view.limits and found.border is not None:
        said.append(f"Theory puts that border at {written(view.limits.critical, 4)}.")
    if trained.trainings[0].growing:
        planned = trained.recipe.epochs
        said.append(f"The ruler's runs are still being trained: {int(family.epochs[-1]):,} of {planned:,} epochs.")
    return " ".join(part for part in said if part)


def lowest_of(view: OutcomesView, *, known: bool = True) -> str:
    """Say which values of a knob come lowest, or how many come to the lowest possible loss, where that is known."""
    found = view.found
    knob, count = view.knob, f"{len(found.values)} {view.knob.plural}"
    if found.best is None:
        return f"At each of the {count} the loss grows without end."
    arrived, lowest = found.arrived(view.lowest), f"the lowest possible loss, {brief(view.lowest)}"
    after = f"{view.after[0].upper()}{view.after[1:]}"
    if known and len(arrived) > 1:
        least, most = knob.write(float(arrived[0])), knob.write(float(arrived[-1]))
        those = f"{'' if len(found.orders) == 1 else 'the medians of '}{len(arrived)} of {count}"
        return (
            f"{after} {those} have come within a thousandth of {lowest}: the smallest of them is "
            f"{least}, the largest {most}."
        )
    best, loss = knob.write(float(found.values[found.best])), brief(float(found.losses[found.best]))
    and_lowest = f", and {lowest.replace(', ', ' is ')}" if known else ""
    its = "its loss" if len(found.orders) == 1 else f"the median of its {len(found.orders)} losses"
    return f"{after} {best} has come lowest of {count}: {its} is {loss}{and_lowest}."


def _border(found: Outcomes) -> str:
    if found.best is None:
        return ""
    if found.border is not None:
        return f"From {rate_written(found.border)} on the loss grows without end."
    some = int(found.grows.sum())
    return f"At {some or 'none'} of them the loss grows without end."


def _menu(view: OutcomesView) -> Mapping[float, str]:
    """Return every rate with what it comes to, that on show among them."""
    found = view.found
    named = {
        float(rate): _option(float(rate), float("nan") if grows else float(loss))
        for rate, loss, grows in zip(found.values, found.losses, found.grows, strict=True)
    }
    named.setdefault(view.value, _option(view.value, view.loss))
    return dict(sorted(named.items()))


def _option(rate: float, loss: float) -> str:
    return f"{rate_written(rate)}: " + (f"loss {written(loss)}" if isfinite(loss) else "the loss grows without end")


@callbacks.uninterrupted
def _clicked() -> None:
    rate = pressed_value(_KEY)
    settings.user_changed()
    if rate is not None and RATES[0] <= rate <= RATES[1]:
        go_to_rate(rate)
