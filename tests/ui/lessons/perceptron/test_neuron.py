"""What is drawn and said of one neuron is what core knows of it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
import torch

from core.data import Dataset, load
from core.exact import Minimum, stability
from core.model import ACTIVATIONS, Recipe
from core.neuron import Basins, dead_relu_starts, find_basins, neuron_minimum, pure_error
from core.training import train
from tests.ui.figures.test_line_pictures import colours_in
from ui.lessons.perceptron import notes as neuron_notes
from ui.lessons.perceptron.basin_map import TICKS, basin_picture, shades
from ui.lessons.perceptron.pictures import BASINS, CURVE, DATA, PANELS, neuron_figure, places
from ui.lessons.perceptron.tracks import curve_form, neuron_block, neuron_tracks, start_handles
from ui.player import Line, Path, Point
from ui.player.neuron import PHASES
from ui.player.palette import both, light

DATASET = load("perceptron")
FIRST_VISIT = Recipe(0.001, 4000, "sse", activation="relu", start=(0.3, 0.4))
DEAD_RELU = dead_relu_starts(DATASET, FIRST_VISIT)
NONE = np.empty((0, 2))
every_activation = pytest.mark.parametrize("activation", list(ACTIVATIONS))


@cache
def found(learning_rate: float = 0.001, epochs: int = 4000) -> Basins:
    return find_basins(DATASET, replace(FIRST_VISIT, learning_rate=learning_rate, epochs=epochs), TICKS, TICKS)


def figure(recipe: Recipe, *, mapped: Basins | None = None, dead_relu: np.ndarray = NONE) -> dict[str, Any]:
    run, answer = train(DATASET, recipe), neuron_minimum(DATASET, recipe)
    drawn = neuron_figure(DATASET, run, answer, best_curve=pure_error(DATASET), found=mapped, dead_relu=dead_relu)
    return dict(json.loads(drawn.to_json()))


def traces(drawn: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [trace for trace in drawn["data"] if trace["name"] == name]


@every_activation
def test_figures_wear_the_palette(activation: str) -> None:
    """Every colour is one of the palette's light ones, or nothing at all."""
    drawn = figure(replace(FIRST_VISIT, activation=activation, epochs=50), mapped=found(), dead_relu=DEAD_RELU)
    assert colours_in(drawn) <= {pair["light"] for pair in both().values()} | {"rgba(0,0,0,0)"}
    assert {light("data"), light("exact"), light("warning")} <= colours_in(drawn)


@every_activation
def test_the_exact_curve_is_the_best_neuron(activation: str) -> None:
    """The dashed curve is `b + f(w x)` at the minimum, from below 0, where ReLU bends, to beyond the data."""
    recipe = replace(FIRST_VISIT, activation=activation)
    best = neuron_minimum(DATASET, recipe).parameters
    over = places(DATASET)
    assert over[0] < 0
    assert over[-1] > DATASET.features.max()
    drawn = neuron_figure(
        DATASET, train(DATASET, replace(recipe, epochs=5)), neuron_minimum(DATASET, recipe), best_curve=1.0,
        found=None, dead_relu=NONE,
    )  # fmt: skip
    (curve,) = (trace for trace in drawn.data if trace.name == "exact answer" and trace.mode == "lines")
    bent = ACTIVATIONS[activation].function(torch.from_numpy(best[0] * over)).numpy()
    np.testing.assert_allclose(np.asarray(curve.y, float), best[1] + bent, rtol=1e-12)


def test_the_loss_axis_holds_the_curve_that_no_curve_beats() -> None:
    """The axis reaches from below 1.7819 to above the highest loss; both floors are lines in it."""
    recipe = replace(FIRST_VISIT, start=(0.9, 0.9))
    drawn = figure(recipe)
    low, high = drawn["layout"]["yaxis2"]["range"]
    assert 10**low < 1.7819
    assert 10**high > train(DATASET, recipe).losses.max()
    (limit,), (floor,) = traces(drawn, "limit for any curve"), traces(drawn, "lowest possible loss")
    assert limit["y"] == pytest.approx([1.7819] * 2, rel=1e-10)
    assert floor["y"] == pytest.approx([6.1198971729505205] * 2, rel=1e-10)


