"""Predict, then play: Play asks for a guess, shows it while the run plays, and judges it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.appearance import below_the_fold, serious, too_wide
from tests.browser.conftest import PHONE
from tests.browser.lesson import Lesson, descend, mean_squared_error
from ui.player.palette import light

GUESS = tuple(int(light("guess")[at : at + 2], 16) for at in (1, 3, 5))
SCORES, CURVE, AGES = 0, 1, 2


def asked(lesson: Lesson) -> Locator:
    return lesson.root.get_by_role("group", name="Your guess", exact=True)


def verdict(lesson: Lesson) -> Locator:
    return asked(lesson).get_by_role("status")


def grip(lesson: Lesson, name: str) -> tuple[float, float]:
    """Return where a grip is in the window."""
    box = lesson.handle(name).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def played(lesson: Lesson) -> None:
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 0")
    lesson.wait_for("d.playing === 'false'")
    lesson.at_rest()


def test_guesses_by_mouse(page, open_lesson):
    """A loss is dragged in the picture, then a line at another rate; both are shown, judged and counted."""
    lesson = open_lesson(page, "?predict=true&epochs=100")
    assert below_the_fold(page) == []
    # Nothing to see before the guess: no colours on the ruler, no way on, no notes, no exact answer.
    expect(lesson.root.locator(".slopewise-verdict")).to_be_empty()
    assert (lesson.scrub.get_attribute("max"), lesson.readout("epoch")) == ("0", 0)
    expect(page.get_by_text("Make your guess first")).to_be_visible()
    expect(page.get_by_role("heading", name="Look closer")).to_have_count(0)
    lesson.button("Play").click()
    assert lesson.shown.playing is False
    asked(lesson).get_by_label("Loss after 50 epochs").check()
    asked(lesson).get_by_role("button", name="Guess and play").click()
    expect(asked(lesson).get_by_role("alert")).to_contain_text("Type a number above 0")
    left, top = lesson.origin()
    place = lesson.place(CURVE, 50, 100)
    page.mouse.move(*grip(lesson, "Your guess: the loss after 50 epochs"))
    page.mouse.down()
    page.mouse.move(left + place[0], top + place[1], steps=5)
    page.mouse.up()
    typed = float(asked(lesson).get_by_role("spinbutton").input_value())
    assert typed == pytest.approx(100, rel=0.03)
    assert serious(page) == []
    assert below_the_fold(page) == []
    asked(lesson).get_by_role("button", name="Guess and play").click()
    # While it plays, the guess is there and its verdict is not.
    lesson.wait_for(
        "d.playing === 'true' && Number(d.epoch) > 2 && Number(d.epoch) < 50"
        " && document.querySelector('.slopewise-guess-verdict').textContent === ''"
    )
    lesson.wait_for_colour(GUESS, lesson.place(CURVE, 50, typed), 4)
    lesson.wait_for("d.playing === 'false'")
    truth = mean_squared_error(*descend(0.01, 50)[-1])
    expect(verdict(lesson)).to_have_text(f"It is {truth:.1f}: within a factor of {truth / typed:.2f}. 1 of 4 points.")
    expect(asked(lesson)).to_contain_text("Score: 1 of 4 points in 1 guess")
    lesson.at_rest()
    assert below_the_fold(page) == []
    expect(page.get_by_role("heading", name="Look closer")).to_be_visible()
    # Another rate is another guess, and the ruler shows nothing of it either.
    lesson.ruler.focus()
    page.keyboard.press("ArrowRight")
    lesson.wait_for_url(learning_rate="0.011", predict="true")
    expect(asked(lesson)).to_contain_text("Play asks for your guess first")
    lesson.at_rest()
    lesson.button("Step forward").click()
    asked(lesson).get_by_label("Line after 100 epochs").check()
    for end, height in (("1", 25), ("8", 105)):
        page.mouse.move(*grip(lesson, f"Your guess at {end} h"))
        page.mouse.down()
        place = lesson.place(SCORES, float(end), height)
        page.mouse.move(left + place[0], top + place[1], steps=5)
        page.mouse.up()
    asked(lesson).get_by_role("button", name="Guess and play").click()
    played(lesson)
    lesson.wait_for_colour(GUESS, lesson.place(SCORES, 2, 25 + 80 / 7), 8)
    expect(verdict(lesson)).to_contain_text(re.compile(r"The model lies 0\.\d+ standard deviations away"))
    expect(asked(lesson)).to_contain_text(re.compile(r"Score: [1-5] of 8 points in 2 guesses"))
    lesson.ruler.focus()
    page.keyboard.press("ArrowLeft")
    lesson.wait_for_url(learning_rate=None)
    expect(asked(lesson)).to_contain_text("Your guess: ")
    asked(lesson).get_by_role("button", name="New score").click()
    expect(asked(lesson)).not_to_contain_text("Score")


def test_guesses_by_keyboard(page, open_lesson):
    """Space asks, arrows and Enter answer; a line is drawn by arrow keys; Escape skips and plays."""
    lesson = open_lesson(page, "?predict=true&epochs=20&learning_rate=0.03", name="gradient_descent_animator")
    lesson.press("Space")
    expect(asked(lesson).get_by_label("It converges smoothly")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    played(lesson)
    expect(verdict(lesson)).to_have_text(
        "It overshoots but converges (oscillates), for 0.03 is between 0.01901 and 0.03802: 4 of 4 points."
    )
    expect(lesson.button("Play")).to_be_focused()
    lesson.ruler.focus()
    page.keyboard.press("ArrowRight")
    lesson.wait_for_url(learning_rate="0.033")
    lesson.at_rest()
    lesson.press("End")
    expect(asked(lesson).get_by_label("It converges smoothly")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowLeft")
    end = lesson.handle("Your guess at 8 h")
    before = float(end.get_attribute("aria-valuenow"))
    end.focus()
    page.keyboard.press("Shift+ArrowUp")
    low, high = lesson.panel(SCORES + 2)["y"]
    assert float(end.get_attribute("aria-valuenow")) - before == pytest.approx(0.05 * (high - low), rel=1e-6)
    page.keyboard.press("Escape")
    played(lesson)
    expect(asked(lesson)).to_have_text(re.compile(r"^Score: 4 of 4 points in 1 guess"))


def test_guesses_by_touch(new_page, open_lesson):
    """On a phone a finger drags the age that is guessed; nothing sticks out, in the dark either."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark")
    lesson = open_lesson(page, "?predict=true&epochs=100", name="hubble_age")
    lesson.button("Play").tap()
    asked(lesson).get_by_label("Age after 50 epochs").tap()
    name = "Your guess: the age after 50 epochs"
    lesson.handle(name).scroll_into_view_if_needed()
    assert too_wide(page) == []
    assert serious(page) == []
    fingers = page.context.new_cdp_session(page)
    x, y = grip(lesson, name)
    for kind, down in (("touchStart", 0), ("touchMove", 10), ("touchMove", 30)):
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y + down}]})
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    # Chromium takes a tap right after a quick drag for the end of a fling.
    lesson.at_rest()
    typed = asked(lesson).get_by_role("spinbutton").input_value()
    assert 5 < float(typed) < 20
    asked(lesson).get_by_role("button", name="Guess and play").tap()
    played(lesson)
    expect(asked(lesson)).to_contain_text(f"Your guess: {typed} billion years after 50 epochs.")
    expect(verdict(lesson)).to_contain_text(re.compile(r"It is \d+(\.\d+)? billion years: within a factor of"))
    assert too_wide(page) == []


