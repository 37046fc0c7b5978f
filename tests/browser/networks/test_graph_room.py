"""What stands in a network's graph and below it has room: numbers, names, menus, words and buttons, none on another."""

from __future__ import annotations

from tests.browser.conftest import PHONE

# What lies on something else, or beyond the edges of the graph.
_CROWDED = """() => {
  const graph = document.querySelector(".slopewise-network");
  const shown = (selector) => [...graph.querySelectorAll(selector)]
    .filter((e) => e.getClientRects().length && (e.textContent || e.matches("input, button")))
    .map((e) => ({ box: e.getBoundingClientRect(), name: `${e.className} ${e.textContent.slice(0, 12)}` }));
  const meet = ({ box: a }, { box: b }) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const below = shown("select, p, :is(.slopewise-network-layers, .slopewise-network-buttons) button, input");
  const written = [".slopewise-network-value", ".slopewise-network-slope", ".slopewise-network-name"].flatMap(shown);
  const all = [...written, ...below];
  const edge = graph.getBoundingClientRect();
  const beyond = all.filter(({ box }) =>
    box.left < edge.left - 1 || box.right > edge.right + 1 || box.top < edge.top - 1 || box.bottom > edge.bottom + 1);
  const pairs = all.flatMap((one, i) => all.slice(i + 1).filter((other) => meet(one, other)).map((o) => [one, o]));
  const covered = shown(".slopewise-network-neuron").filter((neuron) => below.some((each) => meet(neuron, each)));
  return { beyond: beyond.map(({ name }) => name), pairs: pairs.map(([a, b]) => `${a.name} on ${b.name}`),
           covered: covered.map(({ name }) => name) };
}"""
_NONE = {"beyond": [], "pairs": [], "covered": []}


def test_full_layers_have_room_while_a_place_is_pointed_at(page, open_lesson):
    """One and four, with numbers, with a neuron that is off, and while a weight is set; beside pictures and below."""
    lesson = open_lesson(page, "?epochs=20&layers=8", "neural_network")
    board = page.locator(".slopewise-network-board")

    def assert_room() -> None:
        height = board.bounding_box()["height"]
        for name in ("Point at a place", "Switch off neuron 8 of hidden layer 1", "Set a weight"):
            assert page.evaluate(_CROWDED) == _NONE, name
            lesson.button(name).evaluate("(button) => button.click()")
        assert page.evaluate(_CROWDED) == _NONE
        assert board.bounding_box()["height"] == height
        for name in ("Done", "Switch all on", "Point no more"):
            lesson.button(name).evaluate("(button) => button.click()")

    assert_room()
    lesson.turn_to("?epochs=20&layers=8,8,8,8")
    assert_room()
    page.set_viewport_size(PHONE)
    lesson.at_rest()
    assert_room()
