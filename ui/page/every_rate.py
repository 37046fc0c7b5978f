"""A closer look at every learning rate: what each of the ruler's runs comes to, in a sentence and a picture."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

import numpy as np
import streamlit as st

from core.analysis import Outcomes, outcomes
from core.data import quantity
from core.model import LOSSES
from ui.browser.assets import loader
from ui.figures.rates import RatesView, rates_figure
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
    if trained.guess.kinds:
        st.markdown("This picture would tell what there is to guess. Switch **Predict first** off to see it.")
        return
    if _best_is_hidden(trained):
        st.markdown(
            "This picture would tell the lowest possible loss while you look for it. Switch **Show best fit** on."
        )
        return
    view = view_of(trained)
    said = sentence(view, trained)
    st.markdown(f"{whose} {said}".strip())
    data = {
        "figure": json.loads(rates_figure(view, _HEIGHT).to_json()), "palette": palette.both(),
        "rates": [float(rate) for rate in view.found.rates], "rate": view.rate, "says": said,
    }  # fmt: skip
    _picture(key=_KEY, data=data, height="content", on_rate_change=_clicked)
    st.markdown("Each point is a run of the ruler, really trained. A click goes to the run of the rate there.")
    fields.menu("Go to the run of", "learning_rate", _menu(view), 330)


def _best_is_hidden(trained: Trained) -> bool:
    """Return whether the page has a line of one's own, whose best is not to be given away."""
    names = [setting.name for setting in trained.page.settings]
    return "fit" in names and st.session_state["fit"] and not st.session_state["best"]


def view_of(trained: Trained) -> RatesView:
    """Return what the picture shows of a page's runs."""
    family, run, theory = trained.family, trained.run, trained.theory
    found = outcomes(family)
    left = run.diverged_at is not None or not run.losses[-1] <= 100 * run.losses[0]
    # Theory speaks of one rate for the whole run.
    holds = theory.holds and not run.recipe.earlier
    return RatesView(
        found,
        [theory.verdict(float(rate)) if holds else None for rate in found.rates],
        Limits.of(theory) if holds else None,
        trained.answer.loss,
        run.recipe.learning_rate,
        np.nan if left else float(run.losses[-1]),
        LOSSES[run.recipe.loss].label,
        f"after {quantity(found.epoch, trained.page.step)}",
    )


def sentence(view: RatesView, trained: Trained) -> str:
    """Say what the rates come to: which is lowest, how many are as good, from where on the loss grows."""
    found, family = view.found, trained.family
    said = [_best(view), _border(found)]
    if view.limits and found.border is not None:
        said.append(f"Theory puts that border at {written(view.limits.critical, 4)}.")
    if trained.trainings[0].growing:
        planned = trained.recipe.epochs
        said.append(f"The ruler's runs are still being trained: {int(family.epochs[-1]):,} of {planned:,} epochs.")
    return " ".join(part for part in said if part)


def _best(view: RatesView) -> str:
    found = view.found
    count = f"{len(found.rates)} learning rates"
    if found.best is None:
        return f"At each of the {count} the loss grows without end."
    arrived, lowest = found.arrived(view.lowest), f"the lowest possible loss, {brief(view.lowest)}"
    after = f"{view.after[0].upper()}{view.after[1:]}"
    if len(arrived) > 1:
        least, most = rate_written(float(arrived[0])), rate_written(float(arrived[-1]))
        return (
            f"{after} {len(arrived)} of {count} have come within a thousandth of {lowest}: the smallest of them is "
            f"{least}, the largest {most}."
        )
    rate, loss = rate_written(float(found.rates[found.best])), brief(float(found.losses[found.best]))
    return f"{after} {rate} has come lowest of {count}: its loss is {loss}, and {lowest.replace(', ', ' is ')}."


def _border(found: Outcomes) -> str:
    if found.best is None:
        return ""
    if found.border is not None:
        return f"From {rate_written(found.border)} on the loss grows without end."
    some = int(found.grows.sum())
    return f"At {some or 'none'} of them the loss grows without end."


def _menu(view: RatesView) -> Mapping[float, str]:
    """Return every rate with what it comes to, that on show among them."""
    found = view.found
    named = {
        float(rate): _option(float(rate), float("nan") if grows else float(loss))
        for rate, loss, grows in zip(found.rates, found.losses, found.grows, strict=True)
    }
    named.setdefault(view.rate, _option(view.rate, view.loss))
    return dict(sorted(named.items()))


def _option(rate: float, loss: float) -> str:
    return f"{rate_written(rate)}: " + (f"loss {written(loss)}" if isfinite(loss) else "the loss grows without end")


@callbacks.uninterrupted
def _clicked() -> None:
    rate: Any = st.session_state[_KEY].get("rate") if _KEY in st.session_state else None
    settings.user_changed()
    if isinstance(rate, int | float) and not isinstance(rate, bool) and RATES[0] <= rate <= RATES[1]:
        go_to_rate(float(rate))
