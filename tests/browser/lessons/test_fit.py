"""Fit it yourself, predict, and the line that looks right."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.lesson import PATIENCE_MS, descend, mean_squared_error

SCORES, LANDSCAPE = 0, 2


def own_line(lesson) -> tuple[float, float]:
    return lesson.readout("own_slope"), lesson.readout("own_intercept")


def assert_loss_is_that_of_the_own_line(lesson) -> None:
    """The loss shown is the mean squared error of the slope and intercept shown, to their six digits."""
    assert lesson.readout("own_loss") == pytest.approx(mean_squared_error(*own_line(lesson)), rel=2e-4)


def centre(lesson, name) -> tuple[float, float]:
    """Return where a handle is, in pixels of the figure."""
    box = lesson.handle(name).bounding_box()
    left, top = lesson.origin()
    return box["x"] + box["width"] / 2 - left, box["y"] + box["height"] / 2 - top


@pytest.mark.parametrize(
    ("query", "ends", "hours"),
    [
        ("", ("Line at 1 h", "Line at 8 h"), (1, 8)),
        ("&data=study_hours_x10&learning_rate=0.0001", ("Line at 10 h", "Line at 80 h"), (10, 80)),
    ],
    ids=["plain", "tenfold"],
)
def test_handles_lie_on_the_line_they_hold(page, open_lesson, query, ends, hours):
    """Each handle stands where its line is on Plotly's axes, in the scores and in the landscape, to a pixel."""
    lesson = open_lesson(page, f"?fit=true{query}")
    slope, intercept = own_line(lesson)
    for name, x in zip(ends, hours, strict=True):
        assert centre(lesson, name) == pytest.approx(lesson.place(SCORES, x, slope * x + intercept), abs=1)
    assert centre(lesson, "Slope and intercept") == pytest.approx(lesson.place(LANDSCAPE, slope, intercept), abs=1)


def test_both_ends_and_the_landscape_by_mouse(page, open_lesson):
    """Each handle follows the mouse, loss and squares with it, without a word to the server."""
    lesson = open_lesson(page, "?fit=true")
    left, top = lesson.origin()
    lesson.sent.clear()
    for name, place in (
        ("Line at 1 h", lesson.place(SCORES, 1, 45)),
        ("Line at 8 h", lesson.place(SCORES, 8, 90)),
    ):
        x, y = centre(lesson, name)
        page.mouse.move(left + x, top + y)
        page.mouse.down()
        page.mouse.move(left + place[0], top + place[1], steps=6)
        page.mouse.up()
        expect(lesson.handle(name)).to_have_attribute("aria-valuetext", re.compile(r"^[18]\.0"))
    slope, intercept = own_line(lesson)
    assert slope + intercept == pytest.approx(45, abs=0.5)
    assert 8 * slope + intercept == pytest.approx(90, abs=0.5)
    assert_loss_is_that_of_the_own_line(lesson)
    x, y = centre(lesson, "Slope and intercept")
    place = lesson.place(LANDSCAPE, 10, 25)
    page.mouse.move(left + x, top + y)
    page.mouse.down()
    page.mouse.move(left + place[0], top + place[1], steps=6)
    page.mouse.up()
    expect(lesson.root.locator("[data-readout=own_slope] dd")).to_have_text(re.compile(r"^(10\.|9\.9)"))
    assert own_line(lesson) == pytest.approx((10, 25), abs=0.3)
    assert_loss_is_that_of_the_own_line(lesson)
    assert lesson.sent == []


def test_handles_by_keyboard(page, open_lesson):
    """Arrow keys move one end by a hundredth of the picture, with Shift by a twentieth; the other end stands."""
    lesson = open_lesson(page, "?fit=true&epoch=20")
    slope, intercept = own_line(lesson)
    low, high = lesson.panel(SCORES)["y"]
    lesson.handle("Line at 8 h").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowUp")
    raised = 0.06 * (high - low)
    page.wait_for_function(
        "(old) => document.querySelector('[data-readout=own_slope] dd').textContent !== old", arg="0"
    )
    lesson.at_rest()
    new_slope, new_intercept = own_line(lesson)
    assert 8 * new_slope + new_intercept == pytest.approx(8 * slope + intercept + raised, rel=1e-3)
    assert new_slope + new_intercept == pytest.approx(slope + intercept, rel=1e-4)
    assert_loss_is_that_of_the_own_line(lesson)
    lesson.handle("Slope and intercept").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    lesson.at_rest()
    assert own_line(lesson)[0] < new_slope
    assert own_line(lesson)[1] < new_intercept
    assert_loss_is_that_of_the_own_line(lesson)
    assert lesson.shown.epoch == 20


