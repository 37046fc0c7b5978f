"""The loss curve in the axes a person wants: linear or logarithmic, over epochs, steps or rows, all or the first."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from core import Recipe, load, train
from tests.ui.visits import key_of, link_of, sent, visit

CURVES = [
    ("study_hours", {}, 2),
    ("gradient_descent_animator", {}, 2),
    ("gradient_descent_animator", {"view": "race"}, 2),
    ("gradient_descent_animator", {"view": "worlds"}, 3),
    ("hubble_age", {}, 2),
    ("crop_yields", {}, 3),
    ("perceptron", {}, 2),
]
Unpack = Callable[[bytes], Any]


def axes(content: Any, panel: int) -> tuple[Any, Any]:
    """Return the two axes of a panel, from 1."""
    number = "" if panel == 1 else panel
    return content["figure"]["layout"][f"xaxis{number}"], content["figure"]["layout"][f"yaxis{number}"]


def floors(content: Any) -> list[Any]:
    """Return the lines of the lowest possible loss."""
    return [trace for trace in content["figure"]["data"] if trace.get("name") == "lowest possible loss"]


def along(trace: Any) -> list[float]:
    """Return where a line of two points begins and ends."""
    return [float(end) for end in trace["x"]]


@pytest.mark.parametrize(("name", "link", "panel"), CURVES)
def test_a_linear_axis_begins_at_zero(name: str, link: dict[str, str], panel: int, unpack: Unpack) -> None:
    """It holds the first loss with little above, begins just below 0, and the lowest possible loss lies on it."""
    app = visit(name, loss_axis="linear", **link)
    assert not app.exception
    content = sent(app, unpack)
    _, upright = axes(content, panel)
    first = max(float(run["losses"].max()) for run in (content["run"], *content["others"]))
    low, high = upright["range"]
    assert upright["type"] == "linear"
    assert first < high < 1.1 * first
    assert -0.05 * high < low < 0
    assert len(floors(content)) == 1
    assert 0 <= floors(content)[0]["y"][0] < high
    assert link_of(app) == {"loss_axis": "linear", **link}


@pytest.mark.parametrize(("name", "link", "panel"), CURVES)
def test_the_first_epochs(name: str, link: dict[str, str], panel: int, unpack: Unpack) -> None:
    """The axis ends at epoch 30, its title says so, and the line of the lowest loss ends with it."""
    app = visit(name, first_30="true", **link)
    content = sent(app, unpack)
    across, upright = axes(content, panel)
    assert across["range"] == [0, 30]
    assert across["title"]["text"].endswith("(first 30)")
    assert upright["type"] == "log"
    assert all(along(floor) == [0, 30] for floor in floors(content))
    assert len(content["run"]["epochs"]) > 31


def test_steps_and_rows_of_batches(unpack: Unpack) -> None:
    """Eight rows in batches of two: an epoch is four steps and eight rows; curve and point are counted so."""
    for unit, each, title in (("steps", 4, "Step"), ("rows", 8, "Rows seen")):
        app = visit("study_hours", batch_size="2", epochs="50", loss_over=unit)
        assert not app.exception
        content = sent(app, unpack)
        across, _ = axes(content, 2)
        assert across["range"] == [0, 50 * each]
        assert across["title"]["text"] == title
        counted = [track["x"] for track in content["tracks"] if track["panel"] == 1]
        assert counted == 2 * [{"per_epoch": each, "until": None}]
        assert along(floors(content)[0]) == [0, 50 * each]


def test_a_is_counted_by_its_own_batches(unpack: Unpack) -> None:
    """A in batches of one, 100 epochs, beside 300 epochs of all rows at once: 800 steps beside 300."""
    app = visit("study_hours", epochs="300", loss_over="steps", kept="epochs:100~batch_size:1")
    content = sent(app, unpack)
    across, _ = axes(content, 2)
    assert across["range"] == [0, 800]
    counted = {track["of"]: track["x"]["per_epoch"] for track in content["tracks"] if track["panel"] == 1}
    assert counted == {"run": 1, 0: 8}


def test_a_higher_run_kept_as_a_fits_on_the_linear_axis(unpack: Unpack) -> None:
    """The axis has room for A, whose losses rise above those of the run on show."""
    app = visit("study_hours", loss_axis="linear", kept="learning_rate:0.06~epochs:20")
    content = sent(app, unpack)
    _, upright = axes(content, 2)
    assert upright["range"][1] > content["others"][0]["losses"].max() > content["run"]["losses"].max()


@pytest.mark.parametrize("linear", [False, True])
def test_a_schedule_is_drawn_above_the_curve(linear: bool, unpack: Unpack) -> None:
    """Its line is counted in the axis's unit, ends with it, and has room of its own above the highest loss."""
    link = {"schedule": "step", "schedule_length": "10", "loss_over": "steps", "batch_size": "2", "first_30": "true"}
    if linear:
        link["loss_axis"] = "linear"
    content = sent(visit("study_hours", epochs="20000", **link), unpack)
    across, upright = axes(content, 2)
    (line,) = (trace for trace in content["figure"]["data"] if trace.get("name") == "learning rate")
    x, y = (decoded(line[letter]) for letter in "xy")
    assert list(across["range"]) == [0, 4 * 30]
    assert x[0] == 0
    assert x[-1] >= 4 * 30
    heights = y if linear else np.log10(y)
    assert heights.max() <= upright["range"][1]
    first = float(content["run"]["losses"][0])
    assert heights.min() > (first if linear else np.log10(first))
    # Each step of ten epochs, 40 updates, begins where the axis says.
    falls = x[1:][np.diff(heights) < 0]
    assert list(falls[falls <= 120]) == [40, 80, 120]


