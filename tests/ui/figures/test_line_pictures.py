"""What stands still holds what the person came to see, in the colours of the house."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest

from core.data import SCALINGS, Dataset, Scaler, fit_scaler, load
from core.exact import Minimum, minimum, stability
from core.model import LOSSES, Recipe
from core.training import Family, History, sweep
from ui.figures.line import PANELS, Reference, line_figure, named, shown_span
from ui.player.palette import both, light

every_scaling = pytest.mark.parametrize("scaling", list(SCALINGS))
every_loss = pytest.mark.parametrize("loss", list(LOSSES))


class _Drawn:
    """A run, its family, and the figure drawn of them."""

    def __init__(self, recipe: Recipe, rates: list[float], name: str = "study_hours", **options: Any) -> None:
        self.dataset: Dataset = load(name)
        self.scaler: Scaler = fit_scaler(self.dataset, recipe.scaling)
        self.answer: Minimum = minimum(self.dataset, recipe)
        self.family: Family = sweep(self.dataset, recipe, rates)
        self.run: History = self.family[0]
        figure = line_figure(self.dataset, self.scaler, self.run, self.family, self.answer, **options)
        self.figure: dict[str, Any] = json.loads(figure.to_json())

    def range(self, axis: str) -> tuple[float, float]:
        low, high = self.figure["layout"][axis]["range"]
        return float(low), float(high)

    def holds(self, axis: str, values: Any) -> bool:
        low, high = self.range(axis)
        return bool(low < np.min(values) and np.max(values) < high)

    def traces(self, name: str) -> list[dict[str, Any]]:
        return [trace for trace in self.figure["data"] if trace["name"] == name]


def shown(
    loss: str = "mse", scaling: str = "none", name: str = "study_hours", over: float = 1.0, **options: Any
) -> _Drawn:
    """Show a family around the critical rate of the squared loss; the run on show is at half of it, times `over`."""
    recipe = Recipe(epochs=60, loss=loss, scaling=scaling)
    critical = stability(load(name), recipe).critical_rate
    return _Drawn(recipe, [critical * part * over for part in (0.5, 0.01, 0.2, 0.9, 1.5, 4.0)], name, **options)


def colours_in(figure: dict[str, Any]) -> set[str]:
    """Return whatever a figure gives as a colour: values under such a name, and what looks like one in text."""
    found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)|hsla?\([^)]*\)", json.dumps(figure)))

    def walk(node: Any, name: str = "") -> None:
        if isinstance(node, dict):
            for key, child in node.items():
                walk(child, key)
        elif isinstance(node, list):
            for child in node:
                walk(child, name)
        elif isinstance(node, str) and (name.endswith("color") or name == "bgcolor"):
            found.add(node)

    walk(figure)
    return found


@every_scaling
@every_loss
def test_figures_wear_the_palette(loss: str, scaling: str) -> None:
    """Every colour is one of the palette's light ones, or nothing at all."""
    there = shown(loss, scaling, reference=Reference("the line that looks right", (9.18, 33.815)), at=5.5)
    assert colours_in(there.figure) <= {pair["light"] for pair in both().values()} | {"rgba(0,0,0,0)"}
    assert {light("data"), light("exact"), light("reference")} <= colours_in(there.figure)


@pytest.mark.parametrize("over", [1.0, 3.0], ids=["holds", "diverges"])
@every_scaling
@every_loss
def test_the_loss_axis_holds_floor_and_start(loss: str, scaling: str, over: float) -> None:
    """The logarithmic axis reaches from below the floor to above the first loss, over all epochs of the run."""
    there = shown(loss, scaling, over=over)
    assert there.figure["layout"]["yaxis2"]["type"] == "log"
    assert there.holds("yaxis2", np.log10([there.answer.loss, there.run.losses[0]]))
    low, high = there.range("xaxis2")
    assert low <= 0
    assert high >= there.run.epochs[-1]
    (floor,) = there.traces("lowest possible loss")
    assert floor["y"] == pytest.approx([there.answer.loss] * 2)


def test_a_floor_of_zero_has_no_line() -> None:
    """Points on a line have a floor of 0, which no logarithmic axis has; the axis still holds the run."""
    dataset = Dataset.from_arrays([1.0, 2.0, 3.0], [5.0, 7.0, 9.0])
    recipe = Recipe(epochs=50)
    family = sweep(dataset, recipe, [0.05])
    scaler, answer = fit_scaler(dataset, "none"), minimum(dataset, recipe)
    figure = json.loads(line_figure(dataset, scaler, family[0], family, answer).to_json())
    assert "lowest possible loss" not in [trace["name"] for trace in figure["data"]]
    low, high = figure["layout"]["yaxis2"]["range"]
    assert np.isfinite([low, high]).all()
    assert low < np.log10(family[0].losses.min())
    assert high > np.log10(family[0].losses.max())


@pytest.mark.parametrize("over", [1.0, 100.0], ids=["some hold", "nearly all diverge"])
@every_scaling
@pytest.mark.parametrize("loss", ["mse", "mae"])
def test_the_data_stay_in_view(loss: str, scaling: str, over: float) -> None:
    """However wild the family, every data point lies inside the data picture, which is no larger than needed."""
    there = shown(loss, scaling, over=over)
    x, y = there.dataset.features[:, 0], there.dataset.targets[:, 0]
    assert there.holds("xaxis", x)
    assert there.holds("yaxis", y)
    for axis, values in (("xaxis", x), ("yaxis", np.append(y, 0))):
        low, high = there.range(axis)
        assert high - low <= 1.3 * (values.max() - values.min())


