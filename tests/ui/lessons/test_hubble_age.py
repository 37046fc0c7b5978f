"""The Hubble lesson runs for every choice and every link, and sends the browser what its views are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.data import SCALINGS, load
from core.exact import draw_starts
from core.model import LOSSES, OPTIMIZERS, Recipe
from core.training import sweep, train
from tests.ui.visits import Unpack, key_of, link_of, look_closer, message, said, sent, shown_in, visit

PAGE = "hubble_age"
VIEWS = ("training", "starts", "sure")


def track(packed: Any, kind: str, panel: int) -> Any:
    (found,) = (track for track in packed["tracks"] if (track["kind"], track["panel"]) == (kind, panel))
    return found


def test_a_first_visit_trains_not_quite_long_enough(unpack: Unpack) -> None:
    """Without a word in the link the 23 galaxies are trained scaled by the maximum, 500 epochs at 0.05."""
    shown = sent(visit(PAGE), unpack)["run"]
    run = train(load("hubble_key_project"), Recipe(0.05, 500, scaling="max"))
    np.testing.assert_allclose(shown["losses"], run.losses, rtol=1e-10)
    np.testing.assert_allclose(
        np.transpose(shown["parameters"])[-1], [0.9097000125360386, 0.022272167213448407], rtol=1e-10
    )


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("data", ["hubble_key_project", "hubble_key_project_24", "hubble_1929"])
def test_every_view_of_every_data_set(view: str, data: str, unpack: Unpack) -> None:
    """Each runs without a note, sends its data's run, and its link is the choice."""
    app = visit(PAGE, view=view, data=data, epochs="60")
    assert not app.exception
    assert not app.warning
    run = train(load(data), Recipe(0.05, 60, scaling="max"))
    np.testing.assert_allclose(sent(app, unpack)["run"]["losses"], run.losses, rtol=1e-9)
    defaults = {"view": "training", "data": "hubble_key_project"}
    chosen = {"view": view, "data": data, "epochs": "60"}
    assert link_of(app) == {name: value for name, value in chosen.items() if defaults.get(name) != value}


def test_a_first_visit_has_the_universe_of_the_textbooks(unpack: Unpack) -> None:
    """Flat, with dark energy, without a word in the link; where Hubble time and age are one, one number is shown."""
    app = visit(PAGE, epochs="60")
    assert app.selectbox(key=key_of(app, "cosmology")).value == "lambda_cdm"
    assert "through 23 galaxies" in said(app)
    ages = {each["key"]: each["label"] for each in sent(app, unpack)["readouts"][4:]}
    assert ages == {"hubble_time": "Hubble time 1/H₀", "age": "Age = 0.9641/H₀"}
    empty = visit(PAGE, epochs="60", cosmology="empty", data="hubble_key_project_24")
    assert link_of(empty)["cosmology"] == "empty"
    assert "through 24 galaxies" in said(empty)
    assert [each["label"] for each in sent(empty, unpack)["readouts"][4:]] == ["Age = 1/H₀"]


def test_every_start_is_a_run(unpack: Unpack) -> None:
    """The swarm in the landscape is 200 runs from the square, drawn by the seed of the link, to their last epoch."""
    packed = sent(visit(PAGE, view="starts", seed="3", epochs="100"), unpack)
    swarm = track(packed, "swarm", 1)
    runs = sweep(load("hubble_key_project"), Recipe(0.05, 100, scaling="max"), starts=draw_starts(200, 3))
    slopes = swarm["x"].reshape(-1, 200)
    np.testing.assert_allclose(slopes[0], draw_starts(200, 3)[:, 0], rtol=1e-6)
    np.testing.assert_allclose(slopes[-1], runs.parameters[:, -1, 0], rtol=1e-6)
    other = track(sent(visit(PAGE, view="starts", epochs="100"), unpack), "swarm", 1)
    assert not np.allclose(other["x"][:200], slopes[0])


