"""A row of a table lights up its point in the pictures: by mouse, by keyboard, by touch."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.appearance import serious, too_wide

PHONE = {"width": 390, "height": 844}
TEXT_LIGHT, TEXT_DARK = (22, 32, 46), (233, 238, 246)
RADIUS = 11


def open_closer(lesson) -> None:
    """Open the view of one step."""
    view = re.compile("^One step$")
    lesson.page.get_by_role("radio", name=view).or_(lesson.page.get_by_role("button", name=view)).first.click()
    expect(lesson.page.locator(".slopewise-rows tbody tr").first).to_be_visible()


def row(lesson, i: int, table: str = "rows"):
    return lesson.page.locator(f".slopewise-{table} tbody tr").nth(i)


def expect_highlighted(lesson, i: int | None) -> None:
    """Wait until the player says which point is ringed, if any."""
    lesson.wait_for("a === null ? d.highlighted === undefined : Number(d.highlighted) === a", i)


def expect_ring(lesson, x: float, y: float, colour: tuple[int, int, int]) -> None:
    """Wait until there is a ring around a point of the first panel."""
    across, down = lesson.place(0, x, y)
    lesson.wait_for_ink(colour, (across - RADIUS, down), reach=1)


def test_a_row_highlights_its_point(page, open_lesson):
    """Pointed at or reached by the arrow keys, a row's point is ringed, and brought to where one looks."""
    lesson = open_lesson(page, "?epoch=4&hours=5.5")
    open_closer(lesson)
    expect(page.get_by_role("grid", name="Each row's contribution")).to_contain_text("−22.273")
    lesson.expect_text(re.compile(r"= 13\.5411 − 0\.01 × \(−35\.4211\)"))
    row(lesson, 2).hover()
    expect_highlighted(lesson, 2)
    expect_ring(lesson, 3, 71, TEXT_LIGHT)
    expect(lesson.root).to_have_class(re.compile("lens"))
    page.get_by_role("heading", name="Look closer").hover()
    expect_highlighted(lesson, None)
    expect(lesson.root).not_to_have_class(re.compile("lens"))
    row(lesson, 0).focus()
    expect_highlighted(lesson, 0)
    for key, i in (("ArrowDown", 1), ("End", 7), ("ArrowDown", 7), ("ArrowUp", 6), ("Home", 0)):
        page.keyboard.press(key)
        expect_highlighted(lesson, i)
        assert row(lesson, i).evaluate("(e) => e === document.activeElement && e.tabIndex === 0")
    assert lesson.shown.epoch == 4
    assert page.locator(".slopewise-rows tr[tabindex='0']").count() == 1
    # In sight, the pictures stay in their place.
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    expect(lesson.root).not_to_have_class(re.compile("lens"))
    assert serious(page) == []


def test_by_touch_in_the_dark(new_page, open_lesson):
    """A tap on a row of a mini-batch rings its own point, on a phone too; nothing is too wide or out of reach."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark")
    lesson = open_lesson(page, "?epoch=3&batch_size=5&optimizer=adam", "hubble_age")
    open_closer(lesson)
    expect(page.get_by_label("Step of the epoch, 1 to 5", exact=True)).to_be_visible()
    chosen = row(lesson, 3)
    number = int(chosen.get_attribute("data-row") or "")
    across, up = (float(text) for text in chosen.locator("td").all_inner_texts()[:2])
    chosen.tap()
    expect_highlighted(lesson, number)
    figure = page.evaluate(
        """(i) => {
          const trace = document.querySelector(".slopewise-graph")._fullData.find(({ meta }) => meta === "rows");
          return [trace.x[i], trace.y[i], Math.max(...trace.x), Math.max(...trace.y)];
        }""",
        number,
    )
    assert abs(figure[0] / figure[2] - across) < 1e-3
    assert abs(figure[1] / figure[3] - up) < 1e-3
    expect_ring(lesson, *figure[:2], TEXT_DARK)
    assert too_wide(page) == []
    assert serious(page) == []


def test_the_table_of_losses(page, open_lesson):
    """Both tables of the Loss Explorer light up points; rows out of sight are written when seen, or at rest."""
    lesson = open_lesson(page, "?data=hubble_key_project_24&loss=huber", "loss_explorer")
    row(lesson, 1, "sheet").hover()
    expect_highlighted(lesson, 1)
    expect_ring(lesson, 9.16, 664, TEXT_LIGHT)
    row(lesson, 1, "sheet").focus()
    page.keyboard.press("ArrowDown")
    expect_highlighted(lesson, 2)
    last, first = row(lesson, 23, "sheet").locator("td").nth(2), row(lesson, 0, "sheet").locator("td").nth(2)
    end = lesson.handle("Right end of the line")
    box = end.bounding_box()
    assert box is not None
    before = first.inner_text(), last.inner_text()
    page.mouse.move(box["x"] + 22, box["y"] + 22)
    page.mouse.down()
    page.mouse.move(box["x"] + 22, box["y"] + 60, steps=3)
    expect(first).not_to_have_text(before[0])
    assert last.inner_text() == before[1]
    page.locator(".slopewise-sheet").evaluate("(e) => e.scrollTo(0, e.scrollHeight)")
    expect(last).not_to_have_text(before[1])
    page.locator(".slopewise-sheet").evaluate("(e) => e.scrollTo(0, 0)")
    page.mouse.up()
    lesson.at_rest()
    open_closer(lesson)
    row(lesson, 4).hover()
    expect_highlighted(lesson, 4)
    assert serious(page) == []
