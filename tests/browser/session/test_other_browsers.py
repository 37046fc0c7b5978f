"""Firefox and WebKit: every lesson plays in them, too, and what dragging, a file and a full screen do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tests.browser.appearance import CLIPPED, COVERED, UNEVEN
from tests.browser.conftest import assert_quiet
from tests.browser.lesson import AT_REST, PLACE
from tests.browser.served import Server
from tests.browser.windows import DESKTOP, Place, Window, open_firefox, open_webkit

LESSONS = {
    "study_hours": "",
    "loss_explorer": "?ground=surface&loss=huber",
    "gradient_descent_animator": "?ground=surface",
    "hubble_age": "",
    "crop_yields": "?view=plane",
    "perceptron": "",
}
DARK = ("hubble_age", "crop_yields")
SURFACES = ("loss_explorer", "gradient_descent_animator", "crop_yields")
PHONE = (390, 844)

_SHOWN = "() => ({ ...document.querySelector('.slopewise-player').dataset })"
_EPOCH = "() => Number(document.querySelector('.slopewise-player').dataset.epoch)"
_BRIGHTNESS = """() => {
  const colour = getComputedStyle(document.querySelector(".slopewise-player")).backgroundColor;
  return Math.max(...colour.match(/[0-9.]+/g).slice(0, 3).map(Number));
}"""
_ORIGIN = (
    "() => { const { x, y } = document.querySelector('.slopewise-graph').getBoundingClientRect(); return [x, y]; }"
)
_GRAPH = "document.querySelector('.slopewise-graph')"
_NOTE_HOVERS = """() => {
  document.querySelector(".slopewise-graph").on("plotly_hover", ({ points: [place] }) => {
    window.hovered = place.data.type === "surface";
  });
}"""
_LINK = "(name) => new URL(location.href).searchParams.get(name)"


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in ("Firefox", "WebKit")],
)
def launched(
    request: pytest.FixtureRequest, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Window]:
    home = tmp_path_factory.mktemp(request.param)
    with open_firefox(playwright, home) if request.param == "Firefox" else open_webkit(home) as window:
        yield window


@pytest.fixture
def window(launched: Window, server: Server) -> Iterator[Window]:
    """Return the browser's window; after the test none of its pages has raised, and the server has not complained."""
    mark = server.log_size()
    yield launched
    assert launched.trouble() == []
    assert_quiet(server, mark)


@pytest.fixture
def lesson(window: Window, server: Server) -> Any:
    """Return how to open a lesson in the window by the query of a link, and wait until it stands still."""

    def open_lesson(name: str, query: str = "") -> Window:
        window.go(f"{server.url}{name}{query}")
        window.wait_for(AT_REST)
        return window

    return open_lesson


def place(window: Window, panel: int, x: float, y: float) -> Place:
    """Return where in the window a point of a panel's plane lies."""
    across, down = window.ask(PLACE, [panel, x, y])
    left, top = window.ask(_ORIGIN)
    return left + across, top + down


def play_and_step_back(window: Window) -> None:
    """Play on for some epochs, pause, go one step back, and find the picture at rest there."""
    window.push("Play")
    window.wait_for("() => Number(document.querySelector('.slopewise-player').dataset.epoch) > 20")
    window.push("Pause")
    window.wait_for(AT_REST)
    epoch = window.ask(_EPOCH)
    window.push("Step back")
    window.wait_for("(epoch) => Number(document.querySelector('.slopewise-player').dataset.epoch) < epoch", epoch)
    window.wait_for(AT_REST)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_plays(lesson, name):
    """It loads, in the light or the dark, with 3-D where it has some; it plays, steps back, and follows its ruler."""
    dark = name in DARK
    query = LESSONS[name]
    theme = f"{'&' if query else '?'}embed=true&embed_options=dark_theme" if dark else ""
    window = lesson(name, query + theme)
    assert (window.ask(_BRIGHTNESS) < 80) == dark
    scenes = window.ask("() => document.querySelectorAll('.slopewise-graph .gl-container canvas').length")
    assert (scenes > 0) == (name in SURFACES)
    assert not window.ask("() => document.querySelector('.slopewise-graph').innerText.includes('WebGL is not')")
    assert window.ask(UNEVEN) + window.ask(CLIPPED) + window.ask(COVERED) == []
    if name == "loss_explorer":
        return
    play_and_step_back(window)
    before = float(window.ask(_SHOWN)["learningRate"])
    window.focus("Learning rate")
    window.driver.press("ArrowLeft")
    after = float(window.wait_for(_LINK, "learning_rate"))
    assert after < before
    assert float(window.ask(_SHOWN)["learningRate"]) == after
    window.wait_for(AT_REST)