def decoded(values: Any) -> np.ndarray:
    """Return a trace's numbers, as Plotly writes them into a figure."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"])
    return np.asarray(values)


def test_a_hidden_answer_stays_hidden(unpack: Unpack) -> None:
    """A linear axis does not show the lowest loss that a person is to find."""
    content = sent(visit("study_hours", loss_axis="linear", fit="true"), unpack)
    assert floors(content) == []


def test_a_run_that_diverged_is_seen_whole(unpack: Unpack) -> None:
    """On a linear axis the last loss is at the top; of a later divergence the first 30 epochs fill the axis."""
    content = sent(visit("study_hours", loss_axis="linear", learning_rate="0.056"), unpack)
    _, upright = axes(content, 2)
    run = train(load("study_hours"), Recipe(learning_rate=0.056, epochs=1000))
    assert run.diverged_at is not None
    assert upright["range"][1] == pytest.approx(1.06 * float(np.max(run.losses)))
    content = sent(visit("study_hours", loss_axis="linear", learning_rate="0.056", first_30="true"), unpack)
    assert axes(content, 2)[1]["range"][1] == pytest.approx(1.06 * float(np.max(run.losses[:31])))


def test_a_guess_is_asked_on_the_axes_chosen(unpack: Unpack) -> None:
    """Its grip is counted in steps, all epochs are shown for it, and the axis tells the first loss alone."""
    link = {"predict": "true", "loss_axis": "linear", "loss_over": "steps", "first_30": "true", "batch_size": "2"}
    content = sent(visit("study_hours", epochs="100", **link), unpack)
    across, upright = axes(content, 2)
    assert across["range"] == [0, 400]
    assert upright["range"][1] == pytest.approx(1.06 * 2 * float(content["run"]["losses"][0]))
    (question,) = (each for each in content["guess"]["questions"] if each["key"] == "loss")
    assert list(question["x"]) == [4 * 50]
    line, point = (track for track in content["tracks"] if track["of"] == "guess loss")
    assert list(line["x"]) == [0, 200]
    assert point["x"] == 200


def test_the_controls_unfold() -> None:
    """A first visit has none of them; what a link sets is seen, and where no loss is in the picture none is."""
    first, unfolded = visit("study_hours"), visit("study_hours", all_controls="true")
    assert not {"loss_axis", "loss_over", "first_30"} & set(first.session_state["_shown"])
    assert {"loss_axis", "loss_over", "first_30"} <= set(unfolded.session_state["_shown"])
    assert "first_30" in visit("study_hours", first_30="true").session_state["_shown"]
    starts = visit("hubble_age", view="starts", all_controls="true")
    assert not {"loss_axis", "loss_over", "first_30"} & set(starts.session_state["_shown"])
    neuron = visit("perceptron", all_controls="true")
    assert {"loss_axis", "loss_over", "first_30"} <= set(neuron.session_state["_shown"])
    assert not {"loss_axis", "loss_over", "first_30"} & set(visit("perceptron").session_state["_shown"])


def test_the_link_follows_the_controls() -> None:
    """Chosen and taken back, the link has each and then nothing."""
    app = visit("study_hours", all_controls="true")
    app.toggle(key=key_of(app, "first_30")).set_value(True).run()
    app.selectbox(key=key_of(app, "loss_over")).set_value("rows").run()
    assert link_of(app) == {"all_controls": "true", "first_30": "true", "loss_over": "rows"}
    app.toggle(key=key_of(app, "first_30")).set_value(False).run()
    app.selectbox(key=key_of(app, "loss_over")).set_value("epochs").run()
    assert link_of(app) == {"all_controls": "true"}


def test_a_neurons_iterations_are_single_steps(unpack: Unpack) -> None:
    """They are called so, counted alone or in rows seen, and the loss no curve can beat ends with the axis."""
    app = visit("perceptron", loss_over="rows", first_30="true", loss_axis="linear")
    assert not app.exception
    content = sent(app, unpack)
    across, upright = axes(content, 2)
    assert across["range"] == [0, 30 * 25]
    assert across["title"]["text"] == "Rows seen (first 30 iterations)"
    assert upright.get("ticktext") is None
    lines = [trace for trace in content["figure"]["data"] if trace.get("name") == "limit for any curve"]
    assert [along(line) for line in lines] == [[0, 30 * 25]]
    app = visit("perceptron", loss_over="steps")
    assert "one of epochs, rows" in app.warning[0].value
    assert "First 30 iterations" in [toggle.label for toggle in visit("perceptron", all_controls="true").toggle]


def test_nonsense_in_the_link() -> None:
    """It says what came and what was wanted, and shows the loss as ever."""
    app = visit("study_hours", loss_axis="cubic", first_30="perhaps")
    said = app.warning[0].value
    assert "`loss_axis` = `cubic`" in said
    assert "one of log, linear" in said
    assert "true or false" in said
