"""The Gradient Descent Animator's page: every view, every link, every button."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data import load
from core.model import Recipe
from core.training import train
from tests.ui.visits import Unpack, key_of, link_of, press, said, sent, shown_in, train_for, visit

PAGE = "gradient_descent_animator"
BASE = Recipe(0.03, 500)


def opened(**link: str) -> AppTest:
    """Open the page by a link that it takes without a complaint."""
    app = visit(PAGE, **link)
    assert not app.exception
    assert not app.warning
    return app


def same(packed: Any, recipe: Recipe, name: str = "study_hours") -> None:
    """Compare a run that was sent with one trained here."""
    run = train(load(name), recipe)
    assert packed["epochs"].tolist() == run.epochs.tolist()
    np.testing.assert_allclose(packed["losses"], run.losses, rtol=1e-9)
    np.testing.assert_allclose(np.transpose(packed["parameters"]), run.parameters, rtol=1e-9, atol=1e-12)


DATA = ("study_hours", "study_hours_x10", "four_scores", "hubble_key_project", "hubble_key_project_24", "hubble_1929",
        "perceptron")  # fmt: skip


@pytest.mark.parametrize("view", ["one", "race", "worlds"])
@pytest.mark.parametrize("name", DATA)
def test_every_data_set_in_every_view(name: str, view: str) -> None:
    """Each data set is shown as one run, as a race and raw vs. scaled, whatever diverges on it."""
    app = opened(data=name, view=view, epochs="60")
    assert app.title[0].value == "Gradient Descent Animator"


@pytest.mark.parametrize("loss", ["mse", "sse", "mae", "huber"])
@pytest.mark.parametrize("view", ["one", "race", "worlds"])
@pytest.mark.parametrize("kind", ["contours", "surface"])
def test_every_loss_on_every_landscape(loss: str, view: str, kind: str) -> None:
    """Each loss has its landscape, flat and in space."""
    opened(loss=loss, view=view, ground=kind, epochs="40", learning_rate="0.002")


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam"])
@pytest.mark.parametrize("size", ["1", "4", "all"])
def test_every_optimizer_with_every_batch(optimizer: str, size: str, unpack: Unpack) -> None:
    """The run of a link is the run of its recipe."""
    app = opened(optimizer=optimizer, batch_size=size, epochs="30", learning_rate="0.003")
    recipe = Recipe(0.003, 30, optimizer=optimizer, batch_size=None if size == "all" else int(size))
    same(sent(app, unpack)["run"], recipe)


def test_a_race_sends_every_run(unpack: Unpack) -> None:
    """The others of a race are trained from the same start, each with its own optimizer, rate and batch size."""
    app = opened(view="race", start="3,20", epochs="80", racer2="adam 0.5 all", racer3="none", racer4="rmsprop 0.1 2")
    packed = sent(app, unpack)
    base = replace(BASE, epochs=80, start=(3.0, 20.0))
    same(packed["run"], base)
    first, second = packed["others"]
    same(first, replace(base, optimizer="adam", learning_rate=0.5))
    same(second, replace(base, optimizer="rmsprop", learning_rate=0.1, batch_size=2))
    assert [readout["key"] for readout in packed["readouts"]] == ["epoch", "loss_first", "loss_second", "loss_fourth"]


def test_a_link_fills_the_racers_controls() -> None:
    """Optimizer, rate and batch size stand in the fields; who does not race has no fields but the first."""
    app = opened(view="race", racer2="adam 0.25 4", racer3="none")
    assert app.selectbox(key=key_of(app, "racer2_optimizer")).value == "adam"
    assert app.number_input(key=key_of(app, "racer2_rate")).value == 0.25
    assert app.selectbox(key=key_of(app, "racer2_size")).value == "4"
    assert app.selectbox(key=key_of(app, "racer3_optimizer")).value == ""
    assert "racer3_rate" not in shown_in(app.number_input)


def test_racers_controls_lead_to_a_link(unpack: Unpack) -> None:
    """Another optimizer, rate or size runs at once and stands in the link; a racer can leave and come back."""
    app = opened(view="race", epochs="60")
    app.selectbox(key=key_of(app, "racer2_optimizer")).select("rmsprop").run()
    app.number_input(key=key_of(app, "racer2_rate")).set_value(0.2).run()
    app.selectbox(key=key_of(app, "racer2_size")).select("2").run()
    assert link_of(app)["racer2"] == "rmsprop 0.2 2"
    same(sent(app, unpack)["others"][0], replace(BASE, epochs=60, optimizer="rmsprop", learning_rate=0.2, batch_size=2))
    app.selectbox(key=key_of(app, "racer2_optimizer")).select("").run()
    assert link_of(app)["racer2"] == "none"
    assert len(sent(app, unpack)["others"]) == 2
    app.selectbox(key=key_of(app, "racer2_optimizer")).select("sgd").run()
    assert not app.exception
    assert link_of(app)["racer2"] == "sgd 0.01 all"


def test_four_that_diverge_are_told_and_helped(unpack: Unpack) -> None:
    """A clear word, nothing raised, and one button gives all four rates that hold."""
    rates = {"learning_rate": "5", "racer2": "momentum 5 all", "racer3": "sgd 5 1", "racer4": "nesterov 5 4"}
    app = opened(view="race", **rates)
    assert "All four runs have diverged" in said(app)
    press(app, "Rates that converge")
    assert "diverged" not in said(app)
    packed = sent(app, unpack)
    assert all(run["diverged_at"] is None for run in (packed["run"], *packed["others"]))


def test_a_race_says_who_wins() -> None:
    """The default race: Nesterov's momentum first, after 66 epochs; the table has the seconds, too."""
    app = opened(view="race")
    assert "**Nesterov arrives first**, within 1% from epoch 66 on." in said(app)
    assert "| Nesterov | Nesterov momentum at 0.01, all rows | 66 | 66 | 0.0" in said(app)


