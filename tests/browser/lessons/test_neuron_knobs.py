"""The knobs of the Perceptron by mouse, keys and finger: axes, a schedule, and what large weights cost."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from core.data import load
from core.model import Recipe
from core.neuron import neuron_minimum
from core.training import train
from tests.browser.conftest import PHONE
from tests.browser.lesson import as_number

PAGE = "perceptron"
DATASET = load("perceptron")
FIELDS = {"learning_rate": 0.001, "loss": "sse", "activation": "relu", "start": (0.3, 0.4)}


def line(lesson, number):
    return lesson.root.locator(f".slopewise-neuron [data-line='{number}']")


def numbers(text):
    """Return the numbers of a formula behind its last letters."""
    return [as_number(found) for found in re.findall(r"−?\d[\d,]*(?:\.\d+)?(?:e-\d+)?", text)]


def test_a_scheduled_neuron_with_a_penalty(page, open_lesson):
    """By mouse and keys; each phase has the rate of its iteration and the price of its weight, at the ruler's rate."""
    lesson = open_lesson(page, "?epochs=60&epoch=40&phase=update&all_controls=true", PAGE)
    lesson.choose("Schedule", "Exponential")
    lesson.wait_for_url(schedule="exponential")
    length = lesson.field("Iterations to this factor")
    length.fill("20")
    length.press("Enter")
    lesson.wait_for_url(schedule_length="20")
    expect(line(lesson, 1)).to_contain_text("− 1e−5 ×")
    decay = page.get_by_role("slider", name="Weight decay λ")
    decay.focus()
    decay.press("End")
    lesson.wait_for_url(weight_decay="1000")
    lesson.at_rest()
    recipe = Recipe(epochs=60, **FIELDS, schedule="exponential", schedule_length=20, weight_decay=1000.0)
    run = train(DATASET, recipe)
    # The ruler goes to another rate; the neuron follows before anything comes from the server.
    lesson.ruler.press("ArrowLeft")
    lesson.wait_for("Number(d.learningRate) < 0.001")
    rate = lesson.shown.learning_rate
    expect(line(lesson, 1)).to_contain_text(f"− {rate / 100:.6g} ×".replace("e-0", "e−"))
    lesson.ruler.press("ArrowRight")
    lesson.wait_for("Number(d.learningRate) === 0.001")
    lesson.root.get_by_role("group", name="Phase of the iteration").get_by_role("button", name="Backward").click()
    lesson.wait_for_url(phase="backward")
    expect(line(lesson, 1)).to_contain_text("f′(z) x + λ w =")
    own, price, whole = numbers(line(lesson, 1).inner_text().split("λ w = ")[1])
    w, gradient = run.parameters[40, 0], run.gradients[40, 0]
    assert abs(price - 1000 * w) < 1e-3 * abs(price)
    assert abs(whole - gradient) < 1e-5 * abs(gradient)
    assert abs(own + price - whole) < 1e-3 * abs(price)
    lesson.expect_text("The best weight is")
    floor = page.evaluate(
        """() => document.querySelector(".slopewise-graph")._fullData.find(
          ({ name }) => name === "lowest possible loss").y[0]"""
    )
    assert abs(floor - neuron_minimum(DATASET, recipe).loss) < 1e-9
    assert "learning rate" in page.evaluate("document.querySelector('.slopewise-graph')._fullData.map((t) => t.name)")
    decay.focus()
    decay.press("Home")
    lesson.wait_for_url(weight_decay=None)
    expect(line(lesson, 1)).not_to_contain_text("λ")
    lesson.choose("Loss over", "Rows seen")
    lesson.wait_for_url(loss_over="rows")
    page.wait_for_function("document.querySelector('.slopewise-graph')._fullLayout.xaxis2.range[1] === 60 * 25")
    lesson.at_rest()


def test_a_penalty_by_finger_brings_a_dead_neuron_back(new_page, open_lesson):
    """On a phone a tap on the slider of L1 does it; the first iterations are shown at a tap."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    lesson = open_lesson(page, "?all_controls=true&epochs=400&epoch=400&start=0.9,0.9", PAGE)
    lesson.expect_text("this neuron is dead")
    page.get_by_role("group", name="L1 penalty α", exact=True).scroll_into_view_if_needed()
    box = page.get_by_role("slider", name="L1 penalty α").evaluate(
        """(thumb) => {
          const { x, width } = thumb.closest("[data-testid=stSlider]").getBoundingClientRect();
          const at = thumb.getBoundingClientRect();
          return [x + 0.75 * width, at.y + at.height / 2];
        }"""
    )
    page.touchscreen.tap(*box)
    expect(page).to_have_url(re.compile("l1=[0-9.]+"))
    lesson.expect_text("The penalty leads this neuron back.")
    page.locator(".st-key-controls").get_by_text("First 30 iterations").tap()
    lesson.wait_for_url(first_30="true")
    page.wait_for_function("document.querySelector('.slopewise-graph')._fullLayout.xaxis2.range[1] === 30")
    lesson.at_rest()
