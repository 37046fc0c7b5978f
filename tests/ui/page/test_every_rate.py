"""Every rate of the ruler in one picture: what it says is so, and it leads to each of its runs."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import Recipe, least_squares, load, stability, train
from tests.ui.visits import closer_views, key_of, link_of, look_closer, said, visit
from ui.player.asking import Answer

LESSONS = ["study_hours", "gradient_descent_animator", "hubble_age", "crop_yields", "perceptron"]


def sent(app: AppTest) -> Any:
    """Return what the page sends to the picture."""
    (part,) = (each for each in app.get("bidi_component") if each.proto.component_name == "slopewise_rates")
    return json.loads(part.proto.json)


def named(content: Any, name: str) -> Any:
    """Return a trace of the picture by its name."""
    (trace,) = (trace for trace in content["figure"]["data"] if trace["name"] == name)
    return trace


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_with_a_ruler_has_it(name: str) -> None:
    """It is among the deeper looks, and its sentence is its picture's name for those who do not see it."""
    app = visit(name)
    assert "Every rate" in closer_views(app)
    look_closer(app, "Every rate")
    content = sent(app)
    assert content["says"] in said(app)
    assert len(content["values"]) >= 120
    assert link_of(app) == {}


def test_the_sentence_is_true() -> None:
    """It names how many rates arrived, the smallest and largest of them, and from where on the loss grows."""
    app = look_closer(visit("study_hours"), "Every rate")
    says = sent(app)["says"]
    match = re.fullmatch(
        r"After 1,000 epochs (\d+) of 120 learning rates have come within a thousandth of the lowest possible loss, "
        r"15: the smallest of them is ([\d.]+), the largest ([\d.]+)\. From ([\d.]+) on the loss grows without end\. "
        r"Theory puts that border at ([\d.]+)\.",
        says,
    )
    assert match, says
    count, least, most, border, theory = map(float, match.groups())
    dataset = load("study_hours")
    lowest = least_squares(dataset).mse

    def last(rate: float) -> float:
        return float(train(dataset, Recipe(learning_rate=rate, epochs=1000)).losses[-1])

    rates = sent(app)["values"]
    arrived = [rate for rate in rates if rate < border and last(rate) <= 1.001 * lowest]
    assert (len(arrived), arrived[0], arrived[-1]) == (count, least, most)
    critical = stability(dataset, Recipe()).critical_rate
    assert theory == pytest.approx(critical, rel=1e-3)
    assert border == next(rate for rate in rates if rate > critical)


def test_the_picture_has_the_borders_by_name() -> None:
    """Theory's two borders are uprights with words; where theory is silent there are none."""
    limits = stability(load("study_hours"), Recipe())
    content = sent(look_closer(visit("study_hours"), "Every rate"))
    assert named(content, "oscillates from here on")["x"][0] == pytest.approx(limits.monotone_rate)
    assert named(content, "diverges from here on")["x"][0] == pytest.approx(limits.critical_rate)
    words = [each["text"] for each in content["figure"]["layout"]["annotations"][1:]]
    assert words == ["oscillates<br>above 0.019", "diverges<br>above 0.038"]
    silent = sent(look_closer(visit("study_hours", optimizer="adam"), "Every rate"))
    assert len(silent["figure"]["layout"]["annotations"]) == 1
    assert not any("from here on" in trace["name"] for trace in silent["figure"]["data"])


def test_the_menu_goes_to_a_run() -> None:
    """The rate on show is chosen in it, one between the ruler's stops too; another one goes into the link."""
    app = look_closer(visit("study_hours", learning_rate="0.0123"), "Every rate")
    menu = app.selectbox(key=key_of(app, "learning_rate"))
    assert menu.value == 0.0123
    assert any(option.startswith("0.0123: loss ") for option in menu.options)
    assert "0.039: the loss grows without end" in menu.options
    assert sent(app)["value"] == 0.0123
    menu.set_value(0.02).run()
    assert not app.exception
    assert link_of(app) == {"learning_rate": "0.02"}
    assert sent(app)["value"] == 0.02


def test_a_run_that_diverged_stands_in_the_row_above() -> None:
    """The ring on the run on show is where its triangle is, above all losses."""
    content = sent(look_closer(visit("study_hours", learning_rate="0.05"), "Every rate"))
    ring = named(content, "this run")
    low, high = content["figure"]["layout"]["yaxis"]["range"]
    assert 10**low < ring["y"][0] < 10**high
    assert ring["y"][0] > 6000


def test_it_tells_nothing_that_is_to_be_guessed() -> None:
    """While guesses are on it has no picture: the next run to guess would be in it. It says how to see it."""
    app = visit("study_hours", predict="true", epochs="50")
    assert "Every rate" not in closer_views(app)
    app.session_state["_guess_received"] = Answer("behaviour", "converges smoothly")
    look_closer(app.run(), "Every rate")
    parts = [part.proto.component_name for part in app.get("bidi_component")]
    assert "slopewise_rates" not in parts
    assert "Switch **Predict first** off to see it." in said(app)


def test_training_under_way_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the ruler's runs still grow, the sentence says how far they have come."""
    monkeypatch.setattr("ui.session.training.PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr("ui.page.lesson.continue_training", lambda *_: None)
    app = visit("study_hours", epochs="20000", optimizer="adam")
    look_closer(app, "Every rate")
    says = sent(app)["says"]
    match = re.search(r"The ruler's runs are still being trained: ([\d,]+) of 20,000 epochs\.$", says)
    assert match, says
    done = match[1]
    assert says.startswith(f"After {done} epochs ")


def test_it_gives_no_best_line_away() -> None:
    """While one looks for the best line by hand, the lowest possible loss is not told here either."""
    app = look_closer(visit("study_hours", fit="true"), "Every rate")
    assert "while you look for it" in said(app)
    assert "lowest possible loss, " not in said(app)
    assert "lowest possible loss, 15" in said(look_closer(visit("study_hours", fit="true", best="true"), "Every rate"))
