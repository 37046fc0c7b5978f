"""Perceptron: numbers flow through the neuron and back, phase by phase; the map tells which starts learn."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from core.data import load
from tests.browser.appearance import below_the_fold, serious, too_wide
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.lesson import as_number

PAGE = "perceptron"
MAP = 2
DEAD = "?start=0.9,0.9&epoch=1&phase=backward"
X = load("perceptron").features[:, 0].tolist()
Y = load("perceptron").targets[:, 0].tolist()


def number(lesson, name) -> float:
    """Return a number on the drawing of the neuron."""
    text = lesson.root.locator(f".slopewise-neuron [data-value={name}]").text_content()
    return as_number(text.split()[-1])


def wait_for_number(lesson, name, text) -> None:
    expect(lesson.root.locator(f".slopewise-neuron [data-value={name}]")).to_have_text(text)


def formula(lesson, line) -> str:
    return lesson.root.locator(f".slopewise-neuron [data-line='{line}']").inner_text()


def phase_button(lesson, name):
    return lesson.root.get_by_role("group", name="Phase of the iteration").get_by_role("button", name=name)


def wait_for_phase(lesson, name) -> None:
    expect(phase_button(lesson, name)).to_have_attribute("aria-pressed", "true")


def stepped(w, b, rate=0.001) -> tuple[float, float]:
    """Return weight and bias after one step of the loop as courses write it."""
    gradient_w = gradient_b = 0.0
    for x, y in zip(X, Y, strict=True):
        error = b + max(0.0, w * x) - y
        gradient_w += 2 * error * x * (w * x > 0)
        gradient_b += 2 * error
    return w - rate * gradient_w, b - rate * gradient_b


def test_the_first_run_ends_where_exact_arithmetic_does(page, open_lesson):
    """From 0 without activation the losses after 100 and 4000 iterations are known; least squares stands beside."""
    lesson = open_lesson(page, "?activation=identity&start=0,0&epoch=100&phase=update", PAGE)
    assert lesson.shown.loss == pytest.approx(7.777579015289239, rel=1e-10)
    assert formula(lesson, 1).startswith("w ← 0.301998 − 0.001 ×")
    assert formula(lesson, 2).startswith("b ← 0.665505 − 0.001 ×")
    lesson.button("To end").click()
    lesson.wait_for_epoch(4000)
    assert lesson.shown.loss == pytest.approx(6.1198971729505205, rel=1e-10)
    assert formula(lesson, 1).startswith("w ← 0.175072 − 0.001 ×")
    # The run has no iteration 4,001: here stands what the last one has left, and nothing is stepped on.
    expect(lesson.root.locator(".slopewise-neuron-iteration")).to_have_text("After 4,000 iterations")
    expect(lesson.root.locator(".slopewise-neuron-remark")).to_have_text("The run is over: this update was not made.")
    expect(lesson.root.locator(".slopewise-neuron .slopewise-name", has_text="new")).to_have_count(0)
    lesson.button("Step back").click()
    expect(lesson.root.locator(".slopewise-neuron-iteration")).to_have_text("Iteration 4,000")
    lesson.button("Step forward").click()
    lesson.expect_text("After 4,000 iterations: w 0.175072, b 1.40450, loss 6.1198972.")
    lesson.expect_text(re.compile("least squares, is w 0.175072, b 1.40450, loss 6.1198972"))
    lesson.expect_text(re.compile("No curve at all can go below 1.7819; the best straight line reaches 6.11990"))


def test_a_neuron_dies_in_one_step(page, open_lesson):
    """From (0.9, 0.9) w is −0.05852518 after one step; its gradient is 0, b goes to 2.3036, the loss to 8.912376."""
    lesson = open_lesson(page, DEAD, PAGE)
    assert number(lesson, "w") == pytest.approx(-0.05852518, rel=1e-3)
    assert number(lesson, "dw") == number(lesson, "slope") == number(lesson, "a") == 0
    assert formula(lesson, 1).endswith("= 0")
    expect(lesson.root.locator(".slopewise-neuron-graph.clamped")).to_have_count(1)
    lesson.expect_text(re.compile(r"From \(0.9, 0.9\) one step made w = −0.05852518"))
    lesson.expect_text(re.compile("b is 2.3036 .* and the loss 8.912376"))
    lesson.button("To end").click()
    lesson.wait_for_epoch(4000)
    assert lesson.shown.loss == pytest.approx(8.912376, rel=1e-10)
    assert number(lesson, "w") == pytest.approx(-0.05852518, rel=1e-3)


def test_the_map_shows_what_exact_arithmetic_does(page, open_lesson):
    """The dead triangle's corners and its 7.01064% of the square are told, and outlined where they belong."""
    lesson = open_lesson(page, "", PAGE)
    lesson.expect_text(re.compile(r"\(1, 1\), \(0.7319084, 1\), \(1, 0.4769967\): 7.01064% of the square"))
    lesson.expect_text(re.compile("of 10,201 starts, 9,359 reach the exact answer, 842 die"))
    lesson.expect_text(re.compile("0.001 is what 0.025 would be for a mean, 77% of the critical rate 0.00129447"))
    lesson.expect_text(re.compile("About 33 such points"))
    found = page.evaluate(
        """() => {
          const { calcdata } = document.querySelector(".slopewise-graph");
          const drawn = (wanted) => calcdata.find(([{ trace }]) => trace.name === wanted);
          const [{ z }] = drawn("end of the run");
          return { size: [z.length, z[0].length], corners: drawn("dead after one step").map(({ x, y }) => [x, y]) };
        }"""
    )
    assert found["size"] == [101, 101]
    known = {(1, 1), (0.7319084, 1), (1, 0.4769967)}
    assert {(round(x, 7), round(y, 7)) for x, y in found["corners"]} == known


