"""Neural Network in the browser: two losses that follow the ruler, and a network that is changed where it is seen."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from core.analysis import losses_on
from core.data import drawn_rows, generate, split
from core.model import Network, Recipe
from core.training import train
from tests.browser.conftest import PHONE

VALIDATION_LIGHT = (138, 5, 255)
CURVE = 1


def test_both_losses_follow_the_ruler_without_a_word_to_the_server(page, open_lesson):
    """The validation loss is that computed here, at the end, on the way, and at a rate that is dragged to."""
    whole = generate("circles")
    dataset, unseen = split(whole, drawn_rows(whole.n, 0.25, 0))

    def losses(rate: float):
        network = Network((4,), "tanh")
        return losses_on(train(dataset, Recipe(rate, 1000, loss="cross_entropy", network=network)), unseen)

    lesson = open_lesson(page, "?epoch=1000", "neural_network")
    assert lesson.readout("validation_loss") == pytest.approx(losses(1.0)[1000], rel=1e-4)
    for epoch in (300, 1000):
        lesson.wait_for_colour(VALIDATION_LIGHT, lesson.place(CURVE, epoch, losses(1.0)[epoch]), 3)
    stop = lesson.stop()
    lesson.sent.clear()
    page.mouse.move(*lesson.thumb(lesson.ruler, stop))
    page.mouse.down()
    page.mouse.move(*lesson.thumb(lesson.ruler, stop - 4), steps=5)
    lesson.wait_for("Number(d.learningRate) < a", 0.5)
    rate = lesson.shown.learning_rate
    assert lesson.readout("validation_loss") == pytest.approx(losses(rate)[1000], rel=1e-3)
    lesson.wait_for_colour(VALIDATION_LIGHT, lesson.place(CURVE, 300, losses(rate)[300]), 3)
    assert lesson.sent == []
    page.mouse.up()
    lesson.wait_for_url(learning_rate=f"{rate:g}")
    lesson.at_rest()


@pytest.mark.parametrize("hand", ["mouse", "touch", "keyboard"])
def test_neurons_and_layers_are_added_and_taken_away_below_them(new_page, open_lesson, hand):
    """Pressed twice in a row each press counts; the last neuron goes with its layer; link, menu and focus follow."""
    page = new_page(**({"viewport": PHONE, "has_touch": True, "is_mobile": True} if hand == "touch" else {}))
    lesson = open_lesson(page, "?epochs=60", "neural_network")
    neurons = page.locator(".slopewise-network-neuron")

    def press(name: str) -> None:
        button = lesson.root.get_by_role("button", name=name, exact=True)
        {"mouse": button.click, "touch": button.tap, "keyboard": lambda: button.press("Enter")}[hand]()

    press("Add a neuron to hidden layer 1")
    press("Add a neuron to hidden layer 1")
    lesson.wait_for_url(layers="6")
    expect(neurons).to_have_count(2 + 6 + 1)
    press("+ layer")
    lesson.wait_for_url(layers="6,6")
    expect(neurons).to_have_count(2 + 6 + 6 + 1)
    if hand == "keyboard":
        expect(lesson.button("+ layer")).to_be_focused()
    lesson.root.get_by_role("combobox", name="Activation of hidden layer 2").select_option("ReLU")
    lesson.wait_for_url(activation="tanh,relu")
    for width in (5, 4, 3, 2, 1):
        press("Remove a neuron from hidden layer 1")
        lesson.wait_for_url(layers=f"{width},6")
    press("Remove hidden layer 1")
    lesson.wait_for_url(layers="6", activation="relu")
    expect(neurons).to_have_count(2 + 6 + 1)
    if hand == "keyboard":
        expect(lesson.button("Remove a neuron from hidden layer 1")).to_be_focused()
    expect(page.get_by_role("combobox", name="Hidden layers")).to_have_value("6")
    lesson.at_rest()


def test_a_weight_is_dragged_and_trained_on_from_there(page, open_lesson):
    """While it is dragged the loss, penalty and all, follows at once; then it is that of a run trained here."""
    lesson = open_lesson(page, "?epoch=300&l1=0.003", "neural_network")
    dataset, _ = split(whole := generate("circles"), drawn_rows(whole.n, 0.25, 0))
    recipe = Recipe(1.0, 1000, loss="cross_entropy", l1=0.003, network=Network((4,), "tanh"))
    came = float(train(dataset, recipe).parameters[300, 0])
    boxes = [page.locator(".slopewise-network-neuron").nth(i).bounding_box() for i in (0, 2)]
    x = (boxes[0]["x"] + boxes[0]["width"] + boxes[1]["x"]) / 2
    y = sum(box["y"] + box["height"] / 2 for box in boxes) / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 30, steps=4)
    field = lesson.root.get_by_role("spinbutton", name="Its value", exact=True)
    expect(field).to_have_value(f"{came + 1.2:.4g}")
    value = float(field.input_value())
    set_by_hand = replace(recipe, changed=((300, 0, value),))
    losses = train(dataset, set_by_hand).losses
    assert lesson.shown.loss == pytest.approx(losses[300], rel=1e-4)
    page.mouse.up()
    lesson.wait_for_url(changed=f"300:0:{value:g}")
    lesson.at_rest()
    assert lesson.shown.loss == pytest.approx(losses[300], rel=1e-6)
    expect(page.get_by_text("the weight from x1 to neuron 1 of layer 1")).to_be_visible()
    lesson.root.get_by_role("combobox", name="Weight or bias").select_option("Bias of class 2")
    field.press("ArrowUp")
    field.press("Enter")
    page.wait_for_url(re.compile("%2C300%3A16%3A|,300:16:"))
    lesson.button("Undo").click()
    lesson.wait_for_url(changed=f"300:0:{value:g}")
    lesson.at_rest()
    lesson.button("Undo").press("Enter")
    lesson.wait_for_url(changed=None)
    expect(field).to_be_focused()


def test_a_finger_scrolls_and_drags_the_weight_that_it_has_tapped(new_page, open_lesson):
    """From any line and neuron it scrolls; on the line that a tap chose the page stands still, and the weight moves."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    lesson = open_lesson(page, "?epoch=300", "neural_network")
    dataset, _ = split(whole := generate("circles"), drawn_rows(whole.n, 0.25, 0))
    recipe = Recipe(1.0, 1000, loss="cross_entropy", network=Network((4,), "tanh"))
    came = float(train(dataset, recipe).parameters[300, 15])
    neurons, fingers = page.locator(".slopewise-network-neuron"), page.context.new_cdp_session(page)

    def centre(i: int) -> tuple[float, float]:
        box = neurons.nth(i).bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    main = page.get_by_test_id("stMain")

    def drag(x: float, y: float, by: float, *, scrolls: bool = True) -> float:
        """Drag up or down in steps, and return how far the page has scrolled when it no longer glides."""
        lesson.at_rest()
        before = main.evaluate("(main) => main.scrollTop")
        main.evaluate(
            "(main) => { window.ended = false; main.addEventListener('scrollend', () => (window.ended = true)); }"
        )
        for kind, part in (("touchStart", 0), *(("touchMove", part / 6) for part in range(1, 7))):
            places = [{"x": x, "y": y + part * by}]
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
        fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        # Chromium takes a tap while the page still glides for the end of that, and for nothing else.
        if scrolls:
            page.wait_for_function("() => window.ended")
        return main.evaluate("(main) => main.scrollTop") - before

    neurons.nth(5).evaluate("(neuron) => neuron.scrollIntoView({ block: 'center' })")
    field = lesson.root.get_by_role("spinbutton", name="Its value", exact=True)

    def line() -> tuple[float, float]:
        """Return a place at the outermost line to the output, fifteen pixels outside of its middle."""
        (left, low), (right, high) = centre(5), centre(6)
        return (left + right) / 2, (low + high) / 2 + 15

    assert drag(*line(), -120) > 60
    expect(field).to_be_hidden()
    page.touchscreen.tap(*line())
    chosen = lesson.root.get_by_role("combobox", name="Weight or bias").locator("option:checked")
    expect(chosen).to_have_text("Weight from neuron 4 of layer 1 to class 2")
    expect(field).to_have_value(f"{came:.4g}")
    assert "changed" not in lesson.query
    assert drag(*line(), -30, scrolls=False) == 0
    expect(field).to_have_value(f"{came + 1.2:.4g}")
    lesson.wait_for_url(changed=f"300:15:{came + 1.2:.4g}")
    page.touchscreen.tap(*centre(4))
    expect(neurons.nth(4)).to_have_attribute("aria-pressed", "true")
    neurons.nth(5).evaluate("(neuron) => neuron.scrollIntoView({ block: 'center' })")
    assert drag(*centre(3), -120) > 60
    assert lesson.query["changed"] == [f"300:15:{came + 1.2:.4g}"]
    lesson.turn_to("?epochs=20&layers=8,8,8,8")
    neurons.nth(5).evaluate("(neuron) => neuron.scrollIntoView({ block: 'center' })")
    (left, low), (right, high) = centre(13), centre(22)
    assert drag((left + right) / 2, (low + high) / 2, -120) > 60
    assert "changed" not in lesson.query
