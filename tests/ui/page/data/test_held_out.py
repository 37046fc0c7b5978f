"""Rows held out: a run learns from the others alone; pictures, numbers, words and scripts judge it by both."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest

from core.analysis import losses_on
from core.data import drawn_rows, load, split
from core.exact import cross_validated, least_squares
from core.model import Recipe
from core.training import train
from tests.ui.visits import Unpack, closer_views, key_of, link_of, look_closer, press, said, sent, shown_in, visit

STUDY = load("study_hours")
KEPT, UNSEEN = split(STUDY, [1, 4])


def legends(content: dict) -> list[str]:
    return [text for legend in content["figure"]["layout"]["meta"]["legends"] for _, text in legend["entries"]]


def test_the_run_learns_from_the_others_alone(unpack: Unpack) -> None:
    """Losses sent are those of a run on six rows; the two others are hollow, with a curve and a number of their own."""
    app = visit("study_hours", held_rows="2,5", epochs="300", epoch="200")
    content = sent(app, unpack)
    run = train(KEPT, Recipe(epochs=300))
    np.testing.assert_allclose(content["run"]["losses"], run.losses, rtol=1e-9)
    (hollow,) = (trace for trace in content["figure"]["data"] if trace["name"] == "held out")
    assert hollow["marker"]["symbol"] == "circle-open"
    assert hollow["text"] == ["Row 2", "Row 5"]
    assert {"○ held out", "━ training", "━ validation ○ best", "┅ lowest"} <= set(legends(content))
    assert [number["label"] for number in content["readouts"][:3]] == ["Epoch", "Loss (MSE)", "Validation loss"]
    assert content["readouts"][2]["unit"] == "points²"
    form = content["readouts"][2]["form"]
    weights = form["form"]["weights"].reshape(-1, 2)
    found = ((weights @ run.parameters[200] + form["form"]["offset"] - form["targets"]) ** 2).mean()
    wanted = losses_on(run, UNSEEN)
    assert found == pytest.approx(wanted[200], rel=1e-9)
    assert {"path", "lowest", "point"} == {t["kind"] for t in content["tracks"] if t.get("colour") == "validation"}
    assert f"{run.losses[200]:.2f} on the rows that it learns from, and {wanted[200]:.2f} on those held out" in said(
        app
    )
    low, high = content["figure"]["layout"]["yaxis2"]["range"]
    assert low < np.log10(wanted.min()) < np.log10(wanted.max()) < high
    exact = least_squares(KEPT).parameters
    look_closer(app, "The data")
    table = app.dataframe[0].value
    assert table["Used"].tolist() == ["to train on"] * 6 + ["held out"] * 2
    assert table["Name"].tolist() == [f"Row {i}" for i in (1, 3, 4, 6, 7, 8, 2, 5)]
    assert exact[0] != pytest.approx(least_squares(STUDY).parameters[0], rel=1e-3)


def test_a_share_is_drawn_by_its_seed(unpack: Unpack) -> None:
    """The same link holds out the same rows; another seed others; the fields unfold and are in the link."""
    app = visit("study_hours")
    assert not {"held_out", "split_seed"} & set(shown_in(app.number_input))
    assert "Cross-validation" not in closer_views(app)
    app.toggle(key=key_of(app, "all_controls")).set_value(True).run()
    assert "split_seed" not in shown_in(app.number_input)
    app.number_input(key=key_of(app, "held_out")).set_value(0.25).run()
    app.number_input(key=key_of(app, "split_seed")).set_value(3).run()
    assert link_of(app) == {"all_controls": "true", "held_out": "0.25", "split_seed": "3"}
    (hollow,) = (trace for trace in sent(app, unpack)["figure"]["data"] if trace["name"] == "held out")
    assert hollow["text"] == [f"Row {row + 1}" for row in drawn_rows(8, 0.25, 3)]
    app.number_input(key=key_of(app, "held_out")).set_value(0.0).run()
    assert not app.exception
    assert "held out" not in legends(sent(app, unpack))


def test_the_best_epoch_is_named_and_leads_there() -> None:
    """Crop Yields overfits its four rows: the best epoch is that of the lowest loss, and a button stops there."""
    crops = load("crop_yields")
    kept, unseen = split(crops, drawn_rows(5, 0.2, 0))
    losses = losses_on(train(kept, Recipe(0.5, 100, scaling="zscore_features")), unseen)
    best = int(losses.argmin())
    assert 0 < best < 100
    app = visit("crop_yields", held_out="0.2", epoch="100")
    assert f"The validation loss is lowest after {best} epochs" in said(app)
    assert "it overfits" in said(app)
    press(app, f"Stop there: after {best} epochs")
    assert link_of(app) == {"held_out": "0.2", "epoch": str(best), "epochs": str(best)}
    assert f"lowest at the end, at {losses[best]:.1f}" in said(app)
    assert not any(button.label.startswith("Stop there") for button in app.button)


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("study_hours", {"held_rows": "2,5", "epochs": "60"}),
        ("study_hours", {"held_out": "0.5", "scaling": "zscore", "loss": "huber", "noise": "4", "epochs": "60"}),
        ("study_hours", {"held_out": "0.25", "scaling": "max", "loss": "mae", "learning_rate": "0.1", "epochs": "60"}),
        ("hubble_age", {"held_out": "0.3", "epochs": "60"}),
        ("crop_yields", {"held_out": "0.2", "epochs": "30"}),
        ("crop_yields", {"data": "crop_yields_15", "held_out": "0.4", "loss": "sse", "learning_rate": "0.01"}),
    ],
)
def test_scripts_hold_the_same_rows_out(page: str, link: dict[str, str], tmp_path: Path) -> None:
    """The script prints both losses and its assertions hold; with another row held out they do not."""
    app = visit(page, **link)
    assert not app.exception
    look_closer(app, "The code")
    text = app.code[0].value
    (tmp_path / "run.py").write_text(text, encoding="utf-8")
    names = runpy.run_path(str(tmp_path / "run.py"))
    assert names["validation_loss"] != names["loss"]
    assert "held out" in text
    wrong = text.replace("x_held, y_held = held_out[:,", "held_out += 1\nx_held, y_held = held_out[:,")
    (tmp_path / "wrong.py").write_text(wrong, encoding="utf-8")
    with pytest.raises(AssertionError, match="validation loss"):
        runpy.run_path(str(tmp_path / "wrong.py"))


@pytest.mark.parametrize(
    ("page", "link", "sentence"),
    [
        ("crop_yields", {"held_out": "0.5"}, "Holding out 2 of the 5 rows would leave 3 to learn from, and at least 4"),
        ("study_hours", {"held_rows": "1,2,3,4,5,6,7,8"}, "Holding out 8 of the 8 rows would leave 0"),
        ("study_hours", {"held_rows": "2,9"}, "There is no row 9 to hold out: the data have 8 rows."),
        ("hubble_age", {"held_out": "0.7"}, "Use a share of the rows from 0 to 0.5."),
        ("study_hours", {"held_rows": "0"}, "Use numbers of rows, such as 2,5."),
        ("study_hours", {"kept": "held_rows:9"}, "What was kept as A cannot be trained: There is no row 9"),
    ],
)
def test_what_cannot_be_held_out_is_refused(page: str, link: dict[str, str], sentence: str) -> None:
    """Too many rows, rows that are not there, no share: a sentence, and the page as it is without."""
    app = visit(page, **link)
    assert not app.exception
    assert sentence in app.warning[0].value
    assert link_of(app) == {}


def test_a_share_that_cannot_be_leaves_the_one_before() -> None:
    """What a person had chosen stays where what they choose next leaves too few rows."""
    app = visit("crop_yields", held_out="0.2")
    app.number_input(key=key_of(app, "held_out")).set_value(0.5).run()
    assert not app.exception
    assert "hold out at most 1. The data are as they were." in app.warning[0].value
    assert link_of(app) == {"held_out": "0.2"}


def test_rows_by_hand_give_way_to_a_share() -> None:
    """A button takes them back, and a share takes their place."""
    app = visit("study_hours", held_rows="2,5")
    press(app, "Hold out none")
    assert link_of(app) == {}
    app = visit("study_hours", held_rows="2,5")
    app.number_input(key=key_of(app, "held_out")).set_value(0.25).run()
    assert link_of(app) == {"held_out": "0.25"}


def test_other_pages_hold_nothing_out() -> None:
    """A share chosen on one page is that page's: the Animator trains on all rows after it."""
    app = visit("study_hours", held_out="0.25")
    app.switch_page("../../pages/gradient_descent_animator.py")
    app.query_params.clear()
    app.run()
    assert not app.exception
    assert "held out" not in said(app)


def test_cross_validation_has_every_fold() -> None:
    """Its table has the losses of each fold, their mean, and how many folds is in the link."""
    app = visit("study_hours", held_out="0.25", split_seed="1")
    look_closer(app, "Cross-validation")
    folds = cross_validated(STUDY, 4, 1)
    for fold in folds:
        assert f"| {fold.training:.5g} | {fold.validation:.5g}".rstrip("0") in said(app)
    assert f"{np.mean([fold.validation for fold in folds]):.5g}" in said(app)
    app.number_input(key=key_of(app, "folds")).set_value(8).run()
    assert link_of(app)["folds"] == "8"
    assert "| 8 | row " in said(app)
    assert not app.exception


def test_a_guess_gives_nothing_of_the_rows_held_out_away(unpack: Unpack) -> None:
    """While the loss is to be guessed, the validation curve has its beginning alone, and nothing names its best."""
    app = visit("study_hours", held_out="0.25", predict="true")
    assert not app.exception
    assert len(sent(app, unpack)["run"]["epochs"]) == 1
    assert "lowest after" not in said(app)
    assert not any(button.label.startswith("Stop there") for button in app.button)
