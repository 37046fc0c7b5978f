"""The loss curve in other axes, and every rate in one picture, as a person with a browser has them."""

from __future__ import annotations

import math

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.lesson import LOSS_LIGHT, PATIENCE_MS, descend, mean_squared_error

CURVE = 1
RANGES = "(a) => {{ const {{ _fullLayout: l }} = document.querySelector('.slopewise-graph'); return {}; }}"


def wait_for_axis(lesson, condition):
    """Wait until a condition on the figure's layout `l` holds."""
    lesson.page.wait_for_function(RANGES.format(condition), timeout=PATIENCE_MS)
    lesson.at_rest()


def first_epochs(page):
    return (
        page.get_by_role("switch", name="First 30 epochs").or_(page.get_by_label("First 30 epochs", exact=True)).first
    )


def lies_at(lesson, x):
    """The loss on show is drawn at its height above a place of the axis."""
    lesson.root.locator(".slopewise-graph").scroll_into_view_if_needed()
    lesson.wait_for_colour(LOSS_LIGHT, lesson.place(CURVE, x, lesson.shown.loss))


def test_linear_first_epochs_and_steps(page, open_lesson):
    """By mouse and keyboard; the loss lies where its number says, and it plays and is clicked as ever."""
    lesson = open_lesson(page, "?epoch=12&batch_size=4&all_controls=true")
    lesson.choose("Loss axis", "Linear")
    lesson.wait_for_url(loss_axis="linear")
    wait_for_axis(lesson, "l.yaxis2.type === 'linear'")
    first_epochs(page).focus()
    page.keyboard.press("Space")
    lesson.wait_for_url(first_30="true")
    wait_for_axis(lesson, "l.xaxis2.range[1] === 30 && l.xaxis2.title.text === 'Epoch (first 30)'")
    assert lesson.shown.epoch == 12
    lies_at(lesson, 12)
    lesson.choose("Loss over", "Steps")
    wait_for_axis(lesson, "l.xaxis2.range[1] === 60 && l.xaxis2.title.text === 'Step (first 30 epochs)'")
    lies_at(lesson, 24)
    left, top = lesson.origin()
    x, y = lesson.place(CURVE, 40, 3000)
    page.mouse.click(left + x, top + y)
    lesson.wait_for_epoch(20)
    lesson.wait_for_url(epoch="20", loss_over="steps")
    lesson.button("To start").click()
    lesson.at_rest()
    lesson.speed.select_option("20")
    lesson.press("Space")
    lesson.wait_for("d.playing === 'true'")
    frames = lesson.frames(1.0)
    assert len({digest for _, digest in frames}) > 0.8 * len(frames)
    lesson.press("Space")
    lesson.at_rest()
    first_epochs(page).focus()
    page.keyboard.press("Space")
    lesson.wait_for_url(first_30=None)
    wait_for_axis(lesson, "l.xaxis2.range[1] === 2000 && l.xaxis2.title.text === 'Step'")


def drive_to(lesson, rate):
    """Go along the ruler, by its keys, until a rate is reached."""
    stops = 20
    while lesson.shown.learning_rate != rate and stops:
        before, stops = lesson.shown.learning_rate, stops - 1
        lesson.ruler.press("ArrowRight" if before < rate else "ArrowLeft")
        lesson.wait_for("Number(d.learningRate) !== a", before)


def test_the_ruler_drives_the_first_epochs_of_runs_that_diverge(page, open_lesson):
    """On a linear axis, by the ruler's keys, to and fro: of a run that diverges the first epochs fill the height."""
    lesson = open_lesson(page, "?loss_axis=linear&first_30=true&epoch=30")
    start = mean_squared_error(0, 0)
    assert start < lesson.panel(CURVE)["y"][1] < 1.1 * start
    for rate in (0.043, 0.02, 0.043):
        drive_to(lesson, rate)
    lesson.at_rest()
    assert lesson.shown.learning_rate == rate
    highest = max(mean_squared_error(*line) for line in descend(rate, 30))
    wait_for_axis(lesson, f"l.yaxis2.range[1] > {highest} && l.yaxis2.range[1] < {1.2 * highest}")
    assert lesson.panel(CURVE)["x"] == [0, 30]


