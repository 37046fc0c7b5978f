"""Loss Explorer's pictures, tracks and words: they hold what is on show, and say it in its own numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.data import Dataset, load
from core.exact import MEASURES, least_squares, measured_surface
from ui.figures.parts import Picture
from ui.lessons.loss_explorer import notes, pictures, tracks
from ui.lessons.loss_explorer.beginnings import BEGINNINGS, deltas
from ui.lessons.loss_explorer.points import with_points
from ui.player.losses import Best, Cross, Landscape, Residuals, Scores, Shape, Slice, Stand

FOUR = load("four_scores")
FIRST_VISIT = pictures.Choice("mse", 50.0, (9.0, 350.0), "squares", "contours", best=False)
OUTLIER = with_points(FOUR, [(10, 480), (20, 520), (30, 710), (40, 400)])
every_set = pytest.mark.parametrize("name", list(BEGINNINGS))
every_landscape = pytest.mark.parametrize("landscape", pictures.LANDSCAPES)


def beginning(name: str) -> tuple[Dataset, pictures.Choice]:
    start = BEGINNINGS[name]
    return load(name), replace(FIRST_VISIT, line=start.line, delta=start.delta)


@every_set
def test_all_points_are_in_the_picture(name: str) -> None:
    """Points, the line's handles and the line of the beginning lie within the axes, with room to drag."""
    dataset, choice = beginning(name)
    figure = pictures.loss_figure(dataset, dataset, choice)
    (left, right), (low, high) = figure.layout.xaxis.range, figure.layout.yaxis.range
    assert left < dataset.features.min() < dataset.features.max() < right
    assert low < dataset.targets.min() - 0.2 * np.ptp(dataset.targets)
    assert high > dataset.targets.max() + 0.2 * np.ptp(dataset.targets)
    ends = tracks.loss_handles(dataset, dataset, choice).x
    assert ends is not None
    assert left < ends[0] < dataset.features.min()
    assert dataset.features.max() < ends[1] < right


@every_set
@pytest.mark.parametrize("loss", MEASURES)
def test_the_landscape_holds_the_line_and_its_bottom(name: str, loss: str) -> None:
    """The window has the line of the beginning and the least-squares line well inside."""
    dataset, choice = beginning(name)
    figure = pictures.loss_figure(dataset, dataset, replace(choice, loss=loss))
    for place in (choice.line, least_squares(dataset).parameters):
        for axis, value in zip((figure.layout.xaxis3, figure.layout.yaxis3), place, strict=True):
            low, high = axis.range
            assert low + 0.1 * (high - low) < value < high - 0.1 * (high - low)


def test_axes_stay_while_a_point_moves_inside() -> None:
    """A moved point changes no axis, so that zoom and camera survive; one near the edge gets new room."""
    still = pictures.loss_figure(FOUR, FOUR, FIRST_VISIT).layout
    moved = pictures.loss_figure(
        FOUR, with_points(FOUR, [(11, 470), (20, 520), (30, 710), (40, 420)]), FIRST_VISIT
    ).layout
    for axis in ("xaxis", "yaxis", "xaxis3", "yaxis3"):
        assert still[axis].range == moved[axis].range
    far = pictures.loss_figure(
        FOUR, with_points(FOUR, [(10, 480), (20, 520), (30, 710), (70, -900)]), FIRST_VISIT
    ).layout
    assert far.xaxis.range[1] > 71
    assert far.yaxis.range[0] < -950
    assert far.yaxis.range[1] == still.yaxis.range[1]


def test_the_landscape_grows_for_a_line_outside() -> None:
    """A line far away, by link or dragged there, is in the landscape too."""
    window = pictures.landscape_window(FOUR, (500.0, -9000.0))
    assert window[0, 0] < 7.9 < 500 < window[0, 1]
    assert window[1, 0] < -9000 < 400 < window[1, 1]


