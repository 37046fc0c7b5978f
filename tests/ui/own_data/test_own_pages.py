"""Own data in three lessons: brought by the dialog, shared by the session, carried by the link."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.visits import Unpack, follow, key_of, link_of, press, said, sent, visit

LESSONS = ("gradient_descent_animator", "loss_explorer", "crop_yields")
SCORES = "hours\tscore\n1\t48,5\n2\t52\n3\tn/a\n4\t68\n5\t83"


def way_of(app: AppTest) -> Any:
    """Return the choice of how data are brought."""
    (way,) = (group for group in app.get("button_group") if group.label == "How")
    return way


def bring(page: str, text: str) -> AppTest:
    """Open the dialog and paste a text."""
    app = press(visit(page), "Your own data")
    way_of(app).set_value("paste").run()
    return app.text_area(key="own_paste").set_value(text).run()


def use(page: str, text: str) -> AppTest:
    return press(bring(page, text), "Use these data")


@pytest.mark.parametrize("page", LESSONS)
def test_pasted_data_are_trained_on_and_travel(page: str, unpack: Unpack) -> None:
    """The row that cannot be used is named; the link alone gives a fresh session the same run, to the last bit."""
    app = bring(page, SCORES)
    assert "1 of 5 rows is left out" in said(app)
    assert "row 4: score `n/a`" in said(app)
    app = press(app, "Use these data")
    assert not app.exception
    link = link_of(app)
    assert link["data"] == "own"
    first, again = sent(app, unpack), sent(visit(page, **link), unpack)
    for name in ("losses", "epochs"):
        np.testing.assert_array_equal(first["run"][name], again["run"][name])
    assert first["run"]["losses"][-1] < first["run"]["losses"][0] or page == "loss_explorer"


@pytest.mark.parametrize(("optimizer", "chosen"), [("momentum", 0.07), ("nesterov", 0.039)])
def test_the_rate_suits_the_optimizer(optimizer: str, chosen: float, unpack: Unpack) -> None:
    """On hours 1, 2, 4, 5 λmax is 24.6: momentum 0.9 converges at 0.07, Nesterov's does not, and gets a safe rate."""
    app = press(visit("gradient_descent_animator", optimizer=optimizer, learning_rate="0.07"), "Your own data")
    way_of(app).set_value("paste").run()
    app = press(app.text_area(key="own_paste").set_value(SCORES).run(), "Use these data")
    run = sent(app, unpack)["run"]
    assert float(link_of(app)["learning_rate"]) == chosen
    assert run["losses"][-1] < 0.01 * run["losses"][0]


@pytest.mark.parametrize("page", LESSONS)
def test_new_data_take_the_place_of_those_before(page: str, unpack: Unpack) -> None:
    """Data brought a second time are shown and travel, small ones and those too many for the link."""
    app = use(page, SCORES)
    first = link_of(app)["own"]
    for rows, travel in ((5, True), (400, False), (6, True)):
        text = "\n".join(["a\tb", *(f"{i}\t{3 * i + i % 2}" for i in range(rows))])
        app = press(app, "Your own data")
        way_of(app).set_value("paste").run()
        app = press(app.text_area(key="own_paste").set_value(text).run(), "Use these data")
        assert link_of(app)["data"] == "own"
        assert ("own" in link_of(app)) == travel
        assert link_of(app).get("own") != first
        assert not app.warning
        alone = visit(page, **link_of(app)) if travel else app
        np.testing.assert_array_equal(sent(app, unpack)["run"]["losses"], sent(alone, unpack)["run"]["losses"])
        assert app.selectbox(key=key_of(app, "data")).value == "own"
        assert f"{rows:,} rows of your own" in said(app) or page != "crop_yields"


