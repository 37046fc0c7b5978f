"""A network's landscape and one step of it in the browser: the path follows the ruler, and a row is chosen."""

from __future__ import annotations

import re
from dataclasses import replace

from playwright.sync_api import expect

from core.analysis.networks import path_plane
from core.data import drawn_rows, generate, split
from core.model import Network, Recipe
from core.training import train
from tests.browser.appearance import too_wide
from tests.browser.lesson import MODEL_LIGHT

MAP = 0


def test_the_path_follows_the_ruler_and_a_row_goes_through_the_network(page, open_lesson):
    """A rate that is dragged to has its path in the same plane, without a word to the server; then one step, by row."""
    whole = generate("circles")
    recipe = Recipe(1.0, 1000, loss="cross_entropy", network=Network((3, 2), "tanh"))
    dataset, _ = split(whole, drawn_rows(whole.n, 0.25, 0))
    plane = path_plane(train(dataset, recipe))
    lesson = open_lesson(page, "?view=landscape&layers=3,2&epoch=300", "neural_network")
    lesson.wait_for_colour(MODEL_LIGHT, lesson.place(MAP, *plane.project(train(dataset, recipe).parameters[300])), 3)
    expect(page.get_by_text("Press a neuron to switch it off.", exact=True)).to_be_visible()
    expect(lesson.button("Point at a place")).to_be_hidden()
    stop = lesson.stop()
    lesson.sent.clear()
    page.mouse.move(*lesson.thumb(lesson.ruler, stop))
    page.mouse.down()
    page.mouse.move(*lesson.thumb(lesson.ruler, stop - 2), steps=5)
    lesson.wait_for("Number(d.learningRate) < a", 0.9)
    other = train(dataset, replace(recipe, learning_rate=lesson.shown.learning_rate))
    lesson.wait_for_colour(MODEL_LIGHT, lesson.place(MAP, *plane.project(other.parameters[300])), 3)
    assert lesson.sent == []
    page.mouse.up()
    lesson.at_rest()
    name = re.compile("^One step$")
    page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name)).first.click()
    expect(page.get_by_role("grid", name="Row 1 in the hidden layer 1")).to_be_visible()
    row = page.get_by_role("spinbutton", name="Row")
    row.fill("5")
    row.press("Enter")
    expect(page.get_by_role("grid", name="Row 5 in the hidden layer 1")).to_be_visible()
    lesson.wait_for_url(row="5")
    lesson.at_rest()
    assert lesson.shown.epoch == 300
    assert not too_wide(page)