@every_landscape
@pytest.mark.parametrize("loss", MEASURES)
def test_panels_and_pictures_belong_together(landscape: str, loss: str) -> None:
    """Three panels, or four with two slices; titles name the loss, and every track has a panel of its own kind."""
    choice = replace(FIRST_VISIT, loss=loss, landscape=landscape, best=True)
    panels = pictures.panels_of(landscape)
    figure = pictures.loss_figure(FOUR, FOUR, choice)
    assert len(panels) == len(figure.layout.annotations) == (4 if landscape == "slices" else 3)
    moving = tracks.loss_tracks(FOUR, FOUR, choice)
    assert {track.panel for track in moving} == set(range(len(panels)))
    kinds = {"contours": (Landscape, Cross), "surface": (Stand,), "slices": (Slice,)}[landscape]
    for track in moving:
        if track.panel >= pictures.LANDSCAPE:
            assert isinstance(track, kinds)
    assert sum(isinstance(track, Best) for track in moving) == 3
    for kind in (Scores, Residuals, Shape):
        assert sum(isinstance(track, kind) for track in moving) == 1


def test_the_surface_is_that_of_the_points_on_show() -> None:
    """Its heights are the measure of each line on the moved points."""
    choice = replace(FIRST_VISIT, loss="huber", delta=20.0, landscape="surface")
    (surface,) = pictures.loss_figure(FOUR, OUTLIER, choice).data
    wanted = measured_surface(OUTLIER, "huber", surface.x, surface.y, delta=20)
    np.testing.assert_allclose(surface.z, wanted, rtol=1e-6)


def test_pictures_are_pictures() -> None:
    """Every picture has its own axes; only a surface has a third one."""
    for landscape in pictures.LANDSCAPES:
        made = pictures._landscape_pictures(
            pictures.panels_of(landscape)[pictures.LANDSCAPE :], FOUR, FOUR, replace(FIRST_VISIT, landscape=landscape)
        )
        assert all(isinstance(picture, Picture) for picture in made)
        assert [picture.z_axis is not None for picture in made] == [landscape == "surface"] * len(made)


@every_set
@every_landscape
def test_the_handles_move_the_line(name: str, landscape: str) -> None:
    """Ends lie on the line; in the contours its place can be dragged, on a surface clicked, in slices neither."""
    dataset, choice = beginning(name)
    handles = tracks.loss_handles(dataset, dataset, replace(choice, landscape=landscape))
    assert handles.form is not None
    assert handles.x is not None
    heights = handles.form.offset + handles.form.weights @ choice.line
    np.testing.assert_allclose(heights, choice.line[0] * handles.x + choice.line[1])
    assert handles.landscape == {"contours": 2, "surface": 2, "slices": None}[landscape]
    assert len(handles.names) == (2 if landscape == "slices" else 3)


def test_points_have_names_and_units() -> None:
    """Galaxies have theirs, students a number."""
    galaxies = load("hubble_key_project")
    assert tracks.loss_points(galaxies, FIRST_VISIT).names == galaxies.row_names
    points = tracks.loss_points(FOUR, FIRST_VISIT)
    assert points.names == ("Point 1", "Point 2", "Point 3", "Point 4")
    assert points.units == ("h", "points")
    assert points.delta == 50


def test_the_account_names_what_it_shows() -> None:
    """Seven columns with units, five measures with theirs, slope and intercept, and round values of δ."""
    account = tracks.loss_account(FOUR, FOUR, replace(FIRST_VISIT, loss="mae"))
    assert account.columns == ("Point", "x (h)", "Target (points)", "Prediction", "Error e", "|e|", "Share")
    assert [(number.label, number.unit) for number in account.measures] == [
        ("MSE", "points²"), ("SSE", "points²"), ("RMSE", "points"), ("MAE", "points"), ("Huber", "points²"),
    ]  # fmt: skip
    assert [(number.unit, number.index) for number in account.line] == [("points/h", 0), ("points", 1)]
    assert tracks.loss_account(load("perceptron"), load("perceptron"), FIRST_VISIT).measures[0].unit == ""


@pytest.mark.parametrize(("usual", "delta"), [(50.0, 50.0), (0.5, 0.037), (200.0, 1e9), (5.0, 1e-6)])
def test_deltas_are_round_and_hold_the_present_one(usual: float, delta: float) -> None:
    """Increasing, with the usual δ and the one on show among them."""
    stops = deltas(usual, delta)
    assert (np.diff(stops) > 0).all()
    assert usual in stops
    assert delta in stops
    assert 40 <= len(stops) <= 41


# What is said ------------------------------------------------------------------------------------------------


