"""Every momentum and every batch size in one picture: really trained, when it is opened, and it leads to each run."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core import Recipe, least_squares, load, train
from tests.ui.visits import closer_views, look_closer, said, visit
from ui.page import every_value

MOMENTUM, BATCH = "Every momentum", "Every batch size"


def sent(app: AppTest) -> Any:
    """Return what the page sends to the picture."""
    (part,) = (each for each in app.get("bidi_component") if each.proto.component_name == "slopewise_rates")
    return json.loads(part.proto.json)


def points(content: Any) -> dict[float, float]:
    """Return the losses of the picture's points, by their values."""
    (trace,) = (each for each in content["figure"]["data"] if each["name"].startswith("loss after"))
    texts = [text.split("loss ")[1].partition("<br>")[0].replace(",", "") for text in trace["text"]]
    return dict(zip(content["values"], map(float, texts), strict=True))


def test_each_momentum_is_a_run_that_was_trained() -> None:
    """Every loss is that of its run alone, the momentum of the link among them; the lowest is told."""
    app = look_closer(visit("study_hours", optimizer="momentum", momentum="0.37", epochs="60"), MOMENTUM)
    content, dataset = sent(app), load("study_hours")
    found = points(content)
    assert (min(found), max(found)) == (0, 0.99)
    assert content["value"] == 0.37
    for value, loss in found.items():
        run = train(dataset, Recipe(0.01, 60, optimizer="momentum", momentum=value))
        assert loss == pytest.approx(run.losses[-1], rel=1e-5)
    best = min(found, key=lambda value: found[value])
    assert content["says"].startswith(
        f"After 60 epochs {best:g} has come lowest of 13 values of momentum: its loss is "
    )
    assert f"the lowest possible loss is {least_squares(dataset).mse:.3g}" in content["says"]
    assert content["says"] in said(app)
    (ring,) = (each for each in content["figure"]["data"] if each["name"] == "this run")
    assert ring["x"] == [0.37]
    assert ring["y"][0] == pytest.approx(found[0.37], rel=1e-5)


def test_each_batch_size_is_trained_in_seven_orders() -> None:
    """A point is the median of seven orders, the band holds them all, and the ring is the order of the link; all rows
    are one of the sizes and have one order. A start drawn from the seed stays that of the run on show."""
    app = look_closer(
        visit(
            "crop_yields", data="crop_yields_15", batch_size="5", epochs="40", seed="3", learning_rate="0.01",
            start="random",
        ),
        BATCH,
    )  # fmt: skip
    content, dataset, scaling = sent(app), load("crop_yields_15"), app.session_state["scaling"]
    found = points(content)
    traces = {each["name"]: each for each in content["figure"]["data"]}
    heights = traces["all orders"]["y"]
    ends = dict(zip(found, zip(heights[: len(found)], heights[: len(found) - 1 : -1], strict=True), strict=True))
    assert (min(found), max(found), content["value"]) == (1, 15, 5)
    drawn = Recipe(0.01, 40, seed=3, scaling=scaling, start="random")
    start = tuple(train(dataset, drawn).parameters[0])
    for size, loss in found.items():
        recipes = [replace(drawn, batch_size=int(size), seed=seed, start=start) for seed in range(3, 10)]
        losses = [train(dataset, each).losses[-1] for each in recipes]
        assert loss == pytest.approx(np.median(losses), rel=1e-5)
        assert ends[size] == pytest.approx((max(losses), min(losses)))
        assert (max(losses) > min(losses)) == (size < 15)
        if size == 5:
            assert traces["this run"]["y"][0] == pytest.approx(losses[0])
    assert "median of 7 runs" in said(app)
    assert "drawn from the seeds 3 to 9. The band holds all of them." in said(app)
    assert "The ring is the order of the run on show, seed 3." in said(app)
    assert "the median of its 7 losses is" in content["says"]


def test_orders_that_grow_are_told() -> None:
    """At a rate near the border some orders diverge: their number is told, and the band reaches to their row."""
    app = look_closer(visit("study_hours", learning_rate="0.042", epochs="30"), BATCH)
    content, dataset = sent(app), load("study_hours")
    told = dict(re.findall(r"at (\d) in (\d) of 7 orders", content["says"]))
    for size in (1, 2, 4):
        runs = [train(dataset, Recipe(0.042, 30, batch_size=size, seed=seed)) for seed in range(7)]
        grown = sum(run.diverged_at is not None or run.losses[-1] > 100 * run.losses[0] for run in runs)
        assert int(told.get(str(size), 7 * (f"At batch size {size}" in content["says"]))) == grown, size
    assert told
    assert np.isfinite(content["figure"]["layout"]["yaxis"]["range"]).all()