def test_handles_by_touch_and_training_from_there(new_page, open_lesson):
    """A finger lifts an end; *Train from here* begins the run at exactly that line, and it learns from it."""
    page = new_page(has_touch=True)
    lesson = open_lesson(page, "?fit=true&epoch=300")
    fingers = page.context.new_cdp_session(page)
    left, top = lesson.origin()

    def touch(kind, *places):
        fingers.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": left + x, "y": top + y} for x, y in places]},
        )

    for name, x, y in (("Line at 1 h", 1, 20), ("Line at 8 h", 8, 70)):
        touch("touchStart", centre(lesson, name))
        for part in (0.3, 0.6, 1):
            old = centre(lesson, name)
            new = lesson.place(SCORES, x, y)
            touch("touchMove", (new[0], old[1] + part * (new[1] - old[1])))
        touch("touchEnd")
    page.wait_for_function("document.querySelector('[data-readout=own_slope] dd').textContent.startsWith('7.')")
    slope, intercept = own_line(lesson)
    assert slope + intercept == pytest.approx(20, abs=1)
    assert 8 * slope + intercept == pytest.approx(70, abs=1)
    assert_loss_is_that_of_the_own_line(lesson)
    loss = lesson.readout("own_loss")
    page.get_by_role("button", name="Train from here").click()
    page.wait_for_function("new URL(location.href).searchParams.has('start')", timeout=PATIENCE_MS)
    lesson.wait_for("Number(d.epoch) === 0 && Math.abs(Number(d.loss) / a - 1) < 1e-4", loss)
    start = tuple(float(part) for part in lesson.query["start"][0].split(","))
    assert start == pytest.approx((slope, intercept), rel=1e-5)
    lesson.at_rest()
    lesson.button("Step forward").click()
    lesson.wait_for_epoch(1)
    assert lesson.shown.loss == pytest.approx(mean_squared_error(*descend(0.01, 1, start)[1]), rel=1e-9)


def test_prediction_at_an_hour_and_its_warning_outside_the_data(page, open_lesson):
    """The field's hours give the model's score of the epoch and the exact one; outside 1 … 8 h there is a warning."""
    lesson = open_lesson(page, "?epoch=10&all_controls=true")
    field = lesson.field("Predict at hours")
    field.fill("5.5")
    field.press("Enter")
    lesson.wait_for_url(hours="5.5")
    expect(lesson.root.locator("[data-readout=prediction] dd")).to_be_visible()
    assert lesson.readout("prediction") == pytest.approx(14.09500353972441 * 5.5 + 4.101157230784968, rel=1e-5)
    # 619/84 · 5.5 + 3525/84, by hand.
    lesson.expect_text(re.compile(r"At 5\.5 h.*epoch 10 predicts 81\.624 points, the exact answer 82\.494 points"))
    expect(page.get_by_text("The line extrapolates").or_(page.get_by_text("The data end at"))).to_have_count(0)
    field.fill("9")
    field.press("Enter")
    lesson.wait_for_url(hours="9")
    lesson.expect_text(re.compile("The data end at 1 and 8 h"))
    lesson.wait_for("document.querySelector('[data-readout=prediction] dt').textContent.includes('9')")
    assert lesson.readout("prediction") == pytest.approx(14.09500353972441 * 9 + 4.101157230784968, rel=1e-5)


def test_a_line_that_looks_right_stands_beside_the_exact_one(page, open_lesson):
    """On the data × 10 the line 9.18x + 338.15 has a loss of 3223.6975, the exact answer 1501.9345."""
    lesson = open_lesson(page, "?data=study_hours_x10&learning_rate=0.0001")
    lesson.toggle("A line that looks right")
    lesson.wait_for_url(tutorial="true")
    note = page.locator("p", has_text="The line 9.18x + 338.15 looks right")
    expect(note).to_contain_text("3223.6975", timeout=PATIENCE_MS)
    expect(note).to_contain_text("1501.9345")
    expect(note).to_contain_text("from 5.679 to 9.059")
    expect(note).to_contain_text("no student studied 45 hours")
    lesson.wait_for(
        "document.querySelector('.slopewise-graph')._fullData.some((t) => t.name === \"the line that looks right\")"
    )
    trace = page.evaluate(
        """(() => {
          const { _fullData: traces } = document.querySelector(".slopewise-graph");
          const { x, y } = traces.find((trace) => trace.name === "the line that looks right");
          return [Array.from(x), Array.from(y)];
        })()"""
    )
    for x, y in zip(*trace, strict=True):
        assert y == pytest.approx(9.18 * x + 338.15)