def test_the_sum_with_the_numbers_in_it() -> None:
    """Predictions, errors and the loss of the first line are told one by one."""
    assert notes.sum_note(FOUR, FIRST_VISIT) == (
        "**Your line 9x + 350** predicts 440, 530, 620 and 710. The errors, prediction − target, are −40, 10, −90 "
        "and 30, so MSE = (1600 + 100 + 8100 + 900) / 4 = 2675."
    )


@pytest.mark.parametrize(
    ("loss", "end"),
    [
        ("sse", "SSE = 1600 + 100 + 8100 + 900 = 10700."),
        ("rmse", "RMSE = √((1600 + 100 + 8100 + 900) / 4) = 51.7204."),
        ("mae", "MAE = (40 + 10 + 90 + 30) / 4 = 42.5."),
        ("huber", "Huber = (800 + 50 + 3250 + 450) / 4 = 1137.5."),
    ],
)
def test_every_measure_with_its_numbers(loss: str, end: str) -> None:
    """Huber's third: 50 × (90 − 25) = 3250 with δ = 50."""
    assert notes.sum_note(FOUR, replace(FIRST_VISIT, loss=loss)).endswith(end)


def test_many_points_are_not_told_one_by_one() -> None:
    """Of 23 galaxies the sum alone is said."""
    dataset, choice = beginning("hubble_key_project")
    said = notes.sum_note(dataset, choice)
    assert said.startswith("**Your line 70x + 0** misses the 23 targets by up to ")
    assert said.endswith("MSE = 74278.7.")


def test_the_largest_residual_speaks_loudest() -> None:
    """8100 of 10700 squared, 90 of 170 absolute; with equal residuals nothing is said, without any all is right."""
    said = notes.share_note(FOUR, FIRST_VISIT)
    assert said is not None
    assert "**Point 3 has the largest error, −90.** It makes 75.7% of the squared loss, but 52.9%" in said
    even = with_points(FOUR, [(0, 1), (1, -1)])
    assert notes.share_note(even, replace(FIRST_VISIT, line=(0, 0))) is None
    exact = with_points(FOUR, [(0, 350), (1, 359)])
    assert "Every prediction is right" in str(notes.share_note(exact, FIRST_VISIT))


def test_the_gap_to_the_best_line() -> None:
    """7.9x + 400 with 2017.5 is the best by MSE; there, nothing does better; above one x nothing is best."""
    assert notes.gap_note(FOUR, FIRST_VISIT).startswith(
        "**The best line by MSE is 7.9x + 400**, with 2017.5; yours has 2675."
    )
    assert "bottom of the landscape" in notes.gap_note(FOUR, replace(FIRST_VISIT, line=(7.9, 400.0)))
    above = with_points(FOUR, [(10, 1), (10, 2)])
    assert "All points stand at x = 10" in notes.gap_note(above, FIRST_VISIT)
    assert not notes.has_best(above)
    assert notes.bests_note(FOUR, above, replace(FIRST_VISIT, best=True)) is None


def test_three_best_lines_part() -> None:
    """Untouched: MSE 7.9x + 400, MAE through two students, Huber between; a point far up turns MSE alone."""
    choice = replace(FIRST_VISIT, best=True)
    assert notes.bests_note(FOUR, FOUR, FIRST_VISIT) is None
    said = str(notes.bests_note(FOUR, FOUR, choice))
    assert "MSE 7.9x + 400, MAE 6.667x + 413.3, Huber 7.571x + 400 (δ = 50)" in said
    # The third score 1000 higher turns MSE's slope by 5 · 1000 / 500, and stays above MAE's line, which does not mind.
    far_up = with_points(FOUR, [(10, 480), (20, 520), (30, 1710), (40, 680)])
    moved = str(notes.bests_note(FOUR, far_up, choice))
    assert moved.endswith("their slopes have turned: MSE by 10, MAE by 0, Huber by 0.")
    # At the end of the data the same takes all of them along.
    leverage = str(notes.bests_note(FOUR, OUTLIER, choice))
    assert leverage.endswith("their slopes have turned: MSE by 8.4, MAE by 2.67, Huber by 10.")


@pytest.mark.parametrize(
    ("line", "text"), [((9, 350), "9x + 350"), ((-0.5, -3), "−0.5x − 3"), ((1e7, 0), "1 × 10⁷x + 0")]
)
def test_a_line_in_words(line: tuple[float, float], text: str) -> None:
    """Slope, sign and intercept, without idle zeros."""
    assert notes.line_written(line) == text
