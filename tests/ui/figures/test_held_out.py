"""The browser's loss on rows held out is that of the run, however many rows there are."""

from __future__ import annotations

import numpy as np
import pytest

from core.analysis import losses_on
from core.data import Dataset, fit_scaler, load, split
from core.model import LOSSES, Recipe
from core.training import train
from ui.figures.held_out import loss_form
from ui.player import LossForm

POINTS = {
    "mse": np.square,
    "sse": np.square,
    "mae": np.abs,
    "huber": lambda e: np.where(np.abs(e) <= 1, e**2 / 2, np.abs(e) - 0.5),
}


def evaluated(form: LossForm, parameters: np.ndarray) -> float:
    """Return what the browser makes of it."""
    errors = POINTS[form.loss](form.form.offset + form.form.weights @ parameters - form.targets)
    return float(errors.sum() if form.loss == "sse" else errors.mean())


@pytest.mark.parametrize("loss", list(LOSSES))
@pytest.mark.parametrize("scaling", ["none", "zscore"])
@pytest.mark.parametrize("rows", [1, 2, 7])
def test_the_form_is_the_loss(loss: str, scaling: str, rows: int) -> None:
    """For one row, for few, and for so many that fewer numbers than theirs are sent."""
    kept, unseen = split(load("crop_yields_15"), range(0, 2 * rows, 2))
    run = train(kept, Recipe(1e-6 if scaling == "none" else 0.01, 20, loss=loss, scaling=scaling))
    form = loss_form(fit_scaler(kept, scaling), run.recipe, unseen)
    for parameters, wanted in zip(run.parameters, losses_on(run, unseen), strict=True):
        assert evaluated(form, parameters) == pytest.approx(wanted, rel=1e-9)


def test_many_rows_travel_as_few() -> None:
    """Of ten thousand rows a squared loss takes as many numbers as of three."""
    draw = np.random.default_rng(0)
    many = Dataset.from_arrays(draw.normal(size=10_000), draw.normal(size=10_000))
    form = loss_form(fit_scaler(many, "none"), Recipe(), many)
    assert form.targets.shape == (3,)
