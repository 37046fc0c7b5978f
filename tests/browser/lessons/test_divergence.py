"""A run that diverges is seen to do so: nothing leaves its picture, its last steps can be counted, and it is named."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.lesson import MODEL_LIGHT, descend, mean_squared_error

CURVE, LANDSCAPE = 1, 2
RATE = 0.05
WARNING = (196, 25, 47)


def inside(lesson, panel, x, y) -> bool:
    """Return whether a place of a panel's plane is in the picture, on its edges too."""
    box, (across, down) = lesson.panel(panel), lesson.place(panel, x, y)
    return -1 <= across - box["left"] <= box["width"] + 1 and -1 <= down - box["top"] <= box["height"] + 1


def test_the_pictures_zoom_out_with_the_run(page, open_lesson):
    """Loss and landscape hold the run to its last step, which are dots; back at the start all is as before."""
    lesson = open_lesson(page, f"?learning_rate={RATE}")
    home = lesson.panel(LANDSCAPE)
    last = page.evaluate("Number(document.querySelector('.slopewise-scrub').max)")
    path = descend(RATE, last)
    lesson.button("To end").click()
    lesson.wait_for_epoch(last)
    lesson.at_rest()
    for epoch in range(last - 5, last + 1):
        w, b = path[epoch]
        assert inside(lesson, LANDSCAPE, w, b), epoch
        assert inside(lesson, CURVE, epoch, mean_squared_error(w, b)), epoch
        lesson.wait_for_ink(MODEL_LIGHT, lesson.place(LANDSCAPE, w, b), 2)
    loss = page.get_by_role("img", name=re.compile(f"^Loss at epoch {last}"))
    expect(loss).to_have_accessible_name(re.compile(f"at epoch {last}, where it diverged"))
    # It stands in the picture itself, at the upper left.
    box = lesson.panel(CURVE)
    lesson.wait_for_ink(WARNING, (box["left"] + 60, box["top"] + 20), 40)
    lesson.button("To start").click()
    lesson.wait_for_epoch(0)
    lesson.at_rest()
    assert lesson.panel(LANDSCAPE) == home
    assert lesson.ink(WARNING, (box["left"] + 60, box["top"] + 20), 40) == 0


def test_the_ruler_dragged_into_the_red_keeps_the_curves_in_sight(page, open_lesson):
    """Under the mouse a rate that diverges fills the picture with its few epochs; back in the blue all are there."""
    lesson = open_lesson(page)
    home = lesson.panel(CURVE)
    stop = lesson.stop()
    page.mouse.move(*lesson.thumb(lesson.ruler, stop))
    page.mouse.down()
    page.mouse.move(*lesson.thumb(lesson.ruler, stop + 20), steps=4)
    lesson.wait_for("Number(d.learningRate) > 0.04")
    rate = lesson.shown.learning_rate
    page.wait_for_function("document.querySelector('.slopewise-graph')._fullLayout.xaxis2.range[1] < 200")
    last = round(lesson.panel(CURVE)["x"][1])
    assert inside(lesson, CURVE, last, mean_squared_error(*descend(rate, last)[last]))
    page.mouse.move(*lesson.thumb(lesson.ruler, stop), steps=4)
    lesson.wait_for("Number(d.learningRate) < 0.011")
    page.wait_for_function("document.querySelector('.slopewise-graph')._fullLayout.xaxis2.range[1] === 1000")
    page.mouse.up()
    lesson.at_rest()
    assert lesson.panel(CURVE) == home


def test_a_path_that_crosses_itself_hundreds_of_times_is_no_wedge(page, open_lesson):
    """Just below the border the old steps are faint, on the canvas and in what Plotly holds; the last ones are not."""
    lesson = open_lesson(page, "?learning_rate=0.0379&epoch=600")
    held = page.evaluate(
        "document.querySelector('.slopewise-graph')._fullData.find(({ name }) => name === 'path').x.length"
    )
    assert held < 20
    middle = lesson.place(LANDSCAPE, 10, 20)
    assert lesson.ink(MODEL_LIGHT, middle, 12) == 0
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 610")
    lesson.button("Pause").click()
    assert lesson.ink(MODEL_LIGHT, middle, 12) == 0
