"""The tools at the head of a lesson: reset, the link, the shortcuts, the theme; Present has tests of its own."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.appearance import serious
from tests.browser.conftest import PHONE
from tests.browser.lesson import PATIENCE_MS

BOX = ".slopewise-words"
DARK = """(dark) => {
  const [red, green, blue] = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor
    .match(/[0-9.]+/g).map(Number);
  return (red + green + blue < 380) === dark;
}"""


def test_reset_is_one_step_that_back_undoes(page, open_lesson):
    """A lesson that plays stops, stands at its start with its defaults; Back brings the settings and the epoch back."""
    lesson = open_lesson(page, "?learning_rate=0.02&epochs=300&epoch=120&fit=true")
    entries = page.evaluate("history.length")
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true'")
    page.get_by_role("button", name="Reset lesson").click()
    lesson.wait_for_url(learning_rate=None, epochs=None, epoch=None, fit=None)
    lesson.at_rest()
    lesson.wait_for("Number(d.learningRate) === 0.01 && Number(d.epochs) === 1000 && Number(d.epoch) === 0")
    assert page.evaluate("history.length") == entries + 1
    page.go_back()
    lesson.wait_for_url(learning_rate="0.02", epochs="300", epoch="120", fit="true")
    lesson.wait_for("Number(d.learningRate) === 0.02 && Number(d.epoch) === 120")


@pytest.mark.parametrize("allowed", [True, False])
def test_copy_link_has_exactly_what_is_shown(page, open_lesson, allowed):
    """What was done just before is in it; it says that it copied, or shows the link where the browser forbids it."""
    lesson = open_lesson(page)
    page.evaluate(
        """(allowed) => {
          const write = (text) => (allowed ? void (window.copied = text) : Promise.reject(new Error("forbidden")));
          Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => write(text) } });
        }""",
        allowed,
    )
    for _ in range(3):
        lesson.press("ArrowRight")
    lesson.ruler.press("ArrowRight")
    button = page.get_by_role("button", name="Copy link")
    button.click()
    if allowed:
        expect(page.get_by_text("Link copied.")).to_be_visible()
        link = page.evaluate("window.copied")
    else:
        field = page.get_by_role("textbox", name="Link to this lesson as it is shown")
        expect(field).to_be_focused()
        link = field.input_value()
        page.keyboard.press("Escape")
        expect(page.locator(BOX)).to_have_count(0)
    assert link == page.url
    assert lesson.query == {"learning_rate": ["0.011"], "epoch": ["3"]}


def test_a_question_mark_lists_the_shortcuts(page, open_lesson):
    """The key opens the list and Escape closes it, in Present too; typed into a field it is a question mark."""
    lesson = open_lesson(page)
    lesson.press("?")
    expect(page.locator(BOX)).to_contain_text("One epoch back or forward")
    assert serious(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(BOX)).to_have_count(0)
    page.get_by_role("button", name="Keyboard shortcuts").press("Enter")
    expect(page.locator(BOX)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_be_focused()
    lesson.typed_epochs.press("?")
    expect(page.locator(BOX)).to_have_count(0)
    lesson.press_inside("f")
    expect(page.locator(".slopewise-player.present")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator(f".present {BOX}")).to_be_visible()


def test_a_finger_is_told_of_no_keys(new_page, open_lesson):
    """On a phone there is no list of shortcuts; the other tools are as large as a finger."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    open_lesson(page)
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_have_count(0)
    for name in ("Reset lesson", "Copy link", "Present"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert min(box["width"], box["height"]) >= 40
        assert box["x"] + box["width"] <= PHONE["width"]


def test_the_theme_changes_and_the_run_goes_on(page, open_lesson):
    """Dark at once, while it plays; it stays for other lessons, and goes back to the device's."""
    lesson = open_lesson(page, "?learning_rate=0.011&epochs=4000")
    lesson.speed.select_option("20")
    page.evaluate("window.stayed = true")
    lesson.button("Play").click()
    lesson.wait_for("Number(d.epoch) > 3")
    theme = page.get_by_role("combobox", name="Theme")
    theme.select_option("Dark")
    page.wait_for_function(DARK, arg=True, timeout=PATIENCE_MS)
    expect(theme).to_be_focused()
    expect(page.get_by_test_id("stMainMenuList")).to_have_count(0)
    before = lesson.shown.epoch
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > a && Number(d.learningRate) === 0.011", before)
    assert page.evaluate("window.stayed") is True
    open_lesson(page, "", "perceptron")
    page.wait_for_function(DARK, arg=True, timeout=PATIENCE_MS)
    theme = page.get_by_role("combobox", name="Theme")
    expect(theme).to_have_value("Dark")
    theme.select_option("System")
    page.wait_for_function(DARK, arg=False, timeout=PATIENCE_MS)
