"""Every page runs, for every choice and every link, and sends the browser the run it shows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data import SCALINGS, load
from core.model import LOSSES, OPTIMIZERS, Recipe
from core.training import train
from tests.ui.visits import SHELL, Unpack, follow, key_of, look_closer, message, said, sent, train_for, visit
from ui.lessons.registry import LESSONS

AS_IT_CAME = {"epochs": "60", "all_controls": "true"}


@pytest.fixture
def study() -> AppTest:
    """Give the Study Hours page with all controls, a short run on it."""
    return visit("study_hours", **AS_IT_CAME)


def test_the_start_page_lists_the_lessons() -> None:
    """All lessons are there by name, each as a link, and one button starts the first."""
    app = AppTest.from_file(SHELL, default_timeout=60).run()
    assert not app.exception
    assert len(LESSONS) >= 6
    links = [element.proto.label for element in app.get("page_link")]
    for lesson in LESSONS:
        assert lesson.title in said(app) + "".join(links)
        assert any(lesson.title in label for label in links)
        assert lesson.learns in said(app)
    (start,) = app.button
    start.click().run()
    assert not app.exception
    assert app.title[0].value == LESSONS[0].title


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_every_lesson_runs(lesson: Any) -> None:
    """A first visit shows the lesson under its title, without an exception or a note about the link."""
    app = visit(lesson.name)
    assert not app.exception
    assert not app.warning
    assert app.title[0].value == lesson.title
    assert dict(app.query_params) == {}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_widget_outruns_the_link(lesson: Any) -> None:
    """A closer view that is opened before the browser has the newest link takes nothing back."""
    app = visit(lesson.name, loss="mae") if lesson.name == "loss_explorer" else visit(lesson.name, epoch="7")
    newest = dict(app.query_params)
    assert newest
    app.query_params.clear()
    look_closer(app, "Download")
    assert not app.exception
    assert dict(app.query_params) == newest


CHOICES = [
    ("data", "study_hours_x10", {}),
    *[("loss", name, {"loss": name}) for name in LOSSES],
    *[("optimizer", name, {"optimizer": name}) for name in OPTIMIZERS],
    *[("scaling", name, {"scaling": name}) for name in SCALINGS],
    *[("batch_size", size, {"batch_size": int(size)}) for size in ("1", "2", "4")],
    ("start", "random", {"start": "random"}),
    ("start", "5,40", {"start": (5.0, 40.0)}),
    ("learning_rate", "0.5", {"learning_rate": 0.5}),
    ("learning_rate", "1e-12", {"learning_rate": 1e-12}),
    ("learning_rate", "1000000", {"learning_rate": 1e6}),
    ("device", "cpu", {"device": "cpu"}),
]


@pytest.mark.parametrize(("name", "text", "fields"), CHOICES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_link_shows_its_run(name: str, text: str, fields: dict[str, Any], unpack: Unpack) -> None:
    """Each choice in a link arrives: the browser gets that very run, whole, and the ruler with the lesson's rate."""
    app = visit("study_hours", epochs="40", **{name: text})
    assert not app.exception
    assert not app.warning
    data = text if name == "data" else "study_hours"
    recipe = Recipe(**{"epochs": 40, **fields})
    run, packed = train(load(data), recipe), sent(app, unpack)
    shown = packed["run"]
    assert shown["epochs"].tolist() == run.epochs.tolist()
    np.testing.assert_allclose(shown["losses"], run.losses, rtol=1e-9)
    np.testing.assert_allclose(np.transpose(shown["parameters"]), run.parameters, rtol=1e-9, atol=1e-12)
    assert shown["diverged_at"] == run.diverged_at
    assert shown["rate"] == recipe.learning_rate
    assert Recipe.learning_rate in packed["family"]["rates"]
    assert (packed["limits"] is None) == (
        name in ("optimizer", "loss", "batch_size") and text not in ("sgd", "momentum", "nesterov", "mse", "sse")
    )


@pytest.mark.parametrize("name", ["data", "loss", "optimizer", "scaling", "batch_size"])
def test_every_menu_leads_to_a_link(study: AppTest, name: str) -> None:
    """Each entry of a menu runs, and stands in the link, but for the default."""
    menu = study.selectbox(key=key_of(study, name))
    default = menu.value
    assert len(menu.options) == len(values(name))
    for option in values(name):
        study.selectbox(key=key_of(study, name)).set_value(option).run()
        assert not study.exception, option
        assert not study.warning
        expected = AS_IT_CAME if option == default else {**AS_IT_CAME, name: option}
        assert {key: "".join(value) for key, value in study.query_params.items()} == expected


def values(name: str) -> list[str]:
    """Return the entries of a menu, the default last."""
    return {
        "data": ["study_hours_x10", "study_hours"],
        "loss": [*list(LOSSES)[1:], "mse"],
        "optimizer": [*list(OPTIMIZERS)[1:], "sgd"],
        "scaling": [*list(SCALINGS)[1:], "none"],
        "batch_size": ["1", "2", "4", "all"],
    }[name]


