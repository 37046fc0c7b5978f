"""Where runs go downhill: what stands still, what moves, and what is said, in the numbers of the run."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.data import Dataset, fit_scaler, load
from core.exact import minimum, stability
from core.model import Recipe
from core.training import sweep, train
from ui.lessons.gradient_descent_animator.notes import (
    arrival_note,
    curvature_note,
    curvature_table,
    far_note,
    noise_note,
    scale_note,
    step_note,
)
from ui.lessons.gradient_descent_animator.pictures import FLAT, SPACE, descent_figure, is_far, steps_are_plain
from ui.lessons.gradient_descent_animator.race import PLACES, Entrant, named
from ui.lessons.gradient_descent_animator.tracks import descent_readouts, descent_tracks, race_readouts, start_grip
from ui.player import Arrow, Line, Path, Point
from ui.player.palette import light
from ui.text.numbers import written

DATASET = load("study_hours")
BASE = Recipe(0.03, 120)

# FACTS: data, loss, scaling, λmin, λmax, critical rate, condition number.
CURVATURE = [
    ("study_hours", "mse", "none", 0.39923372772362453, 52.600766272276374, 0.03802225978320234, 131.7543148776499),
    ("study_hours", "mse", "max", 0.1227014609205006, 2.6741735390794994, 0.7478946189440037, 21.794145880725257),
    (
        "study_hours_x10",
        "mse",
        "none",
        0.4116365042359113,
        5101.5883634957645,
        0.00039203476593896317,
        12393.430395502566,
    ),
    (
        "hubble_key_project",
        "mse",
        "none",
        0.35508897748833856,
        330.5165892833812,
        0.006051133482698571,
        930.7993495636898,
    ),
    (
        "hubble_key_project",
        "mse",
        "max",
        0.09456592955174688,
        2.592394686315568,
        0.7714874631387603,
        27.413622417754578,
    ),
    ("perceptron", "sse", "none", 5.896834607632326, 1545.0393653923677, 0.0012944653999104377, 262.0116500117893),
]


def numbers(packed: Any) -> np.ndarray:
    """Read an array as Plotly packs it."""
    return np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"])


def drawn(recipes: list[Recipe], *, name: str = "study_hours", space: bool = False) -> dict[str, Any]:
    """Return the figure of runs on a data set, as Plotly gets it."""
    dataset = load(name)
    scaler, answer = fit_scaler(dataset, recipes[0].scaling), minimum(dataset, recipes[0])
    places = PLACES if len(recipes) > 1 else ("model",)
    entrants = [Entrant(place, each, train(dataset, each)) for place, each in zip(places, recipes, strict=False)]
    entrants = named(entrants) if len(entrants) > 1 else entrants
    family = sweep(dataset, recipes[0], [0.001, recipes[0].learning_rate, 0.03])
    directions = stability(dataset, recipes[0]) if len(recipes) == 1 else None
    figure = descent_figure(dataset, scaler, entrants, family, answer, directions, space=space)
    read: dict[str, Any] = json.loads(figure.to_json())
    return read


def range_of(figure: dict[str, Any], axis: str) -> np.ndarray:
    return np.array(figure["layout"][axis]["range"])


def test_eigen_directions_go_through_the_answer_from_border_to_border() -> None:
    """Both lines hold the optimum, lie along the eigenvectors, and end where the window ends."""
    figure = drawn([BASE])
    answer, limits = minimum(DATASET, BASE).parameters, stability(DATASET, BASE)
    for i, name in enumerate(("shallow direction", "steep direction")):
        (line,) = (trace for trace in figure["data"] if trace["name"] == name)
        ends = np.array([numbers(line["x"]), numbers(line["y"])]).T
        along = (ends[1] - ends[0]) / np.linalg.norm(ends[1] - ends[0])
        assert abs(along @ limits.eigenvectors[:, i]) == pytest.approx(1, abs=1e-12)
        across = (answer - ends[0]) - ((answer - ends[0]) @ along) * along
        assert np.abs(across).max() < 1e-9
        windows = np.array([range_of(figure, "xaxis"), range_of(figure, "yaxis")])
        for end in ends:
            assert np.isclose(windows, end[:, None], rtol=1e-9).any()
        assert written(limits.eigenvalues[i], 4)[:4] in line["hovertemplate"]


def test_z_scored_directions_lie_along_the_axes() -> None:
    """Where the eigenvectors are those of the axes, the lines are upright and level, and no division fails."""
    figure = drawn([replace(BASE, scaling="zscore")])
    lines = [trace for trace in figure["data"] if trace["name"].endswith("direction")]
    assert len(lines) == 2
    assert all(np.isfinite([numbers(line["x"]), numbers(line["y"])]).all() for line in lines)


@pytest.mark.parametrize("space", [False, True])
def test_a_single_run_has_a_landscape_a_curve_and_data(space: bool) -> None:
    """The three panels hold what they are named after, in the map and in space."""
    figure = drawn([BASE], space=space)
    titles = [note["text"] for note in figure["layout"]["annotations"]]
    assert [re.findall("<b>(.*?)</b>", title)[0] for title in titles] == [
        "Loss landscape" if space else "Landscape", "Loss", "Data",
    ]  # fmt: skip
    kinds = {trace.get("type") for trace in figure["data"]}
    assert ("surface" in kinds) == space
    assert ("contour" in kinds) == (not space)
    assert ("eigen-directions" in titles[0]) == (not space)


def test_the_surface_is_logarithmic_and_reaches_to_the_floor() -> None:
    """The upright axis holds the floor and all heights; the surface is the loss at its places."""
    figure = drawn([BASE], space=True)
    scene = figure["layout"]["scene"]
    low, high = scene["zaxis"]["range"]
    assert scene["zaxis"]["type"] == "log"
    assert low < np.log10(15.019345238095237)
    (surface,) = (trace for trace in figure["data"] if trace["type"] == "surface")
    assert np.log10(numbers(surface["z"]).max()) < high


def test_a_race_names_its_runs_and_has_room_for_all() -> None:
    """The legend carries each run in its own colour; the loss axis begins above the largest first loss."""
    recipes = [replace(BASE, learning_rate=rate) for rate in (0.03, 0.01, 0.02, 0.05)]
    figure = drawn(recipes)
    title = figure["layout"]["annotations"][0]["text"]
    for place, recipe in zip(PLACES, recipes, strict=True):
        assert f"color:{light(place)}'>━ Gradient descent ({recipe.learning_rate:g})<" in title
    assert not [trace for trace in figure["data"] if trace["name"].endswith("direction")]
    low, high = range_of(figure, "yaxis2")
    assert low < np.log10(15.019345238095237)
    assert high > np.log10(5943.875)
    # One of them diverged: the others still have all their epochs.
    assert range_of(figure, "xaxis2").tolist() == [0, 120]


def test_a_race_of_the_lost_shows_them_as_long_as_they_last() -> None:
    """Where all diverge the axis ends with the last of them."""
    recipes = [replace(BASE, learning_rate=rate) for rate in (0.05, 0.08)]
    last = max(int(train(DATASET, recipe).epochs[-1]) for recipe in recipes)
    assert range_of(drawn(recipes), "xaxis2").tolist() == [0, last]


@pytest.mark.parametrize("name", ["study_hours", "hubble_key_project", "hubble_1929", "perceptron"])
@pytest.mark.parametrize("scaling", ["none", "max", "zscore"])
def test_far_is_measured_by_the_data(name: str, scaling: str) -> None:
    """Zeros, random starts and the answer itself are near; a thousand times the answer's size is far."""
    dataset, recipe = load(name), Recipe(scaling=scaling)
    scaler, answer = fit_scaler(dataset, scaling), minimum(dataset, recipe)
    for near in (np.zeros(2), np.array([-0.5, 0.7]), answer.parameters, 3 * answer.parameters):
        assert not is_far(dataset, scaler, near, answer)
    for far in (np.array([1e9, 0]), np.array([0, -1e9]), np.array([1e5, 1e5])):
        assert is_far(dataset, scaler, far, answer)