def test_the_seconds_do_not_flicker() -> None:
    """A second run of the page shows the seconds that were measured in the first."""
    app = opened(view="race")
    before = said(app)
    app.run()
    assert said(app) == before


def test_two_worlds_send_both_runs_in_raw_units(unpack: Unpack) -> None:
    """The z-scored run's losses begin where the raw ones do; its answer in data units is the closed form."""
    app = opened(view="worlds", scaling="max")
    packed = sent(app, unpack)
    same(packed["run"], BASE)
    (other,) = packed["others"]
    assert other["losses"][0] == pytest.approx(5943.875, rel=1e-9)
    assert other["losses"][-1] == pytest.approx(15.019345238095237, rel=1e-9)
    assert "| Slope at epoch 0 | 0 | 0" in said(app)
    assert "scaling" not in shown_in(app.selectbox)
    app.selectbox(key=key_of(app, "loss")).select("mae").run()
    assert link_of(app)["scaling"] == "max"


def test_two_worlds_train_until_both_show_the_closed_form() -> None:
    """The button asks for as many epochs as it says, and both columns agree with the third."""
    app = press(opened(view="worlds"), "Train 1,400 epochs")
    assert link_of(app)["epochs"] == "1400"
    assert "| Slope at epoch 1,400 | 7.36905 | 7.36905 | 7.36905 |" in said(app)
    assert "| Intercept at epoch 1,400 | 41.9643 | 41.9643 | 41.9643 |" in said(app)
    assert not [button for button in app.button if button.label.startswith("Train")]


def test_another_rate_in_mid_run(unpack: Unpack) -> None:
    """From the epoch on show the run goes on at the rate in the field; the past and the link keep the old one."""
    app = opened(epoch="120", learning_rate="0.01")
    app.number_input(key="next_rate").set_value(0.03)
    press(app, "Continue from epoch 120")
    assert link_of(app) == {"earlier": "120:0.01", "epoch": "120"}
    same(sent(app, unpack)["run"], replace(BASE, earlier=((120, 0.01),)))
    assert "0.01 from epoch 0 to 120" in said(app)
    press(app, "Undo rate change")
    assert "earlier" not in link_of(app)
    same(sent(app, unpack)["run"], BASE)


