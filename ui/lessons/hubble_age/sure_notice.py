"""What to notice about how sure the answers are, said in their intervals."""

from __future__ import annotations

import numpy as np

from core.cosmology import hubble_time
from core.data import Dataset, load, quantity
from core.exact import Bootstrap, LeastSquares, least_squares
from ui.lessons.hubble_age.hubble_view import HubbleView, times_between
from ui.lessons.hubble_age.notice import intercept_note, source_note
from ui.text.numbers import written

_KEY_PROJECT = ("hubble_key_project", "hubble_key_project_24")


def sure_notes(hubble: HubbleView, resampled: Bootstrap) -> list[str | None]:
    """Return what there is to notice about how sure the answers are."""
    key_project = hubble.dataset.name in _KEY_PROJECT
    return [
        interval_note(hubble.dataset, hubble.fit, resampled),
        correlation_note(hubble.fit),
        intercept_note(hubble.fit, hubble.origin),
        left_out_note() if key_project else source_note(hubble.dataset),
    ]


def interval_note(dataset: Dataset, fit: LeastSquares, resampled: Bootstrap) -> str:
    """Say where slope and Hubble time lie with 95% confidence, by resampling and by the standard error."""
    ways = (
        (quantity(len(resampled.slopes), "resample"), resampled.slope_interval()),
        ("the standard error and Student’s t", (float(fit.intervals()[0, 0]), float(fit.intervals()[0, 1]))),
    )
    lines = [f"- by {way}: {_interval(*ends)}" for way, ends in ways]
    agree = (
        "\n\nSo 12.2, 13.1 and 13.6 agree: these galaxies cannot tell them apart."
        if dataset.name != "hubble_1929"
        else "\n\nA narrow interval does not make an answer right: today's value lies far outside it, because all of "
        "Hubble's distances were too short."
    )
    return "**Every answer has an uncertainty.** With 95% confidence the slope and the Hubble time lie\n\n" + (
        "\n".join(lines) + agree
    )


def _interval(low: float, high: float) -> str:
    slopes = f"{written(low, 4)} to {written(high, 4)} km/s/Mpc, "
    if low <= 0:
        return slopes + "and no oldest age: the line may not rise at all"
    young, old = times_between(low, high)
    return slopes + f"{written(young, 2 if young < 10 else 3)} to {written(old, 3)} billion years"


def correlation_note(fit: LeastSquares) -> str:
    """Say that r is no F, and that r says nothing about training."""
    r = float(np.sign(fit.parameters[0]) * fit.r_squared[0] ** 0.5)
    f_statistic = float((fit.parameters[0] / fit.standard_errors[0]) ** 2)
    return (
        f"**r is not F.** Pearson’s r is {r:.3f} here, and F is {f_statistic:.3f}. And r between data and "
        "prediction is the same for every line that rises, trained or not: it cannot say whether training has finished."
    )


def left_out_note() -> str:
    """Say which galaxy is missing, and what it does."""
    without, all_of_them = (least_squares(load(name)).parameters[0] for name in _KEY_PROJECT)
    return (
        f"**One galaxy is left out of the 23:** NGC 4639. With it the slope is {written(all_of_them, 4)} instead "
        f"of {written(without, 4)} km/s/Mpc, a Hubble time of {written(float(hubble_time(all_of_them)), 4)} instead of "
        f"{written(float(hubble_time(without)), 4)} billion years. Choose *all 24 galaxies* under *Data*."
    )


def published_times(dataset: Dataset) -> tuple[tuple[str, float], ...]:
    """Return three Hubble times of the Key Project, with their text; of other data none.

    They are those of least squares, of 500 epochs of training, and of its published constant of 72 km/s/Mpc.
    """
    if dataset.name not in _KEY_PROJECT:
        return ()
    return (
        ("least squares 12.2", 12.164973870615688),
        ("500 epochs 13.1", 13.109111470070863),
        ("published 13.6", 13.6),
    )
