"""A run is kept as A and compared with B: by mouse and keys, on one clock, by a link, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from core.data import load
from core.model import Recipe
from core.training import train
from tests.browser.appearance import below_the_fold, serious, too_wide
from tests.browser.conftest import PHONE
from tests.browser.lesson import descend, mean_squared_error

KEPT_LIGHT = (102, 26, 0)
SCORES, CURVE, LANDSCAPE = range(3)
RATES = {"A": 0.01, "B": 0.02}


def lines_at(epoch):
    """Return slope and intercept of both runs at an epoch, computed by hand."""
    return {name: descend(rate, epoch)[-1] for name, rate in RATES.items()}


def test_keep_change_and_play_on_one_clock(page, open_lesson):
    """Kept by mouse, changed on the ruler by keys: both stand at the same epoch, each with its own numbers."""
    lesson = open_lesson(page, "?epoch=40")
    page.get_by_role("button", name="Compare").click()
    lesson.wait_for_url(kept="defaults")
    lesson.expect_text("A and B do not differ")
    lesson.ruler.focus()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    lesson.wait_for_url(learning_rate="0.02", kept="defaults")
    lesson.expect_text("A and B differ in one thing: the learning rate (0.01 against 0.02)")
    lesson.at_rest()
    for epoch in (40, 41):
        lesson.wait_for_epoch(epoch)
        lines = lines_at(epoch)
        assert lesson.readout("loss") == pytest.approx(mean_squared_error(*lines["B"]), rel=1e-5)
        assert lesson.readout("kept_loss") == pytest.approx(mean_squared_error(*lines["A"]), rel=1e-5)
        assert (lesson.readout("slope"), lesson.readout("intercept")) == pytest.approx(lines["B"], rel=1e-5)
        assert (lesson.readout("kept_slope"), lesson.readout("kept_intercept")) == pytest.approx(lines["A"], rel=1e-5)
        lesson.wait_for_colour(KEPT_LIGHT, lesson.place(LANDSCAPE, *lines["A"]))
        lesson.wait_for_colour(KEPT_LIGHT, lesson.place(CURVE, epoch, mean_squared_error(*lines["A"])))
        if epoch == 40:
            lesson.press("ArrowRight")
    lesson.at_rest()
    assert below_the_fold(page) == []
    assert serious(page) == []
    # While the ruler is dragged B follows, and A stays.
    lesson.ruler.fill(str(lesson.stop() - 19))
    lesson.wait_for("Number(d.learningRate) < 0.01")
    assert lesson.readout("kept_loss") == pytest.approx(mean_squared_error(*lines_at(41)["A"]), rel=1e-5)
    page.get_by_role("button", name="A: rate 0.01").click()
    page.get_by_role("button", name="Swap A and B").click()
    lesson.expect_text(" against 0.01)")
    # Whether A's button stays open when its words change is Streamlit's.
    lesson.at_rest()
    stop = page.get_by_role("button", name="Stop comparing")
    if not stop.is_visible():
        page.get_by_role("button", name="A: rate").click()
    stop.click()
    lesson.wait_for_url(kept=None)
    expect(page.get_by_role("button", name="Compare")).to_be_visible()


def test_a_link_reproduces_both_on_a_phone_in_the_dark(new_page, open_lesson):
    """In a fresh browser a link has A and B again; the shorter run stands at its end, and all fits a phone."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark")
    lesson = open_lesson(page, "?kept=epochs:20&learning_rate=0.011&epochs=60&epoch=50")
    (a, b) = descend(0.01, 20)[-1], descend(0.011, 50)[-1]
    assert lesson.readout("kept_loss") == pytest.approx(mean_squared_error(*a), rel=1e-5)
    assert lesson.readout("loss") == pytest.approx(mean_squared_error(*b), rel=1e-5)
    lesson.expect_text("A ends at epoch 20 and stands there")
    assert too_wide(page) == []
    assert serious(page) == []
    button = page.get_by_role("button", name="A: rate 0.01")
    heights = button.evaluate("(e) => [e.querySelector('p'), e].map((part) => part.getBoundingClientRect().height)")
    assert heights[0] < heights[1]
    button.tap()
    expect(page.get_by_role("button", name="Stop comparing")).to_be_visible()
    assert too_wide(page) == []


def test_a_longer_kept_run_goes_on_when_the_shown_one_has_ended(page, open_lesson):
    """The clock goes as far as the longer run: at its end B stands at its own."""
    lesson = open_lesson(page, "?kept=epochs:80&epochs=20")
    lesson.button("To end").click()
    lesson.wait_for_epoch(80)
    assert lesson.readout("epoch") == 20
    assert lesson.readout("kept_loss") == pytest.approx(mean_squared_error(*descend(0.01, 80)[-1]), rel=1e-5)
    lesson.expect_text("B ends at epoch 20 and stands there")
    lesson.train_for(30)
    lesson.wait_for_url(epochs="30")
    lesson.at_rest()
    lesson.wait_for_epoch(80)
    assert lesson.readout("loss") == pytest.approx(mean_squared_error(*descend(0.01, 30)[-1]), rel=1e-5)


def test_a_kept_neuron_has_its_numbers_beside_the_phases(page, open_lesson):
    """A's weight, bias and loss stand in the bar, at the same iteration as B's, and go with A."""
    lesson = open_lesson(page, "?kept=learning_rate:0.0005&epoch=39", "perceptron")
    recipe = Recipe(0.0005, 40, loss="sse", activation="relu", start=(0.3, 0.4), device="cpu")
    run = train(load("perceptron"), recipe)
    kept = page.get_by_label("A now")
    for epoch in (39, 40):
        lesson.wait_for_epoch(epoch)
        (w, b), loss = run.parameters[epoch], run.losses[epoch]
        expect(kept).to_have_text(f"A: w {w:.4f}, b {b:.4f}, loss {loss:.3f}")
        if epoch == 39:
            lesson.press("ArrowRight")
    lesson.at_rest()
    assert below_the_fold(page) == []
    page.get_by_role("button", name="A: rate 0.0005, 4,000 iterations").click()
    page.get_by_role("button", name="Stop comparing").click()
    lesson.wait_for_url(kept=None)
    expect(kept).to_have_text("")


def test_a_kept_line_stays_while_another_is_moved(page, open_lesson):
    """In Loss Explorer A's line and its loss stay where they are, and its loss follows the points."""
    lesson = open_lesson(page, "?data=four_scores&line=10,400&ground=contours", name="loss_explorer")
    page.get_by_role("button", name="Compare").click()
    lesson.wait_for_url(kept="data:four_scores~line:10,400")
    lesson.handle("Slope and intercept").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("new URL(location.href).searchParams.get('line') !== '10,400'")
    lesson.at_rest()
    # (20² + 80² + 10² + 120²) / 4
    assert lesson.readout("kept_loss") == 5325
    assert (lesson.readout("kept_slope"), lesson.readout("kept_intercept")) == (10, 400)
    assert lesson.readout("slope") < 10
    lesson.wait_for_ink(KEPT_LIGHT, lesson.place(LANDSCAPE, 10, 400))
    lesson.expect_text("A and B differ in one thing: the line (10x + 400 against")
    assert below_the_fold(page) == []
    assert serious(page) == []
    lesson.handle("Point 3").focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_function("new URL(location.href).searchParams.has('points')")
    lesson.at_rest()
    height = float(lesson.query["points"][0].split(",")[2].split(":")[1])
    # The other three residuals are as they were; the third prediction is 700.
    assert lesson.readout("kept_loss") == pytest.approx((20**2 + 80**2 + (height - 700) ** 2 + 120**2) / 4, rel=1e-5)
