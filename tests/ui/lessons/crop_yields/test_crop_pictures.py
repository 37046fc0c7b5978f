"""The still parts of the crop yields' pictures lie where the numbers say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.data import Dataset, fit_scaler, load
from core.exact import minimum
from core.model import Recipe
from core.training import train
from ui.lessons.crop_yields.parameters_picture import parameter_window, spread
from ui.lessons.crop_yields.pictures import PARAMETERS, VIEWS, PictureChoice, crop_figure, plane_places
from ui.player.palette import light

SCALED = {"learning_rate": 0.5, "epochs": 100, "scaling": "zscore_features"}


TALL, LOW = 308, 252
"""Heights of the pictures, in CSS pixels; with a guess they are lower."""


def figure(choice: PictureChoice | None = None, name: str = "crop_yields", height: int = TALL, **choices: Any) -> Any:
    dataset, recipe = load(name), Recipe(**{**SCALED, **choices})
    scaler, run = fit_scaler(dataset, recipe.scaling), train(dataset, recipe)
    return crop_figure(dataset, scaler, run, minimum(dataset, recipe), choice or PictureChoice(), None, height)


def traces(drawn: Any, **wanted: Any) -> list[Any]:
    return [t for t in drawn.data if all(getattr(t, key, None) == value for key, value in wanted.items())]


@pytest.mark.parametrize("view", list(VIEWS))
def test_every_panel_has_a_title(view: str) -> None:
    """Three panels, a title each, in the order of the panels: the player places them by it."""
    drawn = figure(PictureChoice(view))  # type: ignore[arg-type]
    assert len(VIEWS[view]) == 3
    titles = [annotation.text for annotation in drawn.layout.annotations]
    assert len(titles) == 3
    assert "Weights and biases" in titles[PARAMETERS]
    assert "Loss" in titles[-1]


def test_the_fit_has_one_scale() -> None:
    """Actual and predicted share their range, which holds every target and 0, where all predictions begin."""
    drawn = figure()
    assert drawn.layout.xaxis.range == drawn.layout.yaxis.range
    low, high = drawn.layout.xaxis.range
    assert low < 0 < 133 < high
    (diagonal,) = traces(drawn, mode="lines", xaxis=None)
    assert list(diagonal.x) == list(diagonal.y)


@pytest.mark.parametrize("choice", [PictureChoice(), PictureChoice("plane")])
def test_targets_far_from_0_fill_their_picture(choice: PictureChoice) -> None:
    """Years between 1947 and 1962 are no dot at the end of twenty centuries."""
    features, years = [[1.0, 2.0], [3.0, 1.0], [2.0, 5.0], [4.0, 4.0]], [1947.0, 1950, 1955, 1962]
    dataset, recipe = Dataset.from_arrays(features, years), Recipe(**SCALED)
    scaler, run = fit_scaler(dataset, recipe.scaling), train(dataset, recipe)
    drawn = crop_figure(dataset, scaler, run, minimum(dataset, recipe), choice, None, TALL)
    low, high = (drawn.layout.scene.zaxis if choice.view == "plane" else drawn.layout.yaxis).range
    assert low < 1947 < 1962 < high
    assert high - low < 60


def test_every_row_can_be_found() -> None:
    """On the diagonal each region stands twice, under its name; rows without names have numbers."""
    regions = [t for t in figure().data if t.text is not None and t.mode == "markers"]
    assert [list(t.text) for t in regions] == [["Kanto", "Johto", "Hoenn", "Sinnoh", "Unova"]] * 2
    rows = [t for t in figure(name="crop_yields_15").data if t.text is not None and t.mode == "markers"]
    assert rows[0].text[14] == "Row 15"


@pytest.mark.parametrize("scaling", ["none", "zscore_features", "max"])
def test_exact_answers_stand_at_the_last_epoch(scaling: str) -> None:
    """Each parameter's cross is at its exact value in training units, at the end of the run that was asked for."""
    drawn = figure(scaling=scaling, learning_rate=1e-5, epochs=60)
    (crosses,) = traces(drawn, name="exact answer", mode="markers")
    exact = minimum(load("crop_yields"), Recipe(scaling=scaling)).parameters
    np.testing.assert_allclose(crosses.y, exact, rtol=1e-12)
    assert set(crosses.x) == {60}
    low, high = drawn.layout.yaxis2.range
    assert low < exact.min() < exact.max() < high


