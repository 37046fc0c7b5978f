"""A run is kept as A and shown beside B: in the link, on one clock, in words that name what differs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.analysis import arrival, seen_in
from core.data import load
from core.exact import minimum
from core.model import Recipe
from core.training import train
from tests.ui.visits import Unpack, link_of, message, press, said, sent, train_for, visit


def moving(app: AppTest, unpack: Unpack) -> list[tuple[str, Any]]:
    """Return kind and name of all that moves for A."""
    return [(track["kind"], track["name"]) for track in sent(app, unpack)["tracks"] if track.get("colour") == "kept"]


def test_keep_change_swap_and_forget(unpack: Unpack) -> None:
    """A is what was on show; B is changed; swapped, each is the other; forgotten, the page is as if nothing was."""
    app = press(visit("study_hours", epochs="60"), "Compare: keep as A")
    assert not app.exception
    assert link_of(app) == {"epochs": "60", "kept": "epochs:60"}
    assert "A and B do not differ" in said(app)
    train_for(app, 90)
    assert "differ in one thing: the number of epochs (60 against 90)" in said(app)
    (kept,) = sent(app, unpack)["others"]
    run = train(load("study_hours"), Recipe(epochs=60))
    np.testing.assert_allclose(kept["losses"], run.losses, rtol=1e-9)
    np.testing.assert_allclose(np.transpose(kept["parameters"]), run.parameters, rtol=1e-9, atol=1e-12)
    assert {kind for kind, _ in moving(app, unpack)} == {"line", "path", "point"}
    press(app, "Swap A and B")
    assert link_of(app) == {"epochs": "60", "kept": "epochs:90"}
    assert len(sent(app, unpack)["others"][0]["epochs"]) == 91
    assert len(sent(app, unpack)["run"]["epochs"]) == 61
    press(app, "Stop comparing")
    assert not app.exception
    assert link_of(app) == {"epochs": "60"}
    assert sent(app, unpack)["others"] == []
    assert message(app) == message(visit("study_hours", epochs="60"))


def test_a_page_as_it_begins_is_kept_too() -> None:
    """Nothing changed is a choice that a link can carry."""
    app = press(visit("study_hours"), "Compare: keep as A")
    assert link_of(app) == {"kept": "defaults"}
    assert not visit("study_hours", kept="defaults").warning


def test_the_numbers_of_the_note(unpack: Unpack) -> None:
    """Losses, slopes and intercepts of both at the epoch on show, and when each arrives, are those of the runs."""
    app = visit("study_hours", kept="learning_rate:0.02~epochs:400", epoch="450")
    a, b = (train(load("study_hours"), Recipe(rate, epochs)) for rate, epochs in ((0.02, 400), (0.01, 1000)))
    note = next(text for text in said(app).splitlines() if "differ in" in text)
    assert "2 things: the learning rate (0.02 against 0.01) and the number of epochs (400 against 1,000)" in note
    assert "you cannot tell which of them made the difference" in note
    assert f"At epoch 450: loss {a.losses[-1]:.2f} against {b.losses[450]:.2f}" in note
    assert f"slope {a.parameters[-1, 0]:.3f} against {b.parameters[450, 0]:.3f}" in note
    assert "A ends at epoch 400 and stands there" in note
    labels = [readout["label"] for readout in sent(app, unpack)["readouts"]]
    assert labels[-3:] == ["A: Loss (MSE)", "A: Slope w", "A: Intercept b"]


def test_arrivals_are_told() -> None:
    """The note tells from which epoch on each stays near the exact answer, and who does not come so far."""
    note = said(visit("study_hours", kept="learning_rate:0.02~epochs:2000", epochs="2000"))
    answer = minimum(load("study_hours"), Recipe())
    a, b = (arrival(train(load("study_hours"), Recipe(rate, 2000)), answer) for rate in (0.02, 0.01))
    near = "within 1% of its first distance from the exact answer"
    assert f"B is {near} after {b:,} epochs, A after {a:,} epochs." in note
    note = said(visit("study_hours", kept="epochs:50", epochs="2000"))
    assert f"B is {near} after {b:,} epochs; A is not." in note
    assert f"Neither has come {near}." in said(visit("study_hours", kept="epochs:50", epochs="60"))


def test_other_units_and_another_loss_are_carried_over(unpack: Unpack) -> None:
    """A was scaled and trained by another loss: it is drawn in B's units by B's loss, and the page says so."""
    app = visit("study_hours", kept="learning_rate:0.1~epochs:50~loss:mae~scaling:zscore", epochs="50")
    own = train(load("study_hours"), Recipe(0.1, 50, loss="mae", scaling="zscore"))
    seen = seen_in(own, Recipe())
    (kept,) = sent(app, unpack)["others"]
    np.testing.assert_allclose(np.transpose(kept["parameters"]), seen.parameters, rtol=1e-9)
    np.testing.assert_allclose(kept["losses"], seen.losses, rtol=1e-9)
    assert "its loss is shown as B's (mean squared error)" in said(app)
    assert "carried over into the training units of B" in said(app)
    assert "The same start in other units is another model" in said(app)


def test_a_longer_run_has_room_on_the_axis(unpack: Unpack) -> None:
    """The axis of epochs, and the floor along it, reach as far as the longer of both."""
    figure = sent(visit("study_hours", kept="epochs:500", epochs="100"), unpack)["figure"]
    assert list(figure["layout"]["xaxis2"]["range"]) == [0, 500]
    assert list(next(trace for trace in figure["data"] if trace["name"] == "lowest possible loss")["x"]) == [0, 500]


@pytest.mark.parametrize(("page", "panel"), [("gradient_descent_animator", ""), ("study_hours", "3")])
def test_a_run_from_elsewhere_has_room_in_the_landscape(page: str, panel: str, unpack: Unpack) -> None:
    """A that began at another start lies within the landscape, with its start and its end."""
    shown = sent(visit(page, kept="defaults", start="10,50", learning_rate="0.01"), unpack)
    slopes, intercepts = shown["others"][0]["parameters"]
    for axis, places in (("x", slopes), ("y", intercepts)):
        low, high = shown["figure"]["layout"][f"{axis}axis{panel}"]["range"]
        assert low < places[0] < high
        assert low < places[-1] < high


def test_a_run_that_diverged_is_kept_up_to_where_it_left(unpack: Unpack) -> None:
    """A that diverged stands where it left, and the note says so."""
    app = visit("study_hours", kept="learning_rate:0.1~epochs:100", epochs="100", epoch="50")
    (kept,) = sent(app, unpack)["others"]
    assert kept["diverged_at"] == kept["epochs"][-1] < 50
    assert f"A diverged at epoch {kept['epochs'][-1]} and stands there" in said(app)


TAMPERED = [
    "learning_rate", "learning_rate:abc", "nothing:1", "epochs:5~epochs:6", "epoch:5", "learning_rate:0.01~", "", "~:~",
    "x" * 5000, "loss:<img src=x onerror=alert(1)>", "kept:defaults", "epochs:-3", "start:1,2,3",
]  # fmt: skip


@pytest.mark.parametrize("text", TAMPERED, ids=lambda text: text[:20])
def test_a_tampered_link_keeps_nothing(text: str, unpack: Unpack) -> None:
    """What no link of this page says is left out with a sentence, and the rest of the page is as ever."""
    app = visit("study_hours", kept=text, epochs="60")
    assert not app.exception
    (warning,) = app.warning
    assert "`kept`" in warning.value
    assert "learning_rate:0.02~epochs:300" in warning.value
    assert "<img" not in warning.value.replace("`loss:<img src=x onerror=alert(1)>`", "")
    assert sent(app, unpack)["others"] == []
    assert link_of(app) == {"epochs": "60"}


PLACES = {
    "study_hours": ("learning_rate:0.02~epochs:30", {"line", "path", "point"}, 3),
    "gradient_descent_animator": ("learning_rate:0.01~earlier:10:0.02", {"line", "path", "point"}, 3),
    "hubble_age": ("learning_rate:0.5", {"line", "path", "point"}, 4),
    "crop_yields": ("learning_rate:1e-05~scaling:none", {"dots", "path", "point"}, 1),
    "perceptron": ("learning_rate:0.0002~activation:tanh", {"line", "path", "point"}, 0),
}
"""Of each lesson: a link's A, what of it moves, and how many of its numbers are shown."""


