"""The Gradient Descent Animator: choose a start, change the rate on the way, race, and compare raw with scaled data."""

from __future__ import annotations

import re
import time
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.browser.appearance import below_the_fold, serious, too_wide
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.lesson import MODEL_LIGHT, PATIENCE_MS, Lesson, descend, mean_squared_error

NAME = "gradient_descent_animator"
LANDSCAPE = 0
GRADIENT = (122, 63, 196)
VIEWS = ["?view=race&epoch=20", "?view=worlds&epoch=12", "?ground=surface&epoch=12", "?earlier=10:0.01&epoch=30",
         "?view=race&learning_rate=5&racer2=sgd+5+all&racer3=none&racer4=none"]  # fmt: skip


@pytest.fixture
def animator(open_lesson):
    """Return how to open the animator on a page by the query of a link."""
    return partial(open_lesson, name=NAME)


def start_of(lesson: Lesson) -> tuple[float, float]:
    """Return the start that the link carries."""
    slope, intercept = lesson.query["start"][0].split(",")
    return float(slope), float(intercept)


def assert_trained_from(lesson: Lesson, start: tuple[float, float], near: tuple[float, float]) -> None:
    """The chosen start is where the finger was, and the run on show is the one from there."""
    assert start == pytest.approx(near, abs=0.6)
    lesson.wait_for("Number(d.epoch) === 0 && Math.abs(Number(d.loss) / a - 1) < 1e-9", mean_squared_error(*start))
    lesson.at_rest()
    lesson.press("ArrowRight")
    lesson.wait_for_epoch(1)
    assert lesson.shown.loss == pytest.approx(mean_squared_error(*descend(0.03, 1, start)[1]), rel=1e-9)


def test_a_click_into_the_landscape_is_the_start(page, animator):
    """Where the mouse is clicked the run begins, at once, and the link says so."""
    lesson = animator(page, "?epoch=40")
    left, top = lesson.origin()
    x, y = lesson.place(LANDSCAPE, 15, 50)
    page.mouse.click(left + x, top + y)
    page.wait_for_function("new URL(location.href).searchParams.has('start')", timeout=PATIENCE_MS)
    assert_trained_from(lesson, start_of(lesson), (15, 50))


def test_the_start_is_dragged_by_its_grip(page, animator):
    """The grip follows the mouse, and training begins where it is let go."""
    lesson = animator(page)
    left, top = lesson.origin()
    here, there = lesson.place(LANDSCAPE, 0, 0), lesson.place(LANDSCAPE, 4, 20)
    page.mouse.move(left + here[0], top + here[1])
    page.mouse.down()
    page.mouse.move(left + there[0], top + there[1], steps=5)
    page.mouse.up()
    page.wait_for_function("new URL(location.href).searchParams.has('start')", timeout=PATIENCE_MS)
    assert_trained_from(lesson, start_of(lesson), (4, 20))


