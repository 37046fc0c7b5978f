"""Loss Explorer: the line, the points and δ are moved, and every number and picture follows in the same frame."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.appearance import serious, too_wide
from tests.browser.conftest import PHONE
from tests.browser.lesson import LOSS_LIGHT, PATIENCE_MS, USER_LIGHT, as_number

NAME = "loss_explorer"
DATA, SHAPE, LANDSCAPE = range(3)
EXACT_LIGHT, DATA_LIGHT = (11, 122, 85), (59, 70, 86)
FOUR = {10: 480, 20: 520, 30: 710, 40: 680}


@pytest.fixture
def explore(open_lesson):
    """Return how to open Loss Explorer by a link."""

    def open_tenfold(page, query=""):
        """Open the lesson with the four scores × 10, unless the link names other data."""
        asked = query if "data=" in query else f"{query or '?'}{'&' if query else ''}data=four_scores"
        return open_lesson(page, asked, NAME)

    return open_tenfold


def point(lesson, i):
    return lesson.root.get_by_role("slider", name=f"Point {i}", exact=True)


def centre(locator) -> tuple[float, float]:
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def in_window(lesson, panel, x, y) -> tuple[float, float]:
    left, top = lesson.origin()
    across, down = lesson.place(panel, x, y)
    return left + across, top + down


def drag(lesson, grip, panel, x, y, release=True):
    """Take a grip by the mouse to a place of a panel."""
    mouse = lesson.page.mouse
    mouse.move(*centre(grip))
    mouse.down()
    mouse.move(*in_window(lesson, panel, x, y), steps=6)
    if release:
        mouse.up()


def losses(lesson) -> dict[str, float]:
    return {name: lesson.readout(name) for name in ("mse", "sse", "rmse", "mae", "huber")}


def assert_losses_are_those_of(lesson, points, slope, intercept, delta=50.0):
    """Compare all five with sums done here."""
    errors = [y - slope * x - intercept for x, y in points.items()]
    n = len(errors)
    squares, sizes = sum(e * e for e in errors), [abs(e) for e in errors]
    huber = sum(e * e / 2 if e <= delta else delta * (e - delta / 2) for e in sizes) / n
    wanted = {"mse": squares / n, "sse": squares, "rmse": (squares / n) ** 0.5, "mae": sum(sizes) / n, "huber": huber}
    assert losses(lesson) == pytest.approx(wanted, rel=2e-5)


def cells(lesson) -> list[list[str]]:
    """Return the table's rows as text."""
    return lesson.page.evaluate(
        "[...document.querySelectorAll('.slopewise-sheet tr')].map((row) => [...row.cells].map((c) => c.textContent))"
    )


def background_pixels(lesson) -> list[int]:
    """Return the canvas's pixels in the landscape: one number a sixteenth of it across and down."""
    panel = lesson.panel(LANDSCAPE)
    return lesson.page.evaluate(
        """({ left, top, width, height }) => {
          const canvas = document.querySelector(".slopewise-canvas");
          const ratio = canvas.width / canvas.clientWidth;
          const context = canvas.getContext("2d");
          const at = (i) => [left + (width * ((i % 16) + 0.5)) / 16, top + (height * ((i >> 4) + 0.5)) / 16];
          return Array.from({ length: 256 }, (_, i) => {
            const [red, green, blue] = context.getImageData(...at(i).map((p) => Math.round(p * ratio)), 1, 1).data;
            return (red << 16) + (green << 8) + blue;
          });
        }""",
        panel,
    )


