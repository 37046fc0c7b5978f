"""Schedules and the penalty on large weights in the Perceptron: its run, its map, its phases, and its words."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from core.data import load
from core.model import SCHEDULES, Recipe
from core.neuron import find_basins, neuron_minimum
from core.training import train
from tests.ui.visits import Unpack, key_of, link_of, look_closer, press, said, sent, shown_in, visit
from ui.lessons.perceptron.basin_map import TICKS
from ui.lessons.perceptron.phases import penalty_code, phases_of
from ui.text.numbers import brief

DATASET = load("perceptron")
FIRST_VISIT = {"learning_rate": 0.001, "epochs": 60, "loss": "sse", "activation": "relu", "start": (0.3, 0.4)}
SCHEDULE = {"schedule": "step", "schedule_length": 20, "schedule_factor": 0.5, "warm_up": 5}


def as_link(fields: dict[str, Any]) -> dict[str, str]:
    return {name: str(value).lower() for name, value in fields.items()}


def open_page(**fields: Any) -> AppTest:
    app = visit("perceptron", **{"epochs": "60", **as_link(fields)})
    assert not app.exception
    assert not app.warning
    return app


def assert_same_run(content: Any, **fields: Any) -> None:
    run = train(DATASET, Recipe(**{**FIRST_VISIT, **fields}))
    np.testing.assert_allclose(content["run"]["losses"], run.losses, rtol=1e-12)
    np.testing.assert_allclose(np.transpose(content["run"]["parameters"]), run.parameters, rtol=1e-9, atol=1e-12)


def test_the_knobs_unfold() -> None:
    """A first visit has none of them; what a link turns is seen, called by iterations."""
    names = {"schedule", "warm_up", "weight_decay", "l1", "decays_biases"}
    first, turned = (
        shown_in([*app.selectbox, *app.number_input, *app.select_slider, *app.toggle])
        for app in (open_page(), open_page(**SCHEDULE, weight_decay=2, l1=1, decays_biases=True))
    )
    assert "decoupled" not in turned
    assert not names & set(first)
    assert names <= set(turned)
    labels = [each.label for each in open_page(**SCHEDULE).number_input]
    assert {"Iterations a step", "Warm-up iterations"} <= set(labels)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_schedule_trains_run_map_and_phases(schedule: str, unpack: Unpack) -> None:
    """Run and map are those of the recipe, the neuron has the rate of each iteration, and theory's colours are gone."""
    fields = {**SCHEDULE, "schedule": schedule}
    content = sent(open_page(**fields), unpack)
    assert_same_run(content, **fields)
    recipe = Recipe(**{**FIRST_VISIT, **fields})
    (drawn,) = (trace for trace in content["figure"]["data"] if trace["name"] == "end of the run")
    ends = find_basins(DATASET, recipe, TICKS[::50], TICKS[::50])
    np.testing.assert_allclose(numbers_of(drawn["customdata"])[::50, ::50], ends.losses, rtol=1e-6)
    rates = 0.001 * np.asarray(content["run"]["factors"])
    np.testing.assert_allclose(rates, recipe.rates_after(np.arange(61)), rtol=1e-15)
    assert content["limits"] is None


def numbers_of(column: Any) -> np.ndarray:
    """Return the numbers of a trace, as Plotly packs many of them."""
    if "bdata" not in column:
        return np.array(column)
    flat = np.frombuffer(b64decode(column["bdata"]), column["dtype"])
    return flat.reshape([int(count) for count in column.get("shape", "-1").split(",")])


PENALTIES = [
    {"weight_decay": 20.0},
    {"l1": 10.0},
    {"weight_decay": 5.0, "l1": 2.0, "decays_biases": True},
]