def test_the_start_is_tapped(new_page, animator):
    """A finger's tap on a phone chooses the start, too."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    lesson = animator(page)
    left, top = lesson.origin()
    x, y = lesson.place(LANDSCAPE, 10, 50)
    page.touchscreen.tap(left + x, top + y)
    page.wait_for_function("new URL(location.href).searchParams.has('start')", timeout=PATIENCE_MS)
    assert_trained_from(lesson, start_of(lesson), (10, 50))


def test_the_start_is_moved_by_keys(page, animator):
    """Arrow keys move the grip by a hundredth of the picture; when they rest, training begins there."""
    lesson = animator(page)
    low, high = lesson.panel(LANDSCAPE)["x"]
    lesson.handle("Start of the run").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("new URL(location.href).searchParams.has('start')", timeout=PATIENCE_MS)
    assert_trained_from(lesson, start_of(lesson), (0.03 * (high - low), 0))


def test_gradient_and_step_are_numbers(page, animator):
    """From zeros the gradient is (−753.5, −150.25); the step is −0.03 times that, and leads to the next epoch."""
    lesson = animator(page)
    assert lesson.readout("gradient_w") == pytest.approx(-753.5)
    assert lesson.readout("gradient_b") == pytest.approx(-150.25)
    assert lesson.readout("step_w") == pytest.approx(22.605)
    assert lesson.readout("step_b") == pytest.approx(4.5075)
    # The arrow lies between the two epochs, also at rest.
    lesson.wait_for_ink(GRADIENT, lesson.place(LANDSCAPE, 22.605 / 2, 4.5075 / 2))
    expect(page.locator("p", has_text="The step at epoch 0")).to_contain_text(
        "−0.03 × (−753.5, −150.25) = (22.605, 4.5075) for slope and intercept"
    )
    lesson.press("ArrowRight")
    lesson.wait_for_epoch(1)
    assert (lesson.readout("slope"), lesson.readout("intercept")) == pytest.approx((22.605, 4.5075))


def test_the_step_has_the_rate_of_its_epoch(page, animator):
    """A warm-up of four epochs begins with a fifth of the rate: number, arrow and next epoch all have it."""
    lesson = animator(page, "?warm_up=4")
    step = (753.5 * 0.03 / 5, 150.25 * 0.03 / 5)
    assert (lesson.readout("step_w"), lesson.readout("step_b")) == pytest.approx(step)
    expect(page.locator("p", has_text="The step at epoch 0")).to_contain_text("−0.006 × (−753.5, −150.25)")
    lesson.press("ArrowRight")
    lesson.wait_for_epoch(1)
    assert (lesson.readout("slope"), lesson.readout("intercept")) == pytest.approx(step)
    lesson.press("End")
    lesson.at_rest()
    assert lesson.readout("step_w") == pytest.approx(-0.03 * lesson.readout("gradient_w"), rel=1e-3)


# FACTS: the figures of a landscape, as shown in six figures.
CURVATURE = [
    ("study_hours", "", ("0.399234", "52.6008", "0.0380223", "131.754")),
    ("study_hours", "&scaling=max", ("0.122701", "2.67417", "0.747895", "21.7941")),
    ("study_hours_x10", "&learning_rate=0.0001", ("0.411637", "5101.59", "0.000392035", "12393.4")),
    ("hubble_key_project", "&learning_rate=0.003", ("0.355089", "330.517", "0.00605113", "930.799")),
    ("hubble_key_project", "&scaling=max&learning_rate=0.05", ("0.0945659", "2.59239", "0.771487", "27.4136")),
    ("perceptron", "&loss=sse&learning_rate=0.001", ("5.89683", "1545.04", "0.00129447", "262.012")),
]


def test_curvature_is_shown_in_its_figures(page, animator):
    """λ of both directions in the table, critical rate and condition number in the note."""
    lesson = animator(page)
    for data, more, (shallow, steep, critical, condition) in CURVATURE:
        lesson.turn_to(f"?data={data}{more}").more_precisely()
        row = page.get_by_role("row", name=re.compile("^Curvature λ"))
        expect(row.get_by_role("cell")).to_have_text(["Curvature λ", steep, shallow])
        note = page.locator("p", has_text="The condition number is")
        expect(note).to_contain_text(f"The condition number is {condition}:")
        expect(note).to_contain_text(f"The critical rate 2/λ is {critical};")


DESCENT = [
    ("?learning_rate=0.01&epoch=1", 1592.44515625),
    ("?learning_rate=0.01&epoch=10", 310.2255627012728),
    ("?learning_rate=0.01&epoch=100", 158.70226148122674),
    ("?learning_rate=0.01&epochs=1000&epoch=1000", 15.126553563227082),
    ("?data=study_hours_x10&learning_rate=0.0001&epochs=1000&epoch=1000", 34851.02941501965),
    ("?data=hubble_key_project&scaling=max&learning_rate=0.05&epoch=1", 0.264608871471246),
    ("?data=hubble_key_project&scaling=max&learning_rate=0.05&epoch=500", 0.01989221096702794),
    ("?data=perceptron&loss=sse&learning_rate=0.001&epoch=100", 7.777579015289239),
    ("?data=perceptron&loss=sse&learning_rate=0.001&epochs=4000&epoch=4000", 6.1198971729505205),
]


def test_descent_is_that_of_exact_arithmetic(page, animator):
    """The losses that were computed with 60 digits, on every data set that has some."""
    lesson = animator(page)
    for query, loss in DESCENT:
        lesson.turn_to(query)
        assert lesson.shown.loss == pytest.approx(loss, rel=1e-9), query


def test_what_units_and_scaling_do_is_said_where_it_is_seen(page, animator):
    """131.8 to 12,393 and 168,000 epochs on the data × 10; 8.3 times the critical rate on the raw Hubble data."""
    animator(page, "?data=study_hours_x10&learning_rate=0.0001")
    note = page.locator("p", has_text="a hundred times harder")
    expect(note).to_contain_text("the condition number goes from 131.8 to 12,393")
    expect(note).to_contain_text("about 168,000 epochs to come within 0.1%")
    lesson = animator(page, "?data=hubble_key_project&learning_rate=0.05")
    expect(page.locator("p", has_text="not optional")).to_contain_text("8.3 times the critical rate of 0.006051")
    page.get_by_role("button", name="Common mistakes").or_(
        page.get_by_role("radio", name="Common mistakes")
    ).first.click()
    lesson.expect_text("14.47x + 17.17")


def test_the_rate_is_changed_on_the_way(page, animator):
    """Paused at epoch 40, the run goes on at another rate; the past stays, and a fresh ruler drags the future alone."""
    lesson = animator(page, "?learning_rate=0.01&epochs=300")
    lesson.scrub.focus()
    for _ in range(4):
        page.keyboard.press("PageUp")
    lesson.wait_for("Number(d.epoch) > 0")
    lesson.at_rest()
    at = lesson.shown.epoch
    rate = lesson.field("New learning rate")
    rate.fill("0.03")
    rate.press("Enter")
    page.get_by_role("button", name=f"Continue from epoch {at}").click()
    lesson.wait_for_url(earlier=f"{at}:0.01", learning_rate=None)
    lesson.wait_for("Number(d.learningRate) === 0.03 && Number(d.epoch) === a", at)
    past = descend(0.01, at)
    lesson.at_rest()
    assert lesson.shown.loss == pytest.approx(mean_squared_error(*past[-1]), rel=1e-9)
    lesson.press("ArrowRight")
    lesson.wait_for_epoch(at + 1)
    assert lesson.shown.loss == pytest.approx(mean_squared_error(*descend(0.03, 1, past[-1])[1]), rel=1e-9)
    lesson.at_rest()
    lesson.press("Home")
    lesson.wait_for_epoch(0)
    lesson.at_rest()
    # Before the rate change the step is that of the first rate.
    assert lesson.readout("step_w") == pytest.approx(7.535)
    lesson.ruler.focus()
    page.keyboard.press("ArrowLeft")
    lesson.wait_for("Number(d.learningRate) !== 0.03")
    assert lesson.readout("step_w") == pytest.approx(7.535)
    page.get_by_role("button", name="Undo rate change").click()
    lesson.wait_for_url(earlier=None)
    lesson.at_rest()
    assert lesson.readout("step_w") == pytest.approx(753.5 * lesson.shown.learning_rate, rel=1e-5)


def test_a_race_runs_on_one_clock(page, animator):
    """All four play at once; at each moment every loss is that of its own run at that epoch."""
    lesson = animator(page, "?view=race&epochs=200&racer2=sgd+0.01+all&racer3=sgd+0.002+all&racer4=none")
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 20")
    lesson.button("Pause").click()
    lesson.at_rest()
    epoch = lesson.shown.epoch
    for name, rate in (("first", 0.03), ("second", 0.01), ("third", 0.002)):
        exact = mean_squared_error(*descend(rate, epoch)[epoch])
        assert lesson.readout(f"loss_{name}") == pytest.approx(exact, rel=1e-5)


def test_the_winner_is_told_in_epochs_and_seconds(page, animator):
    """Nesterov's momentum is first after 66 epochs; every run has its row, with seconds."""
    lesson = animator(page, "?view=race")
    lesson.expect_text(re.compile("Nesterov arrives first"))
    rows = page.get_by_role("row")
    expect(rows).to_have_count(5)
    for place, epochs in ((1, "66"), (2, "94"), (3, "150"), (4, "378")):
        cells = rows.nth(place).get_by_role("cell")
        expect(cells.nth(2)).to_have_text(epochs)
        expect(cells.nth(4)).to_have_text(re.compile(r"^0\.\d+$|^\d\.\d+ × 10⁻\d$"))


