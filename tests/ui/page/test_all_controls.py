"""A first visit shows few controls; what has a say is seen, and all unfold by a switch."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.visits import key_of, link_of, press, shown_in, visit
from ui.lessons.registry import LESSONS

NAMES = [lesson.name for lesson in LESSONS]


def settings_in(app: AppTest) -> set[str]:
    """Return the settings that the page has a control for."""
    kinds = (app.selectbox, app.toggle, app.number_input, app.slider)
    return {name for kind in kinds for name in shown_in(kind)}


@pytest.mark.parametrize("name", NAMES)
def test_a_first_visit_shows_fewer(name: str) -> None:
    """The switch unfolds more controls and stands in the link; switched off, they are as at first."""
    app = visit(name)
    first = settings_in(app)
    app.toggle(key=key_of(app, "all_controls")).set_value(True).run()
    assert not app.exception
    assert link_of(app) == {"all_controls": "true"}
    assert settings_in(app) > first
    assert len(first) <= 6
    app.toggle(key=key_of(app, "all_controls")).set_value(False).run()
    assert settings_in(app) == first
    assert link_of(app) == {}


@pytest.mark.parametrize(
    ("name", "setting", "value"),
    [
        ("study_hours", "optimizer", "adam"),
        ("study_hours", "hours", "5.5"),
        ("hubble_age", "loss", "mae"),
        ("crop_yields", "batch_size", "2"),
        ("gradient_descent_animator", "seed", "7"),
        ("perceptron", "copies", "2"),
        ("loss_explorer", "ground", "surface"),
        ("study_hours", "predict", "true"),
    ],
)
def test_what_has_a_say_is_seen(name: str, setting: str, value: str) -> None:
    """A link's setting that is not the lesson's first has its control, and the link says nothing more."""
    app = visit(name, **{setting: value})
    assert setting not in settings_in(visit(name))
    assert setting in settings_in(app)
    assert link_of(app) == {setting: value}


def test_a_menu_stays_under_the_hand() -> None:
    """The first option chosen again leaves the menu where it is; a lesson that is reset stays as it was unfolded."""
    app = visit("study_hours", optimizer="adam")
    app.selectbox(key=key_of(app, "optimizer")).set_value("sgd").run()
    assert link_of(app) == {}
    assert "optimizer" in settings_in(app)
    assert "scaling" not in settings_in(app)
    press(app, "Reset lesson")
    assert not app.exception
