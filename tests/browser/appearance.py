"""What anyone can see is wrong with a page: not accessible, wider than the screen, below its edge."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_STICKING_OUT = """() => [...document.querySelectorAll(".stMainBlockContainer *")].filter((e) => {
  const box = e.getBoundingClientRect();
  if (!box.width || !box.height || (box.right <= innerWidth + 0.5 && box.left >= -0.5)) return false;
  // What scrolls or is cut inside its own box does not stick out of the page.
  for (let p = e.parentElement; p && !p.matches(".stMainBlockContainer"); p = p.parentElement)
    if (getComputedStyle(p).overflowX !== "visible") return false;
  return true;
}).map((e) => e.outerHTML.slice(0, 120))"""

CLIPPED = """() => [
  ...document.querySelectorAll(".slopewise-player :is(button, select, input, dt, dd)"),
  ...document.querySelectorAll(".slopewise-graph .annotation-text"),
].filter((e) => {
  const box = e.getBoundingClientRect();
  const graph = e.closest(".slopewise-graph");
  if (graph && !e.matches(".annotation-text")) return false;
  // Of what is drawn into the pictures, nothing is seen beyond them.
  const edge = graph ? graph.getBoundingClientRect().right - 1 : innerWidth + 0.5;
  return box.width && (box.right > edge || box.left < -0.5);
}).map((e) => e.outerHTML.slice(0, 120))"""

# Plotly's buttons, where they are always on show, and what they hide.
COVERED = """() => {
  const buttons = [...document.querySelectorAll(".slopewise-graph .modebar:not(.modebar--hover) .modebar-btn")];
  const boxes = buttons.map((e) => e.getBoundingClientRect());
  return [...document.querySelectorAll(".slopewise-graph .annotation-text")].filter((e) => {
    const { left, right, top, bottom } = e.getBoundingClientRect();
    return boxes.some((box) => box.left < right && left < box.right && box.top < bottom && top < box.bottom);
  }).map((e) => `buttons on ${e.textContent}`);
}"""

# Numbers that do not stand on the line of the words before them.
UNEVEN = """() => [...document.querySelectorAll(".slopewise-player output")].flatMap((output) => {
  const bottom = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect().bottom;
  };
  const words = output.previousSibling;
  if (!output.getClientRects().length || !output.textContent || !words) return [];
  const by = bottom(words) - bottom(output);
  return Math.abs(by) > 2 ? [`${output.textContent} stands ${by} pixels above ${words.textContent}`] : [];
})"""

PLAYER_AND_CONTROLS = (
    ".slopewise-graph", ".slopewise-transport", ".slopewise-ruler", ".slopewise-readouts", ".st-key-controls",
    ".st-key-tools",
)  # fmt: skip


_WEARS = """(dark) => {
  const app = document.querySelector("[data-testid=stApp]");
  const [red, green, blue] = getComputedStyle(app).backgroundColor.match(/[0-9.]+/g).map(Number);
  const player = document.querySelector(".slopewise-player");
  // While a page runs again, Streamlit greys what has not come yet.
  const whole = app.dataset.testScriptState === "notRunning" && !document.querySelector('[data-stale="true"]');
  const rests = whole && (!player || (player.dataset.shown === "true" && !player.classList.contains("live")));
  // A theme comes with a few frames of its own.
  window.wornFrames = (red + green + blue < 380) === dark && rests ? (window.wornFrames ?? 0) + 1 : 0;
  return window.wornFrames > 5;
}"""


def serious(page: Page) -> list[str]:
    """Return what axe-core calls serious or critical on the page as it stands, in the light and in the dark theme."""
    return [said for said in violations(page) if re.search(r"\((serious|critical)\)", said)]


def violations(page: Page) -> list[str]:
    """Return all that axe-core finds on the page as it stands, the least of it too, in the light and the dark theme."""
    found = []
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        page.evaluate("window.wornFrames = 0")
        page.wait_for_function(_WEARS, arg=theme == "dark")
        found += [f"{theme}: {said}" for said in _violations_now(page)]
    return found


def _violations_now(page: Page) -> list[str]:
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:160]} {node['failureSummary'][:200]}"
        for rule in Axe().run(page).response["violations"]
        for node in rule["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """Return what makes the page wider than the window, or is cut by its edges."""
    wider = [
        f"{part} is {width} wide"
        for part in ("html", "[data-testid=stMain]")
        if (width := page.evaluate("(part) => document.querySelector(part).scrollWidth", part))
        > page.evaluate("innerWidth")
    ]
    return [*wider, *page.evaluate(_STICKING_OUT), *page.evaluate(CLIPPED)]


def below_the_fold(page: Page) -> list[str]:
    """Return which of the pictures and controls are not wholly in the window."""
    size = page.viewport_size
    assert size is not None
    out = []
    for part in PLAYER_AND_CONTROLS:
        found = page.locator(part).first
        box = found.bounding_box() if found.count() and found.is_visible() else None
        if box and (
            box["y"] < 0 or box["y"] + box["height"] > size["height"] or box["x"] + box["width"] > size["width"]
        ):
            out.append(f"{part} at {box}")
    return out
