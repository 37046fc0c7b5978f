"""The landscape of a border between two species: where there is one, and how its words agree with the run."""

from __future__ import annotations

import re

import numpy as np
import pytest

from core.analysis import landscape_of_weights
from core.exact import logistic_optimum
from core.training import train
from tests.ui.conftest import unpacked
from tests.ui.visits import key_of, said, sent, visit
from ui.lessons.classifier.settings import classifier_settings, described
from ui.lessons.classifier.weights import weights_note, weights_picture
from ui.session.settings import parse

PAIR, APART, THREE = "penguins_adelie_chinstrap", "penguins_adelie_gentoo", "penguins"


@pytest.mark.parametrize(
    ("link", "panels"),
    [
        ({"data": PAIR}, 3),
        ({"data": APART}, 3),
        ({"data": PAIR, "predict": "true"}, 3),
        ({"data": PAIR, "loss": "brier"}, 2),
        ({"data": THREE}, 2),
    ],
)
def test_two_weights_have_a_landscape(link: dict[str, str], panels: int) -> None:
    """Two species by the cross-entropy have one, with its best weights unless there are none or a guess is asked."""
    content = sent(visit("classifier", epochs="20", epoch="20", **link), unpacked)
    kinds = [trace.get("type") for trace in content["figure"]["data"]]
    assert len(content["panels"]) == panels
    assert kinds.count("contour") == panels - 2
    marks = [trace for trace in content["figure"]["data"] if trace.get("xaxis") == "x3" and "marker" in trace]
    assert len(marks) == (link == {"data": PAIR})
    numbers = [readout["key"] for readout in content["readouts"]]
    assert ("lowest" in numbers) == (link in ({"data": PAIR}, {"data": THREE}))


def test_a_kept_run_has_no_lowest_loss_of_its_own() -> None:
    """Beside the run on show A has its loss and its weights; the optimum is the same for both."""
    app = visit("classifier", data=PAIR, epochs="20", kept=f"data:{PAIR}~scaling:zscore_features~epochs:20")
    numbers = [readout["key"] for readout in sent(app, unpacked)["readouts"]]
    assert {"lowest", "kept_loss", "kept_weight_0"} <= set(numbers)
    assert "kept_lowest" not in numbers


def test_the_run_is_inside_and_above_the_landscape() -> None:
    """The window holds the path and the optimum, at which the ground is lowest; no loss of the run is below it."""
    dataset, recipe = described(parse(classifier_settings(), {"data": [PAIR]})[0])
    run, best = train(dataset, recipe), logistic_optimum(dataset, recipe)
    picture = weights_picture(run, None, best)  # type: ignore[arg-type]
    for path, place, span in zip(
        run.parameters.T, best.parameters, (picture.x_axis["range"], picture.y_axis["range"]), strict=False
    ):
        assert span[0] < min(path.min(), place) < max(path.max(), place) < span[1]
    ground = picture.traces[0]["customdata"]
    assert ground.min() >= best.loss * (1 - 1e-6)
    for epoch in (0, 1, 10, 1000):
        lowest = landscape_of_weights(dataset, recipe, *run.parameters[epoch, :2, None])[0, 0]
        assert lowest <= run.losses[epoch] + 1e-12
        note = weights_note(run, epoch)
        assert note is not None
        numbers = re.search(r"with these weights is ([\d.]+),", note)
        assert numbers is not None
        assert float(numbers[1]) == pytest.approx(lowest, rel=1e-5)
    assert np.isfinite(ground).all()
    assert "**The landscape** has two axes" in said(visit("classifier", data=PAIR, epoch="10"))


def test_a_start_is_chosen_in_the_landscape() -> None:
    """Two numbers are its weights: the run begins there, on the landscape; other data leave them for zeros."""
    app = visit("classifier", data=PAIR, epochs="20", start="-2,1", all_controls="true")
    content = sent(app, unpacked)
    dataset, recipe = described(parse(classifier_settings(), {"data": [PAIR], "start": ["-2,1"]})[0])
    ground = float(landscape_of_weights(dataset, recipe, [-2.0], [1.0])[0, 0])
    assert content["run"]["losses"][0] == pytest.approx(ground, rel=1e-9)
    assert content["handles"]["parameters"] == pytest.approx([-2, 1])
    assert content["handles"]["landscape"] == 2
    assert "By hand: weights -2, 1" in app.selectbox(key=key_of(app, "start")).options
    app.selectbox(key=key_of(app, "data")).set_value("passed").run()
    assert app.session_state["start"] == "zeros"
    three = sent(visit("classifier", data=THREE, epochs="20", start="-2,1"), unpacked)
    assert three["handles"] is None
    assert three["run"]["losses"][0] == pytest.approx(np.log(3))