def test_a_far_start_leaves_the_landscape_as_it_was() -> None:
    """The window still shows answer and valley, and the note says where the start is."""
    start = (1e6, 5.0)
    figure = drawn([replace(BASE, start=start)])
    low, high = range_of(figure, "xaxis")
    assert low < 7.369 < high < 100
    run = train(DATASET, replace(BASE, start=start))
    note = far_note(DATASET, fit_scaler(DATASET, "none"), run, minimum(DATASET, BASE))
    assert note is not None
    assert "slope 1.000 × 10⁶, intercept 5.000" in note
    assert far_note(DATASET, fit_scaler(DATASET, "none"), train(DATASET, BASE), minimum(DATASET, BASE)) is None


@pytest.mark.parametrize("space", [False, True])
def test_every_run_moves_in_every_panel(space: bool) -> None:
    """Each run has path, curve and line in its colour, its own run on top; the step belongs to a single run's map."""
    entrants = [Entrant(place, BASE, train(DATASET, BASE)) for place in PLACES]
    answer, scaler = minimum(DATASET, BASE), fit_scaler(DATASET, "none")
    tracks = descent_tracks(DATASET, scaler, entrants, answer, space=space)
    for i, place in enumerate(PLACES):
        mine = [track for track in tracks if track.colour == place]
        assert {getattr(track, "of", None) for track in mine} == {"run" if i == 0 else i - 1}
        assert sum(isinstance(track, Path) for track in mine) == 2
        assert sum(isinstance(track, Line) for track in mine) == 1
        in_space = [track for track in mine if isinstance(track, Path | Point) and track.panel == 0]
        assert all((track.z is not None) == space for track in in_space)
    assert [track.colour for track in tracks if track.colour in PLACES][-1] == "first"
    assert not any(isinstance(track, Arrow) for track in tracks)
    alone = [Entrant("model", BASE, entrants[0].run)]
    single = descent_tracks(DATASET, scaler, alone, answer, space=space)
    assert any(isinstance(track, Arrow) for track in single) == (not space)
    exact = [track for track in single if track.colour == "exact"]
    assert len(exact) == int(space)
    assert {panel.is_scene for panel in (SPACE if space else FLAT)} == ({True, False} if space else {False})