def test_racers_are_chosen_and_the_lost_are_rescued(page, animator):
    """A racer's rate is typed into its field; when it diverges a button gives it a rate that holds."""
    lesson = animator(page, "?view=race&epochs=120&racer3=none&racer4=none")
    rate = lesson.field("Run 2: rate")
    rate.fill("1")
    rate.press("Enter")
    lesson.wait_for_url(racer2="momentum 1 all")
    lesson.expect_text(re.compile(r"Momentum \(1\) diverged"))
    page.get_by_role("button", name=re.compile("^Rates that converge")).click()
    expect(page.get_by_text(re.compile("diverged"))).to_have_count(0)
    expect(lesson.field("Run 2: rate")).to_have_value("0.018")
    lesson.choose("Run 3: optimizer", "3: Adam")
    lesson.wait_for_url(racer3="adam 0.01 all")
    lesson.at_rest()
    expect(lesson.root.locator("[data-readout=loss_third]")).to_be_visible()


WORLDS = [
    ("study_hours", "0.03", "1500", "7.36905", "41.9643"),
    ("perceptron", "0.02", "3000", "0.175072", "1.40450"),
    ("four_scores", "0.001", "20000", "7.90000", "400.000"),
]


def test_both_worlds_end_at_the_closed_form(page, animator):
    """Side by side the z-scored run's answer in data units is the closed form; so is the raw one's where it arrives."""
    lesson = animator(page)
    for data, rate, epochs, slope, intercept in WORLDS:
        lesson.turn_to(f"?view=worlds&data={data}&learning_rate={rate}&epochs={epochs}&epoch={epochs}")
        worlds = ("scored", "exact") if data == "four_scores" else ("scored", "exact", "raw")
        for name, figures in (("slope", slope), ("intercept", intercept)):
            for world in worlds:
                expect(lesson.root.locator(f"[data-readout={name}_{world}] dd")).to_have_text(figures)


