"""Raw and scaled data: the same line at the start, the same answer at the end, and what lies between."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from core.data import load
from core.exact import least_squares
from core.model import Recipe
from core.training import sweep, train
from ui.lessons.gradient_descent_animator.raw_vs_scaled import (
    RAW,
    SCORED,
    ScaledRun,
    in_raw_units,
    raw_recipe,
    raw_vs_scaled_figure,
    raw_vs_scaled_readouts,
    raw_vs_scaled_tracks,
    scaled_run_of,
    scored_recipe,
)
from ui.lessons.gradient_descent_animator.raw_vs_scaled_notes import (
    epochs_to_six_figures,
    raw_vs_scaled_note,
    raw_vs_scaled_table,
)

NAMES = ("study_hours", "study_hours_x10", "four_scores", "hubble_key_project", "hubble_1929", "perceptron")
RATES = {"study_hours": 0.03, "study_hours_x10": 3e-4, "four_scores": 1e-3, "hubble_key_project": 5e-3,
         "hubble_1929": 0.3, "perceptron": 0.02}  # fmt: skip


def both(name: str = "study_hours", **fields: object) -> tuple[ScaledRun, ScaledRun]:
    """Return a run on raw and on z-scored data."""
    dataset = load(name)
    recipe = raw_recipe(replace(Recipe(RATES[name], 300), **fields))  # type: ignore[arg-type]
    raw = train(dataset, recipe)
    return scaled_run_of(dataset, raw), scaled_run_of(
        dataset, train(dataset, scored_recipe(dataset, recipe, raw.parameters[0]))
    )


@pytest.mark.parametrize("start", ["zeros", "random", (3.0, 40.0)], ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_both_begin_with_the_same_line_at_the_same_share(name: str, start: object) -> None:
    """In data units the two starts are one, and the rates are the same part of the critical ones."""
    raw, scored = both(name, start=start)
    np.testing.assert_allclose(scored.run.in_data_units()[0], raw.run.parameters[0], rtol=1e-10, atol=1e-10)
    shares = [world.run.recipe.learning_rate / world.limits.critical_rate for world in (raw, scored)]
    assert shares[0] == pytest.approx(shares[1], rel=1e-12)
    assert scored.limits.critical_rate == pytest.approx(1, rel=1e-10)
    assert scored.limits.condition_number == pytest.approx(1, rel=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_the_z_scored_answer_in_data_units_is_the_closed_form(name: str) -> None:
    """After 300 epochs the z-scored run stands at least squares, to 1e-10."""
    dataset = load(name)
    _, scored = both(name)
    np.testing.assert_allclose(scored.run.in_data_units()[-1], least_squares(dataset).parameters, rtol=1e-10)


@pytest.mark.parametrize(("name", "epochs"), [("study_hours", 6000), ("four_scores", 100_000), ("perceptron", 8000)])
def test_the_raw_answer_is_the_closed_form_in_its_own_time(name: str, epochs: int) -> None:
    """With epochs enough the raw run stands there, too."""
    raw, _ = both(name, epochs=epochs)
    np.testing.assert_allclose(raw.run.parameters[-1], least_squares(load(name)).parameters, rtol=1e-10)


@pytest.mark.parametrize("loss", ["mse", "sse", "mae"])
def test_losses_meet_in_raw_units(loss: str) -> None:
    """A loss of the z-scored run is, in raw units, that of its line on the raw data."""
    raw, scored = both(loss=loss, learning_rate=0.002)
    shown = in_raw_units(raw, scored)
    dataset = load("study_hours")
    for epoch in (0, 5, 50):
        slope, intercept = scored.run.in_data_units()[epoch]
        errors = slope * dataset.features[:, 0] + intercept - dataset.targets[:, 0]
        sizes = {"mse": (errors**2).mean(), "sse": (errors**2).sum(), "mae": np.abs(errors).mean()}
        assert shown.losses[epoch] == pytest.approx(sizes[loss], rel=1e-10)


def test_rate_changes_change_both_runs_alike() -> None:
    """An earlier rate is an earlier rate in both, at the same share."""
    _, scored = both(earlier=((40, 0.01),))
    ((end, rate),) = scored.run.recipe.earlier
    assert end == 40
    assert rate / scored.run.recipe.learning_rate == pytest.approx(0.01 / 0.03)


def test_each_world_moves_in_its_own_landscape() -> None:
    """Both paths, both losses on one clock; six numbers in data units, the exact ones among them."""
    raw, scored = both()
    tracks = raw_vs_scaled_tracks()
    assert {(track.panel, track.of) for track in tracks} == {(RAW, "run"), (SCORED, 0), (2, "run"), (2, 0)}
    shown = {readout.key: readout for readout in raw_vs_scaled_readouts(raw, scored)}
    exact = least_squares(load("study_hours")).parameters
    for i, name in enumerate(("slope", "intercept")):
        form = shown[f"{name}_exact"].form
        assert form.offset[0] == pytest.approx(exact[i])  # type: ignore[union-attr]
        assert not form.weights.any()  # type: ignore[union-attr]
        end = scored.run.parameters[-1]
        form = shown[f"{name}_scored"].form
        assert form.offset[0] + form.weights[0] @ end == pytest.approx(exact[i], rel=1e-10)  # type: ignore[union-attr]


def test_the_round_bowl_is_round() -> None:
    """The z-scored window has the proportions of its panel, with the answer in its middle and the start in it."""
    dataset = load("study_hours")
    raw, scored = both()
    family = sweep(dataset, raw.run.recipe, [0.01, 0.03])
    layout = json.loads(raw_vs_scaled_figure(dataset, raw, scored, family).to_json())["layout"]
    (x_low, x_high), (y_low, y_high) = layout["xaxis2"]["range"], layout["yaxis2"]["range"]
    assert (x_high - x_low) / (y_high - y_low) == pytest.approx(355 / 232)
    assert [(x_low + x_high) / 2, (y_low + y_high) / 2] == pytest.approx(scored.answer.parameters, abs=1e-9)
    slope, intercept = scored.run.parameters[0]
    assert x_low < slope < x_high
    assert y_low < intercept < y_high
    # On a screen of another shape Plotly keeps the two axes alike; those of the raw data have no unit in common.
    assert layout["yaxis2"]["scaleanchor"] == "x2"
    assert "scaleanchor" not in layout["yaxis"]


def test_the_table_sets_both_beside_the_closed_form() -> None:
    """At the end of a long run all three columns agree in six figures."""
    table = raw_vs_scaled_table(*both(epochs=3000), 3000)
    assert "| Slope at epoch 3,000 | 7.36905 | 7.36905 | 7.36905 |" in table
    assert "| Intercept at epoch 3,000 | 41.9643 | 41.9643 | 41.9643 |" in table
    assert "| Within 1% of the answer from epoch | 378 | 9 |" in table
    assert "| Condition number | 131.754 | 1 |" in table
    assert "| Critical rate | 0.0380223 | 1 |" in table


def test_the_note_says_from_when_both_agree() -> None:
    """The short raw run does not match the exact answer, and a button offers epochs after which it does."""
    raw, scored = both()
    note = raw_vs_scaled_note(raw, scored)
    assert "the same share of their critical rate, 78.9%" in note
    assert "The raw run does not match the exact answer to six digits after 300 epochs" in note
    assert "The z-scored run matches the exact answer to six digits from epoch" in note
    needed = epochs_to_six_figures(raw)
    assert needed is not None
    longer = both(epochs=needed)
    assert "The raw run matches the exact answer to six digits from epoch" in raw_vs_scaled_note(*longer)
    assert epochs_to_six_figures(longer[0]) is None
    assert epochs_to_six_figures(both("study_hours_x10")[0]) is None


@pytest.mark.parametrize("optimizer", ["momentum", "nesterov"])
def test_momentum_comes_to_six_figures_when_promised(optimizer: str) -> None:
    """After the epochs that are offered its run matches the exact answer, and the critical rates are its own."""
    raw, scored = both(optimizer=optimizer, learning_rate=0.002)
    needed = epochs_to_six_figures(raw)
    assert needed is not None
    longer = both(optimizer=optimizer, learning_rate=0.002, epochs=needed)
    assert "The raw run matches the exact answer to six digits from epoch" in raw_vs_scaled_note(*longer)
    assert scored.limits.critical_rate == pytest.approx(1.9 if optimizer == "momentum" else 1.9 / 1.4 / 2, rel=1e-10)


def test_what_diverges_or_differs_is_said() -> None:
    """A diverged run says so in note and table; Huber's δ means something else in the other world."""
    lost = both(learning_rate=0.05)
    assert "The raw run has diverged. The z-scored run has diverged." in raw_vs_scaled_note(*lost)
    assert "diverged at" in raw_vs_scaled_table(*lost, 0)
    assert "two have different answers" in raw_vs_scaled_note(*both(loss="huber"))
