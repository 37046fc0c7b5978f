"""A person's own table in Neural Network: its words are classes, a bad one is refused, the link repeats it."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.appearance import serious, too_wide
from tests.browser.conftest import PHONE
from tests.browser.lesson import Lesson

KINDS = ("<b>no</b>, never", "😀", "0", "macaroni", "king", "emperor of ice")


def table(kinds: int, rows: int = 36) -> str:
    """Return incomes and ages around a circle, a class for each stretch of it."""
    lines = ["Income\tAge\tKind"]
    for i in range(rows):
        angle, away = 2 * math.pi * (i % kinds) / kinds, 0.9 + 0.2 * (i * 7 % 11) / 11
        income, age = 50_000 + 25_000 * away * math.cos(angle), 50 + 20 * away * math.sin(angle)
        lines.append(f"{income:.0f}\t{age:.1f}\t{KINDS[i % kinds]}")
    return "\n".join(lines)


def paste(page: Page, text: str) -> Locator:
    """Paste a text into the dialog, which is opened unless it is."""
    dialog = page.get_by_role("dialog")
    if not dialog.count():
        page.get_by_role("button", name="Your own data").click()
        dialog.get_by_text("Paste", exact=True).click()
    dialog.get_by_role("textbox", name="Cells copied").fill(text)
    dialog.get_by_role("button", name="Read").click()
    return dialog


def use(lesson: Lesson, page: Page, text: str, said: str) -> None:
    dialog = paste(page, text)
    expect(dialog.get_by_text(said)).to_be_visible()
    dialog.get_by_role("button", name="Use these data").click()
    expect(dialog).to_have_count(0)
    lesson.wait_for_url(data="own")
    lesson.at_rest()


def test_words_of_a_table_are_classes_and_a_bad_one_is_refused(
    new_page: Callable[..., Page], open_lesson: Callable[..., Lesson]
) -> None:
    """Bad tables leave the page as it was; a good one is learned, rows held out too; on a phone the link repeats it."""
    page = new_page()
    lesson = open_lesson(page, "?epochs=300", "neural_network")
    before = page.url
    dialog = paste(page, "x\tKind\n1\tone\n2\tone\n3\tone\n4\tone")
    expect(dialog.get_by_role("alert")).to_contain_text("All 4 rows that can be used are of one class")
    expect(dialog.get_by_role("button", name="Use these data")).to_have_count(0)
    assert page.url == before
    use(lesson, page, table(3), "12 of 😀 and 12 of 0 can be used")
    lesson.press("End")
    lesson.at_rest()
    assert lesson.readout("accuracy") == 100
    assert lesson.readout("validation_accuracy") == 100
    outputs = page.locator(".slopewise-network-neuron[data-side=output] .slopewise-network-name")
    assert outputs.all_inner_texts() == ["‹b›no‹/b›, never", "😀", "0"]
    assert serious(page) == []
    loss = lesson.shown.loss
    phone = new_page(viewport=PHONE)
    again = open_lesson(phone, "?" + page.url.partition("?")[2], "neural_network")
    assert again.shown.loss == pytest.approx(loss, rel=1e-12)
    assert too_wide(phone) == []


def test_six_classes_have_room_and_the_last_layer_shows_them(page: Page, open_lesson: Callable[..., Lesson]) -> None:
    """The names stand beside the outputs, none on another or on a button, and in the legend, whole at the mouse."""
    lesson = open_lesson(page, "?epochs=60&layers=8", "neural_network")
    use(lesson, page, table(6), "6 of emperor of ice can be used")
    names = page.locator(".slopewise-network-neuron[data-side=output] .slopewise-network-name")
    expect(names).to_have_count(6)
    boxes = [box for box in (name.bounding_box() for name in names.all()) if box]
    more = page.locator(".slopewise-network-more").bounding_box()
    assert more is not None
    for above, below in zip(boxes, [*boxes[1:], more], strict=True):
        assert above["y"] + above["height"] <= below["y"] + 1
    legend = page.locator(".slopewise-graph .annotation-text").first
    assert legend.evaluate("each => parseFloat(getComputedStyle(each).fontSize)") >= 10
    assert legend.locator("tspan.line").count() == 2
    legend.get_by_text("empe…ice").hover()
    expect(page.locator(".slopewise-graph .hovertext")).to_contain_text("emperor of ice")
    page.get_by_text("Last hidden layer", exact=True).click()
    lesson.wait_for_url(view="hidden")
    lesson.at_rest()
