"""A number field that cannot be read keeps its value, and says what it takes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

EPOCHS = "Use a whole number from 1 to 20,000."
UNREADABLE = [
    ("e", "“e” is no number;"),
    ("-", "“-” is no number;"),
    ("abc", "“abc” is no number;"),
    ("0,05", "“0,05” is no number;"),
    ("12e", "“12e” is no number;"),
    ("", "An empty field has no number;"),
    ("0", "0 is not usable here;"),
    ("-1", "-1 is not usable here;"),
    ("1.5", "1.5 is not usable here;"),
    ("1e9", "1,000,000,000 is not usable here;"),
]
SEED = "Use a whole number from 0 to 2,147,483,647."
NO_SEED = [
    ("e", "That is no number;"),
    ("0,05", "That is no number;"),
    ("", "An empty field has no number;"),
    ("-1", "-1 is not usable here;"),
    ("1.5", "1.5 is not usable here;"),
    ("1e10", "10,000,000,000 is not usable here;"),
]


def type_into(field, text, key):
    """Type as a person does, over what is there, and leave the field or press Enter."""
    field.click()
    field.press("ControlOrMeta+a")
    field.press("Backspace")
    field.press_sequentially(text)
    field.press(key)


@pytest.mark.parametrize("name", ["study_hours", "perceptron"])
def test_epochs_that_cannot_be_read_change_nothing(page, open_lesson, name):
    """Letters, signs, nothing, a comma, numbers out of range: number and link stay, and a sentence says why."""
    lesson = open_lesson(page, "?epochs=700", name)
    field, note = lesson.typed_epochs, lesson.root.locator(".slopewise-typed").get_by_role("alert")
    for i, (text, why) in enumerate(UNREADABLE):
        type_into(field, text, ("Enter", "Tab")[i % 2])
        expect(note).to_have_text(f"{why} 700 stays. {EPOCHS}")
        expect(field).to_have_value("700")
    assert lesson.query == {"epochs": ["700"]}
    lesson.button("Step forward").click()
    lesson.wait_for_url(epochs="700", epoch="1")
    for text, epochs in (("1e3", "1000"), ("2,000", "2000")):
        type_into(field, text, "Enter")
        lesson.wait_for("document.querySelector('[aria-label=Epoch]').max === a", epochs)
        expect(note).to_have_count(0)
        lesson.wait_for_url(epochs=epochs if (name, epochs) != ("study_hours", "1000") else None)
        lesson.at_rest()


def test_what_cannot_be_read_in_a_field_of_the_page_changes_nothing(page, open_lesson):
    """Letters, nothing, a comma, numbers out of range: field and link stay, and a sentence says why."""
    lesson = open_lesson(page, "?start=uniform&seed=7", "perceptron")
    field, note = lesson.field("Seed"), page.locator(".slopewise-field-note")
    for i, (text, why) in enumerate(NO_SEED):
        type_into(field, text, ("Enter", "Tab")[i % 2])
        expect(note).to_have_text(f"{why} 7 stays. {SEED}")
        expect(field).to_have_value("7")
    lesson.button("Step forward").click()
    lesson.wait_for_url(seed="7", epoch="1")
    type_into(field, "1e3", "Enter")
    lesson.wait_for_url(seed="1000")
    expect(note).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "query", "label", "value"),
    [
        ("study_hours", "?hours=5.5", "Predict at hours", "5.50"),
        ("gradient_descent_animator", "?view=race", "Run 2: rate", "0.01"),
        ("hubble_age", "?cosmology=lambda_cdm&omega_matter=0.4", "Matter Ωm", "0.4"),
        ("hubble_age", "?view=sure&resamples=300", "Resamples", "300"),
        ("perceptron", "?start=uniform&seed=7", "Seed", "7"),
    ],
)
def test_every_number_field_keeps_its_value(page, open_lesson, name, query, label, value):
    """A letter in any other field of a lesson does no harm either."""
    lesson = open_lesson(page, query, name)
    before, field = lesson.query, lesson.field(label)
    for text in ("e", "1e", "0,7"):
        type_into(field, text, "Enter")
        expect(page.locator(".slopewise-field-note")).to_contain_text("That is no number;")
        expect(field).to_have_value(value)
    lesson.button("Step forward").click()
    lesson.wait_for_url(epoch="1")
    assert lesson.query == before | {"epoch": ["1"]}


def test_a_field_that_may_be_empty_can_be_emptied(page, open_lesson):
    """No sentence, no prediction, nothing in the link."""
    lesson = open_lesson(page, "?hours=5.5")
    type_into(lesson.field("Predict at hours"), "", "Enter")
    lesson.wait_for_url(hours=None)
    expect(page.locator(".slopewise-field-note")).to_have_count(0)


def test_the_sentence_is_in_the_window(page, open_lesson):
    """Below its field where there is room, else above it; never over what was typed."""
    lesson = open_lesson(page, "?start=uniform&seed=7", "perceptron")
    for height in (720, 900):
        lesson.resize(1280, height)
        field, note = lesson.field("Seed"), page.locator(".slopewise-field-note")
        type_into(field, "e", "Enter")
        expect(note).to_be_in_viewport(ratio=1)
        said, typed = note.bounding_box(), field.bounding_box()
        below, above = said["y"] >= typed["y"] + typed["height"], said["y"] + said["height"] <= typed["y"]
        assert (below, above) == ((True, False) if height == 900 else (False, True)), height
        field.press("Escape")