@pytest.mark.parametrize("page", LESSONS)
def test_a_column_chosen_twice_is_refused_in_a_sentence(page: str) -> None:
    """On the way to other columns one may be feature and target for a moment: a sentence says so, nothing raises."""
    app = bring(page, "a\tb\tc\n1\t2\t5\n2\t5\t1\n3\t6\t2\n4\t1\t9")
    if page == "crop_yields":
        next(each for each in app.multiselect if each.label.startswith("Targets")).set_value(["b", "c"]).run()
    else:
        next(each for each in app.selectbox if each.label == "Feature x").set_value("c").run()
    assert not app.exception
    (error,) = app.error
    assert "is chosen twice" in error.value
    assert "Use these data" not in [button.label for button in app.button]


def test_the_session_shares_them() -> None:
    """What was brought to one lesson is in the data menus of the others, and stays while a built-in set is on show."""
    app = use("gradient_descent_animator", SCORES)
    app.selectbox(key=key_of(app, "data")).set_value("four_scores").run()
    assert link_of(app)["data"] == "four_scores"
    assert "own" not in link_of(app)
    for page in LESSONS[1:]:
        app.query_params.clear()
        app.switch_page(f"../../pages/{page}.py").run()
        app.selectbox(key=key_of(app, "data")).set_value("own").run()
        assert not app.exception
        assert link_of(app)["data"] == "own"


@pytest.mark.parametrize("page", LESSONS)
@pytest.mark.parametrize(
    ("link", "sentence"),
    [({}, "does not carry them"), ({"own": "1.eJwrSS0u"}, "incomplete or changed"), ({"own": "<b>"}, "changed")],
)
def test_a_link_without_its_data(page: str, link: dict[str, str], sentence: str) -> None:
    """Data that did not travel, or were tampered with, are missed in a sentence, and the default is shown."""
    app = visit(page, data="own", **link)
    assert not app.exception
    (warning,) = app.warning
    assert sentence in warning.value
    assert link_of(app) == {}


@pytest.mark.parametrize(
    "text",
    ["x\ty", "1\t2", "x\n1\n2\n3", "x\ty\na\tb\nc\td", "x\ty\n1\t2\n1\t3\n1\t4", "x\ty\n1\t1e400\n2\tnan\n3\tinf"],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(text: str) -> None:
    """The dialog says what is wrong, offers nothing to use, and the lesson behind it is as it was."""
    app = bring("gradient_descent_animator", text)
    assert not app.exception
    (error,) = app.error
    assert error.value.endswith(".")
    assert "Use these data" not in [button.label for button in app.button]
    assert link_of(app) == {}


@pytest.mark.parametrize("columns", [1, 2, 3, 5])
@pytest.mark.parametrize("view", ["fit", "plane"])
def test_crop_yields_takes_any_number_of_features(columns: int, view: str, unpack: Unpack) -> None:
    """With 1, 2, 3 or 5 features every picture is drawn, and the exact answer is beside the run."""
    rng = np.random.default_rng(columns)
    rows = rng.normal(size=(20, columns)).round(3)
    targets = rows @ np.arange(1, columns + 1) + 7
    names = [*(f"<b>f{i}</b>" for i in range(columns)), "y"]
    lines = [
        "\t".join(names),
        *("\t".join(f"{v:.6f}" for v in [*row, y]) for row, y in zip(rows, targets, strict=True)),
    ]
    app = use("crop_yields", "\n".join(lines))
    app.query_params["view"] = view
    follow(app)
    assert sent(app, unpack)["run"]["losses"][-1] < 1
    assert "7.000000000" in said(app)
    assert "<b>" not in said(app)


def test_a_common_mistake_is_shown_on_its_own_data() -> None:
    """A person who looks at own data sees it on the data it is about, and finds their own in the menu again."""
    app = use("crop_yields", "a\tb\tc\n1\t2\t3\n2\t5\t4\n3\t1\t9\n7\t2\t4\n8\t8\t8")
    app.session_state["closer"] = "Common mistakes"
    app.run()
    press(app, "Show me 100 epochs on raw features")
    assert not app.warning
    assert link_of(app) == {"scaling": "none", "learning_rate": "1e-05", "epoch": "100"}
    app.selectbox(key=key_of(app, "data")).set_value("own").run()
    assert not app.exception
    assert link_of(app)["data"] == "own"
