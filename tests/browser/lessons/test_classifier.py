"""The Classifier by mouse, keys and finger: ruler, pass mark, threshold, start, and both losses on one clock."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import expect

from core.analysis import accuracies_on, best_bias
from core.data import load_classes, passed
from core.model import Network, Recipe
from core.training import train
from tests.browser.conftest import PATIENCE_MS, PHONE

PAGE = "classifier"
LANDSCAPE = 2
TEXT_LIGHT = (22, 32, 46)
RECIPE = Recipe(0.3, 300, "cross_entropy", network=Network(initializer="zeros"))


def test_a_classifier_is_driven(page, open_lesson):
    """The ruler by keys, steps back, the threshold, and each view: the pictures show the numbers of the run itself."""
    lesson = open_lesson(page, "?epochs=300", PAGE)
    run = train(passed(), RECIPE)
    lesson.press("End")
    lesson.wait_for_epoch(300)
    assert lesson.shown.loss == pytest.approx(run.losses[300], rel=1e-6)
    lesson.press("ArrowLeft")
    lesson.wait_for_epoch(299)
    lesson.sent.clear()
    lesson.ruler.press("ArrowLeft")
    lesson.wait_for("Number(d.learningRate) === 0.2")
    slower = train(passed(), Recipe(0.2, 300, "cross_entropy", network=Network(initializer="zeros")))
    assert lesson.shown.loss == pytest.approx(slower.losses[299], rel=1e-6)
    lesson.wait_for_url(learning_rate="0.2", epoch="299")
    threshold = page.get_by_role("slider", name="Threshold")
    threshold.focus()
    threshold.press("End")
    lesson.wait_for_url(threshold="1")
    lesson.expect_text("At the threshold 1 it is right about 3 of 8 students.")
    page.get_by_text("Each student’s loss", exact=True).first.click()
    lesson.wait_for_url(view="students")
    lesson.at_rest()
    lesson.press("Home")
    lesson.wait_for_epoch(0)
    assert lesson.shown.loss == pytest.approx(np.log(2), rel=1e-6)
    page.get_by_role("radio", name="Two losses").or_(page.get_by_text("Two losses", exact=True)).first.click()
    lesson.wait_for_url(view="both")
    lesson.at_rest()
    lesson.press("End")
    lesson.wait_for_epoch(300)
    brier = train(passed(), Recipe(0.2, 300, "brier", network=Network(initializer="zeros")))
    lesson.wait_for("Math.abs(Number(d.loss) - a) < 1e-6", float(slower.losses[300]))
    assert lesson.readout("loss_brier") == pytest.approx(brier.losses[300], rel=1e-4)


@pytest.mark.parametrize("data", ["passed", "penguins_adelie_chinstrap"])
def test_a_start_is_tapped_on_a_phone(new_page, open_lesson, data):
    """A finger's tap into the landscape begins the run there; of two weights with the bias that is best for them."""
    phone = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    lesson = open_lesson(phone, f"?epochs=300&data={data}", PAGE)
    place = (1, -8) if data == "passed" else (3, -2)
    x, y = lesson.place(LANDSCAPE, *place)
    # The landscape is the third picture: a person scrolls to it, so that the place is in the middle of the screen.
    phone.evaluate(
        "(by) => document.querySelector('[data-testid=stMain]').scrollBy(0, by)",
        lesson.origin()[1] + y - PHONE["height"] / 2,
    )
    left, top = lesson.origin()
    phone.touchscreen.tap(left + x, top + y)
    phone.wait_for_function("new URL(location.href).searchParams.has('start')", timeout=PATIENCE_MS)
    lesson.at_rest()
    start = tuple(float(number) for number in lesson.query["start"][0].split(","))
    assert start == pytest.approx(place, abs=0.2)
    lesson.press("End")
    lesson.wait_for_epoch(300)
    recipe, dataset = Recipe(0.3, 300, "cross_entropy", network=Network()), passed()
    if data != "passed":
        recipe, dataset = replace(recipe, learning_rate=3.0, scaling="zscore_features"), load_classes(data)
        start = *start, float(f"{best_bias(dataset, recipe, start):.6g}")
    run = train(dataset, replace(recipe, start=start))
    lesson.wait_for("Math.abs(Number(d.loss) - a) < 1e-6", float(run.losses[300]))
    expect(phone.get_by_role("heading", name="What to notice")).to_be_attached()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_penguins_are_told_apart(page, open_lesson):
    """The border stands where both are as probable, at the threshold too; the ruler turns it; three species follow."""
    lesson = open_lesson(page, "?data=penguins_adelie_chinstrap&epochs=200", PAGE)
    bills = load_classes("penguins_adelie_chinstrap")
    shift, scale = bills.features.mean(axis=0), bills.features.std(axis=0)

    def border(rate: float, epoch: int, depth: float, odds: float = 0.0) -> tuple[float, float]:
        run = train(bills, replace(RECIPE, learning_rate=rate, epochs=200, scaling="zscore_features"))
        assert lesson.shown.loss == pytest.approx(run.losses[epoch], rel=1e-6)
        along, across, bias = run.parameters[epoch]
        z = (np.log(odds) if odds else 0) - bias - across * (depth - shift[1]) / scale[1]
        return float(z / along * scale[0] + shift[0]), depth

    lesson.press("End")
    lesson.wait_for_epoch(200)
    lesson.at_rest()
    lesson.wait_for_colour(TEXT_LIGHT, lesson.place(0, *border(3.0, 200, 21.2)), 3)
    lesson.press("ArrowLeft")
    lesson.wait_for_epoch(199)
    lesson.sent.clear()
    lesson.ruler.press("ArrowLeft")
    lesson.wait_for("Number(d.learningRate) === 2")
    lesson.wait_for_colour(TEXT_LIGHT, lesson.place(0, *border(2.0, 199, 21.2)), 3)
    lesson.wait_for_url(learning_rate="2", epoch="199")
    threshold = page.get_by_role("slider", name="Threshold")
    threshold.focus()
    threshold.press("End")
    lesson.wait_for_url(threshold="1")
    lesson.at_rest()
    # All but 1: there the border is drawn that lies nowhere.
    lesson.wait_for_colour(TEXT_LIGHT, lesson.place(0, *border(2.0, 199, 15.6, odds=0.999 / 0.001)), 3)
    page.get_by_role("combobox", name="Data").click()
    page.get_by_role("option", name="Penguins: three species").click()
    lesson.wait_for_url(data="penguins", learning_rate="2")
    lesson.at_rest()
    three = train(load_classes("penguins"), replace(RECIPE, learning_rate=2.0, epochs=200, scaling="zscore_features"))
    lesson.wait_for("Math.abs(Number(d.loss) - a) < 1e-6", float(three.losses[199]))
    expect(page.get_by_role("slider", name="Threshold")).to_have_count(0)
    expect(page.get_by_text("Who is taken for whom:")).to_be_visible()


