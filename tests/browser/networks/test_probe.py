"""Anywhere in a network's picture can be pointed at: by mouse, by click or tap, and by keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ui.browser.assets import player_path

SIZE = 400
# A picture of 400 × 400 pixels whose axes go from 0 to 4, with what is pointed at written on the window.
BUILD = """async ([url, size, inputs]) => {
  const { Probe } = await import(`${url}/handles/probe.js`);
  const { Touched } = await import(`${url}/networks/touched.js`);
  document.body.innerHTML = "<main style='position:relative'><div id='graph' style='background:#eee'></div></main>";
  document.body.style.margin = 0;
  const graph = document.querySelector("#graph");
  Object.assign(graph.style, { width: `${size}px`, height: `${size}px` });
  const axes = {
    box: { left: 0, right: size, top: 0, bottom: size },
    x: (value) => (value * size) / 4, y: (value) => size - (value * size) / 4,
    fromX: (pixel) => (4 * pixel) / size, fromY: (pixel) => 4 - (4 * pixel) / size,
  };
  const track = { kind: inputs > 1 ? "field" : "network_curve", panel: 0, form: { sizes: [inputs, 1] } };
  const stage = { root: document.querySelector("main"), graph, isDrawn: true, content: { tracks: [track] } };
  Object.assign(stage, { axes: () => axes, signal: new AbortController().signal });
  const touched = new Touched(() => probe.update(() => "#b0197e"));
  const probe = new Probe(stage, touched);
  Object.assign(window, { touched });
  probe.grip.style.cssText += "position:absolute;left:-22px;top:-22px;width:44px;height:44px";
  probe.node.style.cssText = "position:absolute;left:0;top:0";
}"""


@pytest.fixture
def point(page, server):
    """Return how to show a picture with so many inputs, and what is pointed at in it."""
    page.goto(f"{server.url}{player_path()}/model/numbers.js")

    def show(inputs=2):
        page.evaluate(BUILD, [f"{server.url}{player_path()}", SIZE, inputs])
        return lambda: page.evaluate("window.touched.now().point")

    return show


def test_the_mouse_points_while_it_is_in_the_picture(page, point):
    """When it has left, nothing is pointed at; a click stays, and the mouse may point elsewhere meanwhile."""
    pointed = point()
    page.mouse.move(100, 100)
    assert pointed() == [1, 3]
    page.mouse.move(SIZE + 50, 100)
    assert pointed() is None
    page.mouse.click(300, 300)
    page.mouse.move(SIZE + 50, 100)
    assert pointed() == [3, 1]
    page.mouse.move(100, 100)
    assert pointed() == [1, 3]


def test_keys_move_the_grip_and_escape_lets_go(page, point):
    """The grip gets the focus where a place is pinned by a button, stays in the picture, and says where it is."""
    pointed = point()
    grip = page.get_by_role("slider", name="Place pointed at")
    expect(grip).to_be_hidden()
    page.evaluate("window.touched.pin([2, 2])")
    expect(grip).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    assert pointed() == pytest.approx([2.04, 2.2])
    expect(grip).to_have_attribute("aria-valuetext", "2.040, 2.200")
    for _ in range(15):
        page.keyboard.press("Shift+ArrowLeft")
    assert pointed() == pytest.approx([0, 2.2])
    page.keyboard.press("Escape")
    assert pointed() is None
    expect(grip).to_be_hidden()


def test_the_grip_is_dragged(page, point):
    """Beyond the edge of the picture it stays at the edge."""
    pointed = point()
    page.mouse.click(200, 200)
    page.mouse.down()
    page.mouse.move(300, 100, steps=3)
    assert pointed() == pytest.approx([3, 3])
    page.mouse.move(SIZE + 90, 100)
    page.mouse.up()
    assert pointed() == pytest.approx([4, 3])


def test_of_one_input_the_height_does_not_matter(page, point):
    """Only how far across it is pointed."""
    pointed = point(inputs=1)
    page.mouse.click(100, 350)
    assert pointed() == [1]


def test_neurons_are_on_again_for_another_network(page, point):
    """What is off, and what is pointed at, belongs to the network on show."""
    point()
    found = page.evaluate(
        """() => {
          const { touched } = window;
          const adopt = (sizes) => touched.adopt([{ kind: "network_graph", form: { sizes } }]);
          const states = [];
          adopt([2, 2, 1]);
          touched.toggle(0, 1, [2]);
          touched.pin([1, 1]);
          for (const sizes of [[2, 2, 1], [2, 3, 1]]) {
            adopt(sizes);
            states.push(touched.now());
          }
          return states;
        }"""
    )
    assert found[0] == {"off": [[False, True]], "point": [1, 1], "output": 0, "change": None}
    assert found[1] == {"off": None, "point": None, "output": 0, "change": None}
