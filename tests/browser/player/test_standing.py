"""What stands still stands: it is seen while a run plays, and nothing of the view before is left of it."""

from __future__ import annotations

from itertools import pairwise

import pytest

# The views of each lesson in an order in which every switch between two kinds of picture comes up, there and back.
SWITCHES = {
    "study_hours": (
        "", "?tutorial=true", "?hours=5.5", "?tutorial=true&fit=true", "?data=study_hours_x10&learning_rate=0.0001",
        "?loss=mae", "?tutorial=true&loss=huber&optimizer=adam", "",
    ),
    "loss_explorer": (
        "", "?ground=surface", "?look=sticks", "?ground=surface&best=true", "?best=true", "?data=study_hours&loss=mae",
        "?ground=slices", "?look=sticks&loss=huber", "",
    ),
    "gradient_descent_animator": (
        "?ground=contours", "?ground=surface", "?ground=contours", "?view=race", "?ground=surface", "?view=race",
        "?view=worlds", "?ground=contours", "?view=worlds", "?ground=surface", "?view=worlds", "?view=race",
        "?ground=contours",
    ),
    "hubble_age": (
        "", "?view=starts", "?view=sure", "", "?view=sure", "?view=starts", "", "?data=hubble_1929",
        "?data=hubble_1929&view=starts", "?cosmology=lambda_cdm", "",
    ),
    "crop_yields": (
        "", "?view=plane", "", "?view=plane&target=oranges", "?target=oranges", "?data=crop_yields_15",
        "?view=plane&data=crop_yields_15", "",
    ),
    "perceptron": ("", "?activation=identity", "?activation=sigmoid&loss=mse", "?activation=relu&copies=4", ""),
}  # fmt: skip

# Of the flat panels: what Plotly has drawn and what of it is seen while it plays, by the name of each trace.
_DRAWN = """() => {
  const graph = document.querySelector(".slopewise-graph");
  const player = document.querySelector(".slopewise-player");
  const flat = graph._fullData.filter(({ type, visible }) => type === "scatter" && visible === true);
  const moves = ({ index }) => String(graph.data[index].uid).startsWith("track");
  const live = player.classList.contains("live");
  player.classList.add("live");
  const seen = (e) => getComputedStyle(e).visibility === "visible";
  const found = flat.map((trace) => [trace.name, ...[...graph.querySelectorAll(`.trace${trace.uid}`)].map(seen)]);
  const left = graph.querySelectorAll(".scatterlayer .trace").length - flat.length;
  player.classList.toggle("live", live);
  return [[...found, left], [...flat.map((trace) => [trace.name, !moves(trace)]), 0]];
}"""


@pytest.mark.parametrize("name", SWITCHES)
def test_what_stands_still_is_seen_after_every_switch_of_view(page, open_lesson, name):
    """While it plays all that stands still is seen, whatever was on show before, and each thing is there once."""
    lesson = open_lesson(page, SWITCHES[name][0], name)
    wrong = {}
    for before, view in pairwise(SWITCHES[name]):
        lesson.turn_to(view)
        drawn, wanted = page.evaluate(_DRAWN)
        if drawn != wanted:
            wrong[before, view] = (drawn, wanted)
    assert wrong == {}