def test_phases_by_buttons_and_keys(page, open_lesson):
    """Next goes through forward, loss, backward and update into the next iteration, B and Back the same way back."""
    lesson = open_lesson(page, "?start=0.5,0.25", PAGE)
    visible = {"Forward": (), "Loss": ("sum",), "Backward": ("sum", "dw"), "Update": ("sum", "dw")}
    for name, shown in visible.items():
        wait_for_phase(lesson, name)
        for value in ("sum", "dw"):
            there = lesson.root.locator(f".slopewise-neuron [data-value={value}]")
            expect(there).to_be_visible() if value in shown else expect(there).to_be_hidden()
        if name != "Update":
            lesson.press_inside("n")
    w, b = stepped(0.5, 0.25)
    assert (number(lesson, "w"), number(lesson, "b")) == pytest.approx((w, b), rel=1e-3)
    lesson.wait_for_url(phase="update")
    lesson.root.get_by_role("button", name="Next ›").click()
    wait_for_phase(lesson, "Forward")
    lesson.wait_for_epoch(1)
    assert (number(lesson, "w"), number(lesson, "b")) == pytest.approx((w, b), rel=1e-3)
    lesson.wait_for_url(phase=None, epoch="1")
    lesson.press_inside("b")
    wait_for_phase(lesson, "Update")
    lesson.wait_for_epoch(0)
    phase_button(lesson, "Loss").click()
    wait_for_phase(lesson, "Loss")
    assert formula(lesson, 2) == f"all 25: L = Σ (ŷ − y)² = {lesson.shown.loss:.4f}"
    lesson.root.get_by_role("button", name="‹ Back").click()
    lesson.press_inside("b")
    wait_for_phase(lesson, "Forward")
    lesson.wait_for_epoch(0)


def test_quick_clicks_lose_no_phase(page, open_lesson):
    """Whatever Python answers in between, every press of N counts, and so does a row chosen meanwhile."""
    lesson = open_lesson(page, "", PAGE)
    for turn in range(1, 11):
        lesson.press_inside("n")
        wait_for_phase(lesson, ("Forward", "Loss", "Backward", "Update")[turn % 4])
        if turn == 5:
            lesson.root.get_by_role("combobox", name="Row").select_option("7")
    lesson.wait_for_url(phase="backward", row="8", epoch="2")
    lesson.at_rest()
    wait_for_phase(lesson, "Backward")
    assert (lesson.shown.epoch, number(lesson, "x")) == (2, X[7])


def test_keys_in_a_field_leave_the_phases_alone(page, open_lesson):
    """What is typed into a field is the field's own."""
    lesson = open_lesson(page, "", PAGE)
    lesson.typed_epochs.focus()
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    # A phase comes with the next frame.
    lesson.at_rest()
    wait_for_phase(lesson, "Forward")


