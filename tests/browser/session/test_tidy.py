"""The player leaves nothing running behind it, and does no more than the screen asks for."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.lesson import PATIENCE_MS
from ui.browser.assets import player_path

# A stage of one panel, its pixels the units of its axes; timers are noted instead of set.
_STAGE = """
  const node = (className) => document.body.appendChild(Object.assign(document.createElement("div"), { className }));
  const ends = new AbortController();
  const box = { left: 0, right: 100, top: 0, bottom: 100 };
  const same = (value) => value;
  const axes = { box, x: same, y: same, fromX: same, fromY: same };
  const player = node("slopewise-player");
  const stage = { root: player, graph: node("graph"), signal: ends.signal, axes: () => axes };
  const waiting = new Set();
  window.setTimeout = (act) => (waiting.add(act), act);
  window.clearTimeout = (act) => waiting.delete(act);
  const up = () => new KeyboardEvent("keydown", { key: "ArrowUp", bubbles: true, cancelable: true });
  const colour = () => "#000000";
  const { sayBeforeLeaving } = await import(`${home}dom/later.js`);
  sayBeforeLeaving(player, ends.signal);
"""
_HANDLE = """
  const { Handles } = await import(`${home}handles/handles.js`);
  const handles = new Handles(stage, { move() {}, release() {} });
  handles.show({ x: null, landscape: 0, names: ["Place"], form: null }, colour);
  handles.update([50, 50]);
  handles.node.firstChild.dispatchEvent(up());
"""
_POINT = """
  const { Points } = await import(`${home}handles/points.js`);
  const points = new Points(stage, { move() {}, release() {} });
  points.show({ panel: 0, names: ["One"], units: ["", ""] }, colour);
  points.update({ x: [50], y: [50] });
  points.grips[0].dispatchEvent(up());
"""


@pytest.fixture
def in_module(page, server):
    """Return how to run a script in a page of the app that holds nothing, with the modules' address as `home`."""
    home = f"{server.url}{player_path()}/"
    page.goto(f"{home}model/numbers.js")
    return lambda script: page.evaluate(f"async (home) => {{ document.body.replaceChildren(); {script} }}", home)


@pytest.mark.parametrize("grip", [_HANDLE, _POINT], ids=["handle", "point"])
def test_a_key_on_a_grip_does_not_outlive_the_player(in_module, grip):
    """A key on a handle or a point waits for more keys; when the player goes, nothing waits any more."""
    script = f"{_STAGE} {grip} const before = waiting.size; ends.abort(); return [before, waiting.size];"
    assert in_module(script) == [1, 0]


def test_a_finger_is_on_the_ruler_until_it_is_lifted(in_module):
    """The ruler is dragged from the pointer's going down on it to its going up, wherever that is."""
    found = in_module(
        """
        const { ruler } = await import(`${home}controls/ruler.js`);
        const made = ruler({ onInput() {}, onRelease() {} }, new AbortController().signal);
        document.body.append(made.node);
        const says = (node, name) => node.dispatchEvent(new PointerEvent(name, { bubbles: true })) && made.dragging();
        const input = made.node.querySelector("input[type=range]");
        return [made.dragging(), says(input, "pointerdown"), says(document.body, "pointerup"),
                says(input, "pointerdown"), says(input, "pointercancel")];
        """
    )
    assert found == [False, True, False, True, False]