def test_a_neuron_that_overshoots_stays_in_the_picture() -> None:
    """With each point twice the loss first leaps far above its start; the axis holds it."""
    twice = Dataset.from_arrays(np.tile(DATASET.features, (2, 1)), np.tile(DATASET.targets, (2, 1)))
    run = train(twice, FIRST_VISIT)
    assert run.losses.max() > 10 * run.losses[0]
    drawn = neuron_figure(
        twice, run, neuron_minimum(twice, FIRST_VISIT), best_curve=pure_error(twice), found=None, dead_relu=NONE
    )
    assert 10 ** drawn.layout.yaxis2.range[1] > run.losses.max()


def test_shades_tell_the_basins_apart() -> None:
    """0 for those at the floor, 150 for the dead; on the way there the shade tells the loss."""
    shaded = shades(found(), 6.1198971729505205, 8.912376)
    assert (shaded[found().dead] == 150).all()
    assert (shaded[~found().dead] == 0).all()
    early = shades(found(epochs=60), 6.1198971729505205, 8.912376)
    alive = ~found(epochs=60).dead
    order = np.argsort(found(epochs=60).losses[alive])
    assert (np.diff(early[alive][order].astype(int)) >= 0).all()
    assert early[alive].max() == 100
    assert (shades(found(0.05), 6.1198971729505205, 8.912376) == 200).all()


def test_the_map_holds_starts_answer_and_triangle() -> None:
    """All starts, the exact answer and the run's own start lie in the map's axes; the triangle is outlined."""
    run, answer = (
        train(DATASET, replace(FIRST_VISIT, start=(1.4, -0.5), epochs=3)),
        neuron_minimum(DATASET, FIRST_VISIT),
    )
    picture = basin_picture(PANELS[BASINS], found(), DEAD_RELU, run, answer, 8.912376)
    for axis, values in ((picture.x_axis, [0, 1, 1.4]), (picture.y_axis, [0, 1, 1.4045, -0.5])):
        low, high = axis["range"]
        assert low < min(values)
        assert high > max(values)
    basins, outline, cross = picture.traces
    assert basins["z"].shape == (101, 101)
    np.testing.assert_allclose(np.column_stack([outline["x"], outline["y"]])[:3], DEAD_RELU)
    assert (cross["x"][0], cross["y"][0]) == pytest.approx((0.1750715982154711, 1.4045023002046266), rel=1e-10)
    assert "dies" in picture.title["text"]
    assert "ends higher" not in picture.title["text"]


def test_starts_that_have_not_arrived_are_in_the_legend() -> None:
    """Those that live above the floor have a colour with a name; the cross of the answer is never cut off."""
    run, answer = train(DATASET, FIRST_VISIT), neuron_minimum(DATASET, FIRST_VISIT)
    picture = basin_picture(PANELS[BASINS], found(epochs=60), DEAD_RELU, run, answer, 8.912376)
    assert "ends higher" in picture.title["text"]
    high_up = replace(answer, parameters=np.array([0.07, 1.98]))
    low, high = basin_picture(PANELS[BASINS], found(), NONE, run, high_up, 8.912376).y_axis["range"]
    assert (high - 1.98) / (high - low) > 0.06


def test_a_map_that_is_not_there_yet_says_so() -> None:
    """Without the map of starts there is no picture of it, and the title says that 10,201 starts train."""
    picture = basin_picture(
        PANELS[BASINS], None, NONE, train(DATASET, FIRST_VISIT), neuron_minimum(DATASET, FIRST_VISIT), 8.9
    )
    assert "training 10,201 starts" in picture.title["text"]
    assert [trace["name"] for trace in picture.traces] == ["exact answer"]