@pytest.mark.parametrize("height", [TALL, LOW])
@pytest.mark.parametrize("choices", [{}, {"scaling": "none", "learning_rate": 1e-5}, {"learning_rate": 3.0}])
def test_labels_do_not_overlap(choices: dict[str, Any], height: int) -> None:
    """The eight direct labels lie in the picture, apart from one another, in their target's colour."""
    drawn = figure(height=height, **choices)
    labels = [t for t in drawn.data if t.mode == "text"]
    assert [t.textfont.color for t in labels] == [light(colour) for colour in ("second", "first")]
    assert [list(t.text) for t in labels] == [["temperature", "rainfall", "humidity", "bias"]] * 2
    heights = np.sort(np.concatenate([t.y for t in labels]))
    low, high = drawn.layout.yaxis2.range
    # 13 pixels of letters; 76 pixels are above and below the picture.
    assert np.diff(heights).min() > 13 / (height - 76) * (high - low)
    assert low < heights[0] < heights[-1] < high


def test_no_epoch_is_named_under_the_labels() -> None:
    """The ticks of the epochs end where the run ends."""
    for epochs in (1, 3, 7, 30, 100, 999, 4000, 20_000):
        ticks = figure(epochs=epochs).layout.xaxis2.tickvals
        assert ticks[0] == 0
        assert 0.5 * epochs < ticks[-1] <= epochs
        assert 2 <= len(ticks) <= 7
        assert (np.diff(ticks) >= 1).all()


def test_a_wild_run_does_not_shrink_the_others() -> None:
    """A run that diverges leaves the window; start and answer stay well apart in it."""
    dataset, recipe = load("crop_yields"), Recipe(3.0, 100, scaling="zscore_features")
    run, answer = train(dataset, recipe), minimum(dataset, recipe)
    assert run.diverged_at is not None
    low, high = parameter_window(run, answer)
    assert np.ptp(answer.parameters) > 0.4 * (high - low)


@pytest.mark.parametrize("target", [0, 1])
@pytest.mark.parametrize("fixed", [0, 1, 2])
def test_the_exact_plane_holds_a_feature_at_its_mean(target: int, fixed: int) -> None:
    """The surface's corners are least squares at the two free features, with the third at its mean."""
    dataset = load("crop_yields")
    choice = PictureChoice("plane", target, tuple(i for i in range(3) if i != fixed))
    (surface,) = [t for t in figure(choice).data if t.type == "surface"]
    design = np.column_stack([dataset.features, np.ones(5)])
    theta = (np.linalg.pinv(design) @ dataset.targets)[:, target]
    for i, x in enumerate(surface.x):
        for j, y in enumerate(surface.y):
            place = dataset.features.mean(axis=0)
            place[list(choice.free)] = [x, y]
            # Plotly reads z row by row, a row for each y.
            assert surface.z[j][i] == pytest.approx(place @ theta[:-1] + theta[-1], rel=1e-9)
    assert fixed not in choice.free


def test_data_stand_in_space() -> None:
    """The five regions stand at their two free features and their yield, inside the scene's axes."""
    dataset, drawn = load("crop_yields"), figure(PictureChoice("plane", 1, (1, 2)))
    (data,) = [t for t in drawn.data if t.type == "scatter3d"]
    np.testing.assert_array_equal([data.x, data.y, data.z], [*dataset.features.T[1:], dataset.targets[:, 1]])
    scene = drawn.layout.scene
    for values, axis in zip((data.x, data.y, data.z), (scene.xaxis, scene.yaxis, scene.zaxis), strict=True):
        assert axis.range[0] < min(values) < max(values) < axis.range[1]
    assert scene.zaxis.range[0] <= 0
    assert "temperature held at 84.4 °F" in drawn.layout.annotations[0].text


def test_places_of_the_net() -> None:
    """The grid runs over the second feature first, and holds the third at its mean."""
    xs, ys, places = plane_places(load("crop_yields"), PictureChoice("plane", 0, (0, 1)), 3)
    np.testing.assert_allclose(places[:, 2], 54.4)
    np.testing.assert_array_equal(places[:3, 0], [xs[0]] * 3)
    np.testing.assert_array_equal(places[:3, 1], ys)


@given(some.lists(some.floats(-100, 100), min_size=1, max_size=9))
def test_spreading(values: list[float]) -> None:
    """Whatever comes, places are a gap apart, in the order of the values, and inside the rims."""
    moved = spread(values, 10.0, -120.0, 120.0)
    ordered = moved[np.argsort(values, kind="stable")]
    assert (np.diff(ordered) >= 10 - 1e-9).all()
    assert ordered[0] >= -115 - 1e-9
    assert ordered[-1] <= 115 + 1e-9


def test_spreading_by_hand() -> None:
    """Two that are too close move apart by halves; those with room stay; at a rim all give way."""
    assert spread([0, 4, 50], 10, -100, 100).tolist() == [-3, 7, 50]
    assert spread([50, 0, 4], 10, -100, 100).tolist() == [50, -3, 7]
    assert spread([98, 99], 10, -100, 100).tolist() == [85, 95]