def test_the_numbers_of_a_first_visit(page, explore):
    """9x + 350 predicts 440, 530, 620, 710; MSE 2675, SSE 10700, RMSE 51.72, MAE 42.5; and the common mistakes."""
    lesson = explore(page)
    shown = {
        name: lesson.root.locator(f"[data-readout={name}] dd").inner_text() for name in ("mse", "sse", "rmse", "mae")
    }
    assert shown == {"mse": "2675", "sse": "10700", "rmse": "51.7204", "mae": "42.5"}
    assert_losses_are_those_of(lesson, FOUR, 9, 350)
    assert cells(lesson) == [
        ["Point", "x (h)", "Target (points)", "Prediction", "Error e", "e²", "Share"],
        ["Point 1", "10", "480", "440", "−40", "1600", "15.0%"],
        ["Point 2", "20", "520", "530", "10", "100", "0.9%"],
        ["Point 3", "30", "710", "620", "−90", "8100", "75.7%"],
        ["Point 4", "40", "680", "710", "30", "900", "8.4%"],
        ["Sum", "", "", "", "", "10700", "100%"],
    ]
    expect(lesson.root.locator(".slopewise-formula")).to_have_text("MSE = (1600 + 100 + 8100 + 900) / 4 = 2675")
    lesson.expect_text(re.compile(r"The best line by MSE is 7\.9x \+ 400, with 2017\.5"))
    lesson.expect_text(re.compile("The dots on the line are the predictions"))
    page.get_by_role("radio", name="Common mistakes").or_(page.get_by_role("button", name="Common mistakes")).click()
    lesson.expect_text(re.compile("gets 400 in place of 900, and a mean of 2550"))
    lesson.expect_text(re.compile("More points do not mean more loss"))
    lesson.expect_text(re.compile("not the distance of the predictions from the line"))
    lesson.expect_text(re.compile(r"RMSE at 51\.72 and MAE at 42\.5"))


def test_more_predictions_are_not_more_loss(page, explore):
    """Every point twice: SSE doubles to 21400, the means stay; Reset data brings the four back."""
    lesson = explore(page)
    page.get_by_role("button", name="Every point twice").click()
    lesson.wait_for("document.querySelectorAll('.slopewise-sheet tbody tr').length === 8")
    lesson.at_rest()
    shown = losses(lesson)
    assert (shown["sse"], shown["mse"], shown["mae"]) == (21400, 2675, 42.5)
    assert shown["rmse"] == pytest.approx(51.72, abs=0.005)
    page.get_by_role("button", name="Reset data").click()
    lesson.wait_for("document.querySelectorAll('.slopewise-sheet tbody tr').length === 4")
    lesson.wait_for_url(points=None)


def test_best_line_of_the_table(page, explore):
    """*Go to the best line* leads to 7.9x + 400 with 2017.5, *Reset line* back to 9x + 350."""
    lesson = explore(page)
    page.get_by_role("button", name="Go to the best line").click()
    lesson.wait_for_url(line="7.9,400")
    lesson.at_rest()
    assert (lesson.readout("slope"), lesson.readout("intercept"), lesson.readout("mse")) == (7.9, 400, 2017.5)
    page.get_by_role("button", name="Reset line").click()
    lesson.wait_for_url(line=None)
    lesson.at_rest()
    assert lesson.readout("mse") == 2675


def test_a_point_by_mouse_moves_everything_in_the_same_frame(page, explore):
    """While a score is dragged, losses, table, landscape and best line follow; the server receives it on release."""
    lesson = explore(page, "?best=true")
    before = background_pixels(lesson)
    lesson.sent.clear()
    drag(lesson, point(lesson, 3), DATA, 30, 800, release=False)
    page.wait_for_function("document.querySelector('.slopewise-sheet').textContent.includes('800')")
    x, y = (as_number(text) for text in cells(lesson)[3][1:3])
    assert (x, y) == pytest.approx((30, 800), abs=3)
    moved = {10: 480, 20: 520, x: y, 40: 680}
    assert_losses_are_those_of(lesson, moved, 9, 350)
    # Least squares by hand, seen on Plotly's own axes, whoever drew it; the point where its handle is.
    xs, ys = list(moved), list(moved.values())
    mean_x, mean_y = sum(xs) / 4, sum(ys) / 4
    slope = sum((a - mean_x) * (b - mean_y) for a, b in moved.items()) / sum((a - mean_x) ** 2 for a in xs)
    for place in (7, 14, 24.5):
        height = mean_y + slope * (place - mean_x)
        # The line is dashed: some of it is near any place.
        lesson.wait_for_colour(EXACT_LIGHT, lesson.place(DATA, place, height), 7)
    lesson.wait_for_ink(DATA_LIGHT, lesson.place(DATA, x, y), 2)
    lesson.wait_for_ink(LOSS_LIGHT, lesson.place(SHAPE, y - 620 - 9 * (x - 30), (y - 620 - 9 * (x - 30)) ** 2), 9)
    assert sum(old != new for old, new in zip(before, background_pixels(lesson), strict=True)) > 128
    assert lesson.sent == []
    page.mouse.up()
    page.wait_for_function("new URL(location.href).searchParams.has('points')", timeout=PATIENCE_MS)
    assert lesson.query["points"] == [f"10:480,20:520,{x:g}:{y:g},40:680"]
    lesson.at_rest()
    assert_losses_are_those_of(lesson, moved, 9, 350)


