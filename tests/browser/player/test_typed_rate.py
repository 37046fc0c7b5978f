"""The rate beside the ruler can be typed; what cannot be used changes nothing, and a sentence says what can."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.appearance import serious, too_wide
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.lesson import descend, mean_squared_error
from ui.session.ruler import RATES

USE = f"Use a number from {RATES[0]:g} to {RATES[1]:,.0f}, such as 0.05."
OF_FAMILY = b'"offsets"'
"""In a message that brings the ruler's runs, and in no other."""
UNUSABLE = [
    ("0", "0 is not usable here; 0.01 stays."),
    ("-1", "-1 is not usable here; 0.01 stays."),
    ("1e9", "1,000,000,000 is not usable here; 0.01 stays."),
    ("0,05", "“0,05” has a comma, and decimals are written with a point; 0.01 stays."),
    ("", "An empty field has no number; 0.01 stays."),
    ("Fast f", "“Fast f” is no number; 0.01 stays."),
]


def rate_field(lesson):
    return lesson.root.get_by_role("textbox", name="Learning rate, typed", exact=True)


def note_of(lesson):
    return lesson.root.locator(".slopewise-typed").get_by_role("alert")


def box_of(locator):
    return locator.evaluate("e => (({ x, y, width, height }) => [x, y, width, height])(e.getBoundingClientRect())")


def test_a_typed_rate_is_trained(page, open_lesson):
    """Between the stops or on one, by Enter or by leaving the field: run, link and notes follow, in any notation."""
    lesson = open_lesson(page, "?epoch=1000")
    field = rate_field(lesson)
    expect(field).to_have_value("0.01")
    ways = ("0.0123", "Enter", "0.0123"), ("1.23e-05", "Tab", "1.23e−5"), (".0091", "Enter", "0.0091")
    for text, key, shown in ways:
        rate = float(text)
        field.fill(text)
        field.press(key)
        expect(field).to_have_value(shown)
        lesson.wait_for_url(learning_rate=f"{rate:g}")
        lesson.expect_text(f"A rate of {shown} converges smoothly.")
        lesson.at_rest()
        assert lesson.shown.learning_rate == rate
        assert lesson.shown.loss == pytest.approx(mean_squared_error(*descend(rate, 1000)[-1]), rel=1e-10)
        assert lesson.ruler.get_attribute("aria-valuetext") == f"{shown}, converges smoothly"


def test_what_cannot_be_used_changes_nothing(page, open_lesson):
    """A sentence says why, within the window, and moves nothing; it is heard, and goes with the next good number."""
    lesson = open_lesson(page)
    for view in (DESKTOP, PHONE):
        lesson.resize(**view)
        changes_nothing(lesson, view)


def changes_nothing(lesson, view):
    page = lesson.page
    field, note = rate_field(lesson), note_of(lesson)
    field.scroll_into_view_if_needed()
    parts = [lesson.ruler, lesson.root.locator(".slopewise-verdict"), lesson.root.locator(".slopewise-readouts")]
    places = [box_of(part) for part in parts]
    lesson.sent.clear()
    for i, (text, why) in enumerate(UNUSABLE):
        field.fill(text)
        field.press(("Enter", "Tab")[i % 2])
        expect(note).to_have_text(f"{why} {USE}")
        expect(field).to_have_value("0.01")
        expect(field).to_have_attribute("aria-invalid", "true")
        assert field.get_attribute("aria-describedby") == note.get_attribute("id")
        x, y, width, height = box_of(note)
        assert 0 <= x <= view["width"] - width
        assert 0 <= y <= view["height"] - height
        assert [box_of(part) for part in parts] == places
    assert too_wide(page) == []
    assert serious(page) == []
    assert lesson.sent == []
    field.fill("0.02")
    expect(note).to_have_count(0)
    assert field.get_attribute("aria-invalid") is None
    field.press("Escape")
    expect(field).to_have_value("0.01")
    field.press("Tab")
    assert lesson.sent == []
    assert "learning_rate" not in lesson.query


def test_there_is_one_sentence_at_a_time(page, open_lesson):
    """What is wrong with the epochs takes the place of what was wrong with the rate."""
    lesson = open_lesson(page)
    rate_field(lesson).fill("abc")
    rate_field(lesson).press("Enter")
    expect(note_of(lesson)).to_contain_text("“abc” is no number; 0.01 stays.")
    lesson.typed_epochs.fill("0")
    lesson.typed_epochs.press("Enter")
    expect(note_of(lesson)).to_contain_text("0 is not usable here; 1,000 stays.")
    expect(rate_field(lesson)).not_to_have_attribute("aria-invalid", "true")


def test_the_fields_keys_are_its_own(page, open_lesson):
    """No letter typed there plays, presents or steps, and Escape does not leave the large picture."""
    lesson = open_lesson(page, "?epoch=5")
    lesson.press_inside("f")
    expect(lesson.root).to_have_class("slopewise-player present")
    field = rate_field(lesson)
    field.click()
    for key in ("f", " ", "n", "ArrowLeft", "Home", "Escape"):
        field.press(key)
    expect(field).to_have_value("0.01")
    expect(lesson.root).to_have_class("slopewise-player present")
    assert lesson.shown.epoch == 5
    assert not lesson.shown.playing
    field.fill("0.0123")
    field.press("Enter")
    lesson.wait_for("Number(d.learningRate) === 0.0123")


def test_a_step_after_a_typed_rate_does_not_undo_it(page, open_lesson):
    """What is released before the answer to a typed rate is here is about that rate too."""
    lesson = open_lesson(page)
    field = rate_field(lesson)
    field.fill("0.0123")
    field.press("Enter")
    page.evaluate("document.querySelector('[aria-label=\"To end\"]').click()")
    lesson.wait_for_url(learning_rate="0.0123", epoch="1000")
    lesson.at_rest()
    assert lesson.shown.learning_rate == 0.0123
    expect(field).to_have_value("0.0123")


def test_from_between_two_stops_a_key_goes_to_the_next(page, open_lesson):
    """The thumb stands between them; leaving it there trains nothing anew, and no run of the ruler is sent again."""
    came = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: came.append(frame)))
    lesson = open_lesson(page, "?learning_rate=0.0123&epoch=100", "crop_yields")
    assert any(OF_FAMILY in frame for frame in came)
    assert lesson.shown.learning_rate == 0.0123
    place = float(lesson.ruler.input_value())
    assert 0 < place % 1 < 1
    came.clear()
    for key, stop, number in (("ArrowRight", 0.013, int(place) + 1), ("ArrowLeft", 0.012, int(place))):
        lesson.ruler.focus()
        page.keyboard.press(key)
        lesson.wait_for("Number(d.learningRate) === a", stop)
        lesson.wait_for_url(learning_rate=f"{stop}")
        lesson.at_rest()
        assert float(lesson.ruler.input_value()) == number, key
        assert came
        assert not any(OF_FAMILY in frame for frame in came)
        rate_field(lesson).fill("0.0123")
        rate_field(lesson).press("Enter")
        lesson.wait_for("Number(d.learningRate) === 0.0123")
        lesson.at_rest()
        assert float(lesson.ruler.input_value()) == place
        assert not any(OF_FAMILY in frame for frame in came)