def test_any_row_flows(page, open_lesson):
    """The row chosen is the one shown; rows add up to the gradients of all."""
    lesson = open_lesson(page, "?start=0.5,0.25&phase=backward", PAGE)
    total = number(lesson, "dw")
    shares = []
    for row in (0, 3, 24):
        lesson.root.get_by_role("combobox", name="Row").select_option(str(row))
        wait_for_number(lesson, "y", f"{Y[row]:g}")
        assert number(lesson, "x") == X[row]
        error = 0.25 + 0.5 * X[row] - Y[row]
        assert number(lesson, "error") == pytest.approx(error**2, rel=2e-3)
        shares.append(number(lesson, "rowDw"))
        assert shares[-1] == pytest.approx(2 * error * X[row], rel=6e-3)
        assert number(lesson, "dw") == total
    expected = sum(2 * (0.25 + 0.5 * x - y) * x for x, y in zip(X, Y, strict=True))
    assert total == pytest.approx(expected, rel=6e-3)
    lesson.wait_for_url(row="25")
    lesson.at_rest()


def test_numbers_flow_while_it_plays(page, open_lesson):
    """While the run plays all numbers follow, without a word to the server; a phase chosen then stands still."""
    lesson = open_lesson(page, "?epochs=4000", PAGE)
    lesson.speed.select_option("20")
    lesson.button("Play").click()
    lesson.wait_for("Number(d.epoch) > 2")
    lesson.sent.clear()
    seen = set()
    for epoch in (6, 10, 14):
        lesson.wait_for("Number(d.epoch) >= a", epoch)
        seen.add((number(lesson, "w"), number(lesson, "sum")))
        expect(lesson.root.locator(".slopewise-neuron [data-value=dw]")).to_be_visible()
    assert len(seen) == 3
    assert lesson.sent == []
    lesson.press_inside("n")
    lesson.wait_for("d.playing === 'false'")
    wait_for_phase(lesson, "Loss")


@pytest.mark.parametrize("how", ["mouse", "touch", "keyboard"])
def test_a_start_is_chosen_in_the_map(new_page, open_lesson, how):
    """A click, a tap or arrow keys in the map choose a start, and that run lives or dies."""
    page = new_page(viewport=DESKTOP, has_touch=how == "touch")
    lesson = open_lesson(page, "?start=0.9,0.6", PAGE)
    grip = lesson.handle("Start: weight and bias")
    left, top = lesson.origin()
    x, y = lesson.place(MAP, 0.95, 0.9)
    if how == "mouse":
        page.mouse.click(left + x, top + y)
    elif how == "touch":
        page.touchscreen.tap(left + x, top + y)
    else:
        grip.focus()
        for _ in range(6):
            page.keyboard.press("Shift+ArrowUp")
    lesson.expect_text("This neuron is dead.")
    lesson.at_rest()
    w, b = (float(part) for part in lesson.query["start"][0].split(","))
    if how != "keyboard":
        # A finger's pixel is a hundredth of the square wide, and two high.
        assert (w, b) == pytest.approx((0.95, 0.9), abs=0.015)
    assert number(lesson, "w") == pytest.approx(w, rel=1e-3)
    box = grip.bounding_box()
    assert (box["x"] + 22 - left, box["y"] + 22 - top) == pytest.approx(lesson.place(MAP, w, b), abs=1)


def test_the_grip_is_dragged_to_life(page, open_lesson):
    """A start dragged out of the triangle lives."""
    lesson = open_lesson(page, DEAD, PAGE)
    left, top = lesson.origin()
    box = lesson.handle("Start: weight and bias").bounding_box()
    page.mouse.move(box["x"] + 22, box["y"] + 22)
    page.mouse.down()
    x, y = lesson.place(MAP, 0.2, 0.2)
    page.mouse.move(left + x, top + y, steps=5)
    page.mouse.up()
    lesson.expect_text("This neuron lives:")
    lesson.at_rest()
    assert [float(part) for part in lesson.query["start"][0].split(",")] == pytest.approx([0.2, 0.2], abs=0.015)
    assert lesson.shown.epoch == 0


def test_every_activation_has_its_map(page, open_lesson):
    """With tanh 10,201 runs take a moment; the pictures do not wait for the map, and then all starts learn."""
    lesson = open_lesson(page, "?epochs=2500", PAGE)
    lesson.choose("Activation", "Tanh")
    lesson.wait_for_url(activation="tanh")
    expect(lesson.root.locator(".slopewise-neuron-words code")).to_have_text("y_pred = w.mul(x).tanh() + b")
    lesson.expect_text(re.compile("of 10,201 starts, 10,201 reach the exact answer"))
    lesson.at_rest()
    assert page.evaluate(
        "document.querySelector('.slopewise-graph').data.some(({ name }) => name === 'end of the run')"
    )