def test_a_point_by_keyboard(page, explore):
    """Arrows move a point by round steps, Shift by five times as much; its name and place are spoken."""
    lesson = explore(page)
    grip = point(lesson, 3)
    expect(grip).to_have_attribute("aria-valuetext", "30 h, 710 points")
    grip.focus()
    page.keyboard.press("ArrowDown")
    expect(grip).to_have_attribute("aria-valuetext", "30 h, 705 points")
    page.keyboard.press("Shift+ArrowDown")
    expect(grip).to_have_attribute("aria-valuetext", "30 h, 680 points")
    page.keyboard.press("ArrowRight")
    expect(grip).to_have_attribute("aria-valuetext", "30.5 h, 680 points")
    lesson.wait_for_url(points="10:480,20:520,30.5:680,40:680")
    lesson.at_rest()
    assert_losses_are_those_of(lesson, {10: 480, 20: 520, 30.5: 680, 40: 680}, 9, 350)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Point 3"


def test_a_point_by_touch(new_page, explore):
    """A finger takes a point along, and the page does not scroll under it."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    lesson = explore(page)
    fingers = page.context.new_cdp_session(page)

    def touch(kind, *places):
        points = [{"x": x, "y": y} for x, y in places]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    scrolled = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    start, end = centre(point(lesson, 2)), in_window(lesson, DATA, 20, 650)
    touch("touchStart", start)
    for part in (0.3, 0.6, 1):
        touch("touchMove", (start[0], start[1] + part * (end[1] - start[1])))
    touch("touchEnd")
    page.wait_for_function("new URL(location.href).searchParams.has('points')", timeout=PATIENCE_MS)
    x, y = (float(part) for part in lesson.query["points"][0].split(",")[1].split(":"))
    assert (x, y) == pytest.approx((20, 650), abs=4)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == scrolled
    assert_losses_are_those_of(lesson, {10: 480, x: y, 30: 710, 40: 680}, 9, 350)


def test_a_point_dragged_off_the_picture_stays_at_its_edge(page, explore):
    """Beyond the edge a point waits at the edge; once let go, the picture makes room around it."""
    lesson = explore(page)
    low, high = lesson.panel(DATA)["y"]
    mouse = page.mouse
    mouse.move(*centre(point(lesson, 1)))
    mouse.down()
    mouse.move(3, 3, steps=6)
    mouse.up()
    page.wait_for_function("new URL(location.href).searchParams.has('points')", timeout=PATIENCE_MS)
    x, y = (float(part) for part in lesson.query["points"][0].split(",")[0].split(":"))
    assert y == pytest.approx(high, abs=2)
    lesson.at_rest()
    panel = lesson.panel(DATA)
    assert panel["x"][0] < x
    assert panel["y"][1] > high
    assert panel["y"][0] == low
    grip = centre(point(lesson, 1))
    assert grip == pytest.approx(in_window(lesson, DATA, x, y), abs=1.5)


def test_the_line_by_its_ends_and_in_the_landscape(page, explore):
    """The ends move by mouse and keys, its place by a grip and by a click; the losses are those of the line."""
    lesson = explore(page)
    lesson.sent.clear()
    right = lesson.handle("Right end of the line")
    drag(lesson, right, DATA, 43, 600, release=False)
    page.wait_for_function("document.querySelector('[data-readout=slope] dd').textContent !== '9'")
    assert lesson.sent == []
    assert_losses_are_those_of(lesson, FOUR, lesson.readout("slope"), lesson.readout("intercept"))
    page.mouse.up()
    page.wait_for_function("new URL(location.href).searchParams.has('line')", timeout=PATIENCE_MS)
    lesson.at_rest()
    slope, intercept = lesson.readout("slope"), lesson.readout("intercept")
    assert [slope, intercept] == pytest.approx([float(part) for part in lesson.query["line"][0].split(",")], rel=1e-5)
    lesson.handle("Left end of the line").focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_function(
        "(old) => document.querySelector('[data-readout=slope] dd').textContent !== old", arg=str(slope)
    )
    lesson.at_rest()
    page.mouse.click(*in_window(lesson, LANDSCAPE, 5, 500))
    page.wait_for_function("/^(5|4\\.9|5\\.0)/.test(document.querySelector('[data-readout=slope] dd').textContent)")
    lesson.at_rest()
    assert (lesson.readout("slope"), lesson.readout("intercept")) == pytest.approx((5, 500), rel=0.02)
    assert_losses_are_those_of(lesson, FOUR, lesson.readout("slope"), lesson.readout("intercept"))
    # The line on the screen is the line of the numbers.
    for x in (14, 25.5):
        lesson.wait_for_colour(
            USER_LIGHT, lesson.place(DATA, x, lesson.readout("slope") * x + lesson.readout("intercept"))
        )


def test_delta_slides_between_the_two_others(page, explore):
    """A small δ makes Huber's loss δ × absolute, a large one half the square; no number is ever away."""
    lesson = explore(page, "?loss=huber")
    page.evaluate(
        """() => {
          window.away = 0;
          const watch = () => {
            for (const number of document.querySelectorAll(".slopewise-player dd")) window.away += !number.textContent;
            requestAnimationFrame(watch);
          };
          watch();
        }"""
    )
    slider = lesson.root.get_by_role("slider", name="Huber's δ")
    slider.focus()
    page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "800")
    assert lesson.readout("huber") == 1337.5
    lesson.wait_for_url(delta="800")
    expect(lesson.root.locator(".slopewise-formula")).to_have_text("Huber = (800 + 50 + 4050 + 450) / 4 = 1337.5")
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "0.1")
    lesson.wait_for_url(delta="0.1")
    lesson.at_rest()
    assert lesson.readout("huber") == pytest.approx(0.1 * 42.5 - 0.005, rel=1e-5)
    assert page.evaluate("window.away") == 0