def test_long_runs_keep_few_epochs(unpack: Unpack) -> None:
    """The starts go as far as 2000 epochs however long the run is, and no more than 120 of them are sent."""
    app = visit(PAGE, view="starts", epochs="6000")
    assert not app.exception
    packed = sent(app, unpack)
    fan = track(packed, "bundle", 0)
    assert fan["epochs"][-1] == 2000
    assert len(fan["epochs"]) <= 120
    assert packed["run"]["epochs"][-1] == 6000
    assert "are trained for 2,000 epochs only" in said(app)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *[("loss", name) for name in LOSSES],
        *[("optimizer", name) for name in OPTIMIZERS],
        *[("scaling", name) for name in SCALINGS],
        ("batch_size", "1"),
        ("batch_size", "5"),
        ("start", "random"),
        ("start", "-3,2"),
        ("learning_rate", "5"),
        ("learning_rate", "1e-12"),
        ("learning_rate", "1000000"),
        ("epochs", "1"),
    ],
)
@pytest.mark.parametrize("view", VIEWS)
def test_every_choice_runs_in_every_view(view: str, name: str, text: str) -> None:
    """No loss, optimizer, scaling, batch, start or rate raises or is refused."""
    app = visit(PAGE, view=view, **{"epochs": "40", name: text})
    assert not app.exception
    assert not app.warning


def test_views_by_their_buttons() -> None:
    """The three buttons lead to the three views and their links, and back to the bare one."""
    app = visit(PAGE, epochs="60")
    notices = {"starts": "every start is within 1%", "sure": "12.2, 13.1 and 13.6 agree", "training": "unfinished"}
    for view, words in notices.items():
        app.segmented_control(key=key_of(app, "view")).set_value(view).run()
        assert not app.exception
        assert words in said(app)
        assert link_of(app) == ({"epochs": "60"} if view == "training" else {"epochs": "60", "view": view})
        again = visit(PAGE, **link_of(app))
        assert message(again) == message(app)


@pytest.mark.parametrize(
    ("cosmology", "age"), [("empty", 13.109111), ("lambda_cdm", 12.638486), ("einstein_de_sitter", 8.739408)]
)
def test_universes(cosmology: str, age: float, unpack: Unpack) -> None:
    """The readout of the age is the Hubble time times the universe's factor; only the flat one asks for matter."""
    app = visit(PAGE, cosmology=cosmology)
    packed = sent(app, unpack)
    readout = next(readout for readout in packed["readouts"] if readout["key"] == "age")
    form, last = readout["form"]["form"], np.transpose(packed["run"]["parameters"])[-1]
    slope = form["offset"][0] + form["weights"] @ last
    np.testing.assert_allclose(readout["form"]["factor"] / slope, age, rtol=1e-6)
    assert [name for name in shown_in(app.number_input) if name == "omega_matter"] == ["omega_matter"] * (
        cosmology == "lambda_cdm"
    )


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        (0.0, "Ωm = 0 is too little: without matter"),
        (-1.0, "Ωm = -1 is too little"),
        (2.0, "Ωm = 2 is more matter than a flat universe has room for"),
    ],
)
def test_matter_that_cannot_be(typed: float, word: str) -> None:
    """Ωm of 0, −1 and 2 get a word with what is wanted, 0.3 is used, and the next choice clears the word."""
    app = visit(PAGE, cosmology="lambda_cdm", omega_matter="0.25", epochs="60", epoch="60")
    app.number_input(key=key_of(app, "omega_matter")).set_value(typed).run()
    assert not app.exception
    (warning,) = app.warning
    assert word in warning.value
    assert "the default 0.3 is used. Use a number from 0.001 to 1" in warning.value
    assert app.number_input(key=key_of(app, "omega_matter")).value == 0.3
    assert link_of(app) == {"epochs": "60", "epoch": "60"}
    app.run()
    assert app.warning
    app.number_input(key=key_of(app, "omega_matter")).set_value(1.0).run()
    assert not app.warning
    assert "0.6667 × " in said(app)


