"""The canvas moves, Plotly holds what stands, and the two agree to the pixel, whatever the window does."""

from __future__ import annotations

import io
import math

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.lesson import (
    LOSS_LIGHT,
    MODEL_DARK,
    MODEL_LIGHT,
    PATIENCE_MS,
    descend,
    mean_squared_error,
)

SCORES, CURVE, LANDSCAPE = range(3)
LINE_TRACE, CURVE_TRACE = 2, 3


def test_canvas_is_drawn_anew_while_it_plays_and_stands_when_paused(page, open_lesson):
    """Between two epochs the picture glides: one epoch has many pictures; a paused one has one."""
    lesson = open_lesson(page, "?epochs=20")
    assert len({digest for _, digest in lesson.frames(0.2)}) == 1
    lesson.speed.select_option("1")
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true'")
    frames = lesson.frames(1)
    assert len({digest for _, digest in frames}) > len({epoch for epoch, _ in frames}) + 2


def test_line_at_rest_lies_where_slope_and_intercept_say(page, open_lesson):
    """Plotly's own line goes from edge to edge of the picture, through slope and intercept of the epoch.

    While the scrub bar is dragged, the canvas's line covers the place where Plotly's lay, to a pixel.
    """
    lesson = open_lesson(page, "?epoch=10")
    lies_where_it_should(lesson, 14.09500353972441, 4.101157230784968)
    for query, slope, intercept in (
        ("?epoch=1000", 7.4973805099389645, 41.24275875683699),
        ("?data=study_hours_x10&learning_rate=0.0001&epoch=1000", 14.47201543368762, 17.17383476704508),
    ):
        lesson.turn_to(query).wait_for_epoch(1000)
        # Both links end at the same epoch: the rate tells that the second has come.
        lesson.wait_for("Number(d.learningRate) === a && d.shown === 'true'", 0.0001 if "x10" in query else 0.01)
        lesson.at_rest()
        lies_where_it_should(lesson, slope, intercept)
        canvas_covers_plotly(lesson)


def lies_where_it_should(lesson, slope, intercept):
    panel = lesson.panel(SCORES)
    drawn = lesson.trace_path(LINE_TRACE)
    low, high = panel["y"]
    (x0, y0), (x1, y1) = drawn[0], drawn[-1]
    # The path ends where the picture or the line ends: convert back, and both ends are on the line.
    for across, down in ((x0, y0), (x1, y1)):
        x = panel["x"][0] + across / panel["width"] * (panel["x"][1] - panel["x"][0])
        y = high - down / panel["height"] * (high - low)
        assert slope * x + intercept == pytest.approx(y, abs=0.5 * (high - low) / panel["height"])
    assert x0 == pytest.approx(0, abs=0.5)
    assert x1 > 0.8 * panel["width"]


def canvas_covers_plotly(lesson):
    page = lesson.page
    panel = lesson.panel(SCORES)
    plotly = lesson.trace_path(LINE_TRACE)
    curve = lesson.trace_path(CURVE_TRACE)
    curve_panel = lesson.panel(CURVE)
    lesson.scrub.press("ArrowLeft")
    lesson.wait_for_epoch(999)
    page.mouse.move(*lesson.thumb(lesson.scrub, 999))
    page.mouse.down()
    page.mouse.move(*lesson.thumb(lesson.scrub, 1000), steps=3)
    page.wait_for_function("document.querySelector('.slopewise-player').classList.contains('live')")
    (x0, y0), (x1, y1) = plotly[0], plotly[-1]
    # Well to the right, where heights are large, and below the upper edge.
    across = math.floor(min(0.95 * panel["width"], x0 + (0.1 * panel["height"] - y0) / (y1 - y0) * (x1 - x0)))
    rows = page.evaluate(
        """([across, left, top, height, colour]) => {
          const canvas = document.querySelector(".slopewise-canvas");
          const { data } = canvas.getContext("2d").getImageData(Math.round(left + across), top, 1, height);
          const rows = [];
          for (let i = 0; i < height; i++) {
            const away = colour.reduce((sum, part, c) => sum + Math.abs(part - data[4 * i + c]), 0);
            if (away < 40 && data[4 * i + 3] > 200) rows.push(i + 0.5);
          }
          return rows;
        }""",
        [across, panel["left"], math.floor(panel["top"]), math.ceil(panel["height"]), list(MODEL_LIGHT)],
    )
    page.mouse.up()
    expected = y0 + (y1 - y0) * (across + 0.5 - x0) / (x1 - x0)
    assert rows, "the canvas shows no line in the model's colour"
    assert sum(rows) / len(rows) + math.floor(panel["top"]) == pytest.approx(expected + panel["top"], abs=1)
    assert curve[-1][0] == pytest.approx(curve_panel["width"], abs=1)