def test_an_outlier_takes_one_line_along(page, explore):
    """The third score far up: MSE's line turns, MAE's does not, and the page says by how much."""
    lesson = explore(page, "?best=true&points=10:480,20:520,30:1710,40:680")
    lesson.expect_text(re.compile("their slopes have turned: MSE by 10, MAE by 0, Huber by 0"))
    lesson.expect_text(re.compile(r"MSE 17\.9x \+ 400, MAE 6\.667x \+ 413\.3, Huber 7\.571x \+ 400"))


def test_zoom_survives_a_moved_point_and_another_loss(page, explore):
    """A zoom into the landscape stays while points are moved and losses chosen; the grip lies on the zoomed axes."""
    lesson = explore(page)
    lesson.take_tool("zoom")
    mouse = page.mouse
    mouse.move(*in_window(lesson, LANDSCAPE, 2, 300))
    mouse.down()
    mouse.move(*in_window(lesson, LANDSCAPE, 12, 500), steps=6)
    mouse.up()
    page.wait_for_function("document.querySelector('.slopewise-graph')._fullLayout.xaxis3.range[0] > 1")
    zoomed = lesson.panel(LANDSCAPE)
    point(lesson, 2).focus()
    page.keyboard.press("Shift+ArrowUp")
    page.wait_for_function("new URL(location.href).searchParams.has('points')", timeout=PATIENCE_MS)
    lesson.at_rest()
    lesson.choose("Loss", "Mean absolute error")
    lesson.wait_for_url(loss="mae")
    lesson.at_rest()
    after = lesson.panel(LANDSCAPE)
    assert (after["x"], after["y"]) == (zoomed["x"], zoomed["y"])
    grip = centre(lesson.handle("Slope and intercept"))
    assert grip == pytest.approx(in_window(lesson, LANDSCAPE, 9, 350), abs=1.5)


