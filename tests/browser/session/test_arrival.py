"""What does not arrive, and what goes wrong: a sentence says so, a button tries again, the next message is heard."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.lesson import LOSS_LIGHT, Lesson
from ui.browser.assets import module_paths, player_path, plotly_path

SENTENCE = ".slopewise-missing"
PLOTLY = re.compile(r"/plotly\.min\.js(\?|$)")
BROKEN = """(names) => {
  window.whole = { ...Plotly };
  for (const name of names) Plotly[name] = () => Promise.reject(new Error("broken"));
}"""
MENDED = "() => Object.assign(Plotly, window.whole)"


def cut_off(route: Route) -> None:
    """Answer with the first half of a file."""
    whole = route.fetch()
    route.fulfill(content_type="text/javascript", body=whole.body()[: len(whole.body()) // 2])


WAYS: dict[str, Callable[[Route], None]] = {
    "aborted": lambda route: route.abort(),
    "gone": lambda route: route.fulfill(status=404, body="Not Found"),
    "busy": lambda route: route.fulfill(status=503, body="Service Unavailable"),
    "cut off": cut_off,
    "another page": lambda route: route.fulfill(content_type="text/html", body="<p>Please sign in.</p>"),
}


def address(file: str) -> re.Pattern[str]:
    """Return what matches a file's address, at the first try and at every later one."""
    return re.compile(rf"/{re.escape(file)}(\?|$)")


def reloaded(page: Page) -> bool:
    return not page.evaluate("window.thisVisit === true")


@pytest.mark.parametrize(
    ("file", "way"),
    [
        ("plotly.min.js", "aborted"), ("plotly.min.js", "busy"), ("plotly.min.js", "cut off"),
        ("player.js", "aborted"), ("player.js", "another page"), ("stage.js", "gone"), ("blob.js", "cut off"),
    ],
)  # fmt: skip
def test_what_did_not_arrive_is_said_and_comes_by_a_button(page, server, file, way):
    """While a file is on its way nothing is said; when it did not come a sentence is; the button needs no reload."""
    waiting: list[Route] = []
    answers = {"now": waiting.append}
    page.route(address(file), lambda route: answers["now"](route))
    page.goto(f"{server.url}study_hours?epoch=60", wait_until="commit")
    expect(page.get_by_role("heading", name="What to notice")).to_be_visible()
    expect(page.locator(SENTENCE)).to_have_count(0)
    page.evaluate("window.thisVisit = true")
    answers["now"] = WAYS[way]
    for route in waiting:
        WAYS[way](route)
    expect(page.get_by_role("alert")).to_contain_text("The picture did not arrive")
    again = page.get_by_role("button", name="Try again")
    again.click()
    # It says that it is trying until it is known that this did not help either.
    expect(again).to_be_visible()
    answers["now"] = lambda route: route.continue_()
    again.click()
    lesson = Lesson(page, server.url).at_rest()
    expect(page.locator(SENTENCE)).to_have_count(0)
    assert lesson.shown.epoch == 60
    assert not reloaded(page)


@pytest.mark.parametrize("file", ["plotly.min.js", "player.js"])
def test_the_next_lesson_is_well_by_itself(page, server, file):
    """A file that did not arrive in one lesson is fetched anew for the next, without a word from the person."""
    page.route(address(file), WAYS["aborted"])
    page.goto(f"{server.url}study_hours", wait_until="commit")
    expect(page.locator(SENTENCE)).to_be_visible()
    page.evaluate("window.thisVisit = true")
    page.unroute(address(file))
    page.get_by_role("link", name="Next: Loss Explorer").click()
    Lesson(page, server.url).arrive("Loss Explorer")
    expect(page.locator(SENTENCE)).to_have_count(0)
    assert not reloaded(page)