@every_activation
def test_what_moves_is_the_neuron(activation: str) -> None:
    """The curve's form is bent by the activation; the row shown stands on its datum and on the curve."""
    recipe = replace(FIRST_VISIT, activation=activation)
    form = curve_form(np.array([-2.0, 3.0]), activation)
    assert form.activation == activation
    for w, b in ((0.3, 0.4), (-1.0, 2.0)):
        theta = np.array([w, b])
        assert form.inner is not None
        bent = ACTIVATIONS[activation].function(torch.from_numpy(form.inner @ theta)).numpy()
        expected = b + ACTIVATIONS[activation].function(torch.tensor([-2.0 * w, 3.0 * w], dtype=torch.float64)).numpy()
        np.testing.assert_allclose(form.offset + form.weights @ theta + bent, expected, rtol=1e-12)
    tracks = neuron_tracks(DATASET, recipe, 4)
    assert {track.panel for track in tracks} == {DATA, CURVE, BASINS}
    assert [track.panel for track in tracks if isinstance(track, Path)] == [CURVE, BASINS]
    (curve,) = (track for track in tracks if isinstance(track, Line))
    assert curve.form.activation == activation
    (row,) = (track for track in tracks if track.name == "row 5")
    assert isinstance(row, Point)
    assert row.x == DATASET.features[4, 0]
    assert row.y.offset.tolist() == DATASET.targets[4].tolist()  # type: ignore[union-attr]


def test_the_start_is_dragged_in_the_map_alone() -> None:
    """The grip lies at the start, has one name, and training begins where it comes to rest."""
    handles = start_handles(np.array([0.25, 0.5]))
    assert (handles.panel, handles.landscape, handles.x, handles.form) == (None, BASINS, None, None)
    assert handles.parameters == (0.25, 0.5)
    assert len(handles.names) == 1
    assert handles.trains


@every_activation
@pytest.mark.parametrize("loss", ["sse", "mse"])
def test_each_phases_line_is_pytorch(activation: str, loss: str) -> None:
    """The four lines, run one after another, make one step of core's training."""
    recipe = replace(FIRST_VISIT, activation=activation, loss=loss, epochs=1)
    block = neuron_block(DATASET, recipe, 0, 0)
    assert tuple(phase.name for phase in block.phases) == PHASES
    w, b = (torch.tensor([value], dtype=torch.float64, requires_grad=True) for value in (0.3, 0.4))
    scope = {
        "x": torch.from_numpy(DATASET.features[:, 0].copy()), "y": torch.from_numpy(DATASET.targets[:, 0].copy()),
        "w": w, "b": b, "lr": 0.001, "leaky_relu": torch.nn.functional.leaky_relu,
    }  # fmt: skip
    run = train(DATASET, recipe)
    for phase in block.phases[:3]:
        exec(phase.code, scope)
    assert scope["loss"].item() == pytest.approx(run.losses[0], rel=1e-12)  # type: ignore[attr-defined]
    assert [w.grad.item(), b.grad.item()] == pytest.approx(run.gradients[0].tolist(), rel=1e-12)  # type: ignore[union-attr]
    with torch.no_grad():
        exec(block.phases[3].code, scope)
    assert [w.item(), b.item()] == pytest.approx(run.parameters[1].tolist(), rel=1e-12)
    assert [w.grad.item(), b.grad.item()] == [0, 0]  # type: ignore[union-attr]