def test_loss_curve_on_the_canvas_goes_through_the_true_losses(page, open_lesson):
    """While it plays, the canvas's curve has ink at (epoch, loss) of epochs computed here, on Plotly's own axes."""
    lesson = open_lesson(page, "?epochs=1000&epoch=900")
    lesson.speed.select_option("1")
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true'")
    losses = [mean_squared_error(w, b) for w, b in descend(0.01, 800)]
    for epoch in (50, 200, 400, 800):
        lesson.wait_for_ink(LOSS_LIGHT, lesson.place(CURVE, epoch, losses[epoch]), 1.5)
        x, y = lesson.place(CURVE, epoch, losses[epoch])
        assert lesson.ink(LOSS_LIGHT, (x, y - 12), 2) == 0


def test_zoom_while_playing_keeps_canvas_and_axes_together(page, open_lesson):
    """A zoom into the loss curve changes the axes, the run plays on, and the curve lies on the new axes."""
    lesson = open_lesson(page, "?epochs=4000&epoch=400")
    before = lesson.panel(CURVE)
    lesson.take_tool("zoom")
    lesson.speed.select_option("5")
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true'")
    left, top = lesson.origin()
    losses = [mean_squared_error(w, b) for w, b in descend(0.01, 400)]
    # A box around epochs 50 to 600.
    x0, _ = lesson.place(CURVE, 20, 1)
    x1, _ = lesson.place(CURVE, 600, 1)
    page.mouse.move(left + x0, top + before["top"] + 20)
    page.mouse.down()
    page.mouse.move(left + x1, top + before["top"] + before["height"] - 15, steps=6)
    page.mouse.up()
    page.wait_for_function(
        "(old) => document.querySelector('.slopewise-graph')._fullLayout.xaxis2.range[1] < old",
        arg=2000,
        timeout=PATIENCE_MS,
    )
    after = lesson.panel(CURVE)
    assert after["x"] == pytest.approx([20, 600], abs=30)
    assert lesson.shown.playing
    now = lesson.shown.epoch
    lesson.wait_for("Number(d.epoch) > a", now)
    for epoch in (100, 200, 300):
        lesson.wait_for_ink(LOSS_LIGHT, lesson.place(CURVE, epoch, losses[epoch]), 1.5)
    lesson.button("Pause").click()
    lesson.at_rest()
    assert lesson.panel(CURVE)["x"] == after["x"]


def test_dragging_over_a_chart_changes_nothing_before_one_asks(page, open_lesson):
    """Only with a tool in hand does a drag zoom; then *Reset view* is there, and takes it back; no toast comes up."""
    lesson = open_lesson(page, "?epoch=300")
    before = lesson.panel(CURVE)
    left, top = lesson.origin()
    reset = lesson.root.locator(".modebar-btn[data-title='Reset view']")

    def drag() -> None:
        page.mouse.move(left + before["left"] + 40, top + before["top"] + 30)
        page.mouse.down()
        page.mouse.move(left + before["left"] + 160, top + before["top"] + 120, steps=5)
        page.mouse.up()

    drag()
    lesson.take_tool("zoom")
    assert lesson.panel(CURVE) == before
    expect(reset).to_be_hidden()
    drag()
    expect(reset).to_be_visible()
    assert lesson.panel(CURVE)["x"] != before["x"]
    expect(page.locator(".plotly-notifier .notifier-note")).to_have_count(0)
    reset.click()
    expect(reset).to_be_hidden()
    lesson.at_rest()
    assert lesson.panel(CURVE) == before
    lesson.take_tool("zoom")
    drag()
    expect(reset).to_be_hidden()


