"""What the player reads of Plotly.js that is not public is there, in the release that is installed."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest

from ui.browser.assets import player_path

INSIDE = Path(__file__).parents[3] / "ui" / "player" / "static" / "stage" / "plotly_inside.js"
READ = """async (module) => {
  const inside = await import(module);
  const graph = document.querySelector(".slopewise-graph");
  const layout = inside.layoutOf(graph);
  const axis = layout.xaxis ?? layout.xaxis2;
  const pixel = inside.pixelsOf(axis);
  const scene = inside.sceneIn(layout, "scene");
  const camera = inside.cameraOf(scene);
  const space = scene && inside.spaceOf(scene);
  return {
    "the traces' numbers": inside.tracesOf(graph).every(({ uid }) => uid),
    "the room for panels": ["l", "t", "w", "h"].every((side) => Number.isFinite(inside.panelArea(layout)[side])),
    "an axis's pixels": Object.values(pixel).every(Number.isFinite) && pixel.length > 100,
    "the value at a pixel": Math.abs(inside.valueAt(axis, pixel.first) - axis.range[0]) < 1e-6,
    "a scene's matrices": ["model", "view", "projection"].every((name) => camera?.[name].length === 16),
    "a scene's axes": space?.axes.every(({ range }) => range.length === 2) && space.scale.length === 3,
    "a value on a linear scale": space?.axes.every((each) => inside.linear(each, 2.5) === 2.5),
    "what stands a camera still": typeof scene?.setViewport === "function",
    "what a scene lacks": scene && inside.lackOf(scene) === null,
  };
}"""


def test_everything_that_is_read_is_there(page, open_lesson, server):
    """In a lesson with a flat panel and one in 3-D each thing is found, and is what it is taken for."""
    open_lesson(page, "?view=plane", "crop_yields")
    found = page.evaluate(READ, f"{server.url}{player_path()}/stage/plotly_inside.js")
    gone = [what for what, there in found.items() if not there]
    assert not gone, f"Plotly {version('plotly')} keeps these elsewhere: {', '.join(gone)}. Mend {INSIDE.name}."


def test_it_was_looked_through_for_the_installed_release() -> None:
    """Another release may change what is not public without a word: then the module is looked through first."""
    (noted,) = re.findall(r"plotly ([\d.]+) ships", INSIDE.read_text(encoding="utf-8"))
    assert noted == version("plotly"), (
        f"Plotly {version('plotly')} is installed, but {INSIDE.name} was written for {noted}: see that all it reads "
        "is still there, then write the new release into it."
    )


@pytest.mark.parametrize("name", ["_fullLayout", "_fullData", "_size", "_offset", "_scene", "glplot", "d2l", "p2d"])
def test_nobody_else_reads_it(name: str) -> None:
    """Each name that is not public stands in that module alone."""
    home = INSIDE.parents[1]
    users = [file.name for file in sorted(home.rglob("*.js")) if re.search(rf"\b{name}\b", file.read_text())]
    assert users == [INSIDE.name]