def test_other_data_are_no_zoom(page, open_lesson):
    """What the students' axes were given says nothing of the penguins': there is nothing to reset."""
    lesson = open_lesson(page, "?epochs=200", PAGE)
    reset = lesson.root.locator(".modebar-btn[data-title='Reset view']")
    for name in ("Penguins: Adelie and Chinstrap", "Penguins: three species", "Students: passed or not"):
        page.get_by_role("combobox", name="Data").click()
        page.get_by_role("option", name=name).click()
        expect(page.get_by_role("combobox", name="Data")).to_have_value(name)
        lesson.at_rest()
        expect(reset).to_be_hidden()


def test_three_species_fill_a_phones_screen(new_page, open_lesson):
    """The page is no wider than the phone; presented, the run goes to its end, and so does the accuracy."""
    phone = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    lesson = open_lesson(phone, "?data=penguins&epochs=60", PAGE)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    lesson.present.tap()
    lesson.wait_for("document.querySelector('.slopewise-player.present')")
    lesson.press("End")
    lesson.wait_for_epoch(60)
    expect(phone.locator(".slopewise-player")).to_have_attribute("data-epoch", "60")
    accuracy = accuracies_on(train(load_classes("penguins"), replace(RECIPE, learning_rate=3.0, epochs=60,
                             scaling="zscore_features")), load_classes("penguins"))[60]  # fmt: skip
    assert lesson.readout("accuracy") == pytest.approx(100 * accuracy, abs=0.1)
