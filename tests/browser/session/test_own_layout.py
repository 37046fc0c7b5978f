"""A person sees how a table was read, and changes it: by mouse, by finger and by keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from core.tables import read_table
from tests.browser.appearance import serious, too_wide
from tests.browser.conftest import PHONE
from tests.browser.lesson import Lesson, pick

CASES = Path(__file__).parents[2] / "core" / "tables" / "cases"
EXPECTED: dict[str, dict[str, Any]] = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))
KINDS = (
    "01-phyphox-tab-decimal-comma.txt",  # numbers misread
    "54-space-thousands-two-columns.txt",  # separators
    "19-noaa-comment-lines.csv",  # remarks
    "16-worldbank-api.csv",  # names that look like numbers
    "37-strict-open-xml.xlsx",  # workbooks
    "28-advertising-row-numbers.csv",  # defaults
)
AMBIGUOUS = "dose;answer\n1.500;1.797\n2.000;2.410\n2.500;2.988\n"


def begin(page: Page, open_lesson: Callable[..., Lesson]) -> tuple[Lesson, Locator]:
    lesson = open_lesson(page, "", "gradient_descent_animator")
    return lesson, open_dialog(page)


def open_dialog(page: Page) -> Locator:
    page.get_by_role("button", name="Your own data").click()
    return page.get_by_role("dialog")


def menu(dialog: Locator, label: str) -> Locator:
    return dialog.get_by_role("combobox", name=label)


def points(page: Page) -> np.ndarray:
    """Return the data that the picture shows, one row a point."""
    found = page.evaluate(
        """() => { const { x, y } = document.querySelector(".slopewise-graph")._fullData.find((t) => t.name === "data");
                   return [Array.from(x), Array.from(y)]; }"""
    )
    return np.array(found, dtype=float).T


def by_finger(menu: Locator, option: str) -> None:
    pick(menu, option, by_finger=True)


def by_keyboard(menu: Locator, option: str) -> None:
    menu.focus()
    menu.page.keyboard.type(option)
    expect(menu.page.get_by_role("option", name=option, exact=True)).to_be_visible()
    menu.page.keyboard.press("Enter")


@pytest.mark.parametrize("way", [pick, by_finger, by_keyboard])
def test_a_table_read_wrongly_is_put_right(
    way: Callable[[Locator, str], None], new_page: Callable[..., Page], open_lesson: Callable[..., Lesson]
) -> None:
    """A wrong separator gives a sentence and keeps the menus; what is then chosen right is trained on."""
    phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True} if way is by_finger else {}
    page = new_page(**phone)
    lesson, dialog = begin(page, open_lesson)
    files = {"name": "doses.csv", "mimeType": "text/csv", "buffer": AMBIGUOUS.encode()}
    page.locator("input[type=file]").set_input_files(files)
    expect(dialog.get_by_text("3 rows can be used")).to_be_visible()
    expect(
        dialog.get_by_text("“1.500” in column “dose” could be meant in two ways; it was read as 1.5.")
    ).to_be_visible()
    way(menu(dialog, "Separator"), "bars")
    expect(dialog.get_by_role("alert").first).to_contain_text("The table has one column")
    expect(dialog.get_by_role("button", name="Use these data")).to_have_count(0)
    way(menu(dialog, "Separator"), "semicolons")
    expect(dialog.get_by_text("3 rows can be used")).to_be_visible()
    way(menu(dialog, "Decimal mark"), "comma")
    expect(dialog.get_by_role("button", name="Read 1.500 as 1.5")).to_be_visible()
    way(menu(dialog, "Data from"), "row 3")
    expect(dialog.get_by_text("2 rows can be used")).to_be_visible()
    assert serious(page) == []
    assert too_wide(page) == []
    dialog.get_by_role("button", name="Use these data").click()
    lesson.wait_for_url(data="own")
    lesson.at_rest()
    assert points(page).tolist() == [[2000, 2410], [2500, 2988]]


def test_one_click_takes_the_other_reading(page: Page, open_lesson: Callable[..., Lesson]) -> None:
    """Beside the word on an ambiguous number stands a button that reads it the other way, and one that goes back."""
    _, dialog = begin(page, open_lesson)
    dialog.get_by_text("Paste", exact=True).click()
    dialog.get_by_role("textbox").fill(AMBIGUOUS)
    page.keyboard.press("Control+Enter")
    dialog.get_by_role("button", name="Read 1.500 as 1500").click()
    expect(dialog.get_by_role("button", name="Read 1.500 as 1.5")).to_be_visible()
    expect(menu(dialog, "Decimal mark")).to_have_value("comma")
    dialog.get_by_role("button", name="Read it as at first").click()
    expect(dialog.get_by_role("button", name="Read 1.500 as 1500")).to_be_visible()
    expect(menu(dialog, "Decimal mark")).to_have_value("point")


def choose(page: Page, dialog: Locator, label: str, column: str) -> None:
    """Choose a column, if it is not chosen yet; an answer on its way would close the menu."""
    expect(dialog.get_by_text("rows can be used")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    if menu(dialog, label).input_value() != column:
        pick(menu(dialog, label), column)
    expect(menu(dialog, label)).to_have_value(column)


@pytest.mark.parametrize("kinds", [KINDS[:3], KINDS[3:]])
def test_a_file_of_each_kind_is_trained_on(
    kinds: tuple[str, ...], page: Page, open_lesson: Callable[..., Lesson]
) -> None:
    """The points in the picture lie as they were meant: their line has the exact slope and intercept."""
    lesson = open_lesson(page, "", "gradient_descent_animator")
    for name in kinds:
        train_on(lesson, name)
        lesson.turn_to("")


def train_on(lesson: Lesson, name: str) -> None:
    page, dialog = lesson.page, open_dialog(lesson.page)
    page.locator("input[type=file]").set_input_files(CASES / name)
    meant = EXPECTED[name]
    names = read_table((CASES / name).read_bytes(), name).names
    for label, column in (("Feature x", meant["x"]), ("Target y, to predict", meant["y"])):
        choose(page, dialog, label, column if isinstance(column, str) else names[column])
    expect(dialog.get_by_text(f"{meant['n']} rows can be used")).to_be_visible()
    dialog.get_by_role("button", name="Use these data").click()
    lesson.wait_for_url(data="own")
    lesson.at_rest()
    x, y = points(page).T
    slope = float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())
    assert (name, len(x), slope) == (name, meant["n"], pytest.approx(meant["slope"], rel=1e-9))
    page.get_by_role("button", name="To end").click()
    assert lesson.at_rest().shown.loss < (y**2).mean(), name