def test_both_worlds_begin_at_zero(page, animator):
    """Where slope and intercept are undone from z-scores, what rounding leaves of 0 is not written."""
    lesson = animator(page, "?view=worlds")
    for name in ("slope", "intercept"):
        for world in ("raw", "scored"):
            expect(lesson.root.locator(f"[data-readout={name}_{world}] dd")).to_have_text("0")


def test_views_and_landscapes_are_chosen(page, animator):
    """One run, a race, raw vs. scaled, map and surface: each is a click, and each has its link."""
    lesson = animator(page, "?epochs=60")
    for button, settings in (
        ("A race", {"view": "race"}),
        ("3-D surface", {"view": "race", "ground": "surface"}),
        ("Raw vs. scaled", {"view": "worlds", "ground": "surface"}),
        ("One run", {"view": None, "ground": "surface"}),
        ("Map", {"view": None, "ground": None}),
    ):
        page.get_by_role("radio", name=button).or_(page.get_by_role("button", name=button, exact=True)).first.click()
        lesson.wait_for_url(**settings)
        lesson.at_rest()
        scenes = page.evaluate("document.querySelectorAll('.slopewise-graph .gl-container canvas').length")
        assert (scenes > 0) == (button in ("3-D surface", "One run"))


def test_link_shows_the_same_race_in_a_fresh_browser(new_page, animator):
    """Another browser that opens the link finds the same runs at the same epoch, to the last digit."""
    here = animator(new_page(), "?view=race&start=3,20&epoch=25&racer2=adam+0.5+4&racer4=rmsprop+0.3+all")
    here.ruler.focus()
    here.page.keyboard.press("ArrowLeft")
    here.wait_for_url(learning_rate="0.027")
    there = animator(new_page(), here.page.url[here.page.url.index("?") :])
    assert there.shown == here.at_rest().shown
    assert there.query == here.query
    for name in ("first", "second", "third", "fourth"):
        assert there.readout(f"loss_{name}") == here.readout(f"loss_{name}")