def test_rows_in_turn_have_one_order() -> None:
    """Where the rows are not shuffled there is one run a size, and no band."""
    app = look_closer(visit("crop_yields", data="crop_yields_15", batch_size="2", epochs="20", shuffle="false"), BATCH)
    content, dataset = sent(app), load("crop_yields_15")
    assert "all orders" not in [each["name"] for each in content["figure"]["data"]]
    recipe = Recipe(0.5, 20, batch_size=2, shuffle=False, scaling=app.session_state["scaling"])
    assert points(content)[2] == pytest.approx(train(dataset, recipe).losses[-1], rel=1e-5)
    assert "Each point is a run" in said(app)


def test_nothing_is_trained_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visit trains none of these runs; opening trains them once, and what changes none of them trains none again."""
    asked = []
    monkeypatch.setattr(every_value, "outcomes_of", lambda *args: asked.append(1) or genuine(*args))
    app = visit("study_hours", optimizer="momentum")
    assert asked == []
    look_closer(app, MOMENTUM)
    assert len(asked) == 1
    app.session_state["epoch"], app.session_state["_user_changed"] = 30, True
    app.run()
    assert len(asked) == 1
    app.session_state["learning_rate"], app.session_state["_user_changed"] = 0.02, True
    app.run()
    assert len(asked) == 2
    assert "at the learning rate 0.02" in said(app)


genuine = every_value.outcomes_of


def test_it_is_offered_where_it_applies() -> None:
    """Momentum with the optimizers that have one; sizes of batches where the lesson offers some."""
    assert MOMENTUM not in closer_views(visit("study_hours"))
    assert BATCH in closer_views(visit("study_hours"))
    assert MOMENTUM in closer_views(visit("gradient_descent_animator", optimizer="nesterov"))
    assert not {MOMENTUM, BATCH} & set(closer_views(visit("perceptron")))


def test_a_long_run_is_cut_short_and_that_is_said() -> None:
    """The runs take a bounded number of steps in all; the sentence names the epochs of both."""
    app = look_closer(visit("study_hours", loss="mae", optimizer="momentum", epochs="20000"), MOMENTUM)
    match = re.search(r"these runs end after ([\d,]+) epochs; the run on show has 20,000\.", said(app))
    assert match
    epochs = int(match[1].replace(",", ""))
    assert 1000 < epochs <= every_value.MAX_STEPS / len(sent(app)["values"])
    assert sent(app)["says"].startswith(f"After {match[1]} epochs ")


def test_values_whose_loss_grows_are_told() -> None:
    """Near the border of the learning rates some momentum diverges, or none does; both are said truly."""
    app = look_closer(visit("study_hours", optimizer="momentum", momentum="0", learning_rate="0.05"), MOMENTUM)
    content = sent(app)
    (trace,) = (each for each in content["figure"]["data"] if each["name"].startswith("loss after"))
    grown = [value for value, text in zip(content["values"], trace["text"], strict=True) if "grows" in text]
    diverged = [
        value for value in content["values"]
        if train(load("study_hours"), Recipe(0.05, 1000, optimizer="momentum", momentum=value)).diverged_at is not None
    ]  # fmt: skip
    assert grown == diverged != []
    assert re.search(rf"At momentum {grown[0]:g}\b.* the loss grows without end\.", content["says"])
    assert np.isfinite(content["figure"]["layout"]["yaxis"]["range"]).all()


def test_it_tells_nothing_that_is_to_be_guessed() -> None:
    """While one looks for the best line by hand the lowest loss is not told here, either."""
    app = look_closer(visit("study_hours", fit="true", optimizer="momentum"), MOMENTUM)
    assert "while you look for it" in said(app)
    assert "lowest possible loss, " not in said(app)


def test_losses_near_one_another_are_told_apart_and_judged_by_theory() -> None:
    """The axis reaches from the lowest possible loss to the highest at the end, not to that of the start; no ends lie
    outside. Points have theory's colours: small momenta converge smoothly at this rate, large ones oscillate."""
    content = sent(look_closer(visit("study_hours", optimizer="momentum"), MOMENTUM))
    found = points(content)
    axis = content["figure"]["layout"]["yaxis"]
    low, high = axis["range"]
    assert axis["type"] == "linear"
    assert low < least_squares(load("study_hours")).mse
    assert max(found.values()) < high < 1.1 * max(found.values())
    (trace,) = (each for each in content["figure"]["data"] if each["name"].startswith("loss after"))
    assert len(set(trace["marker"]["color"])) == 2
