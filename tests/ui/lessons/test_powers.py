"""Powers of a single feature in Crop Yields: a curve that is a linear model, and what cannot be done."""

from __future__ import annotations

import numpy as np
import pytest

from core.data import load, with_powers
from core.exact import least_squares
from core.model import Recipe
from core.training import train
from tests.ui.visits import Unpack, key_of, link_of, look_closer, press, said, sent, shown_in, visit

CURVE = {"data": "study_hours", "degree": "3", "view": "plane"}


def test_a_first_visit_has_no_slider_and_one_feature_has_it_among_all_controls() -> None:
    """Three features have no degree; where a link gives one, the slider is in sight."""
    assert "degree" not in shown_in(visit("crop_yields", all_controls="true").select_slider)
    assert "degree" not in shown_in(visit("crop_yields", data="study_hours").select_slider)
    assert "degree" in shown_in(visit("crop_yields", data="study_hours", all_controls="true").select_slider)
    assert "degree" in shown_in(visit("crop_yields", **CURVE).select_slider)


def test_the_curve_is_the_polynomial(unpack: Unpack) -> None:
    """The exact curve is the least-squares cubic, and the run is trained on the powers."""
    content = sent(visit("crop_yields", **CURVE, learning_rate="0.1"), unpack)
    dataset = with_powers(load("study_hours"), 3)
    recipe = Recipe(0.1, 100, scaling="zscore_features")
    np.testing.assert_allclose(content["run"]["losses"], train(dataset, recipe).losses, rtol=1e-12)
    weights = least_squares(dataset).parameters
    cubic = np.polynomial.Polynomial([weights[3], *weights[:3]])
    fitted = np.polynomial.Polynomial.fit(load("study_hours").features[:, 0], load("study_hours").targets[:, 0], 3)
    places = np.linspace(1, 8, 7)
    np.testing.assert_allclose(cubic(places), fitted(places), rtol=1e-9)
    (line,) = (track for track in content["tracks"] if track["kind"] == "line")
    assert len(line["x"]) > 100
    zeros = line["form"]["offset"]
    np.testing.assert_allclose(zeros, 0, atol=1e-9)


def test_a_degree_that_is_too_bold_for_the_rate_gets_one_that_converges(unpack: Unpack) -> None:
    """The slider shows the curve, and no run diverges because of it."""
    app = visit("crop_yields", data="study_hours", all_controls="true")
    app.select_slider(key=key_of(app, "degree")).set_value(5).run()
    assert not app.exception
    link = link_of(app)
    assert link["degree"] == "5"
    assert link["view"] == "plane"
    assert sent(app, unpack)["run"]["diverged_at"] is None
    assert "The curve is still a linear model" in said(app)
    for view in ("One step", "The formulas", "The data", "The code", "Scaling", "Every rate"):
        look_closer(app, view)


def test_a_prediction_takes_the_feature_alone() -> None:
    """Its powers follow: one field, and the exact answer of the cubic at 5.5 hours."""
    app = visit("crop_yields", **CURVE, x1="5.5", learning_rate="0.1")
    weights = least_squares(with_powers(load("study_hours"), 3)).parameters
    exact = weights[:3] @ 5.5 ** np.arange(1, 4) + weights[3]
    assert f"the exact answer {exact:.5g} points" in said(app)


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ({"degree": "3"}, "Powers are those of a single feature, and these data have 3. The feature is used as it is."),
        ({"data": "study_hours", "degree": "8"}, "These 8 rows do not determine a curve of degree 8; use a lower one."),
        ({"data": "study_hours", "degree": "0"}, "a whole number from 1 to 9"),
        ({**CURVE, "degree": "5", "held_out": "0.5"}, "at least 6 are needed; hold out at most 2."),
    ],
)
def test_what_cannot_be_is_said(link: dict[str, str], wanted: str) -> None:
    """A sentence says why, and the page runs without it."""
    app = visit("crop_yields", **link)
    assert not app.exception
    assert wanted in app.warning[0].value


def test_kept_as_a_and_not_carried_to_another_page() -> None:
    """A keeps its degree; Study Hours, which has no powers, is as ever after a visit to the curve."""
    app = press(visit("crop_yields", **CURVE, learning_rate="0.1"), "Compare: keep as A")
    assert "degree:3" in link_of(app)["kept"]
    app.query_params.clear()
    app.switch_page("../../pages/study_hours.py").run()
    assert not app.exception
    assert "slope" in said(app)
    app.switch_page("../../pages/crop_yields.py").run()
    assert not app.exception
    assert link_of(app)["degree"] == "3"
