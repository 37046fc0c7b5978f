"""Twenty starts at once: small fields in step with the pictures, of which one is chosen as the run on show."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from core.analysis import train_starts
from core.data import drawn_rows, generate, split
from core.model import Network, Recipe
from tests.browser.conftest import PHONE

EPOCHS = 300
LINK = f"?data=exclusive_or&layers=2&epochs={EPOCHS}&epoch={EPOCHS}&view=starts"


def at(epochs: int):
    """Return what becomes of the twenty starts after so many epochs."""
    whole = generate("exclusive_or")
    dataset, _ = split(whole, drawn_rows(whole.n, 0.25, 0))
    recipe = Recipe(1.0, epochs, loss="cross_entropy", device="cpu", network=Network((2,), "tanh"))
    return train_starts(dataset, recipe, range(20))


def in_words(count: int, epoch: int) -> str:
    return f"{count} of 20 starts have learned at epoch {epoch}"


def test_the_wall_follows_the_clock_and_a_key_chooses_a_start(page, open_lesson):
    """Losses and marks are those of `train_starts`, at the end and after a step back to 0; the wall stays the same."""
    lesson = open_lesson(page, LINK, "neural_network")
    tiles, headline = page.locator(".slopewise-start"), page.locator(".slopewise-starts-headline")
    end = at(EPOCHS)
    expect(headline).to_have_text(in_words(int(end.learned.sum()), EPOCHS))
    assert 0 < end.learned.sum() < 20
    said = [tile.get_attribute("aria-label") for tile in tiles.all()]
    for seed, words in enumerate(said):
        assert words.startswith(f"Start of seed {seed}: loss ")
        assert float(re.search(r"loss ([\d.]+)", words)[1]) == pytest.approx(end.losses[seed], rel=6e-3)
        assert ("has learned" in words) == end.learned[seed]
    expect(tiles.first).to_have_attribute("aria-pressed", "true")
    tiles.first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(tiles.nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    lesson.wait_for_url(seed="2", epoch=str(EPOCHS))
    lesson.at_rest()
    assert lesson.readout("loss") == pytest.approx(end.losses[2], rel=1e-4)
    expect(tiles.nth(2)).to_have_attribute("aria-pressed", "true")
    assert [tile.get_attribute("aria-label") for tile in tiles.all()] == said
    lesson.button("To start").click()
    expect(headline).to_have_text(in_words(int(at(0).learned.sum()), 0))
    lesson.at_rest()


def test_four_fields_beside_one_another_on_a_phone(new_page, open_lesson):
    """A tap chooses; nothing is wider than the screen."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    lesson = open_lesson(page, LINK, "neural_network")
    tiles = page.locator(".slopewise-start")
    boxes = [tiles.nth(i).bounding_box() for i in range(5)]
    assert len({box["y"] for box in boxes[:4]}) == 1
    assert boxes[4]["y"] > boxes[0]["y"]
    assert boxes[3]["x"] + boxes[3]["width"] <= PHONE["width"]
    tiles.nth(4).tap()
    lesson.wait_for_url(seed="4")
    lesson.at_rest()
