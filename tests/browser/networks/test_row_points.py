"""One step of a network goes through a row that is chosen by its point: by mouse, by finger, and by its number."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from core.data import drawn_rows, generate, load_classes, split
from tests.browser.conftest import PHONE

DATA = 0
TOP = "document.querySelector('[data-testid=stMain]').scrollTo(0, 0)"


def alone(places: np.ndarray) -> int:
    """Return the row whose nearest neighbour is furthest away, so that no hand can mean another."""
    spread = places / np.ptp(places, axis=0)
    apart = np.linalg.norm(spread[:, None] - spread[None], axis=-1) + 9 * np.eye(len(places))
    return int(apart.min(axis=1).argmax())


def rows_of(name: str) -> np.ndarray:
    """Return the rows that a lesson learns from."""
    if name == "classifier":
        return load_classes("penguins_adelie_chinstrap").features
    whole = generate("circles")
    return split(whole, drawn_rows(whole.n, 0.25, 0))[0].features


@pytest.mark.parametrize(
    ("name", "query", "hand"),
    [("neural_network", "?epochs=200", "mouse"), ("classifier", "?data=penguins_adelie_chinstrap", "touch")],
)
def test_a_row_is_chosen_by_its_point(new_page, open_lesson, name, query, hand):
    """The nearest row is chosen, a little beside it too; the ring follows a number that is typed; both are linked."""
    page = new_page(**({"viewport": PHONE, "has_touch": True, "is_mobile": True} if hand == "touch" else {}))
    lesson = open_lesson(page, query, name)
    ring, rows = page.locator(".slopewise-row-ring"), rows_of(name)
    expect(ring).to_be_hidden()
    label = re.compile("^One step$")
    page.get_by_role("radio", name=label).or_(page.get_by_role("button", name=label)).first.click()
    expect(ring).to_have_attribute("data-row", "1")
    expect(page.get_by_text("Click or tap a point")).to_be_visible()
    lesson.at_rest()
    page.evaluate(TOP)
    row = alone(rows)
    x, y = (a + b for a, b in zip(lesson.origin(), lesson.place(DATA, *rows[row]), strict=True))
    press = page.touchscreen.tap if hand == "touch" else page.mouse.click
    press(x + 4, y - 4)
    lesson.wait_for_url(row=str(row + 1))
    expect(lesson.field("Row")).to_have_value(str(row + 1))
    box = ring.bounding_box()
    assert (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) == pytest.approx((x, y), abs=1)
    # The place that is pointed at is the row's own.
    at = f"{rows[row, 0]:.4g}".replace("-", "−")
    expect(lesson.handle("Place pointed at")).to_have_attribute("aria-valuetext", re.compile(f"^{at}"))
    lesson.field("Row").fill("3")
    lesson.field("Row").press("Enter")
    expect(ring).to_have_attribute("data-row", "3")
    lesson.wait_for_url(row="3")
    lesson.at_rest()