def test_a_far_start_loses_nothing(page, animator):
    """A clear note; the grip stays at the picture's edge, from where it can be brought back."""
    lesson = animator(page, "?start=1e6,5")
    expect(page.get_by_text("The start is far outside the landscape")).to_be_visible()
    box, panel = lesson.handle("Start of the run").bounding_box(), lesson.panel(LANDSCAPE)
    left, _ = lesson.origin()
    assert box["x"] + box["width"] / 2 - left == pytest.approx(panel["left"] + panel["width"], abs=2)
    lesson.press("End")
    lesson.wait_for_epoch(500)
    assert lesson.shown.loss == pytest.approx(mean_squared_error(*descend(0.03, 500, (1e6, 5.0))[-1]), rel=1e-6)


def test_nothing_is_wider_than_a_phone(new_page, animator):
    """At 390 × 844 no view is wider than the screen."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    lesson = animator(page, "")
    for query in VIEWS:
        lesson.turn_to(query)
        assert too_wide(page) == [], query


def test_every_view_is_on_the_first_screen(page, animator):
    """At 1280 × 720 pictures and controls are seen without scrolling, the racers' too; axe-core finds nothing."""
    lesson = animator(page, "")
    for query in VIEWS:
        lesson.turn_to(query)
        assert below_the_fold(page) == [], query
        assert serious(page) == [], query
        racers = page.locator(".st-key-racers")
        if "race" in query:
            box = racers.bounding_box()
            assert box["y"] + box["height"] <= DESKTOP["height"]


_IN_SPACE = """async ([slope, intercept, loss]) => {
  const { name } = performance.getEntriesByType("resource").find((entry) => entry.name.endsWith("/projection.js"));
  const { sceneAxes } = await import(name);
  const { project, signature } = sceneAxes(document.querySelector(".slopewise-graph")._fullLayout, "scene");
  return [...project(slope, intercept, loss), signature];
}"""


_NOTE_HOVERS = """document.querySelector(".slopewise-graph").on("plotly_hover", ({ points: [place] }) => {
  window.hovered = place;
})"""


def camera_that_sees(lesson, place):
    """Wait until the canvas has the run's colour where the camera sees a place, and return what tells cameras apart.

    A surface may still turn when the mouse has been let go.
    """
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while True:
        x, y, signature = lesson.page.evaluate(_IN_SPACE, place)
        if lesson.ink(MODEL_LIGHT, (x, y), 4):
            return signature
        assert time.monotonic() < deadline, f"nothing of the run is drawn at {x:.0f}, {y:.0f}"
        lesson.page.evaluate("() => new Promise(requestAnimationFrame)")


def test_the_path_turns_with_the_surface(page, animator):
    """Path and point lie where the camera sees them, before the surface is turned by the mouse and after."""
    lesson = animator(page, "?ground=surface&epoch=6")
    signatures = []
    for turn in (False, True):
        if turn:
            left, top = lesson.origin()
            page.mouse.move(left + 200, top + 150)
            page.mouse.down()
            page.mouse.move(left + 260, top + 160, steps=6)
            page.mouse.up()
            lesson.at_rest()
        for epoch in (6, 3):
            place = [*descend(0.03, epoch)[epoch]]
            signature = camera_that_sees(lesson, [*place, mean_squared_error(*place)])
        signatures.append(signature)
    assert signatures[0] != signatures[1]
    # To turn the surface is not to click on it.
    assert "start" not in lesson.query


def test_a_click_on_the_surface_is_the_start(page, animator):
    """In space, too, the run begins where the mouse is clicked."""
    lesson = animator(page, "?ground=surface&epoch=6")
    x, y, _ = page.evaluate(_IN_SPACE, [20, 20, mean_squared_error(20, 20)])
    left, top = lesson.origin()
    page.evaluate(_NOTE_HOVERS)
    page.mouse.move(left + x - 5, top + y)
    page.mouse.move(left + x, top + y, steps=3)
    page.wait_for_function("window.hovered?.x > 17 && window.hovered.x < 23", timeout=PATIENCE_MS)
    page.mouse.down()
    page.mouse.up()
    page.wait_for_function("new URL(location.href).searchParams.has('start')", timeout=PATIENCE_MS)
    start = start_of(lesson)
    assert start == pytest.approx((20, 20), abs=3)
    lesson.wait_for("Number(d.epoch) === 0 && Math.abs(Number(d.loss) / a - 1) < 1e-9", mean_squared_error(*start))
