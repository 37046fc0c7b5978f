"""The Loss Explorer page runs for every choice and every link, and keeps what can be kept."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data import load
from core.exact import MEASURES
from tests.ui import visits
from tests.ui.visits import Unpack, key_of, look_closer, press, said, sent
from ui.lessons.loss_explorer.beginnings import BEGINNINGS

TENFOLD = {"data": "four_scores"}


def visit(page: str, **link: str) -> AppTest:
    """Open the lesson with the four scores × 10, unless the link names other data."""
    return visits.visit(page, **{**TENFOLD, **link})


def link_of(app: AppTest) -> dict[str, str]:
    """Return what the link says beside those data."""
    link = visits.link_of(app)
    return {name: value for name, value in link.items() if (name, value) != ("data", "four_scores")}


def test_a_first_visit_shows_scores_as_people_get_them(unpack: Unpack) -> None:
    """Without a word in the link: four students, 48 to 71 points, and a line whose loss can be reckoned by hand."""
    app = visits.visit("loss_explorer")
    shown = sent(app, unpack)
    assert shown["points"]["x"].tolist() == [1, 2, 3, 4]
    assert shown["points"]["y"].tolist() == [48, 52, 71, 68]
    assert shown["handles"]["parameters"] == [9.0, 35.0]
    low, high = shown["figure"]["layout"]["yaxis"]["range"]
    assert 0 < low < 48
    assert 71 < high < 100
    assert "(16 + 1 + 81 + 9) / 4 = 26.75" in said(app)
    assert visits.link_of(app) == {}


@pytest.fixture
def page() -> AppTest:
    return visit("loss_explorer")


def test_a_first_visit_shows_a_line_to_improve(page: AppTest, unpack: Unpack) -> None:
    """Four scores, 9x + 350, MSE = 2675, and nothing in the link."""
    shown = sent(page, unpack)
    assert shown["handles"]["parameters"] == [9.0, 350.0]
    assert shown["points"]["x"].tolist() == [10, 20, 30, 40]
    assert shown["points"]["y"].tolist() == [480, 520, 710, 680]
    assert shown["run"]["losses"].tolist() == [2675.0]
    assert not shown["transport"]
    assert "(1600 + 100 + 8100 + 900) / 4 = 2675" in said(page)
    assert link_of(page) == {}


@pytest.mark.parametrize("name", list(BEGINNINGS))
@pytest.mark.parametrize("kind", ["contours", "surface", "slices"])
def test_every_data_set_runs_in_every_style(name: str, kind: str, unpack: Unpack) -> None:
    """Any one-feature set can be chosen, with best lines, in contours, in 3-D and in slices."""
    app = visit("loss_explorer", data=name, ground=kind, best="true", look="sticks", loss="huber")
    assert not app.exception
    assert not app.warning
    np.testing.assert_array_equal(sent(app, unpack)["points"]["y"], load(name).targets[:, 0])


@pytest.mark.parametrize("loss", MEASURES)
def test_every_loss_from_the_menu(page: AppTest, loss: str) -> None:
    """Each runs, names itself in the notes, and stands in the link, but for the default."""
    page.selectbox(key=key_of(page, "loss")).set_value(loss).run()
    assert not page.exception
    assert f"{MEASURES[loss].symbol} = " in said(page)
    assert link_of(page) == ({} if loss == "mse" else {"loss": loss})


def test_another_data_set_begins_anew(unpack: Unpack) -> None:
    """Moved points, line and δ belong to the data they were set for."""
    app = visit("loss_explorer", points="1:2,3:4", line="5,6", delta="7")
    assert sent(app, unpack)["points"]["x"].tolist() == [1, 3]
    app.selectbox(key=key_of(app, "data")).set_value("study_hours").run()
    assert not app.exception
    assert link_of(app) == {"data": "study_hours"}
    assert sent(app, unpack)["handles"]["parameters"] == [9.18, 33.815]
    assert sent(app, unpack)["points"]["delta"] == 5


def test_a_link_is_the_page(unpack: Unpack) -> None:
    """Everything a person chose is in the link, and the link shows the same again, to the byte."""
    link = {
        "data": "study_hours", "points": "1:48,2:52,3:71,8:10", "line": "-1.5,60", "loss": "huber", "delta": "12",
        "look": "sticks", "ground": "slices", "best": "true",
    }  # fmt: skip
    app = visit("loss_explorer", **link)
    assert not app.exception
    assert not app.warning
    assert link_of(app) == link
    shown = sent(app, unpack)
    assert shown["points"]["delta"] == 12
    assert shown["points"]["y"].tolist() == [48, 52, 71, 10]
    assert shown["handles"]["parameters"] == [-1.5, 60.0]


def test_buttons(page: AppTest) -> None:
    """To the best line and back, every point twice and back; each leaves a link that says it."""
    press(page, "Go to the best line")
    assert link_of(page) == {"line": "7.9,400"}
    assert "No line does better by MSE" in said(page)
    press(page, "Reset line")
    assert link_of(page) == {}
    press(page, "Every point twice")
    assert link_of(page) == {"points": "10:480,20:520,30:710,40:680,10:480,20:520,30:710,40:680"}
    page.selectbox(key=key_of(page, "loss")).set_value("sse").run()
    assert "= 21400." in said(page)
    page.selectbox(key=key_of(page, "loss")).set_value("mse").run()
    assert "/ 8 = 2675." in said(page)
    press(page, "Reset data")
    assert link_of(page) == {}


def test_points_double_no_further_than_a_link_can_say() -> None:
    """Where twice as many points would be too many, the button is not there."""
    app = visit("loss_explorer", points=",".join(f"{i}:{i * i}" for i in range(31)))
    assert not app.exception
    assert "Every point twice" not in [button.label for button in app.button]


def test_points_above_one_another() -> None:
    """All x equal: no best line, no button to it, a sentence that says why, and everything else works."""
    app = visit("loss_explorer", points="10:480,10:520,10:710", best="true", all_controls="true")
    assert not app.exception
    assert not app.warning
    assert "All points stand at x = 10" in said(app)
    assert "Go to the best line" not in [button.label for button in app.button]
    for kind in ("surface", "slices"):
        app.selectbox(key=key_of(app, "ground")).set_value(kind).run()
        assert not app.exception


@pytest.mark.parametrize(
    "link",
    [
        {"points": "10:480"},
        {"points": "abc"},
        {"points": "1:2," * 400},
        {"line": "9"},
        {"line": "nan,1"},
        {"line": "1e300,0"},
        {"delta": "0"},
        {"delta": "-5"},
        {"delta": "much"},
        {"loss": "hinge"},
        {"data": "crop_yields"},
        {"ground": "moon"},
        {"look": "`**`"},
        {"best": "maybe"},
    ],
    ids=str,
)
def test_nonsense_in_a_link(link: dict[str, str], unpack: Unpack) -> None:
    """The lesson runs as at a first visit, and a note names what was not usable."""
    app = visits.visit("loss_explorer", **link)
    assert not app.exception
    (warning,) = app.warning
    assert all(f"`{name}`" in warning.value for name in link)
    assert sent(app, unpack)["run"]["losses"].tolist() == [26.75]
    assert visits.link_of(app) == {}


@pytest.mark.parametrize("line", ["1e9,-1e9", "0,0", "-1e-9,1e9"])
@pytest.mark.parametrize("kind", ["contours", "surface", "slices"])
def test_a_line_far_outside_the_landscape(line: str, kind: str) -> None:
    """Whatever line a link can say is shown, in every style."""
    app = visit("loss_explorer", line=line, ground=kind, best="true")
    assert not app.exception
    assert not app.warning


def test_points_as_large_as_a_link_can_say() -> None:
    """Points a billion away, and a loss of 10¹⁸, raise nothing."""
    for loss in MEASURES:
        app = visit("loss_explorer", points="-1e9:1e9,0:0,1e9:1e9", loss=loss, best="true", ground="surface")
        assert not app.exception
        assert not app.warning


def test_closer_views(page: AppTest) -> None:
    """Formulas with their numbers, a script, the table, and common mistakes."""
    for view, text in [
        ("The formulas", "Here n = 4 and δ = 50."),
        ("The code", None),
        ("Edit the data", "mark rows and delete them"),
        ("Common mistakes", "gets 400 in place of 900, and a mean of 2550"),
    ]:
        look_closer(page, view)
        assert not page.exception
        if text:
            assert text in said(page) + "\n".join(caption.value for caption in page.caption)
    assert "More points do not mean more loss" in said(page)
    assert "not the distance of the predictions from the line" in said(page)


def test_formulas_hold_the_numbers(page: AppTest) -> None:
    """The five measures of 9x + 350, each behind its formula."""
    look_closer(page, "The formulas")
    values = [formula.value.strip("$\n") for formula in page.latex]
    ends = [value.rpartition("= ")[2] for value in values if value.startswith(r"\text{")]
    assert ends == ["2675", "10700", "51.7204", "42.5", "1137.5"]


def test_the_same_page_is_the_same_message(page: AppTest, unpack: Unpack) -> None:
    """Running again without a change sends the same again, so that the player need not draw anew."""
    before = sent(page, unpack)["still"]
    page.run()
    assert sent(page, unpack)["still"] == before
