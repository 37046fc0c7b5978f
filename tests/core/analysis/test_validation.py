"""The loss on rows held out is that of the run's model there, computed by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core.analysis import losses_on
from core.data import Dataset, load, split
from core.model import LOSSES, Recipe
from core.training import train

CROPS = load("crop_yields_15")
GATHERED = {
    "mse": lambda errors: (errors**2).mean(),
    "sse": lambda errors: (errors**2).sum(),
    "mae": lambda errors: np.abs(errors).mean(),
    "huber": lambda errors: np.where(np.abs(errors) <= 1, errors**2 / 2, np.abs(errors) - 0.5).mean(),
}


@pytest.mark.parametrize("loss", list(LOSSES))
@pytest.mark.parametrize("scaling", ["none", "max", "zscore", "zscore_features"])
def test_losses_are_those_by_hand(loss: str, scaling: str) -> None:
    """At every epoch, for each loss and scaling; mean and spread are those of the rows trained on."""
    kept, unseen = split(CROPS, [1, 4, 9, 14])
    run = train(kept, Recipe(1e-6 if scaling == "none" else 0.01, 30, loss=loss, scaling=scaling))
    shift, scale = {
        "none": lambda _: (0, 1),
        "max": lambda x: (0, x.max(0)),
        "zscore": lambda x: (x.mean(0), x.std(0)),
        "zscore_features": lambda x: (x.mean(0), x.std(0)),
    }[scaling](kept.features)
    y_shift, y_scale = {
        "max": (0, kept.targets.max(0)),
        "zscore": (kept.targets.mean(0), kept.targets.std(0)),
    }.get(scaling, (0, 1))
    features, targets = (unseen.features - shift) / scale, (unseen.targets - y_shift) / y_scale
    for epoch, found in enumerate(losses_on(run, unseen)):
        theta = run.parameters[epoch].reshape(4, 2)
        wanted = GATHERED[loss](features @ theta[:-1] + theta[-1] - targets)
        assert found == pytest.approx(wanted, rel=1e-12)


def test_a_penalty_is_no_part_of_it() -> None:
    """Weight decay changes the model, not what its errors cost."""
    kept, unseen = split(load("study_hours"), [2, 5])
    run = train(kept, Recipe(epochs=200, weight_decay=0.5))
    slope, intercept = run.parameters[-1]
    errors = slope * unseen.features[:, 0] + intercept - unseen.targets[:, 0]
    assert losses_on(run, unseen)[-1] == pytest.approx((errors**2).mean(), rel=1e-12)


def test_many_rows_are_judged_in_parts() -> None:
    """A table too large to hold all predictions of all epochs has the same losses."""
    draw = np.random.default_rng(0)
    many = Dataset.from_arrays(draw.normal(size=30_000), draw.normal(size=30_000))
    run = train(load("study_hours"), Recipe(epochs=150))
    found = losses_on(run, many)
    for epoch in (0, 70, 150):
        slope, intercept = run.parameters[epoch]
        errors = slope * many.features[:, 0] + intercept - many.targets[:, 0]
        assert found[epoch] == pytest.approx((errors**2).mean(), rel=1e-12)


def test_rows_of_other_columns_are_refused() -> None:
    """A sentence says what came and what was wanted."""
    with pytest.raises(ValueError, match="must have 1 features and 1 targets, not 3 and 2"):
        losses_on(train(load("study_hours"), Recipe(epochs=1)), CROPS)