def test_the_dead_and_the_living_are_told() -> None:
    """From (0.9, 0.9) one step makes w = −0.05852518, b goes to 2.3036 and the loss to 8.912376."""
    said = neuron_notes.life_note(train(DATASET, replace(FIRST_VISIT, start=(0.9, 0.9))))
    assert said is not None
    for words in ("is dead", "From (0.9, 0.9) one step made w = −0.05852518", "b is 2.3036", "loss 8.912376"):
        assert words in said
    assert "lives" in str(neuron_notes.life_note(train(DATASET, FIRST_VISIT)))
    assert "slope 0" in str(neuron_notes.life_note(train(DATASET, replace(FIRST_VISIT, start=(0.0, 0.5)))))
    assert "It began with w = −0.2" in str(
        neuron_notes.life_note(train(DATASET, replace(FIRST_VISIT, start=(-0.2, 0.5))))
    )
    assert neuron_notes.life_note(train(DATASET, replace(FIRST_VISIT, activation="tanh"))) is None
    assert neuron_notes.life_note(train(DATASET, replace(FIRST_VISIT, learning_rate=0.2))) is None


@pytest.mark.parametrize(("start", "epoch"), [((0.9, 0.9), 1), ((0.3, 0.4), None), ((0.0, 0.1), 0)])
def test_death_is_where_the_gradient_of_w_stays_0(start: tuple[float, float], epoch: int | None) -> None:
    """From that epoch on the gradient of w is exactly 0, and not before."""
    run = train(DATASET, replace(FIRST_VISIT, start=start))
    assert neuron_notes.died_at(run) == epoch
    gone = run.gradients[:, 0] == 0
    assert gone.any() == (epoch is not None)
    if epoch is not None:
        assert gone.argmax() == epoch
        assert gone[epoch:].all()


def test_the_map_is_counted() -> None:
    """9,359 learn, 842 die; the triangle's corners and its 7.01064% are those of exact arithmetic."""
    said = neuron_notes.map_note(found(), DEAD_RELU, neuron_minimum(DATASET, FIRST_VISIT))
    for words in (
        "of 10,201 starts, 9,359 reach the exact answer, 842 die",
        "(1, 1), (0.7319084, 1), (1, 0.4769967): 7.01064% of the square",
    ):
        assert words in str(said)
    assert "being computed" in str(neuron_notes.map_note(None, DEAD_RELU, neuron_minimum(DATASET, FIRST_VISIT)))
    late = replace(FIRST_VISIT, learning_rate=0.00135)
    said = neuron_notes.map_note(found(0.00135), dead_relu_starts(DATASET, late), neuron_minimum(DATASET, late))
    assert "Others die later" in str(said)
    said = neuron_notes.map_note(found(0.0005), NONE, neuron_minimum(DATASET, FIRST_VISIT))
    assert "10,100 reach the exact answer, 101 die. At w\u00a0=\u00a00 exactly" in str(said)
    said = neuron_notes.map_note(found(0.05), NONE, neuron_minimum(DATASET, FIRST_VISIT))
    assert "0 reach the exact answer, 10,201 diverge." in str(said)
    said = neuron_notes.map_note(found(epochs=60), DEAD_RELU, neuron_minimum(DATASET, FIRST_VISIT))
    assert "still on their way" in str(said)


def rate_note(copies: int = 1, **fields: Any) -> str:
    rows = Dataset.from_arrays(np.tile(DATASET.features, (copies, 1)), np.tile(DATASET.targets, (copies, 1)))
    recipe = replace(FIRST_VISIT, activation="identity", **fields)
    return neuron_notes.rate_note(rows, recipe, stability(rows, recipe))


def test_sum_and_mean() -> None:
    """0.001 for the sum is 0.025 for a mean, 77% of the critical rate 0.00129447; 33 points make it diverge."""
    said = rate_note()
    for words in (
        "0.001 is what 0.025 would be for a mean",
        "77% of the critical rate 0.00129447",
        "About 33 such points",
    ):
        assert words in said
    assert "make it diverge" in said
    assert "155% of the critical rate 0.000647233" in rate_note(copies=2)
    assert "at most 32 such points" in rate_note(copies=2)
    assert "77% of the critical rate 0.0323616" in rate_note(loss="mse", learning_rate=0.025)
    assert "For the sum it would be 0.0005." in rate_note(copies=2, loss="mse", learning_rate=0.025)


