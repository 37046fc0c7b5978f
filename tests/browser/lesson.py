"""A lesson as a person with a browser has it: what the player shows, and its controls."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlparse

from PIL import Image
from playwright.sync_api import Locator, Page, TimeoutError, expect

PATIENCE_MS = 60_000
MODEL_LIGHT, MODEL_DARK = (31, 95, 209), (110, 168, 255)
LOSS_LIGHT, USER_LIGHT = (194, 84, 10), (176, 25, 126)

HOURS = tuple(range(1, 9))
SCORES = (48, 52, 71, 68, 83, 89, 92, 98)


def mean_squared_error(slope: float, intercept: float, scale: int = 1) -> float:
    """Return the loss of a line on the eight students' scores."""
    errors = [slope * scale * x + intercept - scale * y for x, y in zip(HOURS, SCORES, strict=True)]
    return sum(e * e for e in errors) / len(errors)


def descend(rate: float, epochs: int, start: tuple[float, float] = (0.0, 0.0)) -> list[tuple[float, float]]:
    """Return slope and intercept after 0, 1, …, `epochs` steps of plain descent on the mean squared error."""
    w, b = start
    path = [(w, b)]
    for _ in range(epochs):
        errors = [w * x + b - y for x, y in zip(HOURS, SCORES, strict=True)]
        gradient_w = 2 * sum(e * x for e, x in zip(errors, HOURS, strict=True)) / len(errors)
        gradient_b = 2 * sum(errors) / len(errors)
        w, b = w - rate * gradient_w, b - rate * gradient_b
        path.append((w, b))
    return path


@dataclass(frozen=True)
class PlayerContent:
    """What the player's root element says."""

    epoch: int
    loss: float
    learning_rate: float
    playing: bool


_SHOWN = """() => {
  const { epoch, loss, learningRate, playing } = document.querySelector(".slopewise-player").dataset;
  return { epoch: Number(epoch), loss: Number(loss), learning_rate: Number(learningRate), playing: playing === "true" };
}"""

# At rest: Plotly holds the picture, Streamlit has nothing under way, and the page before has left.
AT_REST = """(frames) => {
  const players = document.querySelectorAll(".slopewise-player");
  const player = players.length === 1 && players[0].dataset.ready === "true" ? players[0] : null;
  const app = document.querySelector('[data-testid="stApp"]');
  const rests = player && !player.closest('[data-stale="true"]')
    && !player.classList.contains("live") && player.dataset.playing === "false"
    && app.dataset.testScriptState === "notRunning"
    && player.querySelector(".slopewise-graph")._fullLayout !== undefined;
  // What has come may wait for the next frame to be drawn: it must have rested for some.
  window.restedFrames = rests ? (window.restedFrames ?? 0) + 1 : 0;
  return window.restedFrames > (frames ?? 5);
}"""

# The page has turned only when the server has begun to write it anew; a link to the same settings asks for nothing.
_TURN = """(query) => new Promise((resolve) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const watch = new MutationObserver(() => { if (app.dataset.testScriptState === "running") resolve(); });
  watch.observe(app, { attributeFilter: ["data-test-script-state"] });
  setTimeout(resolve, 3000);
  history.pushState({}, "", location.pathname + query);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}).finally(() => { window.restedFrames = 0; })"""

_FILLED = """() => {
  const graph = document.querySelector(".slopewise-graph");
  return graph && Math.abs(graph._fullLayout?.width - graph.parentElement.clientWidth) < 1;
}"""

PLACE = """([panel, x, y]) => {
  const graph = document.querySelector(".slopewise-graph");
  const suffix = panel ? panel + 1 : "";
  const { [`xaxis${suffix}`]: xaxis, [`yaxis${suffix}`]: yaxis } = graph._fullLayout;
  const linear = ({ type }, value) => (type === "log" ? Math.log10(value) : value);
  const part = (axis, value) => (linear(axis, value) - axis.range[0]) / (axis.range[1] - axis.range[0]);
  return [xaxis._offset + xaxis._length * part(xaxis, x), yaxis._offset + yaxis._length * (1 - part(yaxis, y))];
}"""

_PANEL = """(panel) => {
  const graph = document.querySelector(".slopewise-graph");
  const suffix = panel ? panel + 1 : "";
  const { [`xaxis${suffix}`]: xaxis, [`yaxis${suffix}`]: yaxis } = graph._fullLayout;
  return { left: xaxis._offset, top: yaxis._offset, width: xaxis._length, height: yaxis._length,
           x: [...xaxis.range], y: [...yaxis.range] };
}"""

