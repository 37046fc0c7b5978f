"""Nothing that is written in a picture is cut, turned or pushed into its neighbour, in a small room or a large one."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.lesson import PATIENCE_MS, Lesson

_SCENE = """() => {
  const graph = document.querySelector(".slopewise-graph");
  const { width, height, scene: { domain: { x, y } } } = graph._fullLayout;
  const { left, top } = graph.getBoundingClientRect();
  return { x: left + width * x[0], y: top + height * (1 - y[1]),
           width: width * (x[1] - x[0]), height: height * (y[1] - y[0]) };
}"""

# How many labels are cut or touch the next, how many ticks are turned, and how many titles run into something.
_WORDS = """() => {
  const graph = document.querySelector(".slopewise-graph");
  const all = (selector) => [...graph.querySelectorAll(selector)];
  const box = (e) => e.getBoundingClientRect();
  const boxes = (selector, side) => all(selector).map(box).sort((a, b) => a[side] - b[side]);
  const { left, right } = box(graph);
  const end = ({ _offset, _length }) => left + _offset + _length + 0.5;
  const axis = (e) => graph._fullLayout._plots[e.closest(".subplot").classList[1]].xaxis;
  const cut = all(".textpoint text").filter((e) => box(e).right > end(axis(e)));
  const touching = boxes(".textpoint text", "top").filter(({ top }, i, all) => i && top < all[i - 1].top + 11);
  const turned = all(".xtick text").filter((e) => /rotate.(?!0[,)])/.test(e.getAttribute("transform")));
  const over = boxes(".annotation-text", "left").filter((a, i, all) => {
    const next = all.slice(i + 1).find(({ top, bottom }) => top < a.bottom && bottom > a.top);
    return a.right > Math.min(right, next?.left ?? right) + 0.5;
  });
  return [cut, touching, turned, over].map((found) => found.length);
}"""


@pytest.mark.parametrize(
    ("name", "windows"),
    [
        (
            "crop_yields",
            [("?view=plane&predict=true", "page"), ("?view=plane", "phone"), ("?view=plane", "present")],
        ),
        (
            "gradient_descent_animator",
            [
                ("?ground=surface&predict=true", "page"),
                ("?ground=surface", "phone"),
                ("?ground=surface&predict=true", "present"),
            ],
        ),
        ("loss_explorer", [("?ground=surface", "present")]),
    ],
)
def test_words_are_whole(
    page: Page, open_lesson: Callable[..., Lesson], name: str, windows: list[tuple[str, str]]
) -> None:
    """No title of a scene's axis meets its rim, no label the next; no tick is turned, no legend leaves its panel."""
    lesson = open_lesson(page, windows[0][0], name)
    for query, window in windows:
        if lesson.page.url.partition("?")[2] != query[1:]:
            lesson.turn_to(query)
        lesson.resize(**(PHONE if window == "phone" else DESKTOP))
        if window == "present":
            lesson.press_inside("f")
            lesson.wait_for("document.querySelector('.slopewise-graph')._fullLayout.font.size > 15")
            lesson.at_rest()
        assert page.evaluate(_WORDS) == [0, 0, 0, 0], (query, window)
        # A scene is drawn some frames after Plotly says so.
        page.wait_for_function(
            "document.querySelector('.slopewise-graph')._fullLayout.scene._scene.glplot", timeout=PATIENCE_MS
        )
        assert rim(page) == 0, (query, window)


def rim(page: Page) -> int:
    """Return how many pixels at the left, the right and the lower rim of a scene differ from the page's own colour."""
    page.locator(".slopewise-graph").scroll_into_view_if_needed()
    # The tools stand at the rim on purpose.
    page.add_style_tag(content=".modebar-container { visibility: hidden !important; }")
    pixels = drawn_scene(page)
    rims = np.concatenate([pixels[:, :3].reshape(-1, 3), pixels[:, -3:].reshape(-1, 3), pixels[-3:].reshape(-1, 3)])
    return int((np.abs(rims - pixels[0, 0]).max(axis=1) > 24).sum())


def drawn_scene(page: Page) -> np.ndarray:
    """Return a scene's pixels once it is drawn and the same twice, shape `(height, width, 3)`."""
    before = np.empty(0)
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < deadline:
        picture = Image.open(io.BytesIO(page.screenshot(clip=page.evaluate(_SCENE)))).convert("RGB")
        pixels = np.asarray(picture, dtype=int)
        if (np.ptp(pixels, axis=(0, 1)) > 100).all() and np.array_equal(pixels, before):
            return pixels
        before = pixels
        page.wait_for_timeout(300)
    raise AssertionError("no scene came, or it does not rest")