def test_the_points_that_make_a_rate_the_critical_one_do_not_diverge() -> None:
    """At the critical rate of 25 points the run swings for ever; 26 make it diverge, whatever rounding says."""
    critical = stability(DATASET, FIRST_VISIT).critical_rate
    for rate in (critical * (1 - 1e-15), critical, critical * (1 + 1e-15)):
        assert "About 26 such points would make it diverge." in rate_note(learning_rate=rate)
        run = train(DATASET, replace(FIRST_VISIT, learning_rate=rate, epochs=1))
        assert neuron_notes.overshoot_note(run, stability(DATASET, FIRST_VISIT)) is None


def test_33_points_are_too_many() -> None:
    """With 32 rows such as these the rate 0.001 is below the critical one, with 33 above."""
    per_point = stability(DATASET, FIRST_VISIT).critical_rate * 25
    assert per_point / 33 < 0.001 < per_point / 32


@pytest.mark.parametrize(("loss", "copies", "expected"), [("sse", 1, 0.001), ("mse", 1, 0.025), ("sse", 2, 0.0005)])
def test_a_step_of_the_same_length_elsewhere(loss: str, copies: int, expected: float) -> None:
    """The rate offered for another loss or data set makes the very run of a first visit."""
    rows = Dataset.from_arrays(np.tile(DATASET.features, (copies, 1)), np.tile(DATASET.targets, (copies, 1)))
    recipe = replace(FIRST_VISIT, loss=loss, epochs=50)
    rate = neuron_notes.same_step(recipe, rows.n)
    assert rate == expected
    here = train(rows, replace(recipe, learning_rate=rate))
    np.testing.assert_allclose(here.parameters, train(DATASET, replace(FIRST_VISIT, epochs=50)).parameters, rtol=1e-10)


def test_floors_are_told() -> None:
    """Seven x values repeat; no curve goes below 1.7819, the straight line reaches 6.11990."""
    recipe = replace(FIRST_VISIT, activation="identity")
    said = neuron_notes.floor_note(DATASET, recipe, neuron_minimum(DATASET, recipe), pure_error(DATASET))
    assert "Seven x values repeat" in said
    assert "below 1.7819; the best straight line reaches 6.11990." in said


@pytest.mark.parametrize(
    ("activation", "rate", "words"),
    [("relu", 0.002, "the neuron dies"), ("leaky_relu", 0.002, "does not come to rest")],
)
def test_rates_that_overshoot(activation: str, rate: float, words: str) -> None:
    """Above the critical rate a ReLU neuron dies and a leaky one is thrown about; below nothing is said."""
    recipe = replace(FIRST_VISIT, activation=activation, learning_rate=rate)
    run, limits = train(DATASET, recipe), stability(DATASET, FIRST_VISIT)
    assert words in str(neuron_notes.overshoot_note(run, limits))
    if activation == "relu":
        assert neuron_notes.died_at(run) is not None
    assert neuron_notes.overshoot_note(train(DATASET, replace(recipe, learning_rate=0.001)), limits) is None


def test_places_are_told_with_their_names() -> None:
    """After 100 and 4000 iterations from 0 without activation the numbers are the known ones."""
    recipe = replace(FIRST_VISIT, activation="identity", start=(0.0, 0.0))
    run, answer = train(DATASET, recipe), neuron_minimum(DATASET, recipe)
    assert "w 0.301998, b 0.665505, loss 7.7775790" in neuron_notes.place_note(run, 100, answer)
    last = neuron_notes.place_note(run, 4000, answer)
    assert "**After 4,000 iterations:** w 0.175072, b 1.40450, loss 6.1198972" in last
    assert "least squares, is w 0.175072, b 1.40450, loss 6.1198972" in last
    other = neuron_notes.place_note(run, 1, Minimum(np.array([1.0, 2.0]), 3.0))
    assert "loss 3.0000000" in other