# How many of the canvas's pixels around a place wear a colour.
_INK = """([[red, green, blue], x, y, reach]) => {
  const canvas = document.querySelector(".slopewise-canvas");
  const ratio = canvas.width / canvas.clientWidth;
  const side = Math.ceil((2 * reach + 1) * ratio);
  const { data } = canvas.getContext("2d").getImageData((x - reach) * ratio, (y - reach) * ratio, side, side);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    const near = Math.abs(data[i] - red) + Math.abs(data[i + 1] - green) + Math.abs(data[i + 2] - blue) < 24;
    if (near && data[i + 3] > 200) count += 1;
  }
  return count;
}"""

_FRAMES = """async (seconds) => {
  const canvas = document.querySelector(".slopewise-canvas");
  const player = document.querySelector(".slopewise-player");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const digest = () => {
    const words = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    let hash = 0;
    for (let i = 0; i < words.length; i++) if (words[i]) hash = (Math.imul(hash, 31) + words[i] + i) | 0;
    return hash;
  };
  const frames = [];
  const start = performance.now();
  while (performance.now() - start < 1000 * seconds || frames.length < 8) {
    await new Promise(requestAnimationFrame);
    frames.push([Number(player.dataset.epoch), digest()]);
  }
  return frames;
}"""


class Lesson:
    """The player on a page, by the names that people and screen readers know."""

    def __init__(self, page: Page, url: str) -> None:
        """Take a page and the address of the app; what the page sends is noted from now on."""
        self.page = page
        self.url = url
        self.sent: list[Any] = []
        page.on("websocket", lambda socket: socket.on("framesent", lambda frame: self.sent.append(frame)))

    def open(self, query: str = "", name: str = "study_hours") -> Lesson:
        """Open a lesson by a link and wait until it stands still."""
        self.page.goto(f"{self.url}{name}{query}", wait_until="commit")
        return self.at_rest()

    def arrive(self, title: str) -> Lesson:
        """Wait until a page that something on another leads to has come, and stands still."""
        expect(self.page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        return self.at_rest()

    def turn_to(self, query: str) -> Lesson:
        """Go to another link of the open lesson without loading the app anew, as back and forward do."""
        self.page.evaluate(_TURN, query)
        # The player may receive it some frames after the server is done, on a busy machine more than a few.
        self.at_rest(20).wait_for("d.shown === 'true'")
        return self.at_rest()

    def resize(self, width: int, height: int) -> Lesson:
        """Give the window another size, and wait until the pictures fill it."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_function(_FILLED, timeout=PATIENCE_MS)
        return self.at_rest()

    def at_rest(self, frames: int = 5) -> Lesson:
        """Wait until nothing moves for some frames, and the server has answered."""
        self.page.evaluate("window.restedFrames = 0")
        self.page.wait_for_function(AT_REST, arg=frames, timeout=PATIENCE_MS)
        return self

    @property
    def root(self) -> Locator:
        """The player."""
        return self.page.locator(".slopewise-player")

    def button(self, name: str) -> Locator:
        """A button of the player."""
        return self.root.get_by_role("button", name=name, exact=True)

    @property
    def present(self) -> Locator:
        """The button that fills the screen: on a page it is one of the tools at its head."""
        return self.page.get_by_role("button", name="Present", exact=True)

    @property
    def ruler(self) -> Locator:
        """The learning-rate ruler."""
        return self.root.get_by_role("slider", name="Learning rate", exact=True)

    @property
    def epochs(self) -> Locator:
        """The slider that says how long the run is trained."""
        return self.root.get_by_role("slider", name=re.compile("^(Epochs|Iterations)$"))

    @property
    def typed_epochs(self) -> Locator:
        """The same number, to type."""
        return self.root.get_by_role("textbox", name=re.compile("^(Epochs|Iterations), typed$"))

    def train_for(self, epochs: int) -> None:
        """Type for how many epochs to train."""
        self.typed_epochs.fill(str(epochs))
        self.typed_epochs.press("Enter")

    @property
    def scrub(self) -> Locator:
        """The scrub bar."""
        return self.root.get_by_role("slider", name="Epoch", exact=True)

    @property
    def speed(self) -> Locator:
        """The menu of speeds."""
        return self.root.get_by_role("combobox", name="Speed", exact=True)

    def handle(self, name: str) -> Locator:
        """A handle of the user's own line."""
        return self.root.get_by_role("slider", name=name, exact=True)

    @property
    def shown(self) -> PlayerContent:
        """What the root element's data attributes say."""
        return PlayerContent(**self.page.evaluate(_SHOWN))

    def wait_for(self, condition: str, argument: Any = None) -> None:
        """Wait until a JavaScript condition on the player's data attributes `d` (and `a`) holds."""
        self.page.wait_for_function(
            f"(a) => {{ const d = document.querySelector('.slopewise-player')?.dataset; return d && ({condition}); }}",
            arg=argument,
            timeout=PATIENCE_MS,
        )

    def press(self, key: str) -> None:
        """Press a key with nothing in focus."""
        self.page.evaluate("document.activeElement?.blur()")
        self.page.keyboard.press(key)

    def press_inside(self, key: str) -> None:
        """Press a key while the player has the focus, where letters act."""
        self.root.focus()
        self.page.keyboard.press(key)

    def wait_for_epoch(self, epoch: int) -> None:
        """Wait until the player shows an epoch."""
        self.wait_for("Number(d.epoch) === a", epoch)

    def wait_for_url(self, **settings: str | None) -> None:
        """Wait until the URL carries these settings; None where it must not carry one."""
        self.page.wait_for_function(
            """(settings) => {
              const url = new URL(location.href).searchParams;
              return Object.entries(JSON.parse(settings)).every(([name, value]) => url.get(name) === value);
            }""",
            # As text: an entry of None would be left out on its way into the page, and never be waited for.
            arg=json.dumps(settings),
            timeout=PATIENCE_MS,
        )

    @property
    def query(self) -> dict[str, list[str]]:
        """The settings in the page's URL."""
        return parse_qs(urlparse(self.page.url).query)

    def readout(self, key: str) -> float:
        """Return a live number, as it is written."""
        number = self.root.locator(f"[data-readout={key}] dd")
        # The first picture fills it.
        expect(number).not_to_be_empty()
        return as_number(number.inner_text())

    def place(self, panel: int, x: float, y: float) -> tuple[float, float]:
        """Return where a point of a panel's plane lies, in pixels of the figure."""
        across, down = self.page.evaluate(PLACE, [panel, x, y])
        return across, down

    def panel(self, panel: int) -> dict[str, Any]:
        """Return a panel's box in pixels of the figure, and its axes' ranges."""
        found: dict[str, Any] = self.page.evaluate(_PANEL, panel)
        return found

    def ink(self, colour: Sequence[int], place: tuple[float, float], reach: float = 2) -> int:
        """Count the canvas's pixels in a colour around a place of the figure."""
        return int(self.page.evaluate(_INK, [list(colour), *place, reach]))

    def wait_for_ink(self, colour: Sequence[int], place: tuple[float, float], reach: float = 2) -> None:
        """Wait until the canvas has that colour around a place of the figure."""
        self.page.wait_for_function(f"(a) => ({_INK})(a) > 0", arg=[list(colour), *place, reach], timeout=PATIENCE_MS)

    def wait_for_colour(self, colour: Sequence[int], place: tuple[float, float], reach: float = 2) -> None:
        """Wait until a place of the figure shows a colour on the screen, whoever drew it: canvas or Plotly."""
        left, top = self.origin()
        clip = {"x": left + place[0] - reach, "y": top + place[1] - reach, "width": 2 * reach, "height": 2 * reach}
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while time.monotonic() < deadline:
            picture = Image.open(io.BytesIO(self.page.screenshot(clip=clip))).convert("RGB")
            shown = [found for _, found in picture.getcolors(picture.width * picture.height) or []]
            if any(sum(abs(a - b) for a, b in zip(found, colour, strict=True)) < 40 for found in shown):
                return
        raise AssertionError(f"no {tuple(colour)} around {place}")

    def frames(self, seconds: float) -> list[tuple[int, int]]:
        """Look at the canvas at each animation frame: the epoch, and a digest of all its pixels."""
        return [(epoch, digest) for epoch, digest in self.page.evaluate(_FRAMES, seconds)]

    def origin(self) -> tuple[float, float]:
        """Return where the figure begins in the window."""
        box = self.root.locator(".slopewise-graph").bounding_box()
        assert box is not None
        return box["x"], box["y"]

    def take_tool(self, name: str) -> None:
        """Choose what dragging does to the pictures, or lay the tool down: "zoom" or "pan"."""
        self.root.locator(f".modebar-btn[data-val={name}]").click()

    def trace_path(self, index: int) -> list[tuple[float, float]]:
        """Return the points of a moving trace that Plotly drew, in pixels of its panel."""
        drawn = self.root.locator(f".tracetrack{index} path.js-line").get_attribute("d")
        assert drawn is not None
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", drawn)]
        return list(zip(numbers[::2], numbers[1::2], strict=True))

    def thumb(self, slider: Locator, stop: float) -> tuple[float, float]:
        """Return where the thumb of a range input stands at a value, in the window."""
        box = slider.bounding_box()
        assert box is not None
        low, high, thumb = slider.evaluate(
            "(e) => [Number(e.min), Number(e.max), parseFloat(getComputedStyle(e).getPropertyValue('--thumb')) || 22]"
        )
        part = (stop - low) / (high - low)
        return box["x"] + thumb / 2 + (box["width"] - thumb) * part, box["y"] + box["height"] / 2

    def stop(self) -> int:
        """Return the ruler's stop."""
        return int(self.ruler.input_value())

    def toggle(self, name: str) -> None:
        """Flip one of the page's switches."""
        switch = self.page.get_by_role("switch", name=name).or_(self.page.get_by_label(name, exact=True)).first
        self.unfold(switch)
        switch.click(force=True)

    def unfold(self, control: Locator) -> None:
        """Unfold all controls where this one is not drawn yet."""
        others = self.page.locator(".st-key-controls").get_by_role("switch", name="All controls")
        expect(control.or_(others).first).to_be_attached(timeout=PATIENCE_MS)
        if control.count() == 0:
            self.at_rest()
        if control.count() == 0:
            others.click(force=True)
            self.wait_for_url(all_controls="true")
            expect(control).to_be_visible(timeout=PATIENCE_MS)

    def field(self, label: str) -> Locator:
        """Return a field for a number; one whose value was changed for it stands beside its successor for a moment."""
        return self.page.locator('[data-stale="false"]').get_by_role("spinbutton", name=label, exact=True)

    def choose(self, label: str, option: str) -> None:
        """Choose from one of the page's menus."""
        menu = self.page.get_by_role("combobox", name=re.compile(rf"(^|\. ){re.escape(label)}$"))
        self.unfold(menu)
        pick(menu, option)

    def more_precisely(self) -> Lesson:
        """Unfold the mathematics and all digits of what there is to notice."""
        place = self.page.locator(".st-key-precisely details")
        expect(place).to_be_attached(timeout=PATIENCE_MS)
        if place.get_attribute("open") is None:
            place.locator("summary").evaluate("(summary) => summary.click()")
        expect(place).to_have_attribute("open", "")
        return self

    def expect_text(self, text: str | re.Pattern[str]) -> None:
        """Wait until a text is on the page; what is folded away is unfolded, and no hand moves for it."""
        found, folded = self.page.get_by_text(text).first, self.page.locator(".st-key-precisely details:not([open])")
        expect(found).to_be_attached(timeout=PATIENCE_MS)
        if not found.is_visible() and folded.count():
            folded.locator("summary").evaluate("(summary) => summary.click()")
        expect(found).to_be_visible(timeout=PATIENCE_MS)


def pick(menu: Locator, option: str, *, by_finger: bool = False) -> None:
    """Choose from a menu; where the focus was still in another, it closes at once, and a person presses again."""
    wanted = menu.page.get_by_role("option", name=option, exact=True)
    for patience in (5_000, 10_000, PATIENCE_MS):
        if menu.get_attribute("aria-expanded") != "true":
            menu.tap() if by_finger else menu.click()
        with suppress(TimeoutError):
            wanted.tap(timeout=patience) if by_finger else wanted.click(timeout=patience)
            return
    raise AssertionError(f"no {option} to choose")


_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def as_number(written: str) -> float:
    """Read a number as the house writes it."""
    plain = written.replace("−", "-").replace(",", "").replace(" × 10", "e").translate(_SUPERSCRIPTS)
    return float(json.loads(plain))
