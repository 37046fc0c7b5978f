"""What to notice about the age of the universe, said in the numbers of the run, the starts and the resamples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core import (
    EARTH_GYR,
    GYR_KM_S_PER_MPC,
    Bootstrap,
    Dataset,
    Family,
    LeastSquares,
    Recipe,
    SlopeSpread,
    age_factor,
    hubble_time,
    least_squares,
    load,
    stability,
)
from ui.numbers import rate_written, written
from ui.sky import Sky, times_between

SAID = (
    "“PyTorch says 13.1 billion years, NumPy says 12.1.” Same model, same loss, same minimum: the training had not "
    "converged. At 500 epochs the loss is 1.6% above its floor while the slope is 7% off.",
    "“300 iterations may be enough.” At 300, starts drawn from (−1, 1)² give slopes from 41.94 to 88.95, Hubble times "
    "from 10.99 to 23.32 billion years. See *Every start*.",
    "“F statistic 0.866.” That is Pearson’s r; the F is 63.158. And r between data and prediction is the same for any "
    "line that rises, trained or not.",
    "“The age is the inverse of the slope.” That is the Hubble time. The age is 0.9641 of it in a flat universe with "
    "Ωm = 0.3, 2/3 of it with matter alone. Choose a *Universe*.",
    "Hubble’s law has no intercept. The fitted one, −31 ± 130 km/s, is compatible with 0, and the fit through the "
    "origin has an error 2.4 times smaller.",
    "One galaxy, NGC 4639, is left out without a word; with it the slope is 76.13. No error bars are given: the 95% "
    "interval of the Hubble time is 9.6 to 16.5 billion years, so 12.1, 13.1 and 13.6 agree. See *How sure?*",
    "Normalising is offered as a nicety. It is none: rate 0.05 is 8.3 times the critical rate of the raw data. Choose "
    "*Scaling: None*.",
    "“Hubble’s data.” They are the Hubble Space Telescope’s. Edwin Hubble’s own of 1929 give 454 km/s/Mpc, a Hubble "
    "time of 2.15 billion years, younger than the Earth.",
)
"""What the tutorial said about the age of the universe, and what is true."""

_KEY_PROJECT = ("hubble_key_project", "hubble_key_project_24")
_EPOCHS = (300, 500, 1000)
_AGREED = 0.01
"""Starts agree when all their slopes are within this part of the exact one."""


def training_notes(sky: Sky, epoch: int, spread: SlopeSpread | None) -> list[str | None]:
    """Return what there is to notice about one training."""
    return [
        age_note(sky, epoch),
        unfinished_note(sky, epoch, spread),
        factor_note(sky, epoch),
        intercept_note(sky.fit, sky.origin),
        source_note(sky.dataset),
    ]


def starts_notes(sky: Sky, starts: Family, spread: SlopeSpread | None) -> list[str | None]:
    """Return what there is to notice about many starts."""
    if spread is None:
        return [family_note(sky, starts)]
    return [hasty_note(spread), spread_note(spread, _EPOCHS)]


def sure_notes(sky: Sky, resampled: Bootstrap) -> list[str | None]:
    """Return what there is to notice about how sure the answers are."""
    key_project = sky.dataset.name in _KEY_PROJECT
    return [
        interval_note(sky.dataset, sky.fit, resampled),
        correlation_note(sky.dataset, sky.fit),
        intercept_note(sky.fit, sky.origin),
        left_out_note() if key_project else source_note(sky.dataset),
    ]


def age_note(sky: Sky, epoch: int) -> str:
    """Say the Hubble time of an epoch as it is reckoned, and how far slope and loss are from the exact ones."""
    slope, exact = _slope(sky, epoch), sky.exact_slope
    above = f"{sky.run.losses[epoch] / sky.answer.loss - 1:.1%} above its floor"
    if slope <= 0:
        return (
            f"**Epoch {epoch:,}:** the slope is {written(slope)} km/s/Mpc. A line that does not rise has no beginning: "
            "there is no age yet."
        )
    return (
        f"**Epoch {epoch:,}:** the slope is {written(slope)} km/s/Mpc, so the Hubble time is "
        f"{written(GYR_KM_S_PER_MPC)} / {written(slope)} = **{written(float(hubble_time(slope)))} billion years**. "
        f"The exact line has {written(exact)} km/s/Mpc and {written(float(hubble_time(exact)))} billion years. "
        f"The loss is {above}, the slope {abs(slope / exact - 1):.1%} off."
    )


def _slope(sky: Sky, epoch: int) -> float:
    return float(sky.run.in_data_units()[epoch, 0])


def unfinished_note(sky: Sky, epoch: int, spread: SlopeSpread | None) -> str | None:
    """Say, while the slope is off, that this is unfinished training and no difference of methods."""
    if sky.run.diverged_at is not None or abs(_slope(sky, epoch) / sky.exact_slope - 1) <= _AGREED:
        return None
    agreed = spread.agreed_after(_AGREED) if spread else None
    more = f" Set Epochs to {agreed:,}: whatever the start, the slope is within 1% then." if agreed else ""
    return (
        "**13.1 against 12.1 is unfinished training.** “PyTorch says 13.1 billion years, NumPy says 12.1” is no "
        "difference of methods: same model, same loss, same minimum. After 500 epochs at 0.05 the loss is 1.6% above "
        f"its floor while the slope is 7% off. A flat loss curve does not mean converged parameters.{more}"
    )


def factor_note(sky: Sky, epoch: int) -> str:
    """Say that 1/H₀ is not the age, and what the chosen universe makes of it."""
    slope, universe = _slope(sky, epoch), sky.universe
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
    if not raw.holds or over < 1:
        return None
    return (
        f"**Normalising is not a nicety.** On the raw data the critical rate is {written(raw.critical_rate, 4)}: "
        f"{rate_written(recipe.learning_rate)} is {written(over, 2)} times that, and diverges. "
        "Choose *Scaling: None* to see it."
    )


def source_note(dataset: Dataset) -> str:
    """Say whose data these are."""
    old = least_squares(load("hubble_1929"))
    slope, time = written(old.parameters[0], 3), written(float(hubble_time(old.parameters[0])), 3)
    if dataset.name == "hubble_1929":
        return (
            f"**These are Edwin Hubble’s own data.** They give {slope} km/s/Mpc, a Hubble time of {time} billion "
            f"years: younger than the Earth, which is {EARTH_GYR} billion years old. His distances were some six times "
            "too short."
        )
    return (
        "**These are data of the Hubble Space Telescope, not Edwin Hubble’s.** His own of 1929 give "
        f"{slope} km/s/Mpc, a Hubble time of {time} billion years: younger than the Earth. Choose them under *Data*."
    )


def spread_note(spread: SlopeSpread, epochs: Sequence[int]) -> str:
    """Say between which slopes and Hubble times the starts in the square lie, epoch by epoch, and when they agree."""
    lines = [_between(epoch, *(float(end) for end in spread.at(epoch))) for epoch in epochs]
    agreed = spread.agreed_after(_AGREED)
    end = (
        f"**{agreed:,} epochs bring every start within 1%** of the exact {written(spread.exact, 4)} km/s/Mpc."
        if agreed is not None
        else "No number of epochs up to a million brings every start within 1% at this rate."
    )
    return "**Starts drawn from (−1, 1)²** still give\n\n" + "\n".join(lines) + f"\n\n{end}"


def _between(epoch: int, low: float, high: float) -> str:
    if not (np.isfinite(low) and low > 0):
        return f"- after {epoch:,} epochs: some lines that do not rise, and have no age"
    young, old = times_between(low, high)
    return (
        f"- after {epoch:,} epochs: slopes from {low:.2f} to {high:.2f} km/s/Mpc, "
        f"Hubble times from {young:.2f} to {old:.2f} billion years"
    )


def family_note(sky: Sky, starts: Family) -> str:
    """Say how far apart the starts are at the last epoch, and since when they agree, from the runs themselves."""
    exact = sky.exact_slope
    slopes = sky.scaler.parameters_to_data_units(starts.parameters)[..., 0]
    alive = np.isfinite(slopes).all(axis=0)
    last = int(np.flatnonzero(alive)[-1])
    low, high = float(slopes[:, last].min()), float(slopes[:, last].max())
    off = ~(np.abs(slopes - exact).max(axis=0) <= _AGREED * abs(exact))
    since = int(np.flatnonzero(off)[-1]) + 1 if off.any() else 0
    end = (
        f"**From epoch {since:,} on all are within 1%** of the exact {written(exact, 4)} km/s/Mpc."
        if since < len(starts.epochs)
        else "They do not all agree within 1% yet."
    )
    return (
        f"**{len(starts)} starts drawn from (−1, 1)²**, trained with this recipe:\n\n"
        f"{_between(int(starts.epochs[last]), low, high)}\n\n{end}"
    )


def hasty_note(spread: SlopeSpread) -> str:
    """Say what becomes of “300 iterations may be enough”."""
    low, high = (float(end) for end in spread.at(300))
    if not low > 0:
        return "**“300 iterations may be enough.”** Here some starts have not even a rising line by then."
    young, old = times_between(low, high)
    return (
        f"**“300 iterations may be enough.”** After 300 the start alone decides between {young:.2f} and {old:.2f} "
        "billion years. All points fall into the valley within some tens of epochs; then they crawl along its floor, "
        "where the loss hardly tells them apart."
    )


def interval_note(dataset: Dataset, fit: LeastSquares, resampled: Bootstrap) -> str:
    """Say where slope and Hubble time lie with 95% confidence, by resampling and by the standard error."""
    ways = (
        (f"{len(resampled.slopes):,} resamples", resampled.slope_interval()),
        ("the standard error and Student’s t", (float(fit.intervals()[0, 0]), float(fit.intervals()[0, 1]))),
    )
    lines = [f"- by {way}: {_interval(*ends)}" for way, ends in ways]
    agree = (
        "\n\nSo 12.1, 13.1 and 13.6 agree: these galaxies cannot tell them apart."
        if dataset.name != "hubble_1929"
        else "\n\nA small error is no small mistake: the truth lies far outside. All his distances were too short."
    )
    return "**No answer is worth more than its error.** With 95% confidence the slope and the Hubble time lie\n\n" + (
        "\n".join(lines) + agree
    )


def _interval(low: float, high: float) -> str:
    slopes = f"{written(low, 4)} to {written(high, 4)} km/s/Mpc, "
    if low <= 0:
        return slopes + "and no oldest age: the line may not rise at all"
    young, old = times_between(low, high)
    return slopes + f"{written(young, 2 if young < 10 else 3)} to {written(old, 3)} billion years"


def correlation_note(dataset: Dataset, fit: LeastSquares) -> str:
    """Say that r is no F, and that r says nothing about training."""
    r = float(np.sign(fit.parameters[0]) * fit.r_squared**0.5)
    f_statistic = float((fit.parameters[0] / fit.standard_errors[0]) ** 2)
    said = "“F statistic 0.866” is Pearson’s r. " if dataset.name == "hubble_key_project" else ""
    return (
        f"**r is not F.** {said}Here r = {r:.3f} and F = {f_statistic:.3f}. And r between data and prediction is the "
        "same for every line that rises, trained or not: it cannot say whether training has finished."
    )


def left_out_note() -> str:
    """Say which galaxy is missing, and what it does."""
    without, all_of_them = (least_squares(load(name)).parameters[0] for name in _KEY_PROJECT)
    return (
        f"**One galaxy is left out without a word:** NGC 4639. With it the slope is {written(all_of_them, 4)} instead "
        f"of {written(without, 4)} km/s/Mpc, a Hubble time of {written(float(hubble_time(all_of_them)), 4)} instead of "
        f"{written(float(hubble_time(without)), 4)} billion years. Choose *all 24 galaxies* under *Data*."
    )


def claims_about(dataset: Dataset) -> tuple[tuple[str, float], ...]:
    """Return the Hubble times that the tutorial compares, with their text; of other data it names none."""
    if dataset.name not in _KEY_PROJECT:
        return ()
    return ("12.1", 12.164973870615688), ("13.1", 13.109111470070863), ("13.6", 13.6)
