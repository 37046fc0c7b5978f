"""Schedules and the penalty on large weights in the Perceptron: its run, its map, its phases, and its words."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data import load
from core.model import SCHEDULES, Recipe
from core.neuron import find_basins
from core.training import train
from tests.ui.visits import Unpack, key_of, link_of, look_closer, press, said, sent, shown_in, visit
from ui.lessons.perceptron.basin_map import TICKS

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
    names = {"schedule", "warm_up"}
    first, turned = (shown_in([*app.selectbox, *app.number_input]) for app in (open_page(), open_page(**SCHEDULE)))
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
    (neuron,) = content["parts"]
    rates = 0.001 * np.asarray(neuron["factors"])
    np.testing.assert_allclose(rates, recipe.rates_after(np.arange(61)), rtol=1e-15)
    assert content["limits"] is None


def numbers_of(column: Any) -> np.ndarray:
    """Return the numbers of a trace, as Plotly packs them."""
    if isinstance(column, list):
        return np.array(column)
    flat = np.frombuffer(b64decode(column["bdata"]), column["dtype"])
    return flat.reshape([int(count) for count in column.get("shape", "-1").split(",")])


def test_a_rate_that_stays_sends_no_rates(unpack: Unpack) -> None:
    """At a first visit the neuron gets no factors, and the ruler has its colours."""
    content = sent(open_page(), unpack)
    assert content["parts"][0]["factors"] is None
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


def test_a_keeps_its_schedule() -> None:
    """A carries it in the link, and the words name it where B has another."""
    app = press(open_page(**SCHEDULE), "Compare: keep as A")
    kept = link_of(app)["kept"]
    assert all(f"{name}:{value}" in kept for name, value in SCHEDULE.items())
    app.selectbox(key=key_of(app, "schedule")).set_value("constant").run()
    assert not app.exception
    assert "A and B differ in one thing: the schedule" in said(app)


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("schedule", "wave", "one of constant, step, exponential, cosine"),
        ("schedule_length", "0", "a whole number from 1 to 20,000"),
        ("schedule_factor", "0", "a number from 0.001 to 1"),
        ("warm_up", "1e9", "a whole number from 0 to 20,000"),
    ],
)
def test_bad_values_are_named(name: str, value: str, wanted: str, unpack: Unpack) -> None:
    """A sentence says what came and what is wanted, and the run is the one without."""
    app = visit("perceptron", epochs="60", **{name: value})
    assert value in app.warning[0].value
    assert wanted in app.warning[0].value
    assert_same_run(sent(app, unpack))
