"""A person brings data: by the real file input, by the clipboard, by clicks into the picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.lesson import Lesson
from tests.browser.looks import serious, too_wide

LONGLEY = Path(__file__).parents[1] / "core" / "tables" / "longley.csv"
CERTIFIED = (
    "15.06187227", "−0.03581917929", "−2.020229804", "−1.033226867", "−0.05110410565", "1829.151465", "−3482258.635",
)  # fmt: skip
EVIL = "<img src=x onerror=alert(1)>,score\n1,48\n2,52\n3,n/a\n4,68\n5,83\n"


def upload(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def test_a_file_by_the_real_input(new_page: Callable[..., Page], open_lesson: Callable[..., Lesson]) -> None:
    """What is no table is refused in a sentence; what is, is trained on, its names inert, and its link repeats it."""
    page = new_page()
    lesson = open_lesson(page, "", "gradient_descent_animator")
    page.get_by_role("button", name="Your own data").click()
    upload(page, "picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("alert")).to_contain_text("not a table")
    expect(dialog.get_by_role("button", name="Use these data")).to_have_count(0)
    upload(page, "scores.csv", EVIL.encode())
    expect(dialog.get_by_text("1 of 5 rows is left out")).to_be_visible()
    assert serious(page) == []
    dialog.get_by_role("button", name="Use these data").click()
    expect(dialog).to_have_count(0)
    lesson.wait_for_url(data="own")
    lesson.at_rest()
    assert page.locator("img[src=x]").count() == 0
    loss = lesson.shown.loss
    phone = new_page(viewport=PHONE)
    again = open_lesson(phone, "?" + page.url.partition("?")[2], "gradient_descent_animator")
    assert again.shown.loss == loss
    assert too_wide(phone) == []


def test_points_are_clicked_into_the_picture(page: Page, open_lesson: Callable[..., Lesson]) -> None:
    """A click adds a point, A one in the middle, Delete removes it; the Animator takes the points along."""
    lesson = open_lesson(page, "?add=true", "loss_explorer")
    left, top = lesson.origin()
    across, down = lesson.place(0, 25, 600)
    page.mouse.click(left + across, top + down)
    expect(lesson.handle("Point 5")).to_be_visible()
    lesson.handle("Point 1").focus()
    page.keyboard.press("a")
    expect(lesson.handle("Point 6")).to_be_focused()
    page.keyboard.press("Delete")
    expect(lesson.handle("Point 6")).to_have_count(0)
    lesson.at_rest()
    page.get_by_role("button", name="Use in the Animator").click()
    expect(page.get_by_role("heading", name="Gradient Descent Animator")).to_be_visible()
    lesson.wait_for_url(data="own")
    lesson.at_rest()
    points = page.evaluate(
        "document.querySelector('.slopewise-graph')._fullData.find((t) => t.name === 'data').x.length"
    )
    assert points == 5


def test_longleys_data_keep_their_digits(page: Page, open_lesson: Callable[..., Lesson]) -> None:
    """Uploaded as a file, the coefficients on the page agree with the certified ones to ten digits."""
    open_lesson(page, "", "crop_yields")
    page.get_by_role("button", name="Your own data").click()
    rows = [line.split(",") for line in LONGLEY.read_text(encoding="utf-8").splitlines()]
    upload(page, "longley.csv", "\n".join(";".join([*row[1:], row[0]]) for row in rows).encode())
    page.get_by_role("button", name="Use these data").click()
    for certified in CERTIFIED:
        expect(page.get_by_role("cell", name=certified, exact=True)).to_be_visible()
