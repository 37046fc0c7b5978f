"""What to notice when a line is learned from every start at once, said in the numbers of these starts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.data import quantity
from core.exact import SlopeSpread
from core.training import Family
from ui.lessons.hubble_age.hubble_view import HubbleView, times_between
from ui.lessons.hubble_age.notice import AGREED
from ui.text.numbers import written

_EPOCHS = (300, 500, 1000)


def starts_notes(hubble: HubbleView, starts: Family, spread: SlopeSpread | None, epoch: int) -> list[str | None]:
    """Return what there is to notice about many starts, at three round epochs and at the present one."""
    if hubble.run.diverged_at is not None:
        return ["**No start arrives at this rate.** Each step leads further away from the answer, wherever it began."]
    if spread is None:
        return [family_note(hubble, starts), _short(hubble, starts)]
    return [hasty_note(spread), spread_note(spread, sorted({*_EPOCHS, epoch})), _short(hubble, starts)]


def _short(hubble: HubbleView, starts: Family) -> str | None:
    if starts.recipe.epochs >= hubble.run.recipe.epochs:
        return None
    return f"The {len(starts)} starts are trained for {starts.recipe.epochs:,} epochs only, and stay there afterwards."


def hasty_note(spread: SlopeSpread) -> str:
    """Say how far apart the starts still are after 300 epochs."""
    low, high = (float(end) for end in spread.at(300))
    if not low > 0:
        return "**300 epochs are not enough.** Some starts have not even a rising line by then."
    young, old = times_between(low, high)
    return (
        f"**300 epochs are not enough.** After them the results range, by the start alone, from {young:.2f} to "
        f"{old:.2f} billion years. All points fall into the valley within some tens of epochs; then they crawl along "
        "its bottom, where the loss hardly tells them apart."
    )


def spread_note(spread: SlopeSpread, epochs: Sequence[int]) -> str:
    """Say between which slopes and Hubble times the starts in the square lie, epoch by epoch, and when they agree."""
    lines = [_between(epoch, *(float(end) for end in spread.at(epoch))) for epoch in epochs]
    agreed = spread.agreed_after(AGREED)
    end = (
        f"**From epoch {agreed:,} on every start is within 1%** of the exact {written(spread.exact, 4)} km/s/Mpc."
        if agreed is not None
        else "No number of epochs up to a million brings every start within 1% at this rate."
    )
    return "**Starts drawn from (−1, 1)²** still give\n\n" + "\n".join(lines) + f"\n\n{end}"


def family_note(hubble: HubbleView, starts: Family) -> str:
    """Say how far apart the starts are at the last epoch, and since when they agree, from the runs themselves."""
    exact = hubble.exact_slope
    slopes = hubble.scaler.parameters_to_data_units(starts.parameters)[..., 0]
    alive = np.isfinite(slopes).all(axis=0)
    last = int(np.flatnonzero(alive)[-1])
    low, high = float(slopes[:, last].min()), float(slopes[:, last].max())
    off = ~(np.abs(slopes - exact).max(axis=0) <= AGREED * abs(exact))
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


def _between(epoch: int, low: float, high: float) -> str:
    if not (np.isfinite(low) and low > 0):
        return f"- after {quantity(epoch, 'epoch')}: some lines that do not rise, and have no age"
    young, old = times_between(low, high)
    return (
        f"- after {quantity(epoch, 'epoch')}: slopes from {low:.2f} to {high:.2f} km/s/Mpc, "
        f"Hubble times from {young:.2f} to {old:.2f} billion years"
    )
