"""Noise on the targets: all of a lesson follows, since its data are others; what is too much is refused."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest

from core.data import load, with_noise
from core.exact import least_squares
from core.model import Recipe
from core.training import train
from tests.ui.visits import Unpack, key_of, link_of, look_closer, press, said, sent, shown_in, visit

NOISY = with_noise(load("study_hours"), 5, 3)


def test_everything_follows_the_noise(unpack: Unpack, tmp_path: Path) -> None:
    """Run, best line, words, data table and script are those of the noisy data; the page says how much and whence."""
    app = visit("study_hours", noise="5", noise_seed="3", epochs="400", epoch="400")
    assert link_of(app) == {"noise": "5", "noise_seed": "3", "epochs": "400", "epoch": "400"}
    content = sent(app, unpack)
    run = train(NOISY, Recipe(epochs=400))
    np.testing.assert_allclose(content["run"]["losses"], run.losses, rtol=1e-9)
    np.testing.assert_allclose(content["model"]["targets"], NOISY.targets[:, 0])
    exact, clean = (least_squares(data).parameters[0] for data in (NOISY, load("study_hours")))
    assert f"The best slope is {exact:.3f} now; it was {clean:.3f}." in said(app)
    assert "a standard deviation of 5 points, drawn with seed 3" in said(app)
    assert "one more hour of study" in said(app)
    look_closer(app, "The data")
    np.testing.assert_allclose(app.dataframe[0].value.iloc[:, 1], NOISY.targets[:, 0])
    assert "with noise of 5 points (seed 3)." in said(app)
    look_closer(app, "The code")
    script = tmp_path / "noisy.py"
    script.write_text(app.code[0].value, encoding="utf-8")
    runpy.run_path(str(script))
    assert f"{NOISY.targets[0, 0]}" in script.read_text(encoding="utf-8")


def test_the_fields_unfold() -> None:
    """A first visit has no field for noise; all controls have one, and with noise one for its seed."""
    app = visit("study_hours")
    assert not {"noise", "noise_seed"} & set(shown_in(app.number_input))
    app.toggle(key=key_of(app, "all_controls")).set_value(True).run()
    assert {"noise"} == {"noise", "noise_seed"} & set(shown_in(app.number_input))
    app.number_input(key=key_of(app, "noise")).set_value(2.5).run()
    assert {"noise", "noise_seed"} <= set(shown_in(app.number_input))
    app.number_input(key=key_of(app, "noise_seed")).set_value(9).run()
    assert link_of(app) == {"all_controls": "true", "noise": "2.5", "noise_seed": "9"}
    app.number_input(key=key_of(app, "noise")).set_value(0.0).run()
    assert not app.exception
    assert "Noise is added" not in said(app)


@pytest.mark.parametrize("page", ["study_hours", "hubble_age", "crop_yields", "gradient_descent_animator"])
def test_too_much_noise_is_refused(page: str) -> None:
    """A million times the spread, and what no number can hold: a sentence, and the page as it is without noise."""
    for size in ("1e9", "1e98"):
        app = visit(page, noise=size)
        assert not app.exception
        assert "is more than 100 times the spread of the targets" in app.warning[0].value
        assert "No noise is added." in app.warning[0].value
        assert link_of(app) == {}
    for size in ("-1", "nan", "1e400", "much"):
        assert "Use a number of at least 0, such as 5." in visit(page, noise=size).warning[0].value


def test_other_data_may_not_take_the_noise() -> None:
    """Noise that suits one data set is left out, in a sentence, where another is chosen that is far smaller."""
    app = visit("study_hours", data="study_hours_x10", noise="9000")
    assert not app.warning
    app.selectbox(key=key_of(app, "data")).set_value("study_hours").run()
    assert not app.exception
    assert "Noise of 9000 points is more than 100 times the spread" in app.warning[0].value
    assert link_of(app) == {}


def test_an_a_with_too_much_noise_is_left_out() -> None:
    """A link whose A has unusable noise shows the run alone, and says why."""
    app = visit("study_hours", kept="noise:1e50")
    assert not app.exception
    assert "What was kept as A cannot be trained: Noise of" in app.warning[0].value
    assert link_of(app) == {}


def test_a_run_without_the_noise_is_kept_beside_it() -> None:
    """Compared, the difference is named with its size and seed."""
    app = press(visit("study_hours", noise="5"), "Compare: keep as A")
    app.number_input(key=key_of(app, "noise_seed")).set_value(1).run()
    assert link_of(app) == {"noise": "5", "noise_seed": "1", "kept": "noise:5"}
    assert "with noise of 5 points (seed 0) against Study hours and exam scores, with noise of 5 points (seed 1)" in (
        said(app)
    )


def test_uncertainty_follows() -> None:
    """With noise the interval of Hubble Age's slope is that of the noisy galaxies."""
    noisy = with_noise(load("hubble_key_project"), 300, 0)
    low, high = least_squares(noisy).intervals()[0]
    app = visit("hubble_age", view="sure", noise="300")
    assert f"{low:.4g}" in said(app)
    assert f"{high:.4g}" in said(app)