def test_saved_picture_is_a_png_that_shows_the_line(page, open_lesson):
    """*Save the picture* downloads a PNG, twice the figure's size, with the model's line where it belongs."""
    lesson = open_lesson(page, "?epoch=10")
    graph = lesson.root.locator(".slopewise-graph").bounding_box()
    place = lesson.place(SCORES, 2, 14.09500353972441 * 2 + 4.101157230784968)
    page.mouse.move(graph["x"] + 200, graph["y"] + 100)
    with page.expect_download() as info:
        lesson.root.locator('.modebar-btn[data-title="Save the picture"]').click()
    path = info.value.path()
    assert info.value.suggested_filename == "study-hours-epoch-10.png"
    picture = Image.open(io.BytesIO(path.read_bytes())).convert("RGB")
    assert picture.size == (2 * round(graph["width"]), 2 * round(graph["height"]))
    x, y = round(2 * place[0]), round(2 * place[1])
    assert _near(picture.getpixel((x, y)), MODEL_LIGHT)
    colours = picture.getcolors(picture.width * picture.height) or []
    assert sum(count for count, colour in colours if _near(colour, MODEL_LIGHT)) > 2000
    assert sum(count for count, colour in colours if _near(colour, LOSS_LIGHT)) > 300


def _near(colour, other):
    return sum(abs(a - b) for a, b in zip(colour, other, strict=True)) < 24


def test_theme_changes_under_a_running_player_without_reload(new_page, open_lesson):
    """When the system turns dark, axes, page and canvas follow, the page is not loaded anew and plays on."""
    page = new_page(color_scheme="light")
    lesson = open_lesson(page, "?epochs=4000&epoch=300")
    paper = lesson.root.locator(".main-svg").first
    expect(paper).to_have_css("background-color", "rgb(255, 255, 255)")
    page.evaluate("window.same = true")
    lesson.speed.select_option("5")
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true'")
    page.emulate_media(color_scheme="dark")
    expect(paper).to_have_css("background-color", "rgb(16, 21, 29)", timeout=PATIENCE_MS)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", "rgb(16, 21, 29)")
    w, b = descend(0.01, 200)[200]
    lesson.wait_for_ink(MODEL_DARK, lesson.place(LANDSCAPE, w, b), 2)
    assert lesson.ink(MODEL_LIGHT, (640, 150), 640) == 0
    assert lesson.shown.playing
    assert page.evaluate("window.same")
    page.emulate_media(color_scheme="light")
    expect(paper).to_have_css("background-color", "rgb(255, 255, 255)")


def test_pictures_follow_the_window(page, open_lesson):
    """Side by side in a wide window, one below another in a narrow one; the canvas is as large as the figure."""
    lesson = open_lesson(page, "?epoch=100")
    for width in (1280, 900, 390, 1100):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_function(
            """() => {
              const [pictures, graph, canvas] = ["pictures", "graph", "canvas"]
                .map((name) => document.querySelector(`.slopewise-${name}`));
              const room = pictures.clientWidth;
              return room <= innerWidth && Math.abs(graph._fullLayout.width - room) < 1
                && Math.abs(canvas.clientWidth - room) < 1 && canvas.clientHeight === graph._fullLayout.height;
            }""",
            timeout=PATIENCE_MS,
        )
        lesson.at_rest()
        panels = [lesson.panel(i) for i in range(3)]
        aligned = {round(panel["left" if width == 390 else "top"]) for panel in panels}
        assert len(aligned) == 1
        assert len({round(panel["top" if width == 390 else "left"]) for panel in panels}) == 3
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_reduced_motion_stands_still_at_first_and_leaps_from_epoch_to_epoch(new_page, open_lesson):
    """Who asked for less motion finds the player paused, and between two epochs nothing moves."""
    lesson = open_lesson(new_page(reduced_motion="reduce"), "?epochs=20")
    assert not lesson.shown.playing
    lesson.speed.select_option("5")
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 0")
    frames = lesson.frames(1)
    epochs = {epoch for epoch, _ in frames}
    assert len(epochs) > 1
    assert len(set(frames)) == len(epochs)
