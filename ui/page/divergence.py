"""Explain a run that diverged: its last steps, where to, how fast, and the rate that would have converged."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

import numpy as np
import streamlit as st

from core.analysis import Divergence, divergence, stable_rate
from core.data import quantity
from core.exact import Stability
from core.model import Recipe
from core.training import DIVERGENCE_FACTOR, Family, History
from ui.page.controls import go_to, go_to_rate
from ui.session.rates import critical_formula, rule_name
from ui.text.numbers import rate_written, trimmed, written
from ui.text.words import in_text, listed

_MOSTLY = 0.5
"""A direction is mostly what has more than this part of its largest component."""


def way_out(
    run: History,
    limits: Stability,
    family: Family,
    choose_rate: Callable[[float], None] = go_to_rate,
    *,
    step: str = "epoch",
) -> None:
    """Lead from a run that diverged, if it did, to a rate that converges and to its last epoch.

    Args:
        run: The run on show.
        limits: The curvature of its loss.
        family: The runs of the ruler.
        choose_rate: What a press on the offered rate does.
        step: What the lesson calls an epoch.
    """
    left = divergence(run, limits)
    if left is None:
        return
    better = rate_that_works(run.recipe, limits, family)
    with st.container(horizontal=True):
        if better is not None:
            st.button(
                f"Try {rate_written(better)}", icon=":material/healing:", type="primary", on_click=choose_rate,
                args=(better,),
            )  # fmt: skip
        st.button(
            f"Go to {step} {left.last:,}, just before it diverged", icon=":material/last_page:", on_click=go_to,
            kwargs={"epoch": left.last},
        )  # fmt: skip


def explain(
    run: History, limits: Stability, family: Family, *, instead: str | None = None, step: str = "epoch"
) -> None:
    """Say how a run diverged, if it did, and write down its last steps.

    Args:
        run: The run on show.
        limits: The curvature of its loss.
        family: The runs of the ruler.
        instead: What to say in place of the reasons.
        step: What the lesson calls an epoch.
    """
    left = divergence(run, limits)
    if left is None:
        return
    st.markdown(f":red[:material/trending_up:] {instead or divergence_note(run, limits, family, step=step)}")
    st.markdown(f"Last steps before the overflow:\n\n{frames_table(run, left, step=step)}")


def divergence_note(run: History, limits: Stability, family: Family, *, step: str = "epoch") -> str | None:
    """Say at which epoch a run left, along which direction, how fast, and what rate would have converged."""
    left = divergence(run, limits)
    if left is None:
        return None
    said = (
        f"**The run diverged at {step} {left.at:,}**: its loss passed {written(DIVERGENCE_FACTOR, 1)} times the first. "
    )
    if run.recipe.network is not None:
        grown = f"Its last steps were{_growth(left)[1:]}. " if _growth(left) else ""
        return f"{said}{grown}{_stable_rate(run.recipe, limits, family, step)}"
    where = _direction(run, left.direction)
    if left.theory is None:
        return f"{said}Its last steps went {where}{_growth(left)}. {_stable_rate(run.recipe, limits, family, step)}"
    measured = f" Measured over the last {step}s: {written(left.measured, 4)}." if isfinite(left.measured) else ""
    return said + (
        f"Along the steep direction ({where}) {_theory(left, left.theory, limits)}: to the other side, and further "
        f"away.{measured} It converges for rates below {written(limits.critical_rate, 4)}; up to "
        f"{written(limits.monotone_rate, 4)} no step overshoots."
    )


def _theory(left: Divergence, factor: float, limits: Stability) -> str:
    """Say by what theory expects a step to multiply the distance, and why."""
    rate, curvature = rate_written(left.rate), written(float(limits.eigenvalues[-1]), 4)
    if limits.rule.plain:
        return f"each step multiplies the distance from the answer by 1 − {rate} × {curvature} = {written(factor, 4)}"
    return (
        f"{rule_name(limits.rule)} converges for rates up to {critical_formula(limits.rule)}, with λ = {curvature}. "
        f"At {rate} each step in the end multiplies the distance from the answer by {written(factor, 4)}"
    )


def _stable_rate(recipe: Recipe, limits: Stability, family: Family, step: str) -> str:
    better, last = rate_that_works(recipe, limits, family), int(family.epochs[-1])
    if better is None:
        return "No smaller rate on the ruler converges either."
    holds = "it does not diverge" if last >= recipe.epochs else "it has not diverged so far"
    return (
        f"Of the smaller rates on the ruler {rate_written(better)} comes lowest in {quantity(last, step)}, and {holds}."
    )


def _growth(left: Divergence) -> str:
    if not isfinite(left.measured):
        return ""
    sides = ", from side to side" if left.measured < 0 else ""
    return f", each on average {written(abs(left.measured), 4)} times as long as the one before{sides}"


def _direction(run: History, along: np.ndarray) -> str:
    """Name a direction by its numbers for a line or a neuron, otherwise by the features it mostly is."""
    dataset = run.dataset
    if dataset.d == 1:
        pair = "slope : intercept" if run.recipe.activation == "identity" else "w : b"
        return f"{pair} = {written(along[0], 3)} : {written(along[1], 3)}"
    names = [*map(in_text, dataset.feature_names), "bias"]
    share = np.abs(along) / np.abs(along).max()
    return f"mostly {listed([name for name, part in zip(names, share, strict=True) if part > _MOSTLY])}"


def frames_table(run: History, left: Divergence, *, step: str = "epoch") -> str:
    """Return the last frames as a table: epoch, loss, each parameter in training units."""
    names = ("w", "b") if run.dataset.d == run.dataset.t == 1 else run.parameter_names
    parameters = run.parameters
    if run.recipe.network is not None:
        # All of a network's are too many for a table.
        names, parameters = ("largest parameter",), np.abs(parameters).max(axis=1, keepdims=True)
    heads = [step.capitalize(), "Loss", *(name.replace("_", " ") for name in names)]
    rows = [
        [f"{run.epochs[i]:,}", *(trimmed(float(value), 4) for value in (run.losses[i], *parameters[i]))]
        for i in left.frames
    ]
    lines = [heads, ["---:"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def rate_that_works(recipe: Recipe, limits: Stability, family: Family) -> float | None:
    """Return a learning rate that converges: a round safe one where theory holds, else one of the ruler's."""
    if limits.holds:
        return float(f"{0.95 * limits.safe_rate:.1e}")
    return stable_rate(family, recipe.learning_rate)
