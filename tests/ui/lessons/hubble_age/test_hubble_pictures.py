"""What stands still in the Hubble lesson holds the galaxies, the ages to compare with and the intervals."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from core.cosmology import hubble_time
from core.exact import bootstrap, slope_spread
from core.model import Recipe
from tests.ui.lessons.hubble_age.hubble_views import FIRST_VISIT, many_starts, trained_view
from ui.lessons.hubble_age.age_picture import age_band, age_window
from ui.lessons.hubble_age.answers import HUBBLE_DATASETS
from ui.lessons.hubble_age.hubble_view import times_between
from ui.lessons.hubble_age.pictures import PANELS, starts_figure, sure_figure, training_figure
from ui.lessons.hubble_age.sure_notice import published_times
from ui.lessons.hubble_age.tracks import slope_range
from ui.lessons.hubble_age.universe import Universe
from ui.player.palette import both

every_dataset = pytest.mark.parametrize("name", HUBBLE_DATASETS)


def drawn(figure: go.Figure) -> dict[str, Any]:
    """Return a figure as the browser gets it, its arrays as lists."""
    plain: dict[str, Any] = json.loads(figure.to_json())
    for trace, source in zip(plain["data"], figure.data, strict=True):
        trace |= {axis: list(source[axis]) for axis in ("x", "y") if source[axis] is not None}
    return plain


def named(figure: dict[str, Any], name: str) -> dict[str, Any]:
    (trace,) = (trace for trace in figure["data"] if trace["name"] == name)
    return dict(trace)


def figures(name: str, **fields: Any) -> dict[str, dict[str, Any]]:
    """Draw all three views of a data set."""
    hubble = trained_view(name, **fields)
    resampled = bootstrap(hubble.dataset, 300)
    spread = slope_spread(hubble.dataset, hubble.run.recipe) if hubble.run.recipe.loss == "mse" else None
    return {
        "training": drawn(training_figure(hubble)),
        "starts": drawn(starts_figure(hubble, *slope_range(hubble, many_starts(hubble, 20), spread))),
        "sure": drawn(sure_figure(hubble, resampled, published_times(hubble.dataset))),
    }


@every_dataset
def test_every_view_wears_the_palette(name: str) -> None:
    """Each view has three panels, and no colour that is not the palette's."""
    known = {pair["light"] for pair in both().values()}
    for view in figures(name, epochs=40).values():
        text = json.dumps(view, default=str)
        assert set(re.findall(r"#[0-9a-fA-F]{6}", text)) <= known
        assert {f"xaxis{panel.x[1:]}" for panel in PANELS} <= set(view["layout"])