def start_of(window: Window, other_than: str | None = None) -> str:
    """Wait until the link carries a start, other than one, and return it."""
    other = f"(other) => {{ const now = ({_LINK})('start'); return now !== other && now; }}"
    return str(window.wait_for(other, other_than))


def test_a_start_is_chosen_by_the_user(lesson):
    """By the grip, with the mouse and with a key, and by a click on the surface, which WebGL draws."""
    window = lesson("gradient_descent_animator")
    window.driver.drag(place(window, 0, 0, 0), place(window, 0, 2, 10), place(window, 0, 4, 20))
    dragged = start_of(window)
    assert [float(number) for number in dragged.split(",")] == pytest.approx((4, 20), abs=0.6)
    window.wait_for(AT_REST)
    window.focus("Start of the run")
    window.driver.press("ArrowRight")
    moved = start_of(window, dragged)
    window.wait_for(AT_REST)
    window.push("3-D surface")
    window.wait_for(_LINK, "ground")
    window.wait_for(AT_REST)
    width, height = window.ask(f"() => [{_GRAPH}.clientWidth, {_GRAPH}.clientHeight]")
    left, top = window.ask(_ORIGIN)
    slope = (left + 0.16 * width, top + 0.4 * height)
    window.ask(_NOTE_HOVERS)
    window.driver.move((slope[0] - 5, slope[1]))
    window.driver.move(slope)
    window.wait_for("() => window.hovered")
    window.driver.drag(slope)
    start_of(window, moved)
    window.wait_for(AT_REST)


def test_a_table_comes_and_the_lesson_goes(lesson, tmp_path):
    """A file is chosen, its table is trained on, and the lesson that was saved plays from disk, without the app."""
    window = lesson("gradient_descent_animator")
    before = window.ask(_SHOWN)["loss"]
    window.push("Your own data")
    table = tmp_path / "kettles.csv"
    table.write_text("minutes,degrees\n1,31\n2,44\n3,52\n4,68\n5,83\n")
    window.wait_for("() => document.querySelector('[role=dialog] input[type=file]') !== null")
    window.driver.choose_file(table)
    window.push("Use these data")
    window.wait_for("() => new URL(location.href).searchParams.get('data') === 'own'")
    # A busy browser may have the new address some frames before it has unpacked the new run.
    window.wait_for("(before) => document.querySelector('.slopewise-player').dataset.loss !== before", before)
    window.wait_for(AT_REST)
    loss = window.ask(_SHOWN)["loss"]
    window.push("Download")
    window.push("Lesson as HTML")
    window.go(window.download("*.html").as_uri())
    window.wait_for(
        "(loss) => document.querySelector('.slopewise-player[data-shown=true]')?.dataset.loss === loss", loss
    )
    window.ask("() => { document.querySelector('.slopewise-play').click(); }")
    window.wait_for("() => Number(document.querySelector('.slopewise-player').dataset.epoch) > 20")


def test_it_fills_the_screen_and_a_phone(lesson):
    """Presenting makes the letters larger, and leaving puts them back; in a narrow window nothing is cut."""
    window = lesson("gradient_descent_animator", "?view=race")
    size = "() => document.querySelector('.slopewise-graph')._fullLayout.font.size"
    before = window.ask(size)
    window.push("Present")
    window.wait_for(f"(before) => document.querySelector('.slopewise-player.present') && ({size})() > before", before)
    window.push("Leave full screen")
    window.wait_for(f"(before) => !document.querySelector('.present') && ({size})() === before", before)
    window.wait_for(AT_REST)
    window.driver.resize(*PHONE)
    window.wait_for("() => document.querySelector('.slopewise-graph')._fullLayout.width < 450")
    window.wait_for(AT_REST)
    found = window.ask(CLIPPED) + window.ask(COVERED)
    window.driver.resize(*DESKTOP)
    assert found == []