_CAMERA = """JSON.stringify(Object.values(
  document.querySelector(".slopewise-graph")._fullLayout.scene._scene.getCamera().eye
).map((part) => Math.round(1e4 * part)))"""


def test_the_camera_survives_too(page, explore):
    """The 3-D surface is turned and flicked by the mouse; a point moved by key changes it, and the camera stays."""
    lesson = explore(page, "?ground=surface")
    page.wait_for_function("document.querySelector('.slopewise-graph')._fullLayout.scene._scene.glplot !== undefined")
    before = page.evaluate(_CAMERA)
    box = page.evaluate(
        """(() => {
          const graph = document.querySelector(".slopewise-graph");
          const { left, top } = graph.getBoundingClientRect();
          const { _size: size, scene: { domain: { x, y } } } = graph._fullLayout;
          return [left + size.w * (x[0] + x[1]) / 2, top + size.h * (1 - (y[0] + y[1]) / 2)];
        })()"""
    )
    page.mouse.move(*box)
    page.mouse.down()
    page.mouse.move(box[0] + 60, box[1] - 20, steps=8)
    page.mouse.up()
    # A flick: let go of while it moves, and the next picture comes late. There Plotly's camera coasts on.
    page.evaluate(
        """([clientX, clientY]) => {
          const canvas = document.elementFromPoint(clientX, clientY);
          const mouse = { clientX, clientY, bubbles: true };
          canvas.dispatchEvent(new MouseEvent("mousedown", { ...mouse, buttons: 1 }));
          canvas.dispatchEvent(new MouseEvent("mousemove", { ...mouse, clientX: clientX + 20, buttons: 1 }));
          canvas.dispatchEvent(new MouseEvent("mouseup", mouse));
          const late = performance.now() + 300;
          while (performance.now() < late);
        }""",
        [box[0] + 60, box[1] - 20],
    )
    page.wait_for_function(f"(old) => {_CAMERA} !== old", arg=before)
    lesson.at_rest()
    turned = page.evaluate(_CAMERA)
    tallest = "Math.max(...document.querySelector('.slopewise-graph')._fullData[0].z.flatMap((row) => Array.from(row)))"
    height = page.evaluate(tallest)
    point(lesson, 4).focus()
    page.keyboard.press("Shift+ArrowDown")
    page.wait_for_function(f"(old) => {tallest} !== old", arg=height, timeout=PATIENCE_MS)
    lesson.at_rest()
    assert page.evaluate(_CAMERA) == turned


def test_slices_go_through_the_line(page, explore):
    """Both slices have ink where the loss of a line beside the present one is, computed here."""
    lesson = explore(page, "?ground=slices")

    def mse(slope, intercept):
        return sum((y - slope * x - intercept) ** 2 for x, y in FOUR.items()) / 4

    for slope in (8, 10.5):
        lesson.wait_for_ink(LOSS_LIGHT, lesson.place(2, slope, mse(slope, 350)), 2)
    for intercept in (330, 410):
        lesson.wait_for_ink(LOSS_LIGHT, lesson.place(3, intercept, mse(9, intercept)), 2)
    lesson.wait_for_ink(USER_LIGHT, lesson.place(2, 9, 2675), 2)


def table_view(lesson):
    lesson.page.get_by_role("radio", name="Edit the data").or_(
        lesson.page.get_by_role("button", name="Edit the data")
    ).click()
    grid = lesson.page.get_by_test_id("stDataFrame")
    expect(grid).to_be_visible()
    grid.scroll_into_view_if_needed()
    return grid


def type_into(lesson, grid, row, column, text):
    """Type into a cell, found by the grid's own table for screen readers."""
    lesson.at_rest()
    cell = grid.get_by_test_id(f"glide-cell-{column + 1}-{row}")
    expect(cell).to_be_attached()
    box = grid.bounding_box()
    # Each row is 35 pixels high, the head too; the column with the marks comes first.
    lesson.page.mouse.click(box["x"] + 100 + 200 * column, box["y"] + 35 * (row + 1.5))
    expect(cell).to_have_attribute("aria-selected", "true")
    lesson.page.keyboard.press("Enter")
    editor = lesson.page.locator("#portal textarea")
    expect(editor).to_be_focused()
    editor.fill(text)
    lesson.page.keyboard.press("Enter")
    expect(editor).to_have_count(0)


