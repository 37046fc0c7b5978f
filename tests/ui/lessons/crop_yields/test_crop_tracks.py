"""What moves in the crop yields' pictures follows from the parameters of the run."""

from __future__ import annotations

import numpy as np
import pytest

from core.data import SCALINGS, fit_scaler, load
from core.model import Recipe
from core.training import train
from ui.lessons.crop_yields.pictures import CURVE, FIRST, PARAMETERS, PictureChoice
from ui.lessons.crop_yields.tracks import crop_equations, crop_readouts, crop_tracks
from ui.player import Dots, Form, Path, Point, Sticks
from ui.player.plane import Plane, Stems

DATA = load("crop_yields")
REGION = np.array([80.0, 90.0, 60.0])


def value(form: Form | None, parameters: np.ndarray) -> np.ndarray:
    assert form is not None
    return np.asarray(form.offset + form.weights @ parameters)


def last(scaling: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the last parameters of a run in training units, and the same in data units as a table."""
    run = train(DATA, Recipe(1e-3 if scaling != "none" else 1e-5, 30, scaling=scaling))
    return run.parameters[-1], run.in_data_units()[-1].reshape(4, 2)


@pytest.mark.parametrize("scaling", list(SCALINGS))
def test_predictions_beside_targets(scaling: str) -> None:
    """Dots stand at actual and predicted yield, sticks reach from the diagonal to them."""
    parameters, theta = last(scaling)
    tracks = crop_tracks(DATA, fit_scaler(DATA, scaling), PictureChoice())
    predicted = DATA.features @ theta[:-1] + theta[-1]
    dots = [t for t in tracks if isinstance(t, Dots)]
    sticks = [t for t in tracks if isinstance(t, Sticks)]
    assert [t.colour for t in dots] == ["second", "first"]
    for target, (dot, stick) in enumerate(zip(dots, sticks, strict=True)):
        np.testing.assert_array_equal(dot.x, DATA.targets[:, target])
        np.testing.assert_array_equal(stick.y, stick.x)
        for form in (dot.y, stick.form):
            assert isinstance(form, Form)
            np.testing.assert_allclose(value(form, parameters), predicted[:, target], rtol=1e-9)


@pytest.mark.parametrize("scaling", list(SCALINGS))
@pytest.mark.parametrize(("target", "fixed"), [(0, 2), (1, 0)])
def test_the_plane_and_its_stems(scaling: str, target: int, fixed: int) -> None:
    """The net lies where the model predicts with the third feature at its mean; stems end at the predictions."""
    parameters, theta = last(scaling)
    choice = PictureChoice("plane", target, tuple(i for i in range(3) if i != fixed))
    tracks = crop_tracks(DATA, fit_scaler(DATA, scaling), choice)
    (plane,) = (t for t in tracks if isinstance(t, Plane))
    heights = value(plane.form, parameters).reshape(len(plane.x), len(plane.y))
    place = DATA.features.mean(axis=0)
    for i, j in ((0, 0), (3, 8), (8, 3)):
        place[list(choice.free)] = [plane.x[i], plane.y[j]]
        assert heights[i, j] == pytest.approx(place @ theta[:-1, target] + theta[-1, target], rel=1e-9)
    (stems,) = (t for t in tracks if isinstance(t, Stems))
    np.testing.assert_array_equal([stems.x, stems.y], DATA.features[:, list(choice.free)].T)
    np.testing.assert_array_equal(stems.z, DATA.targets[:, target])
    predicted = DATA.features @ theta[:-1, target] + theta[-1, target]
    np.testing.assert_allclose(value(stems.form, parameters), predicted, rtol=1e-9)


def test_every_parameter_has_its_path() -> None:
    """Eight paths and eight heads, one a parameter, in the colour of their target; and the loss."""
    tracks = crop_tracks(DATA, fit_scaler(DATA, "none"), PictureChoice())
    paths = [t for t in tracks if isinstance(t, Path) and t.panel == PARAMETERS]
    assert [t.y for t in paths] == list(range(8))
    assert [t.colour for t in paths] == ["second", "first"] * 4
    assert [t.name for t in paths[:2]] == ["Apples: temperature", "Oranges: temperature"]
    assert paths[7].name == "Oranges: bias"
    assert len([t for t in tracks if isinstance(t, Point) and t.panel == PARAMETERS]) == 8
    assert [t.y for t in tracks if isinstance(t, Path) and t.panel == CURVE] == ["loss"]


def test_a_region_of_ones_own_stands_in_space() -> None:
    """It stands at its two free features, at the height that the model predicts for all three."""
    parameters, theta = last("zscore_features")
    scaler = fit_scaler(DATA, "zscore_features")
    tracks = crop_tracks(DATA, scaler, PictureChoice("plane", 1, (1, 2)), REGION)
    (point,) = (t for t in tracks if isinstance(t, Point) and t.panel == FIRST)
    assert (point.x, point.y) == (90.0, 60.0)
    assert isinstance(point.z, Form)
    expected = REGION @ theta[:-1, 1] + theta[-1, 1]
    np.testing.assert_allclose(value(point.z, parameters), [expected], rtol=1e-9)
    assert not [
        t for t in crop_tracks(DATA, scaler, PictureChoice(), REGION) if isinstance(t, Point) and t.panel == FIRST
    ]


@pytest.mark.parametrize("scaling", list(SCALINGS))
def test_equations_are_in_data_units(scaling: str) -> None:
    """Each row has its target's weights and bias for unscaled features, and a prediction where a region is given."""
    parameters, theta = last(scaling)
    equations = crop_equations(DATA, fit_scaler(DATA, scaling), REGION)
    assert [row.name for row in equations.rows] == ["Apples", "Oranges"]
    for target, row in enumerate(equations.rows):
        assert row.factors == ("temperature", "rainfall", "humidity")
        np.testing.assert_allclose(value(row.form, parameters), theta[:, target], rtol=1e-9, atol=1e-12)
        expected = REGION @ theta[:-1, target] + theta[-1, target]
        np.testing.assert_allclose(value(row.result, parameters), [expected], rtol=1e-9)
    assert all(row.result is None for row in crop_equations(DATA, fit_scaler(DATA, scaling)).rows)


@pytest.mark.parametrize(
    ("scaling", "loss", "unit"),
    [("none", "mse", "ton²"), ("zscore_features", "mse", "ton²"), ("zscore_features", "mae", "ton"),
     ("max", "mse", "scaled"), ("zscore", "mae", "scaled"), ("none", "huber", "")],
)  # fmt: skip
def test_the_loss_has_its_unit(scaling: str, loss: str, unit: str) -> None:
    """Where only the features are scaled the loss is in the data's units; where the targets are, it is not."""
    epoch, shown = crop_readouts(DATA, Recipe(loss=loss, scaling=scaling), fit_scaler(DATA, scaling))
    assert epoch.show == "epoch"
    assert (shown.show, shown.unit) == ("loss", unit)
