"""A press on a word or on a question mark says what is meant, in a box that goes away by itself."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from ui.text.glossary import glossary

BOX = ".slopewise-words"


def test_a_picture_says_what_its_words_mean(page, open_lesson):
    """Legend and axes have their sentences, within the window; Escape closes them and gives the focus back."""
    lesson = open_lesson(page)
    for screen in (DESKTOP, PHONE):
        lesson.resize(**screen)
        says_what_words_mean(page, screen)


def says_what_words_mean(page, screen):
    ask = page.get_by_role("button", name="What the words mean: Loss")
    ask.scroll_into_view_if_needed()
    ask.press("Enter")
    for key in ("lowest_loss", "epoch", "mse"):
        expect(page.locator(BOX)).to_contain_text(glossary()[key].text)
    box = page.locator(BOX).bounding_box()
    assert min(box["x"], box["y"]) >= 0
    assert box["x"] + box["width"] <= screen["width"]
    assert box["y"] + box["height"] <= screen["height"]
    page.keyboard.press("Escape")
    expect(page.locator(BOX)).to_have_count(0)
    expect(ask).to_be_focused()


def test_numbers_and_sliders_say_what_they_are(page, open_lesson):
    """Each name below the pictures is a button; a press elsewhere closes what it says, and plays nothing."""
    lesson = open_lesson(page)
    for name, key in (("∂loss/∂w", "gradient"), ("Epochs", "epoch"), ("Learning rate", "oscillates")):
        lesson.button(f"{name}: what it means").click()
        expect(page.locator(BOX)).to_contain_text(glossary()[key].text)
        page.keyboard.press("Space")
        page.get_by_role("heading", name="Study Hours").click()
        expect(page.locator(BOX)).to_have_count(0)
    assert lesson.shown.epoch == 0
    assert not lesson.shown.playing


def test_escape_closes_the_words_and_not_the_presentation(page, open_lesson):
    """On a projector the first Escape closes the box."""
    lesson = open_lesson(page)
    lesson.present.click()
    expect(page.locator(".slopewise-player.present")).to_have_count(1)
    lesson.button("Slope w: what it means").click()
    expect(page.locator(BOX)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(BOX)).to_have_count(0)
    expect(page.locator(".slopewise-player.present")).to_have_count(1)


def test_a_word_of_the_glossary_has_a_link(page, server):
    """The page stands there with the word that was asked for."""
    page.goto(f"{server.url}glossary?word=learning_rate", wait_until="commit")
    expect(page.get_by_role("heading", name="Glossary", exact=True)).to_be_visible()
    expect(page.get_by_test_id("stMain")).to_contain_text(glossary()["learning_rate"].text)