def test_a_scrolled_page_is_not_measured(in_module):
    """A row with the focus is meant until it leaves the window; the page is scrolled without being measured for it."""
    found = in_module(
        """
        const { highlightRows, POINT } = await import(`${home}dom/row_highlight.js`);
        document.body.innerHTML = `<table><tbody><tr data-row="0" tabindex="0"><td>One</td></tr></tbody></table>
          <div style="height: 5000px"></div>`;
        let [row, measured] = [undefined, 0];
        document.addEventListener(POINT, ({ detail }) => (row = detail.row));
        highlightRows(document.querySelector("tbody"), new AbortController().signal);
        document.querySelector("tr").focus();
        const focused = row;
        const measure = Element.prototype.getBoundingClientRect;
        Element.prototype.getBoundingClientRect = function () { measured += 1; return measure.call(this); };
        const said = [];
        for (const top of [5, 10, 4000]) {
          window.scrollTo(0, top);
          const deadline = performance.now() + 20000;
          const frame = () => new Promise(requestAnimationFrame);
          for (let i = 0; i < 5 || (top > 1000 && row !== null && performance.now() < deadline); i++) await frame();
          said.push(row);
        }
        return [focused, said, measured];
        """
    )
    assert found == [0, [0, 0, None], 0]


_WATCHED = """() => {
  window.watched = new Map();
  const Observer = window.ResizeObserver;
  window.ResizeObserver = class extends Observer {
    constructor(act) { super(act); this.own = /player-/.test(new Error().stack); }
    observe(node, ...rest) {
      if (this.own) window.watched.set(this, node.getAttribute("class"));
      super.observe(node, ...rest);
    }
    disconnect() { window.watched.delete(this); super.disconnect(); }
  };
}"""


@pytest.mark.parametrize("name", ["perceptron", "loss_explorer"])
def test_nothing_is_watched_when_the_player_is_gone(page, open_lesson, name):
    """Whatever the player watches for its size, it lets go of when another page comes."""
    page.add_init_script(f"({_WATCHED})()")
    lesson = open_lesson(page, "", name)
    assert "slopewise-pictures" in page.evaluate("[...watched.values()]")
    page.evaluate("history.pushState({}, '', '.'); dispatchEvent(new PopStateEvent('popstate', { state: {} }))")
    expect(page.get_by_role("heading", name="Slopewise", exact=True)).to_be_visible()
    expect(lesson.root).to_have_count(0)
    page.wait_for_function("watched.size === 0", timeout=PATIENCE_MS)


def test_a_room_that_changes_in_every_frame_is_followed_by_few_passes(page, open_lesson):
    """While Plotly is at one pass, a window that is dragged wider costs no more than one other, to its last width."""
    lesson = open_lesson(page, "?epoch=5")
    passes = page.evaluate(
        """async () => {
          const { react } = window.Plotly;
          let [passes, go] = [0, null];
          const gate = new Promise((resolve) => (go = resolve));
          window.Plotly.react = async (...given) => { passes += 1; await gate; return react(...given); };
          const pictures = document.querySelector(".slopewise-pictures");
          for (let width = 900; width < 920; width++) {
            pictures.style.width = `${width}px`;
            await new Promise(requestAnimationFrame);
            await new Promise(requestAnimationFrame);
          }
          go();
          const graph = document.querySelector(".slopewise-graph");
          while (graph._fullLayout.width !== 919) await new Promise(requestAnimationFrame);
          window.Plotly.react = react;
          return passes;
        }"""
    )
    assert 1 < passes <= 3
    lesson.at_rest()


def test_the_canvas_follows_the_pixels_of_the_screen(page, open_lesson):
    """On a finer screen the canvas has its pixels with the next picture, and as many as before when it comes back."""
    lesson = open_lesson(page, "?epoch=50")
    devices = page.context.new_cdp_session(page)
    for ratio in (2, 1, 1.5):
        metrics = {"width": 1280, "height": 720, "deviceScaleFactor": ratio, "mobile": False}
        devices.send("Emulation.setDeviceMetricsOverride", metrics)
        # A screen that is made up does not say that it changed.
        lesson.press("ArrowRight")
        page.wait_for_function(
            """(ratio) => {
              const canvas = document.querySelector(".slopewise-canvas");
              return devicePixelRatio === ratio && Math.abs(canvas.width - ratio * canvas.clientWidth) <= 1;
            }""",
            arg=ratio,
            timeout=PATIENCE_MS,
        )
    lesson.at_rest()
