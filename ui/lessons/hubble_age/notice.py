"""What to notice about the age of the universe, said in the numbers of the run."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.cosmology import EARTH_GYR, GYR_KM_S_PER_MPC, age_factor, hubble_time
from core.data import Dataset, load
from core.exact import LeastSquares, least_squares, stability
from core.model import Recipe
from ui.lessons.hubble_age.hubble_view import HubbleView
from ui.text.numbers import rate_written, written

AGREED = 0.01
"""Starts agree when all their slopes are within this part of the exact one."""


def training_notes(hubble: HubbleView, epoch: int) -> list[str | None]:
    """Return what there is to notice about one training."""
    holds = hubble.run.diverged_at is None
    return [
        age_note(hubble, epoch) if holds else None,
        unfinished_note(hubble, epoch) if holds else None,
        factor_note(hubble, epoch) if holds else None,
        intercept_note(hubble.fit, hubble.origin),
        source_note(hubble.dataset),
    ]


def age_note(hubble: HubbleView, epoch: int) -> str:
    """Say the Hubble time of an epoch as it is reckoned, and how far slope and loss are from the exact ones."""
    slope, exact = _slope(hubble, epoch), hubble.exact_slope
    above = f"{hubble.run.losses[epoch] / hubble.answer.loss - 1:.1%} above the lowest possible loss"
    if slope <= 0:
        return (
            f"**Epoch {epoch:,}:** the slope is {written(slope)} km/s/Mpc. A line that does not rise has no beginning: "
            "there is no age yet."
        )
    reckoned = (
        f"**Epoch {epoch:,}:** the slope is {written(slope)} km/s/Mpc, so the Hubble time is "
        f"{written(GYR_KM_S_PER_MPC)} / {written(slope)} = **{written(float(hubble_time(slope)))} billion years**. "
    )
    if exact <= 0:
        return f"{reckoned}The exact line, at {written(exact)} km/s/Mpc, does not rise: it has no age."
    return (
        f"{reckoned}The exact line has {written(exact)} km/s/Mpc and {written(float(hubble_time(exact)))} billion "
        f"years. The loss is {above}, the slope {abs(slope / exact - 1):.1%} too {'low' if slope < exact else 'high'}."
    )


def _slope(hubble: HubbleView, epoch: int) -> float:
    return float(hubble.run.in_data_units()[epoch, 0])


def unfinished_note(hubble: HubbleView, epoch: int) -> str | None:
    """Say, while the slope is off, that this is unfinished training and no difference of methods."""
    if abs(_slope(hubble, epoch) - hubble.exact_slope) <= AGREED * abs(hubble.exact_slope):
        return None
    if hubble.dataset.name != "hubble_key_project":
        return (
            "**This is unfinished training.** The loss looks flat long before the slope has arrived: a flat loss curve "
            "does not mean converged parameters."
        )
    return (
        "**13.1 against 12.2 is unfinished training.** Gradient descent gives 13.1 billion years after 500 epochs at "
        "0.05, least squares 12.2. That is no difference of methods: same model, same loss, same minimum. The loss is "
        "then 1.6% above the lowest possible although the slope is 7% too low. A flat loss curve does not mean "
        "converged parameters."
    )


def factor_note(hubble: HubbleView, epoch: int) -> str:
    """Say that 1/H₀ is not the age, and what the chosen universe makes of it."""
    slope, universe = _slope(hubble, epoch), hubble.universe
    said = (
        "**1/H₀ is the Hubble time, not the age.** It is the age of an empty universe, that never slowed down. In a "
        f"flat one with dark energy the age is {written(age_factor(0.3), 4)} of it for Ωm = 0.3 and "
        f"{written(age_factor(0.315), 4)} for 0.315; with matter alone, 2/3. "
    )
    if slope <= 0:
        return said
    return said + (
        f"So here, in a{'n' if universe.cosmology == 'empty' else ''} {universe.name}: {written(universe.factor, 4)} × "
        f"{written(float(hubble_time(slope)))} = {written(universe.age(slope))} billion years."
    )


def intercept_note(fit: LeastSquares, origin: LeastSquares) -> str:
    """Say that Hubble's law has no intercept, and what the fit gains that has none."""
    ratio = fit.standard_errors[0] / origin.standard_errors[0]
    compatible = abs(fit.parameters[1]) < 2 * fit.standard_errors[1]
    return (
        "**Hubble’s law has no intercept.** The fitted one is "
        f"{written(fit.parameters[1], 2)} ± {written(fit.standard_errors[1], 3)} km/s, "
        f"{'compatible with' if compatible else 'apart from'} 0. The fit through the origin has "
        f"{written(origin.parameters[0], 4)} ± {written(origin.standard_errors[0], 3)} km/s/Mpc against "
        f"{written(fit.parameters[0], 4)} ± {written(fit.standard_errors[0], 4)}: "
        f"an error {written(float(ratio), 2)} times smaller."
    )


def scaling_note(dataset: Dataset, recipe: Recipe) -> str | None:
    """Say how far beyond the critical rate of the raw data the rate is."""
    raw = stability(dataset, replace(recipe, scaling="none"))
    over = recipe.learning_rate / raw.critical_rate
    if not raw.holds or raw.verdict(recipe.learning_rate) != "diverges":
        return None
    better = "Choose *Scaling: None* to see it."
    if recipe.scaling == "none":
        better = "Choose *Scaling: Divide by maximum*."
    return (
        f"**Scaling is not optional.** On the raw data the critical rate is {written(raw.critical_rate, 4)}: "
        f"{rate_written(recipe.learning_rate)} is {written(over, 2)} times that, and diverges. {better}"
    )


def source_note(dataset: Dataset) -> str:
    """Say whose data these are."""
    old = least_squares(load("hubble_1929"))
    slope, time = written(old.parameters[0], 3), written(float(hubble_time(old.parameters[0])), 3)
    if dataset.origin == "hubble_1929":
        return (
            f"**These are Edwin Hubble’s own data.** They give {slope} km/s/Mpc, a Hubble time of {time} billion "
            f"years: younger than the Earth, which is {EARTH_GYR} billion years old. His distances were some six times "
            "too short."
        )
    return (
        "**These are data of the Hubble Space Telescope, not Edwin Hubble’s.** His own of 1929 give "
        f"{slope} km/s/Mpc, a Hubble time of {time} billion years: younger than the Earth. Choose them under *Data*."
    )


def way_to_age(hubble: HubbleView, epoch: int) -> None:
    """Draw the formulas from the slope of an epoch to an age, with their numbers."""
    slope = _slope(hubble, epoch)
    if slope <= 0:
        st.markdown("The line does not rise at this epoch: it has no age.")
        return
    for formula in hubble.universe.formulas(slope):
        st.latex(formula)
    st.markdown(
        "Rounded constants, 3.09 × 10¹³ km a parsec and 3.16 × 10⁷ s a year, give 977.848 instead of "
        f"{written(GYR_KM_S_PER_MPC)}: harmless."
    )
