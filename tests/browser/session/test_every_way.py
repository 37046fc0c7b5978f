"""What belongs to every lesson works in every lesson: by mouse, by touch on a phone, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest
from playwright.sync_api import Download, Locator, Page, TimeoutError, expect

from tests.browser.conftest import PHONE
from tests.browser.lesson import Lesson
from ui.lessons.registry import LESSONS

NAMES = [lesson.name for lesson in LESSONS]
OWN_DATA = ("loss_explorer", "gradient_descent_animator", "crop_yields")
LEAVES = {
    "study_hours": "?learning_rate=0.05&epochs=200",
    "gradient_descent_animator": "?learning_rate=0.05&epochs=200",
    "perceptron": "?learning_rate=0.1&epochs=200&activation=identity",
    "classifier": "?learning_rate=10&weight_decay=1&epochs=200",
    "neural_network": "?data=sine&learning_rate=10&epochs=200",
}
# A step of a classifier or of a network's layers has no table of contributions.
WITHOUT_STEP = {"classifier", "neural_network"}


@dataclass(frozen=True)
class Person:
    """Someone with one way to use a page.

    Attributes:
        page: What is used.
        way: `mouse`, `touch` or `keyboard`.
    """

    page: Page
    way: str

    def press(self, control: Locator) -> None:
        """Press a button or choose an option."""
        if self.way == "keyboard":
            control.focus()
            self.page.keyboard.press("Space")
        else:
            self._point(control)

    def unfold(self, button: Locator) -> None:
        """Press a button that unfolds more below it, again where the page has just drawn it anew."""
        with suppress(TimeoutError):
            self.press(button)
            self.page.get_by_test_id("stPopoverBody").wait_for(timeout=5_000)
            return
        self.press(button)

    def light(self, row: Locator) -> None:
        """Turn to a row of a table: point at it, tap it, or bring the focus to it."""
        {"mouse": row.hover, "touch": row.tap, "keyboard": row.focus}[self.way]()

    def open_view(self, name: str) -> None:
        """Open one of the closer views."""
        exact = re.compile(f"^{name}$")
        views = self.page.locator(".st-key-closer_views")
        self.press(views.get_by_role("radio", name=exact).or_(views.get_by_role("button", name=exact)).first)

    def save(self, name: str) -> Download:
        """Press a button that downloads."""
        with self.page.expect_download() as waiting:
            self.press(self.page.get_by_role("button", name=name, exact=True))
        return waiting.value

    def _point(self, control: Locator) -> None:
        if self.way == "touch":
            control.tap()
        else:
            control.click()


@pytest.fixture(params=["mouse", "touch", "keyboard"])
def person(request: pytest.FixtureRequest, new_page: Callable[..., Page]) -> Person:
    """Return a person with one way to use a page; who touches has a phone."""
    phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    return Person(new_page(**(phone if request.param == "touch" else {})), request.param)


@pytest.mark.parametrize("name", NAMES)
def test_every_lesson_is_used(person: Person, open_lesson: Callable[..., Lesson], name: str) -> None:
    """In one visit: the closer views and what is kept, a run that left, data of one's own, and a guess."""
    lesson = open_lesson(person.page, "?epoch=7", name)
    look_closer_keep_and_take_away(person, lesson, name)
    if name != "loss_explorer":
        rescue(person, lesson.turn_to(LEAVES.get(name, "?learning_rate=5&epochs=200")))
    if name in OWN_DATA:
        bring_own_data(person, lesson)
    # Last, since the run that was guessed then plays.
    if name == "loss_explorer":
        guess_the_best_line(person, lesson.turn_to("?predict=true"))
    else:
        guess(person, lesson.turn_to("?predict=true&epochs=60"))


def look_closer_keep_and_take_away(person: Person, lesson: Lesson, name: str) -> None:
    """A row lights up its point, the code and the numbers are saved, what is on show is kept as A and forgotten."""
    page = person.page
    if name not in WITHOUT_STEP:
        person.open_view("One step")
        row = page.locator(".slopewise-rows tbody tr").nth(1)
        expect(row).to_be_visible()
        lesson.at_rest()
        person.light(row)
        lesson.wait_for("d.highlighted === a", row.get_attribute("data-row"))
    person.open_view("The code")
    assert "The receipt holds." in person.save("Python script").path().read_text(encoding="utf-8")
    person.open_view("Download")
    loss_explorer = name == "loss_explorer"
    table = person.save("Losses as CSV" if loss_explorer else "History as CSV").path().read_text(encoding="utf-8-sig")
    assert len(table.splitlines()) > 4
    person.press(page.get_by_role("button", name="Compare"))
    lesson.wait_for("new URL(location.href).searchParams.has('kept')")
    lesson.expect_text("A and B do not differ")
    lesson.at_rest()
    person.unfold(page.get_by_test_id("stPopoverButton").filter(has_text="A: "))
    person.press(page.get_by_role("button", name="Stop comparing"))
    lesson.wait_for_url(kept=None)
    lesson.at_rest()


def guess(person: Person, lesson: Lesson) -> None:
    """Play asks first; an answer plays the run, and then there are points."""
    person.press(lesson.button("Play"))
    asked = lesson.root.get_by_role("group", name="Your guess", exact=True)
    person.press(asked.get_by_role("group", name=re.compile(r"\?$")).get_by_role("radio").first)
    person.press(asked.get_by_role("button", name="Guess and play"))
    expect(asked).to_contain_text(re.compile(r"Score: \d of 4 points in 1 guess"))


def guess_the_best_line(person: Person, lesson: Lesson) -> None:
    """In Loss Explorer the line itself is the guess."""
    person.press(person.page.get_by_role("button", name="Go to the best line"))
    expect(person.page.locator("p", has_text=re.compile(r"^Your guess \d"))).to_contain_text("of 4 points")
    lesson.at_rest()


def rescue(person: Person, lesson: Lesson) -> None:
    """One button goes to a rate that converges, and a run that left no longer leaves."""
    lesson.expect_text("The run diverged at")
    before = lesson.query["learning_rate"]
    person.press(person.page.get_by_role("button", name=re.compile(r"Try \d")))
    expect(person.page.get_by_text("The run diverged at")).to_have_count(0)
    assert lesson.at_rest().query.get("learning_rate") != before


def bring_own_data(person: Person, lesson: Lesson) -> None:
    """The dialog opens, takes what is pasted, and the lesson shows it."""
    page = person.page
    person.press(page.get_by_role("button", name="Your own data"))
    dialog = page.get_by_role("dialog")
    person.press(dialog.get_by_role("radio", name="Paste").or_(dialog.get_by_role("button", name="Paste")).first)
    dialog.get_by_role("textbox").first.fill("hours\tscore\n1\t48\n2\t52\n4\t60\n5\t71")
    page.keyboard.press("Control+Enter")
    person.press(dialog.get_by_role("button", name="Use these data"))
    lesson.wait_for_url(data="own")
    lesson.at_rest()
    expect(dialog).to_have_count(0)