def test_steps_are_shown_where_an_epoch_is_one_step() -> None:
    """Plain descent on all rows has a step to show; other optimizers and batches have not."""
    keys = {readout.key for readout in descent_readouts(DATASET, fit_scaler(DATASET, "none"), BASE)}
    assert {"epoch", "loss", "slope", "intercept", "gradient_w", "gradient_b", "step_w", "step_b"} == keys
    assert steps_are_plain(replace(BASE, batch_size=8), 8)
    for other in (replace(BASE, optimizer="adam"), replace(BASE, batch_size=1)):
        assert not steps_are_plain(other, 8)
        assert len(descent_readouts(DATASET, fit_scaler(DATASET, "none"), other)) == 6


def test_a_race_shows_every_loss() -> None:
    """The epoch and the loss of each run, each in its colour."""
    shown = race_readouts([Entrant(place, BASE, train(DATASET, BASE)) for place in PLACES[:3]])
    assert [readout.key for readout in shown] == ["epoch", "loss_first", "loss_second", "loss_third"]
    assert [readout.of for readout in shown[1:]] == ["run", 0, 1]


def test_the_grip_is_at_the_start() -> None:
    """It lies where the run begins, and training begins where it is let go."""
    handles = start_grip(train(DATASET, replace(BASE, start=(3.0, -4.0))))
    assert (handles.parameters, handles.panel, handles.landscape, handles.trains) == ((3.0, -4.0), None, 0, True)


@pytest.mark.parametrize(("name", "loss", "scaling", "least", "most", "critical", "condition"), CURVATURE)
def test_curvature_is_told_as_it_is(
    name: str, loss: str, scaling: str, least: float, most: float, critical: float, condition: float
) -> None:
    """λ of both directions, their factors, the critical rate and the condition number, in six figures."""
    recipe = Recipe(0.4 * critical, loss=loss, scaling=scaling)
    limits = stability(load(name), recipe)
    np.testing.assert_allclose(limits.eigenvalues, [least, most], rtol=1e-10)
    table = curvature_table(recipe, limits)
    assert table is not None
    assert f"| Curvature λ | {written(most)} | {written(least)} |" in table
    factors = [written(1 - recipe.learning_rate * value) for value in (most, least)]
    assert f"by 1 − ηλ | {factors[0]} | {factors[1]} |" in table
    note = curvature_note(recipe, limits)
    assert f"condition number is {written(condition)}" in note
    assert f"critical rate 2/λ is {written(critical)}" in note
    assert "converges smoothly" in note