def test_a_table_that_did_not_arrive_says_so(page, open_lesson):
    """A part of the page that is no picture has a sentence of its own, and comes by the same button."""
    page.route(address("rows_table.js"), WAYS["aborted"])
    open_lesson(page)
    page.get_by_text("One step", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("The table did not arrive")
    page.unroute(address("rows_table.js"))
    page.get_by_role("button", name="Try again").first.click()
    expect(page.locator("tr[data-row]").first).to_be_visible()
    expect(page.locator(SENTENCE)).to_have_count(0)


def test_what_nobody_sees_is_fetched_until_it_is_there(page, open_lesson):
    """Without a sentence, which nobody would see, the watch over the number fields is fetched anew by itself."""
    page.route(address("fields.js"), WAYS["aborted"])
    lesson = open_lesson(page)
    with page.expect_response(lambda response: response.url.endswith("/fields.js"), timeout=60_000):
        page.unroute(address("fields.js"))
    lesson.toggle("All controls")
    lesson.field("Seed").fill("-1")
    lesson.field("Seed").blur()
    expect(page.locator(".slopewise-field-note")).to_contain_text("-1 is not usable here;")


@pytest.mark.parametrize("name", ["react", "restyle"])
def test_one_failed_pass_of_plotly_is_not_the_last(page, open_lesson, name):
    """A pass that is rejected is said; the next change is drawn, without a word from the person."""
    lesson = open_lesson(page, "?epoch=60")
    # After a failure all is drawn anew, perhaps soon: the server may have more to say about the same run.
    page.evaluate(BROKEN, [name, "newPlot"])
    lesson.choose("Loss", "Mean absolute error") if name == "react" else lesson.button("Step forward").click()
    expect(page.get_by_role("alert")).to_contain_text("The picture could not be drawn")
    page.evaluate(MENDED)
    lesson.choose("Loss", "Huber loss")
    expect(page.locator(SENTENCE)).to_have_count(0)
    lesson.at_rest()
    assert page.evaluate("document.querySelector('.slopewise-graph')._fullData.length") > 3


def test_a_picture_that_could_not_be_saved_is_said_and_saved_by_a_button(page, open_lesson):
    """What is on show stays, a sentence below it says what went wrong, and *Try again* saves the picture."""
    lesson = open_lesson(page, "?epoch=60")
    graph = lesson.root.locator(".slopewise-graph").bounding_box()
    page.evaluate(BROKEN, ["downloadImage"])
    page.mouse.move(graph["x"] + 200, graph["y"] + 100)
    lesson.root.locator('.modebar-btn[data-title="Save the picture"]').click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The picture could not be saved")
    assert alert.bounding_box()["height"] < graph["height"] / 2
    page.evaluate(MENDED)
    with page.expect_download() as info:
        lesson.button("Try again").click()
    assert info.value.suggested_filename == "study-hours-epoch-60.png"
    expect(page.locator(SENTENCE)).to_have_count(0)


def test_an_axis_that_could_not_make_room_is_drawn_anew(page, open_lesson):
    """A relayout that is rejected in mid-move is said; the answer to the release draws all anew."""
    lesson = open_lesson(page, "", "loss_explorer")
    page.evaluate(BROKEN, ["relayout"])
    lesson.handle("Left end of the line").hover()
    page.mouse.down()
    page.mouse.move(*lesson.origin(), steps=4)
    expect(page.get_by_role("alert")).to_contain_text("The picture could not be drawn")
    page.evaluate(MENDED)
    page.mouse.up()
    expect(page.locator(SENTENCE)).to_have_count(0)
    lesson.at_rest()


@pytest.mark.parametrize("function", ["show", "update"])
def test_a_mistake_of_the_program_leaves_the_player_alive(page, open_lesson, function):
    """An error thrown while something is shown is said; the next message from the server is shown as if nothing was."""

    def mistaken(route: Route) -> None:
        script = route.fetch().text()
        begins = rf"(const {function} = \([^)]*\) => {{)"
        marked = re.sub(begins, r"\1 if (window.mistaken) throw new Error('no');", script)
        assert marked != script
        route.fulfill(content_type="text/javascript", body=marked)

    page.route(address("readouts.js"), mistaken)
    lesson = open_lesson(page, "?epoch=60")
    page.evaluate("window.mistaken = true")
    lesson.choose("Loss", "Mean absolute error")
    expect(page.get_by_role("alert")).to_contain_text("The picture could not be drawn")
    page.evaluate("window.mistaken = false")
    lesson.choose("Loss", "Huber loss")
    expect(page.locator(SENTENCE)).to_have_count(0)
    lesson.at_rest()
    lesson.button("To end").click()
    lesson.wait_for_epoch(1000)
    lesson.at_rest()
    lesson.wait_for_colour(LOSS_LIGHT, lesson.place(1, 1000, lesson.shown.loss), 6)


@pytest.mark.parametrize("path", [plotly_path(), *module_paths()[:1], f"{player_path()}/again-2/player.js"])
def test_what_never_changes_is_kept_for_good(server, path):
    """Plotly.js and the modules are kept by the browser, whose addresses change with them; each comes packed."""
    request = urllib.request.Request(server.url + path, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "javascript" in answer.headers["Content-Type"]
        if "plotly" in path:
            # Packed before it was asked for: how long it is is known when the first byte goes out.
            assert int(answer.headers["Content-Length"]) == len(answer.read())
    with urllib.request.urlopen(server.url + path) as plain:
        assert plain.headers["Content-Encoding"] is None
        assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
