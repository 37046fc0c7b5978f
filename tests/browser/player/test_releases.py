"""What the user did last is what stands, in player, page and link, however late the server receives it."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.lesson import Lesson
from tests.browser.served import Server
from tests.browser.slow_line import SlowLine

STANDS = """() => {
  const player = document.querySelector(".slopewise-player");
  const texts = (e) => [e.getAttribute("aria-label"), e.getAttribute("aria-valuetext") ?? e.value];
  return {
    sliders: [...player.querySelectorAll("[role=slider], input[type=range]")].filter((e) => e.offsetParent).map(texts),
    rows: [...player.querySelectorAll("select")].map((e) => e.value),
    pressed: [...player.querySelectorAll("[aria-pressed=true]")].map((e) => e.textContent),
  };
}"""


@contextmanager
def stopped(server: Server) -> Iterator[None]:
    """Stop a server as a busy machine does: it receives all later, at once."""
    os.kill(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)


def keys(name: str, *pressed: str) -> Callable[[Lesson], None]:
    """Return an act: keys on a slider of the player."""

    def act(lesson: Lesson) -> None:
        lesson.handle(name).focus()
        for key in pressed:
            lesson.page.keyboard.press(key)

    return act


def button(name: str) -> Callable[[Lesson], None]:
    return lambda lesson: lesson.root.get_by_role("button", name=name).first.click()


def in_panel(panel: int, x: float, y: float) -> Callable[[Lesson], None]:
    """Return an act: a click at a place of a panel."""

    def act(lesson: Lesson) -> None:
        (left, top), (across, down) = lesson.origin(), lesson.place(panel, x, y)
        lesson.page.mouse.click(left + across, top + down)

    return act


def row(name: str) -> Callable[[Lesson], None]:
    return lambda lesson: lesson.root.get_by_role("combobox", name="Row").select_option(name) and None


RATE = "Learning rate"
ACTS = {
    "study_hours": (
        "", [keys(RATE, "ArrowRight"), button("Step forward"), keys(RATE, "ArrowRight")], {"learning_rate", "epoch"},
    ),
    "loss_explorer": (
        "?loss=huber",
        [keys("Point 2", "ArrowUp"), keys("Huber's δ", "ArrowRight"), keys("Left end of the line", "ArrowUp"),
         keys("Point 3", "ArrowDown")],
        {"points", "delta", "line"},
    ),
    "gradient_descent_animator": (
        "", [in_panel(0, 20, 20), button("Step forward"), keys(RATE, "ArrowLeft")], {"start", "epoch", "learning_rate"},
    ),
    "perceptron": (
        "", [row("3"), in_panel(2, 0.2, 0.2), button("Next"), keys(RATE, "ArrowLeft")],
        {"row", "start", "phase", "learning_rate"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_nothing_is_lost_while_the_server_is_busy(new_page, open_lesson, server, name):
    """Several things done while the server stands still are all there afterwards; a new page by the link shows them."""
    query, acts, released = ACTS[name]
    lesson = open_lesson(new_page(), query, name)
    with stopped(server):
        for act in acts:
            act(lesson)
        # A click outside the pictures ends what many keys in a row add up to.
        lesson.page.locator("h1").click()
        by_user = lesson.page.evaluate(STANDS)
    lesson.page.wait_for_function(
        "(names) => names.every((name) => new URL(location.href).searchParams.has(name))", arg=sorted(released)
    )
    lesson.at_rest()
    assert lesson.page.evaluate(STANDS) == by_user
    again = open_lesson(new_page(), "?" + lesson.page.url.partition("?")[2], name)
    assert again.page.evaluate(STANDS) == by_user


def test_a_release_and_a_button_are_both_done(page, open_lesson, server):
    """While the server stands still the ruler is moved and a button of the page pressed: both count."""
    lesson = open_lesson(page, "?epoch=20")
    with stopped(server):
        keys(RATE, "ArrowRight")(lesson)
        page.get_by_role("button", name="Compare").click()
    lesson.wait_for_url(learning_rate="0.011")
    page.wait_for_function("new URL(location.href).searchParams.has('kept')")
    lesson.at_rest()
    assert lesson.shown.learning_rate == 0.011
    expect(page.get_by_test_id("stPopoverButton").filter(has_text="A: ")).to_be_visible()


def test_a_start_is_kept_though_the_rate_follows_at_once(page, open_lesson):
    """A click on the map and a key on the ruler while its answer is on the way: both stand."""
    lesson = open_lesson(page, "", "perceptron")
    for i in range(3):
        start = (0.2 + 0.1 * i, 0.3)
        before = lesson.shown.learning_rate
        in_panel(2, *start)(lesson)
        keys(RATE, "ArrowLeft")(lesson)
        lesson.wait_for("Number(d.learningRate) < a", before)
        lesson.wait_for_url(learning_rate=f"{lesson.shown.learning_rate:g}")
        lesson.at_rest()
        assert [float(part) for part in lesson.query["start"][0].split(",")] == pytest.approx(start, abs=0.015)


def test_the_ruler_stays_when_a_choice_comes_back(page, open_lesson):
    """After more families of runs than the tab keeps, the first one is asked for, and the ruler works at once."""
    lesson = open_lesson(page, "")
    keys("Learning rate", "ArrowRight")(lesson)
    lesson.wait_for_url(learning_rate="0.011")
    first = lesson.at_rest().ruler.get_attribute("max")
    for option in ("Adam", "RMSprop", "Adagrad", "Momentum", "Nesterov momentum", "Gradient descent"):
        lesson.choose("Optimizer", option)
        lesson.at_rest()
    expect(lesson.ruler).to_be_visible()
    assert lesson.ruler.get_attribute("max") == first
    keys("Learning rate", "ArrowRight", "ArrowRight")(lesson)
    lesson.wait_for("Number(d.learningRate) === 0.013")


def test_the_ruler_is_there_after_a_walk_through_the_lessons(page, open_lesson):
    """Each lesson brings its own family; the first one's ruler is there on return without a release."""
    lesson = open_lesson(page, "")
    keys("Learning rate", "ArrowRight")(lesson)
    lesson.wait_for_url(learning_rate="0.011")
    for title in ("Gradient Descent Animator", "Hubble Age", "Crop Yields", "Perceptron", "Study Hours"):
        page.get_by_role("link", name=title, exact=True).first.click()
        lesson.arrive(title)
        expect(lesson.ruler).to_be_visible()
        keys("Learning rate", "ArrowRight")(lesson)
        lesson.at_rest()


@pytest.mark.parametrize("follow", ["link", "forward"])
def test_a_page_that_is_turned_to_comes_though_the_server_is_late(page, open_lesson, follow):
    """What the player of the page before says once more, since an answer is late, takes nobody back to that page."""
    line = SlowLine(page)
    lesson = open_lesson(page)
    link = page.get_by_role("link", name="Hubble Age").first
    if follow == "forward":
        link.click()
        lesson.arrive("Hubble Age")
        page.go_back()
        lesson.arrive("Study Hours")
    line.holding = True
    keys(RATE, "ArrowRight")(lesson)
    first_answer = line.wait_for_answer()
    keys(RATE, "ArrowRight")(lesson)
    line.wait_for_answer()
    if follow == "link":
        link.click()
    else:
        page.go_forward()
    line.wait_for_answer()
    line.release(first_answer)
    # By then the player would have said once more what the first answer did not know.
    page.wait_for_timeout(3000)
    line.holding = False
    line.release()
    lesson.arrive("Hubble Age")
    lesson.frames(0.5)
    expect(page).to_have_url(re.compile("/hubble_age"))