@pytest.mark.parametrize("page", list(PLACES))
def test_every_lesson_keeps_a_run(page: str, unpack: Unpack) -> None:
    """A link shows A beside B in all its pictures, names what differs first, and the buttons take it away again."""
    kept, kinds, numbers = PLACES[page]
    app = visit(page, kept=kept, epochs="40", epoch="20")
    assert not app.exception
    assert not app.warning
    shown = sent(app, unpack)
    assert {kind for kind, _ in moving(app, unpack)} == kinds
    assert len([r for r in shown["readouts"] if r["label"].startswith("A: ")]) == numbers
    assert len(shown["others"]) == 1
    assert "A and B differ in" in said(app)
    assert "At epoch 20: loss" in said(app)
    assert link_of(app)["kept"] == kept
    press(app, "Swap A and B")
    assert not app.exception
    assert "learning_rate" in link_of(app)
    press(app, "Stop comparing")
    assert "kept" not in link_of(app)
    assert sent(app, unpack)["others"] == []


def test_a_plane_is_kept(unpack: Unpack) -> None:
    """In space A is a net of dashes under its own sign, over the same places, and moves by A's own parameters."""
    app = visit("crop_yields", view="plane", kept="learning_rate:0.1", epochs="40", epoch="20")
    assert not app.exception
    assert moving(app, unpack) == [("plane", "A: Apples: model"), ("path", "A: loss"), ("point", "A: here")]
    shown = sent(app, unpack)
    kept, own = (track for track in shown["tracks"] if track["kind"] == "plane")
    assert (kept["dash"], own["dash"]) == (True, False)
    assert (kept["of"], own["of"]) == (0, "run")
    np.testing.assert_array_equal(kept["form"]["weights"], own["form"]["weights"])
    title = shown["figure"]["layout"]["annotations"][0]["text"]
    assert "▦ B" in title
    assert "▦ A" in title
    press(app, "Stop comparing")
    assert not moving(app, unpack)