@pytest.mark.parametrize("penalty", PENALTIES, ids=str)
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_a_penalty_is_in_run_answer_map_and_phases(activation: str, penalty: dict[str, Any], unpack: Unpack) -> None:
    """The run and the lowest possible loss are with it, the map is that of the runs, the neuron knows its price."""
    fields = {"activation": activation, **penalty}
    content = sent(open_page(**fields), unpack)
    assert_same_run(content, **fields)
    recipe = Recipe(**{**FIRST_VISIT, **fields})
    traces = {trace["name"]: trace for trace in content["figure"]["data"]}
    answer = neuron_minimum(DATASET, recipe)
    assert traces["lowest possible loss"]["y"][0] == pytest.approx(answer.loss, rel=1e-12)
    place = [float(numbers_of(traces["exact answer"][axis])[0]) for axis in "xy"]
    assert place == pytest.approx(answer.parameters.tolist(), rel=1e-12)
    ends = find_basins(DATASET, recipe, TICKS[::50], TICKS[::50])
    np.testing.assert_allclose(numbers_of(traces["end of the run"]["customdata"])[::50, ::50], ends.losses, rtol=1e-6)
    (neuron,) = content["parts"]
    priced = (neuron["decay"], neuron["l1"], neuron["on_bias"])
    assert priced == (recipe.weight_decay, recipe.l1, recipe.decays_biases)
    assert content["figure"]["layout"]["yaxis2"]["title"]["text"] == "Loss with penalty"
    assert (content["limits"] is None) == (activation == "tanh" or recipe.l1 > 0)


@pytest.mark.parametrize("penalty", [{}, *PENALTIES], ids=str)
@pytest.mark.parametrize("loss", ["sse", "mse"])
def test_the_lines_of_the_phases_are_one_step(loss: str, penalty: dict[str, Any]) -> None:
    """Run one after another they make the loss, the gradients and the parameters of core's training."""
    recipe = Recipe(**{**FIRST_VISIT, "epochs": 1, "loss": loss, **penalty})
    run, phases = train(DATASET, recipe), phases_of(recipe)
    w, b = (torch.tensor([value], dtype=torch.float64, requires_grad=True) for value in (0.3, 0.4))
    x, y = (torch.from_numpy(column[:, 0].copy()) for column in (DATASET.features, DATASET.targets))
    scope: dict[str, Any] = {"x": x, "y": y, "w": w, "b": b, "lr": 0.001}
    for phase in phases[:3]:
        exec(phase.code, scope)
    assert scope["loss"].item() == pytest.approx(run.losses[0], rel=1e-12)
    with torch.no_grad():
        exec(phases[3].code, scope)
    assert [w.item(), b.item()] == pytest.approx(run.parameters[1].tolist(), rel=1e-12)


def test_the_words_tell_the_price() -> None:
    """Errors and penalty apart, the best weight beside the one without, and the floor with its penalty."""
    words = said(open_page(weight_decay=20, epoch=60))
    weights = [neuron_minimum(DATASET, Recipe(loss="sse", weight_decay=decay)).parameters[0] for decay in (20.0, 0.0)]
    for part in (
        "Large weights cost something (weight decay 20)", "at iteration 60 the errors make",
        "The best weight is {} instead of {}".format(*map(brief, weights)), "The bias costs nothing",
        "its penalty with it",
        "the best this neuron can do with the penalty", "The penalty is added once",
    ):  # fmt: skip
        assert part in words, part
    assert "ridge" not in words
    assert "The best fit is the ridge solution. Its slope is" in said(open_page(weight_decay=20, activation="identity"))
    assert "the best weight is 0; without the penalty it is" in said(open_page(l1=1000))


def test_a_dead_neuron_comes_back_by_l1_and_not_by_weight_decay() -> None:
    """From (0.9, 0.9) one step kills the neuron; L1 leads its weight over 0 again, weight decay stops before."""
    dead = said(open_page(start="0.9,0.9", weight_decay=20, epoch=60))
    assert "the penalty does not lead it back over 0" in dead
    assert "after 60 iterations this neuron is dead" in dead.lower()
    back = said(open_page(start="0.9,0.9", l1=10, epochs=400, epoch=1))
    assert "The penalty leads this neuron back." in back
    assert "that leads the weight back over 0" in back
    assert "dies" not in back
    assert "this neuron is dead" not in said(open_page(start="0.9,0.9", l1=10, epochs=400, epoch=400))