def test_by_touch(new_page, open_lesson):
    """On a phone a tap shows the first epochs, and a tap into the picture of every rate goes to the run there."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    lesson = open_lesson(page, "?all_controls=true")
    page.locator(".st-key-controls").get_by_text("First 30 epochs").tap()
    lesson.wait_for_url(first_30="true")
    wait_for_axis(lesson, "l.xaxis2.range[1] === 30")
    picture = every_rate(page)
    x, y, rate = spot(page, 0.02)
    page.touchscreen.tap(x, y)
    lesson.wait_for_url(learning_rate=f"{rate:g}")
    expect(picture).to_have_attribute("data-value", f"{rate:g}")


def every_rate(page, view="Every rate"):
    """Open the picture of every rate, or of every value of another knob, and wait until it is drawn."""
    page.locator(".st-key-closer_views").get_by_text(view).click()
    picture = page.locator(".slopewise-rates[data-value]")
    expect(picture).to_be_visible(timeout=PATIENCE_MS)
    picture.scroll_into_view_if_needed()
    return picture


def spot(page, wanted):
    """Return a place in the window above a rate or another value of the picture, and that value."""
    axis = page.evaluate(
        """() => {
          const graph = document.querySelector(".slopewise-rates .slopewise-graph");
          graph.scrollIntoView({ block: "center" });
          const { xaxis } = graph._fullLayout;
          const { left, top, height } = graph.getBoundingClientRect();
          const { range, type, _length: width } = xaxis;
          return { left: left + xaxis._offset, width, range, type, y: top + 0.5 * height };
        }"""
    )
    low, high = axis["range"]
    along = math.log10(wanted) if axis["type"] == "log" else wanted
    return axis["left"] + axis["width"] * (along - low) / (high - low), axis["y"], wanted


def test_every_rate_leads_to_its_run(page, open_lesson):
    """A click goes to the run there and back by the menu with the keyboard; the ring and the player follow."""
    lesson = open_lesson(page)
    picture = every_rate(page)
    expect(picture).to_have_attribute("data-value", "0.01")
    expect(picture).to_have_attribute("aria-label", page.get_by_text("learning rates have come within").inner_text())
    for rate in (0.1, 0.0001):
        x, y, _ = spot(page, rate)
        page.mouse.click(x, y)
        lesson.wait_for_url(learning_rate=f"{rate:g}")
        expect(picture).to_have_attribute("data-value", f"{rate:g}")
        lesson.wait_for("Number(d.learningRate) === a", rate)
    menu = page.get_by_role("combobox", name="Go to the run of")
    menu.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    lesson.wait_for("Number(d.learningRate) !== 0.0001")
    lesson.at_rest()
    expect(picture).to_have_attribute("data-value", f"{lesson.shown.learning_rate:g}")


def test_every_momentum_and_every_batch_size_lead_to_their_runs(page, open_lesson):
    """A click near a value goes to its run, the way back undoes it, the control by keyboard moves the ring."""
    lesson = open_lesson(page, "?optimizer=momentum&momentum=0.3&epochs=60")
    picture = every_rate(page, "Every momentum")
    expect(picture).to_have_attribute("data-value", "0.3")
    x, y, _ = spot(page, 0.92)
    page.mouse.click(x, y)
    lesson.wait_for_url(momentum=None)  # that the lesson begins with
    expect(picture).to_have_attribute("data-value", "0.9")
    page.go_back()
    lesson.wait_for_url(momentum="0.3")
    expect(picture).to_have_attribute("data-value", "0.3")
    slider = page.get_by_role("slider", name="Momentum")
    slider.focus()
    page.keyboard.press("ArrowRight")
    lesson.wait_for_url(momentum="0.31")
    expect(picture).to_have_attribute("data-value", "0.31")
    page.locator(".st-key-closer_views").get_by_text("Every batch size").click()
    # The picture before goes when the page is written; until then there are two.
    expect(picture.first).to_have_attribute("data-value", "8")
    expect(picture).to_have_count(1)
    x, y, _ = spot(page, 2)
    page.mouse.click(x, y)
    lesson.wait_for_url(batch_size="2")
    expect(picture).to_have_attribute("data-value", "2")