def test_twice_the_data_kills_what_worked(page, open_lesson):
    """With each point twice the sum's steps double and the neuron dies; shorter ones are offered, and it lives."""
    lesson = open_lesson(page, "", PAGE)
    lesson.choose("Data", "50: each point twice")
    lesson.expect_text("This neuron is dead.")
    lesson.expect_text(re.compile("155% of the critical rate 0.000647233"))
    page.get_by_role("button", name="For steps of the same length: 0.0005").click()
    lesson.wait_for_url(learning_rate="0.0005")
    lesson.expect_text("This neuron lives:")


def test_a_link_shows_the_same_in_a_fresh_browser(new_page, open_lesson):
    """Start, phase, row and iteration, chosen here, are found there."""
    here = open_lesson(new_page(), "?activation=leaky_relu&epochs=900", PAGE)
    here.page.get_by_role("button", name="Random start").click()
    here.wait_for_url(start="uniform")
    here.at_rest()
    here.root.get_by_role("combobox", name="Row").select_option("9")
    here.button("Step forward").click()
    here.wait_for_epoch(1)
    here.press_inside("n")
    here.wait_for_url(start="uniform", row="10", phase="loss", epoch="1")
    here.at_rest()
    there = open_lesson(new_page(), here.page.url[here.page.url.index("?") :], PAGE)
    assert there.shown == here.shown
    assert there.query == here.query
    wait_for_phase(there, "Loss")
    for name in ("x", "y", "w", "b", "z", "guess", "error", "sum"):
        assert number(there, name) == number(here, name)


def test_axe_finds_nothing_serious_in_any_phase(page, open_lesson):
    """axe-core finds nothing serious or critical with a dead neuron, in its last phase, with a diverged one."""
    lesson = open_lesson(page, "", PAGE)
    found = {}
    for query in (DEAD, "?phase=update&row=3&loss=mse", "?activation=identity&learning_rate=0.002&epochs=300"):
        lesson.turn_to(query)
        found[query] = serious(page)
    assert {query: said for query, said in found.items() if said} == {}


def test_the_neuron_is_on_the_first_screen(page, open_lesson):
    """At 1280 × 720 pictures, neuron and controls are seen without scrolling, in every phase."""
    lesson = open_lesson(page, "?phase=update", PAGE)
    for name in ("Backward", "Update", "Forward"):
        phase_button(lesson, name).click()
        wait_for_phase(lesson, name)
        assert below_the_fold(page) == []
        box = lesson.root.locator(".slopewise-neuron").bounding_box()
        assert box["y"] + box["height"] <= DESKTOP["height"]


def test_the_neuron_fits_a_phone(new_page, open_lesson):
    """At 390 × 844 nothing is wider than the screen, and no number lies on another."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    lesson = open_lesson(page, "", PAGE)
    for query in ("?phase=backward", DEAD, "?phase=update&start=12345.6,-0.00012345"):
        lesson.turn_to(query)
        assert too_wide(page) == [], query
        assert_nothing_overlaps(lesson)


def assert_nothing_overlaps(lesson):
    boxes = [
        found.bounding_box()
        for found in lesson.root.locator(".slopewise-neuron-graph [data-value]").all()
        if found.text_content()
    ]
    assert len(boxes) > 12
    overlapping = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a["x"] < b["x"] + b["width"] - 1 and b["x"] < a["x"] + a["width"] - 1
        and a["y"] + 4 < b["y"] + b["height"] - 4 and b["y"] + 4 < a["y"] + a["height"] - 4
    ]  # fmt: skip
    assert overlapping == []


def test_an_axis_title_stays_beside_its_axis(page, open_lesson):
    """Predict first takes room from the pictures: a long title becomes smaller, and reaches into nothing above it."""
    open_lesson(page, "?predict=true", "perceptron")
    title, panel = page.locator(".y2title").bounding_box(), page.locator(".slopewise-pictures").bounding_box()
    assert title["y"] >= panel["y"]
    legend = page.get_by_text("limit for any curve").first.bounding_box()
    assert title["y"] >= legend["y"]