def test_a_neuron_keeps_its_own_bend(unpack: Unpack) -> None:
    """The kept neuron's curve bends by its own activation, and its loss is judged with it."""
    app = visit("perceptron", kept="activation:tanh", epochs="40")
    curves = {t["colour"]: t["form"]["activation"] for t in sent(app, unpack)["tracks"] if t["kind"] == "line"}
    assert curves == {"kept": "tanh", "model": "relu"}
    own = train(load("perceptron"), Recipe(0.001, 4000, loss="sse", activation="tanh", start=(0.3, 0.4), device="cpu"))
    np.testing.assert_allclose(sent(app, unpack)["others"][0]["losses"], own.losses, rtol=1e-9)


@pytest.mark.parametrize(
    ("page", "view"),
    [("gradient_descent_animator", "race"), ("gradient_descent_animator", "worlds"), ("hubble_age", "sure")],
)
def test_other_views_leave_it_in_the_link(page: str, view: str) -> None:
    """Where a view has no place for A nothing is said of it, and the link keeps it for the view that has."""
    app = visit(page, kept="epochs:50", view=view, epochs="40")
    assert not app.exception
    assert link_of(app)["kept"] == "epochs:50"
    assert "A and B" not in said(app)
    assert not [button for button in app.button if "A" in button.label.split()]


def test_other_data_shows_its_loss_where_the_units_agree(unpack: Unpack) -> None:
    """A of other galaxies has its own loss beside B's, in the same units, and no line among galaxies not its own."""
    app = visit(
        "hubble_age", kept="data:hubble_1929~learning_rate:0.001~scaling:none", scaling="none", learning_rate="0.001"
    )
    assert "differ in one thing: the data (Hubble's own data of 1929 against Hubble Key Project, 23 galaxies)" in said(
        app
    )
    assert "Each loss is that of its own data" in said(app)
    assert moving(app, unpack) == [("path", "A: loss"), ("point", "A: here")]
    assert sent(app, unpack)["others"][0]["losses"][0] == pytest.approx((load("hubble_1929").targets ** 2).mean())


def test_other_data_in_other_units_is_not_drawn(unpack: Unpack) -> None:
    """Losses of scaled targets of two data sets have no common unit: the page gives both, and says why."""
    app = visit("hubble_age", kept="data:hubble_1929")
    assert not moving(app, unpack)
    assert "A is not drawn" in said(app)


def test_a_line_is_kept(unpack: Unpack) -> None:
    """Loss Explorer keeps line, points, loss and δ: A's line stays, with its loss, and the note tells what differs."""
    app = press(visit("loss_explorer", data="four_scores", line="10,400", loss="mae"), "Compare: keep as A")
    assert link_of(app)["kept"] == "data:four_scores~line:10,400~loss:mae"
    assert "A and B do not differ" in said(app)
    app = visit("loss_explorer", data="four_scores", kept=link_of(app)["kept"], points="10:480,20:520,30:710,40:900")
    assert not app.exception
    assert not app.warning
    assert moving(app, unpack) == [("line", "A"), ("stand", "A")]
    assert np.ravel(sent(app, unpack)["others"][0]["parameters"]).tolist() == [10, 400]
    assert "differ in 3 things" in said(app)
    assert "the points (1 of 4 moved)" in said(app)
    assert "the line (10x + 400 against 9x + 350)" in said(app)
    # (20² + 80² + 10² + 100²) / 4 on the moved points; (20 + 80 + 10 + 120) / 4 on its own.
    assert "On the points on show A has MSE 4225" in said(app)
    assert "A had MAE 57.5" in said(app)
    press(app, "Swap A and B")
    assert link_of(app)["line"] == "10,400"
    assert link_of(app)["kept"] == "data:four_scores~points:10:480,20:520,30:710,40:900"
    press(app, "Stop comparing")
    assert "kept" not in link_of(app)