@pytest.mark.parametrize("typed", [0, -5, 20_001])
def test_resamples_that_cannot_be_drawn(typed: int) -> None:
    """Zero resamples, or too many, get a word and 2000 are drawn."""
    app = visit(PAGE, view="sure", epochs="60", resamples="500")
    assert "by 500 resamples" in said(app)
    app.number_input(key=key_of(app, "resamples")).set_value(typed).run()
    assert not app.exception
    (warning,) = app.warning
    assert f"{typed} resamples cannot be drawn; the default 2000 is used. Use a whole number from 1" in warning.value
    assert "by 2,000 resamples" in said(app)
    app.number_input(key=key_of(app, "resamples")).set_value(1).run()
    assert not app.exception
    assert not app.warning


@pytest.mark.parametrize(
    "link",
    [
        {"omega_matter": "0"},
        {"omega_matter": "-1", "cosmology": "lambda_cdm"},
        {"omega_matter": "2"},
        {"cosmology": "<b>steady</b>"},
        {"resamples": "0", "view": "sure"},
        {"view": "everything"},
        {"data": "hubble_1930"},
        {"start": "1e12,0"},
    ],
    ids=lambda link: " ".join(link.values()),
)
def test_nonsense_in_a_link(link: dict[str, str], unpack: Unpack) -> None:
    """The page runs with its defaults, and one warning names what was not usable."""
    app = visit(PAGE, epochs="60", **link)
    assert not app.exception
    (warning,) = app.warning
    assert "is not usable" in warning.value
    assert len(sent(app, unpack)["run"]["epochs"]) == 61


def test_a_diverging_rate_is_explained_and_mended() -> None:
    """On raw data 0.05 diverges, the note says why, and the button leads to a rate that holds."""
    app = visit(PAGE, scaling="none")
    assert "The run diverged at epoch" in said(app)
    assert "0.05 is 8.3 times that" in said(app)
    next(button for button in app.button if button.label.startswith("Try")).click().run()
    assert not app.exception
    assert "diverged at epoch" not in said(app)


def test_training_until_every_start_agrees(unpack: Unpack) -> None:
    """The button trains 1,117 epochs, after which the slope is within 1% and no button is left."""
    app = visit(PAGE)
    button = next(button for button in app.button if button.label.startswith("Train 1,117 epochs"))
    button.click().run()
    assert not app.exception
    assert sent(app, unpack)["run"]["epochs"][-1] == 1117
    assert link_of(app)["epochs"] == "1117"
    assert not [button for button in app.button if button.label.startswith("Train 1,117")]


def test_long_starts_grow(unpack: Unpack) -> None:
    """Starts that take long are trained on run by run of the page, until all their epochs are there, and the run's."""
    app = visit(PAGE, view="starts", optimizer="adam", batch_size="1", epochs="900")
    assert not app.exception
    packed = sent(app, unpack)
    assert track(packed, "bundle", 0)["epochs"][-1] == packed["run"]["epochs"][-1] == 900
    assert not packed["growing"]


def test_closer_views() -> None:
    """The way from slope to age is there with its numbers, and the common mistakes."""
    app = visit(PAGE, epoch="500")
    look_closer(app, "From slope to age")
    assert not app.exception
    formulas = " ".join(formula.value for formula in app.latex)
    assert "977.792" in formulas
    assert "13.1091" in formulas
    assert "give 977.848 instead of 977.792: harmless" in said(app)
    look_closer(app, "Common mistakes")
    assert "63.158" in said(app)
    falling = visit(PAGE, start="-9,0", epochs="1")
    look_closer(falling, "From slope to age")
    assert not falling.exception
    assert "has no age" in said(falling)


def test_the_same_page_is_the_same_message() -> None:
    """Running again without a change sends the very same bytes, in every view."""
    for view in VIEWS:
        app = visit(PAGE, view=view, epochs="60")
        before = message(app)
        app.run()
        assert message(app) == before


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("epoch", ["0", "1", "300"])
def test_a_best_fit_that_does_not_rise_has_no_age(view: str, epoch: str) -> None:
    """A large L1 penalty takes the best slope to 0: nothing is divided by it, and no age is made of it."""
    app = visit(PAGE, l1="2", view=view, epoch=epoch, start="random", seed="3")
    assert not app.exception
    assert "inf" not in said(app).replace("information", "").replace("infinite", "")
    assert "nan" not in said(app)
