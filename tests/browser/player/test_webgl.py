"""Without WebGL, or when it is lost, the 3-D panel alone says so; all else lives, and a flat picture is near."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.appearance import serious, too_wide
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.find_browser import find_browser
from tests.browser.lesson import PATIENCE_MS, Lesson
from tests.browser.served import CHROMIUM_ARGS

NOTE = ".slopewise-scene-note"
WITHOUT = ["--disable-gpu", "--disable-software-rasterizer", "--disable-webgl", "--disable-3d-apis"]
REFUSED = """(() => {
  const given = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind.includes("webgl") ? null : given.call(this, kind, ...rest);
  };
})()"""
LOST = """() => {
  const { glplot } = document.querySelector(".slopewise-graph")._fullLayout.scene._scene;
  window.lost = glplot.gl.getExtension("WEBGL_lose_context");
  window.lost.loseContext();
}"""
# How many colours the scene has: one while it is blank.
COLOURS = """() => {
  const { glplot } = document.querySelector(".slopewise-graph")._fullLayout.scene._scene;
  if (glplot.gl.isContextLost()) return 0;
  glplot.redraw();
  const copy = new OffscreenCanvas(40, 40).getContext("2d");
  copy.drawImage(glplot.canvas, 0, 0, 40, 40);
  return new Set(new Uint32Array(copy.getImageData(0, 0, 40, 40).data.buffer)).size;
}"""
# What lies in the middle of each flat panel, by its layer.
ON_TOP = """() => {
  const graph = document.querySelector(".slopewise-graph");
  const { left, top } = graph.getBoundingClientRect();
  return [2, 3].map((i) => {
    const axes = [graph._fullLayout[`xaxis${i}`], graph._fullLayout[`yaxis${i}`]];
    const [x, y] = axes.map(({ _offset, _length }) => _offset + _length / 2);
    return document.elementFromPoint(left + x, top + y).classList.contains("nsewdrag");
  });
}"""
LESSONS = {
    "gradient_descent_animator": ("?ground=surface&epoch=20", "ground", "Show the map"),
    "loss_explorer": ("?ground=surface", "ground", "Show the contours"),
    "crop_yields": ("?view=plane&epoch=20", "view", "Show the fit"),
}


@pytest.fixture
def flat_page(browser) -> Iterator[Page]:
    """A page of a browser in which no context for 3-D can be made; after the test nothing was raised in it."""
    flat = browser.browser_type.launch(executable_path=find_browser(), args=[*CHROMIUM_ARGS, *WITHOUT])
    page = flat.new_context(viewport=DESKTOP).new_page()
    page.set_default_timeout(PATIENCE_MS)
    raised: list[str] = []
    page.on("pageerror", lambda error: raised.append(str(error)))
    yield page
    flat.close()
    assert raised == []


def note_in_its_panel(page: Page) -> None:
    """The sentence lies in the scene's panel, wholly, and no grey sheet of Plotly's over the others."""
    note, graph = page.locator(NOTE).bounding_box(), page.locator(".slopewise-graph").bounding_box()
    scene = page.evaluate("document.querySelector('.slopewise-graph')._fullLayout.scene.domain")
    assert note is not None
    assert graph is not None
    assert note["x"] >= graph["x"]
    assert note["x"] + note["width"] <= graph["x"] + graph["width"] * scene["x"][1] + 1
    assert note["y"] + note["height"] <= graph["y"] + graph["height"] * (1 - scene["y"][0]) + 1
    assert page.locator(NOTE).evaluate("e => e.scrollHeight <= e.clientHeight + 1")
    assert page.locator(".no-webgl").count() == 0 or page.locator(".no-webgl").is_hidden()


def test_a_browser_without_3d_shows_the_other_panels(flat_page, server):
    """Without WebGL the scene's panel says what is missing; the flat ones play; the map is a click away."""
    lesson = Lesson(flat_page, server.url).open("?ground=surface&epoch=20", "gradient_descent_animator")
    expect(flat_page.locator(NOTE)).to_contain_text("This browser draws nothing in 3-D")
    note_in_its_panel(flat_page)
    assert flat_page.evaluate(ON_TOP) == [True, True]
    lesson.button("To end").click()
    lesson.wait_for_epoch(500)
    lesson.at_rest()
    assert serious(flat_page) == []
    flat_page.get_by_role("button", name="Show the map").click()
    lesson.wait_for_url(ground=None)
    expect(flat_page.locator(NOTE)).to_have_count(0)
    lesson.at_rest()
    assert flat_page.evaluate("document.querySelector('.slopewise-graph')._fullLayout.scene") is None


@pytest.mark.parametrize("name", LESSONS)
def test_every_3d_scene_has_a_flat_picture_instead(new_page, server, name):
    """Wherever a lesson has a scene, a browser that refuses it gets a sentence that fits a phone, and a button."""
    query, setting, button = LESSONS[name]
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.add_init_script(REFUSED)
    lesson = Lesson(page, server.url).open(query, name)
    expect(page.locator(NOTE)).to_be_visible()
    note_in_its_panel(page)
    assert too_wide(page) == []
    page.get_by_role("button", name=button).click()
    lesson.wait_for_url(**{setting: None})
    expect(page.locator(NOTE)).to_have_count(0)
    lesson.at_rest()


def test_a_lost_context_comes_back_by_itself(page, open_lesson):
    """When the browser takes WebGL away the panel says so, the rest lives, and the scene is there again with WebGL."""
    lesson = open_lesson(page, "?ground=surface&epoch=20", "gradient_descent_animator")
    assert page.evaluate(COLOURS) > 10
    for _ in range(2):
        page.evaluate(LOST)
        expect(page.locator(NOTE)).to_contain_text("draws it again as soon as it can")
        assert page.evaluate(ON_TOP) == [True, True]
        before = lesson.shown.epoch
        lesson.button("Step forward").click()
        lesson.wait_for_epoch(before + 1)
        page.evaluate("window.lost.restoreContext()")
        expect(page.locator(NOTE)).to_have_count(0)
        page.wait_for_function(f"({COLOURS})() > 10")
        lesson.at_rest()
