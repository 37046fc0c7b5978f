"""The keyboard belongs to whoever has the focus: repeated keys, letters, Space anywhere, and present mode."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

# How often an attribute of the player has become another one, and whether the last key was taken from the page.
_WATCH = """(attribute) => {
  const player = document.querySelector(".slopewise-player");
  window.changes = 0;
  let before = player.getAttribute(attribute);
  new MutationObserver(() => {
    if (player.getAttribute(attribute) !== before) window.changes += 1;
    before = player.getAttribute(attribute);
  }).observe(player, { attributes: true, attributeFilter: [attribute] });
}"""
_TAKEN = "window.addEventListener('keydown', (event) => (window.taken = event.defaultPrevented))"
_SCROLLED = "document.scrollingElement.scrollTop + document.querySelector('[data-testid=stMain]').scrollTop"


def hold(page, key, times=8):
    """Press a key so long that it repeats."""
    for _ in range(times):
        page.keyboard.down(key)
    page.keyboard.up(key)


def click_on_text(page):
    """Click on a heading below the pictures, as readers do: the page's main part then has the focus."""
    page.get_by_role("heading", name="What to notice").click()
    assert page.evaluate("document.activeElement.contains(document.querySelector('.slopewise-player'))")
    assert page.evaluate("document.activeElement !== document.body")


def test_a_key_kept_down_plays_once(page, open_lesson):
    """However long Space is kept down, or Enter on the Play button, it plays and does not pause again.

    An arrow kept down goes on stepping.
    """
    lesson = open_lesson(page, "?epochs=5000")
    hold(page, "ArrowRight", 8)
    lesson.wait_for_epoch(8)
    page.evaluate(_WATCH, "data-playing")
    for focused, key in ((lesson.ruler, " "), (lesson.button("Play"), "Enter")):
        focused.focus()
        page.evaluate("window.changes = 0")
        before = lesson.shown.epoch
        hold(page, key)
        lesson.wait_for("Number(d.epoch) > a", before + 3)
        assert (lesson.shown.playing, page.evaluate("window.changes")) == (True, 1), key
        lesson.button("Pause").click()
        lesson.at_rest()


def test_an_f_kept_down_presents_once(page, open_lesson):
    """However long F is kept down, the screen is filled once."""
    lesson = open_lesson(page)
    lesson.ruler.focus()
    page.evaluate(_WATCH, "class")
    page.evaluate("""() => {
      window.flips = 0;
      document.addEventListener("fullscreenchange", () => (window.flips += 1));
    }""")
    hold(page, "f")
    # The focus is the player's when it says so, a moment after the screen is filled.
    expect(lesson.root).to_have_class("slopewise-player present")
    page.keyboard.press("ArrowRight")
    lesson.wait_for_epoch(1)
    assert page.evaluate("[window.flips, document.fullscreenElement !== null]") == [1, True]


def test_letters_act_in_the_player_alone(page, open_lesson):
    """F and N do nothing while the page has the focus; they do after a press into the pictures, or on a control."""
    lesson = open_lesson(page, "", "perceptron")
    phase = lesson.root.locator(".slopewise-neuron")
    page.evaluate(_TAKEN)
    click_on_text(page)
    for key in ("n", "f"):
        page.keyboard.press(key)
        assert page.evaluate("window.taken") is False
    lesson.press("n")
    assert page.evaluate("window.taken") is False
    expect(phase).to_have_attribute("data-phase", "0")
    box = lesson.panel(0)
    middle = {"x": box["left"] + box["width"] / 2, "y": box["top"] + box["height"] / 2}
    lesson.root.locator(".slopewise-graph").click(position=middle)
    expect(lesson.root).to_be_focused()
    page.keyboard.press("n")
    expect(phase).to_have_attribute("data-phase", "1")
    lesson.button("Step forward").focus()
    page.keyboard.press("N")
    expect(phase).to_have_attribute("data-phase", "2")
    assert page.evaluate("document.fullscreenElement") is None


def test_after_a_click_on_text_the_keys_still_play(page, open_lesson):
    """Then Space plays and pauses, End and Home leap, arrows step, and the page stays where it is."""
    lesson = open_lesson(page, "?epoch=5")
    click_on_text(page)
    before = page.evaluate(_SCROLLED)
    page.keyboard.press("Space")
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 6")
    assert page.get_by_test_id("stMain").evaluate("(e) => getComputedStyle(e, '::before').boxShadow") == "none"
    page.keyboard.press("Space")
    lesson.wait_for("d.playing === 'false'")
    for key, epoch in (("End", 1000), ("Home", 0), ("ArrowRight", 1)):
        page.keyboard.press(key)
        lesson.wait_for_epoch(epoch)
    assert page.evaluate(_SCROLLED) == before


def test_behind_a_dialog_or_popover_no_key_acts(page, open_lesson):
    """While the buttons of A or the dialog for own data lie over the page, Space and arrows are not the player's."""
    lesson = open_lesson(page, "?epoch=5&kept=learning_rate:0.01", "gradient_descent_animator")
    # Keys that reach the page, wherever the overlay has the focus.
    taken = """() => [" ", "ArrowRight"].map((key) =>
      !document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""
    for name, following in (("A: rate 0.01", 6), ("Your own data", 7)):
        page.get_by_role("button", name=re.compile(name)).click()
        over = page.get_by_role("dialog")
        expect(over).to_be_visible()
        assert page.evaluate(taken) == [False, False], name
        page.keyboard.press("Escape")
        expect(over).to_have_count(0)
        assert page.evaluate(taken) == [True, True], name
        lesson.wait_for_epoch(following)
        lesson.at_rest()


def test_where_nothing_plays_the_page_keeps_its_keys(page, open_lesson):
    """In Loss Explorer Space, Home and End scroll as on any page."""
    lesson = open_lesson(page, "", "loss_explorer")
    page.evaluate(_TAKEN)
    for key in ("Space", "Home", "End"):
        lesson.press(key)
        assert page.evaluate("window.taken") is False


@pytest.mark.parametrize("granted", [True, False], ids=["screen", "window"])
def test_presenting_takes_the_focus_along(page, open_lesson, granted):
    """After Present Space plays, with a focus that can be seen; on leaving, the focus is on Present again."""
    lesson = open_lesson(page, "?epochs=5000")
    if not granted:
        lesson.root.evaluate("(root) => (root.requestFullscreen = undefined)")
    lesson.present.focus()
    page.keyboard.press("Enter")
    lesson.wait_for("document.querySelector('.slopewise-player.present')")
    expect(lesson.root).to_be_focused()
    assert lesson.root.evaluate("(root) => getComputedStyle(root).outlineStyle") == "solid"
    page.keyboard.press("Space")
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 3")
    assert page.evaluate("document.fullscreenElement !== null") is granted
    page.keyboard.press("Space")
    lesson.wait_for("d.playing === 'false'")
    page.keyboard.press("f" if granted else "Escape")
    lesson.wait_for("!document.querySelector('.slopewise-player.present')")
    expect(lesson.present).to_be_focused()
