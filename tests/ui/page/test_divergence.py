"""A run that left is explained in the right numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from core.analysis import divergence
from core.data import SCALINGS, generate, load
from core.exact import Stability, minimum, stability
from core.model import Network, Recipe
from core.training import DIVERGENCE_FACTOR, Family, History, sweep, train
from tests.ui.page.test_notice import says
from ui.page.divergence import divergence_note, frames_table, rate_that_works
from ui.session.ruler import few_stops, stops


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
    while ((w * x + b - y) ** 2).mean() <= DIVERGENCE_FACTOR * first:
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
    halves = case_of("study_hours", learning_rate=0.08, epochs=500, batch_size=4, shuffle=False)
    left = divergence(halves.run, halves.limits)
    note = divergence_note(halves.run, halves.limits, halves.family)
    assert left
    sides = ", from side to side" if left.measured < 0 else "."
    assert f"each on average {abs(left.measured):.3f} times as long as the one before{sides}" in (note or "")


@pytest.mark.parametrize(
    ("optimizer", "formula", "critical", "smooth"),
    [
        ("momentum", "2(1 + μ)/λ", 3.8, (1 - 0.9**0.5) ** 2),
        ("nesterov", "2(1 + μ)/((1 + 2μ)λ)", 3.8 / 2.8, (0.1 / 1.9) ** 2),
    ],
)
def test_divergence_with_momentum(optimizer: str, formula: str, critical: float, smooth: float) -> None:
    """The note has the rule's own formula, borders and factor, and the factor is the one measured."""
    case, steepest = case_of("study_hours", learning_rate=0.1, epochs=500, optimizer=optimizer), 52.600766272276374
    left = divergence(case.run, case.limits)
    note = divergence_note(case.run, case.limits, case.family) or ""
    assert left
    assert (
        f"momentum 0.9 converges for rates up to {formula}, with λ = 52.60. At 0.1 each step in the end multiplies"
        in note
    )
    assert says(note, left.measured, critical / steepest, smooth / steepest)
    assert left.theory == pytest.approx(left.measured, rel=1e-3)


@pytest.mark.parametrize(
    "choices",
    [{"optimizer": "momentum", "batch_size": 2}, {"batch_size": 1}, {"loss": "sse", "batch_size": 2}],
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
    assert f"on the ruler {rate:g} comes lowest in 300 iterations, and it does not diverge." in note
    assert "epoch" not in note
    rates = wild.family.learning_rates
    begun = Case(wild.recipe, wild.run, wild.limits, sweep(wild.run.dataset, replace(wild.recipe, epochs=200), rates))
    assert "in 200 epochs, and it has not diverged so far." in (
        divergence_note(begun.run, begun.limits, begun.family) or ""
    )


def test_no_rate_to_offer() -> None:
    """Where every run of the ruler left, the note says so, and nothing is offered."""
    wild = case_of("study_hours", learning_rate=3.0, epochs=300, batch_size=1)
    family = sweep(wild.run.dataset, wild.recipe, np.array([1.0, 2.0, 3.0]))
    assert rate_that_works(wild.recipe, wild.limits, family) is None
    assert "No smaller rate on the ruler converges either." in (divergence_note(wild.run, wild.limits, family) or "")


@pytest.mark.parametrize("momentum", [0.5, 0.9, 0.99])
@pytest.mark.parametrize("optimizer", ["momentum", "nesterov"])
@pytest.mark.parametrize("scaling", list(SCALINGS))
def test_the_rate_offered_with_momentum(scaling: str, optimizer: str, momentum: float) -> None:
    """It is one at which the run converges, far quicker than at one that never overshoots."""
    recipe = Recipe(epochs=2000, scaling=scaling, optimizer=optimizer, momentum=momentum)
    dataset, rates = load("study_hours"), np.array([0.1])
    limits = stability(dataset, recipe)
    rate = rate_that_works(recipe, limits, sweep(dataset, recipe, rates))
    assert rate is not None
    assert limits.verdict(rate) == "oscillates"
    run, smooth = sweep(dataset, recipe, [rate, limits.monotone_rate])
    best = minimum(dataset, recipe).loss
    assert run.losses[-1] - best < 1e-6 * (run.losses[0] - best)
    assert run.losses[200] <= smooth.losses[200] * (1 + 1e-12)


@pytest.mark.parametrize("scaling", list(SCALINGS))
@pytest.mark.parametrize("name", ["study_hours", "study_hours_x10", "hubble_key_project", "perceptron"])
def test_the_rate_offered_works(name: str, scaling: str) -> None:
    """The rate a person is offered after a divergence converges smoothly: its loss falls at every epoch."""
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


def test_a_network_that_diverged_is_explained_without_a_direction() -> None:
    """The note has the epoch, how fast the steps grew and a rate that holds; the table the largest parameter alone."""
    dataset = generate("step", rows=40)
    recipe = Recipe(learning_rate=9.0, epochs=200, network=Network((4,), "identity"))
    run, family = train(dataset, recipe), sweep(dataset, recipe, few_stops(0.1))
    limits = stability(dataset, recipe)
    assert run.diverged_at is not None
    note = divergence_note(run, limits, family)
    assert note
    assert f"epoch {run.diverged_at:,}**" in note
    assert re.search(r"Its last steps were each on average \S+ times as long as the one before", note)
    assert f"Of the smaller rates on the ruler {rate_that_works(recipe, limits, family):g} comes lowest" in note
    left = divergence(run, limits)
    assert left is not None
    table = frames_table(run, left)
    assert table.splitlines()[0] == "| Epoch | Loss | largest parameter |"
    assert f"{np.abs(run.parameters[-1]).max():.4g}".split("e")[0][:4] in table.splitlines()[-1]
