"""A click into a picture over the epochs goes to the epoch there; a drag, or a click elsewhere, does not."""

from __future__ import annotations

import pytest

from tests.browser.conftest import PHONE

OVER_EPOCHS = """() => {
  const { _fullLayout: layout } = document.querySelector(".slopewise-graph");
  const over = (key) => /^(Epoch|Iteration)/.test(layout[key].title.text);
  return Object.keys(layout).filter((key) => /^xaxis\\d*$/.test(key) && over(key))
    .map((key) => Number(key.slice(5) || 1) - 1);
}"""
CURSOR = "([x, y]) => getComputedStyle(document.elementFromPoint(x, y)).cursor"
LESSONS = [
    ("study_hours", ""),
    ("hubble_age", "?view=starts"),
    ("crop_yields", "?data=crop_yields_15"),
    ("gradient_descent_animator", "?view=race"),
    ("gradient_descent_animator", "?view=worlds&epochs=60"),
    ("perceptron", ""),
]


def spot(lesson, panel, part, height=0.5):
    """Return a place in a panel, in the window, that is nearer to one epoch than to any other, and that epoch."""
    box, (left, top) = lesson.panel(panel), lesson.origin()
    low, high = box["x"]
    first = round(left + box["left"] + part * box["width"])
    times = {x: low + (x - left - box["left"]) / box["width"] * (high - low) for x in range(first, first + 6)}
    x = min(times, key=lambda x: abs(times[x] - round(times[x])))
    return (x, round(top + box["top"] + height * box["height"])), round(times[x])


@pytest.mark.parametrize(("name", "query"), LESSONS)
def test_a_click_goes_to_the_epoch_there(page, open_lesson, name, query):
    """In every lesson, from rest or while it plays; picture, link and scrub bar follow, and the pointer says so."""
    lesson = open_lesson(page, query, name)
    panels = page.evaluate(OVER_EPOCHS)
    assert panels
    for panel, part in zip(panels, (0.371, 0.642), strict=False):
        place, epoch = spot(lesson, panel, part)
        page.mouse.move(*place)
        page.wait_for_function(f"(a) => ({CURSOR})(a) === 'pointer'", arg=list(place))
        page.mouse.click(*place)
        lesson.wait_for_epoch(epoch)
        lesson.wait_for_url(epoch=str(epoch))
        assert lesson.scrub.input_value() == str(epoch)
        lesson.at_rest()
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true'")
    place, epoch = spot(lesson, panels[0], 0.3)
    page.mouse.click(*place)
    lesson.wait_for("d.playing === 'false'")
    lesson.wait_for_url(epoch=str(epoch))


def test_what_is_no_click_on_a_curve_goes_nowhere(page, open_lesson):
    """A drag is none, though it ends where it began; a button of the picture, data and landscape have no epochs."""
    lesson = open_lesson(page, "?epoch=7&fit=true")
    place, _ = spot(lesson, 1, 0.4)
    page.mouse.move(*place)
    page.mouse.down()
    page.mouse.move(place[0] + 60, place[1] + 40, steps=4)
    page.mouse.move(*place, steps=4)
    page.mouse.up()
    for panel in (0, 2):
        away, _ = spot(lesson, panel, 0.45, 0.9)
        page.mouse.move(*away)
        page.wait_for_function(f"(a) => ({CURSOR})(a) !== 'pointer'", arg=list(away))
        page.mouse.click(*away)
    lesson.root.locator(".modebar-btn[data-val=pan]").click()
    grip = lesson.handle("Slope and intercept")
    grip.click()
    place, epoch = spot(lesson, 1, 0.7)
    assert lesson.shown.epoch == 7
    page.mouse.click(*place)
    lesson.wait_for_url(epoch=str(epoch))
    assert lesson.sent


def test_a_tap_goes_to_the_epoch_there(new_page, open_lesson):
    """On a phone a tap does it, and a swipe scrolls the page."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    lesson = open_lesson(page)
    lesson.root.locator(".slopewise-graph [data-subplot=x2y2].nsewdrag").scroll_into_view_if_needed()
    place, epoch = spot(lesson, 1, 0.6)
    page.touchscreen.tap(*place)
    lesson.wait_for_url(epoch=str(epoch))
    assert lesson.shown.epoch == epoch


@pytest.mark.usefixtures("call")
def test_the_nearest_epoch_of_a_thinned_run(page):
    """Where the run on show has not every epoch, a click goes to the nearest that it has."""
    nearest = page.evaluate(
        """async () => {
          const { Timeline } = await import(new URL("timeline.js", location.href));
          const timeline = new Timeline();
          timeline.run = { epochs: Int32Array.of(0, 1, 2, 5, 40) };
          return [-3, 0.4, 3.6, 22, 24, 99].map((time) => timeline.nearest(time));
        }"""
    )
    assert nearest == [0, 0, 5, 5, 40, 40]
