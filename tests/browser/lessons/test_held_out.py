"""Noise and rows held out, by mouse, keys and finger: two curves on one clock, and the best epoch is one press away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from core.analysis import losses_on
from core.data import drawn_rows, load, split, with_noise
from core.model import Recipe
from core.training import train
from tests.browser.conftest import PHONE
from tests.browser.lesson import LOSS_LIGHT

VALIDATION_LIGHT = (138, 5, 255)
CURVE = 1


def test_two_curves_play_on_one_clock(page, open_lesson):
    """By mouse: both curves follow ruler and clock, the number is the loss by hand, and a press stops at the best."""
    kept, unseen = split(load("study_hours"), drawn_rows(8, 0.25, 1))
    lesson = open_lesson(page, "?held_out=0.25&split_seed=1&epoch=1000&learning_rate=0.02")
    run = train(kept, Recipe(0.02, 1000))
    losses = losses_on(run, unseen)
    assert lesson.readout("validation_loss") == pytest.approx(losses[1000], rel=1e-5)
    lesson.scrub.fill("300")
    lesson.wait_for_epoch(300)
    lesson.at_rest()
    assert lesson.readout("validation_loss") == pytest.approx(losses[300], rel=1e-5)
    for colour, column in ((VALIDATION_LIGHT, losses), (LOSS_LIGHT, run.losses)):
        lesson.wait_for_colour(colour, lesson.place(CURVE, 150, column[150]), 2)
        lesson.wait_for_colour(colour, lesson.place(CURVE, 300, column[300]), 2)
    stop = lesson.stop()
    page.mouse.move(*lesson.thumb(lesson.ruler, stop))
    page.mouse.down()
    page.mouse.move(*lesson.thumb(lesson.ruler, stop - 12), steps=5)
    lesson.wait_for("Number(d.learningRate) < a", 0.015)
    shown = lesson.shown
    other = losses_on(train(kept, Recipe(shown.learning_rate, 1000)), unseen)
    assert lesson.readout("validation_loss") == pytest.approx(other[shown.epoch], rel=1e-4)
    page.mouse.move(*lesson.thumb(lesson.ruler, stop), steps=5)
    page.mouse.up()
    lesson.wait_for("Number(d.learningRate) === a", 0.02)
    lesson.at_rest()
    best = int(losses.argmin())
    assert 0 < best < 1000
    page.get_by_role("button", name=f"Stop there: after {best} epochs").click()
    lesson.wait_for_url(epochs=str(best), epoch=str(best))
    lesson.wait_for_epoch(best)
    lesson.at_rest()
    assert lesson.readout("validation_loss") == pytest.approx(losses[best], rel=1e-5)
    lesson.press("Space")
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 0 && Number(d.epoch) < a", best)
    lesson.wait_for("d.playing === 'false' && Number(d.epoch) === a", best)


def test_noise_and_share_by_keys(page, open_lesson):
    """Typed, both are taken; what is too much stays a typed number with a sentence, and the run is as before."""
    lesson = open_lesson(page, "?all_controls=true&epoch=200")
    noise = lesson.field("Noise (points)")
    noise.fill("8")
    noise.press("Enter")
    lesson.wait_for_url(noise="8")
    lesson.expect_text("Noise is added to the targets")
    share = lesson.field("Share held out")
    share.fill("0.25")
    share.press("Enter")
    lesson.wait_for_url(held_out="0.25", noise="8")
    lesson.at_rest()
    kept, unseen = split(with_noise(load("study_hours"), 8, 0), drawn_rows(8, 0.25, 0))
    losses = losses_on(train(kept, Recipe()), unseen)
    assert lesson.readout("validation_loss") == pytest.approx(losses[200], rel=1e-5)
    noise = lesson.field("Noise (points)")
    noise.fill("1e9")
    noise.press("Enter")
    expect(page.locator(".st-key-tools")).to_contain_text("8 stays. Use a number from 0 to 1,700")
    lesson.wait_for_url(held_out="0.25", noise="8")


def test_a_finger_holds_rows_out(new_page, open_lesson):
    """On a phone plus and minus are tapped, the pictures stay readable, and nothing lies beside the screen."""
    page = new_page(viewport=PHONE, has_touch=True)
    lesson = open_lesson(page, "?held_out=0.2&epoch=100", "crop_yields")
    kept, unseen = split(load("crop_yields"), drawn_rows(5, 0.2, 0))
    losses = losses_on(train(kept, Recipe(0.5, 100, scaling="zscore_features")), unseen)
    assert lesson.readout("validation_loss") == pytest.approx(losses[100], rel=1e-5)
    page.get_by_role("button", name="Stop there").tap()
    lesson.wait_for_url(epochs=str(int(losses.argmin())))
    seed = lesson.field("Split seed")
    seed.scroll_into_view_if_needed()
    seed.locator("xpath=ancestor::*[@data-testid='stNumberInput']").get_by_test_id("stNumberInputStepUp").tap()
    lesson.wait_for_url(split_seed="1")
    lesson.at_rest()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
