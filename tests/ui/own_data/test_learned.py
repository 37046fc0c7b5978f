"""Own data in Neural Network: classes by their names, numbers, scaled for training, carried by the link."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.own_data.test_own_pages import way_of
from tests.ui.visits import Unpack, closer_views, follow, link_of, look_closer, press, said, sent, visit

KINDS = ("Adelie, <b>", "😀 happy", "nan")
CENTRES = ((20_000, 60), (50_000, 20), (80_000, 50))


def table(kinds: int = 3, rows: int = 60) -> str:
    """Return incomes and ages, which differ a thousandfold in size, with a class that follows from them."""
    draws = np.random.default_rng(4).normal(size=(rows, 2)) * (3000, 4)
    lines = [
        f"{CENTRES[i % kinds][0] + x:.0f}\t{CENTRES[i % kinds][1] + y:.0f}\t{KINDS[i % kinds]}"
        for i, (x, y) in enumerate(draws)
    ]
    return "\n".join(["Income\tAge\tKind", *lines])


def opened(text: str, **link: str) -> AppTest:
    """Open the dialog and paste a text."""
    app = press(visit("neural_network", **link), "Your own data")
    way_of(app).set_value("paste").run()
    return app.text_area(key="own_paste").set_value(text).run()


def numbers(app: AppTest) -> Any:
    return next(each for each in app.multiselect if each.label.startswith("Inputs"))


def test_classes_of_a_pasted_table_are_learned_and_travel(unpack: Unpack) -> None:
    """Their names are in legend, words and graph, and a fresh session has by the link the same run, to the last bit."""
    app = opened(table(), epochs="300")
    assert "60 rows: 20 of Adelie, ‹b›, 20 of 😀 happy and 20 of nan" in said(app)
    assert "“nan” is taken for a class, with 20 rows" in said(app)
    app = press(app, "Use these data")
    link = link_of(app)
    assert link["data"] == "own"
    shown = sent(app, unpack)
    alone = visit("neural_network", **link, epoch="300")
    assert not alone.exception
    assert not alone.warning
    again = sent(alone, unpack)
    np.testing.assert_array_equal(shown["run"]["losses"], again["run"]["losses"])
    (field,) = (each for each in again["tracks"] if each["kind"] == "field")
    assert field["classes"] == ["Adelie, ‹b›", "😀 happy", "nan"]
    assert again["run"]["losses"][-1] < 0.1 * again["run"]["losses"][0]
    assert "of 15 😀 happy 15 rightly" in said(alone)
    assert "all 45 points that the network learns from are on the right side" in said(alone)
    axis = again["figure"]["layout"]["xaxis"]
    assert axis["title"]["text"] == "Income"
    assert 0 < axis["range"][0] < 20_000 < 80_000 < axis["range"][1]
    for view in closer_views(alone):
        look_closer(alone, view)


@pytest.mark.parametrize(("inputs", "target"), [(1, "Kind"), (1, "Age"), (2, "Third")])
def test_one_input_or_two_and_a_class_or_a_number(inputs: int, target: str, unpack: Unpack) -> None:
    """Each of them is trained, shown, and described; the curve of a class is its probability."""
    lines = [f"{line}\t{'Third' if i == 0 else i * 1.5}" for i, line in enumerate(table(2).split("\n"))]
    app = opened("\n".join(lines), epochs="60")
    numbers(app).set_value(["Income", "Age"][:inputs]).run()
    next(each for each in app.selectbox if each.label.startswith("Target")).set_value(target).run()
    app = press(app, "Use these data")
    assert not app.warning
    link = link_of(app)
    assert link.get("learning_rate") == (None if target == "Kind" else "0.1")
    shown = sent(app, unpack)
    kind = "field" if inputs == 2 else "network_curve"
    (track,) = (each for each in shown["tracks"] if each["kind"] == kind)
    assert track["form"]["output"] == ("sigmoid" if target == "Kind" else "identity")
    again = sent(visit("neural_network", **link, epoch="60", predict="true"), unpack)
    assert again["run"]["losses"][0] == shown["run"]["losses"][0]


def test_whole_numbers_are_asked_about() -> None:
    """A target of few whole numbers is classes unless a person says that it is a number."""
    app = opened("a\tb\tgrade\n" + "\n".join(f"{i}\t{i * i % 7}\t{i % 3}" for i in range(12)))
    assert "4 of 0, 4 of 1 and 4 of 2" in said(app)
    (kind,) = (each for each in app.get("button_group") if each.label.startswith("grade has 3 different values"))
    kind.set_value("numbers").run()
    assert "4 of 0" not in said(app)
    app = press(app, "Use these data")
    assert link_of(app)["own"].startswith("n2.")


def test_bad_tables_are_refused_and_the_page_is_as_it_was() -> None:
    """A sentence each, one after another in the same dialog; the link says nothing of them."""
    app = opened("a\n1\n2\n3\n4")
    for text, sentence in [
        ("a\n1\n2\n3\n4", "The table has one column"),
        ("a\tkind\nu\tv\nw\tx\ny\tz", "no column has numbers"),
        ("a\tkind\n1\tv\n2\tv\n3\tv\n4\tv", "are of one class"),
        ("a\tkind\n1\tv\n2\tw\n3\tx\n4\ty", "has one row only"),
        ("a\tkind\n1\t\n2\t\n3\tv\n4\tv", "4 rows at least are needed"),
    ]:
        app.text_area(key="own_paste").set_value(text).run()
        assert not app.exception
        (error,) = app.error
        assert sentence in error.value
        assert "Use these data" not in [button.label for button in app.button]
        assert link_of(app) == {}


def test_ten_thousand_rows_are_cut_with_a_sentence_and_a_large_table_stays_in_the_session() -> None:
    """The network gets a thousand of them; a link that names them elsewhere is told what it lacks."""
    app = opened(table(rows=10_000), epochs="20", layers="2")
    assert "The network gets 999 of them" in said(app) or "The network gets 1,000 of them" in said(app)
    app = press(app, "Use these data")
    link = link_of(app)
    assert link["data"] == "own"
    assert "own" not in link
    (warning,) = visit("neural_network", **link).warning
    assert "does not carry them" in warning.value


def test_a_class_of_which_no_row_can_be_held_out_is_named() -> None:
    """It keeps its only row to learn from, at the largest share too."""
    app = press(opened(table(2) + "\n50000\t40\tlonely", epochs="20", validation_share="0.8"), "Use these data")
    assert "No row of lonely is held out" in said(app)
    assert not app.warning


@pytest.mark.parametrize("change", [lambda text: text[:-9], lambda text: "c1" + text[2:], lambda text: "x" + text[1:]])
def test_a_tampered_link_is_said_and_the_lesson_begins(change: Any) -> None:
    """Cut short, with another number of inputs, or of no known kind; the page then shows its own data."""
    app = press(opened(table(rows=12), epochs="20"), "Use these data")
    link = link_of(app)
    other = visit("neural_network", **{**link, "own": change(link["own"])})
    assert not other.exception
    (warning,) = other.warning
    assert "incomplete or changed" in warning.value
    assert "data" not in link_of(other)


def test_a_run_on_own_data_is_kept_as_a_until_other_data_come() -> None:
    """Its link has them while A needs them; new data let A go."""
    app = press(opened(table(rows=12), epochs="20"), "Use these data")
    app.query_params["kept"] = "epochs:20~data:own"
    follow(app)
    app = press(app, "Your own data")
    way_of(app).set_value("paste").run()
    app = press(app.text_area(key="own_paste").set_value(table(2, 12)).run(), "Use these data")
    assert "kept" not in link_of(app)
    assert not app.exception


def test_own_data_of_other_lessons_are_apart() -> None:
    """What was brought here, with its classes, is not offered where a line is fitted."""
    app = press(opened(table(rows=12), epochs="20"), "Use these data")
    app.query_params.clear()
    app.switch_page("../../pages/crop_yields.py").run()
    assert not app.exception
    menu = next(each for each in app.selectbox if each.label == "Data")
    assert len(menu.options) == 3