def test_switches(study: AppTest, unpack: Unpack) -> None:
    """The user's own line, the line that looks right and a place to predict come and go, and the link follows."""
    study.toggle(key=key_of(study, "fit")).set_value(True).run()
    assert sent(study, unpack)["handles"] is not None
    study.toggle(key=key_of(study, "tutorial")).set_value(True).run()
    assert "the line that looks right" in [trace.get("name") for trace in sent(study, unpack)["figure"]["data"]]
    assert "is not the best fit" not in said(study)  # who looks for the best line is not told of it before
    study.toggle(key=key_of(study, "best")).set_value(True).run()
    assert "is not the best fit" in said(study)
    study.number_input(key=key_of(study, "hours")).set_value(5.5).run()
    assert "At 5.5" in said(study)
    assert not study.exception
    link = {key: "".join(value) for key, value in study.query_params.items()}
    assert link == {**AS_IT_CAME, "fit": "true", "best": "true", "tutorial": "true", "hours": "5.5"}
    again = visit("study_hours", **link)
    assert not again.exception
    assert not again.warning
    assert message(again) == message(study)
    for key in ("best", "fit", "tutorial"):
        study.toggle(key=key_of(study, key)).set_value(False).run()
    study.number_input(key=key_of(study, "hours")).set_value(None).run()
    assert not study.exception
    assert {key: "".join(value) for key, value in study.query_params.items()} == AS_IT_CAME


@pytest.mark.parametrize("hours", [-1e4, 1e4, 1e6, -3.0])
def test_what_can_be_typed_can_be_linked_to(study: AppTest, hours: float) -> None:
    """Whatever hours the field accepts, the link it leads to is usable."""
    study.number_input(key=key_of(study, "hours")).set_value(hours).run()
    assert not study.exception
    again = visit("study_hours", **{key: "".join(value) for key, value in study.query_params.items()})
    assert not again.exception
    assert not again.warning


def test_a_diverging_run_is_explained_and_mended(unpack: Unpack) -> None:
    """A run that diverges says so, and its button leads to a rate that holds."""
    app = visit("study_hours", epochs="60", learning_rate="0.1")
    assert "The run diverged at epoch" in said(app)
    button = next(button for button in app.button if button.label.startswith("Try"))
    button.click().run()
    assert not app.exception
    assert "diverged at epoch" not in said(app)
    assert sent(app, unpack)["run"]["diverged_at"] is None
    assert sent(app, unpack)["run"]["rate"] == float("".join(app.query_params["learning_rate"]))


@pytest.mark.parametrize(
    "link",
    [
        {"learning_rate": "abc"},
        {"learning_rate": "-1"},
        {"learning_rate": "nan"},
        {"learning_rate": "1e99"},
        {"epochs": "-5"},
        {"epochs": "1e12"},
        {"epochs": ["5", "6"]},
        {"hours": "soon"},
        {"start": "1,2,3"},
        {"loss": "<script>alert(1)</script>"},
        {"data": "x" * 10_000},
        {"unknown": "`**1**`"},
        {"learning_rate": "`", "epochs": "٣", "fit": "maybe", "scaling": "\u202e"},
    ],
    ids=lambda link: " ".join(link)[:20],
)
def test_nonsense_in_a_link(link: dict[str, Any], unpack: Unpack) -> None:
    """The page runs with its defaults; one warning, until a control is touched, tells what was not usable."""
    app = visit("study_hours", **link)
    assert not app.exception
    (warning,) = app.warning
    assert all(f"`{name}`" in warning.value for name in link)
    assert "<script" not in warning.value.replace("`<script>alert(1)</script>`", "")
    assert sent(app, unpack)["run"]["rate"] == 0.01
    assert len(sent(app, unpack)["run"]["epochs"]) == 1001
    assert dict(app.query_params) == {}
    app.run()
    assert app.warning
    train_for(app, 60)
    assert not app.warning


def test_back_and_forward(study: AppTest, unpack: Unpack) -> None:
    """Another link on the same page is taken over; a control that speaks is not overruled by the old one."""
    study.query_params["epochs"] = "30"
    follow(study)
    assert sent(study, unpack)["epochs"]["chosen"] == 30
    assert len(sent(study, unpack)["run"]["epochs"]) == 31
    train_for(study, 20)
    assert len(sent(study, unpack)["run"]["epochs"]) == 21
    assert "".join(study.query_params["epochs"]) == "20"


def test_a_link_that_lags_takes_nothing_back(study: AppTest) -> None:
    """A run that nobody asked for, as after a line was lost, has an old link; what was done since stands."""
    train_for(study, 20)
    study.query_params["epochs"] = "30"
    study.run()
    assert not study.exception
    assert study.session_state["epochs"] == 20
    assert "".join(study.query_params["epochs"]) == "20"


def test_a_lesson_is_found_as_it_was_left(study: AppTest, unpack: Unpack) -> None:
    """Coming back from another page without a link, the run is the one that was left."""
    study.selectbox(key=key_of(study, "loss")).set_value("mae").run()
    study.query_params.clear()
    study.switch_page("../../pages/start_here.py").run()
    study.switch_page("../../pages/study_hours.py").run()
    assert not study.exception
    assert study.selectbox(key=key_of(study, "loss")).value == "mae"
    assert len(sent(study, unpack)["run"]["epochs"]) == 61


def test_the_same_page_is_the_same_message(study: AppTest) -> None:
    """Running again without a change sends the very same bytes, so that the player need not draw anew."""
    before = message(study)
    study.run()
    assert message(study) == before