@pytest.mark.parametrize("penalty", PENALTIES, ids=str)
def test_closer_looks_show_the_price(penalty: dict[str, Any]) -> None:
    """One step, formulas and script have it; with a bent activation, too."""
    app = open_page(activation="tanh", epoch=3, **penalty)
    look_closer(app, "One step")
    assert "The penalty adds" in said(app)
    look_closer(app, "The formulas")
    assert "Training makes J small" in said(app)
    look_closer(app, "The code")
    assert penalty_code(Recipe(**penalty)) in "\n".join(each.value for each in app.code)
    look_closer(app, "Every rate")


def test_a_rate_that_stays_sends_no_rates(unpack: Unpack) -> None:
    """At a first visit the run gets no factors, and the ruler has its colours."""
    content = sent(open_page(), unpack)
    assert content["run"]["factors"] is None
    assert content["limits"] is not None


def test_the_rates_lie_above_the_curve(unpack: Unpack) -> None:
    """Also of a run whose loss rises far above its start before the neuron dies."""
    for link in ({}, {"copies": 2}):
        content = sent(open_page(schedule="exponential", **link), unpack)
        (line,) = (trace for trace in content["figure"]["data"] if trace["name"] == "learning rate")
        assert content["run"]["losses"].max() < numbers_of(line["y"]).min()


def test_the_words_count_iterations() -> None:
    """The rate of the step to come, the first and the last one, in the lesson's word; a long schedule is told."""
    words = said(open_page(schedule="exponential", schedule_length=5000, warm_up=9, epoch=9))
    assert "exponential, × 0.1 in 5,000 iterations) after a warm-up of 9 iterations" in words
    assert "the step after iteration 9 goes at 0.001, the first one at 0.0001" in words
    assert "The schedule takes 5,009 iterations, and the run ends before." in words
    assert "would make it" not in words
    line = said(open_page(schedule="exponential", activation="identity"))
    assert "A fixed rate would diverge from 0.001294 on; this one stays below it all the way." in line


def test_closer_looks_show_the_rate_of_the_iteration() -> None:
    """One step goes by it, the formulas have its own section, and the script its function."""
    app = open_page(schedule="cosine", schedule_length=100, warm_up=4, epoch=3)
    look_closer(app, "One step")
    assert "at learning rate 0.0008" in said(app)
    look_closer(app, "The formulas")
    assert "the first 4 iterations; a schedule counts its iterations" in said(app)
    look_closer(app, "The code")
    code = "\n".join(each.value for each in app.code)
    assert "lr = 0.001 * factor(iteration)" in code
    assert "return (epoch + 1) / 5" in code


def test_a_keeps_its_knobs() -> None:
    """A carries schedule and penalty in the link, and the words name what B has otherwise."""
    app = press(open_page(**SCHEDULE, weight_decay=2.0), "Compare: keep as A")
    kept = link_of(app)["kept"]
    assert all(f"{name}:{value}" in kept for name, value in {**SCHEDULE, "weight_decay": "2"}.items())
    app.select_slider(key=key_of(app, "weight_decay")).set_value(5.0).run()
    assert "A and B differ in one thing: the weight decay (2 against 5)." in said(app)
    app.select_slider(key=key_of(app, "weight_decay")).set_value(2.0).run()
    app.selectbox(key=key_of(app, "schedule")).set_value("constant").run()
    assert not app.exception
    assert "A and B differ in one thing: the schedule" in said(app)


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("schedule", "wave", "one of constant, step, exponential, cosine"),
        ("schedule_length", "0", "a whole number from 1 to 20,000"),
        ("schedule_factor", "0", "a number from 0.001 to 1"),
        ("weight_decay", "1e9", "a number from 0 to 1000"),
        ("l1", "-1", "a number from 0 to 1000"),
        ("decays_biases", "perhaps", "true or false"),
        ("warm_up", "1e9", "a whole number from 0 to 20,000"),
    ],
)
def test_bad_values_are_named(name: str, value: str, wanted: str, unpack: Unpack) -> None:
    """A sentence says what came and what is wanted, and the run is the one without."""
    app = visit("perceptron", epochs="60", **{name: value})
    assert value in app.warning[0].value
    assert wanted in app.warning[0].value
    assert_same_run(sent(app, unpack))