def test_the_best_line_by_mouse(page, open_lesson):
    """In Loss Explorer the line is dragged with nothing beside it; then both lines are shown, and a verdict."""
    lesson = open_lesson(page, "?data=four_scores&predict=true", name="loss_explorer")
    expect(lesson.root.locator(".slopewise-account")).to_have_count(0)
    expect(page.get_by_text("No line does better").or_(page.get_by_text("yours has"))).to_have_count(0)
    left, top = lesson.origin()
    page.mouse.move(*grip(lesson, "Right end of the line"))
    page.mouse.down()
    place = lesson.place(SCORES, 43.8, 650)
    page.mouse.move(left + place[0], top + place[1], steps=5)
    page.mouse.up()
    lesson.wait_for("new URL(location.href).searchParams.has('line')")
    slope, intercept = (float(part) for part in lesson.query["line"][0].split(","))
    page.get_by_role("button", name="Go to the best line").click()
    expect(page.locator("p", has_text=re.compile(r"^Your guess \d"))).to_contain_text("of 4 points")
    lesson.at_rest()
    lesson.wait_for_colour(GUESS, lesson.place(SCORES, 35, 35 * slope + intercept), 8)
    assert below_the_fold(page) == []


def test_a_new_question_begins_at_the_start(page, open_lesson):
    """After a skipped guess another rate asks anew from epoch 0, and back at the first one player and link agree."""
    lesson = open_lesson(page, "?predict=true&epochs=60")
    lesson.button("Play").click()
    lesson.root.get_by_role("button", name="Skip").click()
    lesson.wait_for("d.playing === 'false' && Number(d.epoch) === 60")
    lesson.at_rest()
    lesson.ruler.focus()
    for key, rate in (("ArrowRight", "0.011"), ("ArrowLeft", None)):
        page.keyboard.press(key)
        lesson.wait_for_url(learning_rate=rate, epoch=None)
        lesson.at_rest()
        assert lesson.shown.epoch == 0