def test_the_table_can_be_edited_and_says_what_it_cannot_use(page, explore):
    """A number moves its point; text gets a sentence, and the last usable points stay."""
    lesson = explore(page)
    grid = table_view(lesson)
    type_into(lesson, grid, 2, 1, "800")
    lesson.wait_for_url(points="10:480,20:520,30:800,40:680")
    # (1600 + 100 + 180² + 900) / 4
    lesson.wait_for("Math.abs(Number(d.loss) - 8750) < 1e-6")
    type_into(lesson, grid, 1, 1, "a lot")
    lesson.expect_text(re.compile(r"Row 2: Exam score × 10 \(points\) must be a number such as 680, not a lot"))
    assert lesson.query["points"] == ["10:480,20:520,30:800,40:680"]
    type_into(lesson, grid, 1, 1, "530")
    lesson.wait_for_url(points="10:480,20:530,30:800,40:680")
    expect(page.get_by_text("must be a number")).to_have_count(0)


def test_a_link_shows_the_same_in_a_fresh_browser(new_page, explore):
    """Another browser that opens the link finds the same points, line, δ, loss and pictures."""
    here = explore(new_page(), "?data=study_hours&loss=huber&look=sticks&best=true")
    point(here, 5).focus()
    here.page.keyboard.press("Shift+ArrowDown")
    here.page.wait_for_function("new URL(location.href).searchParams.has('points')", timeout=PATIENCE_MS)
    here.handle("Right end of the line").focus()
    here.page.keyboard.press("ArrowDown")
    here.page.wait_for_function("new URL(location.href).searchParams.has('line')", timeout=PATIENCE_MS)
    here.root.get_by_role("slider", name="Huber's δ").focus()
    here.page.keyboard.press("ArrowLeft")
    here.wait_for_url(delta="4")
    here.at_rest()
    there = explore(new_page(), here.page.url[here.page.url.index("?") :])
    assert there.query == here.query
    assert losses(there) == losses(here)
    assert cells(there) == cells(here)
    assert there.root.locator(".slopewise-formula").inner_text() == here.root.locator(".slopewise-formula").inner_text()


def test_saved_picture_has_landscape_points_and_line(page, explore):
    """The PNG shows what the canvas shows: data, line, squares, and the contours of the landscape."""
    lesson = explore(page)
    graph = lesson.root.locator(".slopewise-graph").bounding_box()
    places = {
        (DATA_LIGHT): lesson.place(DATA, 20, 520),
        (USER_LIGHT): lesson.place(DATA, 25, 575),
        (246, 201, 160): lesson.place(LANDSCAPE, 7.9, 400),
    }
    page.mouse.move(graph["x"] + 200, graph["y"] + 100)
    with page.expect_download() as info:
        lesson.root.locator('.modebar-btn[data-title="Save the picture"]').click()
    picture = Image.open(io.BytesIO(info.value.path().read_bytes())).convert("RGB")
    for colour, (x, y) in places.items():
        found = picture.getpixel((round(2 * x), round(2 * y)))
        assert sum(abs(a - b) for a, b in zip(found, colour, strict=True)) < 40, (colour, found)
    lesson.at_rest()
    # Afterwards the canvas has it all again.
    lesson.wait_for_ink(DATA_LIGHT, lesson.place(DATA, 20, 520), 2)


def test_axe_finds_nothing_serious(page, explore):
    """Nothing serious or critical with best lines, sticks, slices, many points and the table open."""
    lesson = explore(page, "?data=hubble_key_project&best=true&look=sticks&ground=slices&loss=huber")
    table_view(lesson)
    lesson.at_rest()
    assert serious(page) == []


def test_it_fits_a_phone(new_page, explore):
    """At 390 × 844 nothing sticks out, and the sum with its numbers can be read."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    lesson = explore(page, "")
    for query in ("", "?data=hubble_key_project&ground=slices&best=true"):
        lesson.turn_to(query)
        assert too_wide(page) == [], query
        formula = lesson.root.locator(".slopewise-formula")
        assert formula.evaluate("(e) => e.scrollWidth <= e.clientWidth"), query
