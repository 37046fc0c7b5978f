"""What moves is bound to the right forms of the parameters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from numpy.typing import NDArray

from core.data import SCALINGS, Scaler, fit_scaler, load
from core.model import LOSSES, Recipe
from core.training import train
from ui.figures.line_tracks import (
    data_unit_forms,
    line_handles,
    line_readouts,
    line_tracks,
    prediction_form,
    training_model,
)
from ui.player import Form, Line, Path, Point, Squares, Sticks
from ui.player.palette import both

parameters = some.tuples(*[some.floats(-1e3, 1e3)] * 2).map(np.array)

every_scaling = pytest.mark.parametrize("scaling", list(SCALINGS))


def value(form: Form, at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Evaluate a form as the browser does: number by number, rows laid end to end."""
    flat, p = form.weights.ravel(), len(at)
    return np.array([form.offset[i] + sum(flat[i * p + j] * at[j] for j in range(p)) for i in range(len(form.offset))])


def predicted(scaler: Scaler, x: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Predict the long way: scale x, apply the line, bring its heights back."""
    scaled = (x - scaler.feature_shift[0]) / scaler.feature_scale[0]
    return (at[0] * scaled + at[1]) * scaler.target_scale[0] + scaler.target_shift[0]


@every_scaling
@pytest.mark.parametrize("name", ["study_hours_x10", "hubble_1929"])
@given(at=parameters)
def test_predictions(name: str, scaling: str, at: NDArray[np.float64]) -> None:
    """The form gives what the model predicts in data units, and the line that core says it is."""
    dataset, x = load(name), np.array([-3.0, 0.0, 2.5, 40.0])
    scaler = fit_scaler(dataset, scaling)
    heights = value(prediction_form(scaler, x), at)
    size = np.abs(heights).max() + scaler.target_scale[0] + np.abs(scaler.target_shift[0])
    np.testing.assert_allclose(heights, predicted(scaler, x, at), rtol=1e-9, atol=1e-9 * size)
    slope, intercept = scaler.parameters_to_data_units(at)
    np.testing.assert_allclose(heights, slope * x + intercept, rtol=1e-9, atol=1e-9 * size)


@every_scaling
@given(at=parameters)
def test_slope_and_intercept(scaling: str, at: NDArray[np.float64]) -> None:
    """The readouts' forms are slope and intercept of the model's line in data units: two points fix it."""
    dataset = load("hubble_key_project")
    scaler = fit_scaler(dataset, scaling)
    slope, intercept = (float(value(form, at)[0]) for form in data_unit_forms(scaler))
    left, right = predicted(scaler, np.array([0.0, 1.0]), at)
    size = abs(left) + abs(right) + scaler.target_scale[0] + abs(scaler.target_shift[0])
    assert intercept == pytest.approx(left, abs=1e-9 * size)
    assert slope == pytest.approx(right - left, abs=1e-9 * size)


HERE = {
    "mse": lambda e: (e**2).mean(),
    "sse": lambda e: (e**2).sum(),
    "mae": lambda e: np.abs(e).mean(),
    "huber": lambda e: np.where(np.abs(e) <= 1, e**2 / 2, np.abs(e) - 0.5).mean(),
}


@every_scaling
@pytest.mark.parametrize("loss", list(LOSSES))
def test_the_loss_by_hand_is_the_loss_of_training(loss: str, scaling: str) -> None:
    """The browser's loss of a line, from what it is sent, is the one core records for the same parameters."""
    dataset = load("study_hours")
    recipe = Recipe(learning_rate=1e-3, epochs=30, loss=loss, scaling=scaling, start=(0.3, -0.2))
    model = training_model(dataset, recipe, fit_scaler(dataset, scaling))
    assert model.loss == loss
    run = train(dataset, recipe)
    own_line = [HERE[model.loss](value(model.form, at) - model.targets) for at in run.parameters]
    np.testing.assert_allclose(own_line, run.losses, rtol=1e-12)


@every_scaling
def test_the_squares_are_the_residuals(scaling: str) -> None:
    """Squares stand between the observed scores and the line's heights at the same hours."""
    dataset = load("study_hours")
    scaler = fit_scaler(dataset, scaling)
    squares = next(track for track in line_tracks(dataset, scaler) if isinstance(track, Squares))
    assert squares.x.tolist() == [1, 2, 3, 4, 5, 6, 7, 8]
    assert squares.y.tolist() == [48, 52, 71, 68, 83, 89, 92, 98]
    at = np.array([0.7, 0.1])
    np.testing.assert_allclose(value(squares.form, at), predicted(scaler, squares.x, at), rtol=1e-12)
    assert squares.of == "run"


def test_residuals_are_sticks_and_squares_come_near() -> None:
    """Sticks are always there; squares come where no residual is above a quarter of the spread, or when asked."""
    dataset = load("study_hours")
    scaler = fit_scaler(dataset, "none")
    for asked, near in ((False, 0.25 * (98 - 48)), (True, None)):
        tracks = line_tracks(dataset, scaler, squares=asked)
        (square,) = (track for track in tracks if isinstance(track, Squares))
        (stick,) = (track for track in tracks if isinstance(track, Sticks))
        assert square.near == near
        assert stick.x.tolist() == square.x.tolist()
        assert stick.form.weights.tolist() == square.form.weights.tolist()


def test_tracks_of_an_own_line_and_at_a_place() -> None:
    """With an own line the residuals follow it and it is drawn too; at a place a point marks the model's prediction."""
    dataset = load("study_hours")
    scaler = fit_scaler(dataset, "max")
    plain, own_line = line_tracks(dataset, scaler), line_tracks(dataset, scaler, own_line=True)
    assert [track.of for track in plain] == ["run"] * len(plain)
    assert [(type(track), track.colour) for track in own_line if track.of == "user"] == [
        (Squares, "user"),
        (Sticks, "user"),
        (Line, "user"),
    ]
    known = [track.name for track in plain]
    (point,) = (track for track in line_tracks(dataset, scaler, at=5.5) if track.name not in known)
    assert isinstance(point, Point)
    assert point.x == 5.5
    at = np.array([0.7, 0.1])
    assert isinstance(point.y, Form)
    np.testing.assert_allclose(value(point.y, at), predicted(scaler, np.array([5.5]), at), rtol=1e-12)


def test_paths_show_loss_and_parameters() -> None:
    """The curve is loss over epochs, the landscape's path is slope and intercept in training units."""
    paths = [
        t for t in line_tracks(load("study_hours"), fit_scaler(load("study_hours"), "none")) if isinstance(t, Path)
    ]
    assert [(path.panel, path.x, path.y) for path in paths] == [(1, "epoch", "loss"), (2, 0, 1)]


@pytest.mark.parametrize("own_line", [False, True])
@pytest.mark.parametrize("at", [None, 5.5])
def test_everything_wears_a_colour_of_the_palette(at: float | None, own_line: bool) -> None:
    """Tracks and readouts name meanings the palette has, and readouts have distinct keys."""
    dataset = load("study_hours")
    scaler = fit_scaler(dataset, "none")
    shown = line_readouts(dataset, Recipe(), scaler, at=at, own_line=own_line)
    colours = {track.colour for track in line_tracks(dataset, scaler, at=at, own_line=own_line)}
    assert colours | {readout.colour for readout in shown} <= set(both())
    assert len({readout.key for readout in shown}) == len(shown)


def test_readouts_have_units() -> None:
    """Loss, slope, intercept and prediction carry the units of the data; scaled losses say that they are."""
    dataset = load("study_hours")
    hours, points = dataset.feature_units[0], dataset.target_units[0]
    readouts = {r.key: r for r in line_readouts(dataset, Recipe(), fit_scaler(dataset, "none"), at=5.5)}
    assert readouts["slope"].unit == f"{points}/{hours}"
    assert readouts["intercept"].unit == readouts["prediction"].unit == points
    assert readouts["loss"].unit == f"{points}²"
    assert (readouts["gradient_w"].index, readouts["gradient_b"].index) == (0, 1)
    absolute = line_readouts(dataset, Recipe(loss="mae"), fit_scaler(dataset, "none"))
    assert next(r for r in absolute if r.key == "loss").unit == points
    scaled = line_readouts(dataset, Recipe(scaling="max"), fit_scaler(dataset, "max"))
    assert {r.key for r in scaled if r.unit == "scaled"} >= {"loss", "gradient_w", "gradient_b"}


@every_scaling
def test_the_handles_are_at_the_ends_of_the_data(scaling: str) -> None:
    """The own line's ends lie over the first and last hour, at the heights its parameters say."""
    dataset = load("study_hours")
    scaler = fit_scaler(dataset, scaling)
    line = scaler.parameters_to_training_units([0.0, 75.125])
    handles = line_handles(dataset, scaler, line)
    assert handles.x.tolist() == [1, 8]
    np.testing.assert_allclose(value(handles.form, np.array(handles.parameters)), [75.125, 75.125], rtol=1e-12)
    assert len(set(handles.names)) == 3
    assert all(handles.names)
