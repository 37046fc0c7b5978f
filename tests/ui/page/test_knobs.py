"""Schedules and the penalty on large weights on the pages: in the link, the pictures, the words, and kept as A."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data import load
from core.model import SCHEDULES, Recipe
from core.training import train
from tests.ui.visits import Unpack, key_of, link_of, look_closer, press, said, sent, shown_in, visit

PAGES = ("study_hours", "gradient_descent_animator", "hubble_age", "crop_yields")
KNOBS = {"schedule": "step", "schedule_length": "20", "schedule_factor": "0.5", "warm_up": "5", "weight_decay": "0.5"}


def shown(app: AppTest) -> list[str]:
    return shown_in([*app.selectbox, *app.number_input, *app.select_slider])


@pytest.mark.parametrize("page", PAGES)
def test_a_first_visit_shows_none_of_them_and_a_link_those_it_turns(page: str) -> None:
    """They unfold; what differs from plain training is in sight anyway."""
    names = ("schedule", "warm_up", "weight_decay", "l1")
    assert not set(names) & set(shown(visit(page)))
    app = visit(page, **KNOBS, l1="0.1")
    assert not app.exception
    assert set(names) <= set(shown(app))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_page_trains_and_explains_them(page: str, schedule: str) -> None:
    """Nothing raises, in any of the closer looks that show them; the words name the schedule and the solution."""
    knobs = {**KNOBS, "schedule": schedule}
    app = visit(page, **knobs, epochs="50", epoch="50")
    assert not app.exception
    assert "The learning rate changes on the way" in said(app)
    assert "the ridge solution" in said(app)
    for view in ("One step", "The formulas", "The code"):
        look_closer(app, view)
    assert "weight_decay" in "\n".join(code.value for code in app.code)


def numbers_of(column: Any) -> np.ndarray:
    """Return a column of a trace, as Plotly packs long ones."""
    return np.frombuffer(b64decode(column["bdata"]), column["dtype"])


def test_the_run_is_that_of_the_recipe(unpack: Unpack) -> None:
    """What the browser gets is trained as the link says, and the picture of the loss has the rates above it."""
    run = train(
        load("study_hours"),
        Recipe(
            0.01, 60, schedule="step", schedule_length=20, schedule_factor=0.5, warm_up=5, weight_decay=0.5, l1=0.25,
            decays_biases=True,
        ),
    )  # fmt: skip
    content = sent(visit("study_hours", **KNOBS, l1="0.25", decays_biases="true", epochs="60"), unpack)
    np.testing.assert_allclose(content["run"]["losses"], run.losses, rtol=1e-12)
    (rates,) = (trace for trace in content["figure"]["data"] if trace["name"] == "learning rate")
    epochs, heights, numbers = (numbers_of(rates[name]) for name in ("x", "y", "customdata"))
    np.testing.assert_allclose(numbers, [run.recipe.rate_after(int(epoch)) for epoch in epochs])
    assert content["run"]["losses"].max() < heights.min()


def test_adamw_is_offered_with_adam_only() -> None:
    """Elsewhere there is no such switch, and a link that asks for it changes nothing."""
    app = visit("study_hours", weight_decay="0.5", optimizer="adam", decoupled="true")
    assert "decoupled" in shown_in(app.toggle)
    assert "beside Adam's step" in said(app)
    app = visit("study_hours", weight_decay="0.5", decoupled="true")
    assert "decoupled" not in shown_in(app.toggle)
    assert "beside Adam's step" not in said(app)


def test_lasso_says_which_weights_are_gone() -> None:
    """The words are those of coordinate descent: at this penalty one weight of six is exactly 0."""
    app = visit("crop_yields", l1="8", optimizer="adam", learning_rate="0.5")
    assert "The best fit is the lasso solution." in said(app)
    assert "of 6 " in said(app)
    assert "exactly 0" in said(app)


@pytest.mark.parametrize("loss", ["mae", "huber"])
def test_without_a_squared_loss_the_penalty_is_left_out(loss: str) -> None:
    """There would be no exact answer: a sentence says so, and the run is trained without."""
    app = visit("study_hours", loss=loss, weight_decay="0.5")
    assert not app.exception
    assert "Weight decay and L1 are left out" in said(app)


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("weight_decay", "1e9", "a number from 0 to 1000"), ("weight_decay", "-1", "a number from 0 to 1000"),
        ("l1", "many", "a number from 0 to 1000"), ("schedule", "wave", "one of constant, step, exponential, cosine"),
        ("schedule_length", "0", "a whole number from 1 to 20,000"),
        ("schedule_factor", "2", "a number from 0.001 to 1"), ("warm_up", "-3", "a whole number from 0 to 20,000"),
    ],
)  # fmt: skip
def test_bad_values_are_named(name: str, value: str, wanted: str, unpack: Unpack) -> None:
    """A sentence says what came and what is wanted, and the run is the one without."""
    app = visit("study_hours", **{name: value})
    assert value in app.warning[0].value
    assert wanted in app.warning[0].value
    assert sent(app, unpack)["run"]["losses"][-1] == sent(visit("study_hours"), unpack)["run"]["losses"][-1]


def test_a_schedule_longer_than_the_run_is_said() -> None:
    """It is no mistake, but what is not seen of it is told."""
    app = visit("study_hours", schedule="cosine", schedule_length="5000", warm_up="100")
    assert "The schedule takes 5,100 epochs, and the run ends before." in said(app)


def test_theory_speaks_of_the_largest_rate_on_the_way() -> None:
    """Below the critical rate all the way, or above it for some epochs, which are named; then the run comes back."""
    below = said(visit("study_hours", schedule="cosine", schedule_length="1000"))
    assert "The largest rate on the way is 0.01, after epoch 0." in below
    app = visit("study_hours", learning_rate="0.05", schedule="exponential", schedule_length="20", epoch="40")
    assert "Here the rate is larger from epoch 0 until epoch" in said(app)
    assert "diverged" not in said(app)


def test_kept_as_a_and_named() -> None:
    """A keeps its schedule and its penalty, and the words say in what the two differ."""
    app = press(visit("study_hours", **KNOBS), "Compare: keep as A")
    kept = link_of(app)["kept"]
    assert all(f"{name}:{value}" in kept for name, value in KNOBS.items())
    app.select_slider(key=key_of(app, "weight_decay")).set_value(2.0).run()
    assert "A and B differ in one thing: the weight decay (0.5 against 2)." in said(app)
    app.selectbox(key=key_of(app, "schedule")).set_value("constant").run()
    assert "the schedule (in steps, × 0.5 every 20 epochs against constant)" in said(app)


def test_the_page_says_where_and_in_which_precision_it_trained(unpack: Unpack) -> None:
    """Single precision is another run, and the words say what it was trained in; the link has it."""
    double = visit("study_hours", epochs="60")
    assert re.search(
        r"Trained on the CPU in double precision: 12\d learning rates at once, 60 epochs, in ", said(double)
    )
    single = visit("study_hours", epochs="60", dtype="float32")
    assert "in single precision" in said(single)
    losses = [sent(app, unpack)["run"]["losses"][-1] for app in (double, single)]
    assert 0 < abs(losses[1] / losses[0] - 1) < 1e-5
    single.selectbox(key=key_of(single, "dtype")).set_value("float64").run()
    assert "dtype" not in link_of(single)


def test_the_rates_stay_above_the_curve_in_every_axis(unpack: Unpack) -> None:
    """On a linear axis, too, and over steps they lie where their epochs do."""
    link = {**KNOBS, "batch_size": "2", "epochs": "60", "loss_axis": "linear", "loss_over": "steps"}
    content = sent(visit("study_hours", **link), unpack)
    (rates,) = (trace for trace in content["figure"]["data"] if trace["name"] == "learning rate")
    steps, heights = numbers_of(rates["x"]), numbers_of(rates["y"])
    assert content["run"]["losses"].max() < heights.min()
    assert heights.max() <= content["figure"]["layout"]["yaxis2"]["range"][1]
    assert steps.tolist() == [4 * epoch for epoch in range(61)]
