"""Noise in the Loss Explorer: on the points of the data set; what was put by hand stays there."""

from __future__ import annotations

import numpy as np
import pytest

from core.data import load, with_noise
from tests.ui.visits import Unpack, key_of, link_of, look_closer, press, said, sent, visit

CLEAN = load("first_four_scores")
PAGE = "loss_explorer"


def heights(size: float, seed: int) -> list[float]:
    """Return the scores with noise, in the digits of a link."""
    return [float(f"{value:.6g}") for value in with_noise(CLEAN, size, seed).targets[:, 0]]


def test_points_have_the_noise(unpack: Unpack) -> None:
    """They are those of the set with noise, in a link's digits; the line and its δ stay, and the page says how much."""
    app = visit(PAGE, noise="5", noise_seed="3")
    assert not app.exception
    assert link_of(app) == {"noise": "5", "noise_seed": "3"}
    shown = sent(app, unpack)
    assert shown["points"]["y"].tolist() == heights(5, 3)
    assert shown["points"]["x"].tolist() == [1, 2, 3, 4]
    clean = sent(visit(PAGE), unpack)
    assert shown["handles"]["parameters"] == clean["handles"]["parameters"]
    assert shown["points"]["delta"] == clean["points"]["delta"]
    assert "a standard deviation of 5 points, drawn with seed 3." in said(app)
    assert "stay where you put them" not in said(app)
    look_closer(app, "The code")
    assert str(heights(5, 3)[0]) in app.code[0].value


def test_what_was_moved_stays(unpack: Unpack) -> None:
    """Other noise takes the points along that lie where the set has them; back without noise they are exactly there."""
    app = visit(PAGE, all_controls="true", points="1:48,2:52,3:20,4:68,7.5:90")
    assert "Noise is added" not in said(app)
    for size, seed in ((5.0, 0), (5.0, 8), (0.3, 8)):
        app.number_input(key=key_of(app, "noise")).set_value(size).run()
        app.number_input(key=key_of(app, "noise_seed")).set_value(seed).run()
        assert not app.exception
        one, two, _, four = heights(size, seed)
        assert sent(app, unpack)["points"]["y"].tolist() == [one, two, 20, four, 90]
        assert "Points that you have moved or added stay where you put them." in said(app)
    app.number_input(key=key_of(app, "noise")).set_value(0.0).run()
    assert link_of(app)["points"] == "1:48,2:52,3:20,4:68,7.5:90"
    press(app, "Reset data")
    app.number_input(key=key_of(app, "noise")).set_value(4.0).run()
    assert "points" not in link_of(app)
    assert sent(app, unpack)["points"]["y"].tolist() == heights(4, 8)


def test_every_point_twice_has_the_noise_twice(unpack: Unpack) -> None:
    """Points that lie in one place go to one place."""
    app = press(visit(PAGE, all_controls="true"), "Every point twice")
    app.number_input(key=key_of(app, "noise")).set_value(2.0).run()
    assert sent(app, unpack)["points"]["y"].tolist() == heights(2, 0) * 2


def test_a_link_says_where_points_are(unpack: Unpack) -> None:
    """A link with noise and points shows the points as it has them; A keeps the noise of its own points."""
    app = visit(PAGE, noise="5", points="1:40,2:50,3:60", kept="noise:5~noise_seed:1")
    assert not app.exception
    content = sent(app, unpack)
    assert content["points"]["y"].tolist() == [40, 50, 60]
    assert "with noise of 5 points (seed 1)" in said(app)


@pytest.mark.parametrize(("size", "sentence"), [("1e9", "more than 100 times the spread"), ("-1", "of at least 0")])
def test_too_much_noise_is_refused(size: str, sentence: str, unpack: Unpack) -> None:
    """A sentence, and the points as they are."""
    app = visit(PAGE, noise=size)
    assert not app.exception
    assert sentence in app.warning[0].value
    assert link_of(app) == {}
    np.testing.assert_array_equal(sent(app, unpack)["points"]["y"], CLEAN.targets[:, 0])