@pytest.mark.parametrize(
    ("rate", "steep", "shallow"),
    [
        (0.01, "converges smoothly", "converges smoothly"),
        (0.03, "oscillates", "converges smoothly"),
        (0.05, "diverges", "converges smoothly"),
        (3.0, "diverges", "oscillates"),
    ],
)
def test_each_direction_has_its_own_verdict(rate: float, steep: str, shallow: str) -> None:
    """The steep one oscillates or diverges where the shallow one still converges smoothly."""
    recipe = replace(BASE, learning_rate=rate)
    table = curvature_table(recipe, stability(DATASET, recipe))
    assert table is not None
    assert f"| So along it the run | {steep} | {shallow} |" in table
    assert ("never" in table) == (rate >= 0.05)


def test_momentum_has_its_own_curvature_note() -> None:
    """Its critical rate is 2(1 + μ)/λ, Nesterov's 2(1 + μ)/((1 + 2μ)λ); the table has what remains in the end."""
    for optimizer, formula, part in (("momentum", "2(1 + μ)/λ", 3.8), ("nesterov", "2(1 + μ)/((1 + 2μ)λ)", 3.8 / 2.8)):
        recipe = replace(BASE, optimizer=optimizer, learning_rate=0.01)
        limits = stability(DATASET, recipe)
        note = curvature_note(recipe, limits)
        assert f"critical rate {formula} is {written(part / 52.600766272276374)};" in note
        assert "no fixed rate beats" in note
        assert "At 0.01 the run oscillates." in note
        table = curvature_table(recipe, limits) or ""
        assert "1 − ηλ" not in table
        assert "| So along it the run | oscillates | oscillates |" in table
        if optimizer == "momentum":
            # By hand: along both directions a pair of roots turns, whose size is √0.9.
            assert "| In the end each step multiplies the distance by | 0.948683 | 0.948683 |" in table


def test_at_the_critical_rate_the_notes_say_that_it_swings() -> None:
    """On z-scored data that is 1, for both directions, and neither is ever within 1%."""
    recipe = replace(BASE, scaling="zscore", learning_rate=1.0)
    limits = stability(DATASET, recipe)
    assert "**At 1 the run swings for ever.**" in curvature_note(recipe, limits)
    table = curvature_table(recipe, limits) or ""
    assert "| So along it the run | swings for ever | swings for ever |" in table
    assert "| Within 1% of the answer after | never | never |" in table


def test_a_direction_without_curvature_does_not_move() -> None:
    """Where all x are equal the loss is flat along one direction, and the table says so."""
    flat = Dataset.from_arrays([2.0, 2.0, 2.0], [1.0, 2.0, 4.0])
    table = curvature_table(BASE, stability(flat, BASE)) or ""
    assert "| So along it the run | converges smoothly | does not move |" in table
    assert "| never |" in table


def test_where_theory_is_silent_so_is_the_table() -> None:
    """Other optimizers have curvature but no factors; other losses have no bowl."""
    adam, huber = replace(BASE, optimizer="adam"), replace(BASE, loss="huber")
    table = curvature_table(adam, stability(DATASET, adam))
    assert table is not None
    assert "52.6008" in table
    assert "ηλ" not in table
    assert "gradient descent, plain or with momentum, on all rows only" in curvature_note(
        adam, stability(DATASET, adam)
    )
    assert curvature_table(huber, stability(DATASET, huber)) is None
    assert curvature_note(huber, stability(DATASET, huber)).startswith("**No bowl.**")


def test_the_step_is_written_with_its_numbers() -> None:
    """At the start −0.03 × (−753.5, −150.25) = (22.605, 4.5075); at an earlier rate that one counts."""
    run = train(DATASET, replace(BASE, earlier=((20, 0.01),)))
    first = step_note(train(DATASET, BASE), 0, plain=True)
    assert "−0.03 × (−753.5, −150.25) = (22.605, 4.5075) for slope and intercept" in first
    assert "−0.01 × (−753.5, −150.25) = (7.535, 1.5025)" in step_note(run, 0, plain=True)
    assert "−0.03 × (" in step_note(run, 20, plain=True)
    assert "This run steps otherwise" in step_note(run, 0, plain=False)


