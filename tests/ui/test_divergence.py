"""A run that left is explained in the right numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from core import LIMIT, SCALINGS, Family, History, Recipe, Stability, divergence, load, stability, sweep, train
from tests.ui.test_notice import says
from ui.divergence import divergence_note, frames_table, rate_that_works
from ui.ruler import stops


@dataclass(frozen=True)
class Case:
    """A run, the curvature of its loss, and the runs of the ruler."""

    recipe: Recipe
    run: History
    limits: Stability
    family: Family


def case_of(name: str, **choices: Any) -> Case:
    dataset, recipe = load(name), Recipe(**choices)
    limits = stability(dataset, recipe)
    rates = stops(limits.critical_rate, recipe.learning_rate)
    return Case(recipe, train(dataset, recipe), limits, sweep(dataset, recipe, rates))


def test_divergence() -> None:
    """The note has the epoch, the steep direction, the factor by which each step overshoots, and the limit."""
    case = case_of("study_hours", learning_rate=0.05, epochs=1000)
    x, y = np.arange(1.0, 9.0), np.array([48.0, 52, 71, 68, 83, 89, 92, 98])
    w = b = epoch = 0.0
    first = (y**2).mean()
    while ((w * x + b - y) ** 2).mean() <= LIMIT * first:
        errors = w * x + b - y
        w, b, epoch = w - 0.05 * 2 * (errors * x).mean(), b - 0.05 * 2 * errors.mean(), epoch + 1
    note = divergence_note(case.run, case.limits, case.family)
    assert note
    assert f"epoch {epoch:.0f}**" in note
    _, vectors = np.linalg.eigh(2 / 8 * np.array([[(x**2).sum(), x.sum()], [x.sum(), 8]]))
    steep = vectors[:, -1] / np.abs(vectors[:, -1]).max()
    direction = re.search(r"slope : intercept = (\S+) : ([\d.−]+)", note)
    assert direction
    pair = [float(part.replace("−", "-")) for part in direction.groups()]
    assert pair == pytest.approx((steep * np.sign(steep[0])).tolist(), rel=0.01)
    assert says(note, 0.05, 52.600766272276374, 1 - 0.05 * 52.600766272276374, 0.03802225978320234, 0.01901112989)
    measured = re.search(r"Measured over the last epochs: (\S+)\.", note)
    assert measured
    assert float(measured[1].replace("−", "-")) == pytest.approx(1 - 0.05 * 52.600766272276374, rel=0.005)


def test_no_divergence_no_note() -> None:
    """A run that holds has no such note."""
    case = case_of("study_hours", epochs=50)
    assert divergence_note(case.run, case.limits, case.family) is None


def test_divergence_without_theory() -> None:
    """Where theory is silent the note still has the epoch, and claims no factor."""
    case = case_of("study_hours", learning_rate=0.5, epochs=500, batch_size=1)
    assert case.run.diverged_at is not None
    note = divergence_note(case.run, case.limits, case.family)
    assert says(note, case.run.diverged_at)
    assert "multiplies" not in (note or "")
    momentum = case_of("study_hours", learning_rate=0.2, epochs=500, optimizer="momentum")
    left = divergence(momentum.run, momentum.limits)
    note = divergence_note(momentum.run, momentum.limits, momentum.family)
    assert left
    assert f"each on average {abs(left.measured):.3f} times as long as the one before, from side to side" in (
        note or ""
    )


@pytest.mark.parametrize(
    "choices",
    [{"optimizer": "momentum"}, {"batch_size": 1}, {"loss": "sse", "batch_size": 2}, {"optimizer": "nesterov"}],
)
def test_the_rate_offered_without_theory(choices: dict[str, Any]) -> None:
    """Where theory is silent the note names a smaller rate of the ruler, and a run at it stays and learns."""
    wild = case_of("study_hours", learning_rate=3.0, epochs=300, **choices)
    assert wild.run.diverged_at is not None
    rate = rate_that_works(wild.recipe, wild.limits, wild.family)
    assert rate is not None
    assert rate < 3
    mended = train(wild.run.dataset, replace(wild.recipe, learning_rate=rate))
    assert mended.diverged_at is None
    assert mended.losses[-1] < mended.losses[0] / 10
    note = divergence_note(wild.run, wild.limits, wild.family, step="iteration") or ""
    assert f"on the ruler {rate:g} comes lowest in 300 iterations, and it holds." in note
    assert "epoch" not in note
    rates = wild.family.learning_rates
    begun = Case(wild.recipe, wild.run, wild.limits, sweep(wild.run.dataset, replace(wild.recipe, epochs=200), rates))
    assert "in 200 epochs, and it has held so far." in (divergence_note(begun.run, begun.limits, begun.family) or "")


def test_no_rate_to_offer() -> None:
    """Where every run of the ruler left, the note says so, and nothing is offered."""
    wild = case_of("study_hours", learning_rate=3.0, epochs=300, batch_size=1)
    family = sweep(wild.run.dataset, wild.recipe, np.array([1.0, 2.0, 3.0]))
    assert rate_that_works(wild.recipe, wild.limits, family) is None
    assert "No smaller rate on the ruler holds either." in (divergence_note(wild.run, wild.limits, family) or "")


@pytest.mark.parametrize("scaling", list(SCALINGS))
@pytest.mark.parametrize("name", ["study_hours", "study_hours_x10", "hubble_key_project", "perceptron"])
def test_the_rate_offered_works(name: str, scaling: str) -> None:
    """The rate a person is offered after a divergence glides: its loss falls at every epoch."""
    wild = case_of(name, learning_rate=10.0, epochs=50, scaling=scaling)
    rate = rate_that_works(wild.recipe, wild.limits, wild.family)
    assert rate is not None
    mended = case_of(name, learning_rate=rate, epochs=50, scaling=scaling)
    assert mended.run.diverged_at is None
    assert (np.diff(mended.run.losses) <= 1e-12 * mended.run.losses[0]).all()
    assert float(f"{rate:.1e}") == rate


def test_the_last_frames() -> None:
    """The table has the last five epochs with their losses and parameters, one row each."""
    case = case_of("study_hours", learning_rate=0.05, epochs=1000)
    left = divergence(case.run, case.limits)
    assert left
    rows = frames_table(case.run, left).splitlines()
    assert rows[0] == "| Epoch | Loss | w | b |"
    assert len(rows) == 2 + 5
    assert says(rows[-1], float(left.at), case.run.losses[-1], *case.run.parameters[-1])


def test_where_a_run_on_several_features_leaves() -> None:
    """A run that diverges leaves along the features that are large: no word of slope and intercept."""
    case = case_of("crop_yields", learning_rate=1e-3, epochs=100)
    note = divergence_note(case.run, case.limits, case.family) or ""
    steep = np.abs(case.limits.eigenvectors[:, -1])
    assert "Along the steep direction (mostly temperature, rainfall and humidity)" in note
    assert steep[:3].min() > 0.5 * steep.max() > steep[3]
    assert "slope :" not in note