@pytest.mark.parametrize("at", [-5.0, 5.5, 80.0])
def test_a_place_to_predict_is_in_view(at: float) -> None:
    """The data picture reaches to the place asked about, and marks there what the exact answer predicts."""
    there = shown(at=at)
    assert there.holds("xaxis", [at, 1, 8])
    (mark,) = there.traces("exact prediction")
    assert mark["x"] == [at]
    assert mark["y"] == pytest.approx([619 / 84 * at + 41.964285714285715])
    assert there.holds("yaxis", mark["y"])


@pytest.mark.parametrize("over", [1.0, 100.0], ids=["some hold", "nearly all diverge"])
@pytest.mark.parametrize("name", ["study_hours_x10", "hubble_key_project", "hubble_1929"])
@every_scaling
def test_the_landscape_holds_start_and_answer(name: str, scaling: str, over: float) -> None:
    """Start, exact answer and what else is to be seen lie inside; a wild run does not shrink them to a dot."""
    other = np.array([0.4, -3.0])
    there = shown(scaling=scaling, name=name, over=over, own_line=other)
    start = there.family.parameters[0, 0]
    way = np.abs(there.answer.parameters - start)
    for column, axis in enumerate(("xaxis3", "yaxis3")):
        places = np.array([start, there.answer.parameters, other])[:, column]
        assert there.holds(axis, places)
        low, high = there.range(axis)
        assert high - low <= 10 * max(np.ptp(places), 0.1 * way.max(), 1e-6)


def test_the_landscape_holds_the_paths_of_calm_runs() -> None:
    """A run that glides is seen from its start to its end."""
    there = shown()
    calm = there.family[2].parameters
    assert there.holds("xaxis3", calm[:, 0])
    assert there.holds("yaxis3", calm[:, 1])


def test_the_landscape_is_the_loss() -> None:
    """What hovering shows is the loss at that slope and intercept, and the colours follow its logarithm."""
    there = shown()
    (landscape,) = (trace for trace in there.figure["data"] if trace["type"] == "contour")
    drawn = line_figure(there.dataset, there.scaler, there.run, there.family, there.answer)
    contour = next(trace for trace in drawn.data if trace.type == "contour")
    x, y = there.dataset.features[:, 0], there.dataset.targets[:, 0]
    for row, column in ((0, 0), (10, 40), (50, 50)):
        expected = ((contour.x[column] * x + contour.y[row] - y) ** 2).mean()
        assert contour.customdata[row][column] == pytest.approx(expected, rel=1e-6)
        assert contour.z[row][column] == pytest.approx(np.log10(expected), rel=1e-5)
    assert landscape["xaxis"] == PANELS[2].x


def test_titles_name_everything_shown() -> None:
    """Each panel's title is its legend: every still line, mark and moving thing, in its colour."""
    there = shown(reference=Reference("the line that looks right", (9.18, 33.815)))
    titles = [note["text"] for note in there.figure["layout"]["annotations"]]
    wanted = [("data", "model", "exact", "reference"), ("loss", "exact"), ("model", "exact", "reference")]
    assert len(titles) == 3
    for title, meanings in zip(titles, wanted, strict=True):
        for meaning in meanings:
            assert f"color:{light(meaning)}" in title  # type: ignore[arg-type]
    assert "reference" not in "".join(n["text"] for n in shown().figure["layout"]["annotations"])


def test_axes_have_names_and_units() -> None:
    """Each axis says what it shows, with the unit where there is one; scaled parameters say so."""
    assert named("Hours", "h") == "Hours (h)"
    assert named("x", "") == "x"
    there, scaled = shown(), shown(scaling="max")
    dataset = there.dataset
    titles = [there.figure["layout"][axis]["title"]["text"] for axis in ("xaxis", "yaxis", "xaxis2", "yaxis2")]
    assert titles == [
        named(dataset.feature_names[0], dataset.feature_units[0]),
        named(dataset.target_names[0], dataset.target_units[0]),
        "Epoch",
        LOSSES["mse"].label,
    ]
    for axis, word in (("xaxis3", "Slope"), ("yaxis3", "Intercept")):
        assert there.figure["layout"][axis]["title"]["text"] == word
        assert scaled.figure["layout"][axis]["title"]["text"] == f"{word}, scaled"


@every_scaling
def test_still_lines_lie_where_they_should(scaling: str) -> None:
    """The exact line and the one that looks right are drawn in data units, whatever training ran in."""
    other = Reference("the line that looks right", (9.18, 33.815))
    there = shown(scaling=scaling)
    figure = line_figure(there.dataset, there.scaler, there.run, there.family, there.answer, reference=other)
    x = np.array(shown_span(there.dataset, None))
    for name, slope, intercept in (("exact answer", 619 / 84, 41.964285714285715), (other.name, 9.18, 33.815)):
        line = next(trace for trace in figure.data if trace.name == name)
        assert line.mode == "lines"
        np.testing.assert_allclose(np.asarray(line.y, float), slope * x + intercept, rtol=1e-9)