def arrival_said(recipe: Recipe, name: str = "study_hours") -> str | None:
    dataset = load(name)
    return arrival_note(train(dataset, recipe), minimum(dataset, recipe), stability(dataset, recipe), growing=False)


def test_predicted_epochs_stand_beside_those_needed() -> None:
    """At 0.03 the run needs 378, theory predicts 383; a run that is too short is trained on out of sight."""
    said = "Within 1% of the answer from epoch 378 on"
    assert f"**{said}**. Theory predicts 383" in (arrival_said(replace(BASE, epochs=500)) or "")
    short = arrival_said(replace(BASE, epochs=100)) or ""
    assert f"**{said}** (this run ends at 100, with" in short
    assert "Theory predicts 383" in short


def test_arrival_without_theory_and_without_arrival() -> None:
    """Adam has no prediction; a hopeless run says how far it has to go; a diverged or growing one says nothing."""
    adam = arrival_said(replace(BASE, optimizer="adam", learning_rate=2.0, epochs=500)) or ""
    assert re.fullmatch(r"\*\*Within 1% of the answer from epoch \d+ on\*\*\.", adam)
    momentum = arrival_said(replace(BASE, optimizer="momentum", learning_rate=0.01, epochs=500)) or ""
    assert re.match(r"\*\*Within 1% of the answer from epoch 94 on\*\*. Theory predicts (94|95|96|97|98|99):", momentum)
    hopeless = arrival_said(Recipe(1e-4, 1000), "study_hours_x10") or ""
    assert "**Not there yet:** after 1,000 epochs" in hopeless
    assert "theory predicts 1% after 111,873 epochs" in hopeless
    assert arrival_said(replace(BASE, learning_rate=0.05)) is None
    run, answer, limits = train(DATASET, BASE), minimum(DATASET, BASE), stability(DATASET, BASE)
    assert arrival_note(run, answer, limits, growing=True) is None
    there = train(DATASET, replace(BASE, start=tuple(answer.parameters)))
    assert "from epoch 0 on" in (arrival_note(there, answer, limits, growing=False) or "")


def noise_said(recipe: Recipe, epoch: int = 0) -> str | None:
    return noise_note(DATASET, recipe, train(DATASET, recipe), epoch, minimum(DATASET, recipe))


def test_noise_is_that_of_the_batches() -> None:
    """All rows bring none; a single row brings the spread of the eight gradients, by hand."""
    x, y = DATASET.features[:, 0], DATASET.targets[:, 0]
    spread = [written(float(np.std(2 * -y * x)), 4), written(float(np.std(2 * -y)), 4)]
    full = noise_said(BASE) or ""
    assert "**All 8 rows a step: no noise.**" in full
    assert f"miss it by {spread[0]} and {spread[1]}" in full
    single = noise_said(replace(BASE, batch_size=1, learning_rate=0.003)) or ""
    assert "An epoch makes 8 steps instead of 1" in single
    assert f"misses that of all rows by {spread[0]} and {spread[1]}" in single
    assert "So it does not come to rest" in single
    assert "An epoch makes 4 steps" in (noise_said(replace(BASE, batch_size=2, learning_rate=0.003)) or "")
    assert noise_said(replace(BASE, batch_size=1, learning_rate=1.0)) is None
    assert "come to rest" not in (noise_said(replace(BASE, batch_size=1, learning_rate=0.003, epochs=10)) or "")


def test_scale_is_spoken_of_where_it_is_overlooked() -> None:
    """Study hours × 10: 131.8 to 12,393 and 168,000 epochs; raw Hubble data: 8.3 times the critical rate."""
    recipe = Recipe(1e-4)
    tenfold = scale_note(load("study_hours_x10"), recipe, stability(load("study_hours_x10"), recipe)) or ""
    assert "condition number goes from 131.8 to 12,393" in tenfold
    assert "about 168,000 epochs to come within 0.1%" in tenfold
    hubble = load("hubble_key_project")
    assert "8.3 times the critical rate" in (scale_note(hubble, recipe, stability(hubble, recipe)) or "")
    assert scale_note(DATASET, recipe, stability(DATASET, recipe)) is None
    scaled = replace(recipe, scaling="max")
    assert scale_note(hubble, scaled, stability(hubble, scaled)) is None
