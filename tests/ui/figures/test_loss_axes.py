"""A figure with a loss curve is shown in other axes, whatever data it is of."""

from __future__ import annotations

import numpy as np
import pytest

from core import Recipe, load, sweep, train
from core.data import Dataset, fit_scaler
from core.exact import minimum
from ui.figures.legend import entries_of
from ui.figures.line import CURVE, PANELS, line_figure
from ui.figures.line_tracks import line_tracks
from ui.figures.loss_axes import LossAxes, per_epoch, shown_in

FLOOR = "lowest possible loss"


def on_a_line() -> Dataset:
    """Return three points of one line: their lowest possible loss is 0."""
    x = np.array([[1.0], [2.0], [3.0]])
    return Dataset("line", "A line", x, 2 * x, ("x",), ("",), ("y",), ("",), source="made up")


@pytest.mark.parametrize("linear", [False, True])
def test_a_lowest_loss_of_zero_has_a_place_on_a_linear_axis(linear: bool) -> None:
    """On an axis of logarithms it has none; on a linear one its line lies at 0, and the legend names it."""
    dataset, recipe = on_a_line(), Recipe(learning_rate=0.05, epochs=200)
    run, answer, scaler = train(dataset, recipe), minimum(dataset, recipe), fit_scaler(dataset, "none")
    figure = line_figure(dataset, scaler, run, sweep(dataset, recipe, [0.05]), answer)
    tracks = line_tracks(dataset, scaler)
    shown_in(LossAxes(linear, "steps"), figure, tracks, PANELS, {"run": run}, lowest=answer.loss)
    floors = [trace for trace in figure.data if trace.name == FLOOR]
    assert len(floors) == linear
    assert [text for _, text in entries_of(figure, CURVE)] == ["━ this run", *([f"┅ {FLOOR}"] if linear else [])]
    if linear:
        assert list(floors[0].x) == [0, 200]
        assert list(floors[0].y) == pytest.approx([0, 0], abs=1e-12)


def test_axes_as_ever_change_nothing() -> None:
    """What was made for the axes of a first visit is shown as it was made."""
    dataset, recipe = on_a_line(), Recipe(learning_rate=0.05, epochs=200)
    run, answer, scaler = train(dataset, recipe), minimum(dataset, recipe), fit_scaler(dataset, "none")
    figure = line_figure(dataset, scaler, run, sweep(dataset, recipe, [0.05]), answer)
    before, tracks = figure.to_json(), line_tracks(dataset, scaler)
    assert shown_in(LossAxes(), figure, tracks, PANELS, {"run": run}, lowest=answer.loss) == tracks
    assert figure.to_json() == before


@pytest.mark.parametrize(("batch", "steps"), [(None, 1), (1, 8), (2, 4), (3, 3), (5, 2), (8, 1)])
def test_steps_of_an_epoch(batch: int | None, steps: int) -> None:
    """A last batch that is smaller is a step, too; the rows seen are all, whatever the batches."""
    run = train(load("study_hours"), Recipe(epochs=2, batch_size=batch))
    assert per_epoch(run, "steps") == steps
    assert per_epoch(run, "rows") == 8
    assert per_epoch(run, "epochs") == 1
