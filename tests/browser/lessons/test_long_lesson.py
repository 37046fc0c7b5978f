"""A tab that is used for a whole lesson holds no more at its end than after its first round."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import CDPSession

from tests.browser.lesson import Lesson
from ui.lessons.registry import LESSONS

ROUNDS = 5
RELEASES = 5
_COUNT_WEBGL = """
  const contexts = [];
  const get = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    const context = get.call(this, kind, ...rest);
    const known = contexts.some((known) => known.deref() === context);
    if (context && /webgl/.test(kind) && !known) contexts.push(new WeakRef(context));
    return context;
  };
  window.liveContexts = () => contexts.filter((known) => known.deref() && !known.deref().isContextLost()).length;
"""
# One step to and fro, as a key on the ruler does it.
_RELEASE = """(ruler, i) => {
  ruler.value = Number(ruler.value) + (i % 2 ? 1 : -1);
  ruler.dispatchEvent(new Event("input", { bubbles: true }));
  ruler.dispatchEvent(new Event("change", { bubbles: true }));
}"""

# Streamlit 1.67 keeps every expander that it has taken off the page: they are not the app's to let go.
_EXPANDERS_LEFT = """function () {
  const tops = new Set();
  for (const node of this) {
    try {
      let top = node;
      while (top.parentNode) top = top.parentNode;
      if (node.isConnected || !top.matches?.('[data-testid="stLayoutWrapper"]')) continue;
      if (top.querySelector("details")) tops.add(top);
    } catch {
      // A prototype is no node.
    }
  }
  return [...tops];
}"""


def nodes_in(described: dict[str, Any]) -> int:
    """Return how many nodes a described one has with itself, those too by which the browser builds a `<details>`."""
    inside = [*described.get("children", []), *described.get("shadowRoots", [])]
    return 1 + sum(nodes_in(each) for each in inside)


def expanders_left(devices: CDPSession) -> tuple[int, int]:
    """Return how many nodes and listeners Streamlit holds of expanders that are on no page any more."""

    def call(place: str, function: str, **more: Any) -> Any:
        asked = {"objectId": place, "functionDeclaration": function, **more}
        return devices.send("Runtime.callFunctionOn", asked)["result"]

    prototype = devices.send("Runtime.evaluate", {"expression": "Node.prototype"})["result"]["objectId"]
    nodes = devices.send("Runtime.queryObjects", {"prototypeObjectId": prototype})["objects"]["objectId"]
    tops = call(nodes, _EXPANDERS_LEFT)["objectId"]
    held = devices.send("Runtime.getProperties", {"objectId": tops, "ownProperties": True})["result"]
    places = [each["value"]["objectId"] for each in held if each["name"].isdigit()]
    count = sum(
        nodes_in(devices.send("DOM.describeNode", {"objectId": place, "depth": -1, "pierce": True})["node"])
        for place in places
    )
    listeners = sum(
        len(devices.send("DOMDebugger.getEventListeners", {"objectId": place, "depth": -1})["listeners"])
        for place in places
    )
    for each in (*places, tops, nodes):
        devices.send("Runtime.releaseObject", {"objectId": each})
    return count, listeners


def round_of_lessons(lesson: Lesson) -> None:
    """Visit every lesson by the bar, and release something in it a few times."""
    for each in LESSONS:
        lesson.page.get_by_role("link", name=each.title).first.click()
        lesson.arrive(each.title)
        for i in range(RELEASES):
            if each.name == "loss_explorer":
                lesson.handle("Left end of the line").press("ArrowUp" if i % 2 else "ArrowDown")
            else:
                lesson.ruler.evaluate(_RELEASE, i)
        lesson.at_rest()


def usage(lesson: Lesson, devices: CDPSession) -> dict[str, float]:
    """Return what the tab holds after everything that can be let go was."""
    for _ in range(3):
        devices.send("HeapProfiler.collectGarbage")
    counters = devices.send("Memory.getDOMCounters")
    metrics = {each["name"]: each["value"] for each in devices.send("Performance.getMetrics")["metrics"]}
    nodes, listeners = expanders_left(devices)
    return {
        "nodes": counters["nodes"] - nodes, "listeners": counters["jsEventListeners"] - listeners,
        "heap": metrics["JSHeapUsedSize"],
        "WebGL contexts": lesson.page.evaluate("liveContexts()"),
    }  # fmt: skip


def test_a_long_lesson_leaves_nothing_behind(new_page, open_lesson):
    """Six rounds over all lessons: nodes, listeners, memory and WebGL contexts are within an eighth of the first's."""
    page = new_page(fresh=True)
    page.add_init_script(_COUNT_WEBGL)
    lesson = open_lesson(page, "?ground=surface", "loss_explorer")
    devices = page.context.new_cdp_session(page)
    devices.send("Performance.enable")
    round_of_lessons(lesson)
    first = usage(lesson, devices)
    for _ in range(ROUNDS):
        round_of_lessons(lesson)
    last = usage(lesson, devices)
    assert {name: last[name] for name in last if last[name] > 1.125 * first[name]} == {}, (first, last)