@every_dataset
def test_galaxies_have_their_names_and_the_origin_is_in_the_picture(name: str) -> None:
    """Hovering a galaxy shows its name; exact line and the one through the origin are those of least squares."""
    hubble = trained_view(name, epochs=5)
    figure = drawn(training_figure(hubble))
    galaxies = named(figure, "data")
    assert galaxies["text"] == list(hubble.dataset.row_names)
    assert "%{text}" in galaxies["hovertemplate"]
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < 0 < hubble.dataset.features.max() < high
    exact, through = named(figure, "exact answer"), named(figure, "through the origin")
    slope, intercept = hubble.fit.parameters
    np.testing.assert_allclose(exact["y"], slope * np.array(exact["x"]) + intercept, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(through["y"], hubble.origin.parameters[0] * np.array(through["x"]), rtol=1e-9)
    assert exact["line"]["dash"] != through["line"]["dash"]


@pytest.mark.parametrize("cosmology", ["empty", "lambda_cdm", "einstein_de_sitter"])
@every_dataset
def test_ages_to_compare_with(name: str, cosmology: str) -> None:
    """Best fit, through 0, SH0ES and Planck stand at their ages in the chosen universe, all inside the picture."""
    universe = Universe(cosmology)
    hubble = trained_view(name, universe, epochs=5)
    figure = drawn(training_figure(hubble))
    axis = figure["layout"]["yaxis3"]
    assert axis["type"] == "log"
    low, high = 10.0 ** np.array(axis["range"])
    slopes = {
        "best fit": hubble.fit.parameters[0],
        "through 0": hubble.origin.parameters[0],
        "SH0ES": 73.04,
        "Planck": 67.4,
    }
    for mark, slope in slopes.items():
        age = universe.factor * 977.7922216807892 / slope
        np.testing.assert_allclose(named(figure, mark)["y"], [age, age], rtol=1e-10)
        assert low < age < high
        assert f"{mark} {age:.1f}" in named(figure, f"name of {mark}")["text"][0]
    assert ("the Earth" in [trace["name"] for trace in figure["data"]]) == (name == "hubble_1929")
    assert all(low <= tick <= high for tick in axis["tickvals"])
    assert len([text for text in axis["ticktext"] if text]) >= 3


@every_dataset
def test_names_of_ages_do_not_meet(name: str) -> None:
    """Names are a letter's height apart, 15 of 232 pixels, or begin a name's width further to the right."""
    figure = drawn(training_figure(trained_view(name, epochs=100)))
    low, high = figure["layout"]["yaxis3"]["range"]
    places = [(t["x"][0] / 100, np.log10(t["y"][0])) for t in figure["data"] if t["name"].startswith("name of")]
    assert all(trace["x"][0] in (0, 36, 100) for trace in figure["data"] if trace["name"].startswith("name of"))
    for i, (x, y) in enumerate(places):
        for other_x, other_y in places[:i]:
            assert abs(y - other_y) / (high - low) > 15 / 232 or abs(x - other_x) > 0.3


def test_the_range_of_every_start() -> None:
    """The band's edges are the ages of the extreme slopes, and older than all where a line does not rise."""
    hubble = trained_view(epochs=1000)
    epochs = np.array([0, 300, 1000])
    low, high = slope_spread(hubble.dataset, hubble.run.recipe).at(epochs)
    band = named(drawn(starts_figure(hubble, epochs, low, high)), "every start")
    young, old = np.array(band["y"][:3]), np.array(band["y"][3:][::-1])
    np.testing.assert_allclose(young, 977.7922216807892 / high, rtol=1e-10)
    np.testing.assert_allclose(old[1:], 977.7922216807892 / low[1:], rtol=1e-10)
    assert old[0] > 10 * age_window(hubble.marks)[1]
    assert [f"{age:.2f}" for age in (young[1], old[1])] == ["10.99", "23.32"]


def test_a_band_of_lines_that_fall() -> None:
    """Where even the highest slope is below 0, or nothing is known, the band is out of the picture, not upside down."""
    ages = np.array([-5.0, np.nan, 12.0])
    band = age_band(PANELS[2], np.arange(3), ages, np.array([-4.0, np.nan, 14.0]), (10.0, 20.0))
    assert band["y"].min() == 12
    assert (band["y"][[0, 1]] > 100).all()
    assert (band["y"][:3] <= band["y"][3:][::-1]).all()


def test_without_theory_the_range_is_that_of_the_starts() -> None:
    """With Adam the band is between the lowest and the highest slope of the runs themselves."""
    hubble = trained_view(epochs=30, optimizer="adam")
    starts = many_starts(hubble, 25)
    epochs, low, high = slope_range(hubble, starts, None)
    slopes = np.array([run.in_data_units()[epochs, 0] for run in starts])
    np.testing.assert_allclose(low, slopes.min(axis=0))
    np.testing.assert_allclose(high, slopes.max(axis=0))


def test_how_sure() -> None:
    """The histograms hold all but the rarest resamples; both intervals and the three claims stand in them."""
    hubble = trained_view()
    resampled = bootstrap(hubble.dataset, 2000)
    figure = drawn(sure_figure(hubble, resampled, published_times(hubble.dataset)))
    bars = [trace for trace in figure["data"] if trace["type"] == "bar"]
    assert [trace["xaxis"] for trace in bars] == ["x2", "x3"]
    assert all(1980 <= sum(trace["y"]) <= 2000 for trace in bars)
    ways = [trace for trace in figure["data"] if trace["name"] in ("bootstrap", "Student’s t")]
    slopes = {trace["name"]: trace["x"] for trace in ways if trace["xaxis"] == "x2"}
    times = {trace["name"]: trace["x"] for trace in ways if trace["xaxis"] == "x3"}
    np.testing.assert_allclose(slopes["bootstrap"], np.quantile(resampled.slopes, [0.025, 0.975]), rtol=1e-12)
    # 2.0796 is the 97.5% point of Student's t with 21 degrees of freedom, from a printed table.
    reach = 2.0796 * hubble.fit.standard_errors[0]
    np.testing.assert_allclose(slopes["Student’s t"], 80.37766723384681 + reach * np.array([-1, 1]), rtol=1e-5)
    assert [f"{end:.1f}" for end in times["Student’s t"]] == ["9.6", "16.5"]
    for text, value in (
        ("least squares 12.2", 12.164973870615688),
        ("500 epochs 13.1", 13.109111470070863),
        ("published 13.6", 13.6),
    ):
        upright = next(trace for trace in figure["data"] if trace["name"] == text)
        np.testing.assert_allclose(upright["x"], value, rtol=1e-12)
        assert all(ends[0] < value < ends[1] for ends in times.values())


def test_an_interval_that_reaches_zero_has_no_oldest_age() -> None:
    """Slopes from below 0 have no upper end of the Hubble time; the picture of them is drawn all the same."""
    assert times_between(-1.0, 50.0) == (float(hubble_time(50.0)), np.inf)
    hubble = trained_view(epochs=1)
    resampled = bootstrap(hubble.dataset, 50)
    shifted = type(resampled)(resampled.slopes - resampled.slopes.mean() + 5, resampled.intercepts, 0)
    figure = drawn(sure_figure(hubble, shifted, ()))
    low, high = figure["layout"]["xaxis3"]["range"]
    assert np.isfinite([low, high]).all()


@pytest.mark.parametrize(
    "fields", [{"learning_rate": 5.0}, {"loss": "mae"}, {"scaling": "none"}, {"epochs": 0}], ids=str
)
def test_every_view_can_be_drawn(fields: dict[str, Any]) -> None:
    """Runs that diverge, other losses, raw data and no epochs at all give figures with finite axes."""
    for view in figures("hubble_key_project", **{"epochs": 30, **fields}).values():
        ranges = [axis["range"] for name, axis in view["layout"].items() if name[1:5] == "axis"]
        assert np.isfinite(np.array(ranges, dtype=float)).all()


def test_the_recipe_of_a_first_visit() -> None:
    """These tests look at what a first visit trains: scaled by the maximum, 500 epochs at 0.05."""
    assert Recipe(learning_rate=0.05, epochs=500, scaling="max") == FIRST_VISIT
