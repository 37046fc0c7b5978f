"""Play, step, scrub, speed and keys move through the run, and show its true numbers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.slow_line import SlowLine


def test_loss_of_an_epoch_is_that_of_exact_arithmetic(page, open_lesson):
    """At rate 0.01 the loss after 1, 10 and 1000 epochs is the one computed with 60 digits."""
    lesson = open_lesson(page, "?epoch=10")
    assert lesson.shown.loss == pytest.approx(310.2255627012728, rel=1e-10)
    lesson.button("To end").click()
    lesson.wait_for_epoch(1000)
    assert lesson.shown.loss == pytest.approx(15.126553563227082, rel=1e-10)
    lesson.button("To start").click()
    lesson.wait_for_epoch(0)
    lesson.button("Step forward").click()
    lesson.wait_for_epoch(1)
    assert lesson.shown.loss == pytest.approx(1592.44515625, rel=1e-10)
    assert lesson.readout("slope") == pytest.approx(7.535, rel=1e-5)
    assert lesson.readout("intercept") == pytest.approx(1.5025, rel=1e-5)


_COUNT_CONTENTS = """() => {
  const player = document.querySelector(".slopewise-player");
  window.contents = 0;
  const count = () => { if (player.dataset.shown === "true") window.contents += 1; };
  new MutationObserver(count).observe(player, { attributeFilter: ["data-shown"] });
}"""


def test_an_answer_that_comes_late_leaves_every_digit(page, open_lesson):
    """What the server says of an earlier click, when a person has moved on, never rounds the run on show."""
    line = SlowLine(page)
    lesson = open_lesson(page)
    page.evaluate(_COUNT_CONTENTS)
    line.holding = True
    lesson.button("To end").click()
    lesson.wait_for_epoch(1000)
    line.wait_for_answer()
    lesson.button("To start").click()
    lesson.wait_for_epoch(0)
    lesson.button("Step forward").click()
    lesson.wait_for_epoch(1)
    line.release()
    page.wait_for_function("window.contents > 0")
    lesson.frames(0.3)
    assert lesson.shown.loss == pytest.approx(1592.44515625, rel=1e-10)
    line.wait_for_answer()
    line.holding = False
    line.release()
    lesson.at_rest()
    assert lesson.shown.epoch == 1
    assert lesson.shown.loss == pytest.approx(1592.44515625, rel=1e-10)


def test_tenfold_data_at_a_ten_thousandth_stop_far_from_the_best_fit(page, open_lesson):
    """1000 epochs at 0.0001 on the data × 10 leave the loss at 34851, far above the lowest possible loss."""
    lesson = open_lesson(page, "?data=study_hours_x10&learning_rate=0.0001&epoch=1000")
    assert lesson.shown.loss == pytest.approx(34851.02941501965, rel=1e-9)
    assert lesson.readout("slope") == pytest.approx(14.47201543368762, rel=1e-5)
    assert lesson.readout("intercept") == pytest.approx(17.17383476704508, rel=1e-5)
    lesson.expect_text("The curve looks flat, but training has not converged.")


def test_play_advances_and_pause_stands(page, open_lesson):
    """Epochs go by while it plays; after a pause the epoch stands and the link carries it."""
    lesson = open_lesson(page, "?epochs=4000")
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 40")
    lesson.button("Pause").click()
    lesson.at_rest()
    stood = lesson.shown
    assert 40 < stood.epoch < 4000
    lesson.wait_for_url(epoch=str(stood.epoch))
    assert len({digest for _, digest in lesson.frames(0.3)}) == 1
    assert lesson.shown == stood
    expect(lesson.button("Play")).to_be_visible()


def test_play_ends_at_the_last_epoch_and_begins_anew(page, open_lesson):
    """A run plays to its last epoch and stops; Play there begins at the start."""
    lesson = open_lesson(page, "?epochs=30")
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'false' && Number(d.epoch) === 30")
    lesson.wait_for_url(epoch="30")
    lesson.speed.select_option("20")
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) < 25")


def test_steps_go_one_epoch_each_way_and_stop_at_the_ends(page, open_lesson):
    """Step forward and step back are one epoch each; before the start and after the end is nothing."""
    lesson = open_lesson(page, "?epoch=7&epochs=9")
    for name, epochs in (("Step forward", (8, 9, 9)), ("Step back", (8, 7, 6))):
        for epoch in epochs:
            lesson.button(name).click()
            lesson.wait_for_epoch(epoch)
    lesson.button("To start").click()
    lesson.wait_for_epoch(0)
    lesson.button("Step back").click()
    lesson.at_rest()
    assert lesson.shown.epoch == 0


def test_scrubbing_shows_each_epoch_without_a_word_to_the_server(page, open_lesson):
    """Dragging the scrub bar shows the epochs under the finger; the link follows on release."""
    lesson = open_lesson(page)
    page.mouse.move(*lesson.thumb(lesson.scrub, 0))
    page.mouse.down()
    lesson.sent.clear()
    for epoch in (200, 500, 800):
        page.mouse.move(*lesson.thumb(lesson.scrub, epoch), steps=4)
        lesson.wait_for("Math.abs(Number(d.epoch) - a) <= 3", epoch)
    assert lesson.sent == []
    page.mouse.up()
    stood = lesson.shown.epoch
    lesson.wait_for_url(epoch=str(stood))
    assert lesson.sent != []


_PACE = """async ([rate, seconds]) => {
  // Frame by frame beside the player: the time it may count (no frame longer than a tenth), and its epochs.
  const player = document.querySelector(".slopewise-player");
  const frame = () => new Promise(requestAnimationFrame);
  let last = await frame(), epoch = Number(player.dataset.epoch), from = null, counted = 0;
  for (;;) {
    const now = await frame();
    counted += Math.min(0.1, (now - last) / 1000);
    last = now;
    const shown = Number(player.dataset.epoch);
    if (shown === epoch) continue;
    epoch = shown;
    if (from === null) [from, counted] = [shown, 0];
    else if (counted >= seconds) return [shown - from, counted * rate];
  }
}"""


def test_each_speed_plays_at_its_pace(page, open_lesson):
    """Every speed in epochs shows as many as its name says in the time that passes, frame by frame."""
    lesson = open_lesson(page, "?epochs=4000")
    for speed, rate, seconds in (
        ("1", 1, 1.5),
        ("5", 5, 1),
        ("20", 20, 1),
        ("60", 60, 1),
        ("200", 200, 1),
    ):
        lesson.button("To start").click()
        lesson.speed.select_option(speed)
        lesson.button("Play").click()
        lesson.wait_for("d.playing === 'true'")
        seen, expected = page.evaluate(_PACE, [rate, seconds])
        # One frame's share either way: the two loops may read the same frame before or after each other.
        assert seen == pytest.approx(expected, abs=1 + 0.11 * rate, rel=0.02), speed
        assert seen >= 1
        lesson.button("Pause").click()


def test_a_whole_run_begins_slowly(call):
    """It takes 5 seconds in all, whatever frames there are; the first 20 epochs of 1,000 take 0.7 of them."""
    assert call("model/clock", "ofTheWhole", 0, 5, 1000) == pytest.approx(1000)
    assert call("model/clock", "ofTheWhole", 0, 0.5**0.5, 1000) == pytest.approx(20)
    assert call("model/clock", "ofTheWhole", 40, 4, 1000) == pytest.approx(1000)
    assert call("model/clock", "ofTheWhole", 0, 0.1, 0) == 0


def test_keys_drive_the_player(page, open_lesson):
    """Space plays and pauses, arrows step, Home and End leap, without a click into the player."""
    lesson = open_lesson(page, "?epoch=5")
    page.keyboard.press("ArrowRight")
    lesson.wait_for_epoch(6)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    lesson.wait_for_epoch(4)
    page.keyboard.press("End")
    lesson.wait_for_epoch(1000)
    page.keyboard.press("Home")
    lesson.wait_for_epoch(0)
    page.keyboard.press(" ")
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 3")
    page.keyboard.press(" ")
    lesson.wait_for("d.playing === 'false'")
    assert (
        page.evaluate("document.scrollingElement.scrollTop + document.querySelector('[data-testid=stMain]').scrollTop")
        == 0
    )


def test_keys_in_a_field_are_the_fields_own(page, open_lesson):
    """What a person types into a field or a menu does not play, step or present."""
    lesson = open_lesson(page, "?epoch=5")
    for field in (lesson.typed_epochs, page.get_by_role("combobox").first):
        field.focus()
        for key in (" ", "ArrowLeft", "ArrowRight", "Home", "End", "f"):
            page.keyboard.press(key)
        page.keyboard.press("Escape")
    assert (lesson.shown.epoch, lesson.shown.playing) == (5, False)
    assert page.evaluate("document.fullscreenElement") is None


NOTES = (
    ("", "Epoch {}: slope "),
    ("hubble_age", "Epoch {}: the slope is "),
    ("crop_yields", "Epoch {}: the loss is "),
    ("perceptron", "After {} iterations: w "),
)


@pytest.mark.parametrize(("lesson_page", "note"), NOTES, ids=[name or "study_hours" for name, _ in NOTES])
def test_the_notes_speak_of_the_epoch_on_show(page, open_lesson, lesson_page, note):
    """After To end, To start and a step back the notes name the very epoch of the picture, the first one too."""
    lesson = open_lesson(page, "?epochs=40&epoch=7", *filter(None, [lesson_page]))
    lesson.expect_text(note.format(7))
    for press, epoch in (("To start", 0), ("To end", 40), ("Step back", 39), ("To start", 0)):
        lesson.button(press).click()
        lesson.wait_for_epoch(epoch)
        lesson.expect_text(note.format(epoch))
        lesson.at_rest()
        assert page.get_by_text(re.compile(note.format(r"(7|40|39|0)"))).count() == 1