def test_going_on_from_the_end_trains_on() -> None:
    """At the last epoch there is more to come: as many epochs again."""
    app = press(opened(epoch="500"), "Continue from epoch 500")
    assert link_of(app)["epochs"] == "1000"
    assert link_of(app)["earlier"] == "500:0.03"
    assert link_of(app)["learning_rate"] == "0.015"


def test_nine_rates_are_too_many() -> None:
    """After eight rate changes there is no ninth, and the page says so instead of a button."""
    changed_rates = ",".join(f"{10 * i}:0.01" for i in range(1, 9))
    app = opened(epoch="200", earlier=changed_rates)
    assert "At most 8 rate changes." in said(app)
    labels = [button.label for button in app.button]
    assert "Undo rate change" in labels
    assert not [label for label in labels if label.startswith("Continue")]
    assert "Continue from epoch 30" in [button.label for button in opened(epoch="30", earlier=changed_rates).button]


def test_rate_changes_beyond_the_run_are_named() -> None:
    """A shorter run leaves them out with a note; longer again, they are back."""
    app = visit(PAGE, epochs="200", earlier="100:0.01,300:0.02")
    assert "after epoch 300, but the run has 200 epochs" in app.warning[0].value
    train_for(app, 400)
    assert not app.warning
    assert link_of(app)["earlier"] == "100:0.01,300:0.02"


def test_divergence_at_an_earlier_rate_can_be_undone() -> None:
    """The blame is on the earlier rate; the button that offers a rate forgets the rate changes."""
    app = opened(earlier="200:0.05")
    assert "while it trained at 0.05" in said(app)
    press(app, "Try 0.018")
    assert "diverged" not in said(app)
    assert "earlier" not in link_of(app)


def test_a_far_start_is_named_and_nothing_is_lost(unpack: Unpack) -> None:
    """The run begins there all the same, and the landscape still shows the valley."""
    app = opened(start="1e6,5")
    assert "The start is far outside the landscape" in said(app)
    packed = sent(app, unpack)
    same(packed["run"], replace(BASE, start=(1e6, 5.0)))
    assert packed["handles"]["parameters"] == [1e6, 5.0]
    assert packed["figure"]["layout"]["xaxis"]["range"][1] < 100


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("view", "three", "one of one, race, worlds"),
        ("ground", "hills", "one of contours, surface"),
        ("earlier", "0.1:5", "at most 8 epochs"),
        ("racer2", "<b>x</b>", "an optimizer, a rate and a batch size"),
        ("racer4", "adam inf all", "an optimizer, a rate and a batch size"),
        ("data", "crop_yields", "one of study_hours"),
        ("start", "1,2,3", "slope and intercept"),
    ],
)
def test_nonsense_in_a_link_becomes_the_default(name: str, text: str, wanted: str, unpack: Unpack) -> None:
    """With a note that says what came and what would be usable."""
    app = visit(PAGE, **{name: text})
    assert not app.exception
    assert wanted in app.warning[0].value
    same(sent(app, unpack)["run"], BASE)


def test_mini_batches_say_their_noise() -> None:
    """Single rows, mini-batches and all rows each have their sentence."""
    for size, words in (("1", "A single row a step: noise."), ("4", "4 rows a step: noise."), ("all", "no noise.")):
        assert words in said(opened(batch_size=size, learning_rate="0.003", epochs="100"))


def test_what_units_and_scaling_do_is_said_where_it_is_seen() -> None:
    """Told on the data where it happens, and listed under common mistakes."""
    tenfold = said(opened(data="study_hours_x10", learning_rate="0.0001"))
    assert "from 131.8 to 12,393" in tenfold
    assert "about 168,000 epochs to come within 0.1%" in tenfold
    assert "8.3 times the critical rate of 0.006051" in said(opened(data="hubble_key_project", learning_rate="0.05"))
    app = opened()
    app.session_state["closer"] = "Common mistakes"
    app.run()
    for figure in ("131.8 to 12,393", "14.47x + 17.17", "168,000", "8.3 times"):
        assert figure in said(app)
